"""The reports of a store in pages, the most doubtful first: counted, filtered and cut by the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Text,
    exists,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
)

from extractor.ids import GIVEN
from extractor.store.decided import CellAt, count_decided, is_standing
from extractor.store.engine import reading
from extractor.store.paging import Cut, Page, cut_page
from extractor.store.tables import cells, documents, files, reports
from extractor.store.work_tables import decisions

PAGE = 50
SHOWN = ("report", "name", "issuer", "region", "year", "form", "least", "disputed", "errors", "doubt")
ORDER = (reports.c.doubt, reports.c.document_id, reports.c.report)  # as an index has it; lists fall


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


Listing = Page[Listed]


@dataclass(frozen=True, slots=True)
class Head:
    """A report that a file has now, and whose it is."""

    document: int
    sha256: str
    path: str
    report: int
    name: str
    issuer: str | None
    region: str | None
    year: int | None
    form: str


def list_reports(engine: Engine, wanted: Filter, cut: Cut | None = None) -> Listing:
    """The page of the list from there on."""
    columns = (documents.c.sha256, documents.c.path, *(reports.c[name] for name in SHOWN))
    chosen = _narrow(select(*columns), wanted)
    with reading(engine) as connection:
        page = cut_page(connection, chosen, ORDER, cut, size=PAGE, falling=True)
        return Page(tuple(_count(connection, page.rows)), page.earlier, page.later)


def count_reports(engine: Engine, wanted: Filter) -> int:
    """How many reports all pages of the list have."""
    with reading(engine) as connection:
        return int(connection.execute(_narrow(select(func.count()), wanted)).scalar_one())


def list_heads(engine: Engine) -> Iterator[Head]:
    """All reports that files have now."""
    own = ("report", "name", "issuer", "region", "year", "form")
    columns = (documents.c.id, documents.c.sha256, documents.c.path, *(reports.c[name] for name in own))
    chosen = select(*columns).select_from(reports.join(documents)).where(is_current(documents.c.id))
    with reading(engine) as connection:
        yield from (Head(*row) for row in connection.execute(chosen.order_by(documents.c.id)))


def find_undecided(engine: Engine, sha256: str, report: int) -> tuple[str, int] | None:
    """The next report of the list, after that one, of which nothing is decided; after the last one the first."""
    chosen = _narrow(select(documents.c.sha256, reports.c.report), Filter(undecided=True))
    chosen = chosen.where((documents.c.sha256 != sha256) | (reports.c.report != report))
    falling = [column.desc() for column in ORDER]
    with reading(engine) as connection:
        own = _narrow(select(*ORDER), Filter())
        own = own.where(documents.c.sha256 == sha256, reports.c.report == report).order_by(*falling).limit(1)
        at = connection.execute(own).one_or_none()
        for some in [chosen.where(tuple_(*ORDER) < tuple_(*map(literal, at))), chosen] if at else [chosen]:
            found = connection.execute(some.order_by(*falling).limit(1)).one_or_none()
            if found:
                return found.sha256, found.report
    return None


def list_given(engine: Engine) -> Iterator[CellAt]:
    """All cells that files have a value of now."""
    key = type_coerce(cells.c.key, Text)  # there are very many, and keys need no care
    given = (cells.c.status.in_(GIVEN), is_current(cells.c.document_id))
    with reading(engine) as connection:
        sources = {
            id: sha256 for id, sha256 in connection.execute(select(documents.c.id, documents.c.sha256))
        }
        for document, report, name in connection.execute(
            select(cells.c.document_id, cells.c.report, key).where(*given)
        ):
            yield CellAt(sources[document], report, name)


def is_current(document: ColumnElement[int]) -> ColumnElement[bool]:
    """SQL: a file has the document now."""
    return exists().where(files.c.document_id == document)


def _count(connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> Iterator[Listed]:
    decided = count_decided(connection, [(row["sha256"], row["report"]) for row in rows])
    for row in rows:
        own = {name: row[name] for name in ("sha256", "path", *SHOWN)}
        yield Listed(**own, decided=decided.get((row["sha256"], row["report"]), 0))


def _narrow(chosen: Select[Any], wanted: Filter) -> Select[Any]:
    """Of what files have now, what is wanted."""
    chosen = chosen.select_from(reports.join(documents)).where(is_current(reports.c.document_id))
    if wanted.words:
        chosen = chosen.where(reports.c.words.contains(wanted.words.casefold(), autoescape=True))
    if wanted.year is not None:
        chosen = chosen.where(reports.c.year == wanted.year)
    if wanted.form:
        chosen = chosen.where(reports.c.form == wanted.form)
    if wanted.undecided:
        same = (decisions.c.sha256 == documents.c.sha256, decisions.c.report == reports.c.report)
        chosen = chosen.where(~exists().where(*same, is_standing()))
    return chosen
