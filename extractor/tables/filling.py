"""Rows whose cells have their keys -> candidates with their evidence, and what cannot be read of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from extractor.forms import Bounds, Cell, Form
from extractor.ids import TABLE, FindingId, Severity
from extractor.records import Candidate, Detail, Evidence, Finding, Reason, Table, TableCell
from extractor.tables.alignment import KnownCells, Placement, row_to_bounds
from extractor.tables.cell_texts import is_parted
from extractor.tables.damaged_labels import is_masked
from extractor.tables.order_columns import OpenCell
from extractor.tables.printed import FROM_TEXT, PrintedRow
from extractor.tables.table_lines import is_shared
from extractor.tables.values import CellValue, text_to_value


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


def fill_rows(
    rows: Sequence[PrintedRow], places: Sequence[Sequence[Placement]], form: Form, *, known: KnownCells
) -> tuple[list[Candidate], list[Finding]]:
    """The candidates of all rows, and what must be known of them."""
    whole = _numbers_in_one(rows, places, known)
    filled = [_fill_row(row, ways, form, whole=whole) for row, ways in zip(rows, places, strict=True)]
    candidates = [candidate for own, _ in filled for candidate in own]
    return candidates, [finding for _, own in filled for finding in own]


def _fill_row(
    row: PrintedRow, places: Sequence[Placement], form: Form, *, whole: Collection[str]
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
        why = Reason.of("several-rows" if is_shared(cell) else "doubtful")
        read = CellValue(None, "unreadable", read.mark, why)
    evidence = _evidence(row.table, cell, read.mark)
    return Candidate(row.keys[i], read.value, read.status, TABLE, evidence, why=read.problem)


def open_to_candidate(cell: OpenCell) -> Candidate:
    """A cell that is printed, and of which the sums leave several values."""
    why = Reason.of("several-partings")
    return Candidate(cell.key, None, "unreadable", TABLE, _evidence(cell.table, cell.cell, None), why=why)


def _unread(key: str, row: PrintedRow) -> Candidate:
    why = Reason.of("short-row")
    return Candidate(key, None, "unreadable", TABLE, _evidence(row.table, row.label, None), why=why)


def _evidence(table: Table, cell: TableCell, mark: tuple[int, int] | None) -> Evidence:
    if table.number == FROM_TEXT:
        ref = f"l{cell.row}"
    elif table.shape == "grid":
        ref = f"t{table.number}r{cell.row}c{cell.column}"
    else:
        same = (n for n, own in enumerate(table.cells) if own.start == cell.start and own == cell)
        ref = f"t{table.number}#{next(same)}"
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
