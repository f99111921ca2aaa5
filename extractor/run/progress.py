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
from extractor.speech import say

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
            self.say(say("run.loading", size=total // MEGABYTE))

    def ask(self, count: int) -> None:
        """Told, since answers may take minutes."""
        self.say(say("run.asking-one") if count == 1 else say("run.asking", count=count))

    def end(self, outcome: Outcome) -> None:
        """The file with what was found in it."""
        super().end(outcome)
        if outcome.told:
            kept = say("run.file-kept") if outcome.told.kept else ""
            found = told_to_words(outcome.told)
            at = {"count": self.count, "total": self.total, "source": outcome.task.source}
            self.say(say("run.file", **at, found=found, kept=kept))


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
    if count == 1:
        return say("run.found-one", given=given, cells=cells)
    return say("run.found", count=count, given=given, cells=cells)


def error_to_text(outcome: Outcome) -> str:
    """One line that names the file. An error that is no one's misuse is a bug: its traceback follows."""
    error, line = outcome.error, say("error", message=error_to_line(outcome))
    if error is None or isinstance(error, ExtractorError):
        return line
    trace = "".join(traceback.format_exception(error)).rstrip()
    return without_keys(f"{say('run.bug', line=line)}\n{trace}")
