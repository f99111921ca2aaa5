"""What several test modules share: short ways to build records, a model that answers from a queue, a local endpoint."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

from extractor.errors import ExtractorError
from extractor.forms.editions import find_form, load_forms
from extractor.ids import GIVEN, Status
from extractor.loading.text_tables import text_to_tables
from extractor.model.asker import Reply, Request
from extractor.narrative.claims import Claims
from extractor.narrative.readings import find_supports
from extractor.pipeline import Settings, sentences_to_claims
from extractor.records import (
    Candidate,
    Decision,
    Detail,
    Document,
    Evidence,
    Excerpt,
    Finding,
    Identification,
    Number,
    Reason,
    Segments,
    Sentence,
    Usage,
)
from extractor.report.identify import excerpt_to_identification
from extractor.report.segment import report_to_segments
from extractor.tables.read import GridReading, tables_to_candidates

DOCUMENTS = Path(__file__).parent / "documents"
Failure = TypeVar("Failure", bound=ExtractorError)


def to_document(text: str) -> Document:
    """Text as a document without tables."""
    return Document("report.txt", "0" * 64, "text/plain", text)


def whole(document: Document, title: str | None = None) -> Excerpt:
    """The whole document as one report."""
    text = document.text
    return Excerpt(1, text.count("\n") + 1, 0, len(text), title)


def to_segments(text: str, title: str | None = None) -> Segments:
    """The text as one report, cut into sentences."""
    document = to_document(text)
    return report_to_segments(document, whole(document, title))


def to_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of the text as one report."""
    return to_segments(text).sentences


def to_claims(text: str, form: str = "2014", year: int | None = 2015) -> tuple[Claims, ...]:
    """Each sentence of the text read against the form."""
    return sentences_to_claims(to_sentences(text), find_form(form), year)


def offered(text: str, form: str = "2014", year: int | None = 2015) -> dict[str, set[Number]]:
    """All values that the text can stand for, by cell."""
    claims, cells = to_claims(text, form, year), find_form(form).cells
    found = {cell.key: {s.value for c in claims for s in find_supports(c, cell)} for cell in cells}
    return {key: values for key, values in found.items() if values}


def exact(text: str, form: str = "2014", year: int | None = 2015) -> dict[str, set[Number]]:
    """Those of the values whose own clause names the cell."""
    claims, cells = to_claims(text, form, year), find_form(form).cells
    found = {cell.key: {s.value for c in claims for s in find_supports(c, cell) if s.exact} for cell in cells}
    return {key: values for key, values in found.items() if values}


def identify(text: str) -> Identification:
    """Whose report the whole text is."""
    document = to_document(text)
    return excerpt_to_identification(document, whole(document), load_forms().values())


def read_tables(text: str, form: str = "2014", year: int = 2013) -> GridReading:
    """What the tables of a report of plain text say."""
    document = replace(to_document(text), tables=text_to_tables(text))
    return tables_to_candidates(document.tables, find_form(form), year, source=(document, whole(document)))


def given_cells(text: str, form: str = "2014", year: int = 2013) -> dict[str, Number | None]:
    """The values that they print."""
    return {c.key: c.value for c in read_tables(text, form, year).candidates if c.status in GIVEN}


def decision(key: str, value: Number | None, status: Status = "reported", *, sure: bool = True) -> Decision:
    """A cell decided on one candidate."""
    found = (Candidate(key, value, status, "llm", None, True, sure),)
    return Decision(key, value, status, "llm", Reason.of("sole"), None, found)


def decisions(values: Mapping[str, Number | None], form: str = "2014") -> dict[str, Decision]:
    """Every cell of the form: the given values, the rest not stated."""
    silent = {
        c.key: Decision(c.key, None, "not_stated", None, Reason.of("silent")) for c in find_form(form).cells
    }
    return silent | {key: decision(key, value) for key, value in values.items()}


def details(finding: Finding) -> dict[str, Detail]:
    """What fills in the finding's words, by name."""
    return dict(finding.details)


def candidate(key: str, value: Number | None, backend: str = "llm", **changes: Any) -> Candidate:
    """An accepted candidate that stands at the document's first character."""
    evidence = Evidence("sentence", "s1", 0, 1, "x", (0, 1))
    options: dict[str, Any] = {"status": "reported", "evidence": evidence} | changes
    return Candidate(key, value, backend=backend, **options)


def no_model(path: Path) -> QueuedAsker:
    """Stands where no question may arise."""
    raise AssertionError(f"the model was asked about {path}")


def grid_only() -> Settings:
    """Tables only, and any question to a model is an error."""
    return Settings(asker=no_model, readers=("grid", "llm"))


@dataclass
class QueuedAsker:
    """A model that gives the queued answers in turn, and remembers what it was asked."""

    replies: list[Reply]
    model: str = "queue"
    asked: list[Request] = field(default_factory=list)

    def ask(self, request: Request) -> Reply:
        """The next reply of the queue."""
        self.asked.append(request)
        return self.replies.pop(0)


def reply(answers: Mapping[str, str | None], tokens: int = 10) -> Reply:
    """A whole answer."""
    return Reply(dict(answers), "", Usage(1, 0, tokens, tokens, 0.5))


def cut_off(tokens: int = 10) -> Reply:
    """An answer that ended too early."""
    return Reply({}, "the answer was cut off (finish_reason length)", Usage(1, 0, tokens, tokens, 0.5))


Wire = tuple[int, dict[str, str], bytes]


class Desk(Protocol):
    """The part of an endpoint that takes files and batches."""

    def handle(self, method: str, path: str, body: bytes) -> Wire | None:
        """The answer, if that is its own."""
        ...


@dataclass
class Endpoint:
    """A chat-completions server's memory: what to answer, and what it was sent."""

    answers: list[Wire]
    otherwise: Callable[[dict[str, Any]], Wire]  # what comes after the last of them
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    desk: Desk | None = None  # for files and batches

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The bodies as JSON."""
        return [json.loads(body) for body in self.bodies]


def broken(body: dict[str, Any]) -> Wire:
    """An endpoint's failure."""
    return 500, {}, b"{}"


def first_offers(body: dict[str, Any]) -> Wire:
    """To each item the first of its possible answers."""
    properties = body["response_format"]["json_schema"]["schema"]["properties"]
    answers = {name: schema["enum"][0] for name, schema in properties.items()}
    return completion(json.dumps(answers, ensure_ascii=False))


@contextmanager
def serving(
    answers: Iterable[Wire] = (),
    otherwise: Callable[[dict[str, Any]], Wire] = broken,
    desk: Desk | None = None,
) -> Iterator[Endpoint]:
    """A local endpoint that gives the answers in turn, and then what `otherwise` makes of the request."""
    endpoint = Endpoint(list(answers), otherwise, desk=desk)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(endpoint))
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            sent = self.rfile.read(length)
            if len(sent) < length:  # who asked was killed amid the request
                self.close_connection = True
                return
            endpoint.headers.append({name.lower(): value for name, value in self.headers.items()})
            if told := endpoint.desk and endpoint.desk.handle("POST", self.path, sent):
                self.give(told)
                return
            endpoint.bodies.append(sent)
            queued = endpoint.answers.pop(0) if endpoint.answers else None
            self.give(queued or endpoint.otherwise(json.loads(sent)))

        def do_GET(self) -> None:
            told = endpoint.desk.handle("GET", self.path, b"") if endpoint.desk else None
            self.give(told or refusal(404))

        def give(self, wire: Wire) -> None:
            status, headers, body = wire
            self.send_response(status)
            for name, value in {"content-type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            with suppress(ConnectionError):  # whoever asked was killed meanwhile
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    return Handler


def completion(content: str, *, finish: str = "stop", tool: str | None = None) -> Wire:
    """A chat completion as the wire carries it; `tool` names the function that the content is the arguments of."""
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if tool is not None:
        call = {"id": "call_1", "type": "function", "function": {"name": tool, "arguments": content}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    body = {
        "id": "c1",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }
    return 200, {}, json.dumps(body).encode()


def refusal(status: int, message: str = "no", **headers: str) -> Wire:
    """An error as the wire carries it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, named, json.dumps({"error": {"message": message}}, ensure_ascii=False).encode()


def left_processes(mark: str, patience: float) -> list[int]:
    """Which processes have this in their environment, NAME=value, when they have had so many seconds to end. Only
    Linux tells; elsewhere there is none."""
    deadline = time.monotonic() + patience
    while (left := list(find_processes(mark.encode()))) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def find_processes(mark: bytes) -> Iterator[int]:
    """Those that have it in their environment."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                yield int(process.name)
        except OSError:  # it has ended, or is another user's
            continue


@contextmanager
def fails(kind: type[Failure], id: str, **details: object) -> Iterator[pytest.ExceptionInfo[Failure]]:
    """An error of that kind and id is raised; of its details it has those that are named, as they are named."""
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.id == id
    assert {name: caught.value.details[name] for name in details} == details
