"""Two recordings of the same documents, with another prompt or model: which cells come out differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2

from extractor.cassettes.files import PLACE, SUFFIX, Answered, Entry, read_recording
from extractor.cassettes.transport import Playback, RecordedAsker, recorded_mode
from extractor.errors import MissingInput
from extractor.ids import GIVEN, RULES, TABLE, Ask
from extractor.output import CellResult, DocumentResult
from extractor.pipeline import Settings, extract_file
from extractor.score import Gold, ReportScore, score_results

SILENCE = Answered(seconds=0, prompt_tokens=0, completion_tokens=0, finish_reason="stop", items={})


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that the two recordings fill differently."""

    document: str
    report: str
    key: str
    old: CellResult
    new: CellResult


@dataclass(frozen=True)
class Replay:
    """What one recording makes of the documents."""

    results: tuple[DocumentResult, ...]
    scores: tuple[ReportScore, ...]
    unanswered: int  # items that today's flow asks and the recording does not answer

    @property
    def tokens(self) -> int:
        """Of prompts and answers together."""
        usages = [report.usage for result in self.results for report in result.reports]
        return sum(usage.prompt_tokens + usage.completion_tokens for usage in usages)


@dataclass(frozen=True)
class Drift:
    """The changes, and each side with its score."""

    changes: tuple[Change, ...]
    old: Replay
    new: Replay


class _Answers(Playback):
    """Answers by place, whatever the prompt was: the old recording was made with another."""

    def __init__(self, calls: Sequence[Entry]) -> None:
        self.unanswered: set[tuple[int, str]] = set()  # report and item
        self._calls = {tuple(getattr(call.asked, name) for name in PLACE): call for call in calls}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer recorded for this report, section and attempt, or an empty one."""
        assert self.asking is not None
        call = self._calls.get(tuple(getattr(self.asking, name) for name in PLACE))
        asked = set(self.asking.answer.offered)
        if self.asking.attempt == 1:
            missing = asked - set(call.asked.items if call else ())
            self.unanswered |= {(self.asking.report, name) for name in missing}
        return self.play(call.answered if call else SILENCE, "recorded")


def find_drift(
    old: Path,
    new: Path,
    files: Sequence[Path],
    names: Mapping[Path, str],
    golds: Sequence[Gold] = (),
    ask: Ask = "open",
) -> Drift:
    """Both recordings replayed over the documents and compared, cell by cell; `ask`: what they were made with."""
    of_files = [gold for gold in golds if gold.source in {file.name for file in files}]
    before, after = (_replay(folder, files, names, of_files, ask) for folder in (old, new))
    return Drift(tuple(_changes(before.results, after.results)), before, after)


def _replay(
    folder: Path, files: Sequence[Path], names: Mapping[Path, str], golds: Sequence[Gold], ask: Ask
) -> Replay:
    transports: list[_Answers] = []

    def asker(path: Path) -> RecordedAsker:
        calls = _read_calls(folder / (names[path] + SUFFIX))
        transports.append(_Answers(calls))
        if not calls:
            return RecordedAsker("none", None, transports[-1])
        return RecordedAsker(calls[0].asked.model, recorded_mode(calls[0]), transports[-1])

    if not folder.is_dir():
        raise MissingInput("folder.missing", path=folder)
    results = tuple(_without_rules(extract_file(file, Settings(asker=asker, ask=ask))) for file in files)
    unanswered = sum(len(transport.unanswered) for transport in transports)
    return Replay(results, score_results(results, golds), unanswered)


def _without_rules(result: DocumentResult) -> DocumentResult:
    """What tables and the model say: the rules would fill in what one of the recordings does not tell."""
    reports = (
        report.model_copy(update={"cells": {key: _told(cell) for key, cell in report.cells.items()}})
        for report in result.reports
    )
    return result.model_copy(update={"reports": tuple(reports)})


def _told(cell: CellResult) -> CellResult:
    said = [c for c in cell.candidates if c.accepted and c.backend != RULES]
    if any(c.backend == TABLE for c in said):
        return cell
    first = next((c for c in said if c.status in GIVEN), None)
    update = {"value": None, "status": "not_stated", "backend": None, "evidence": None}
    if first:
        update = {name: getattr(first, name) for name in update}
    return cell.model_copy(update=update)


def _read_calls(path: Path) -> tuple[Entry, ...]:
    return read_recording(path).calls if path.is_file() else ()


def _changes(old: Sequence[DocumentResult], new: Sequence[DocumentResult]) -> Iterator[Change]:
    for before, after in zip(old, new, strict=True):
        for one, other in zip(before.reports, after.reports, strict=True):
            for key, cell in one.cells.items():
                if (cell.value, cell.status) != (other.cells[key].value, other.cells[key].status):
                    yield Change(before.source.path, one.id, key, cell, other.cells[key])
