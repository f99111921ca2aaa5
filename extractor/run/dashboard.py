"""How a long run goes, on a terminal: one bar, with the rate, errors, tokens, money and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Task as Bar
from rich.text import Text

from extractor.run.batch import Outcome, Task
from extractor.run.budget import Spent
from extractor.run.names import shown
from extractor.run.progress import MEGABYTE, Lines, Quiet
from extractor.speech import say

WINDOW = 60.0  # seconds of the past that the time left is told by
EVERY = 4  # times a second that the bar is drawn


class Dashboard(Quiet):
    """The bar, and lines above it for what goes wrong."""

    def __init__(self, total: int, spent: Spent) -> None:
        super().__init__(total)
        figures = _Figures(self, spent)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            figures,
            TimeRemainingColumn(),
        )
        self._progress = Progress(
            *columns,
            console=Console(stderr=True),
            transient=True,
            speed_estimate_period=WINDOW,
            refresh_per_second=EVERY,
        )
        self._bar: TaskID = self._progress.add_task("files", total=total)
        self._progress.start()
        self.errors = 0
        self.started = time.monotonic()

    def finish(self) -> None:
        """The bar goes."""
        self._progress.stop()

    def begin(self, task: Task) -> None:
        """The name goes before the bar."""
        self._progress.update(self._bar, description=Text(shown(task.source.name)).markup)

    def load(self, done: int, total: int) -> None:
        """The embedded model, the first time."""
        if done < total:
            size = f"{done // MEGABYTE:,}/{total // MEGABYTE:,} MB"
            self._progress.update(self._bar, description=say("store.preparing", size=size))

    def end(self, outcome: Outcome) -> None:
        """One step."""
        self.errors += outcome.error is not None
        super().end(outcome)
        self._progress.advance(self._bar)

    def say(self, text: str) -> None:
        """Above the bar, in one line however long."""
        for line in text.split("\n"):
            self._progress.console.print(shown(line), markup=False, highlight=False, soft_wrap=True)


class _Figures(ProgressColumn):
    """The rate, errors, tokens and money."""

    def __init__(self, board: Dashboard, spent: Spent) -> None:
        super().__init__()
        self._board = board
        self._spent = spent

    def render(self, task: Bar) -> Text:
        """As they are now."""
        seconds = max(time.monotonic() - self._board.started, 0.001)
        return Text(figures_to_text(self._board.count / seconds, self._board.errors, self._spent))


def figures_to_text(rate: float, errors: int, spent: Spent) -> str:
    """What a run comes to while it goes."""
    parts = [f"{rate:.1f}/s", say("store.failed", count=errors)]
    if spent.calls:
        tokens = spent.prompt_tokens + spent.completion_tokens
        parts += [say("store.calls", count=spent.calls), say("store.tokens", count=tokens)]
    parts += [f"{amount:.4f} {currency}" for currency, amount in spent.money.items()]
    return "  ".join(parts)


def choose_board(spent: Spent, *, quiet: bool) -> Callable[[int], Quiet]:
    """Whoever fits the terminal, for a number of files."""
    if quiet:
        return Quiet
    return (lambda total: Dashboard(total, spent)) if sys.stderr.isatty() else Lines
