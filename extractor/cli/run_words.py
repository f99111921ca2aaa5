"""The last lines of a run into a store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.money import Money, money_to_text
from extractor.run import Spent, failures_to_lines, shown, sums_to_line

if TYPE_CHECKING:
    from extractor.cli.run_flow import Run

NAMED = 20  # files that are not what was fetched
AGAIN = "the same command goes on"


def ending_to_lines(run: Run, failures: Path | None) -> Iterator[str]:
    """What the run came to; the failures are in that file, if there are any."""
    if not run.order.quiet:
        yield from failures_to_lines(run.sums, run.found.skipped)
        yield from _others_to_lines(run)
    if failures:
        yield f"failures: {shown(str(failures))}; --failed reads those files alone"
    if run.sums.unreached:
        yield f"no model could be reached for {run.sums.unreached} files: the same command asks again"
    if run.stop.ending == "money":
        yield f"stopped before --max-cost {run.order.max_cost} was passed, {run.sums.left} files left; {AGAIN}"
    elif run.stop:
        yield f"stopped, {run.sums.left} files left; {AGAIN}"
    yield _files_to_line(run, "read")
    yield sums_to_line(run.sums)
    seconds = time.monotonic() - run.started
    yield f"{spent_to_text(run.spent)}; {seconds:.1f} s, {run.sums.read / max(seconds, 0.001):.1f} files a second"


def rehearsal_to_lines(run: Run) -> Iterator[str]:
    """What the run would come to."""
    yield from failures_to_lines(run.sums, run.found.skipped)
    yield from _others_to_lines(run)
    yield _files_to_line(run, "to read")
    yield f"{run.sums.reports:,} reports"
    yield f"would ask about {spent_to_text(run.spent)}; more where an answer is asked for again (--retries)"
    if run.model.live and run.model.price is None:
        yield f"no price is known for {run.model.name}: name it in a file for --prices"


def spent_to_text(spent: Spent) -> str:
    """Calls, tokens and money."""
    money = money_to_text(Money(amount, currency) for currency, amount in spent.money.items())
    return f"{spent.calls:,} calls, {spent.prompt_tokens:,} + {spent.completion_tokens:,} tokens, {money}"


def _files_to_line(run: Run, verb: str) -> str:
    files, keys = run.sifted.files, len(run.sifted.by_key)
    parts = [f"{run.sums.read:,} {verb}"]
    if run.known:
        parts.append(f"{len(run.known):,} done before")
    if files > keys:
        parts.append(f"{files - keys:,} of the same bytes as others")
    parts.append(f"{run.sums.failed:,} failed")
    unreadable = sum(1 for _ in run.failed)
    return f"{files + unreadable:,} files: {', '.join(parts)}"


def _others_to_lines(run: Run) -> Iterator[str]:
    """The files that are not what sources.csv says was fetched."""
    others = run.sifted.others
    for seen in others[:NAMED]:
        yield shown(f"not what was fetched, by its sha256 in sources.csv: {seen.path}")
    if len(others) > NAMED:
        yield f"not what was fetched: {len(others) - NAMED} more"
