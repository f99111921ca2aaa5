"""The last lines of a run into a store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.money import Money, money_to_text
from extractor.run import Spent, failures_to_lines, shown, sums_to_line
from extractor.speech import say

if TYPE_CHECKING:
    from extractor.cli.run_flow import Run

NAMED = 20  # files that are not what was fetched


def ending_to_lines(run: Run, failures: Path | None) -> Iterator[str]:
    """What the run came to; the failures are in that file, if there are any."""
    if not run.order.quiet:
        yield from failures_to_lines(run.sums, run.found.skipped)
        yield from _others_to_lines(run)
    if failures:
        yield say("store.failures", path=shown(str(failures)))
    yield from _open_to_lines(run)
    yield _files_to_line(run, "store.read")
    yield sums_to_line(run.sums)
    seconds = time.monotonic() - run.started
    rate = run.sums.read / max(seconds, 0.001)
    yield say("store.rate", spent=spent_to_text(run.spent), seconds=seconds, rate=rate)


def _open_to_lines(run: Run) -> Iterator[str]:
    """What the same command would still do."""
    if run.sums.unreached:
        yield say("store.unreached", count=run.sums.unreached)
    if run.stop.ending == "money":
        yield say("store.money", most=run.order.max_cost, left=run.sums.left)
    elif run.stop.ending == "stopped":
        yield say("store.stopped", left=run.sums.left)
    elif run.sums.left:
        yield say("store.batch-left", left=run.sums.left)


def rehearsal_to_lines(run: Run) -> Iterator[str]:
    """What the run would come to."""
    yield from failures_to_lines(run.sums, run.found.skipped)
    yield from _others_to_lines(run)
    yield _files_to_line(run, "store.to-read")
    yield say("store.reports", count=run.sums.reports)
    yield say("store.would-ask", spent=spent_to_text(run.spent))
    if run.model.live and run.model.price is None:
        yield say("store.no-price", model=run.model.name)


def spent_to_text(spent: Spent) -> str:
    """Calls, tokens and money."""
    money = money_to_text(Money(amount, currency) for currency, amount in spent.money.items())
    return say(
        "store.spent",
        calls=spent.calls,
        prompt=spent.prompt_tokens,
        completion=spent.completion_tokens,
        money=money or say("store.free"),
    )


def _files_to_line(run: Run, verb: str) -> str:
    files, keys = run.sifted.files, len(run.sifted.by_key)
    counts = {verb: run.sums.read, "store.known": len(run.known), "store.same": files - keys}
    parts = [say(id, count=count) for id, count in counts.items() if count > 0 or id == verb]
    unreadable = sum(1 for _ in run.failed)
    failed = say("store.failed", count=run.sums.failed)
    return say("store.files", files=files + unreadable, parts=(*parts, failed))


def _others_to_lines(run: Run) -> Iterator[str]:
    """The files that are not what sources.csv says was fetched."""
    others = run.sifted.others
    for seen in others[:NAMED]:
        yield shown(say("store.other", path=seen.path))
    if len(others) > NAMED:
        yield say("store.more-others", count=len(others) - NAMED)
