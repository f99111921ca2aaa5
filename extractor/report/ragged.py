"""Short lines that were broken in the middle of sentences at no common width.

That such a line goes on is told by what stands at its break, and only where a line further down closes a sentence: the
entries of a list are closed each by itself, or none of them is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.language import SENTENCE_ENDS, find_numbers, load_wording

# Characters, of which two digits take the room of one; where lines are wider, a short one ends its paragraph.
SHORT = 30
LINE_CLOSERS = (*SENTENCE_ENDS, ":", ">>", "|")
CLOSING = re.compile(f"[{SENTENCE_ENDS}]")
BREAK = "¦"
FEW_BREAKS = 2  # that are sure, among lines below each other, show that all of them were broken so
REACH = 200  # characters of a sentence that has begun above that are looked at
BESIDE = 4  # characters on each side of a break that are looked at
IN_BRACKETS = re.compile(r"《[^《》]*$|\([^()]*$")
MARK = re.compile("[,;。]")
ENTRY = re.compile(r"\(?\d{1,2}[).、](?!\d)|[-*•·●○◆■★☆▪]|[^,;:。\d]{1,12}:")
WORDS = re.compile("[\u4e00-\u9fff]{2}")
NARROW = re.compile("[A-Za-z0-9]")


def find_ragged(texts: Sequence[str], apart: Sequence[bool]) -> Iterator[int]:
    """The lines that go on in the next one, by number; those `apart` begin something of their own."""
    for block in (block for block in _blocks(texts, apart) if len(block) > 1):
        owns = [texts[n].strip() for n in block[: _last_closing(block, texts) + 1]]
        broken = [_is_broken(above, below) for above, below in pairwise(owns)]
        is_ragged = sum(broken) >= FEW_BREAKS
        begun = ""
        for n, own, surely in zip(block, owns, broken, strict=False):
            begun = (begun + own)[-REACH:]
            may = not apart[n] and not own[-1].isdigit() and (is_ragged or _may_go_on(begun))
            if (surely or may) and not own.endswith(LINE_CLOSERS):
                yield n
            else:
                begun = ""


def _blocks(texts: Sequence[str], apart: Sequence[bool]) -> Iterator[list[int]]:
    """Short lines below each other of which only the first begins something."""
    block: list[int] = []
    for n, text in enumerate(texts):
        own = text.strip()
        is_short = 0 < len(own) <= 2 * SHORT and room_of(own) <= SHORT
        begins = apart[n] or ENTRY.match(own) or (block and _indent(text) > _indent(texts[block[-1]]))
        if begins or not is_short:
            yield block
            block = []
        block += [n] if is_short else []
    yield block


def room_of(text: str) -> float:
    """In Chinese characters, of which two digits or letters take the room of one."""
    return len(text) - len(NARROW.findall(text)) / 2


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _last_closing(block: Sequence[int], texts: Sequence[str]) -> int:
    """Where in the block the last line stands in which a sentence is closed."""
    return max((at for at, n in enumerate(block) if CLOSING.search(texts[n])), default=0)


def _is_broken(above: str, below: str) -> bool:
    """Whether the line ends inside a word, brackets or a number with its measure word, or where no clause does."""
    words = load_wording()
    if above[-1:].isdigit():
        counted = words.measure_start.match(below) or words.date_start.match(below)
        return counted is not None and WORDS.search(above) is not None
    in_word = words.broken_word.search(above[-BESIDE:] + BREAK + below[:BESIDE])
    return bool(in_word or words.broken_behind_end.search(above) or IN_BRACKETS.search(above))


def _may_go_on(begun: str) -> bool:
    """Whether the sentence that has begun is not over where its line ends."""
    return MARK.search(begun) is not None and not _is_told(re.split("[,:、]", begun)[-1])


def _is_told(clause: str) -> bool:
    words = load_wording()
    told = words.told_clause.search(clause) or words.denial.search(clause)
    return told is not None or any(number.unit for number in find_numbers(clause))
