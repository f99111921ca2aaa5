"""Tables of a grid form whose rows and columns are true: cells are told apart by where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from extractor.forms import NARRATIVE_COLUMN, ListColumns, label_key
from extractor.records import Table, TableCell
from extractor.tables.cell_texts import fills_cell
from extractor.tables.grid_places import (
    Pairs,
    across_cells,
    cell_at,
    cells_by_place,
    cells_in_order,
    group_of,
    head_to_places,
    head_unit,
    places_to_order,
)
from extractor.tables.list_columns import form_to_columns, heads_to_roles
from extractor.tables.measures import unit_in_label
from extractor.tables.printed import (
    Gathering,
    PrintedRow,
    Progress,
    TableReading,
    heads_to_order,
    only_filled,
)
from extractor.tables.sheets import Match, Sheet
from extractor.tables.table_lines import table_to_lines


def grid_to_rows(table: Table, progress: Progress) -> TableReading:
    """The table's rows that are the form's, each cell with its key."""
    walk = _Walk(table, progress)
    for line in table_to_lines(table):
        walk.read(line)
    progress.head = walk.open_head
    return walk.gathering.to_reading()


class _Walk:
    """Goes down a table's rows; the head that stands over a row says what its columns are."""

    def __init__(self, table: Table, progress: Progress) -> None:
        self.gathering = Gathering(progress, table)
        self._progress = progress
        self._head = list(progress.head)  # pages are made with a table for the head, and more for the rows
        self._in_head = bool(progress.head)
        self._count_column: int | None = None  # of a summary, whose heads name no column of the form's

    @property
    def open_head(self) -> tuple[TableCell, ...]:
        """The head with which the table ends."""
        return tuple(self._head) if self._in_head else ()

    def read(self, line: Sequence[TableCell]) -> None:
        """One row of the table: part of a head, a title, or a row of numbers."""
        filled = only_filled(line)
        if filled and self._add_turned(line, filled[0]):
            self._in_head = False
            return
        has_values = any(fills_cell(cell.text) for cell in filled)
        if not has_values and self._is_head(filled):
            self._head = (self._head if self._in_head else []) + filled
            self._in_head = True
            return
        if not has_values:
            self._note_count(filled)
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

    def _note_count(self, filled: Sequence[TableCell]) -> None:
        """Remembers where a summary has the year's numbers: beside shares, other years, or parts of the whole."""
        columns, heads = self._list_columns, [cell for cell in filled if cell.column]
        # Beside two unknown heads only one with a known word counts as the value's.
        texts = [columns.item[0], "", "", *(cell.text for cell in heads)]
        roles = heads_to_roles(texts, columns, self._progress.year)[3:]
        found = [cell.column for cell, role in zip(heads, roles, strict=False) if role == "value"]
        self._count_column = found[0] if len(found) == 1 else self._count_column

    @cached_property
    def _list_columns(self) -> ListColumns:
        return form_to_columns(self._progress.form)

    def _add_turned(self, line: Sequence[TableCell], label: TableCell) -> bool:
        """A row of a sheet that is printed with its rows as columns: those stand in the head, side by side."""
        for sheet in self._across():
            column = sheet.column_of(label.text)
            groups = {cell.column: row for cell in self._head if (row := group_of(cell, sheet))}
            cells = [cell for cell in (cell_at(line, {position}) for position in sorted(groups)) if cell]
            is_row = column and len(groups) > 1 and label.column < min(groups) and len(cells) == len(groups)
            if column and is_row and not any(label_key(c.text) and not fills_cell(c.text) for c in cells):
                keys = tuple(sheet.keys[groups[position], column] for position in sorted(groups))
                table, units = self.gathering.table, ("",) * len(keys)
                self.gathering.heads[id(sheet)] = sheet.order
                self.gathering.rows.append(
                    (sheet, PrintedRow(table, label, label.text, keys, tuple(cells), units))
                )
                return True
        return False

    def _is_head(self, filled: Sequence[TableCell]) -> bool:
        """总计 and 其他 name rows and columns; alone in a line they name a row."""
        named = [cell for cell in filled if self._progress.names_column(cell.text)]
        if len(named) > 1 or any(not self._progress.finder.is_exact(cell.text) for cell in named):
            return True
        return any(group_of(cell, sheet) for cell in filled for sheet in self._across())

    def _across(self) -> list[Sheet]:
        return [sheet for sheet in self._progress.sheets if sheet.is_across]

    def _find_label(self, filled: Sequence[TableCell]) -> tuple[TableCell, Match] | None:
        """The last text before the values that names a row; the texts before it are headings."""
        values = [cell.column for cell in filled if fills_cell(cell.text)]
        every = [cell for cell in filled if not fills_cell(cell.text)]
        # With no number behind any text the row is empty, and a number before them is the row's own.
        texts = [cell for cell in every if values and cell.column < values[-1]] or every
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
        by_place = cells_by_place(line, label, places, sheet) or self._counted(line, label, order, sheet)
        if order:
            self.gathering.heads[id(sheet)] = places_to_order(places) if by_place else order
        columns, cells = by_place or cells_in_order(
            line, label, order or self._progress.order_of(sheet), sheet
        )
        if cells:
            keys = sheet.row_keys(match.row.name, columns)
            own = unit_in_label(label.text)  # a row that names its unit goes before the head over all rows
            units = tuple(own or head_unit(self._head, sheet, column) for column in columns)
            table = self.gathering.table
            row = PrintedRow(table, label, label.text, keys, tuple(cells), units)
            self.gathering.add_row(match, row)

    def _counted(
        self, line: Sequence[TableCell], label: TableCell, order: Sequence[str], sheet: Sheet
    ) -> Pairs | None:
        """The cell of a summary that counts all together."""
        width = sum(cell.column > label.column for cell in line)
        if order or self._count_column is None or NARRATIVE_COLUMN not in sheet.order[width:]:
            return None  # with a cell for each of the form's columns it is no summary, whatever its heads
        cell = cell_at(line, {self._count_column})
        return ((NARRATIVE_COLUMN,), [cell]) if cell and cell.column > label.column else None

    def _add_across(self, line: Sequence[TableCell], filled: Sequence[TableCell]) -> None:
        """A line of numbers under a head that names a sheet's rows and columns; else a row unknown."""
        for sheet in self._across():
            keys, cells = across_cells(line, self._head, sheet)
            if keys:
                row = PrintedRow(
                    self.gathering.table, filled[0], filled[0].text, keys, tuple(cells), ("",) * len(keys)
                )
                self.gathering.heads[id(sheet)] = sheet.order
                self.gathering.rows.append((sheet, row))
                return
        texts = [cell for cell in filled if not fills_cell(cell.text)]
        if texts and self._progress.finder.is_heading(texts[-1].text):
            behind = [cell for cell in filled if cell.column > texts[-1].column]
            self.gathering.note_heading(texts[-1].text, behind)
        elif texts and not self._progress.finder.is_heading(texts[0].text):
            self.gathering.unknown.append(texts[0].text)


def _part_of_row(line: Sequence[TableCell], label: TableCell, first: int) -> str:
    """The text between a row's label and its numbers: they count a part only, such as one level's."""
    end = first or next((cell.column for cell in line if fills_cell(cell.text)), 0)
    between = [cell.text for cell in line if label.column < cell.column < end]
    return next((text for text in between if label_key(text) and not fills_cell(text)), "")
