"""Ids -> words: what schemas/messages.yaml says of reasons, rules and findings. No other module words them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from extractor.definitions import Definition, read_definition
from extractor.records import Detail, Finding, Reason, Rule
from extractor.resources import SCHEMAS


class MessagesFile(Definition):
    """schemas/messages.yaml: a template by id. `{name}` is a detail; `{name: and }` joins a list by what is behind the colon."""

    rules: dict[str, str]
    reasons: dict[str, str]
    findings: dict[str, str]


class _Joined(tuple[object, ...]):
    """A list in a template."""

    def __format__(self, separator: str) -> str:
        return (separator or ", ").join(map(str, self))


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


def _fill(template: str, details: Iterable[tuple[str, Detail]]) -> str:
    return template.format_map({name: _to_shown(detail) for name, detail in details})


def _to_shown(detail: Detail) -> object:
    if isinstance(detail, Reason):
        return reason_to_text(detail)
    if isinstance(detail, tuple):
        return _Joined(_to_shown(part) for part in detail)
    return detail
