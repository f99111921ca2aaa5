"""Recorded answers in place of a model: vcrpy's cassette behind one transport for the SDK's HTTP client.

Each document has its own client, transport and cassette. Nothing of the process is patched, so documents
recorded side by side cannot mix.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, cast

import httpx2

from extractor.cassettes.files import (
    SUFFIX,
    Answered,
    Asked,
    Entry,
    answered_to_completion,
    completion_to_answered,
    describe_change,
    describe_request,
)
from extractor.cassettes.tape import Record, Shelf, Tape, asked_to_http
from extractor.errors import CassetteMiss
from extractor.model import NO_EXTRAS, NO_KEY, SILENT, Extras, Mode, Refused, Reply, Request, refusal_kind
from extractor.model.address import Address
from extractor.model.circuit import Circuit
from extractor.model.client import Client
from extractor.model.line import Line
from extractor.output import printable_path

if TYPE_CHECKING:
    from extractor.model import Live

UNREACHED = "http://recorded.invalid/v1"  # what the SDK is told; the transport knows where to go
OK = 200
REFUSED = 400
# How an answer ended that was none, since the endpoint did not take the question; and what is played for it.
REFUSALS: Mapping[str, str] = MappingProxyType(
    {"refused-content": "content_filter", "refused-length": "context_length_exceeded"}
)
Send = Callable[[httpx2.Request], httpx2.Response]
Take = Callable[[Request, Asked, bytes], None]


class Gate(Protocol):
    """What stands before the live endpoint: limits on how often it is asked, and on what that costs."""

    def enter(self, request: Request) -> bool:
        """Waits for the question's turn. False: it is not to be sent, only taken for asked."""
        ...

    def leave(self, request: Request, prompt_tokens: int, completion_tokens: int) -> None:
        """What the answer took; nothing where there was none."""
        ...


class Later(Protocol):
    """Who takes the questions of a run that are answered another time."""

    def take(self, document: Path, request: Request, asked: Asked, body: bytes) -> None:
        """Keeps the question, to be sent with others; an error where it will get no answer."""
        ...


class OpenGate:
    """No limits."""

    def enter(self, request: Request) -> bool:
        """At once."""
        return True

    def leave(self, request: Request, prompt_tokens: int, completion_tokens: int) -> None:
        """Nothing is counted."""


class Playback(httpx2.BaseTransport):
    """A transport that stands in for the network. It is told what is asked, and says how long the answer took."""

    asking: Request | None = None
    seconds = 0.0

    def play(self, answered: Answered, model: str) -> httpx2.Response:
        """The answer as an endpoint would send it."""
        self.seconds = answered.seconds
        if answered.finish_reason in REFUSALS:
            return httpx2.Response(REFUSED, json={"error": {"message": REFUSALS[answered.finish_reason]}})
        return httpx2.Response(OK, json=answered_to_completion(answered, model))


# Stands for the answer to come: whoever asked asks this no more, and nothing that would hang on it.
TO_COME = Answered(seconds=0, prompt_tokens=0, completion_tokens=0, finish_reason="refused-content")


class CassetteTransport(Playback):
    """Plays what the tape holds; sends the rest, or keeps it for later, or says what is missing."""

    def __init__(
        self, tape: Tape, send: Send | None, gate: Gate | None = None, take: Take | None = None
    ) -> None:
        self._tape = tape
        self._send = send
        self._gate = gate or OpenGate()
        self._take = take

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The recorded answer, or the live one, recorded."""
        assert self.asking is not None
        asked = describe_request(self.asking, json.loads(request.read()))
        recorded = asked_to_http(asked)
        if self._tape.can_play_response_for(recorded):
            return self.play(self._tape.play_response(recorded)["answered"], asked.model)
        if self._take:
            self._take(self.asking, asked, request.read())
            return self.play(TO_COME, asked.model)
        if self._tape.write_protected or self._send is None:
            raise self._miss(asked)
        if not self._gate.enter(self.asking):
            return self.play(_unsent(self.asking), asked.model)
        started, answered = time.monotonic(), None
        try:
            response = self._send(request)
            seconds = round(time.monotonic() - started, 2)
            answered = read_answer(response.status_code, response.json(), seconds)
        finally:
            spent = (answered.prompt_tokens, answered.completion_tokens) if answered else (0, 0)
            self._gate.leave(self.asking, *spent)
        self._tape.record(recorded, answered)
        return self.play(answered, asked.model) if answered else response

    def _miss(self, asked: Asked) -> CassetteMiss:
        where = {"path": self._tape.path, "report": asked.report, "section": asked.section}
        change = describe_change(asked, self._tape.entries)
        if asked.attempt > 1:
            return CassetteMiss("cassette.miss-again", **where, again=asked.attempt - 1, change=change)
        return CassetteMiss("cassette.miss", **where, change=change)


def _unsent(request: Request) -> Answered:
    """What stands for an answer where none was asked for: nothing is said of any item."""
    items = dict.fromkeys(request.answer.offered, SILENT)
    return Answered(seconds=0, prompt_tokens=0, completion_tokens=0, finish_reason="stop", items=items)


def read_answer(status: int, content: Mapping[str, Any], seconds: float) -> Answered | None:
    """What is kept of a response: an answer, or that there will be none to this question."""
    if status == OK:
        return completion_to_answered(content, seconds)
    kind = refusal_kind(status, content["error"]["message"])
    return _refusal(kind, seconds) if kind else None


def _refusal(kind: Refused, seconds: float) -> Answered:
    """A refused question. What the endpoint says of it is not kept: it may repeat the text."""
    return Answered(seconds=seconds, prompt_tokens=0, completion_tokens=0, finish_reason=f"refused-{kind}")


class RecordedAsker:
    """Answers from what was recorded, and at the time it took then."""

    def __init__(
        self,
        model: str,
        mode: Mode | None,
        transport: Playback,
        url: str = UNREACHED,
        *,
        extras: Extras = NO_EXTRAS,
        circuit: Circuit | None = None,
    ) -> None:
        self.model = model
        self._transport = transport
        self._client = Client(
            url, NO_KEY, model, mode=mode, extras=extras, transport=transport, circuit=circuit
        )

    def ask(self, request: Request) -> Reply:
        """One request, one reply."""
        self._transport.asking = request
        reply = self._client.ask(request)
        return replace(reply, usage=replace(reply.usage, seconds=self._transport.seconds))


class Cassettes:
    """A backend that records what the live one answers, and answers from what was recorded.

    record: none = replay strictly, no live backend needed; once = record documents that have no cassette;
    new = record what is missing; all = record everything anew. With a shelf, the calls are kept there instead; with
    a `later`, the live one is not asked.
    """

    def __init__(
        self,
        folder: Path,
        record: Record = "none",
        live: Live | None = None,
        *,
        model: str | None = None,
        mode: Mode | None = None,
        extras: Extras = NO_EXTRAS,
        names: Mapping[Path, str] = MappingProxyType({}),
        shelf: Shelf | None = None,
        gate: Gate | None = None,
        later: Later | None = None,
    ) -> None:
        self.name = live.name if live else model
        self.serial = live.serial if live and record != "none" else False
        self._folder, self._record, self._names = folder, record, names
        self._live, self._mode = live, live.mode if live else mode
        self._extras = live.extras if live else extras
        self._line = _Line(live) if live and record != "none" else None
        self._shelf, self._gate, self._later = shelf, gate, later

    def asker(self, path: Path) -> RecordedAsker:
        """The asker of one document; CassetteMiss where it must have a cassette and has none."""
        tape = self.open_tape(path)
        first = next(tape.entries, None)
        model = self.name or (first.asked.model if first else None)
        if model is None:
            raise CassetteMiss("cassette.none-to-play", path=tape.path)
        mode = self._mode or (recorded_mode(first) if first and not self._line else None)
        take = partial(self._later.take, path) if self._later else None
        transport = CassetteTransport(tape, self._line.send if self._line else None, self._gate, take)
        url = self._live.url if self._live else UNREACHED
        circuit = self._line.circuit if self._line else None
        return RecordedAsker(model, mode, transport, url, extras=self._extras, circuit=circuit)

    def open_tape(self, path: Path) -> Tape:
        """The cassette of the document, in a file of the folder or on the shelf."""
        if self._shelf:
            return Tape(path, printable_path(path.name), self._record, self._shelf)
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
        self.circuit = Circuit()
        self._lines: dict[str, Line] = {}  # by address: a server that died was started anew, elsewhere
        self._lock = threading.Lock()

    def send(self, request: httpx2.Request) -> httpx2.Response:
        """Sends to the live backend what was meant for it."""
        base_url, key = self._live.reach()
        with self._lock:
            if base_url not in self._lines:
                self._lines[base_url] = Line(Address(base_url, key, self._live.extras.headers), self.circuit)
        return self._lines[base_url].send(request)

    def close(self) -> None:
        """Gives the connections back."""
        for line in self._lines.values():
            line.close()
