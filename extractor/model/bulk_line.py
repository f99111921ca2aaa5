"""The line to an endpoint's files and batches, as line.py is to its answers: key and headers are added here alone."""

from __future__ import annotations

import time

import httpx2

from extractor.errors import EndpointFault
from extractor.model.address import Address
from extractor.model.completions import parse_json
from extractor.model.line import CONNECTING, KEPT, open_transport
from extractor.model.received import SECONDS, Received, error_to_json, read_body, unpack
from extractor.model.redirects import refuse_redirect

TOLD = "http://endpoint/v1"  # the address that the SDK is told
DOWNLOAD = "/content"
NOT_SENT = ("host", "authorization", "accept-encoding", "connection")


class BulkTransport(httpx2.BaseTransport):
    """Where the SDK's HTTP client expects a network. What is downloaded comes as a stream, all else whole."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._mask = address.secrets.mask
        self._transport = open_transport(address.parts)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request, one answer without keys."""
        deadline = time.monotonic() + SECONDS
        path = request.url.path.removeprefix(httpx2.URL(TOLD).path)
        response = self._transport.handle_request(self._addressed(request, path))
        if response.status_code == 200 and path.endswith(DOWNLOAD):
            return response
        try:
            packed = read_body(response.iter_raw(), deadline)
        finally:
            response.close()
        body = unpack(packed, response.headers.get("content-encoding", ""))
        return self._to_response(Received(response.status_code, response.headers, body), path)

    def close(self) -> None:
        """Gives the connections back."""
        self._transport.close()

    def _addressed(self, request: httpx2.Request, path: str) -> httpx2.Request:
        headers = {name: value for name, value in request.headers.items() if name not in NOT_SENT}
        url = self._address.at(path, request.url.query.decode("ascii"))
        timeout = {"connect": CONNECTING, "read": SECONDS, "write": SECONDS, "pool": SECONDS}
        return httpx2.Request(
            request.method,
            url.geturl(),
            headers=headers | {"host": url.netloc, "accept-encoding": "identity", **self._address.authorized},
            stream=request.stream,
            extensions={"timeout": timeout | request.extensions.get("timeout", {})},
        )

    def _to_response(self, received: Received, path: str) -> httpx2.Response:
        if 300 <= received.status < 400:
            raise refuse_redirect(self._address.at(path), received)
        if not 200 <= received.status < 300:
            kept = {name: value for name, value in received.headers.items() if name in KEPT}
            return httpx2.Response(
                received.status, headers=kept, json=error_to_json(received.body, self._mask)
            )
        try:
            return httpx2.Response(received.status, json=parse_json(received.body))
        except ValueError:
            raise EndpointFault("batch.no-json", path=path) from None
