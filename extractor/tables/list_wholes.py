"""Rows of a list with a number for the whole and one for each part, under heads that are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.language import fold
from extractor.records import Finding, TableCell
from extractor.tables.cell_texts import read_text
from extractor.tables.cell_wording import cell_words
from extractor.tables.printed import PrintedRow

MIN_NUMBERS = 3  # of a row: a whole and two parts
MIN_ROWS = 8  # that add up, and hardly one that does not: so many do by no chance
MOST = 0.9  # of the rows: an office may have added up one of them wrongly
ABOVE = 600  # characters above the rows in which their heads stand
CLOSE = 1e-6  # of sums of money


def take_wholes(rows: Sequence[PrintedRow], text: str) -> tuple[tuple[PrintedRow, ...], tuple[Finding, ...]]:
    """The rows, and a finding where it is so: those with more numbers than the form has columns with the one to which the
    others come, where it is the first in nearly all of them, or the last: 合计 861, 市本级 296, 县(市、区) 565. `text` is
    the document's: above them it must say that there are a whole and its parts; 2014年 40, 2015年 30, 减少 10 add up, too.
    A row that does not add up is left."""
    long = [
        row
        for row in rows
        if len(row.own_keys) == 1 and len(row.cells) >= max(MIN_NUMBERS, len(row.keys) + 1)
    ]
    if not long or not _names_parts(text[: long[0].label.start][-ABOVE:]):
        return tuple(rows), ()
    for place in (0, -1):
        held = [row for row in long if _is_sum(row, place)]
        if sum(any(_values(row)) for row in held) >= MIN_ROWS and len(held) >= MOST * len(long):
            whole = {id(row): _with_one(row, row.cells[place]) for row in held}
            keys = tuple(dict.fromkeys(row.own_keys[0] for row in held))
            finding = Finding.of("taken-wholes", "info", keys, count=len(held))
            return tuple(whole.get(id(row), row) for row in rows), (finding,)
    return tuple(rows), ()


def _with_one(row: PrintedRow, cell: TableCell) -> PrintedRow:
    """The row with the cell as its one number."""
    unit = row.units[row.keys.index(row.own_keys[0])]
    return replace(row, keys=row.own_keys, cells=(cell,), units=(unit,), traced=())


def _names_parts(above: str) -> bool:
    """Whether a line names a whole and the parts of some of the bodies, and nothing else that adds up."""
    words, lines = cell_words(), [fold(line).split() for line in above.split("\n")]
    heads = " ".join(next((line for line in reversed(lines) if not words.whole.isdisjoint(line)), []))
    is_parted = words.part.search(heads) or any(map(words.office.fullmatch, heads.split()))
    return bool(is_parted) and words.other_sums.search(heads) is None


def _values(row: PrintedRow) -> list[float]:
    return [float(read_text(cell.text).value) for cell in row.cells]


def _is_sum(row: PrintedRow, place: int) -> bool:
    """Whether the number at the place is the sum of the others; signs of change add up to nothing."""
    printed = [read_text(cell.text) for cell in row.cells]
    if any(cell.direction or cell.kind not in ("number", "absent") for cell in printed):
        return False
    values = _values(row)
    return abs(sum(values) - 2 * values[place]) < CLOSE
