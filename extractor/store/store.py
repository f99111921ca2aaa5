"""A store: what was read, what it cost, what failed. Each document is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from extractor.errors import StoreError
from extractor.store.claims import Claims
from extractor.store.counting import Paid, State, Sums, count_paid, count_store, read_state
from extractor.store.decided import CellAt, Decisions, read_standings
from extractor.store.engine import reading, writing
from extractor.store.listing import (
    Filter,
    Head,
    Listing,
    count_reports,
    find_undecided,
    list_given,
    list_heads,
    list_reports,
)
from extractor.store.packing import Packed, Row, pack
from extractor.store.paging import Cut, Page
from extractor.store.readings import CellRead, ValueRead, count_met, list_met, list_values, read_cells
from extractor.store.sent import Batches
from extractor.store.tables import CONTENT, documents, files
from extractor.store.unpacking import read_documents
from extractor.store.work_tables import calls, failures, runs

if TYPE_CHECKING:
    from extractor.output import DocumentResult

TRIES = 3  # of a transaction that met another
AT_ONCE = 500  # keys in one question
Price = Callable[[str | None, int, int], tuple[float, str] | None]  # model, tokens -> money and its currency
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was read: the bytes it had, and where it was fetched, if a list beside it says so."""

    path: str
    sha256: str
    address: str | None = None
    fetched: str | None = None
    expected_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no result, and why."""

    path: str
    sha256: str | None
    error: str
    reason: str
    exit_code: int


def no_price(model: str | None, prompt_tokens: int, completion_tokens: int) -> None:
    """For stores that are only read."""


class Store:
    """For a `with`, or until close(). Any number of threads and of processes may use one store."""

    def __init__(self, engine: Engine, price: Price = no_price) -> None:
        self._engine = engine
        self._price = price
        self._turn = Lock()  # one writer a process: SQLite would have the others sleep and ask again

    def put(self, result: DocumentResult, key: str, text: str) -> None:
        """Keeps the result under the key; `text` is what its offsets point into."""
        self.keep(pack(result, key, text))

    def keep(self, packed: Packed, places: Iterable[StoredFile] = ()) -> None:
        """Keeps what was packed, in one transaction with the files that it was read of. A whole document stays
        what it is: a second one under its key changes nothing but where its files lie."""
        own = StoredFile(packed.document["path"], packed.document["sha256"], packed.address, packed.fetched)
        there = tuple(places) or (own,)
        self._write(lambda connection: self._keep(connection, packed, there))

    def link(self, places: Mapping[str, Iterable[StoredFile]]) -> None:
        """Files of the same bytes as the documents of these keys."""

        def add(connection: Connection) -> None:
            for key, some in places.items():
                chosen = select(documents.c.id).where(documents.c.key == key)
                _link(connection, connection.execute(chosen).scalar_one(), some)

        self._write(add)

    def has(self, key: str) -> bool:
        """Whether a whole document has the key."""
        return key in self.known([key])

    def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of the keys that whole documents have."""
        found: set[str] = set()
        with reading(self._engine) as connection:
            for first in range(0, len(keys), AT_ONCE):
                some = documents.c.key.in_(keys[first : first + AT_ONCE])
                found.update(connection.scalars(select(documents.c.key).where(some, documents.c.complete)))
        return frozenset(found)

    def read_results(
        self, *, each_file: bool = False, names: Container[str] | None = None
    ) -> Iterator[DocumentResult]:
        """The result of each document that a file of the store has now, in the order of their paths, equal to
        what `ogi extract` writes. Files of the same bytes have one, unless each file is to have its own. `names`:
        of files so called alone."""
        with reading(self._engine) as connection:
            sources = [row for row in _sources(connection) if names is None or _name(row["path"]) in names]
            yield from read_documents(connection, sources if each_file else _first(sources))

    def read_decided(self, *, each_file: bool = False) -> Iterator[DocumentResult]:
        """The same with what people decided in place of what was read."""
        from extractor.store.applying import apply_decisions

        with reading(self._engine) as connection:
            decided = read_standings(connection)
            sources = _sources(connection)
            for result in read_documents(connection, sources if each_file else _first(sources)):
                yield apply_decisions(result, decided)

    def read_source(self, sha256: str) -> tuple[DocumentResult, str] | None:
        """What was read of these bytes last, and the text that its offsets point into."""
        with reading(self._engine) as connection:
            own = _first(_sources(connection, sha256))
            if not own:
                return None
            last = max(own, key=lambda source: int(source["id"]))
            (result,) = read_documents(connection, [last])
            chosen = select(documents.c.text).where(documents.c.id == last["id"])
            return result, connection.execute(chosen).scalar_one()

    def paths_of(self, sha256: str) -> tuple[str, ...]:
        """Where files of these bytes lay when they were read."""
        chosen = select(files.c.path).where(files.c.sha256 == sha256).order_by(files.c.path)
        with reading(self._engine) as connection:
            return tuple(connection.scalars(chosen))

    def list_reports(self, wanted: Filter, cut: Cut | None = None) -> Listing:
        """A page of the reports that files have now, the most doubtful first."""
        return list_reports(self._engine, wanted, cut)

    def count_reports(self, wanted: Filter) -> int:
        """How many there are."""
        return count_reports(self._engine, wanted)

    def heads(self) -> Iterator[Head]:
        """Whose reports files have now, and of which year."""
        return list_heads(self._engine)

    def values(self, heads: Sequence[Head], keys: Collection[str]) -> Iterator[ValueRead]:
        """The values that these reports have of these items, as they were read."""
        return list_values(self._engine, heads, keys)

    def read_cells(self, wanted: Sequence[CellAt]) -> dict[CellAt, CellRead]:
        """These cells, with what each reader has of them."""
        return read_cells(self._engine, wanted)

    def list_met(self, meeting: str, cut: Cut | None = None) -> Page[CellRead]:
        """A page of the cells where the readings of rules and model stand so to each other."""
        return list_met(self._engine, meeting, cut)

    def count_met(self) -> dict[str, int]:
        """How many of these there are, by how they stand."""
        return count_met(self._engine)

    def state(self) -> State:
        """A few numbers that change with what the store holds."""
        return read_state(self._engine)

    def sums(self) -> Sums:
        """All that files have now, counted."""
        return count_store(self._engine)

    def paid(self) -> tuple[Paid, ...]:
        """What was asked and paid, by model."""
        return count_paid(self._engine)

    def given_cells(self) -> Iterator[CellAt]:
        """All cells that files have a value of now."""
        return list_given(self._engine)

    def next_undecided(self, sha256: str, report: int) -> tuple[str, int] | None:
        """The most doubtful report below that one of which nothing is decided; below the last one the first."""
        return find_undecided(self._engine, sha256, report)

    @property
    def claims(self) -> Claims:
        """Who is looking at what."""
        return Claims(self._engine, self._write, now)

    @property
    def decisions(self) -> Decisions:
        """What people decided."""
        return Decisions(self._engine, self._write, now)

    @property
    def batches(self) -> Batches:
        """What was sent to an endpoint in batches."""
        return Batches(self._engine, self._write, self._priced, now)

    def files(self) -> tuple[StoredFile, ...]:
        """All files, those of the same bytes, too."""
        chosen = select(*(files.c[name] for name in StoredFile.__slots__))
        with reading(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
        return tuple(sorted((StoredFile(**row) for row in rows), key=lambda file: file.path))

    def fail(self, failure: Failure) -> None:
        """Notes a failure, instead of an earlier one of that file."""
        row = asdict(failure) | {"failed_at": now()}
        self._write(lambda connection: _replace(connection, failures, row))

    def failures(self) -> tuple[Failure, ...]:
        """The files that gave no result when they were last read."""
        chosen = select(*(failures.c[name] for name in Failure.__slots__))
        with reading(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
        return tuple(sorted((Failure(**row) for row in rows), key=lambda failure: failure.path))

    def answers(self, sha256: str) -> list[tuple[str, str]]:
        """What was asked about these bytes and answered, in any run."""
        chosen = select(calls.c.asked, calls.c.answered).where(calls.c.sha256 == sha256).order_by(calls.c.id)
        with reading(self._engine) as connection:
            return [(asked, answered) for asked, answered in connection.execute(chosen)]

    def add_call(self, call: Row) -> None:
        """Keeps an answer at once: a run that is killed has what it paid for."""
        priced = self._priced(call)
        self._write(lambda connection: connection.execute(insert(calls).values(**priced, called_at=now())))

    def begin_run(self, version: str, settings: Mapping[str, Any]) -> int:
        """A run's number."""
        row = {"started_at": now(), "version": version, "settings": dict(settings)}
        return self._write(lambda connection: _inserted(connection, runs, row))

    def end_run(self, run: int, ending: str) -> None:
        """How it ended."""
        row = update(runs).where(runs.c.id == run).values(ended_at=now(), ending=ending)
        self._write(lambda connection: connection.execute(row))

    def costs(self, run: int | None = None) -> dict[str, float]:
        """The money that calls cost, of one run or of all, by currency."""
        chosen = select(calls.c.currency, func.sum(calls.c.cost)).where(calls.c.cost.is_not(None))
        if run is not None:
            chosen = chosen.where(calls.c.run_id == run)
        with reading(self._engine) as connection:
            rows = connection.execute(chosen.group_by(calls.c.currency)).all()
        return {currency: cost for currency, cost in rows if currency}

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, work: Callable[[Connection], T]) -> T:
        """What the work comes to, whole or not at all; once more where another writer was in its way."""
        for attempt in range(TRIES):
            try:
                with self._turn, writing(self._engine) as connection:
                    return work(connection)
            except StoreError as error:
                met = isinstance(error.__cause__, IntegrityError | OperationalError)
                if not met or attempt == TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _keep(self, connection: Connection, packed: Packed, places: Sequence[StoredFile]) -> None:
        chosen = select(documents.c.id, documents.c.complete).where(documents.c.key == packed.key)
        before = connection.execute(chosen).one_or_none()
        if before and (before.complete or not packed.document["complete"]):
            _link(connection, before.id, places)
            return
        if before:
            # Its files are pointed elsewhere below, within the same transaction.
            connection.execute(delete(files).where(files.c.document_id == before.id))
            connection.execute(delete(documents).where(documents.c.id == before.id))
        number = _inserted(connection, documents, packed.document | {"stored_at": now()})
        for table in CONTENT:
            rows = packed.rows.get(table.name, ())
            if rows:
                own = self._with_cost(rows) if table.name == "reports" else rows
                connection.execute(insert(table), [{"document_id": number, **row} for row in own])
        _link(connection, number, places)

    def _with_cost(self, rows: Iterable[Row]) -> list[Row]:
        return [self._priced(row) for row in rows]

    def _priced(self, row: Row) -> Row:
        money = self._price(row["model"], row["prompt_tokens"], row["completion_tokens"])
        cost, currency = money or (None, None)
        return {**row, "cost": cost, "currency": currency}


def now() -> str:
    """The moment, in universal time."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _inserted(connection: Connection, table: Table, row: Row) -> int:
    key = connection.execute(insert(table).values(**row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _replace(connection: Connection, table: Table, row: Row) -> None:
    """The row, in place of the one of its path."""
    changed = connection.execute(update(table).where(table.c.path == row["path"]).values(**row))
    if not changed.rowcount:
        connection.execute(insert(table).values(**row))


def _link(connection: Connection, document: int, places: Iterable[StoredFile]) -> None:
    """The files have this document now, and no failure."""
    for place in places:
        _replace(connection, files, asdict(place) | {"document_id": document})
        connection.execute(delete(failures).where(failures.c.path == place.path))


def _sources(connection: Connection, sha256: str | None = None) -> list[Row]:
    """All files, or those of these bytes, in the order of their paths, each with the document that it has now."""
    joined = select(documents.c.id, documents.c.media_type, documents.c.path.label("read"), files)
    chosen = joined.join_from(files, documents)
    if sha256 is not None:
        chosen = chosen.where(documents.c.sha256 == sha256)
    rows = connection.execute(chosen).mappings().all()
    return sorted(map(dict, rows), key=lambda row: str(row["path"]))


def _name(path: str) -> str:
    return PurePath(path).name


def _first(sources: Iterable[Row]) -> list[Row]:
    """Of each document one file: the one that was read, if it still has it."""
    first: dict[int, Row] = {}
    for row in sorted(sources, key=lambda row: (row["path"] != row["read"], row["path"])):
        first.setdefault(row["id"], row)
    return sorted(first.values(), key=lambda row: str(row["path"]))
