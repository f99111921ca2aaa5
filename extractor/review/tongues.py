"""The language that a browser is answered in: what was chosen on the page, else what the server was started in with
--lang, else what the browser prefers, else what the server's own messages are in."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from starlette.requests import Request

from extractor.speech import LANGS, Lang, speaking, to_lang

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

TONGUE = "ogi_lang"  # the cookie with what was chosen
NAMES: dict[Lang, str] = {"en": "English", "zh": "中文"}  # each in its own language


class Speaker:
    """Answers each request in its language."""

    def __init__(self, app: ASGIApp, lang: Lang | None = None) -> None:
        self._app, self._lang = app, lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lang = self._choose(Request(scope)) if scope["type"] == "http" else None
        with speaking(lang) if lang else nullcontext():
            await self._app(scope, receive, send)

    def _choose(self, request: Request) -> Lang | None:
        chosen = find_lang(request.cookies.get(TONGUE, ""))
        return chosen or self._lang or find_preferred(request.headers.get("accept-language", ""))


def find_lang(name: str) -> Lang | None:
    """A language that pages are in."""
    return next((lang for lang in LANGS if lang == name), None)


def find_preferred(header: str) -> Lang | None:
    """The language of ours that an Accept-Language header likes best."""
    wanted = [part.partition(";") for part in header.split(",")]
    liked = sorted(((_weight(rest), name.strip()) for name, _, rest in wanted), key=lambda one: -one[0])
    known = (to_lang(name) for weight, name in liked if weight and name.casefold().startswith(LANGS))
    return next(known, None)


def _weight(told: str) -> float:
    """`q=0.8` -> 0.8; nothing -> 1."""
    _, _, number = told.partition("=")
    try:
        return float(number) if number else 1.0
    except ValueError:
        return 0.0
