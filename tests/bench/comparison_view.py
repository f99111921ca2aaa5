"""The comparison with the single-shot call as figures, as a table and as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cases import find_cases
from comparison import DECIDED, LLM, SINGLE, Row, Side, compare_on_server
from figures import Figure, Measured, ratio, tell
from rich import box
from rich.table import Table

SIDES = (SINGLE, LLM, DECIDED)
F1_TIMES, PROMPT_TIMES, WALL_TIMES = 1.7, 0.5, 0.6


def compare_with_single_shot() -> Measured:
    """Our llm reader and our decided result beside one call, on every report that tells its statistics."""
    cases, left_out = find_cases()
    for id, reason in left_out.items():
        tell(f"left out: {id} {reason}")
    return rows_to_measured(compare_on_server(cases), left_out)


def rows_to_measured(rows: Sequence[Row], left_out: Mapping[str, str]) -> Measured:
    """Figures over all reports together; the reports themselves below."""
    sums = {name: sum((row.sides[name] for row in rows), Side()) for name in SIDES}
    return Measured(to_figures(sums, len(rows)), to_table(rows, sums), to_details(rows, sums, left_out))


def to_figures(sums: Mapping[str, Side], reports: int) -> list[Figure]:
    """What was promised, and what else one wants to know, as ratios of sums."""
    single, ours = sums[SINGLE], sums[DECIDED]
    among = f"{reports} reports"
    return [
        _f1_figure(DECIDED, sums, F1_TIMES, among),
        _f1_figure(LLM, sums, None, among),
        _cost_figure("prompt tokens", _prompt(ours), _prompt(single), PROMPT_TIMES),
        _cost_figure("completion tokens", _completion(ours), _completion(single), None),
        _cost_figure("seconds", ours.seconds, single.seconds, WALL_TIMES),
    ]


def _f1_figure(name: str, sums: Mapping[str, Side], aim: float | None, among: str) -> Figure:
    one, other = sums[name].f1, sums[SINGLE].f1
    what = f"{one:.3f} against {other:.3f}, {among}"
    return Figure(f"F1, {name} / single-shot", ratio(one, other), "times", aim, what, at_least=True)


def _cost_figure(name: str, one: float, other: float, aim: float | None) -> Figure:
    return Figure(
        f"{name}, ours / single-shot", ratio(one, other), "times", aim, f"{one:,.0f} against {other:,.0f}"
    )


def _prompt(side: Side) -> int:
    return side.usage.prompt_tokens


def _completion(side: Side) -> int:
    return side.usage.completion_tokens


def to_table(rows: Sequence[Row], sums: Mapping[str, Side]) -> Table:
    """Every report with its sides, the sums last."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("report")
    table.add_column("read by")
    for name in ("right", "false", "missed", "F1 %", "calls", "prompt", "completion", "seconds"):
        table.add_column(name, justify="right")
    for row in (*rows, Row("all", dict(sums))):
        for number, name in enumerate(SIDES):
            table.add_row(row.id if number == 0 else "", name, *_columns(row.sides[name]))
    return table


def _columns(side: Side) -> tuple[str, ...]:
    counts, usage = side.counts, side.usage
    cells = (str(n) for n in (counts.right, counts.false, counts.missed))
    cost = (f"{n:,}" for n in (usage.calls, usage.prompt_tokens, usage.completion_tokens))
    return (*cells, f"{100 * side.f1:.1f}", *cost, f"{side.seconds:.1f}")


def to_details(rows: Sequence[Row], sums: Mapping[str, Side], left_out: Mapping[str, str]) -> dict[str, Any]:
    """All of it as plain data."""
    return {
        "reports": {row.id: {name: _side(row.sides[name]) for name in SIDES} for row in rows},
        "sums": {name: _side(side) for name, side in sums.items()},
        "left_out": dict(left_out),
    }


def _side(side: Side) -> dict[str, Any]:
    shares = {name: getattr(side.counts, name) for name in ("precision", "recall", "f1")}
    return {**asdict(side), **shares}
