"""Ids -> words: the names of rules, and remarks of the rooms above. Reasons and findings: extractor/messages.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Union

from extractor.ids import Rule
from extractor.language import plain
from extractor.messages import load_messages, reason_to_text
from extractor.records import Detail, Reason
from extractor.speech import Filler, Lang, Worded

Section = Literal["blame", "pairs", "subjects", "leftovers", "columns", "score", "cassettes", "panel"]
Told = Union[Detail, "Remark", Worded, tuple["Told", ...]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a room above the readers says, by id as a Reason does: a section of schemas/messages.yaml, an id of it,
    and what fills its wording in. Each room has its ids as types."""

    section: Section
    id: str
    details: tuple[tuple[str, Told], ...] = ()


class _RemarkFiller(Filler):
    """What else may stand behind the colon of a remark's detail."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "status":
            values = value if isinstance(value, tuple) else (value,)
            return ", ".join(status_to_text(part, self._lang) for part in values)
        if format_spec == "upper":
            return str(value).upper()
        if format_spec == "brackets":
            return f" ({value})" if value else ""
        return super().format_field(value, format_spec)


FILLERS: dict[Lang, Filler] = {"en": _RemarkFiller("en"), "zh": _RemarkFiller("zh")}


def rule_to_text(rule: Rule | str | None, lang: Lang = "en") -> str:
    """The rule's name, without what it did in one cell."""
    rules = load_messages(lang).rules
    return rules.get(rule or "unknown", rules["unknown"])


def remark_to_text(remark: Remark, lang: Lang = "en") -> str:
    """The remark in words."""
    return _fill(getattr(load_messages(lang), remark.section)[remark.id], remark.details, lang)


def subject_to_text(id: str, details: Iterable[tuple[str, Told]], lang: Lang = "en") -> str:
    """What a leftover of that id is; most are named alone."""
    return _fill(load_messages(lang).subjects.get(id, "{what}"), details, lang)


def status_to_text(value: object, lang: Lang = "en") -> str:
    """A number in digits, a status in words."""
    if isinstance(value, int | float):
        return plain(value)
    return {str(id): words for id, words in load_messages(lang).statuses.items()}.get(str(value), str(value))


def _fill(template: str, details: Iterable[tuple[str, Told]], lang: Lang) -> str:
    return FILLERS[lang].fill(template, {name: _to_shown(detail, lang) for name, detail in details})


def _to_shown(detail: Told, lang: Lang) -> object:
    if isinstance(detail, Reason):
        return reason_to_text(detail, lang)
    if isinstance(detail, Remark):
        return remark_to_text(detail, lang)
    if isinstance(detail, tuple):
        return tuple(_to_shown(part, lang) for part in detail)
    return detail.words(lang) if isinstance(detail, Worded) else detail
