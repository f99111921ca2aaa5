"""Ids -> words: the names of rules, and remarks of the rooms above. Reasons and findings: extractor/messages.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Union

from extractor.language import plain
from extractor.messages import Filler, load_messages, reason_to_text
from extractor.records import Detail, Reason, Rule

Section = Literal["blame", "pairs", "subjects", "leftovers", "columns", "score", "cassettes", "panel"]
Told = Union[Detail, "Remark", tuple["Told", ...]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a room above the readers says, by id as a Reason does: a section of schemas/messages.yaml, an id of it,
    and what fills its wording in. Each room has its ids as types."""

    section: Section
    id: str
    details: tuple[tuple[str, Told], ...] = ()


class _RemarkFiller(Filler):
    """What else may stand behind the colon of a remark's detail."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "status":
            values = value if isinstance(value, tuple) else (value,)
            return ", ".join(map(_status_to_text, values))
        if format_spec == "upper":
            return str(value).upper()
        if format_spec == "brackets":
            return f" ({value})" if value else ""
        return super().format_field(value, format_spec)


FILLER = _RemarkFiller()


def rule_to_text(rule: Rule | str | None) -> str:
    """The rule's name, without what it did in one cell."""
    return load_messages().rules.get(rule or "", "a rule of an earlier version")


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
    return FILLER.fill(template, {name: _to_shown(detail) for name, detail in details})


def _to_shown(detail: Told) -> object:
    if isinstance(detail, Reason):
        return reason_to_text(detail)
    if isinstance(detail, Remark):
        return remark_to_text(detail)
    if isinstance(detail, tuple):
        return tuple(map(_to_shown, detail))
    return detail
