"""A report in a line: what of its form is given, and what it cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.ids import GIVEN
from extractor.records import Usage

if TYPE_CHECKING:
    from extractor.output.results import ReportResult


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in a line."""

    source: str
    issuer: str | None
    year: int | None
    form: str
    given: int
    derived: int
    silent: int
    cells: int
    findings: Counter[str]
    usage: Usage


def report_to_row(report: ReportResult, source: str, *, kept: bool = False) -> ReportRow:
    """The report's line in a summary. What an earlier run spent on it is not this run's."""
    statuses = Counter(cell.status for cell in report.cells.values())
    return ReportRow(
        source=source,
        issuer=report.issuer,
        year=report.year,
        form=report.form,
        given=sum(statuses[status] for status in GIVEN),
        derived=statuses["derived"],
        silent=statuses["not_stated"],
        cells=len(report.cells),
        findings=Counter(finding.severity for finding in report.findings),
        usage=Usage() if kept else Usage(**report.usage.model_dump()),
    )
