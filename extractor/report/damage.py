"""What a text lost or gained on its way, and what reading makes of it: findings with the original text.

Reading goes round such damage (folding, numerals); whoever defends a number must be told that it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from extractor.definitions import Definition, read_definition
from extractor.language import PINYIN, REGIONAL_WORDS, fold, fold_characters, is_standard
from extractor.records import Document, Excerpt, Finding, Severity
from extractor.resources import SCHEMAS

AROUND = 6  # characters shown on both sides
FEW = 5  # so many characters in other than the standard form are slips of an editor, and no script


class DamageKind(Definition):
    """One kind of damage in schemas/damage.yaml."""

    pattern: str
    told: str
    severity: Severity


class DamageFile(Definition):
    """schemas/damage.yaml."""

    kinds: tuple[DamageKind, ...]
    pinyin: str
    script: str
    regional: str


@cache
def damage_kinds(folder: Path = SCHEMAS) -> DamageFile:
    """What is known of damage."""
    return read_definition(folder / "damage.yaml", DamageFile)


def excerpt_to_damage(document: Document, excerpt: Excerpt) -> tuple[Finding, ...]:
    """A finding for each kind of damage in the report, with the first place as it stands in the file."""
    text = document.text[excerpt.start : excerpt.end]
    return tuple(
        Finding("repaired-text", severity, _message(document, excerpt.start, places, told))
        for told, severity, places in _found(text)
        if places
    )


def _found(text: str) -> Iterator[tuple[str, Severity, Sequence[tuple[int, int]]]]:
    known = damage_kinds()
    folded, unblanked = fold(text), fold_characters(text)
    for kind in known.kinds:
        yield kind.told, kind.severity, _spans(kind.pattern, folded)
    yield known.pinyin, "info", _spans(PINYIN.pattern, unblanked)
    other = {character for character in set(text) if not is_standard(character)}
    foreign = [(i, i + 1) for i, character in enumerate(text) if character in other]
    yield known.script, "info", foreign if len(foreign) > FEW else ()
    yield known.regional, "info", _spans(REGIONAL_WORDS.pattern, unblanked)


def _spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, text)]


def _message(document: Document, offset: int, places: Sequence[tuple[int, int]], told: str) -> str:
    start, end = offset + places[0][0], offset + places[0][1]
    around = document.text[max(start - AROUND, 0) : end + AROUND]
    line = document.line_at(start)
    return f"{told}: {len(places)}, the first in line {line}: …{' '.join(around.split())}…"
