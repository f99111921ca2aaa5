"""How a run goes, on a terminal: files and questions as bars."""

from __future__ import annotations

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from extractor.run.batch import Outcome, Task
from extractor.run.names import shown
from extractor.run.progress import MEGABYTE, Quiet
from extractor.speech import say


class Bars(Quiet):
    """Files and questions as bars, with the current file's name; gone when the run is."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=Console(stderr=True), transient=True)
        self._files = self._bars.add_task(say("run.bar-files"), total=total)
        self._questions = self._bars.add_task(say("run.bar-questions"), total=0, visible=False)
        self._weights = self._bars.add_task(say("run.bar-weights"), visible=False)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def finish(self) -> None:
        """The bars go."""
        self._bars.stop()

    def begin(self, task: Task) -> None:
        """The name goes before the bar."""
        self._bars.update(self._files, description=Text(shown(task.source.name)).markup)

    def ask(self, count: int) -> None:
        """The bar of questions grows with each file that has some."""
        before = self._bars.tasks[self._questions].total or 0
        self._bars.update(self._questions, total=before + count, visible=True)

    def answer(self) -> None:
        """One step."""
        self._bars.advance(self._questions)

    def load(self, done: int, total: int) -> None:
        """The bar is there only as long as bytes are missing."""
        steps = done // MEGABYTE, total // MEGABYTE
        self._bars.update(self._weights, completed=steps[0], total=steps[1], visible=done < total)

    def end(self, outcome: Outcome) -> None:
        """One step."""
        super().end(outcome)
        self._bars.advance(self._files)

    def say(self, text: str) -> None:
        """Above the bars, in one line however long."""
        for line in text.split("\n"):
            self._bars.console.print(shown(line), markup=False, highlight=False, soft_wrap=True)
