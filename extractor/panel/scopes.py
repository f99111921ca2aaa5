"""What a report's figures count, and whether it corrects another: by the user's file, its name, or its head."""

from __future__ import annotations

import re

from extractor.language import fold
from extractor.panel.filings import Filing, Scope
from extractor.panel.register import ReportEntry
from extractor.panel.rules import PanelRules


def filing_to_scope(filing: Filing, text: str, entry: ReportEntry | None, rules: PanelRules) -> Scope:
    """Whether the figures are the body's own or those of all bodies below it; `unstated` where nothing tells."""
    if entry and entry.scope:
        return entry.scope
    named = _names(filing)
    for scope, words in rules.scope_names.items():
        if any(word in named for word in words):
            return scope
    opening = _flat(text)[: rules.opening]
    told = {scope for scope, patterns in rules.scopes.items() if re.search("|".join(patterns), opening)}
    return told.pop() if len(told) == 1 else "unstated"


def is_corrected(filing: Filing, text: str, entry: ReportEntry | None, rules: PanelRules) -> bool:
    """Whether the report stands in place of one that was published before."""
    if entry and entry.corrects is not None:
        return entry.corrects
    named = any(word in _names(filing) for word in rules.corrected_names)
    return named or rules.correction.search(_flat(text)[: rules.head]) is not None


def _names(filing: Filing) -> str:
    """The file's own name: folders are named for other things."""
    return re.split(r"[/\\]", filing.path)[-1] + (filing.issuer or "")


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))
