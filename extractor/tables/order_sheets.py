"""A grid of the form read in printed order: pipes and heads are passed over, the form's sums say what each number is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from extractor.forms import Bounds, Form, GridDefinition
from extractor.records import Finding, Table, TableCell
from extractor.tables.alignment import KnownCells
from extractor.tables.order_cuts import Relation
from extractor.tables.order_labels import Found, Labels, Line, grid_to_labels
from extractor.tables.order_places import Labelled, Placing, place_rows
from extractor.tables.order_regions import Region
from extractor.tables.order_rows import RowShape, Way, blank_rows, run_to_blocks
from extractor.tables.order_tokens import Tokens, Value, runs_of
from extractor.tables.printed import PrintedRow
from extractor.tables.sheets import Sheet

MOST_HEADINGS = 3  # printed as one row instead of those under them; more are tried in no report


FROM_TEXT = 0  # the number of a table that no reader of files found


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


class OrderReader:
    """Reads the regions of one sheet."""

    def __init__(self, sheet: Sheet, grid: GridDefinition, form: Form, known: KnownCells) -> None:
        self.sheet = sheet
        self.labels: Labels = grid_to_labels(grid)
        self._title = grid.title
        self._form = form
        self._known_cells = known
        self._sums = known.sums
        first = next(row.name for row in sheet.rows if not row.is_heading)
        self._shape = self._shape_of(self._all_keys if sheet.is_across else self._keys(first))

    def read(self, region: Region, tokens: Tokens) -> OrderReading:
        """The rows of the region that are certain."""
        values = tokens.values_between(*region)
        lines = [line for line in tokens.lines if region.start <= line.start < region.end]
        values = sorted([*values, *blank_rows(lines, self._shape, tokens)])
        if self.sheet.is_across:
            return self._read_across(region, values, tokens)
        blocks, trailing = self._blocks(values, region, tokens)
        if self._shape.relations:
            blocks = _without_strays(blocks)
        best = self._best(blocks, trailing, self._undivided_headings(region, tokens))
        if best is None:
            return OrderReading(region, (), False, len(values), findings=(self._unplaced(values, 0),))
        return self._to_reading(region, blocks, best, values)

    def _read_across(self, region: Region, values: Sequence[Value], tokens: Tokens) -> OrderReading:
        """The one line of numbers that prints all rows side by side."""
        blocks = list(run_to_blocks(values, self._shape, tokens)) if values else []
        rows = [block for block in blocks if len(block.values) > 1] or blocks
        lines = {value.line for block in rows for value in block.values}
        if len(rows) == 1 and len(rows[0].values) == self._shape.width and len(lines) == 1:
            ways: tuple[Way, ...] = (rows[0].values,)  # whole as it is printed, even if it does not add up
        else:
            ways = tuple(way[0] for way in rows[0].ways) if len(rows) == 1 and rows[0].rows == 1 else ()
        row, unclear = self._row(self._all_keys, ways, region)
        findings = () if ways and not unclear else (self._unplaced(values, 0),)
        kept = (row,) if row else ()
        unread = tuple(self._open_cells(unclear, rows[0].values, region)) if rows and ways else ()
        return OrderReading(region, kept, not findings, len(values), unread, findings)

    @property
    def _all_keys(self) -> tuple[str, ...]:
        return tuple(self.sheet.keys.values())

    def _keys(self, row: str) -> tuple[str, ...]:
        return self.sheet.row_keys(row, self.sheet.order)

    def _shape_of(self, keys: Sequence[str]) -> RowShape:
        place = {key: n for n, key in enumerate(keys)}
        relations = tuple(
            Relation(tuple(place[k] for k in r.left), tuple(place[k] for k in r.right))
            for r in self._sums.relations(keys)
            if all(key in place for key in r.keys)
        )
        return RowShape(len(keys), relations, lambda way: self._sums.allow(self._known(way, keys), {}))

    def _known(self, way: Way, keys: Sequence[str]) -> dict[str, Bounds]:
        """What the row says of its cells."""
        return {key: self._bounds(value, key) for key, value in zip(keys, way, strict=True)}

    def _bounds(self, value: Value | None, key: str) -> Bounds:
        if value is None or value.is_void:
            return self._sums.empty(key)
        return self._known_cells.bounds(value.text, key, "")

    def _blocks(self, values: Sequence[Value], region: Region, tokens: Tokens) -> tuple[list[Labelled], int]:
        """The region's blocks with their labels, and how many labels stand behind the last value."""
        blocks: list[Labelled] = []
        begin, last = tokens.hans_between(region.start, region.end)
        for run in runs_of(values, tokens):
            first, end = begin, tokens.hans_between(run[0].start, run[0].start)[0]
            found = self.labels.ending(tokens, first, end) if end > first else None
            count = self._count(tokens, first, end, found)
            is_beside = found is not None and tokens.hans[found.last - 1].line == run[0].line
            name = _label_name(found.line) if found else None
            for n, block in enumerate(run_to_blocks(run, self._shape, tokens)):
                blocks.append(Labelled(block, None if n else name, is_beside and not n, 0 if n else count))
            begin = tokens.hans_between(run[-1].start, run[-1].start)[0]
        return blocks, self._count(tokens, begin, last, None)

    def _count(self, tokens: Tokens, first: int, last: int, found: Found | None) -> int:
        """How many labels of rows stand among the characters."""
        within = [f for f in self.labels.within(tokens, first, last) if not f.line.parts]
        extra = found is not None and not any(f.last >= found.first for f in within)
        return len(within) + extra

    def _best(
        self, blocks: Sequence[Labelled], trailing: int, headings: Sequence[Line]
    ) -> tuple[Placing, tuple[tuple[int, ...], ...]] | None:
        """The one placing in which everything has its place and all sums hold, else the one that says most."""
        tried = []
        for names in self._variants(headings):
            placing = place_rows(blocks, names, trailing)
            if placing:
                tried.append((placing, *self._settle(placing, blocks)))
        full = [(p, ways) for p, ways, holds in tried if p.is_full and holds]
        if len(full) == 1:
            return full[0]
        holding = [(p, ways) for p, ways, holds in tried if holds]
        if full or not holding:
            return None
        return max(holding, key=lambda pair: len(pair[0].spots))

    def _undivided_headings(self, region: Region, tokens: Tokens) -> list[Line]:
        """The headings that may be printed as one row: no label of those under them is to be found."""
        first, last = tokens.hans_between(*region)
        text = tokens.han_text[first:last]
        named = {found.line.name for found in self.labels.within(tokens, first, last)}
        return [
            line
            for line in self.labels.lines
            if line.parts and not named & set(line.parts) and any(label in text for label in line.texts)
        ]

    def _variants(self, headings: Sequence[Line]) -> Iterator[tuple[str, ...]]:
        """The rows that the form may have been printed with: a heading may stand for those under it."""
        for count in range(min(len(headings), MOST_HEADINGS) + 1):
            for chosen in combinations(headings[:MOST_HEADINGS], count):
                yield tuple(_names_with(self.labels.lines, chosen))

    def _settle(
        self, placing: Placing, blocks: Sequence[Labelled]
    ) -> tuple[tuple[tuple[int, ...], ...], bool]:
        """The ways of each block that the sums leave, and whether there are any at all."""
        by_spot = {spot: name for name, spot in placing.spots.items()}
        choices = []
        for b, labelled in enumerate(blocks):
            placed = [(r, by_spot[b, r]) for r in range(labelled.block.rows) if (b, r) in by_spot]
            ways = [self._way_to_known(way, placed) for way in labelled.block.ways] if placed else []
            choices.append(ways or [{}])
        settled = self._sums.settle(choices)
        return settled.ways, settled.is_whole and settled.solutions > 0

    def _way_to_known(self, way: Sequence[Way], placed: Sequence[tuple[int, str]]) -> dict[str, Bounds]:
        known: dict[str, Bounds] = {}
        for r, name in placed:
            known.update(self._known(way[r], self._inner_keys(name)))
            for other in self._parts(name)[1:]:
                known.update(dict.fromkeys(self._keys(other), (0.0, 0.0)))
        return known

    def _inner_keys(self, name: str) -> tuple[str, ...]:
        """The row's keys; for a heading those of the first row under it, which stands for all of them."""
        parts = self._parts(name)
        return self._keys(parts[0] if parts else name)

    def _parts(self, name: str) -> tuple[str, ...]:
        return next(
            (line.parts for line in self.labels.lines if line.parts and _label_name(line) == name), ()
        )

    def _to_reading(
        self,
        region: Region,
        blocks: Sequence[Labelled],
        best: tuple[Placing, tuple[tuple[int, ...], ...]],
        values: Sequence[Value],
    ) -> OrderReading:
        placing, ways = best
        rows: list[PrintedRow] = []
        unread: list[OpenCell] = []
        findings: list[Finding] = []
        for name, (b, r) in placing.spots.items():
            block = blocks[b].block
            if self._parts(name):
                findings.append(self._undivided(name))
                continue
            left = [block.ways[n][r] for n in ways[b]] if block.ways else []
            row, unclear = self._row(self._keys(name), left, region)
            rows += [row] if row else []
            unread += self._open_cells(unclear, block.values, region)
        is_certain = placing.is_full and not unread
        if not placing.is_full:
            findings.append(self._unplaced(values, len(placing.spots)))
        return OrderReading(region, tuple(rows), is_certain, len(values), tuple(unread), tuple(findings))

    def _row(
        self, columns: Sequence[str], ways: Sequence[Way], region: Region
    ) -> tuple[PrintedRow | None, list[str]]:
        """The cells of the row that are the same in all ways, and the keys of those that are not."""
        keys, cells, unclear = [], [], []
        for n, key in enumerate(columns):
            found = [way[n] for way in ways]
            said = {(value is None or value.is_void, self._bounds(value, key)) for value in found}
            if len(said) != 1:
                unclear.append(key)
            elif found[0] is not None:
                keys.append(key)
                cells.append(_value_to_cell(found[0], n))
        if not keys:
            return None, unclear
        table = Table(FROM_TEXT, "stream", tuple(cells), region.start, region.end)
        label = self._form.by_key[columns[-1]].label.split(" | ")[0]
        return PrintedRow(table, cells[0], label, tuple(keys), tuple(cells), ("",) * len(keys)), unclear

    def _open_cells(self, keys: Iterable[str], values: Sequence[Value], region: Region) -> Iterator[OpenCell]:
        cell = _value_to_cell(values[0], 0)
        table = Table(FROM_TEXT, "stream", (cell,), region.start, region.end)
        return (OpenCell(key, table, cell) for key in keys)

    def _undivided(self, heading: str) -> Finding:
        keys = tuple(key for part in self._parts(heading) for key in self._keys(part))
        return Finding(
            "undivided-rows", "info", f"{heading} is printed as one row, and is none of the form's", keys
        )

    def _unplaced(self, values: Sequence[Value], placed: int) -> Finding:
        keys = tuple(dict.fromkeys(self.sheet.keys.values()))
        message = (
            f"{self._title}: of {len(values)} printed numbers not all could be told apart; "
            f"{placed} rows have a certain place"
        )
        return Finding("came-apart", "warning", message, keys)


def _without_strays(blocks: Sequence[Labelled]) -> list[Labelled]:
    """The blocks without lone numbers that no label names: feet of pages, and pieces of headings."""
    return [
        labelled
        for labelled in blocks
        if labelled.is_beside or len(labelled.block.values) > 1 or len(labelled.block.values[0].text) > 4
    ]


def _label_name(line: Line) -> str:
    return line.name or line.texts[0]


def _names_with(lines: Iterable[Line], headings: Sequence[Line]) -> Iterator[str]:
    """The names of the rows in order, with these headings in place of the rows under them."""
    replaced = {name for heading in headings for name in heading.parts}
    for line in lines:
        if line in headings or (line.name and line.name not in replaced):
            yield _label_name(line)


def _value_to_cell(value: Value, column: int) -> TableCell:
    return TableCell(value.text, value.start, value.end, value.line, column)
