"""The cells of a sheet read in printed order: what each says, and which of them are certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from extractor.forms import Bounds, Form
from extractor.records import Finding, Table, TableCell
from extractor.tables.alignment import KnownCells
from extractor.tables.order_cuts import Relation
from extractor.tables.order_regions import Region
from extractor.tables.order_rows import RowShape, Way
from extractor.tables.order_tokens import Value
from extractor.tables.printed import FROM_TEXT, PrintedRow
from extractor.tables.sheets import Sheet


class OpenCell(NamedTuple):
    """A cell of a row that is printed, of which the sums leave several values, and where it stands."""

    key: str
    table: Table
    cell: TableCell


@dataclass(frozen=True)
class OrderReading:
    """What the printed order of one region tells. `is_certain`: every printed number has its place, and all sums
    hold."""

    region: Region
    rows: tuple[PrintedRow, ...]
    is_certain: bool
    values: int  # how many are printed
    open_cells: tuple[OpenCell, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class SheetColumns:
    """The columns of a sheet in the form's order, and what printed values say under them."""

    sheet: Sheet
    form: Form
    known: KnownCells

    @cached_property
    def shape(self) -> RowShape:
        """How the sheet's rows add up; all are alike."""
        first = next(row.name for row in self.sheet.rows if not row.is_heading)
        keys = self.all_keys if self.sheet.is_across else self.keys(first)
        place = {key: n for n, key in enumerate(keys)}
        relations = tuple(
            Relation(tuple(place[k] for k in r.left), tuple(place[k] for k in r.right))
            for r in self.known.sums.relations(keys)
            if all(key in place for key in r.keys)
        )
        return RowShape(len(keys), relations, lambda way: self.adds_up(way, keys))

    @property
    def all_keys(self) -> tuple[str, ...]:
        """The keys of all cells, row by row."""
        return tuple(self.sheet.keys.values())

    def keys(self, row: str) -> tuple[str, ...]:
        """The keys of the row's cells."""
        return self.sheet.row_keys(row, self.sheet.order)

    def adds_up(self, way: Way, keys: Sequence[str]) -> bool:
        """Whether the row breaks no sum by itself."""
        return self.known.sums.allow(self.way_to_bounds(way, keys), {})

    def way_to_bounds(self, way: Way, keys: Sequence[str]) -> dict[str, Bounds]:
        """What the row says of its cells."""
        return {key: self._bounds(value, key) for key, value in zip(keys, way, strict=True)}

    def _bounds(self, value: Value | None, key: str) -> Bounds:
        if value is None or value.is_void:
            return self.known.sums.empty(key)
        return self.known.bounds(value.text, key, "")

    def ways_to_row(
        self, keys: Sequence[str], ways: Sequence[Way], region: Region
    ) -> tuple[PrintedRow | None, list[str]]:
        """The cells of the row that are the same in all ways, and the keys of those that are not."""
        certain: list[tuple[str, TableCell]] = []
        unclear: list[str] = []
        for n, key in enumerate(keys):
            found = [way[n] for way in ways]
            said = {(value is None or value.is_void, self._bounds(value, key)) for value in found}
            if len(said) != 1:
                unclear.append(key)
            elif found[0] is not None:
                certain.append((key, value_to_cell(found[0], n)))
        return (self._to_row(certain, region) if certain else None), unclear

    def _to_row(self, pairs: Sequence[tuple[str, TableCell]], region: Region) -> PrintedRow:
        keys, cells = zip(*pairs, strict=True)
        table = Table(FROM_TEXT, "stream", cells, region.start, region.end)
        label = self.form.by_key[keys[-1]].label.split(" | ")[0]
        return PrintedRow(table, cells[0], label, keys, cells, ("",) * len(keys))


def value_to_cell(value: Value, column: int) -> TableCell:
    """The value as a cell of its line."""
    return TableCell(value.text, value.start, value.end, value.line, column)


def open_cells(keys: Sequence[str], value: Value, region: Region) -> Iterator[OpenCell]:
    """The cells of a row that begins with the value, and of which several readings are left."""
    cell = value_to_cell(value, 0)
    table = Table(FROM_TEXT, "stream", (cell,), region.start, region.end)
    return (OpenCell(key, table, cell) for key in keys)


def unplaced(title: str, keys: Sequence[str], values: int, placed: int) -> Finding:
    """That not all numbers of a table that came apart could be told apart."""
    return Finding.of("came-apart", "warning", tuple(keys), title=title, values=values, placed=placed)
