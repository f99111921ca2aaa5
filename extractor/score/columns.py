"""What stands in the columns, on the terminal as in Markdown."""

from __future__ import annotations

from extractor.language import plain
from extractor.records import Number
from extractor.score.counts import Counts, Estimate, Interval
from extractor.score.groups import RuleScore

SHARES = ("right", "false", "missed", "precision %", "recall %", "F1 %")
RULES = ("cells", "right", "false", "missed", "precision %")


def group_to_title(group: str) -> str:
    """by report, by form, ..., overall."""
    return group if group == "overall" else f"by {group}"


def estimate_to_texts(found: Estimate) -> tuple[str, ...]:
    """The columns of SHARES."""
    counts = found.counts
    shares = (
        _percent(counts.precision, found.precision),
        _percent(counts.recall, found.recall),
        _percent(counts.f1, found.f1),
    )
    return (*_numbers(counts), *shares)


def rule_to_texts(rule: RuleScore) -> tuple[str, ...]:
    """The columns of RULES."""
    return (str(rule.cells), *_numbers(rule.counts), _percent(rule.counts.precision))


def value_to_text(value: Number | None) -> str:
    """A cell's value; nothing is one, too."""
    return "nothing" if value is None else plain(value)


def _numbers(counts: Counts) -> tuple[str, ...]:
    return str(counts.right), str(counts.false), str(counts.missed)


def _percent(share: float | None, interval: Interval | None = None) -> str:
    if share is None:
        return "-"
    reach = f" ({100 * interval[0]:.0f}-{100 * interval[1]:.0f})" if interval else ""
    return f"{100 * share:.1f}{reach}"
