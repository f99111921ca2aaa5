"""vcrpy's cassette of one document, kept in a file of ours."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Protocol

from vcr.cassette import Cassette
from vcr.matchers import body, method, path, requests_match
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.record_mode import RecordMode
from vcr.request import Request as HttpRequest

from extractor.cassettes.files import Answered, Asked, Entry, calls_to_yaml, entry_to_yaml, read_recording
from extractor.errors import MissingInput
from extractor.output import write_whole

Record = Literal["none", "once", "new", "all"]
MODES: Mapping[Record, RecordMode] = MappingProxyType(
    {
        "none": RecordMode.NONE,
        "once": RecordMode.ONCE,
        "new": RecordMode.NEW_EPISODES,
        "all": RecordMode.ALL,
    }
)
URL = "/chat/completions"  # without a host: the embedded server's port changes, endpoints move
MATCHERS = (method, path, body)  # not the host


@contextmanager
def _without_collector() -> Iterator[None]:
    """The garbage collector would walk over what is being built again and again: a long file would take longer
    for each of its calls than a short one."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class CassetteFile:
    """vcrpy's persister, and its serializer, for one file of ours."""

    def __init__(self, path: Path, document: str) -> None:
        self._path = path
        self._document = document
        self._texts: list[str] = []  # a call is written as YAML once, not again with each call after it

    def load_cassette(self, *_: object, **__: object) -> tuple[list[HttpRequest], list[dict[str, Any]]]:
        """The requests and responses of the file."""
        try:
            calls = read_recording(self._path).calls
        except MissingInput:
            raise CassetteNotFoundError from None
        return [asked_to_http(c.asked) for c in calls], [_to_response(c.answered) for c in calls]

    def save_cassette(self, _: object, content: Mapping[str, list[Any]], **__: object) -> None:
        """The file, whole. Calls are only ever added."""
        done = len(self._texts)
        for request, response in zip(content["requests"][done:], content["responses"][done:], strict=True):
            self._texts.append(entry_to_yaml(call_to_entry(request, response)))
        write_whole(self._path, calls_to_yaml(self._document, self._texts))


class Shelf(Protocol):
    """Where the calls about a document are kept, if not in a file of ours: as JSON of `Asked` and of `Answered`."""

    def read(self, document: Path) -> Iterable[tuple[str, str]]:
        """The calls that are there, in their order."""
        ...

    def add(self, document: Path, entry: Entry) -> None:
        """One more, kept at once."""
        ...


class ShelfFile:
    """vcrpy's persister for a document's calls on a shelf."""

    def __init__(self, shelf: Shelf, document: Path) -> None:
        self._shelf = shelf
        self._document = document
        self._saved = 0

    def load_cassette(self, *_: object, **__: object) -> tuple[list[HttpRequest], list[dict[str, Any]]]:
        """The requests and responses that are there."""
        calls = list(self._shelf.read(self._document))
        self._saved = len(calls)
        answers = [_to_response(Answered.model_validate_json(answered)) for _, answered in calls]
        return [HttpRequest("POST", URL, asked, {}) for asked, _ in calls], answers

    def save_cassette(self, _: object, content: Mapping[str, list[Any]], **__: object) -> None:
        """Adds what is new."""
        done, self._saved = self._saved, len(content["requests"])
        for request, response in zip(content["requests"][done:], content["responses"][done:], strict=True):
            self._shelf.add(self._document, call_to_entry(request, response))


class Tape(Cassette):  # type: ignore[misc]
    """vcrpy's cassette of one document. Looks a request up instead of comparing it with each of the others."""

    def __init__(self, path: Path, document: str, record: Record, shelf: Shelf | None = None) -> None:
        self._indexes: dict[bytes, list[int]] = {}
        super().__init__(
            str(path),
            persister=ShelfFile(shelf, path) if shelf else CassetteFile(path, document),
            record_mode=MODES[record],
            match_on=MATCHERS,
            before_record_response=_keep_answer,
        )
        if record != "all":  # what is recorded anew replaces the file with its first answer
            with _without_collector():
                self._load()

    @property
    def entries(self) -> Iterator[Entry]:
        """All calls, each read when it is asked for."""
        return (call_to_entry(request, response) for request, response in self.data)

    @property
    def unused(self) -> list[Entry]:
        """The calls that were not asked for."""
        return [entry for index, entry in enumerate(self.entries) if not self.play_counts[index]]

    def record(self, request: HttpRequest, answered: Answered | None) -> None:
        """Adds the call and saves at once: a run that is killed keeps what it paid for."""
        self.append(request, _to_response(answered))
        self._save()

    def append(self, request: HttpRequest, response: dict[str, Any]) -> None:
        """Adds a call, unless the filter keeps nothing of it."""
        index = len(self.data)
        super().append(request, response)
        if len(self.data) > index:
            self._indexes.setdefault(request.body, []).append(index)

    def _responses(self, request: HttpRequest) -> Iterator[tuple[int, dict[str, Any]]]:
        for index in self._indexes.get(request.body, ()):
            if requests_match(request, self.data[index][0], MATCHERS):
                yield index, self.data[index][1]


def asked_to_http(asked: Asked) -> HttpRequest:
    """The request as vcrpy keeps it: its account is the body."""
    return HttpRequest("POST", URL, asked.model_dump_json(), {})


def _to_response(answered: Answered | None) -> dict[str, Any]:
    return {"answered": answered}


def call_to_entry(request: HttpRequest, response: Mapping[str, Any]) -> Entry:
    return Entry(asked=Asked.model_validate_json(request.body), answered=response["answered"])


def _keep_answer(response: dict[str, Any]) -> dict[str, Any] | None:
    """Failed calls are not kept, nor what is no completion."""
    return response if response["answered"] else None
