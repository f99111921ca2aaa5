"""What the words in and above cells mean: schemas/cells.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from extractor.definitions import Definition, read_definition
from extractor.language import any_of
from extractor.resources import SCHEMAS


class CellsFile(Definition):
    """schemas/cells.yaml."""

    absent: tuple[str, ...]
    nought: tuple[str, ...]
    unchanged: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]
    change_columns: frozenset[str]
    whole: frozenset[str]
    notes: frozenset[str]
    codes: frozenset[str]
    counts: frozenset[str]
    rest: frozenset[str]
    subtotals: frozenset[str]
    own_item: tuple[str, ...]
    own_count: tuple[str, ...]
    of_people: tuple[str, ...]
    rest_kind: str
    lists_apart: tuple[str, ...]
    own_ignored: tuple[str, ...]
    share: tuple[str, ...]
    own_prefix: tuple[str, ...]
    fillers: tuple[str, ...]
    last_year: tuple[str, ...]
    this_year: tuple[str, ...]
    part: tuple[str, ...]
    no_counts: tuple[str, ...]
    other_sums: tuple[str, ...]
    office: tuple[str, ...]
    all_bodies: tuple[str, ...]
    body: tuple[str, ...]


@dataclass(frozen=True)
class CellWords:
    """The words of cells as patterns that fit a whole text, or of captions that may stand anywhere in one."""

    absent: re.Pattern[str]
    nought: re.Pattern[str]
    unchanged: re.Pattern[str]
    more: re.Pattern[str]
    less: re.Pattern[str]
    fillers: re.Pattern[str]
    change_columns: frozenset[str]
    whole: frozenset[str]
    notes: frozenset[str]
    codes: frozenset[str]
    counts: frozenset[str]
    rest: frozenset[str]
    subtotals: frozenset[str]
    own_item: re.Pattern[str]
    own_count: re.Pattern[str]
    of_people: re.Pattern[str]
    rest_kind: str
    lists_apart: re.Pattern[str]
    own_ignored: re.Pattern[str]
    share: re.Pattern[str]
    own_prefix: re.Pattern[str]
    last_year: re.Pattern[str]
    this_year: re.Pattern[str]
    part: re.Pattern[str]
    no_counts: re.Pattern[str]
    other_sums: re.Pattern[str]
    office: re.Pattern[str]
    all_bodies: re.Pattern[str]
    body: re.Pattern[str]

    @property
    def captions(self) -> tuple[re.Pattern[str], ...]:
        """What makes a text a caption that says whose figures stand below it, or of which year."""
        return self.last_year, self.this_year, self.part, self.all_bodies, self.body


PATTERNS = tuple(field.name for field in fields(CellWords) if field.type == "re.Pattern[str]")


@cache
def cell_words(folder: Path = SCHEMAS) -> CellWords:
    """The words of schemas/cells.yaml."""
    words = read_definition(folder / "cells.yaml", CellsFile)
    told: dict[str, Any] = {field.name: getattr(words, field.name) for field in fields(CellWords)}
    told["fillers"] = sorted(words.fillers, key=len, reverse=True)
    return CellWords(**told | {name: any_of(told[name]) for name in PATTERNS})
