"""Tables of a grid form whose rows and columns are true: cells are told apart by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from extractor.labels import label_key
from extractor.readers.cell_values import fills_cell, unit_in_label
from extractor.readers.printed import (
    Gathering,
    PrintedRow,
    Progress,
    TableReading,
    heads_to_order,
    only_filled,
)
from extractor.readers.sheets import Match, Sheet
from extractor.records import Table, TableCell

Pairs = tuple[Sequence[str], Sequence[TableCell]]  # columns, and the cells that stand in all or some of them


def grid_to_rows(table: Table, progress: Progress) -> TableReading:
    """The table's rows that are the form's, each cell with its key."""
    walk = _Walk(table, progress)
    for line in table_to_lines(table):
        walk.read(line)
    progress.head = walk.open_head
    return walk.gathering.to_reading()


def table_to_lines(table: Table) -> list[list[TableCell]]:
    """The table's cells by the row they begin in, left to right."""
    ordered = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return [list(cells) for _, cells in groupby(ordered, key=lambda cell: cell.row)]


class _Walk:
    """Goes down a table's rows; the head that stands over a row says what its columns are."""

    def __init__(self, table: Table, progress: Progress) -> None:
        self.gathering = Gathering(progress, table)
        self._progress = progress
        self._head = list(progress.head)  # pages are made with a table for the head, and more for the rows
        self._in_head = bool(progress.head)

    @property
    def open_head(self) -> tuple[TableCell, ...]:
        """The head with which the table ends."""
        return tuple(self._head) if self._in_head else ()

    def read(self, line: Sequence[TableCell]) -> None:
        """One row of the table: part of a head, a title, or a row of numbers."""
        filled = only_filled(line)
        has_values = any(fills_cell(cell.text) for cell in filled)
        if not has_values and self._is_head(filled):
            self._head = (self._head if self._in_head else []) + filled
            self._in_head = True
            return
        titled = [self.gathering.note_title(cell.text) for cell in filled]
        if any(titled) and not has_values:
            self._in_head = False
            return
        found = self._find_label(filled)
        if found:
            self._in_head = False
            self._add_row(line, *found)
        elif has_values:
            self._in_head = False
            self._add_across(line, filled)

    def _is_head(self, filled: Sequence[TableCell]) -> bool:
        """总计 and 其他 name rows and columns; alone in a line they name a row."""
        named = [cell for cell in filled if self._progress.names_column(cell.text)]
        if len(named) > 1 or any(not self._progress.finder.is_exact(cell.text) for cell in named):
            return True
        return any(_group_of(cell, sheet) for cell in filled for sheet in self._across())

    def _across(self) -> list[Sheet]:
        return [sheet for sheet in self._progress.sheets if sheet.is_across]

    def _find_label(self, filled: Sequence[TableCell]) -> tuple[TableCell, Match] | None:
        """The last text before the values that names a row; the texts before it are headings."""
        values = [cell.column for cell in filled if fills_cell(cell.text)]
        texts = [c for c in filled if not fills_cell(c.text) and (not values or c.column < values[-1])]
        for cell in reversed(texts):
            match = self._progress.finder.find(cell.text)
            if match and (values or not self._progress.finder.is_heading(cell.text)):
                return cell, match
            if self._progress.finder.is_heading(cell.text):
                return None
        return None

    def _add_row(self, line: Sequence[TableCell], label: TableCell, match: Match) -> None:
        sheet = match.sheet
        places = head_to_places(self._head, sheet)
        if part := _part_of_row(line, label, min(places, default=0)):
            self.gathering.unknown.append(f"{label.text} {part}")
            return
        order = heads_to_order([cell.text for cell in self._head], sheet)
        by_place = _cells_by_place(line, label, places, sheet)
        if order:
            self.gathering.heads[id(sheet)] = _order(places) if by_place else order
        columns, cells = by_place or _cells_in_order(
            line, label, order or self._progress.order_of(sheet), sheet
        )
        if cells:
            keys = sheet.row_keys(match.row.name, columns)
            units = tuple(head_unit(self._head, sheet, column) for column in columns)
            table = self.gathering.table
            row = PrintedRow(table, label, label.text, keys, tuple(cells), units)
            self.gathering.add_row(match, row)

    def _add_across(self, line: Sequence[TableCell], filled: Sequence[TableCell]) -> None:
        """A line of numbers under a head that names a sheet's rows and columns; else a row unknown."""
        for sheet in self._across():
            keys, cells = _across_cells(line, self._head, sheet)
            if keys:
                row = PrintedRow(
                    self.gathering.table, filled[0], filled[0].text, keys, tuple(cells), ("",) * len(keys)
                )
                self.gathering.heads[id(sheet)] = sheet.order
                self.gathering.rows.append((sheet, row))
                return
        texts = [cell for cell in filled if not fills_cell(cell.text)]
        if texts and not self._progress.finder.is_heading(texts[0].text):
            self.gathering.unknown.append(texts[0].text)


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


def _part_of_row(line: Sequence[TableCell], label: TableCell, first: int) -> str:
    """The text between a row's label and its numbers: they count a part only, such as one level's."""
    end = first or next((cell.column for cell in line if fills_cell(cell.text)), 0)
    between = [cell.text for cell in line if label.column < cell.column < end]
    return next((text for text in between if label_key(text) and not fills_cell(text)), "")


def _order(places: dict[int, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for _, column in sorted(places.items())))


def _cells_by_place(
    line: Sequence[TableCell], label: TableCell, places: dict[int, str], sheet: Sheet
) -> Pairs | None:
    """The cells under the heads; None where heads and rows are shifted against each other."""
    if not places or label.column + label.colspan > min(places):
        return None
    area = [cell for cell in line if cell.column >= label.column + label.colspan]
    columns = sheet.complete(_order(places), len(area))
    if len(columns) == len(area) > len(_order(places)) and _agree(area, columns, places):
        return columns, area
    area = [cell for cell in line if cell.column >= min(places)]
    columns = _order(places)
    found = [_cell_at(area, {p for p in places if places[p] == column}) for column in columns]
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


def _cell_at(area: Sequence[TableCell], positions: set[int]) -> TableCell | None:
    over = [cell for cell in area if positions & set(range(cell.column, cell.column + cell.colspan))]
    return next(iter(only_filled(over)), over[0] if over else None)


def _stand_apart(cells: Sequence[TableCell]) -> bool:
    """Whether no number is shared by several columns; a stroke through the row may be."""
    merged = [a for a, b in pairwise(cells) if a is b]
    return not any(any(c.isdigit() for c in cell.text) for cell in merged)


def _cells_in_order(
    line: Sequence[TableCell], label: TableCell, columns: Sequence[str], sheet: Sheet
) -> Pairs:
    """The cells after the label; empty ones count only where they make up the form's number."""
    cells = [cell for cell in line if cell.column > label.column]
    columns = sheet.complete(columns, len(cells))
    return columns, (cells if len(cells) == len(columns) else only_filled(cells))


def _across_cells(
    line: Sequence[TableCell], head: Sequence[TableCell], sheet: Sheet
) -> tuple[tuple[str, ...], Sequence[TableCell]]:
    places = _across_places(head, sheet)
    values = [cell for cell in line if fills_cell(cell.text)]
    if not places:
        everything = tuple(sheet.keys.values())
        groups = {_group_of(cell, sheet) for cell in head} - {None}
        return (everything, values) if len(groups) > 1 and len(values) == len(everything) else ((), ())
    found = [_cell_at(line, {position}) for position in sorted(places)]
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
            row = _group_of(cell, sheet)
            if row:  # without spans a group's name stands over its first column only
                end = following.column if following else max(columns, default=0) + 1
                rows.update({p: row for p in columns if cell.column <= p < end})
    places = {p: sheet.keys[rows[p], columns[p]] for p in columns if p in rows}
    return places if len(set(places.values())) == len(places) else {}


def _group_of(cell: TableCell, sheet: Sheet) -> str | None:
    label = label_key(cell.text)
    return next((row.name for row in sheet.rows if sheet.is_across and label in row.labels), None)
