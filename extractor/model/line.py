"""The line to an endpoint: one request there, one bounded answer back. Nothing else of the program opens a connection.

The key and the headers of the user are added here and go no further; what comes back holds neither.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from queue import Empty, SimpleQueue
from typing import TypeVar
from urllib.parse import SplitResult

import httpx2

from extractor.errors import EndpointFault, UsageError
from extractor.model.address import Address
from extractor.model.circuit import Circuit
from extractor.model.completions import OK, body_to_answer
from extractor.model.proxies import find_proxy
from extractor.model.received import SECONDS, Received, error_to_json, read_body, too_late, unpack
from extractor.model.redirects import (
    FOLLOWED,
    MOST_REDIRECTS,
    is_same_place,
    redirect_target,
    refuse_redirect,
)

CONNECTING = 20.0  # seconds until there is a connection
# Of what the SDK would send.
NOT_SENT = ("host", "authorization", "accept-encoding", "content-length", "connection")
KEPT = ("retry-after",)
T = TypeVar("T")


class Line:
    """The connections to one endpoint; all threads may use it."""

    def __init__(self, address: Address, circuit: Circuit) -> None:
        self._url = address.parts
        self._headers = address.authorized
        self._secrets = address.secrets
        self._circuit = circuit
        self._transport = open_transport(self._url)

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
            target = redirect_target(url, received)
            if target is None or not is_same_place(url, target):
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
            packed = read_body(response.iter_raw(), deadline)
        finally:
            response.close()
        return Received(
            response.status_code,
            response.headers,
            unpack(packed, response.headers.get("content-encoding", "")),
        )

    def _to_response(self, received: Received) -> httpx2.Response:
        status, mask = received.status, self._secrets.mask
        if 300 <= status < 400:
            raise refuse_redirect(self._url, received)
        kept = {name: value for name, value in received.headers.items() if name in KEPT}
        if not 200 <= status < 300:
            return httpx2.Response(status, headers=kept, json=error_to_json(received.body, mask))
        media_type = received.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            status, content = body_to_answer(received.body, media_type, mask)
        except RecursionError:
            raise EndpointFault("endpoint.deep") from None
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


def open_transport(url: SplitResult) -> httpx2.HTTPTransport:
    """The network, by way of the environment's proxy where it names one."""
    proxy = find_proxy(url)
    try:
        return httpx2.HTTPTransport(proxy=proxy)
    except ImportError:
        raise UsageError("proxy.socks") from None
    except (ValueError, httpx2.InvalidURL):
        raise UsageError("proxy.url") from None


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
        raise too_late() from None
    if error:
        raise error
    return result  # type: ignore[return-value]
