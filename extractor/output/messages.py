"""Ids -> words: what schemas/messages.yaml says of reasons, rules, findings and remarks. No other module words them."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union

from extractor.definitions import Definition, read_definition
from extractor.language import plain
from extractor.records import Detail, Finding, Reason, Rule, Status
from extractor.resources import SCHEMAS

Section = Literal["blame", "pairs", "subjects", "leftovers", "columns", "score", "cassettes"]
Told = Union[Detail, "Remark", tuple["Told", ...]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a room above the readers says, by id as a Reason does: a section of schemas/messages.yaml, an id of it,
    and what fills its wording in. Each room has its ids as types."""

    section: Section
    id: str
    details: tuple[tuple[str, Told], ...] = ()


class MessagesFile(Definition):
    """schemas/messages.yaml: a template by id, explained at its top."""

    rules: dict[str, str]
    reasons: dict[str, str]
    findings: dict[str, str]
    statuses: dict[Status, str]
    blame: dict[str, str]
    pairs: dict[str, str]
    subjects: dict[str, str]
    leftovers: dict[str, str]
    columns: dict[str, str]
    score: dict[str, str]
    cassettes: dict[str, str]


class _Filler(string.Formatter):
    """What may stand behind the colon of a detail."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "status":
            values = value if isinstance(value, tuple) else (value,)
            return ", ".join(map(_status_to_text, values))
        if format_spec == "upper":
            return str(value).upper()
        if format_spec == "brackets":
            return f" ({value})" if value else ""
        if isinstance(value, tuple):
            return (format_spec or ", ").join(map(str, value))
        return str(super().format_field(value, format_spec))


FILLER = _Filler()


@cache
def load_messages(folder: Path = SCHEMAS) -> MessagesFile:
    """The wording of the schemas folder."""
    return read_definition(folder / "messages.yaml", MessagesFile)


def rule_to_text(rule: Rule | str | None) -> str:
    """The rule's name, without what it did in one cell."""
    return load_messages().rules.get(rule or "", "a rule of an earlier version")


def reason_to_text(reason: Reason | None) -> str:
    """The reason in words; nothing where there is none."""
    return "" if reason is None else _fill(load_messages().reasons[reason.id], reason.details)


def finding_to_text(finding: Finding) -> str:
    """The finding in words."""
    return finding.message or _fill(load_messages().findings[finding.type], finding.details)


def remark_to_text(remark: Remark) -> str:
    """The remark in words."""
    return _fill(getattr(load_messages(), remark.section)[remark.id], remark.details)


def subject_to_text(id: str, details: Iterable[tuple[str, Told]]) -> str:
    """What a leftover of that id is; most are named alone."""
    return _fill(load_messages().subjects.get(id, "{what}"), details)


def _status_to_text(value: object) -> str:
    """A number in digits, a status in words."""
    if isinstance(value, int | float):
        return plain(value)
    return {str(id): words for id, words in load_messages().statuses.items()}.get(str(value), str(value))


def _fill(template: str, details: Iterable[tuple[str, Told]]) -> str:
    return FILLER.vformat(template, (), {name: _to_shown(detail) for name, detail in details})


def _to_shown(detail: Told) -> object:
    if isinstance(detail, Reason):
        return reason_to_text(detail)
    if isinstance(detail, Remark):
        return remark_to_text(detail)
    if isinstance(detail, tuple):
        return tuple(_to_shown(part) for part in detail)
    return detail
