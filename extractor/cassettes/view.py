"""Cassettes, their problems and their drift for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.cassettes.check import Problem
from extractor.cassettes.drift import Change, Drift, Replay
from extractor.cassettes.files import Answered, Entry, Recording
from extractor.language import plain
from extractor.model import without_thinking
from extractor.output import CellResult, remark_to_text
from extractor.score import group_scores
from extractor.speech import language, name_of, say

COLOURS = {"secret": "red", "unreadable": "red", "stale": "yellow", "missing": "yellow"}


def recording_to_view(recording: Recording) -> RenderableType:
    """What was asked and answered, call by call."""
    return Group(Text(recording.document, style="bold"), *(_call(entry) for entry in recording.calls))


def _call(entry: Entry) -> RenderableType:
    asked, answered = entry.asked, entry.answered
    again = say("cassettes.again", count=asked.attempt - 1) if asked.attempt > 1 else ""
    title = say("cassettes.call", report=asked.report, section=asked.section, again=again)
    prompts = ", ".join(f"{name} {digest}" for name, digest in asked.prompts.items())
    parameters = ", ".join(f"{name} {value}" for name, value in asked.parameters.items())
    cost = {"prompt": answered.prompt_tokens, "completion": answered.completion_tokens}
    reason = answered.finish_reason
    about = say(
        "cassettes.about",
        model=asked.model,
        parameters=parameters,
        prompts=prompts,
        text=asked.text,
        characters=asked.characters,
        cost=say("cassettes.cost", **cost, seconds=answered.seconds),
        end="" if reason in ("stop", "tool_calls") else say("cassettes.ended", reason=reason),
    )
    return Group(
        Text(f"\n{title}", style="bold cyan"), Text(about, style="dim"), _answers(asked.items, answered)
    )


def _answers(items: Sequence[str], answered: Answered) -> RenderableType:
    if answered.items is None:
        raw = answered.content or "\n".join(call.arguments for call in answered.tools)
        return Text(without_thinking(raw).strip())
    table = Table.grid(padding=(0, 2))
    for item in dict.fromkeys((*items, *answered.items)):
        table.add_row(Text(item), Text(answered.items.get(item, say("cassettes.left-out"))))
    return table


def problems_to_view(problems: Sequence[Problem]) -> RenderableType:
    """One line a problem."""
    table = Table.grid(padding=(0, 2))
    for problem in problems:
        kind = Text(name_of("problem", problem.kind), style=COLOURS.get(problem.kind, "cyan"))
        table.add_row(kind, Text(problem.cassette), Text(remark_to_text(problem.remark, language())))
    return table


def drift_to_view(drift: Drift, names: Mapping[str, str]) -> RenderableType:
    """The cells that changed, with both evidences, then the two sides beside each other; `names`: of cells by key."""
    return Group(*(_change(change, names) for change in drift.changes), _sides(drift))


def _change(change: Change, names: Mapping[str, str]) -> RenderableType:
    where = f"{Path(change.document).name} {change.report}"
    label = Text.assemble(
        (where, "dim"), "  ", (names.get(change.key, change.key), "bold"), ("  " + change.key, "dim")
    )
    return Group(label, _cell(say("cassettes.old"), change.old), _cell(say("cassettes.new"), change.new))


def _cell(side: str, cell: CellResult) -> RenderableType:
    value = "-" if cell.value is None else plain(cell.value)
    evidence = cell.evidence
    text = f"[{evidence.ref}] {' '.join(evidence.text.split())}" if evidence else cell.reason
    return Text.assemble(f"  {side}  {value:>8}  {cell.status:<12}  ", (text, "dim"))


def _sides(drift: Drift) -> RenderableType:
    scores = (say(f"score.{name}") for name in ("right", "false", "missed", "f1"))
    table = Table("", *scores, say("cassettes.unanswered"), say("cassettes.tokens"))
    for name, side in ((say("cassettes.old"), drift.old), (say("cassettes.new"), drift.new)):
        table.add_row(name, *_sums(side), str(side.unanswered), f"{side.tokens:,}")
    return Group(Text("\n" + say("cassettes.changed", count=len(drift.changes))), table)


def _sums(replay: Replay) -> Iterator[str]:
    if not replay.scores:
        yield from ("-",) * 4
        return
    counts = group_scores(replay.scores)["overall"]["all"]
    yield from (str(counts.right), str(counts.false), str(counts.missed))
    yield "-" if counts.f1 is None else f"{100 * counts.f1:.1f}"
