"""What a text lost or gained on its way, and what reading makes of it: findings with the original text.

Reading goes round such damage (folding, numerals); whoever defends a number must be told that it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extractor.definitions import Definition, read_definition
from extractor.language import PINYIN, REGIONAL_WORDS, fold, fold_characters, is_standard
from extractor.records import Damage, Detail, Document, Excerpt, Finding, Reason, Severity
from extractor.resources import SCHEMAS

AROUND = 6  # characters shown on both sides
FEW = 5  # so many characters in other than the standard form are slips of an editor, and no script


class DamageKind(Definition):
    """One kind of damage in schemas/damage.yaml."""

    id: Damage
    pattern: str
    severity: Severity


class DamageFile(Definition):
    """schemas/damage.yaml."""

    kinds: tuple[DamageKind, ...]


@cache
def damage_kinds(folder: Path = SCHEMAS) -> DamageFile:
    """What is known of damage."""
    return read_definition(folder / "damage.yaml", DamageFile)


def excerpt_to_damage(document: Document, excerpt: Excerpt) -> tuple[Finding, ...]:
    """A finding for each kind of damage in the report, with the first place as it stands in the file."""
    text = document.text[excerpt.start : excerpt.end]
    found = (damage for damage in _find_damage(text) if damage.spans)
    return tuple(_to_finding(document, excerpt.start, damage) for damage in found)


class _Found(NamedTuple):
    kind: Damage
    severity: Severity
    spans: Sequence[tuple[int, int]]


def _find_damage(text: str) -> Iterator[_Found]:
    folded, unblanked = fold(text), fold_characters(text)
    for kind in damage_kinds().kinds:
        yield _Found(kind.id, kind.severity, _spans(kind.pattern, folded))
    # What folding reads as the mainland speaks and writes it.
    yield _Found("pinyin", "info", _spans(PINYIN.pattern, unblanked))
    other = {character for character in set(text) if not _is_standard(character)}
    foreign = [(i, i + 1) for i, character in enumerate(text) if character in other] if other else []
    yield _Found("script", "info", foreign if len(foreign) > FEW else ())
    yield _Found("regional", "info", _spans(REGIONAL_WORDS.pattern, unblanked))


_is_standard = cache(is_standard)  # each character of a script is asked of in every report


def _spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, text)]


def _to_finding(document: Document, offset: int, damage: _Found) -> Finding:
    start, end = (offset + place for place in damage.spans[0])
    around = " ".join(document.text[max(start - AROUND, 0) : end + AROUND].split())
    where: dict[str, Detail] = {"count": len(damage.spans), "line": document.line_at(start), "around": around}
    return Finding.of("repaired-text", damage.severity, damage=Reason.of(damage.kind), **where)
