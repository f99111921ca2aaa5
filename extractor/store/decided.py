"""What people decided of cells: a history of each, in which one can go back; kept apart from what is read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Connection, Engine, exists, func, insert, select

from extractor.ids import Status
from extractor.records import Number
from extractor.store.engine import reading
from extractor.store.packing import Row, number_to_columns
from extractor.store.work_tables import decisions

Action = Literal["accept", "correct", "not_stated", "comment", "undo"]
DECIDING = frozenset(get_args(Action)) - {"comment", "undo"}
Write = Callable[[Callable[[Connection], Any]], Any]


class CellAt(NamedTuple):
    """A cell of a report of a file, whoever reads it, and when."""

    sha256: str
    report: int
    key: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person did. `was`: what the program said of the cell at that time."""

    at: CellAt
    action: Action
    value: Number | None
    status: Status | None
    was: Number | None
    was_status: Status
    lines: tuple[int, int]
    person: str
    note: str = ""
    id: int = 0
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of a cell after all that was done: the decision, if one stands, and the last comment."""

    steps: tuple[Step, ...]
    decision: Step | None = None
    comment: Step | None = None
    held: tuple[Step, ...] = ()  # all decisions that were not taken back, the standing one last

    @property
    def last(self) -> int:
        """The number of the last step, which the next one follows."""
        return self.steps[-1].id if self.steps else 0

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self.decision or self.comment)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else was there first: what stands now."""

    standing: Standing


class Decisions:
    """The decisions of a store."""

    def __init__(self, engine: Engine, write: Write, now: Callable[[], str]) -> None:
        self._engine, self._write, self._now = engine, write, now

    def add(self, step: Step, follows: int) -> Standing | Conflict:
        """Keeps the step, unless the cell's last one is not the one that it follows."""

        def keep(connection: Connection) -> Standing | Conflict:
            before = _standing(connection, step.at)
            if before.last != follows:
                return Conflict(before)
            stands = fold((*before.steps, step)).decision is not None
            row = _to_row(step) | {"before": follows, "stands": stands, "decided_at": self._now()}
            connection.execute(insert(decisions).values(**row))
            return _standing(connection, step.at)

        kept: Standing | Conflict = self._write(keep)
        return kept

    def of_cell(self, at: CellAt) -> Standing:
        """What holds of one cell."""
        with reading(self._engine) as connection:
            return _standing(connection, at)

    def of_report(self, sha256: str, report: int) -> dict[str, Standing]:
        """What holds of each cell of the report that somebody did something to, by key."""
        with reading(self._engine) as connection:
            return read_standings(connection, [sha256]).get((sha256, report), {})

    def of_files(self, sources: Iterable[str]) -> dict[tuple[str, int], dict[str, Standing]]:
        """The same of all reports of these files."""
        with reading(self._engine) as connection:
            return read_standings(connection, sorted(sources))

    def of_all(self) -> dict[tuple[str, int], dict[str, Standing]]:
        """The same of all reports."""
        with reading(self._engine) as connection:
            return read_standings(connection)

    def standing(self) -> Iterator[Step]:
        """All decisions that stand."""
        for cells in self.of_all().values():
            yield from (standing.decision for standing in cells.values() if standing.decision)

    def latest(self, count: int) -> list[Step]:
        """What was done last, the newest first."""
        chosen = select(decisions).order_by(decisions.c.id.desc()).limit(count)
        with reading(self._engine) as connection:
            return [_to_step(row) for row in connection.execute(chosen).mappings()]


def read_standings(
    connection: Connection, sources: Sequence[str] | None = None
) -> dict[tuple[str, int], dict[str, Standing]]:
    """What holds of the cells of these files, or of all, by report."""
    chosen = select(decisions).order_by(decisions.c.id)
    if sources is not None:
        chosen = chosen.where(decisions.c.sha256.in_(sources))
    steps: defaultdict[CellAt, list[Step]] = defaultdict(list)
    for row in connection.execute(chosen).mappings():
        step = _to_step(row)
        steps[step.at].append(step)
    reports: dict[tuple[str, int], dict[str, Standing]] = {}
    for at, own in steps.items():
        reports.setdefault((at.sha256, at.report), {})[at.key] = fold(own)
    return reports


def fold(steps: Iterable[Step]) -> Standing:
    """The history gone through: an undo leads back to what held before the step that it takes back."""
    done = tuple(steps)
    held = [Standing(())]
    for step in done:
        if step.action == "undo":
            held = held[:-1] or held
        else:
            held.append(_next(held[-1], step))
    return replace(held[-1], steps=done)


def _next(before: Standing, step: Step) -> Standing:
    noted = step if step.note else before.comment
    if step.action not in DECIDING:
        return replace(before, comment=noted)
    return Standing((), step, noted, (*before.held, step))


def count_decided(
    connection: Connection, reports: Iterable[tuple[str, int]]
) -> Mapping[tuple[str, int], int]:
    """How many cells of each report are decided."""
    sources = {sha256 for sha256, _ in reports}
    chosen = (
        select(decisions.c.sha256, decisions.c.report, func.count())
        .where(decisions.c.sha256.in_(sources), is_standing())
        .group_by(decisions.c.sha256, decisions.c.report)
    )
    return {(sha256, report): count for sha256, report, count in connection.execute(chosen)}


def is_standing() -> Any:
    """SQL: the row is the last of its cell, and a decision stands after it."""
    later = decisions.alias()
    same = [later.c[name] == decisions.c[name] for name in ("sha256", "report", "key")]
    return decisions.c.stands & ~exists().where(*same, later.c.before == decisions.c.id)


def _standing(connection: Connection, at: CellAt) -> Standing:
    same = [decisions.c[name] == value for name, value in at._asdict().items()]
    rows = connection.execute(select(decisions).where(*same).order_by(decisions.c.id)).mappings()
    return fold(map(_to_step, rows))


def _to_row(step: Step) -> Row:
    return {
        **step.at._asdict(),
        "action": step.action,
        **number_to_columns(step.value),
        "status": step.status,
        "was": number_to_columns(step.was)["written"],
        "was_status": step.was_status,
        "first_line": step.lines[0],
        "last_line": step.lines[1],
        "person": step.person,
        "note": step.note,
    }


def _to_step(row: Mapping[Any, Any]) -> Step:
    return Step(
        at=CellAt(row["sha256"], row["report"], row["key"]),
        value=_number(row["written"]),
        was=_number(row["was"]),
        lines=(row["first_line"], row["last_line"]),
        **{
            name: row[name]
            for name in ("action", "status", "was_status", "person", "note", "id", "decided_at")
        },
    )


def _number(written: str | None) -> Number | None:
    number: Number | None = None if written is None else json.loads(written)
    return number


def changed_since(step: Step, value: Number | None, status: str) -> bool:
    """Whether the program says something else now than when the step was done."""
    return (step.was, step.was_status) != (value, status)
