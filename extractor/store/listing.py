"""The reports of a store in pages, the most doubtful first: counted, filtered and cut by the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, exists, func, or_, select

from extractor.records import GIVEN
from extractor.store.decided import CellAt, count_decided, is_standing
from extractor.store.engine import reading
from extractor.store.tables import cells, decisions, documents, files, reports

PAGE = 50
ORDER = (reports.c.doubt.desc(), reports.c.document_id, reports.c.report)
SHOWN = ("report", "name", "issuer", "region", "year", "form", "least", "disputed", "errors", "doubt")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which reports are wanted; all where nothing is said. `words`: part of the issuer, the region or the path."""

    words: str = ""
    year: int | None = None
    form: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in a list. `least`: the lowest confidence of its given cells; `decided`: cells that people decided."""

    sha256: str
    path: str
    report: int
    name: str
    issuer: str | None
    region: str | None
    year: int | None
    form: str
    least: float | None
    disputed: int
    errors: int
    doubt: float
    decided: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and how many reports all of its pages have."""

    rows: tuple[Listed, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def list_reports(engine: Engine, wanted: Filter, page: int = 1) -> Listing:
    """The page of the list."""
    with reading(engine) as connection:
        total = connection.execute(_narrow(select(func.count()), wanted)).scalar_one()
        page = max(1, min(page, -(-total // PAGE)))
        columns = (documents.c.sha256, documents.c.path, *(reports.c[name] for name in SHOWN))
        chosen = _narrow(select(*columns), wanted)
        ordered = chosen.order_by(*ORDER)
        cut = ordered.limit(PAGE).offset((page - 1) * PAGE)
        rows = [dict(row) for row in connection.execute(cut).mappings()]
        return Listing(tuple(_count(connection, rows)), total, page)


def find_undecided(engine: Engine, sha256: str, report: int) -> tuple[str, int] | None:
    """The next report of the list, after that one, of which nothing is decided; after the last one the first."""
    chosen = _narrow(select(documents.c.sha256, reports.c.report), Filter(undecided=True))
    chosen = chosen.where((documents.c.sha256 != sha256) | (reports.c.report != report))
    with reading(engine) as connection:
        own = _narrow(select(reports.c.doubt, reports.c.document_id, reports.c.report), Filter())
        own = own.where(documents.c.sha256 == sha256, reports.c.report == report).order_by(*ORDER).limit(1)
        at = connection.execute(own).one_or_none()
        for some in [chosen.where(_is_below(*at)), chosen] if at else [chosen]:
            found = connection.execute(some.order_by(*ORDER).limit(1)).one_or_none()
            if found:
                return found.sha256, found.report
    return None


def _is_below(doubt: float, document: int, report: int) -> ColumnElement[bool]:
    """SQL: the report stands further down in the list."""
    later = (reports.c.document_id > document) | (
        (reports.c.document_id == document) & (reports.c.report > report)
    )
    return (reports.c.doubt < doubt) | ((reports.c.doubt == doubt) & later)


def list_given(engine: Engine) -> Iterator[CellAt]:
    """All cells that files have a value of now."""
    chosen = (
        select(documents.c.sha256, cells.c.report, cells.c.key)
        .select_from(cells.join(documents, documents.c.id == cells.c.document_id))
        .where(cells.c.status.in_(GIVEN), exists().where(files.c.document_id == documents.c.id))
    )
    with reading(engine) as connection:
        yield from (CellAt(*row) for row in connection.execute(chosen))


def _count(connection: Connection, rows: list[dict[str, Any]]) -> list[Listed]:
    decided = count_decided(connection, [(row["sha256"], row["report"]) for row in rows])
    return [Listed(**row, decided=decided.get((row["sha256"], row["report"]), 0)) for row in rows]


def _narrow(chosen: Select[Any], wanted: Filter) -> Select[Any]:
    """Of what files have now, what is wanted."""
    chosen = chosen.select_from(reports.join(documents)).where(
        exists().where(files.c.document_id == documents.c.id)
    )
    if wanted.words:
        found = (reports.c.issuer, reports.c.region, documents.c.path)
        chosen = chosen.where(or_(*(column.icontains(wanted.words, autoescape=True) for column in found)))
    if wanted.year is not None:
        chosen = chosen.where(reports.c.year == wanted.year)
    if wanted.form:
        chosen = chosen.where(reports.c.form == wanted.form)
    if wanted.undecided:
        same = (decisions.c.sha256 == documents.c.sha256, decisions.c.report == reports.c.report)
        chosen = chosen.where(~exists().where(*same, is_standing()))
    return chosen
