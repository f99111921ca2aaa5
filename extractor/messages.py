"""Ids -> words: what schemas/messages.yaml says of reasons and findings, for results and for errors of files."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extractor.definitions import Definition, read_definition
from extractor.records import Detail, Finding, Reason, Status
from extractor.resources import SCHEMAS


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


class Filler(string.Formatter):
    """What may stand behind the colon of a detail: what joins a list, or how a number is printed."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple):
            return (format_spec or ", ").join(map(str, value))
        return str(super().format_field(value, format_spec))

    def fill(self, template: str, shown: Mapping[str, object]) -> str:
        """The template with these in place of its names."""
        return self.vformat(template, (), shown)


FILLER = Filler()


@cache
def load_messages(folder: Path = SCHEMAS) -> MessagesFile:
    """The wording of the schemas folder."""
    return read_definition(folder / "messages.yaml", MessagesFile)


@lru_cache(maxsize=1024)  # most cells of a report have the same few
def reason_to_text(reason: Reason | None) -> str:
    """The reason in words; nothing where there is none."""
    return "" if reason is None else _fill(load_messages().reasons[reason.id], reason.details)


def finding_to_text(finding: Finding) -> str:
    """The finding in words."""
    return _fill(load_messages().findings[finding.type], finding.details)


def _fill(template: str, details: tuple[tuple[str, Detail], ...]) -> str:
    return FILLER.fill(template, {name: _to_shown(detail) for name, detail in details})


def _to_shown(detail: Detail) -> object:
    if isinstance(detail, Reason):
        return reason_to_text(detail)
    if isinstance(detail, tuple):
        return tuple(map(_to_shown, detail))
    return detail
