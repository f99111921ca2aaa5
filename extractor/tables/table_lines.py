"""The lines of a true grid, and the numbers in it that are merged over several of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extractor.forms import label_key
from extractor.records import Table, TableCell
from extractor.tables.cell_texts import fills_cell, read_text
from extractor.tables.measures import is_unit

Line = list[TableCell]


def table_to_lines(table: Table) -> list[Line]:
    """The table's cells by the row they begin in, left to right. A number that is merged over rows with labels of their
    own stands in the line of each, marked as no value: how much of it is whose, nothing tells."""
    ordered = sorted(table.cells, key=_place)
    lines = {row: list(cells) for row, cells in groupby(ordered, key=lambda cell: cell.row)}
    for cell in (c for c in ordered if c.rowspan > 1 and read_text(c.text).kind == "number"):
        below = [row for row in lines if cell.row < row < cell.row + cell.rowspan]
        labelled = [row for row in below if _has_label(lines[row], cell)]
        if labelled:
            shared = cell._replace(is_doubtful=True)
            lines[cell.row][lines[cell.row].index(cell)] = shared
            for row in labelled:
                lines[row] = sorted([*lines[row], shared], key=lambda c: c.column)
    return list(lines.values())


def is_shared(cell: TableCell) -> bool:
    """Whether the cell is a number merged over several labelled rows."""
    return cell.is_doubtful and cell.rowspan > 1


def _place(cell: TableCell) -> tuple[int, int]:
    return cell.row, cell.column


def _has_label(line: Sequence[TableCell], value: TableCell) -> bool:
    """Whether a label stands in the line before the place of the value."""
    texts = [cell.text for cell in line if cell.column < value.column]
    return any(label_key(text) and not fills_cell(text) and not is_unit(text) for text in texts)
