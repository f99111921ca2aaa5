"""What stands in the columns, on the terminal as in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.forms import name_cell_of, vocabulary
from extractor.language import plain
from extractor.records import Number
from extractor.score.counts import Counts, Estimate, Interval
from extractor.score.groups import RuleScore
from extractor.score.reliability import Bin, Reliability
from extractor.score.witnesses import Worth
from extractor.speech import language, name_of, say

SHARES = ("right", "false", "missed", "precision", "recall", "f1")
RULES = ("cells", "right", "false", "missed", "precision")
WORTH = ("cells", "rules-right", "model-right", "judge-right")
BINS = ("cells", "predicted", "right-share")


def name_columns(ids: Iterable[str]) -> tuple[str, ...]:
    """The heads of the columns."""
    return tuple(say(f"score.{id}") for id in ids)


def group_to_title(group: str) -> str:
    """by report, by form, ..., overall."""
    return say(f"score.{group}")


def member_to_name(group: str, member: str) -> str:
    """What stands for one member of a group: blocks, readers and the whole have names."""
    if group == "block" and language() == "zh" and member in vocabulary().blocks:
        return vocabulary().blocks[member].name
    return name_of("reader", member)


def cell_to_name(form: str, key: str) -> str:
    """What stands for a cell: its key, and to Chinese readers the words of its form."""
    return name_cell_of(form, key) if language() == "zh" else key


def estimate_to_texts(found: Estimate, *, bare: bool = False) -> tuple[str, ...]:
    """The columns of SHARES, the shares with or without their intervals."""
    counts = found.counts
    intervals = (None, None, None) if bare else (found.precision, found.recall, found.f1)
    shares = map(_percent, (counts.precision, counts.recall, counts.f1), intervals)
    return (*_numbers(counts), *shares)


def rule_to_texts(rule: RuleScore) -> tuple[str, ...]:
    """The columns of RULES."""
    return (str(rule.cells), *_numbers(rule.counts), _percent(rule.counts.precision))


def worth_to_texts(worth: Worth) -> tuple[str, ...]:
    """The columns of WORTH."""
    return tuple(map(str, (worth.cells, worth.rules, worth.model, worth.judge)))


def bin_to_name(held: Bin) -> str:
    """Its bounds."""
    return f"{held.low:.1f}-{held.high:.1f}"


def bin_to_texts(held: Bin) -> tuple[str, ...]:
    """The columns of BINS."""
    return str(held.cells), _percent(held.predicted), _percent(held.right)


def doubtful_to_text(found: Reliability) -> str:
    """Where the wrong cells lie; nothing where none is wrong."""
    if found.in_tenth is None or found.in_fifth is None:
        return ""
    tenth, fifth = (f"{100 * share:.0f}" for share in (found.in_tenth, found.in_fifth))
    return say("score.doubtful", wrong=found.wrong, tenth=tenth, fifth=fifth)


def value_to_text(value: Number | None) -> str:
    """A cell's value; nothing is one, too."""
    return say("score.nothing") if value is None else plain(value)


def _numbers(counts: Counts) -> tuple[str, ...]:
    return str(counts.right), str(counts.false), str(counts.missed)


def _percent(share: float | None, interval: Interval | None = None) -> str:
    if share is None:
        return "-"
    reach = f" ({100 * interval[0]:.0f}-{100 * interval[1]:.0f})" if interval else ""
    return f"{100 * share:.1f}{reach}"
