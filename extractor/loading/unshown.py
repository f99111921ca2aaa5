"""Findings on text that a file holds and does not show, or shows as struck out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.ids import Hiding, Severity
from extractor.loading.cells import COUNTED
from extractor.records import Finding, Reason

EXCERPT = 30
# With more than this share of the characters not shown, the file may show something else than the report.
MOST = 0.5


def shown_safely(text: str) -> str:
    """The beginning of the text on one line; marks that would act on a terminal are written as their codes."""
    line = " ".join(text.split())
    start = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line[:EXCERPT])
    return start + ("…" if len(line) > EXCERPT else "")


def hidden_notes(passages: Sequence[tuple[str, Hiding]], shown: str = "") -> tuple[Finding, ...]:
    """A finding on passages that are not shown, each with what hides it; `shown` is the text that is."""
    texts = [text for text, _ in passages if text.strip()]
    if not texts:
        return ()
    size = size_of(texts)
    first, reason = next((text, reason) for text, reason in passages if text.strip())
    is_report = any(map(COUNTED.search, texts)) and not COUNTED.search(shown)
    severity: Severity = "warning" if is_report else share_to_severity(size, size_of([shown]))
    by, start = Reason.of(reason), shown_safely(first)
    return (Finding.of("hidden-text", severity, count=size, by=by, first=start),)


def struck_notes(passages: Sequence[str], shown: str = "") -> tuple[Finding, ...]:
    """A finding on passages that are struck out, beside the text that is read."""
    texts = [text for text in passages if text.strip()]
    if not texts:
        return ()
    size = size_of(texts)
    what = Reason.of("struck-passages", count=size, first=shown_safely(texts[0]))
    return (Finding.of("struck-out", share_to_severity(size, size_of([shown])), what=what),)


def share_to_severity(left_out: int, shown: int) -> Severity:
    """How much it means that so many characters were left out, and so many read."""
    return "warning" if left_out > MOST * (left_out + shown) else "info"


def size_of(texts: Iterable[str]) -> int:
    """How many characters the texts have, without blanks."""
    return sum(len("".join(text.split())) for text in texts)
