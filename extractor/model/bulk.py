"""An endpoint's batches: many questions in one file, answered within a day at a part of the price. Only what the wire needs:
which questions, and what becomes of them, others know."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, NamedTuple, TypeVar

import httpx2
import openai
from openai.types import Batch

from extractor.errors import EndpointError, EndpointFault, EndpointUnreachable, ExtractorError
from extractor.model.address import Address
from extractor.model.backend import NO_KEY
from extractor.model.bulk_line import TOLD, BulkTransport
from extractor.model.completions import OK, body_to_answer, parse_json, refusal_kind
from extractor.model.faults import find_cause, is_transient, said_by, to_failure
from extractor.model.reader import clean
from extractor.model.received import SECONDS, error_to_json
from extractor.model.retrying import to_retrying

MOST_LINES = 50_000  # of a batch, as OpenAI has it
MOST_BYTES = 190_000_000  # of its file: 200 MB are allowed
LARGEST = 4 << 30  # bytes of answers
CREATING = 30.0  # seconds until the endpoint says that it has the batch
LISTED = 2_000  # batches that are looked through for one of ours, the newest first
WINDOW = "24h"
ENDED = ("completed", "failed", "expired", "cancelled")
JSON = "application/json"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class State:
    """How a batch is. `files` has what came back so far; `reason` why it failed, if the endpoint says."""

    status: str
    files: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.status in ENDED


class LineAnswer(NamedTuple):
    """What became of one question: a status with what an endpoint would answer, or why there is no answer."""

    custom_id: str
    status: int = 0
    content: Any = None
    fault: str = ""


class NotCreated(EndpointError):
    """The endpoint does not take the batch."""


class Bulk:
    """The batches of one endpoint; for a `with`, or until close()."""

    def __init__(self, address: Address, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._mask = address.secrets.mask
        self._url = address.in_batches
        self._sleep = sleep
        # The SDK is told neither key nor address: it may log both.
        self._openai = openai.OpenAI(
            base_url=TOLD,
            api_key=NO_KEY,
            max_retries=0,
            timeout=SECONDS,
            http_client=httpx2.Client(transport=BulkTransport(address)),
        )

    def to_line(self, custom_id: str, body: bytes) -> bytes:
        """A question as a batch's file has it."""
        told = {"custom_id": custom_id, "method": "POST", "url": self._url, "body": json.loads(body)}
        return json.dumps(told, ensure_ascii=False).encode() + b"\n"

    def upload(self, file: IO[bytes], name: str) -> str:
        """The id of the file at the endpoint."""

        def send() -> str:
            file.seek(0)
            return self._openai.files.create(file=(name, file, "application/jsonl"), purpose="batch").id

        return self._repeat(send)

    def create(self, file: str) -> str:
        """The id of the batch of that file. Not repeated: NotCreated where there is surely none, any other error
        where there may be one, for `find` to find."""
        try:
            return self._create(file).id
        except openai.APIStatusError as error:
            if error.status_code < 500:
                raise NotCreated(
                    "endpoint.failed", kind=f"HTTP {error.status_code}", why=said_by(error)
                ) from None
            raise to_failure(error, said_by(error)) from None
        except openai.OpenAIError as error:
            raise to_failure(error, said_by(error)) from None

    def find(self, file: str) -> str | None:
        """The id of the batch that has been made of that file; None where there is none."""

        def look() -> str | None:
            for count, batch in enumerate(self._openai.batches.list(limit=100)):
                if batch.input_file_id == file:
                    return batch.id
                if count >= LISTED:
                    break
            return None

        return self._repeat(look)

    def look(self, batch: str) -> State:
        """How the batch is now."""
        return self._to_state(self._repeat(lambda: self._openai.batches.retrieve(batch)))

    def answers(self, file: str) -> Iterator[LineAnswer]:
        """What is in a file of the endpoint, in any order."""
        with tempfile.TemporaryFile() as kept:
            self._repeat(lambda: self._download(file, kept))
            kept.seek(0)
            for line in kept:
                with suppress(ValueError, TypeError, AttributeError, KeyError):  # what is no line of a batch
                    yield self._to_answer(parse_json(line))

    def close(self) -> None:
        """Gives the connections back."""
        self._openai.close()

    def _create(self, file: str) -> Batch:
        return self._openai.post(
            "/batches",
            cast_to=Batch,
            body={
                "input_file_id": file,
                "endpoint": self._url,
                "completion_window": WINDOW,
                "metadata": {"program": "ogi-extractor"},
            },
            options={"timeout": CREATING},
        )

    def _download(self, file: str, kept: IO[bytes]) -> None:
        kept.seek(0)
        kept.truncate()
        with self._openai.files.with_streaming_response.content(file) as response:
            for chunk in response.iter_bytes():
                kept.write(chunk)
                if kept.tell() > LARGEST:
                    raise EndpointFault("batch.too-large", size=LARGEST >> 30)

    def _repeat(self, work: Callable[[], T]) -> T:
        """What the work comes to; what may pass is tried again."""
        try:
            return to_retrying(_may_pass, SECONDS, self._sleep)(work)
        except openai.OpenAIError as error:
            ours = find_cause(error, ExtractorError)
            if ours is not None:
                raise ours from None
            raise to_failure(error, said_by(error)) from None
        except httpx2.HTTPError as error:  # in the middle of a download
            raise EndpointUnreachable(
                "endpoint.failed", kind=type(error).__name__, why=self._mask(str(error))
            ) from None

    def _to_state(self, batch: Batch) -> State:
        files = tuple(file for file in (batch.output_file_id, batch.error_file_id) if file)
        said = [error.message or error.code or "" for error in (batch.errors and batch.errors.data) or ()]
        reason = self._mask(clean("; ".join(said[:3])))
        return State(batch.status, files if batch.status in ENDED else (), " ".join(reason.split()))

    def _to_answer(self, line: dict[str, Any]) -> LineAnswer:
        custom_id, response = str(line["custom_id"]), line.get("response") or {}
        status, body = response.get("status_code", 0), json.dumps(response.get("body")).encode()
        if line.get("error") or not status:
            error = line.get("error") or "there is neither an answer nor an error"
            return LineAnswer(custom_id, fault=self._said(json.dumps(error).encode()))
        if status != OK:
            content = error_to_json(body, self._mask)
            said = self._said(body)
            is_refused = refusal_kind(status, said)
            return LineAnswer(custom_id, status, content, "" if is_refused else f"HTTP {status}: {said}")
        try:
            status, content = body_to_answer(body, JSON, self._mask)
        except (EndpointFault, RecursionError) as error:
            return LineAnswer(custom_id, fault=str(error))
        return LineAnswer(custom_id, status, content)

    def _said(self, body: bytes) -> str:
        told = error_to_json(body, self._mask)["error"]
        return str(told["message"] if isinstance(told, dict) else told)


def _may_pass(error: BaseException) -> bool:
    return is_transient(error) or isinstance(error, httpx2.HTTPError)
