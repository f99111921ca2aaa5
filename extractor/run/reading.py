"""One file's reading, here or in a child process: file -> result, as it is written, and a line a report.

A child has no model: what it asks goes to the run, which has the keys, the connections and the recordings. The flow and
all it needs are imported where a file is read, and the run itself starts without them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from extractor.output import report_to_row
from extractor.run.batch import Task, Told

if TYPE_CHECKING:
    from extractor.ids import Ask
    from extractor.model import Reply, Request
    from extractor.output import DocumentResult
    from extractor.pipeline import Settings
    from extractor.records import Document
    from extractor.run.child import Line


REFUSED = {"question-refused", "bad-answer"}  # findings that tell of a question without a usable answer


class Pack(Protocol):
    """Makes a result ready to be kept; can be pickled."""

    def __call__(self, result: DocumentResult, key: str, text: str, *, complete: bool) -> Any:
        """What is kept."""
        ...


@dataclass(frozen=True, slots=True)
class AskerWanted:
    """The first question of a file is coming: whoever answers it is to be there. Answered with the model's name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to whoever answers."""

    request: Request


@dataclass(frozen=True, slots=True)
class Counted:
    """So many questions will be asked."""

    count: int


@dataclass(frozen=True, slots=True)
class Settled:
    """One of them is answered."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: the settings of the flow, as far as they are plain data."""

    readers: tuple[str, ...]
    form: str | None = None
    retries: int = 2
    model: str | None = None  # whose results are kept
    resume: bool = False
    issuer: str | None = None  # what a file lacks of whose report it is
    year: int | None = None
    ask: Ask = "open"
    pack: Pack | None = None  # how a result is made ready to be kept, if not as text
    is_last: bool = True  # False: another model will be asked what this one refuses


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """The reading of one file, to be done in a child."""

    task: Task
    reading: Reading

    def __call__(self, line: Line) -> Told:
        from extractor.run.resume import find_kept

        settings = _settings(self.reading, line)
        if self.reading.pack:
            return _read_and_pack(self.task, settings, self.reading.pack, is_last=self.reading.is_last)
        kept = find_kept(self.task, settings, self.reading.model) if self.reading.resume else None
        return to_told(self.task, kept, kept=True) if kept else read_task(self.task, settings)


@dataclass(frozen=True, slots=True)
class LoadJob:
    """The loading of one file, to be done in a child."""

    path: Path

    def __call__(self, line: Line) -> Document:
        from extractor.loading import load_report

        return load_report(self.path)


def read_task(task: Task, settings: Settings) -> Told:
    """The file read in this very process."""
    from extractor.pipeline import extract_file

    return to_told(task, extract_file(task.source, settings))


def to_told(task: Task, result: DocumentResult, *, kept: bool = False) -> Told:
    """What a run needs to know of a result."""
    from extractor.output import result_to_json

    told = _without_text(task, result, kept=kept)
    return told if kept else replace(told, text=result_to_json(result))


def _read_and_pack(task: Task, settings: Settings, pack: Pack, *, is_last: bool) -> Told:
    """The result as it is kept, with the text that its evidence points into."""
    from extractor.loading import load_report
    from extractor.pipeline import extract_document

    document = load_report(task.source)
    result = extract_document(document, settings)
    told = _without_text(task, result)
    is_whole = not told.unreached and (is_last or not told.refused)
    return replace(told, packed=pack(result, task.key, document.text, complete=is_whole))


def _without_text(task: Task, result: DocumentResult, *, kept: bool = False) -> Told:
    rows = tuple(report_to_row(report, task.source.name, kept=kept) for report in result.reports)
    types = {finding.type for report in result.reports for finding in report.findings}
    return Told(rows, unreached="model-unreachable" in types, refused=bool(REFUSED & types))


def _settings(reading: Reading, line: Line) -> Settings:
    from extractor.pipeline import Settings

    return Settings(
        asker=lambda path: _RemoteAsker(line),
        readers=reading.readers,
        form=reading.form,
        retries=reading.retries,
        issuer=reading.issuer,
        year=reading.year,
        ask=reading.ask,
        on_questions=lambda count: line.ask(Counted(count)),
        on_answer=lambda: line.ask(Settled()),
    )


class _RemoteAsker:
    """The run's asker, from a child."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.model = cast("str", line.ask(AskerWanted()))

    def ask(self, request: Request) -> Reply:
        """One request, one reply."""
        return cast("Reply", self._line.ask(Asked(replace(request, prompts=dict(request.prompts)))))
