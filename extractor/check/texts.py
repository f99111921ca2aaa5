"""What sentences say against what tables print, and of which year the text speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.check.problems import Problem, ProblemId
from extractor.forms import Form
from extractor.ids import GIVEN
from extractor.language import fold
from extractor.output import CellResult, ReportResult

PERIOD = re.compile(r"(?P<first>20\d\d)年1月1日[起始]?[至到\-—~～]{1,2}(?:(?P<last>20\d\d)年)?12月31日")


def find_contradictions(report: ReportResult, form: Form, text: str) -> Iterator[Problem]:
    """Numbers first, then the period."""
    for cell in form.cells:
        yield from _of_cell(cell.key, report.cells[cell.key])
    yield from _period(report, text)


def _of_cell(key: str, cell: CellResult) -> Iterator[Problem]:
    """A sentence that names the item beside one other number, or says that there was none."""
    if cell.backend != "grid" or cell.status not in GIVEN:
        return
    told = {
        c.value: c
        for c in cell.candidates
        if c.backend != "grid"
        and c.accepted
        and c.status in GIVEN
        and c.rule in ("named-in-clause", "denied")
    }
    if len(told) != 1:
        return
    value, said = next(iter(told.items()))
    if value == cell.value or value is None or cell.value is None:
        return
    where = said.evidence.ref if said.evidence else ""
    text = said.evidence.text if said.evidence else ""
    id: ProblemId = "text-denies" if said.status == "none_stated" else "text-differs"
    values = {"printed": cell.value, "told": value, "where": where, "text": text}
    yield Problem.of(id, "warning", (key,), key=key, **values)


def _period(report: ReportResult, text: str) -> Iterator[Problem]:
    """The period that the report gives for its statistics is another year's: last year's file was written over."""
    if report.year is None:
        return
    for found in PERIOD.finditer(re.sub(r"\s", "", fold(text))):
        years = {int(year) for year in found.group("first", "last") if year}
        if years != {report.year}:
            yield Problem.of("period", "error", (), year=report.year, said=found[0])
            return
