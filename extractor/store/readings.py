"""Cells with what each reader has of them, wherever in a store they are; and those at which rules and model part."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection, Engine, Select, and_, false, func, or_, select

from extractor.ids import GIVEN, MODEL, RULES, Status
from extractor.records import Number
from extractor.store.decided import CellAt
from extractor.store.engine import reading
from extractor.store.listing import PAGE, Head, is_current
from extractor.store.paging import Cut, Page, cut_page
from extractor.store.tables import candidates, cells, documents, reports

AT_ONCE = 200
PLACE = ("document_id", "report", "cell")
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CellRead:
    """A cell as it was read: in the end, and by each reader alone. Whose report, of which year, on which form."""

    at: CellAt
    issuer: str | None
    year: int | None
    form: str
    value: Number | None
    status: Status
    confidence: float | None
    lines: tuple[int, int]  # of the report
    readings: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValueRead:
    """A value of a report."""

    head: Head
    key: str
    value: Number
    status: Status


def read_cells(engine: Engine, wanted: Sequence[CellAt]) -> dict[CellAt, CellRead]:
    """These cells of what was read last of their bytes; those that are not there now are left out."""
    found: dict[CellAt, CellRead] = {}
    with reading(engine) as connection:
        for first in range(0, len(wanted), AT_ONCE):
            found |= {read.at: read for read in _read_some(connection, wanted[first : first + AT_ONCE])}
    return found


def list_values(engine: Engine, heads: Sequence[Head], keys: Collection[str]) -> Iterator[ValueRead]:
    """The values that these reports have of these items, as they were read."""
    own = {(head.document, head.report): head for head in heads}
    columns = (cells.c.document_id, cells.c.report, cells.c.key, cells.c.value, cells.c.status)
    chosen = select(*columns).where(cells.c.value.is_not(None), cells.c.key.in_(keys))
    ids = sorted({head.document for head in heads})
    with reading(engine) as connection:
        for first in range(0, len(ids), AT_ONCE):
            some = cells.c.document_id.in_(ids[first : first + AT_ONCE])
            for document, report, key, value, status in connection.execute(chosen.where(some)):
                if value is not None and (document, report) in own:
                    yield ValueRead(own[document, report], key, value, cast("Status", status))


def list_met(engine: Engine, meeting: str, cut: Cut | None = None) -> Page[CellRead]:
    """The cells where the readings of rules and model stand so to each other, in the order of the store."""
    order = [cells.c[name] for name in PLACE]
    chosen = select(*order).where(cells.c.meeting == meeting, is_current(cells.c.document_id))
    with reading(engine) as connection:
        page = cut_page(connection, chosen, order, cut, size=PAGE)
        places = [(row["document_id"], row["report"], row["cell"]) for row in page.rows]
        read = tuple(_read(connection, _select_cells().where(_in(cells, PLACE, places))))
        return Page(read, page.earlier, page.later)


def count_met(engine: Engine) -> dict[str, int]:
    """How many such cells there are, by how they stand."""
    meeting = cells.c.meeting
    chosen = select(meeting, func.count()).where(meeting > "", is_current(cells.c.document_id))
    with reading(engine) as connection:
        return {name: count for name, count in connection.execute(chosen.group_by(meeting)) if name}


def _read_some(connection: Connection, wanted: Sequence[CellAt]) -> Iterator[CellRead]:
    latest = _latest(connection, {at.sha256 for at in wanted})
    keys = [(at.key, latest[at.sha256], at.report) for at in wanted if at.sha256 in latest]
    return _read(connection, _select_cells().where(_in(cells, ("key", "document_id", "report"), keys)))


def _latest(connection: Connection, sources: set[str]) -> dict[str, int]:
    """What was read of these bytes last, of what files have now."""
    chosen = select(documents.c.sha256, func.max(documents.c.id)).where(
        documents.c.sha256.in_(sources), is_current(documents.c.id)
    )
    return {sha256: id for sha256, id in connection.execute(chosen.group_by(documents.c.sha256))}


def _select_cells() -> Select[Any]:
    whose = [reports.c[name] for name in ("issuer", "year", "form", "first_line", "last_line")]
    own = ("key", "written", "status", "confidence")
    columns = (documents.c.sha256, *whose, *(cells.c[name] for name in (*PLACE, *own)))
    joined = cells.join(reports).join(documents, documents.c.id == cells.c.document_id)
    return select(*columns).select_from(joined).order_by(*(cells.c[name] for name in PLACE))


def _read(connection: Connection, chosen: Select[Any]) -> Iterator[CellRead]:
    rows = connection.execute(chosen).mappings().all()
    readings = _read_candidates(connection, [_place(row) for row in rows])
    for row in rows:
        yield CellRead(
            at=CellAt(row["sha256"], row["report"], row["key"]),
            value=_number(row["written"]),
            lines=(row["first_line"], row["last_line"]),
            readings=readings.get(_place(row), {}),
            **{name: row[name] for name in ("issuer", "year", "form", "status", "confidence")},
        )


def _read_candidates(connection: Connection, places: Sequence[Place]) -> dict[Place, dict[str, Number]]:
    """Of each cell, the first reading of rules and model that was taken."""
    found: dict[Place, dict[str, Number]] = {}
    columns = (candidates.c[name] for name in (*PLACE, "backend", "written"))
    taken = (
        _in(candidates, PLACE, places),
        candidates.c.accepted,
        candidates.c.status.in_(GIVEN),
        candidates.c.backend.in_((RULES, MODEL)),
    )
    chosen = select(*columns).where(*taken).order_by(candidates.c.candidate)
    for row in connection.execute(chosen).mappings():
        found.setdefault(_place(row), {}).setdefault(row["backend"], _number(row["written"]))
    return found


def _in(table: Any, names: Sequence[str], keys: Sequence[tuple[Any, ...]]) -> Any:
    """SQL: the row is one of these. Each is looked up in an index, as SQLite does not do for a list of tuples."""
    each = (and_(*(table.c[name] == part for name, part in zip(names, key, strict=True))) for key in keys)
    return or_(false(), *each)


def _place(row: Mapping[Any, Any]) -> Place:
    return row["document_id"], row["report"], row["cell"]


def _number(written: str | None) -> Any:
    return None if written is None else json.loads(written)
