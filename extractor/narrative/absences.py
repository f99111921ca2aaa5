"""Of which items a sentence says that there were none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.forms import Form
from extractor.language import Border, Clause, Parsed, load_wording
from extractor.narrative.frames import find_narrower
from extractor.narrative.names import Mention, within

NEAR = 2  # characters between a denial and the phrase that is an item's name only there: 无申请


def find_denied(parsed: Parsed, mentions: Sequence[Mention], form: Form) -> dict[str, tuple[int, int]]:
    denied: dict[str, tuple[int, int]] = {}
    excepted = False  # 除白石县外,各地没有收取费用: the exception may stand a comma before
    for start, end in _clauses(parsed):
        text, clause = parsed.text, parsed.text[start:end]
        found = within(mentions, start, end)
        inside = [m for m in found if not m.only_none] or found
        span = None if excepted else _denial(text, (start, end), inside)
        excepted = load_wording().exception.search(clause) is not None
        if span and inside and not (inside[-1].only_none and inside[-1].start - span[1] > NEAR):
            denied.update((key, span) for key in _denied_keys(text, clause, inside, form))
    return denied


def _clauses(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """The clauses; 行政复议:无 is one, for what stands alone behind the colon belongs to the item before."""
    start = 0
    for clause, behind in zip(parsed.clauses, (*parsed.clauses[1:], None), strict=True):
        if clause.border is Border.NAME and behind and _denies_alone(parsed.text, behind):
            continue
        for again in load_wording().none_again.finditer(parsed.text, start, clause.end):
            yield start, again.start()
            start = again.end()
        if start < clause.end:
            yield start, clause.end
        start = clause.end + 1


def _denies_alone(text: str, clause: Clause) -> bool:
    is_whole = load_wording().none_alone.fullmatch(text, clause.start, clause.end)
    return is_whole is not None and clause.border is not Border.NAME


def _denial(text: str, clause: tuple[int, int], inside: Sequence[Mention]) -> tuple[int, int] | None:
    """The words that deny the last item of the clause. What is part of an item's own name denies nothing."""
    words = load_wording()
    start, end = clause
    if not inside or words.not_none.search(text, start, end):
        return None
    found = (m for m in words.none.finditer(text, start, end) if not _is_in(m, inside))
    before = (m for m in found if m.start() < inside[-1].start)
    last = start + len(text[start:end].rstrip(" "))
    denial = next(before, None) or words.none_after.search(text, inside[-1].end, last)
    return denial.span() if denial else None


def _is_in(match: re.Match[str], mentions: Sequence[Mention]) -> bool:
    return any(m.start <= match.start() and match.end() <= m.end for m in mentions)


def _last_group(text: str, inside: Sequence[Mention]) -> list[Mention]:
    """What is denied stands last in the clause, alone or joined: 行政复议或者行政诉讼."""
    group = [inside[-1]]
    for mention in reversed(inside[:-1]):
        ahead = group[-1].start + 1  # 无 is told by what follows it
        between = load_wording().none.sub("", text[mention.end : ahead])[:-1]
        between = load_wording().filler.sub("", between)
        if between not in load_wording().merged:
            break
        group.append(mention)
    return group


def _denied_keys(text: str, clause: str, inside: Sequence[Mention], form: Form) -> set[str]:
    """What the clause denies: its last items; of 以传真方式提出的申请 the part, of 书面和其他形式的申请 the whole."""
    group = _last_group(text, inside)
    part = find_narrower(text, group[0], inside, form) if len(group) == 1 else None
    keys = {key for mention in ([part] if part else group) for key in mention.keys}
    wholes = {parent for key in keys if (parent := form.by_key[key].parent)}
    told = {key for key in wholes if any(word in clause for word in form.by_key[key].wording.rest)}
    return told or keys
