"""A store counted by the database: what was read, how sure, by whom, for how much. And whether anything changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Integer, Select, case, cast, func, select

from extractor.ids import GIVEN
from extractor.output import MEETINGS
from extractor.store.engine import reading
from extractor.store.listing import is_current
from extractor.store.tables import cells, files, reports
from extractor.store.work_tables import calls, decisions

BINS = 10


class State(NamedTuple):
    """What a store holds, in a few numbers: as long as they are the same, sums over it are."""

    read: tuple[int, ...]
    decided: tuple[int, ...]
    paid: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """Of the reports of a year whose form has the item, how many give a value."""

    key: str
    year: int
    reports: int
    giving: int


@dataclass(frozen=True, slots=True)
class Met:
    """In how many cells of an item the readings of rules and model stand so to each other."""

    key: str
    meeting: str
    cells: int


@dataclass(frozen=True, slots=True)
class Sure:
    """The given cells of one of ten bins of confidence, the lowest is 0, and the sum of their confidences."""

    bin: int
    cells: int
    sum: float


@dataclass(frozen=True, slots=True)
class Paid:
    """What a model was asked, and what it cost; no money where its price is not known."""

    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Sums:
    """A store, counted."""

    reports: int
    covered: tuple[Covered, ...]
    met: tuple[Met, ...]
    sure: tuple[Sure, ...]


def read_state(engine: Engine) -> State:
    """A few numbers that change with what the store holds."""
    with reading(engine) as connection:
        return State(*(_mark(connection, chosen) for chosen in STATE))


def _mark(connection: Connection, chosen: Any) -> tuple[int, ...]:
    return tuple(int(number or 0) for number in connection.execute(chosen).one())


# Files are pointed from one document to another, so that their number alone does not tell; the others only grow.
STATE: tuple[Any, ...] = (
    select(func.count(), func.max(files.c.document_id), func.sum(files.c.document_id)),
    select(func.count(), func.max(decisions.c.id)),
    select(func.count(), func.max(calls.c.id)),
)


def count_store(engine: Engine) -> Sums:
    """All of what files have now."""
    with reading(engine) as connection:
        count = select(func.count()).select_from(reports).where(is_current(reports.c.document_id))
        return Sums(
            connection.execute(count).scalar_one(),
            tuple(Covered(*row) for row in connection.execute(_covered())),
            tuple(Met(*row) for row in connection.execute(_met())),
            tuple(Sure(*row) for row in connection.execute(_sure())),
        )


def count_paid(engine: Engine) -> tuple[Paid, ...]:
    """What was asked and paid, by model."""
    groups = (calls.c.model, calls.c.currency)
    sums = (func.sum(calls.c[name]) for name in ("prompt_tokens", "completion_tokens", "cost"))
    chosen = select(calls.c.model, func.count(), *sums, calls.c.currency).group_by(*groups).order_by(*groups)
    with reading(engine) as connection:
        return tuple(Paid(*row) for row in connection.execute(chosen))


def _covered() -> Select[Any]:
    year, key = reports.c.year, cells.c.key
    joined = cells.join(reports)
    chosen = select(key, year, func.count(), func.sum(_if(cells.c.status.in_(GIVEN)))).select_from(joined)
    return chosen.where(is_current(cells.c.document_id), year.is_not(None)).group_by(key, year)


def _met() -> Select[Any]:
    key, meeting = cells.c.key, cells.c.meeting
    found = (meeting.in_(MEETINGS), is_current(cells.c.document_id))
    return select(key, meeting, func.count()).where(*found).group_by(meeting, key)


def _sure() -> Any:
    confidence = cells.c.confidence
    bins = (_if(confidence >= number / BINS) for number in range(1, BINS))
    bin = sum(bins, start=cast(0, Integer))
    given = (cells.c.status.in_(GIVEN), confidence.is_not(None), is_current(cells.c.document_id))
    return select(bin, func.count(), func.sum(confidence)).where(*given).group_by(bin).order_by(bin)


def _if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
