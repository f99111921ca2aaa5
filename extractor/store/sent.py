"""Batches of questions that were sent to an endpoint, and those that wait for an answer. Each step is kept before it is taken,
so that a run that is killed finds out how far it came, and pays for nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, delete, insert, select, update

from extractor.store.engine import reading
from extractor.store.packing import Row
from extractor.store.work_tables import batches, calls, questions

UPLOADING, CREATING, SENT = "uploading", "creating", "sent"
OPEN = (UPLOADING, CREATING, SENT)
AT_ONCE = 500  # questions in one statement
T = TypeVar("T")


class Write(Protocol):
    """How a store writes: whole or not at all."""

    def __call__(self, work: Callable[[Connection], T], /) -> T:
        """What the work comes to."""
        ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits: what it is about, and its account."""

    custom_id: str
    sha256: str
    asked: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch that is on its way."""

    id: int
    state: str
    input_file: str | None
    remote: str | None
    changed_at: str
    lines: int


class Batches:
    """What a store knows of batches."""

    def __init__(
        self,
        engine: Engine,
        write: Write,
        price: Callable[[Row], Row],
        clock: Callable[[], str],
    ) -> None:
        self._engine, self._write, self._price, self._clock = engine, write, price, clock

    def begin(self, run: int | None, model: str, wanted: Sequence[Waiting]) -> tuple[int, frozenset[str]]:
        """A batch that is going to be sent: its number, and which of the questions it is to have. The others wait for
        another one already."""

        def add(connection: Connection) -> tuple[int, frozenset[str]]:
            there = set(_known(connection, [question.custom_id for question in wanted]))
            own = {question.custom_id: question for question in wanted if question.custom_id not in there}
            row = {"run_id": run, "model": model, "lines": len(own), "state": UPLOADING}
            made = connection.execute(insert(batches).values(**row, changed_at=self._clock()))
            assert made.inserted_primary_key is not None
            number = int(made.inserted_primary_key[0])
            rows = [
                {"batch_id": number, "custom_id": q.custom_id, "sha256": q.sha256, "asked": q.asked}
                for q in own.values()
            ]
            for some in _in_parts(rows):
                connection.execute(insert(questions), some)
            return number, frozenset(own)

        return self._write(add)

    def note(self, batch: int, state: str, **told: str) -> bool:
        """How far it has come; whether it is still there."""
        row = {"state": state, "changed_at": self._clock(), **told}

        def change(connection: Connection) -> bool:
            changed = connection.execute(update(batches).where(batches.c.id == batch).values(**row))
            return bool(changed.rowcount)

        return self._write(change)

    def drop(self, batch: int) -> None:
        """It was not sent: its questions wait no more."""
        self._write(lambda connection: connection.execute(delete(batches).where(batches.c.id == batch)))

    def open(self, model: str) -> list[Sent]:
        """The batches of the model that have not ended."""
        chosen = select(*(batches.c[name] for name in Sent.__slots__)).where(
            batches.c.model == model, batches.c.state.in_(OPEN)
        )
        with reading(self._engine) as connection:
            return [Sent(**row) for row in connection.execute(chosen.order_by(batches.c.id)).mappings()]

    def waits(self, custom_id: str) -> bool:
        """Whether the question waits for an answer."""
        with reading(self._engine) as connection:
            return custom_id in _known(connection, [custom_id])

    def waiting(self, model: str) -> frozenset[str]:
        """The digests of the bytes that a question to the model waits about."""
        chosen = select(questions.c.sha256).distinct().join(batches).where(batches.c.model == model)
        with reading(self._engine) as connection:
            return frozenset(connection.scalars(chosen))

    def wanted(self, batch: int, custom_ids: Sequence[str]) -> dict[str, Waiting]:
        """Those of the questions that wait for this batch."""
        chosen = select(*(questions.c[name] for name in Waiting.__slots__)).where(
            questions.c.batch_id == batch, questions.c.custom_id.in_(custom_ids)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(chosen).mappings()
            return {row["custom_id"]: Waiting(**row) for row in rows}

    def answer(self, answered: Mapping[str, Row], failed: Iterable[str] = ()) -> None:
        """Keeps the calls of these questions, which then wait no more, in one transaction; nor do those that failed."""
        now, settled = self._clock(), [*answered, *failed]

        def keep(connection: Connection) -> None:
            there = list(_known(connection, settled, lock=True))  # another run may have taken the same
            rows = [self._price(answered[id]) | {"called_at": now} for id in there if id in answered]
            if rows:
                connection.execute(insert(calls), rows)
            for some in _in_parts(there):
                connection.execute(delete(questions).where(questions.c.custom_id.in_(some)))

        self._write(keep)

    def end(self, batch: int, state: str) -> tuple[str, ...]:
        """It has ended so; the questions that it left without an answer, which wait no more."""
        left = questions.c.batch_id == batch

        def close(connection: Connection) -> tuple[str, ...]:
            own = tuple(connection.scalars(select(questions.c.custom_id).where(left)))
            connection.execute(delete(questions).where(left))
            ended = {"state": state, "changed_at": self._clock()}
            connection.execute(update(batches).where(batches.c.id == batch).values(**ended))
            return own

        return self._write(close)


def _known(connection: Connection, custom_ids: Sequence[str], *, lock: bool = False) -> Iterator[str]:
    for some in _in_parts(custom_ids):
        chosen = select(questions.c.custom_id).where(questions.c.custom_id.in_(some))
        yield from connection.scalars(chosen.with_for_update() if lock else chosen)


def _in_parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[first : first + AT_ONCE] for first in range(0, len(items), AT_ONCE))
