"""Codes by which the rows of a list are counted, 1.2 or 007: in a stream of cells they are taken for numbers of the rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import replace

from extractor.records import Table, TableCell
from extractor.tables.cell_texts import fills_cell
from extractor.tables.cell_wording import cell_words
from extractor.tables.list_columns import plain_head
from extractor.tables.measures import is_unit
from extractor.tables.printed import is_filled

CODE = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,4}")
HEAD = 12  # cells among which the heads stand
MIN_CODES = 5
STARTS = 3  # cells of which one is the first code
MIN_PLAIN = 8  # where nothing heads them
MOST = 0.9  # of what may be one, where they are codes
Code = tuple[int, ...]


def without_codes(table: Table, items: Container[str]) -> Table:
    """The table without the codes of its rows and their heads, where it has such and they count up. `items`: what heads
    the labels."""
    heads = [n for n, cell in enumerate(table.cells) if plain_head(cell.text) in cell_words().codes]
    is_headed = bool(heads) and heads[0] < HEAD
    is_behind = is_headed and any(plain_head(cell.text) in items for cell in table.cells[: heads[0]])
    side = -1 if is_behind else 1  # of the code on which its row's label stands
    beside = [
        n for n, cell in enumerate(table.cells) if _may_be_code(cell) and _has_label(table.cells, n, side)
    ]
    starts = range(min(STARTS, len(beside)) - 1, -1, -1)  # 甲, 乙, 1: columns may be counted before rows are
    codes = max((set(_counting_up(beside[n:], table.cells)) for n in starts), key=len, default=set())
    if len(codes) < max(MIN_CODES, MOST * len(beside)) or not (is_headed or _are_plain(codes, table.cells)):
        return table
    return replace(table, cells=tuple(_without({*codes, *(heads if is_headed else ())}, table.cells)))


def _are_plain(codes: Collection[int], cells: Sequence[TableCell]) -> bool:
    """Whether the cells count the labels of a list from the first on, whatever heads them: 1, 2, 3 and so on."""
    labels = [
        cell for cell in cells if is_filled(cell) and not fills_cell(cell.text) and not is_unit(cell.text)
    ]
    told = [cells[n].text for n in sorted(codes)]
    return len(codes) >= max(MIN_PLAIN, MOST * len(labels)) and told == [str(n + 1) for n in range(len(told))]


def _may_be_code(cell: TableCell) -> bool:
    return CODE.fullmatch(cell.text) is not None


def _has_label(cells: Sequence[TableCell], code: int, side: int) -> bool:
    """Whether a label stands on that side of the code, a measure word perhaps between them: 收到申请数 件 12."""
    beside = code + side
    if 0 <= beside < len(cells) and is_unit(cells[beside].text):
        beside += side
    text = cells[beside].text if 0 <= beside < len(cells) and is_filled(cells[beside]) else ""
    return bool(text) and not (fills_cell(text) or CODE.fullmatch(text) or is_unit(text))


def _counting_up(beside: Sequence[int], cells: Sequence[TableCell]) -> Iterator[int]:
    """Those of the cells that go on counting where the one before stopped."""
    last: Code = ()
    for n in beside:
        code = tuple(map(int, cells[n].text.split(".")))
        if not last or code in _following(last):
            yield n
            last = code


def _following(code: Code) -> Iterator[Code]:
    """What may stand behind the code: its first part, or the next of one of its levels."""
    yield (*code, 1)
    for level in range(len(code)):
        yield (*code[:level], code[level] + 1)


def _without(left_out: Container[int], cells: Sequence[TableCell]) -> Iterator[TableCell]:
    return (cell for n, cell in enumerate(cells) if n not in left_out)
