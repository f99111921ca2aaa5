"""Which sheets of a grid form came apart, and what reading them in printed order puts in place of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.forms import Bounds, Form, GridDefinition
from extractor.records import Document, Excerpt, Finding, TableCell
from extractor.tables.alignment import KnownCells, Placement, row_to_bounds
from extractor.tables.order_columns import OpenCell, OrderReading
from extractor.tables.order_labels import grid_to_labels
from extractor.tables.order_regions import Region, find_regions, find_titled
from extractor.tables.order_sheets import OrderReader
from extractor.tables.order_tokens import Tokens
from extractor.tables.printed import PrintedRow, Progress, is_filled
from extractor.tables.sheets import Sheet

LONGEST = 2_000_000  # characters; the longest of real reports has 200,000
MOST_REGIONS = 20  # tables of one sheet in a report; those of a page or two are one
MANY_ROWS = 8  # a sheet with so many rows is known by their labels, another by its title
Placed = Sequence[tuple[PrintedRow, Sequence[Placement]]]  # rows with the ways to put their cells to keys
Filled = tuple[str, int, int]  # a key of the form, and where the text stands that fills it


@dataclass(frozen=True)
class Mended:
    """The rows after mending. `regions`: the text that was read anew; `open_cells`: of which several readings are left."""

    rows: tuple[PrintedRow, ...]
    regions: tuple[Region, ...] = ()
    open_cells: tuple[OpenCell, ...] = ()
    findings: tuple[Finding, ...] = ()


def mend_rows(
    placed: Placed,
    known: KnownCells,
    progress: Progress,
    source: tuple[Document, Excerpt],
    taken: Sequence[Region] = (),
) -> Mended:
    """The rows, with those of sheets that came apart read anew from the text; `taken` is no part of them."""
    told = _Told(placed, known)
    mended = Mended(tuple(row for row, _ in placed))
    grids = [sheet for sheet in progress.sheets if sheet.titles]
    definitions = progress.form.definition.grids
    apart = [(s, g) for s, g in zip(grids, definitions, strict=True) if not _is_whole(s, told)]
    if not apart:
        return mended
    document, excerpt = source
    if excerpt.end - excerpt.start > LONGEST:
        return replace(mended, findings=(Finding.of("not-searched", "warning", limit=LONGEST),))
    tokens = Tokens(document, excerpt)
    for sheet, grid in apart:
        reader = OrderReader(sheet, grid, progress.form, known)
        found = _regions(reader, grid, progress.form, tokens)
        regions = [r for r in found if not any(_overlaps(r, [other]) for other in taken)][:MOST_REGIONS]
        for region in regions:
            reading = reader.read(region, tokens)
            if reading.is_certain or not _overlaps(region, document.doubtful):
                mended = _mend(mended, _with_doubts(reading, document.doubtful), sheet, told)
        if any(region in mended.regions for region in regions):
            mended = _without_guesses(mended, sheet, told)
    return mended


def _overlaps(span: tuple[int, int], doubtful: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in doubtful)


def _with_doubts(reading: OrderReading, doubtful: Sequence[tuple[int, int]]) -> OrderReading:
    """The reading with those cells marked that a picture does not show clearly; the sums tell their place only."""
    if not doubtful:
        return reading
    rows = []
    for row in reading.rows:
        cells = tuple(
            cell._replace(is_doubtful=_overlaps((cell.start, cell.end), doubtful)) for cell in row.cells
        )
        rows.append(replace(row, cells=cells))
    return replace(reading, rows=tuple(rows))


def _without_guesses(mended: Mended, sheet: Sheet, told: _Told) -> Mended:
    """Without the rows elsewhere whose columns follow the heads of a table that came apart."""
    alive = set(map(id, mended.rows))
    guessed = [row for row in told.of(sheet) if id(row) in alive and _is_guessed(row, sheet)]
    outside = [row for row in guessed if not any(_is_in(row, region) for region in mended.regions)]
    if not outside:
        return mended
    labels = tuple(row.text for row in outside)
    keys = tuple(key for row in outside for key in row.own_keys)
    finding = Finding.of("rows-outside", "warning", keys, count=len(outside), labels=labels)
    gone = set(map(id, outside))
    kept = tuple(row for row in mended.rows if id(row) not in gone)
    return replace(mended, rows=kept, findings=(*mended.findings, finding))


class _Told:
    """What rows tell as they were found: which key each of their cells fills."""

    def __init__(self, placed: Placed, known: KnownCells) -> None:
        self.rows = [row for row, _ in placed]
        self.known = known
        self._ways = {id(row): ways for row, ways in placed}

    def of(self, sheet: Sheet) -> list[PrintedRow]:
        """The rows of the sheet."""
        keys = set(sheet.keys.values())
        return [row for row in self.rows if not keys.isdisjoint(row.keys)]

    def is_placed(self, row: PrintedRow) -> bool:
        """Whether there is one way to put the row's cells to its keys."""
        return len(self._way(row)) == 1

    def _way(self, row: PrintedRow) -> Sequence[Placement]:
        return self._ways.get(id(row), [tuple(range(len(row.cells)))])

    def cells(self, row: PrintedRow) -> list[tuple[str, TableCell]]:
        """The row's cells with the keys that they fill."""
        if not self.is_placed(row):
            return []
        cells = zip(self._way(row)[0], row.cells, strict=True)
        return [(row.keys[n], cell) for n, cell in cells if row.keys[n]]

    def places(self, row: PrintedRow) -> set[Filled]:
        """The keys with the texts that fill them."""
        return {(key, cell.start, cell.end) for key, cell in self.cells(row) if is_filled(cell)}

    def bounds(self, row: PrintedRow) -> dict[str, Bounds]:
        """What a placed row says of its keys."""
        return row_to_bounds(row, self._way(row)[0], self.known)

    def adds_up(self, row: PrintedRow) -> bool:
        """Whether the row breaks no sum by itself."""
        return self.known.sums.allow(self.bounds(row), {})


def _regions(reader: OrderReader, grid: GridDefinition, form: Form, tokens: Tokens) -> list[Region]:
    others = [t for g in form.definition.grids if g is not grid for t in grid_to_labels(g).titles]
    if sum(bool(row.key) for row in grid.rows) >= MANY_ROWS:
        return find_regions(reader.labels, others, tokens)
    heads = [*reader.labels.heads]
    if reader.sheet.is_across:
        heads = [text for line in reader.labels.lines for text in line.texts if len(text) > 4]
    return find_titled(reader.labels, heads, others, tokens=tokens)


def _is_whole(sheet: Sheet, told: _Told) -> bool:
    """Whether all cells of the sheet are printed, empty ones included, and add up."""
    bounds: dict[str, Bounds] = {}
    for row in told.of(sheet):
        if not told.is_placed(row) or not bounds.keys().isdisjoint(row.keys) or _is_guessed(row, sheet):
            return False
        bounds |= told.bounds(row)
    return bounds.keys() == set(sheet.keys.values()) and told.known.sums.allow(bounds, {})


def _is_guessed(row: PrintedRow, sheet: Sheet) -> bool:
    """Whether the columns stand in the order of heads, where it is lost which head stands over which."""
    columns = tuple(key.rpartition(".")[2] for key in row.keys)
    return row.table.shape == "stream" and not sheet.is_across and columns != sheet.order


def _mend(mended: Mended, reading: OrderReading, sheet: Sheet, told: _Told) -> Mended:
    """Rows of the region are replaced where the order tells all, or where the table had left numbers over."""
    alive = set(map(id, mended.rows))
    own = [row for row in told.of(sheet) if id(row) in alive and _is_in(row, reading.region)]
    read = {place for row in reading.rows for place in told.places(row)}
    moved = _moved(own, read, told)
    is_intact = bool(own) and sum(len(told.places(row)) for row in own) >= reading.values
    if moved and all(map(told.adds_up, moved)):
        return (
            mended if all(row.table.shape == "grid" for row in moved) else _agreed(mended, moved, read, told)
        )
    if is_intact and not reading.is_certain and not moved and all(_is_sure(row, read, told) for row in own):
        return mended
    kept = [row for row in own if told.is_placed(row) and told.places(row) <= read]
    held = {key for row in kept for key in row.own_keys}
    gone = set(map(id, own)) - set(map(id, kept))
    fresh = [row for row in reading.rows if not held.issuperset(row.own_keys)]
    return Mended(
        (*(row for row in mended.rows if id(row) not in gone), *fresh),
        (*mended.regions, reading.region),
        (*mended.open_cells, *reading.open_cells),
        (*mended.findings, *reading.findings),
    )


def _is_sure(row: PrintedRow, read: set[Filled], told: _Told) -> bool:
    """Whether the row has all its cells, or the order of print puts them where the sums did."""
    return len(row.cells) == len(row.keys) or not told.is_placed(row) or told.places(row) <= read


def _agreed(mended: Mended, moved: Sequence[PrintedRow], read: set[Filled], told: _Told) -> Mended:
    """Only what heads and the form's order say alike, for rows that add up in both."""
    rows: list[PrintedRow] = []
    open_cells: list[OpenCell] = []
    meant = set(map(id, moved))
    for row in mended.rows:
        if id(row) not in meant:
            rows.append(row)
            continue
        pairs = told.cells(row)
        alike = [(k, c) for k, c in pairs if (k, c.start, c.end) in read]
        open_cells += [OpenCell(k, row.table, c) for k, c in pairs if (k, c) not in alike]
        if alike:
            keys, cells = zip(*alike, strict=True)
            rows.append(replace(row, keys=keys, cells=cells, units=("",) * len(keys), traced=()))
    return replace(mended, rows=tuple(rows), open_cells=(*mended.open_cells, *open_cells))


def _is_in(row: PrintedRow, region: Region) -> bool:
    return any(region.start <= cell.start < region.end for cell in row.cells)


def _moved(own: Sequence[PrintedRow], read: set[Filled], told: _Told) -> list[PrintedRow]:
    """The rows that heads put into other columns of the same row than the form's order."""
    by_place = {(start, end): key for key, start, end in read}
    return [
        row
        for row in own
        if len(row.cells) == len(row.keys)
        and any(
            (other := by_place.get((start, end), key)) != key and _row_of(other) == _row_of(key)
            for key, start, end in told.places(row)
        )
    ]


def _row_of(key: str) -> str:
    return key.rpartition(".")[0]
