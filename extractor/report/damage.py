"""What a text lost or gained on its way, and what reading makes of it: findings with the original text.

Reading goes round such damage (folding, numerals); whoever defends a number must be told that it did.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from extractor.definitions import Definition, read_definition
from extractor.ids import Damage, Severity
from extractor.language import (
    PINYIN,
    REGIONAL_WORDS,
    UNSEEN,
    Cued,
    Span,
    find_broken,
    find_illegible,
    find_lettered,
    find_odd,
    fold_line_characters,
    fold_lines,
    is_standard,
)
from extractor.records import Detail, Document, Excerpt, Finding, Reason
from extractor.resources import SCHEMAS

AROUND = 6  # characters shown on both sides
INSIDE = re.compile(rf"(?<=[^\s{UNSEEN}]){UNSEEN}+(?=[^\s{UNSEEN}])")  # at the ends of words they do no harm
FEW = 5  # so many characters in other than the standard form are slips of an editor, and no script


class DamageKind(Definition):
    """One kind of damage in schemas/damage.yaml."""

    id: Damage
    pattern: str
    severity: Severity

    @cached_property
    def finder(self) -> Cued:
        """What finds it."""
        return Cued(self.pattern)


class DamageFile(Definition):
    """schemas/damage.yaml."""

    kinds: tuple[DamageKind, ...]


@cache
def damage_kinds(folder: Path = SCHEMAS) -> DamageFile:
    """What is known of damage."""
    return read_definition(folder / "damage.yaml", DamageFile)


def excerpt_to_damage(document: Document, excerpt: Excerpt) -> tuple[Finding, ...]:
    """A finding for each kind of damage in the report, with the first place as it stands in the file."""
    told = [(t.start - excerpt.start, t.end - excerpt.start) for t in document.tables]
    found = (damage for damage in _find_damage(document, excerpt, told) if damage.spans)
    return tuple(_to_finding(document, excerpt.start, damage) for damage in found)


class _Found(NamedTuple):
    kind: Damage
    severity: Severity
    spans: Sequence[Span]


def _find_damage(document: Document, excerpt: Excerpt, tables: Sequence[Span]) -> Iterator[_Found]:
    text = document.text[excerpt.start : excerpt.end]
    folded = fold_lines(document.text, excerpt.start, excerpt.end)
    unblanked = fold_line_characters(document.text, excerpt.start, excerpt.end)
    for kind in damage_kinds().kinds:
        yield _Found(kind.id, kind.severity, _spans(kind.finder, folded))
    illegible = sorted(find_illegible(text))
    yield _Found("illegible", "warning", illegible)
    yield _Found("broken-number", "warning", _spans_outside(tables, find_broken(text)))
    yield _Found("lettered", "warning", list(find_lettered(unblanked)))
    # What folding reads as the mainland speaks and writes it.
    yield _Found("pinyin", "info", _spans(PINYIN, unblanked))
    other = {character for character in find_odd(text) if not is_standard(character)}
    foreign = [(i, i + 1) for i, character in enumerate(text) if character in other] if other else []
    yield _Found("script", "info", foreign if len(foreign) > FEW else ())
    yield _Found("regional", "info", _spans(REGIONAL_WORDS, unblanked))
    unseen = _spans(INSIDE, folded) if UNSEEN in folded else ()
    yield _Found("unseen", "info", _spans_outside(illegible, unseen))


def _spans(pattern: re.Pattern[str] | Cued, text: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(text)]


def _spans_outside(others: Sequence[Span], spans: Iterable[Span]) -> list[Span]:
    """Those of the spans that begin in none of the others."""
    starts = sorted(start for start, _ in others)
    reach = list(accumulate((end for _, end in sorted(others)), max, initial=0))
    return [span for span in spans if span[0] >= reach[bisect_right(starts, span[0])]]


def _to_finding(document: Document, offset: int, damage: _Found) -> Finding:
    start, end = (offset + place for place in damage.spans[0])
    around = " ".join(document.text[max(start - AROUND, 0) : end + AROUND].split())
    where: dict[str, Detail] = {"count": len(damage.spans), "line": document.line_at(start), "around": around}
    return Finding.of("repaired-text", damage.severity, damage=Reason.of(damage.kind), **where)
