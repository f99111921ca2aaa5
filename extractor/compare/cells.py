"""A table of another program's file: rows of text, as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from extractor.errors import UnreadableInput
from extractor.language import plain

MAX_CELLS = 10_000_000  # a panel of every county and year on the longest form is 3 million
SURROGATES = re.compile(r"[\ud800-\udfff]")
Row = tuple[str | None, ...]
Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of text. None: the file has no such cell, which is not the same as an empty one. `covered`: places under
    a merged cell, with its text; `uncached`: places of formulas whose values the file does not hold."""

    name: str
    rows: tuple[Row, ...]
    covered: frozenset[Place] = frozenset()
    uncached: frozenset[Place] = frozenset()
    is_sheet: bool = False  # its name is a heading that somebody gave


def to_rows(rows: Iterable[Sequence[Any]], path: Path) -> tuple[Row, ...]:
    """The rows as text, as far as memory bears them."""
    kept, cells = [], 0
    for row in rows:
        cells += max(len(row), 1)
        if cells > MAX_CELLS:
            raise UnreadableInput("compare.cells", path=path, most=MAX_CELLS)
        kept.append(tuple(to_text(cell) for cell in row))
    return tuple(kept)


def to_text(cell: object) -> str:
    """The cell as text that can be written again."""
    if cell is None:
        return ""
    if isinstance(cell, float) and not isfinite(cell):
        return "nan"
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return plain(cell)
    if isinstance(cell, (list, dict)):
        return "[…]" if isinstance(cell, list) else "{…}"  # no value, however deep it is
    return cell.isoformat() if isinstance(cell, date) else to_writable(str(cell))


def to_writable(text: str) -> str:
    """The text without halves of characters, which no file can hold."""
    return SURROGATES.sub("\ufffd", text)
