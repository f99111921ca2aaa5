"""Findings on text that a file holds and does not show, or shows as struck out."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.loading.cells import COUNTED
from extractor.records import Finding, Severity

EXCERPT = 30
# With more than this share of the characters not shown, the file may show something else than the report.
MOST = 0.5


def shown_safely(text: str) -> str:
    """The beginning of the text on one line; marks that would act on a terminal are written as their codes."""
    line = " ".join(text.split())
    start = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line[:EXCERPT])
    return start + ("…" if len(line) > EXCERPT else "")


def hidden_notes(passages: Sequence[tuple[str, str]], shown: str = "") -> tuple[Finding, ...]:
    """A finding on passages that are not shown, each with what hides it; `shown` is the text that is."""
    texts = [text for text, _ in passages if text.strip()]
    if not texts:
        return ()
    size = _size(texts)
    first, reason = next((text, reason) for text, reason in passages if text.strip())
    message = (
        f"{size} characters are not shown and were not read, the first ({reason}): {shown_safely(first)}"
    )
    is_report = any(map(COUNTED.search, texts)) and not COUNTED.search(shown)
    severity: Severity = "warning" if is_report or size > MOST * (size + _size([shown])) else "info"
    return (Finding("hidden-text", severity, message),)


def struck_notes(passages: Sequence[str]) -> tuple[Finding, ...]:
    """A finding on passages that are struck out."""
    texts = [text for text in passages if text.strip()]
    if not texts:
        return ()
    message = (
        f"{_size(texts)} characters are struck out and were not read, the first: {shown_safely(texts[0])}"
    )
    return (Finding("struck-out", "info", message),)


def _size(texts: Sequence[str]) -> int:
    return sum(len("".join(text.split())) for text in texts)
