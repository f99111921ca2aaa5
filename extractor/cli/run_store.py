"""The store of a run: where results, answers and failures go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import MissingInput
from extractor.money import Prices
from extractor.output import printable_path, rows_to_csv, write_whole
from extractor.run import Outcome, Seen, Sifted, Task, Told, error_to_line
from extractor.store import Failure, Store, StoredFile, open_store, store_file

if TYPE_CHECKING:
    from extractor.cassettes.files import Entry

COLUMNS = ("path", "sha256", "error", "reason", "exit_code")


def open_for(url: str, prices: Prices, *, free: str | None, must_exist: bool) -> Store | None:
    """The store with its prices; where nothing is to be written, none is made."""

    def price(model: str | None, prompt_tokens: int, completion_tokens: int) -> tuple[float, str] | None:
        found = None if model == free else prices.find(model)
        return found.cost(prompt_tokens, completion_tokens) if found else None

    try:
        return open_store(url, price=price, must_exist=must_exist)
    except MissingInput:
        return None


class StoreShelf:
    """Answers by the bytes that they are about, in the store."""

    def __init__(self, store: Store | None, sifted: Sifted, run: int | None = None) -> None:
        self._store = store
        self.run = run
        self._digests: dict[Path, str] = {}
        for same in sifted.by_key.values():
            self.learn(same)

    def learn(self, files: Iterable[Seen]) -> None:
        """The digests of files."""
        self._digests |= {seen.path: seen.sha256 for seen in files}

    def digest(self, document: Path) -> str:
        """Of the file's bytes."""
        return self._digests[document]

    def read(self, document: Path) -> Iterable[tuple[str, str]]:
        """What was answered in any run."""
        return self._store.answers(self._digests[document]) if self._store else ()

    def add(self, document: Path, entry: Entry) -> None:
        """Keeps an answer, as soon as it is there."""
        assert self._store is not None
        self._store.add_call(entry_to_call(self.run, self._digests[document], entry))


def entry_to_call(run: int | None, sha256: str, entry: Entry) -> dict[str, Any]:
    """An answer about these bytes as the store keeps it."""
    asked, answered = entry.asked, entry.answered
    return {
        "run_id": run,
        "sha256": sha256,
        "model": asked.model,
        "asked": asked.model_dump_json(),
        "answered": answered.model_dump_json(),
        "prompt_tokens": answered.prompt_tokens,
        "completion_tokens": answered.completion_tokens,
        "seconds": answered.seconds,
    }


class Keeping:
    """What becomes of each file, written to the store."""

    def __init__(self, store: Store, sifted: Sifted) -> None:
        self.store = store
        self._sifted = sifted

    def keep(self, results: Sequence[tuple[Task, Told]]) -> None:
        """The results, each with all files of its bytes."""
        self.store.keep_all(
            (told.packed, [_to_stored(seen) for seen in self._sifted.by_key[task.key]])
            for task, told in results
        )

    def waiting(self, model: str | None) -> frozenset[str]:
        """The digests of what a batch was asked about, of this model."""
        return self.store.batches.waiting(model) if model else frozenset()

    def link(self, keys: Iterable[str]) -> None:
        """The files whose results are there already."""
        by_key = self._sifted.by_key
        self.store.link({key: [_to_stored(seen) for seen in by_key[key]] for key in keys})

    def fail(self, outcome: Outcome) -> None:
        """The failure, of all files of those bytes."""
        task = outcome.task
        same = self._sifted.by_key.get(task.key) or [Seen(task.source, "")]
        for seen in same:
            self.store.fail(_to_failure(seen, outcome))


def default_failures(url: str) -> Path:
    """Beside an SQLite store; for another one here."""
    file = store_file(url)
    return file.with_name(f"{file.stem}-failures.csv") if file else Path("failures.csv")


def write_failures(path: Path, failures: Iterable[Failure]) -> int:
    """The file, whole; how many failures it has. Where none is left, it says so by its head alone."""
    rows: list[Mapping[str, object]] = [{name: getattr(f, name) for name in COLUMNS} for f in failures]
    if rows or path.exists():
        write_whole(path, rows_to_csv(rows, COLUMNS))
    return len(rows)


def _to_stored(seen: Seen) -> StoredFile:
    told = seen.fetched
    return StoredFile(printable_path(seen.path), seen.sha256, told.address, told.fetched, told.sha256)


def _to_failure(seen: Seen, outcome: Outcome) -> Failure:
    error = outcome.error
    return Failure(
        printable_path(seen.path),
        seen.sha256 or None,
        type(error).__name__,
        error_to_line(outcome, "en"),  # files are the same in every language
        getattr(error, "exit_code", 1),
    )
