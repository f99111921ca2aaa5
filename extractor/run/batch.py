"""A run over many files: what became of each, and the sum. Knows no form and no model: it is told how a file is read."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from extractor.errors import CassetteMiss, ExtractorError
from extractor.model import without_keys
from extractor.output import ReportRow, write_whole
from extractor.records import Usage
from extractor.run.names import shown
from extractor.speech import Lang, has_words, language, say

MAC_JUNK = ".DS_Store"  # a name, for all its dot
MANY = 64  # results that are kept at once
GATHERING = 0.2  # seconds that the first of them waits for more: a transaction for each takes a third longer
NAMED = 20  # failures that the last lines name; all were named when they happened


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, where its result goes, and what its recording is called. `key`: of its bytes and of all that
    decides how they are read, where results are kept by it."""

    source: Path
    target: Path
    recording: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a file's reading gives: its result as it is written, and a line a report."""

    rows: tuple[ReportRow, ...]
    text: str | None = None
    unreached: bool = False  # no model could be reached to ask what the file leaves open
    refused: bool = False  # a question got no answer that can be used
    packed: Any = None  # the result as whoever keeps it wants it, if that is no text

    @property
    def kept(self) -> bool:
        """Whether the result is of an earlier run."""
        return self.text is None and self.packed is None


Keep = Callable[[Sequence[tuple[Task, Told]]], None]  # results of one moment, all of them or none


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: what it tells, or the error that left nothing."""

    task: Task
    told: Told | None = None
    error: Exception | None = None


@dataclass
class Tally:
    """The sum of a run, as far as it got."""

    rows: list[ReportRow] = field(default_factory=list)
    targets: list[Path] = field(default_factory=list)
    kept: int = 0
    codes: list[int] = field(default_factory=list)  # exit codes of the files that failed
    unreached: int = 0  # files read without the model that was to be asked
    failures: list[str] = field(default_factory=list)  # each with its reason, in a line
    skipped: Counter[str] = field(default_factory=Counter)  # files of folders that are no reports, by kind

    @property
    def exit_code(self) -> int:
        """0: all done. 1: some failed. Where nothing was done and all failed alike: that failure's code.
        A replay that misses an answer is not that replay, whatever else was done: 5."""
        if not self.codes:
            return 0
        if CassetteMiss.exit_code in self.codes:
            return CassetteMiss.exit_code
        return self.codes[0] if not self.targets and len(set(self.codes)) == 1 else 1

    def add(self, outcome: Outcome) -> None:
        """Counts the outcome; its result is let go, since a run may have thousands."""
        if outcome.told is None:
            self.codes.append(getattr(outcome.error, "exit_code", 1))
            self.failures.append(error_to_line(outcome))
            return
        self.targets.append(outcome.task.target)
        self.kept += outcome.told.kept
        self.unreached += outcome.told.unreached
        self.rows.extend(outcome.told.rows)


def error_to_line(outcome: Outcome, lang: Lang | None = None) -> str:
    """The file and what is wrong with it, in that language or the one spoken. What is no misuse is a bug, and named by
    its kind."""
    error, source = outcome.error, str(outcome.task.source)
    if isinstance(error, ExtractorError):
        text = error.words(lang or language())
    else:
        text = f"{type(error).__name__}: {error}"
    message = " ".join(line.strip() for line in text.splitlines())
    return without_keys(shown(("" if source in message else f"{source}: ") + message))


def run_tasks(
    tasks: Sequence[Task],
    read: Callable[[Task], Told],
    *,
    jobs: int = 1,
    on_begin: Callable[[Task], None] = lambda task: None,
    keep: Keep | None = None,
) -> Iterator[Outcome]:
    """Each task's outcome as it comes. Results are kept here, in the caller's thread, as files unless told otherwise:
    Ctrl-C ends the others at any point, and must find none of them writing. `keep` is given what several jobs have
    done within a moment at once."""

    def attempt(task: Task) -> Outcome:
        on_begin(task)
        try:
            return Outcome(task, read(task))
        except (
            Exception
        ) as error:  # a bug that one file brings up must not lose the others; it is shown in full
            return Outcome(task, error=error)

    singly = ([attempt(task)] for task in tasks)
    # Files are written one by one anyhow.
    for group in singly if jobs == 1 else _in_threads(tasks, attempt, jobs, MANY if keep else 1):
        yield from _stored(group, keep or _write)


def _in_threads(
    tasks: Sequence[Task], attempt: Callable[[Task], Outcome], jobs: int, most: int
) -> Iterator[list[Outcome]]:
    """Daemon threads, since a pool would wait at Ctrl-C for every request in flight."""
    waiting: SimpleQueue[Task | None] = SimpleQueue()
    done: SimpleQueue[Outcome] = SimpleQueue()

    def work() -> None:
        while task := waiting.get():
            done.put(attempt(task))

    for task in (*tasks, *[None] * jobs):
        waiting.put(task)
    for _ in range(min(jobs, len(tasks))):
        Thread(target=work, daemon=True).start()
    left = len(tasks)
    while left:
        group = _gather(done, min(most, left))
        left -= len(group)
        yield group


def _gather(done: SimpleQueue[Outcome], most: int) -> list[Outcome]:
    """The next outcome, and what comes within a moment."""
    group = [done.get()]
    over = time.monotonic() + GATHERING
    with suppress(Empty):
        while len(group) < most:
            group.append(done.get(timeout=max(over - time.monotonic(), 0)))
    return group


def _stored(group: Sequence[Outcome], keep: Keep) -> Iterator[Outcome]:
    """The outcomes, kept. Where that fails, each is kept by itself: one that cannot be loses no other. A bug is raised
    when all before it are kept."""
    fresh = [(outcome.task, outcome.told) for outcome in group if outcome.told and not outcome.told.kept]
    try:
        if fresh:
            keep(fresh)
    except Exception as error:
        if len(group) > 1:
            for outcome in group:
                yield from _stored([outcome], keep)
            return
        if not isinstance(error, ExtractorError):
            raise
        yield Outcome(group[0].task, error=error)
    else:
        yield from group


def _write(results: Iterable[tuple[Task, Told]]) -> None:
    for task, told in results:
        write_whole(task.target, told.text or "")


def tally_to_lines(tally: Tally) -> Iterator[str]:
    """What failed and why, and what was passed over: the lines before the last one."""
    yield from (say("run.failed", failure=failure) for failure in tally.failures[:NAMED])
    if len(tally.failures) > NAMED:
        yield say("run.more-failed", count=len(tally.failures) - NAMED)
    if tally.skipped:
        yield say("run.passed-over", kinds=skipped_to_words(tally.skipped))


def skipped_to_words(skipped: Counter[str]) -> tuple[str, ...]:
    """How many files and folders of each kind were passed over: those of no name of their own by their suffix."""
    return tuple(shown(_skipped(kind, count)) for kind, count in sorted(skipped.items()))


def _skipped(kind: str, count: int) -> str:
    if has_words(f"junk.{kind}"):
        return say(f"junk.{kind}", count=count)
    of_suffix = kind.startswith(".") and kind != MAC_JUNK
    return say("junk.suffix" if of_suffix else "junk.name", count=count, kind=kind)


def tally_to_line(tally: Tally) -> str:
    """The line at the end of every run."""
    rows, findings = tally.rows, sum((row.findings for row in tally.rows), Counter[str]())
    usage = sum((row.usage for row in rows), Usage())
    cells = {name: sum(getattr(r, name) for r in rows) for name in ("given", "derived", "silent")}
    return say(
        "run.sum",
        done=len(tally.targets),
        kept=say("run.kept", count=tally.kept) if tally.kept else "",
        failed=len(tally.codes),
        reports=len(rows),
        **cells,
        errors=findings["error"],
        warnings=findings["warning"],
        notes=findings["info"],
        calls=usage.calls,
        prompt=usage.prompt_tokens,
        completion=usage.completion_tokens,
        without=say("run.unreached", count=tally.unreached) if tally.unreached else "",
    )
