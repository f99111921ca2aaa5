"""What a browser keeps of its user: a name, a language, a way to look at sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

from fastapi.responses import RedirectResponse

from extractor.review import asked
from extractor.review.tongues import TONGUE, find_lang

View = Literal["pages", "text"]

if TYPE_CHECKING:
    from fastapi import Request

PERSON = "ogi_person"
VIEW = "ogi_view"
VIEWS: tuple[View, ...] = ("pages", "text")  # of a source that has pages
YEAR = 365 * 24 * 3600


def find_person(request: Request) -> str:
    """Who sits there, if the browser knows."""
    return asked.to_name(unquote(request.cookies.get(PERSON, "")))


def find_view(request: Request) -> View:
    """How sources are looked at that have pages."""
    return next((view for view in VIEWS if view == request.cookies.get(VIEW)), VIEWS[0])


def remember(form: asked.Form) -> RedirectResponse:
    """Back to where the form was, with what it says kept by the browser."""
    answer = RedirectResponse(_own_address(form.get("here", "")), 303)
    for name, value in _to_cookies(form).items():
        answer.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="strict")
    return answer


def _to_cookies(form: asked.Form) -> Mapping[str, str]:
    kept = {}
    if "person" in form:
        kept[PERSON] = quote(asked.to_name(form["person"]))
    if lang := find_lang(form.get("lang", "")):
        kept[TONGUE] = lang
    if form.get("view") in VIEWS:
        kept[VIEW] = form["view"]
    return kept


def _own_address(here: str) -> str:
    """A path of this server, and nothing that a browser takes for another one."""
    return here if here.startswith("/") and here[1:2] not in ("/", "\\") else "/"
