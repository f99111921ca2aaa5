"""A store: what was read, what it cost, what failed. No transaction holds half a document."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Engine

from extractor.store.claims import Claims
from extractor.store.counting import Paid, State, Sums, count_paid, count_store, read_state
from extractor.store.decided import CellAt, Decisions, read_standings
from extractor.store.engine import Writer, reading
from extractor.store.keeping import find_known, keep_documents, own_file, read_last
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
from extractor.store.places import (
    Failure,
    StoredFile,
    find_paths,
    find_sources,
    first_of_each,
    link_keys,
    list_failures,
    list_files,
    note_failure,
)
from extractor.store.readings import CellRead, ValueRead, count_met, list_met, list_values, read_cells
from extractor.store.runs import (
    Price,
    add_call,
    begin_run,
    end_run,
    list_answers,
    no_price,
    sum_costs,
    to_priced,
)
from extractor.store.sent import Batches
from extractor.store.unpacking import read_documents

if TYPE_CHECKING:
    from extractor.output import DocumentResult


class Store:
    """For a `with`, or until close(). Any number of threads and of processes may use one store."""

    def __init__(self, engine: Engine, price: Price = no_price) -> None:
        self._engine = engine
        self._price = price
        self._write = Writer(engine)

    def put(self, result: DocumentResult, key: str, text: str) -> None:
        """Keeps the result under the key; `text` is what its offsets point into."""
        self.keep(pack(result, key, text))

    def keep(self, packed: Packed, places: Sequence[StoredFile] = ()) -> None:
        """Keeps what was packed, with the files that it was read of. A whole document stays what it is: a second one
        under its key changes nothing but where its files lie."""
        self.keep_all([(packed, places)])

    def keep_all(self, documents: Iterable[tuple[Packed, Sequence[StoredFile]]]) -> None:
        """Keeps all of them in one transaction, or none."""
        there = [(packed, places or (own_file(packed),)) for packed, places in documents]
        self._write(lambda connection: keep_documents(connection, there, self._priced, now()))

    def link(self, places: Mapping[str, Iterable[StoredFile]]) -> None:
        """Files of the same bytes as the documents of these keys."""
        self._write(lambda connection: link_keys(connection, places))

    def has(self, key: str) -> bool:
        """Whether a whole document has the key."""
        return key in self.known([key])

    def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of the keys that whole documents have."""
        return find_known(self._engine, keys)

    def read_results(
        self, *, each_file: bool = False, names: Container[str] | None = None
    ) -> Iterator[DocumentResult]:
        """The result of each document that a file of the store has now, in the order of their paths, equal to
        what `ogi extract` writes. Files of the same bytes have one, unless each file is to have its own. `names`:
        of files so called alone."""
        with reading(self._engine) as connection:
            sources = [
                row for row in find_sources(connection) if names is None or _name(row["path"]) in names
            ]
            yield from read_documents(connection, sources if each_file else first_of_each(sources))

    def read_decided(self, *, each_file: bool = False) -> Iterator[DocumentResult]:
        """The same with what people decided in place of what was read."""
        from extractor.store.applying import apply_decisions

        with reading(self._engine) as connection:
            decided = read_standings(connection)
            sources = find_sources(connection)
            for result in read_documents(connection, sources if each_file else first_of_each(sources)):
                yield apply_decisions(result, decided)

    def read_source(self, sha256: str) -> tuple[DocumentResult, str] | None:
        """What was read of these bytes last, and the text that its offsets point into."""
        return read_last(self._engine, sha256)

    def paths_of(self, sha256: str) -> tuple[str, ...]:
        """Where files of these bytes lay when they were read."""
        return find_paths(self._engine, sha256)

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
        return list_files(self._engine)

    def fail(self, failure: Failure) -> None:
        """Notes a failure, instead of an earlier one of that file."""
        moment = now()
        self._write(lambda connection: note_failure(connection, failure, moment))

    def failures(self) -> tuple[Failure, ...]:
        """The files that gave no result when they were last read."""
        return list_failures(self._engine)

    def answers(self, sha256: str) -> list[tuple[str, str]]:
        """What was asked about these bytes and answered, in any run."""
        return list_answers(self._engine, sha256)

    def add_call(self, call: Row) -> None:
        """Keeps an answer at once: a run that is killed has what it paid for."""
        priced = self._priced(call)
        self._write(lambda connection: add_call(connection, priced, now()))

    def begin_run(self, version: str, settings: Mapping[str, Any]) -> int:
        """A run's number."""
        moment = now()
        return self._write(lambda connection: begin_run(connection, version, settings, moment))

    def end_run(self, run: int, ending: str) -> None:
        """How it ended."""
        moment = now()
        self._write(lambda connection: end_run(connection, run, ending, moment))

    def costs(self, run: int | None = None) -> dict[str, float]:
        """The money that calls cost, of one run or of all, by currency."""
        return sum_costs(self._engine, run)

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _priced(self, row: Row) -> Row:
        return to_priced(row, self._price)


def now() -> str:
    """The moment, in universal time."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(path: str) -> str:
    return PurePath(path).name
