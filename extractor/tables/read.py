"""The reader of tables: printed cells to candidates, without a model and without guessing.

Where a row has lost cells, the form's sums say which; where they do not, the row is reported and left unread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from extractor.forms import Form
from extractor.ids import GIVEN
from extractor.records import Candidate, Document, Excerpt, Finding, Table
from extractor.tables.alignment import KnownCells, align_rows, row_to_bounds
from extractor.tables.came_apart import LONGEST, Mended, mend_rows
from extractor.tables.captions import cut_at_captions, without_own_year
from extractor.tables.filling import fill_rows, open_to_candidate
from extractor.tables.grid_rows import grid_to_rows
from extractor.tables.grid_streams import stream_to_rows
from extractor.tables.list_columns import form_to_columns
from extractor.tables.list_rows import list_grid_to_rows
from extractor.tables.list_streams import list_stream_to_rows
from extractor.tables.list_wholes import take_wholes
from extractor.tables.order_apart import find_lists_apart, may_stand_apart
from extractor.tables.order_lists import MIN_LABELS, find_labels, find_lists, may_hold_lists
from extractor.tables.order_regions import Region
from extractor.tables.order_tokens import Tokens
from extractor.tables.printed import Progress, TableReading, join_readings, start_reading
from extractor.tables.second_prints import find_second_prints, set_aside


@dataclass(frozen=True)
class GridReading:
    """What a report's tables say. `read`: the tables of the form, whose text need not be read again."""

    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]
    read: tuple[Table, ...]
    regions: tuple[Region, ...] = ()  # text that is a table's, whatever it looks like
    aside: tuple[Region, ...] = ()  # what prints the form once more, for another year or body

    def tells(self, start: int, end: int) -> bool:
        """Whether a cell that was read stands from `start` to `end`, or a part of what was set aside."""
        places = (candidate.evidence.start for candidate in self.candidates if candidate.evidence)
        return _meets(start, end, self.aside) or any(start <= place < end for place in places)

    def holds(self, start: int, end: int) -> bool:
        """Whether text from `start` to `end` is a table's, or holds a part of one."""
        return _meets(start, end, self.regions)


def _meets(start: int, end: int, regions: Iterable[Region]) -> bool:
    """Whether text from `start` to `end` holds a part of one of the regions."""
    return any(start < region.end and region.start < end for region in regions)


def tables_to_candidates(
    tables: Sequence[Table],
    form: Form,
    year: int | None,
    *,
    source: tuple[Document, Excerpt] | None = None,
) -> GridReading:
    """The form's cells that the report's tables print. With its source, tables that came apart are read from the
    report's text in printed order."""
    progress = start_reading(form, year, source[0].text if source else "")
    readings, aside = _read_tables(tables, progress, source)
    known = KnownCells(form)
    loose = _read_lists(readings.values(), progress, source, known)
    readings |= {id(table): reading for table, reading in loose.items()}
    rows, wholes = take_wholes([row for reading in readings.values() for row in reading.rows], progress.text)
    places = align_rows(rows, known)
    mended = Mended(rows)
    if source is not None and form.definition.grids:
        mended = mend_rows(list(zip(rows, places, strict=True)), known, progress, source, aside)
    if mended.rows != rows:
        places = align_rows(mended.rows, known)
    filled, doubts = fill_rows(mended.rows, places, form, known=known)
    candidates, twice = _without_repeats((*filled, *map(open_to_candidate, mended.open_cells)))
    anew = {id(table) for table in tables if _is_within(table, mended.regions)}
    kept = [reading for table, reading in readings.items() if table not in anew]
    return GridReading(
        candidates=candidates,
        findings=(
            *(finding for reading in kept for finding in reading.findings),
            *wholes,
            *doubts,
            *_unknown_rows(kept),
            *_headless_rows(kept, {candidate.key for candidate in candidates}),
            *mended.findings,
            *twice,
        ),
        read=tuple(t for t in (*tables, *loose) if readings[id(t)].is_form or id(t) in anew),
        regions=(*mended.regions, *(Region(table.start, table.end) for table in loose)),
        aside=aside,
    )


def _read_tables(
    tables: Sequence[Table], progress: Progress, source: tuple[Document, Excerpt] | None
) -> tuple[dict[int, TableReading], tuple[Region, ...]]:
    """What each table holds, by its id, and where those stand that print the form once more."""
    document, is_label = source[0] if source else None, progress.finder.is_exact
    parts = {id(table): cut_at_captions(table, progress.year, document, is_label) for table in tables}
    every = [part for table in tables for part in parts[id(table)]]
    readings = {id(part): _read_table(part, progress) for part in every}
    aside = find_second_prints(every, readings, progress.year, document)
    readings = set_aside(readings, every, aside)
    whole = {
        id(table): join_readings(table, [readings[id(part)] for part in parts[id(table)]]) for table in tables
    }
    return whole, tuple(Region(part.start, part.end) for part in every if id(part) in aside)


def _read_lists(
    readings: Iterable[TableReading],
    progress: Progress,
    source: tuple[Document, Excerpt] | None,
    known: KnownCells,
) -> dict[Table, TableReading]:
    """The lists of a form without grids that stand in running text, where no table holds one."""
    is_told = any(reading.is_form and len(reading.rows) >= MIN_LABELS for reading in readings)
    if source is None or progress.form.definition.grids or is_told:
        return {}
    document, excerpt = source
    if excerpt.end - excerpt.start > LONGEST:
        return {}  # no list of a page or two
    tokens = Tokens(document, excerpt)
    is_mixed, is_apart = may_hold_lists(progress.form, tokens), may_stand_apart(tokens)
    labels = find_labels(progress.form, tokens) if is_mixed or is_apart else ()
    if len(labels) < MIN_LABELS:
        return {}
    columns = form_to_columns(progress.form)
    mixed = find_lists(progress.form, columns, labels, tokens) if is_mixed else ()
    apart = find_lists_apart(labels, tokens) if is_apart else ()
    return _read_own(mixed, progress) or {
        table: reading for table, reading in _read_own(apart, progress).items() if _adds_up(reading, known)
    }


def _read_own(tables: Iterable[Table], progress: Progress) -> dict[Table, TableReading]:
    """What those of the tables hold that are the form's."""
    found = {table: _read_table(table, progress) for table in tables}
    return {table: reading for table, reading in found.items() if reading.is_form}


def _adds_up(reading: TableReading, known: KnownCells) -> bool:
    """Whether the rows, one number each, name no item twice and break no sum."""
    bounds = [pair for row in reading.rows for pair in row_to_bounds(row, (0,), known).items()]
    return len(dict(bounds)) == len(bounds) and known.sums.allow(dict(bounds), {})


def _is_within(table: Table, regions: Sequence[Region]) -> bool:
    return any(region.start <= table.start < region.end for region in regions)


def _read_table(table: Table, progress: Progress) -> TableReading:
    """The table read as the form's; one that is not the form's leaves no trace."""
    memory, roles = progress.finder.save(), progress.roles
    table = without_own_year(table, progress.year)
    is_list = not progress.form.definition.grids
    if table.shape == "grid":
        reading = list_grid_to_rows(table, progress) if is_list else grid_to_rows(table, progress)
    else:
        reading = list_stream_to_rows(table, progress) if is_list else stream_to_rows(table, progress)
    if not reading.rows:
        progress.finder.restore(memory)
        progress.roles = roles
    return reading


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
