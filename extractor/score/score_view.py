"""Scores on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.output import rule_to_text
from extractor.score.columns import (
    BINS,
    RULES,
    SHARES,
    WORTH,
    bin_to_name,
    bin_to_texts,
    cell_to_name,
    doubtful_to_text,
    estimate_to_texts,
    group_to_title,
    member_to_name,
    name_columns,
    rule_to_texts,
    value_to_text,
    worth_to_texts,
)
from extractor.score.costs import costs_to_text, scores_to_costs
from extractor.score.groups import count_rules, group_estimates, mismatch_to_text
from extractor.score.reliability import scores_to_reliability
from extractor.score.scoring import Mistake, ReportScore
from extractor.score.witnesses import count_worth
from extractor.speech import language, say

SNIPPET = 60
WIDE = 76  # a narrower screen has no room for intervals beside names


def score_to_view(scores: Sequence[ReportScore], width: int) -> RenderableType:
    """The sums as a table, then the rules, then the mistakes and mismatches report by report."""
    details = (_details(score) for score in scores if score.mistakes or score.mismatches)
    hint = [Text(f"{say('score.no-room', columns=WIDE)}\n")] if width < WIDE else []
    costs = (Text(costs_to_text(found)) for found in scores_to_costs(scores))
    return Group(
        _groups(scores, width),
        *hint,
        _rules(scores),
        _witnesses(scores),
        *_reliability(scores),
        *costs,
        *details,
    )


def _groups(scores: Sequence[ReportScore], width: int) -> Table:
    table = _table("", name_columns(SHARES), narrow=width < WIDE)
    for group, found in group_estimates(scores).items():
        table.add_row(Text(group_to_title(group), style="bold"))
        for name, estimated in found.items():
            table.add_row(Text(member_to_name(group, name)), *estimate_to_texts(estimated, bare=width < WIDE))
    return table


def _rules(scores: Sequence[ReportScore]) -> Table:
    table = _table(say("score.decided-by"), name_columns(RULES))
    for name, rule in count_rules(scores).items():
        table.add_row(Text(rule_to_text(name, language())), *rule_to_texts(rule))
    return table


def _witnesses(scores: Sequence[ReportScore]) -> Table:
    table = _table(say("score.witnesses"), name_columns(WORTH))
    for meeting, worth in count_worth(scores).items():
        table.add_row(Text(say(f"score.{meeting}")), *worth_to_texts(worth))
    return table


def _reliability(scores: Sequence[ReportScore]) -> Iterator[RenderableType]:
    found = scores_to_reliability(scores)
    if found.bins:
        table = _table(say("score.confidence"), name_columns(BINS))
        for held in found.bins:
            table.add_row(Text(bin_to_name(held)), *bin_to_texts(held))
        yield table
        yield Text(f"{doubtful_to_text(found)}\n")


def _table(first: str, names: Sequence[str], *, narrow: bool = False) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(first, overflow="fold")
    for name in names:
        table.add_column(name, justify="right", overflow="fold", no_wrap=not narrow)
    return table


def _details(score: ReportScore) -> RenderableType:
    lines = Text(score.gold.id, style="bold")
    for mismatch in score.mismatches:
        lines.append(f"\n  {mismatch_to_text(mismatch, language())}", style="yellow")
    for mistake in score.mistakes if score.found else ():
        lines.append(f"\n  {_values(score, mistake)}", style="default not bold")
        lines.append(_where(mistake), style="dim not bold")
    return lines.append("\n")


def _values(score: ReportScore, mistake: Mistake) -> str:
    given, expected = value_to_text(mistake.given), value_to_text(mistake.expected)
    kind, name = say(f"score.{mistake.kind}"), cell_to_name(score.gold.form, mistake.key)
    return say("score.mistake", kind=kind, key=name, given=given, expected=expected)


def _where(mistake: Mistake) -> str:
    if mistake.evidence is None:
        return f"  {mistake.reason}".rstrip()
    return f"  [{mistake.evidence.ref}] {' '.join(mistake.evidence.text.split())[:SNIPPET]}"
