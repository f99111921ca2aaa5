"""Recorded answers in place of a model: vcrpy's cassette behind one transport for the SDK's HTTP client.

Each document has its own client, transport and cassette. Nothing of the process is patched, so documents
recorded side by side cannot mix.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, cast

import httpx2
from vcr.cassette import Cassette
from vcr.matchers import body, method, path, requests_match
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.record_mode import RecordMode
from vcr.request import Request as HttpRequest

from extractor.cassettes.files import (
    SUFFIX,
    Answered,
    Asked,
    Entry,
    answered_to_completion,
    calls_to_yaml,
    completion_to_answered,
    describe_change,
    describe_request,
    entry_to_yaml,
    read_recording,
)
from extractor.errors import CassetteMiss, ExtractorError, MissingInput
from extractor.model import NO_KEY, Reply, Request
from extractor.model.client import TIMEOUT, Client
from extractor.output import printable_path, write_whole

if TYPE_CHECKING:
    from extractor.model import Live
    from extractor.model.client import Mode

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
UNREACHED = "http://recorded.invalid/v1"  # what the SDK is told; the transport knows where to go
OK = 200
MATCHERS = (method, path, body)  # not the host
Send = Callable[[httpx2.Request], httpx2.Response]


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
        return [_to_http(c.asked) for c in calls], [_to_response(c.answered) for c in calls]

    def save_cassette(self, _: object, content: Mapping[str, list[Any]], **__: object) -> None:
        """The file, whole. Calls are only ever added."""
        done = len(self._texts)
        for request, response in zip(content["requests"][done:], content["responses"][done:], strict=True):
            self._texts.append(entry_to_yaml(_to_entry(request, response)))
        try:
            write_whole(self._path, calls_to_yaml(self._document, self._texts))
        except OSError as error:
            raise ExtractorError(f"{self._path}: cannot be written ({error.strerror})") from error


class Tape(Cassette):  # type: ignore[misc]
    """vcrpy's cassette of one document. Looks a request up instead of comparing it with each of the others."""

    def __init__(self, path: Path, document: str, record: Record) -> None:
        self._indexes: dict[bytes, list[int]] = {}
        super().__init__(
            str(path),
            persister=CassetteFile(path, document),
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
        return (_to_entry(request, response) for request, response in self.data)

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


def _to_http(asked: Asked) -> HttpRequest:
    return HttpRequest("POST", URL, asked.model_dump_json(), {})


def _to_response(answered: Answered | None) -> dict[str, Any]:
    return {"answered": answered}


def _to_entry(request: HttpRequest, response: Mapping[str, Any]) -> Entry:
    return Entry(asked=Asked.model_validate_json(request.body), answered=response["answered"])


def _keep_answer(response: dict[str, Any]) -> dict[str, Any] | None:
    """Failed calls are not kept, nor what is no completion."""
    return response if response["answered"] else None


class Playback(httpx2.BaseTransport):
    """A transport that stands in for the network. It is told what is asked, and says how long the answer took."""

    asking: Request | None = None
    seconds = 0.0

    def play(self, answered: Answered, model: str) -> httpx2.Response:
        """The answer as an endpoint would send it."""
        self.seconds = answered.seconds
        return httpx2.Response(OK, json=answered_to_completion(answered, model))


class CassetteTransport(Playback):
    """Plays what the tape holds; sends the rest, or says what is missing."""

    def __init__(self, tape: Tape, send: Send | None) -> None:
        self._tape = tape
        self._send = send

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The recorded answer, or the live one, recorded."""
        assert self.asking is not None
        asked = describe_request(self.asking, json.loads(request.read()))
        recorded = _to_http(asked)
        if self._tape.can_play_response_for(recorded):
            return self.play(self._tape.play_response(recorded)["answered"], asked.model)
        if self._tape.write_protected or self._send is None:
            raise CassetteMiss(self._describe_miss(asked))
        started = time.monotonic()
        response = self._send(request)
        answered = _read_answer(response, round(time.monotonic() - started, 2))
        self._tape.record(recorded, answered)
        return self.play(answered, asked.model) if answered else response

    def _describe_miss(self, asked: Asked) -> str:
        where = f"{self._tape.path}: no answer for report {asked.report}, {asked.section}"
        again = f", re-ask {asked.attempt - 1}" if asked.attempt > 1 else ""
        return f"{where}{again}: {describe_change(asked, self._tape.entries)}"


def _read_answer(response: httpx2.Response, seconds: float) -> Answered | None:
    if response.status_code != OK:
        return None
    try:
        return completion_to_answered(response.json(), seconds)
    except ValueError:
        return None


class RecordedAsker:
    """Answers from what was recorded, and at the time it took then."""

    def __init__(self, model: str, mode: Mode | None, transport: Playback, url: str = UNREACHED) -> None:
        self.model = model
        self._transport = transport
        http_client = httpx2.Client(transport=transport)
        self._client = Client(url, NO_KEY, model, mode=mode, http_client=http_client)

    def ask(self, request: Request) -> Reply:
        """One request, one reply."""
        self._transport.asking = request
        reply = self._client.ask(request)
        return replace(reply, usage=replace(reply.usage, seconds=self._transport.seconds))


class Cassettes:
    """A backend that records what the live one answers, and answers from what was recorded.

    record: none = replay strictly, no live backend needed; once = record documents that have no cassette;
    new = record what is missing; all = record everything anew.
    """

    def __init__(
        self,
        folder: Path,
        record: Record = "none",
        live: Live | None = None,
        *,
        model: str | None = None,
        mode: Mode | None = None,
        names: Mapping[Path, str] = MappingProxyType({}),
    ) -> None:
        self.name = live.name if live else model
        self.serial = live.serial if live and record != "none" else False
        self._folder, self._record, self._names = folder, record, names
        self._live, self._mode = live, live.mode if live else mode
        self._line = _Line(live) if live and record != "none" else None

    def asker(self, path: Path) -> RecordedAsker:
        """The asker of one document; CassetteMiss where it must have a cassette and has none."""
        tape = self.open_tape(path)
        first = next(tape.entries, None)
        model = self.name or (first.asked.model if first else None)
        if model is None:
            raise CassetteMiss(f"{tape.path}: no such cassette; --record new makes it")
        mode = self._mode or (recorded_mode(first) if first and not self._line else None)
        transport = CassetteTransport(tape, self._line.send if self._line else None)
        return RecordedAsker(model, mode, transport, self._live.url if self._live else UNREACHED)

    def open_tape(self, path: Path) -> Tape:
        """The cassette of the document."""
        file = self._folder / (self._names.get(path, path.name) + SUFFIX)
        return Tape(file, printable_path(path.name), self._record)

    def close(self) -> None:
        """Ends the live backend."""
        if self._line:
            self._line.close()
        if self._live:
            self._live.close()


def recorded_mode(call: Entry) -> Mode:
    """How the answer was asked for."""
    return cast("Mode", call.asked.parameters["mode"])


class _Line:
    """The connection to the live backend, which all documents share."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._client = httpx2.Client(timeout=TIMEOUT)

    def send(self, request: httpx2.Request) -> httpx2.Response:
        """Sends to the live backend what was meant for it. Its key goes no further than here."""
        base_url, key = self._live.reach()
        headers = {n: v for n, v in request.headers.items() if n not in ("host", "authorization")}
        headers["authorization"] = f"Bearer {key}"
        response = self._client.post(f"{base_url.rstrip('/')}{URL}", content=request.read(), headers=headers)
        text = response.text if key == NO_KEY else response.text.replace(key, "***")
        kept = {n: v for n, v in response.headers.items() if n in ("content-type", "retry-after")}
        return httpx2.Response(response.status_code, headers=kept, text=text)

    def close(self) -> None:
        """Gives the connections back."""
        self._client.close()
