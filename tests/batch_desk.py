"""What an endpoint does with files and batches, as OpenAI does: for tests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from support import Wire, first_offers, refusal

Line = dict[str, Any]
Answer = Callable[[Line], Wire]


@dataclass
class Batch:
    """One that was created."""

    id: str
    input_file: str
    looks: int
    status: str = "validating"
    files: dict[str, str | None] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)


@dataclass
class BatchDesk:
    """Batches end when they were looked at so often. `answer` gives what the endpoint would have answered; `lost` why a
    question gets none; `ends` how batches end."""

    answer: Answer = first_offers
    looks: int = 1
    ends: str = "completed"
    lost: Callable[[Line], str] = lambda body: ""
    errors: list[dict[str, str]] = field(default_factory=list)
    before: Callable[[str, str], Wire | None] = lambda method, path: None  # what happens instead
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def asked(self) -> list[Line]:
        """The lines of all batches."""
        files = [self.files[batch.input_file] for batch in self.batches.values()]
        return [json.loads(line) for file in files for line in file.splitlines()]

    def handle(self, method: str, path: str, body: bytes) -> Wire | None:
        """The answer to what is asked of files and batches."""
        path = path.partition("/v1")[2].partition("?")[0]
        if not path.startswith(("/files", "/batches")):
            return None
        if instead := self.before(method, path):
            return instead
        with self.lock:
            match method, path.strip("/").split("/"):
                case "POST", ["files"]:
                    return self._keep(body)
                case "POST", ["batches"]:
                    return self._create(json.loads(body))
                case "GET", ["batches"]:
                    newest = [_shown(batch) for batch in reversed(self.batches.values())]
                    return _json({"object": "list", "data": newest, "has_more": False})
                case "GET", ["batches", id] if id in self.batches:
                    return _json(_shown(self._look(self.batches[id])))
                case "GET", ["files", id, "content"] if id in self.files:
                    return 200, {"content-type": "application/octet-stream"}, self.files[id]
        return refusal(404, "no such thing")

    def _keep(self, body: bytes) -> Wire:
        """The file part of a form."""
        mark = body.split(b"\r\n", 1)[0]
        parts = [part for part in body.split(mark) if b'name="file"' in part]
        assert any(b"batch" in part for part in body.split(mark) if b'name="purpose"' in part)
        content = parts[0].split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n")
        return _json({"id": self._add(content), "object": "file"})

    def _create(self, told: dict[str, Any]) -> Wire:
        assert told["completion_window"] == "24h" and told["endpoint"] == "/v1/chat/completions"
        batch = Batch(f"batch_{len(self.batches) + 1}", told["input_file_id"], self.looks)
        self.batches[batch.id] = batch
        return _json(_shown(batch))

    def _look(self, batch: Batch) -> Batch:
        batch.looks -= 1
        if batch.looks > 0:
            batch.status = "in_progress"
        elif not batch.files:
            batch.status, batch.errors = self.ends, self.errors
            batch.files = self._answer(batch) if self.ends != "failed" else {"output_file_id": None}
        return batch

    def _answer(self, batch: Batch) -> dict[str, str | None]:
        """Answers in another order than the questions; errors in a file of their own."""
        good: list[dict[str, Any]] = []
        bad: list[dict[str, Any]] = []
        for line in reversed(self.files[batch.input_file].splitlines()):
            told = json.loads(line)
            lost, shown = self.lost(told["body"]), {"id": "r", "custom_id": told["custom_id"]}
            if lost == "silence":
                continue
            if lost:
                error = {"code": lost, "message": f"it was {lost}"}
                bad.append(shown | {"response": None, "error": error})
                continue
            status, _, body = self.answer(told["body"])
            response = {"status_code": status, "request_id": "q", "body": json.loads(body)}
            (good if status == 200 else bad).append(shown | {"response": response, "error": None})
        return {
            "output_file_id": self._add(_lines(good)) if good else None,
            "error_file_id": self._add(_lines(bad)) if bad else None,
        }

    def _add(self, content: bytes) -> str:
        id = f"file-{len(self.files) + 1}"
        self.files[id] = content
        return id


def _lines(lines: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def _shown(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "object": "batch",
        "endpoint": "/v1/chat/completions",
        "input_file_id": batch.input_file,
        "completion_window": "24h",
        "created_at": 0,
        "status": batch.status,
        "errors": {"object": "list", "data": batch.errors} if batch.errors else None,
        **batch.files,
    }


def _json(content: object) -> Wire:
    return 200, {}, json.dumps(content).encode()
