"""The line to an endpoint: one request there, one bounded answer back. Nothing else of the program opens a connection.

The key and the headers of the user are added here and go no further; what comes back holds neither.
"""

from __future__ import annotations

import base64
import json
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

import httpx2

from extractor.errors import EndpointFault, EndpointUnreachable, UsageError
from extractor.model.backend import NO_KEY
from extractor.model.circuit import Circuit
from extractor.model.completions import OK, body_to_answer, parse_json, refusal_kind
from extractor.model.proxies import find_proxy
from extractor.model.reader import clean
from extractor.model.secrets import Secrets

SECONDS = (
    600.0  # for one call with all its attempts; a small machine reads a long prompt at 80 tokens a second
)
CONNECTING = 20.0  # seconds of them until there is a connection
LARGEST = 8 << 20  # bytes of an answer, as sent and as unpacked; a long one has 20,000
MOST_REDIRECTS = 3
FOLLOWED = (307, 308)  # redirects that ask for the same request again
PATH = "/chat/completions"
NOT_SENT = (
    "host",
    "authorization",
    "accept-encoding",
    "content-length",
    "connection",
)  # of what the SDK would send
KEPT = ("retry-after",)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Received:
    """What came back, whole."""

    status: int
    headers: httpx2.Headers
    body: bytes


@dataclass(frozen=True)
class Address:
    """Where questions go, and what opens the door there."""

    base_url: str
    api_key: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def parts(self) -> SplitResult:
        """The URL of the questions."""
        url = urlsplit(self.base_url)
        return url._replace(
            netloc=url.netloc.rpartition("@")[2], path=url.path.rstrip("/") + PATH, fragment=""
        )

    @property
    def authorized(self) -> dict[str, str]:
        """The headers that open the door. Those that the user gives go before the others."""
        url, key = urlsplit(self.base_url), f"Bearer {self.api_key}"
        if url.username or url.password:
            pair = f"{unquote(url.username or '')}:{unquote(url.password or '')}"
            key = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return {"authorization": key, **{name.lower(): value for name, value in self.headers.items()}}

    @property
    def secrets(self) -> Secrets:
        """All that must not be shown."""
        url = urlsplit(self.base_url)
        of_url = (
            url.password or "",
            unquote(url.password or ""),
            *(value for _, value in parse_qsl(url.query)),
        )
        key = () if self.api_key == NO_KEY else (self.api_key,)
        return Secrets((*key, *self.authorized.values(), *of_url))


class Line:
    """The connections to one endpoint; all threads may use it."""

    def __init__(self, address: Address, circuit: Circuit) -> None:
        self._url = address.parts
        self._headers = address.authorized
        self._secrets = address.secrets
        self._circuit = circuit
        self._transport = _transport(self._url)

    def send(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to what the SDK would send: a plain completion, or an error with its status."""
        self._circuit.check()
        headers = {name: value for name, value in request.headers.items() if name not in NOT_SENT}
        headers |= {"accept-encoding": "identity", **self._headers}
        content, seconds = request.read(), request.extensions.get("timeout", {}).get("read") or SECONDS
        try:
            return self._to_response(
                _within(seconds, lambda deadline: self._follow(headers, content, deadline))
            )
        except EndpointFault as fault:
            self._circuit.count(fault)
            raise

    def close(self) -> None:
        """Gives the connections back."""
        self._transport.close()

    def _follow(self, headers: Mapping[str, str], content: bytes, deadline: float) -> Received:
        """The answer, from wherever on the same host the endpoint has moved to."""
        url = self._url
        for _ in range(MOST_REDIRECTS + 1):
            received = self._exchange(url.geturl(), headers, content, deadline)
            if received.status not in FOLLOWED:
                return received
            target = _redirect_target(url, received)
            if target is None or not _is_same_place(url, target):
                return received
            url = target
        return received

    def _exchange(self, url: str, headers: Mapping[str, str], content: bytes, deadline: float) -> Received:
        left = max(deadline - time.monotonic(), 1.0)
        timeout = {"connect": min(CONNECTING, left), "read": left, "write": left, "pool": left}
        request = httpx2.Request(
            "POST", url, headers=headers, content=content, extensions={"timeout": timeout}
        )
        response = self._transport.handle_request(request)
        try:
            packed = _read(response.iter_raw(), deadline)
        finally:
            response.close()
        return Received(response.status_code, response.headers, _unpack(packed, response.headers))

    def _to_response(self, received: Received) -> httpx2.Response:
        status, mask = received.status, self._secrets.mask
        if 300 <= status < 400:
            raise EndpointFault(_told_redirect(self._url, received))
        kept = {name: value for name, value in received.headers.items() if name in KEPT}
        if not 200 <= status < 300:
            return httpx2.Response(status, headers=kept, json=_error(received.body, mask))
        media_type = received.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            status, content = body_to_answer(received.body, media_type, mask)
        except RecursionError:
            raise EndpointFault("answered with JSON that is nested too deep") from None
        if status == OK:
            self._circuit.close()
        return httpx2.Response(status, headers=kept, json=content)


class LineTransport(httpx2.BaseTransport):
    """The line, where the SDK's HTTP client expects a network."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request, one answer."""
        return self._line.send(request)

    def close(self) -> None:
        """Gives the connections back."""
        self._line.close()


def _transport(url: SplitResult) -> httpx2.HTTPTransport:
    proxy = find_proxy(url)
    try:
        return httpx2.HTTPTransport(proxy=proxy)
    except ImportError:
        raise UsageError(
            "the proxy of the environment (ALL_PROXY, HTTP_PROXY or HTTPS_PROXY) speaks SOCKS, which needs: "
            'pip install "httpx2[socks]"; or name the endpoint in NO_PROXY'
        ) from None
    except (ValueError, httpx2.InvalidURL):
        raise UsageError(
            "the proxy of the environment (ALL_PROXY, HTTP_PROXY or HTTPS_PROXY) is no URL"
        ) from None


def _within(seconds: float, work: Callable[[float], T]) -> T:
    """What the work comes to, if it does in time. It has a thread of its own, since names that do not resolve and
    headers that come in drips know no limit; the thread is left behind."""
    done: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()
    deadline = time.monotonic() + seconds

    def run() -> None:
        try:
            done.put((work(deadline), None))
        except BaseException as error:
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, error = done.get(timeout=seconds)
    except Empty:
        raise _too_late() from None
    if error:
        raise error
    return result  # type: ignore[return-value]


def _too_late() -> EndpointUnreachable:
    return EndpointUnreachable(f"no whole answer within {SECONDS:.0f} seconds")


def _read(chunks: Iterator[bytes], deadline: float) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > LARGEST:
            raise EndpointFault(f"answered with more than {LARGEST >> 20} MB")
        if time.monotonic() > deadline:
            raise _too_late()
    return bytes(body)


def _unpack(packed: bytes, headers: httpx2.Headers) -> bytes:
    """The body as it was before it was packed, for an endpoint that packs without being asked to."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        return packed
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise EndpointFault(f"answered in the coding {clean(coding)[:20]!r}, which was not asked for")
    try:
        body = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(packed, LARGEST + 1)
    except zlib.error:
        raise EndpointFault("answered with what cannot be unpacked") from None
    if len(body) > LARGEST:
        raise EndpointFault(f"answered with more than {LARGEST >> 20} MB")
    return body


def _error(body: bytes, mask: Callable[[str], str]) -> dict[str, object]:
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


def _redirect_target(url: SplitResult, received: Received) -> SplitResult | None:
    location = received.headers.get("location", "")
    try:
        target = urlsplit(urljoin(url.geturl(), location))
        return target if location and target.hostname and target.port != 0 else None
    except ValueError:
        return None


def _is_same_place(url: SplitResult, target: SplitResult) -> bool:
    """The same host and port, or the same host by its safe door."""
    if target.hostname != url.hostname:
        return False
    upgraded = (url.scheme, target.scheme) == ("http", "https") and (url.port, target.port) == (None, None)
    return upgraded or (url.scheme, url.port) == (target.scheme, target.port)


def _told_redirect(url: SplitResult, received: Received) -> str:
    target = _redirect_target(url, received)
    if target is None:
        return f"redirects to nowhere (status {received.status})"
    if received.status in FOLLOWED and _is_same_place(url, target):
        return f"redirects in a circle (status {received.status})"
    host = f"{target.scheme}://{clean(target.hostname or '')}{f':{target.port}' if target.port else ''}"
    return (
        f"redirects to {host} (status {received.status}), which was not followed; name it in OPENAI_BASE_URL"
    )
