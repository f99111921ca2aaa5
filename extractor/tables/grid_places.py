"""Where the cells of a row stand under the heads of its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from extractor.forms import label_key
from extractor.records import TableCell
from extractor.tables.cell_texts import fills_cell
from extractor.tables.measures import unit_in_label
from extractor.tables.printed import only_filled
from extractor.tables.sheets import Sheet

Pairs = tuple[Sequence[str], Sequence[TableCell]]  # columns, and the cells that stand in all or some of them


def head_to_places(head: Iterable[TableCell], sheet: Sheet) -> dict[int, str]:
    """Position -> column of the sheet, by the lowest head of each; {} where a column stands twice."""
    places: dict[int, str] = {}
    for cell in head:
        column = sheet.column_of(cell.text)
        if column:
            places.update(dict.fromkeys(range(cell.column, cell.column + cell.colspan), column))
    runs = [column for column, _ in groupby(column for _, column in sorted(places.items()))]
    return places if len(runs) == len(set(runs)) else {}


def head_unit(head: Iterable[TableCell], sheet: Sheet, column: str) -> str:
    """The unit that the column's head names, or ''."""
    return next((unit_in_label(cell.text) for cell in head if sheet.column_of(cell.text) == column), "")


def places_to_order(places: dict[int, str]) -> tuple[str, ...]:
    """The columns left to right."""
    return tuple(dict.fromkeys(column for _, column in sorted(places.items())))


def cells_by_place(
    line: Sequence[TableCell], label: TableCell, places: dict[int, str], sheet: Sheet
) -> Pairs | None:
    """The cells under the heads; None where heads and rows are shifted against each other."""
    if not places or label.column + label.colspan > min(places):
        return None
    area = [cell for cell in line if cell.column >= label.column + label.colspan]
    columns = sheet.complete(places_to_order(places), len(area))
    if len(columns) == len(area) > len(places_to_order(places)):
        if _agree(area, columns, places):
            return columns, area
        if all(cell.text for cell in area):
            return None  # a whole row says more than the one head that can be read, over another of its cells
    area = [cell for cell in line if cell.column >= min(places)]
    columns = places_to_order(places)
    found = [cell_at(area, {p for p in places if places[p] == column}) for column in columns]
    cells = [cell for cell in found if cell]
    if len(cells) < len(columns):
        return _in_order(area, places), only_filled(area)
    return (columns, cells) if _stand_apart(cells) else None


def _agree(area: Sequence[TableCell], columns: Sequence[str], places: dict[int, str]) -> bool:
    """Whether each column whose head can be read stands where the form's order has it."""
    return all(places.get(cell.column, column) == column for cell, column in zip(area, columns, strict=True))


def _in_order(area: Sequence[TableCell], places: dict[int, str]) -> tuple[str, ...]:
    """The columns left to right, '' for those of the cells that stand under no known head."""
    unknown = {cell.column: "" for cell in only_filled(area) if cell.column not in places}
    return tuple(column for column, _ in groupby(c for _, c in sorted((places | unknown).items())))


def cell_at(area: Sequence[TableCell], positions: set[int]) -> TableCell | None:
    """The cell that stands at the positions, the first with something in it where there are several."""
    over = [cell for cell in area if positions & set(range(cell.column, cell.column + cell.colspan))]
    return next(iter(only_filled(over)), over[0] if over else None)


def _stand_apart(cells: Sequence[TableCell]) -> bool:
    """Whether no number is shared by several columns; a stroke through the row may be."""
    merged = [a for a, b in pairwise(cells) if a is b]
    return not any(any(c.isdigit() for c in cell.text) for cell in merged)


def cells_in_order(
    line: Sequence[TableCell], label: TableCell, columns: Sequence[str], sheet: Sheet
) -> Pairs:
    """The cells after the label; empty ones count only where they make up the form's number."""
    cells = [cell for cell in line if cell.column > label.column]
    columns = sheet.complete(columns, len(cells))
    return columns, (cells if len(cells) == len(columns) else only_filled(cells))


def across_cells(
    line: Sequence[TableCell], head: Sequence[TableCell], sheet: Sheet
) -> tuple[tuple[str, ...], Sequence[TableCell]]:
    """The keys and cells of a line that prints a sheet's rows side by side; none where its head does not say so."""
    places = _across_places(head, sheet)
    values = [cell for cell in line if fills_cell(cell.text)]
    if not places:
        everything = tuple(sheet.keys.values())
        groups = {group_of(cell, sheet) for cell in head} - {None}
        return (everything, values) if len(groups) > 1 and len(values) == len(everything) else ((), ())
    found = [cell_at(line, {position}) for position in sorted(places)]
    cells = [cell for cell in found if cell]
    return tuple(places[p] for p in sorted(places)), (cells if len(cells) == len(places) else values)


def _across_places(head: Sequence[TableCell], sheet: Sheet) -> dict[int, str]:
    """Position -> key, where every position has a column and, in a line over it, its row."""
    columns = {
        position: column
        for cell in head
        if (column := sheet.column_of(cell.text))
        for position in range(cell.column, cell.column + cell.colspan)
    }
    rows: dict[int, str] = {}
    for _, line in groupby(head, key=lambda cell: cell.row):
        cells = list(line)
        for cell, following in zip(cells, [*cells[1:], None], strict=True):
            row = group_of(cell, sheet)
            if row:  # without spans a group's name stands over its first column only
                end = following.column if following else max(columns, default=0) + 1
                rows.update({p: row for p in columns if cell.column <= p < end})
    places = {p: sheet.keys[rows[p], columns[p]] for p in columns if p in rows}
    return places if len(set(places.values())) == len(places) else {}


def group_of(cell: TableCell, sheet: Sheet) -> str | None:
    """The row of a sheet printed across that the cell names."""
    label = label_key(cell.text)
    return next((row.name for row in sheet.rows if sheet.is_across and label in row.labels), None)
