"""Files -> what is checked: their reports, read by tables and rules, without a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.check.problems import Subject
from extractor.loading import load_report
from extractor.output import ReportResult
from extractor.pipeline import Settings, extract_document

if TYPE_CHECKING:
    from extractor.model import Asker
    from extractor.records import Document
    from extractor.run import Line

READERS = ("grid", "regex")


@dataclass(frozen=True, slots=True)
class CheckJob:
    """The reading of one file, to be done in a child."""

    path: Path
    form: str | None = None

    def __call__(self, line: Line) -> tuple[Subject, ...]:
        return read_report_file(self.path, self.form)


def read_report_file(path: Path, form: str | None = None) -> tuple[Subject, ...]:
    """The reports of the file."""
    document = load_report(path)
    result = extract_document(document, Settings(asker=_no_model, readers=READERS, form=form))
    return tuple(Subject(path.name, report, _text(document, report)) for report in result.reports)


def choose_pairs(
    these: Sequence[Subject], last: Sequence[Subject]
) -> Iterator[tuple[Subject, Subject | None]]:
    """Each report with that of the year before: the same body's, or whatever the file has."""
    for this in these:
        same = [s for s in last if s.report.issuer == this.report.issuer] or list(last)
        before = [s for s in same if this.report.year and s.report.year == this.report.year - 1]
        yield this, next(iter(before or same), None)


def _text(document: Document, report: ReportResult) -> str:
    first, final = report.lines
    return "\n".join(line for _, line in document.lines(first, final))


def _no_model(path: Path) -> Asker:
    raise AssertionError("these readers ask nobody")
