"""What came back from an endpoint, held within bounds."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from extractor.errors import EndpointFault, EndpointUnreachable
from extractor.model.completions import parse_json, refusal_kind
from extractor.model.reader import clean

SECONDS = 600.0  # for one call with its attempts; a small machine reads a long prompt at 80 tokens a second
LARGEST = 8 << 20  # bytes of an answer, as sent and as unpacked; a long one has 20,000


@dataclass(frozen=True, slots=True)
class Received:
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def too_late() -> EndpointUnreachable:
    """The error of a call that took its time and more."""
    return EndpointUnreachable("endpoint.late", seconds=SECONDS)


def read_body(chunks: Iterator[bytes], deadline: float) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > LARGEST:
            raise EndpointFault("endpoint.large", size=LARGEST >> 20)
        if time.monotonic() > deadline:
            raise too_late()
    return bytes(body)


def unpack(packed: bytes, coding: str) -> bytes:
    """The body as it was before it was packed, for an endpoint that packs without being asked to."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return packed
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise EndpointFault("endpoint.coding", coding=clean(coding)[:20])
    try:
        body = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(packed, LARGEST + 1)
    except zlib.error:
        raise EndpointFault("endpoint.packed") from None
    if len(body) > LARGEST:
        raise EndpointFault("endpoint.large", size=LARGEST >> 20)
    return body


def error_to_json(body: bytes, mask: Callable[[str], str]) -> dict[str, object]:
    """What the endpoint says of the error, in one place whatever its shape."""
    text = clean(body.decode("utf-8", "replace"))
    try:
        content = parse_json(body)
        said = content.get("error", content) if isinstance(content, dict) else content
        text = json.dumps(said, ensure_ascii=False)
        text = said if isinstance(said, str) else _message(said) or text
    except (ValueError, RecursionError):
        pass
    return {"error": {"message": " ".join(mask(clean(text)).split())}}


def _message(said: object) -> str:
    """The message with the code, where one of them is known by words."""
    if not isinstance(said, dict) or not isinstance(said.get("message"), str):
        return ""
    marks = [said[name] for name in ("code", "type") if isinstance(said.get(name), str)]
    known = [mark for mark in marks if refusal_kind(400, mark)]
    return " ".join([said["message"], *(f"({mark})" for mark in known)])
