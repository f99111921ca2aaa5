"""The reader of tables: printed cells to candidates, without a model and without guessing.

Where a row has lost cells, the form's sums say which; where they do not, the row is reported and left unread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from extractor.forms import Bounds, Cell, Form
from extractor.records import (
    GIVEN,
    Candidate,
    Detail,
    Document,
    Evidence,
    Excerpt,
    Finding,
    FindingId,
    Reason,
    Severity,
    Table,
    TableCell,
)
from extractor.tables.alignment import KnownCells, Placement, align_rows, row_to_bounds
from extractor.tables.came_apart import LONGEST, Mended, mend_rows
from extractor.tables.damaged_labels import is_masked
from extractor.tables.grid_rows import grid_to_rows
from extractor.tables.grid_streams import stream_to_rows
from extractor.tables.list_columns import form_to_columns
from extractor.tables.list_rows import list_grid_to_rows, list_stream_to_rows
from extractor.tables.order_columns import OpenCell
from extractor.tables.order_lists import find_lists
from extractor.tables.order_regions import Region
from extractor.tables.order_tokens import text_to_tokens
from extractor.tables.printed import FROM_TEXT, PrintedRow, Progress, TableReading, start_reading
from extractor.tables.values import CellValue, is_parted, text_to_value

BACKEND = "grid"


@dataclass(frozen=True)
class GridReading:
    """What a report's tables say. `read`: the tables of the form, whose text need not be read again."""

    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]
    read: tuple[Table, ...]
    regions: tuple[Region, ...] = ()  # text that is a table's, whatever it looks like

    def holds(self, start: int, end: int) -> bool:
        """Whether text from `start` to `end` is a table's, or holds a part of one."""
        return any(start < region.end and region.start < end for region in self.regions)


def tables_to_candidates(
    tables: Sequence[Table],
    form: Form,
    year: int | None,
    *,
    source: tuple[Document, Excerpt] | None = None,
) -> GridReading:
    """The form's cells that the report's tables print. With its source, tables that came apart are read from the
    report's text in printed order."""
    progress = start_reading(form, year)
    readings = [_read_table(table, progress) for table in tables]
    loose = _read_lists(readings, progress, source)
    tables, readings = [*tables, *loose], [*readings, *loose.values()]
    rows = tuple(row for reading in readings for row in reading.rows)
    is_grid = bool(form.definition.grids) and source is not None
    known = KnownCells(form)
    placed = list(zip(rows, align_rows(rows, known), strict=True))
    mended = mend_rows(placed, known, progress, source) if is_grid and source else Mended(rows)
    places = align_rows(mended.rows, known) if mended.rows != rows else [ways for _, ways in placed]
    whole = _numbers_in_one(mended.rows, places, known)
    filled = [_fill_row(row, ways, form, whole) for row, ways in zip(mended.rows, places, strict=True)]
    found = (c for candidates, _ in filled for c in candidates)
    candidates, twice = _without_repeats((*found, *map(_open_cell, mended.open_cells)))
    anew = [table for table in tables if _is_within(table, mended.regions)]
    kept = [reading for table, reading in zip(tables, readings, strict=True) if table not in anew]
    return GridReading(
        candidates=candidates,
        findings=(
            *(finding for reading in kept for finding in reading.findings),
            *(finding for _, findings in filled for finding in findings),
            *_unknown_rows(kept),
            *_headless_rows(kept, {candidate.key for candidate in candidates}),
            *mended.findings,
            *twice,
        ),
        read=tuple(
            table for table, reading in zip(tables, readings, strict=True) if reading.is_form or table in anew
        ),
        regions=(*mended.regions, *(Region(table.start, table.end) for table in loose)),
    )


def _read_lists(
    readings: Sequence[TableReading], progress: Progress, source: tuple[Document, Excerpt] | None
) -> dict[Table, TableReading]:
    """The lists of a form without grids that stand in running text, where no table holds one."""
    if source is None or progress.form.definition.grids or any(reading.is_form for reading in readings):
        return {}
    document, excerpt = source
    if excerpt.end - excerpt.start > LONGEST:
        return {}  # no list of a page or two
    tokens = text_to_tokens(tuple(document.lines(excerpt.first, excerpt.last)), excerpt.first)
    columns = form_to_columns(progress.form)
    found = {table: _read_table(table, progress) for table in find_lists(progress.form, columns, tokens)}
    return {table: reading for table, reading in found.items() if reading.is_form}


def _is_within(table: Table, regions: Sequence[Region]) -> bool:
    return any(region.start <= table.start < region.end for region in regions)


def _read_table(table: Table, progress: Progress) -> TableReading:
    """The table read as the form's; one that is not the form's leaves no trace."""
    memory, roles = progress.finder.save(), progress.roles
    is_list = not progress.form.definition.grids
    if table.shape == "grid":
        reading = list_grid_to_rows(table, progress) if is_list else grid_to_rows(table, progress)
    else:
        reading = list_stream_to_rows(table, progress) if is_list else stream_to_rows(table, progress)
    if not reading.rows:
        progress.finder.restore(memory)
        progress.roles = roles
    return reading


def _numbers_in_one(
    rows: Sequence[PrintedRow], places: Sequence[Sequence[Placement]], known: KnownCells
) -> frozenset[str]:
    """The keys whose digits are set apart and that a sum says to be one number."""
    settled = [(row, ways[0]) for row, ways in zip(rows, places, strict=True) if len(ways) == 1]
    parted = [
        row.keys[n]
        for row, way in settled
        for n, cell in zip(way, row.cells, strict=True)
        if is_parted(cell.text)
    ]
    if not parted:
        return frozenset()
    bounds: dict[str, Bounds] = {}
    for row, way in settled:
        bounds |= row_to_bounds(row, way, known)
    return frozenset(key for key in parted if key and known.sums.confirm(key, bounds))


def _fill_row(
    row: PrintedRow, places: Sequence[Placement], form: Form, whole: Collection[str]
) -> tuple[list[Candidate], list[Finding]]:
    if len(row.cells) > len(row.keys):
        return [], [_row_finding("row-long", "warning", row)]
    cells = dict(enumerate(row.traced)) if row.traced and places == [row.trace] else _settled(row, places)
    candidates: list[Candidate] = []
    findings: list[Finding] = list(_masked_label(row, form))
    if len(places) != 1:
        ways = Reason.of("several-ways" if places else "no-way")
        findings.append(_row_finding("row-short", "warning", row, ways=ways))
        settled = {row.keys[i] for i in cells}
        candidates.extend(_unread(key, row) for key in row.own_keys if key not in settled)
    for i, cell in cells.items():
        if row.keys[i]:
            candidate = _cell_to_candidate(
                row, i, cell, of=form.by_key[row.keys[i]], is_one=row.keys[i] in whole
            )
            candidates.append(candidate)
            findings.extend(_unreadable(candidate, row))
    if len(places) == 1 and len(cells) < len(row.keys):
        went = tuple(Reason.of("went", text=c.text, key=row.keys[i]) for i, c in cells.items() if row.keys[i])
        findings.append(_row_finding("realigned", "info", row, went=went))
    return candidates, findings


def _masked_label(row: PrintedRow, form: Form) -> Iterable[Finding]:
    if is_masked(row.text) and row.own_keys:
        cell = form.by_key[row.own_keys[0]]
        where = {"label": row.text, "name": cell.name}
        yield Finding.of("masked-label", "info", row.own_keys, table=row.table.number, **where)


def _settled(row: PrintedRow, places: Sequence[Placement]) -> dict[int, TableCell]:
    """The cells that every way to place the row puts under the same key, by that key's index."""
    if not places:
        return {}
    columns = zip(row.cells, *places, strict=True)
    return {indices[0]: cell for cell, *indices in columns if len(set(indices)) == 1}


def _cell_to_candidate(row: PrintedRow, i: int, cell: TableCell, *, of: Cell, is_one: bool) -> Candidate:
    read = text_to_value(cell.text, of, row.units[i], is_one=is_one)
    if cell.is_doubtful:
        read = CellValue(None, "unreadable", read.mark, Reason.of("doubtful"))
    evidence = _evidence(row.table, cell, read.mark)
    return Candidate(row.keys[i], read.value, read.status, BACKEND, evidence, why=read.problem)


def _open_cell(cell: OpenCell) -> Candidate:
    """A cell that is printed, and of which the sums leave several values."""
    why = Reason.of("several-partings")
    return Candidate(cell.key, None, "unreadable", BACKEND, _evidence(cell.table, cell.cell, None), why=why)


def _unread(key: str, row: PrintedRow) -> Candidate:
    why = Reason.of("short-row")
    return Candidate(key, None, "unreadable", BACKEND, _evidence(row.table, row.label, None), why=why)


def _evidence(table: Table, cell: TableCell, mark: tuple[int, int] | None) -> Evidence:
    if table.number == FROM_TEXT:
        ref = f"l{cell.row}"
    elif table.shape == "grid":
        ref = f"t{table.number}r{cell.row}c{cell.column}"
    else:
        ref = f"t{table.number}#{table.cells.index(cell)}"
    span = (cell.start + mark[0], cell.start + mark[1]) if mark else None
    return Evidence("cell", ref, cell.start, cell.end, cell.text, span)


def _row_finding(type: FindingId, severity: Severity, row: PrintedRow, /, **more: Detail) -> Finding:
    printed = " ".join(cell.text for cell in row.cells)
    where: dict[str, Detail] = {"table": row.table.number, "row": row.text, "room": len(row.keys)}
    return Finding.of(type, severity, row.own_keys, **where, count=len(row.cells), printed=printed, **more)


def _unreadable(candidate: Candidate, row: PrintedRow) -> Iterable[Finding]:
    if candidate.status == "unreadable" and candidate.evidence:
        text = candidate.evidence.text
        where: dict[str, Detail] = {
            "table": row.table.number,
            "row": row.text,
            "text": text,
            "why": candidate.why,
        }
        yield Finding.of("unreadable-cell", "warning", (candidate.key,), **where)


def _unknown_rows(readings: Sequence[TableReading]) -> Iterable[Finding]:
    labels = tuple(dict.fromkeys(label for reading in readings for label in reading.unknown))
    if labels:
        yield Finding.of("unknown-rows", "info", count=len(labels), labels=labels)


def _headless_rows(readings: Sequence[TableReading], told: Collection[str]) -> Iterable[Finding]:
    """Rows that look like the form's, whose cells nothing else tells."""
    rows = [row for reading in readings for row in reading.left if not set(row.own_keys) & set(told)]
    if rows:
        labels = tuple(dict.fromkeys(row.text for row in rows))
        keys = tuple(dict.fromkeys(key for row in rows for key in row.own_keys))
        yield Finding.of("headless-rows", "warning", keys, count=len(rows), labels=labels)


def _without_repeats(candidates: Iterable[Candidate]) -> tuple[tuple[Candidate, ...], tuple[Finding, ...]]:
    """Each printed value of a cell once; a printed number goes before an empty cell."""
    by_key: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_key.setdefault(candidate.key, []).append(candidate)
    kept: list[Candidate] = []
    findings: list[Finding] = []
    for key, found in by_key.items():
        given = [c for c in found if c.status in GIVEN]
        values = {c.value: c for c in reversed(given)}
        distinct = [c for c in given if values[c.value] is c] or found[:1]
        kept.extend(distinct)
        if len(distinct) > 1:
            printed = tuple(f"{c.value} ({c.evidence.ref})" for c in distinct if c.evidence)
            findings.append(Finding.of("printed-twice", "warning", (key,), key=key, printed=printed))
    return tuple(kept), tuple(findings)
