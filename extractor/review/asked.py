"""What a browser sends -> filters, steps, names. What makes no sense is said in words, for the page."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from typing import Literal, cast, get_args
from urllib.parse import parse_qs

from extractor.ids import GIVEN, Status
from extractor.records import Number
from extractor.speech import say
from extractor.store import Action, Cut, Filter

ONLY_PARTS = "x-ogi-parts"  # the header by which a script of ours asks
MAX_FORM = 64_000  # bytes
MAX_NOTE, MAX_NAME, MAX_WORDS = 2000, 60, 100
MAX_DIGITS = 18
CHOSEN: tuple[Status, ...] = (
    "reported",
    "none_stated",
    "approximate",
    "blank",
    "not_applicable",
    "unreadable",
)
Form = Mapping[str, str]


class Refused(Exception):
    """What was sent cannot be done; the message is for the page."""


def read_form(body: bytes) -> Form:
    """The fields of a form, each once."""
    try:
        return {name: values[-1] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    except ValueError as error:
        raise Refused(say("review.error-form")) from error


def wants_parts(headers: Mapping[str, str]) -> bool:
    """Whether a script asks, which has the page and puts into it what changes."""
    return ONLY_PARTS in headers


def to_parts(method: str, headers: Mapping[str, str]) -> Literal["all", "decided", "opened"]:
    """What is to be given of a report's page: after a decision all but the source, of another cell its card."""
    if not wants_parts(headers):
        return "all"
    return "opened" if method == "GET" else "decided"


def to_filter(query: Mapping[str, str]) -> Filter:
    """What the list is narrowed to."""
    year = to_whole(query.get("year", ""))
    undecided = query.get("undecided") == "1"
    return Filter(query.get("words", "").strip()[:MAX_WORDS], year, query.get("form", ""), undecided)


def to_cut(query: Mapping[str, str]) -> Cut | None:
    """Where in a list a page goes on, or back; from its begin where that makes no sense."""
    back = "before" in query
    try:
        parts = query.get("before" if back else "after", "").split("_")
        place = tuple(int(part) if part.isdecimal() else float(part) for part in parts)
    except ValueError:
        return None
    return Cut(place, back) if all(map(math.isfinite, place)) else None


def cut_to_query(cut: Cut) -> dict[str, str]:
    """The same as a page links to it."""
    return {"before" if cut.back else "after": "_".join(map(repr, cut.place))}


def to_whole(text: str, most: int = 999_999) -> int | None:
    """A whole number, where there is one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most else None


def to_action(form: Form) -> Action:
    """What is to be done."""
    action = form.get("action", "")
    if action not in get_args(Action):
        raise Refused(say("review.error-form"))
    return cast(Action, action)


def to_value(form: Form) -> tuple[Number | None, Status]:
    """A corrected value with its status, which have to go together."""
    status = form.get("status", "reported")
    if status not in CHOSEN:
        raise Refused(say("review.error-form"))
    text = unicodedata.normalize("NFKC", form.get("value", "")).strip().replace(",", "")
    if status not in GIVEN:
        return None, status
    if not text and status == "none_stated":
        return 0, "none_stated"
    return to_number(text), status


def to_number(text: str) -> Number:
    """Digits as a number."""
    try:
        value: Number = int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        raise Refused(say("review.error-number")) from None
    if not math.isfinite(value) or not abs(value) < 10**MAX_DIGITS:
        raise Refused(say("review.error-number"))
    return value


def to_note(form: Form) -> str:
    """A comment."""
    return form.get("note", "").strip()[:MAX_NOTE]


def to_name(text: str) -> str:
    """Who somebody is, in one line."""
    return " ".join(text.split())[:MAX_NAME]
