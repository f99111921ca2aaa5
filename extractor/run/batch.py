"""A run over many files: where each result goes, which are done already, what became of each, and the sum."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from extractor.errors import CassetteMiss, ExtractorError, UsageError
from extractor.output import DocumentResult, ReportRow, report_to_row, result_to_json, write_whole
from extractor.pipeline import Settings, extract_file
from extractor.records import Usage


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and where its result goes."""

    source: Path
    target: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its result, or the error that left none."""

    task: Task
    result: DocumentResult | None = None
    error: Exception | None = None
    kept: bool = False  # the result is of an earlier run


@dataclass
class Tally:
    """The sum of a run, as far as it got."""

    rows: list[ReportRow] = field(default_factory=list)
    targets: list[Path] = field(default_factory=list)
    kept: int = 0
    codes: list[int] = field(default_factory=list)  # exit codes of the files that failed
    unreached: int = 0  # files read without the model that was to be asked

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
        """Counts the outcome; its cells and evidence are let go, since a run may have thousands."""
        if outcome.result is None:
            self.codes.append(getattr(outcome.error, "exit_code", 1))
            return
        self.targets.append(outcome.task.target)
        self.kept += outcome.kept
        self.unreached += any(
            f.type == "model-unreachable" for r in outcome.result.reports for f in r.findings
        )
        name = outcome.task.source.name
        self.rows.extend(report_to_row(r, name, kept=outcome.kept) for r in outcome.result.reports)


def plan_tasks(files: Iterable[Path], out: Path) -> list[Task]:
    """Each file once, with a result name of its own: its stem; where several share that, the whole file name;
    then the folder's name before it; then a digest of its path behind it."""
    sources = list({os.path.abspath(file): file for file in files}.values())
    names = _unlike_names(sources, (_stem, _file_name, _folder_and_file_name, _name_and_digest))
    return [Task(file, out / f"{name}.json") for file, name in zip(sources, names, strict=True)]


def name_cassettes(tasks: Sequence[Task]) -> dict[Path, str]:
    """Each file's name for its cassette: its own, or a longer one where several of the run share that."""
    sources = [task.source for task in tasks]
    names = _unlike_names(sources, (_file_name, _folder_and_file_name, _name_and_digest))
    return dict(zip(sources, names, strict=True))


def _unlike_names(sources: Sequence[Path], ways: Sequence[Callable[[Path], str]]) -> list[str]:
    """A name for each file, by the first way that tells it from the others."""
    names = [ways[0](file) for file in sources]
    for longer_name in ways[1:]:
        for i in _clashing(names):
            names[i] = longer_name(sources[i])
    return names


def _stem(file: Path) -> str:
    return file.stem


def _file_name(file: Path) -> str:
    return file.name


def _folder_and_file_name(file: Path) -> str:
    return f"{Path(os.path.abspath(file)).parent.name}-{file.name}"


def _name_and_digest(file: Path) -> str:
    return f"{file.name}-{hashlib.sha256(os.fsencode(os.path.abspath(file))).hexdigest()[:8]}"


def _clashing(names: Sequence[str]) -> list[int]:
    """Which names are not alone, also where the file system takes capitals for small letters."""
    counts = Counter(name.casefold() for name in names)
    return [i for i, name in enumerate(names) if counts[name.casefold()] > 1]


def prepare_folder(option: str, folder: Path) -> None:
    """Makes the folder that the option names; a UsageError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{option} {folder}: cannot make this folder ({error.strerror})") from error


def run_tasks(
    tasks: Sequence[Task],
    settings: Settings,
    *,
    jobs: int = 1,
    find_kept: Callable[[Task], DocumentResult | None] = lambda task: None,
    on_begin: Callable[[Task], None] = lambda task: None,
) -> Iterator[Outcome]:
    """Each task's outcome as it comes. Results are written here, in the caller's thread: Ctrl-C ends the
    others at any point, and must find none of them writing."""

    def attempt(task: Task) -> Outcome:
        on_begin(task)
        kept = find_kept(task)
        return Outcome(task, kept, kept=True) if kept else _attempt(task, settings)

    outcomes = map(attempt, tasks) if jobs == 1 else _in_threads(tasks, attempt, jobs)
    for outcome in outcomes:
        yield _stored(outcome)


def _attempt(task: Task, settings: Settings) -> Outcome:
    try:
        return Outcome(task, extract_file(task.source, settings))
    except Exception as error:  # a bug that one file brings up must not lose the others; it is shown in full
        return Outcome(task, error=error)


def _in_threads(tasks: Sequence[Task], attempt: Callable[[Task], Outcome], jobs: int) -> Iterator[Outcome]:
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
    for _ in tasks:
        yield done.get()


def _stored(outcome: Outcome) -> Outcome:
    if outcome.result is None or outcome.kept:
        return outcome
    try:
        write_whole(outcome.task.target, result_to_json(outcome.result))
    except OSError as error:
        failure = ExtractorError(f"{outcome.task.target}: cannot be written ({error.strerror})")
        return Outcome(outcome.task, error=failure)
    return outcome


def tally_to_line(tally: Tally) -> str:
    """The line at the end of every run."""
    rows, findings = tally.rows, sum((row.findings for row in tally.rows), Counter[str]())
    usage = sum((row.usage for row in rows), Usage())
    given, derived, silent = (sum(getattr(r, name) for r in rows) for name in ("given", "derived", "silent"))
    kept = f" ({tally.kept} from before)" if tally.kept else ""
    without = (
        f"; no model could be reached for {tally.unreached} files: the same command with --resume asks again"
    )
    return (
        f"{len(tally.targets)} files done{kept}, {len(tally.codes)} failed; {len(rows)} reports: "
        f"{given:,} cells given, {derived:,} derived, {silent:,} not stated; "
        f"findings: {findings['error']} error, {findings['warning']} warning, {findings['info']} info; "
        f"{usage.calls} calls, {usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens"
        f"{without if tally.unreached else ''}"
    )
