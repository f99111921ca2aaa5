"""Ids -> words: what schemas/messages.yaml says of reasons and findings, for results and for errors of files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from extractor.definitions import Definition, read_definition
from extractor.errors import UnreadableInput
from extractor.ids import Status
from extractor.records import Detail, Finding, Reason
from extractor.resources import SCHEMAS
from extractor.speech import FILLER, Lang

FILES: dict[Lang, str] = {"en": "messages.yaml", "zh": "messages.zh.yaml"}


WITHOUT_TEXT = {"page": ("page.empty", "page.empty-because"), "text": ("text.empty", "text.empty-because")}


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
    panel: dict[str, str]
    identified: dict[str, str]


@cache
def load_messages(lang: Lang = "en", folder: Path = SCHEMAS) -> MessagesFile:
    """The wording of the schemas folder in that language; results have the English."""
    return read_definition(folder / FILES[lang], MessagesFile)


@lru_cache(maxsize=1024)  # most cells of a report have the same few
def reason_to_text(reason: Reason | None, lang: Lang = "en") -> str:
    """The reason in words; nothing where there is none."""
    return "" if reason is None else _fill(load_messages(lang).reasons[reason.id], reason.details, lang)


def finding_to_text(finding: Finding, lang: Lang = "en") -> str:
    """The finding in words."""
    return _fill(load_messages(lang).findings[finding.type], finding.details, lang)


def identified_to_text(id: str, lang: Lang = "en", **details: Detail) -> str:
    """Why a report is taken for one of a form."""
    return _fill(load_messages(lang).identified[id], tuple(details.items()), lang)


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding within the words of an error."""

    finding: Finding

    def words(self, lang: Lang) -> str:
        """It in that language."""
        return finding_to_text(self.finding, lang)


def without_text(what: Literal["page", "text"], path: Path, notes: Iterable[Finding]) -> UnreadableInput:
    """The error of a file whose text is hidden, or elsewhere, or is none: what was found instead is told."""
    reasons = tuple(map(ToldFinding, notes))
    plain, because = WITHOUT_TEXT[what]
    return (
        UnreadableInput(because, path=path, reasons=reasons) if reasons else UnreadableInput(plain, path=path)
    )


def _fill(template: str, details: tuple[tuple[str, Detail], ...], lang: Lang) -> str:
    return FILLER.fill(template, {name: _to_shown(detail, lang) for name, detail in details})


def _to_shown(detail: Detail, lang: Lang) -> object:
    if isinstance(detail, Reason):
        return reason_to_text(detail, lang)
    if isinstance(detail, tuple):
        return tuple(_to_shown(part, lang) for part in detail)
    return detail
