"""What a run tells on stderr while it goes: bars on a terminal (bars.py), else a line a file; errors always."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import Self

from extractor.errors import ExtractorError
from extractor.model import without_keys
from extractor.run.batch import Outcome, Task, Told, error_to_line
from extractor.run.names import shown

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
        self.finish()

    def finish(self) -> None:
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
            self.say(error_to_text(outcome))

    def say(self, text: str) -> None:
        """A line, or several."""
        print("\n".join(map(shown, text.split("\n"))), file=sys.stderr, flush=True)


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
        if outcome.told:
            kept = " (from before)" if outcome.told.kept else ""
            found = told_to_words(outcome.told)
            self.say(f"[{self.count}/{self.total}] {outcome.task.source}: {found}{kept}")


def choose_listener(total: int, *, quiet: bool) -> Quiet:
    """Whoever fits the terminal."""
    if quiet:
        return Quiet(total)
    if not sys.stderr.isatty():
        return Lines(total)
    from extractor.run.bars import Bars

    return Bars(total)


def told_to_words(told: Told) -> str:
    """How many reports, and how much of their forms they fill."""
    given, cells = (sum(getattr(row, name) for row in told.rows) for name in ("given", "cells"))
    count = len(told.rows)
    return f"{count} report{'s' * (count != 1)}, {given} of {cells} cells given"


def error_to_text(outcome: Outcome) -> str:
    """One line that names the file. An error that is no one's misuse is a bug: its traceback follows."""
    error, line = outcome.error, f"error: {error_to_line(outcome)}"
    if error is None or isinstance(error, ExtractorError):
        return line
    trace = "".join(traceback.format_exception(error)).rstrip()
    return without_keys(f"{line} (unexpected; please report it)\n{trace}")
