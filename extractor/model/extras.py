"""What the command line adds to each request. Light: a run reads it before it knows whether it will ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NoReturn

from extractor.errors import UsageError

HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
OWN_HEADERS = ("host", "content-length", "content-type", "transfer-encoding", "connection", "accept-encoding")
OWN_FIELDS = (
    "model",
    "messages",
    "stream",
    "n",
    "response_format",
    "tools",
    "tool_choice",
)  # what answers depend on
Mode = Literal["json_schema", "tools", "json_object", "markdown"]


@dataclass(frozen=True, slots=True)
class Extras:
    """What the user adds to each request. A field of None is left out; the values of headers are secrets."""

    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


NO_EXTRAS = Extras()


def read_extras(headers: Iterable[str], fields: Iterable[str]) -> Extras:
    """The options NAME=VALUE and KEY=VALUE as what they add. A mistake is told without its value, which may be a
    secret."""
    return Extras(
        dict(_read_header(text) for text in headers),
        dict(_read_field(text) for text in fields),
    )


def _read_header(text: str) -> tuple[str, str]:
    name, sign, value = (part.strip() for part in text.partition("="))
    if not sign or not HEADER_NAME.fullmatch(name) or not (value.isascii() and value.isprintable()):
        raise UsageError("header.shape")
    if name.lower() in OWN_HEADERS:
        raise UsageError("header.own", name=name)
    return name, value


def _read_field(text: str) -> tuple[str, Any]:
    name, sign, value = (part.strip() for part in text.partition("="))
    if not sign or not name:
        raise UsageError("field.shape")
    if name in OWN_FIELDS:
        raise UsageError("field.own", name=name)
    try:
        return name, json.loads(value, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return name, value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
