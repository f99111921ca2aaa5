"""What a run tells on stderr while it goes: bars on a terminal, else a line a file; errors always."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from extractor.errors import ExtractorError
from extractor.model import without_keys
from extractor.output import DocumentResult
from extractor.records import GIVEN
from extractor.run.batch import Outcome, Task

MEGABYTE = 1_000_000


class Quiet:
    """Tells of errors alone. The others tell more; what they do not tell is told to no one."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leaves the terminal as it was."""

    def begin(self, task: Task) -> None:
        """A file's turn has come."""

    def ask(self, count: int) -> None:
        """So many questions go to the model."""

    def answer(self) -> None:
        """A question was answered."""

    def load(self, done: int, total: int) -> None:
        """So many bytes of the embedded model are ready."""

    def end(self, outcome: Outcome) -> None:
        """A file is done, or failed."""
        self.count += 1
        if outcome.error:
            self.say(error_to_text(outcome.task, outcome.error))

    def say(self, text: str) -> None:
        """A line, as it is."""
        print(text, file=sys.stderr, flush=True)


class Lines(Quiet):
    """A line for each file, for logs and pipes."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self._loading = False

    def load(self, done: int, total: int) -> None:
        """Told once: the weights take half a minute, and only the first time."""
        if not self._loading:
            self._loading = True
            self.say(f"preparing the embedded model ({total // MEGABYTE:,} MB)")

    def ask(self, count: int) -> None:
        """Told, since answers may take minutes."""
        self.say(f"  asking {count} question{'' if count == 1 else 's'}")

    def end(self, outcome: Outcome) -> None:
        """The file with what was found in it."""
        super().end(outcome)
        if outcome.result is not None:
            kept = " (from before)" if outcome.kept else ""
            found = result_to_words(outcome.result)
            self.say(f"[{self.count}/{self.total}] {outcome.task.source}: {found}{kept}")


class Bars(Quiet):
    """Files and questions as bars, with the current file's name; gone when the run is."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=Console(stderr=True), transient=True)
        self._files = self._bars.add_task("files", total=total)
        self._questions = self._bars.add_task("questions", total=0, visible=False)
        self._weights = self._bars.add_task("preparing the embedded model, MB", visible=False)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def begin(self, task: Task) -> None:
        """The name goes before the bar."""
        self._bars.update(self._files, description=Text(task.source.name).markup)

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
        self._bars.console.print(text, markup=False, highlight=False, soft_wrap=True)


def choose_listener(total: int, *, quiet: bool) -> Quiet:
    """Whoever fits the terminal."""
    if quiet:
        return Quiet(total)
    return Bars(total) if sys.stderr.isatty() else Lines(total)


def result_to_words(result: DocumentResult) -> str:
    """How many reports, and how much of their forms they fill."""
    cells = [cell for report in result.reports for cell in report.cells.values()]
    given = sum(cell.status in GIVEN for cell in cells)
    count = len(result.reports)
    return f"{count} report{'s' * (count != 1)}, {given} of {len(cells)} cells given"


def error_to_text(task: Task, error: Exception) -> str:
    """One line that names the file. An error that is no one's misuse is a bug: its traceback follows."""
    message = " ".join(line.strip() for line in str(error).splitlines())
    where = "" if str(task.source) in message else f"{task.source}: "
    if isinstance(error, ExtractorError):
        return f"error: {where}{message}"
    bug = f"error: {where}{type(error).__name__}: {message} (unexpected; please report it)\n"
    return without_keys(bug + "".join(traceback.format_exception(error)).rstrip())
