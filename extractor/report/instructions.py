"""Sentences that are shown, and not read: those that tell their reader what to write, for a report is data; what a
report says and not as its own, a sample's number or a rumour's; and those that are none, for no one writes so long ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.language import Span, UnownedWords, find_numbers, load_wording
from extractor.records import Finding, Reason, Sentence

SHOWN = 60
# Characters. The longest of 3,300 sentences has 382; a whole table of 2014 that has lost its lines comes to 1,500.
# The time to read a sentence grows with the square of its length.
LONGEST = 2_000
CLAUSE_END = re.compile("[,;:。!?]")


class Told(NamedTuple):
    """The sentences that tell of the year, and a finding for each that does not."""

    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """What of a sentence is not read. `introduces`: the rest of the paragraph neither; `revokes`: nor the one before."""

    type: Literal["instruction", "unowned", "long-sentence"]
    what: Reason
    span: Span
    introduces: bool = False
    revokes: bool = False


@dataclass
class _Telling:
    """What the sentences so far have told."""

    told: list[Sentence] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    spoiled: int = -1  # the paragraph of the last instruction
    sample: Reason | None = None  # what the paragraph gives, since it said so
    sampled: int = -1

    def add(self, sentence: Sentence) -> None:
        """Reads the sentence, or what may be read of it."""
        cut = self._find_cut(sentence)
        if cut is None:
            is_spoiled = sentence.trusted and sentence.paragraph == self.spoiled
            self.told.append(sentence._replace(trusted=False) if is_spoiled else sentence)
            return
        rest = _without(sentence, cut.span)
        if rest is None or self._find_cut(rest):
            cut = replace(cut, span=(0, len(sentence.text)))
        else:
            trusted = cut.type != "instruction" and sentence.paragraph != self.spoiled
            self.told.append(rest._replace(trusted=trusted))
        self.findings.append(_finding(cut, sentence))
        self._note(cut, sentence)

    def _find_cut(self, sentence: Sentence) -> _Cut | None:
        if self.sample and sentence.paragraph == self.sampled and _tells(sentence.text):
            return _Cut("unowned", self.sample, (0, len(sentence.text)))
        return _find_cut(sentence)

    def _note(self, cut: _Cut, sentence: Sentence) -> None:
        if cut.type == "instruction":
            self.spoiled = sentence.paragraph
        if cut.introduces:
            self.sample, self.sampled = cut.what, sentence.paragraph
        if cut.revokes and self.told and self.told[-1].paragraph == sentence.paragraph:
            before = self.told.pop()
            self.findings.append(_finding(replace(cut, span=(0, len(before.text))), before))


def sentences_to_told(sentences: Sequence[Sentence]) -> Told:
    """The sentences without instructions, without what is not the report's own, and without end. What stands beside an
    instruction may be part of it: it is read only for what no other sentence tells."""
    telling = _Telling()
    for sentence in sentences:
        telling.add(sentence)
    return Told(tuple(telling.told), tuple(telling.findings))


def _find_cut(sentence: Sentence) -> _Cut | None:
    text = sentence.text
    lower = text.replace("İ", "I").lower()  # the one character that is two in lower case
    kinds = (*_kinds_below(sentence.section), *load_wording().cuts.sift(lower))  # few sentences may hold any
    if "revocation" in kinds and load_wording().revocation.search(text):
        return _Cut("instruction", Reason.of("instructs"), (0, len(text)))
    if "instruction" in kinds and (instruction := _find_instruction(lower)) is not None:
        return _Cut("instruction", Reason.of("instructs"), (_clause_start(text, instruction), len(text)))
    if len(text) > LONGEST:
        return _Cut("long-sentence", Reason.of("endless", limit=LONGEST), (0, len(text)))
    return next(_unowned_cuts(sentence), None) if "unowned" in kinds else None


@lru_cache(maxsize=256)  # many sentences stand below the same headings
def _kinds_below(section: str) -> tuple[str, ...]:
    return load_wording().cuts.sift(section.lower())


def _find_instruction(lower: str) -> int | None:
    """Where the first instruction of the text begins."""
    patterns = load_wording().instructions.sift(lower)
    return min((match.start() for pattern in patterns if (match := pattern.search(lower))), default=None)


def _unowned_cuts(sentence: Sentence) -> Iterator[_Cut]:
    text = sentence.text
    for kind in load_wording().unowned.sift(f"{sentence.section}\n{text}"):
        whole = (0, len(text))
        if kind.heads.search(sentence.section) and _tells(text):
            yield _Cut("unowned", Reason.of(kind.id), whole)
        what = Reason.of(kind.id)
        if kind.heads.search(text) and not _tells(text):
            yield _Cut("unowned", what, whole, introduces=True)
        if back := kind.back.search(text):
            yield _Cut("unowned", what, whole, revokes=not _tells(text[: back.start()]))
        if (match := kind.words.search(text)) and _tells(text[match.start() :]):
            yield _Cut("unowned", what, _reach(text, match, kind))


def _reach(text: str, match: re.Match[str], kind: UnownedWords) -> Span:
    end = kind.until.search(text, match.end())
    return _clause_start(text, match.start()), end.end() if end else len(text)


def _clause_start(text: str, place: int) -> int:
    """Where the clause begins that holds the place."""
    ends = [match.end() for match in CLAUSE_END.finditer(text, 0, place)]
    return ends[-1] if ends else 0


def _without(sentence: Sentence, span: Span) -> Sentence | None:
    """The sentence without the span; None where nothing that tells is left."""
    start, end = span
    text = sentence.text[:start] + sentence.text[end:]
    places = (*sentence.places[:start], *sentence.places[end:])
    if not _tells(text):
        return None
    return sentence._replace(text=text, places=places, start=places[0], end=places[-1] + 1)


def _tells(text: str) -> bool:
    """Whether the text has a count, or says that there was none."""
    return load_wording().none.search(text) is not None or any(n.kind == "count" for n in find_numbers(text))


def _finding(cut: _Cut, sentence: Sentence) -> Finding:
    cut_off = sentence.text[slice(*cut.span)]
    text = cut_off[:SHOWN] + ("…" if len(cut_off) > SHOWN else "")
    return Finding.of(cut.type, "warning", sentence=sentence.number, what=cut.what, text=text)
