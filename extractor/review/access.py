"""Who may ask, and what a browser may do with what it gets. Every request goes through here first."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from extractor.speech import say

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN = "ogi_token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all, browsers do not tell the origin of our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Access:
    """`hosts`: names that a request may be addressed to; without any, this machine's name and plain addresses.
    `token`: what a browser has to bring once, where others can reach the server. `csrf`: what a form of ours has."""

    hosts: tuple[str, ...] = LOOPBACK
    token: str | None = None
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def takes_host(self, request: Request) -> bool:
        """Whether the request is addressed to us, and not to a name that somebody had point here."""
        name = _host_name(request.headers.get("host", ""))
        return name in self.hosts if self.hosts else _is_address(name) or name == socket.gethostname().lower()

    def takes_origin(self, request: Request) -> bool:
        """Whether a page of ours asks, as far as the browser tells."""
        origin = request.headers.get("origin")
        return origin is None or urlsplit(origin).netloc == request.headers.get("host")

    def knows(self, told: str | None) -> bool:
        """Whether that is the token."""
        return self.token is None or secrets.compare_digest((told or "").encode(), self.token.encode())

    def is_ours(self, told: str) -> bool:
        """Whether the form that this stood in is one of our pages'."""
        return secrets.compare_digest(told.encode(), self.csrf.encode())


def make_access(host: str) -> Access:
    """For a server on that address: on the machine itself everybody is the user; elsewhere a token is needed."""
    if host in LOOPBACK:
        return Access()
    wildcard = host in ("0.0.0.0", "::", "")
    return Access(() if wildcard else (host.lower(),), secrets.token_urlsafe(24))


def _host_name(header: str) -> str:
    """`[::1]:80` -> `::1`."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """Lets through what may come in, and says of each answer what a browser may do with it."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refuse(Request(scope))
        await (refusal or self._app)(scope, receive, told)

    def _refuse(self, request: Request) -> Response | None:
        """The answer to what may not come in; a token is kept by the browser and taken out of the address."""
        access = self._access
        if not access.takes_host(request):
            return PlainTextResponse(say("review.refused-host"), 421)
        if request.method not in ("GET", "HEAD") and not access.takes_origin(request):
            return PlainTextResponse(say("review.refused-form"), 403)
        if access.token is None or access.knows(request.cookies.get(TOKEN)):
            return None
        if not access.knows(request.query_params.get("token")):
            return PlainTextResponse(say("review.refused-token"), 401)
        answer = RedirectResponse(request.url.path, 303)
        answer.set_cookie(TOKEN, access.token, httponly=True, samesite="strict")
        return answer
