"""What a check finds, as values. Words for the ids: schemas/screens.yaml, `check.ID`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from extractor.forms import Check, Form
from extractor.ids import Severity, Status
from extractor.output import CellResult, ReportResult
from extractor.records import Decision, Detail, Reason

ProblemId = Literal[
    "sum",  # a sum of the form does not hold
    "sum-explained",  # nor does this one, but the text accounts for the rest
    "blank",  # an empty cell where a 0 belongs
    "stroke",  # "/" or "—" where a 0 belongs
    "unreadable",  # what is printed is no number
    "missing-row",  # a row that the form has and the table lacks
    "missing-cells",  # some cells of a row
    "missing-table",
    "no-table",  # nothing of the form was found printed
    "stock-below-issued",  # fewer documents in force than were issued this year and not repealed
    "text-differs",  # a sentence has another number than the table
    "text-denies",  # a sentence says that there was none
    "period",  # the text speaks of another year than the title
    "carried-over",  # not what last year's report carried over
    "stock",  # documents in force: not last year's with what came and went
    "other-year",  # the file named as last year's is of no such year
    "other-issuer",  # nor of this body
    "other-form",  # the two years use forms that do not answer to each other
    "same-as-last",  # all numbers of the requests are last year's
    "reading",  # what the program noticed while it read
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at: the cells it is about, and what fills its words in."""

    id: ProblemId
    severity: Severity
    keys: tuple[str, ...] = ()
    details: tuple[tuple[str, Detail], ...] = ()
    check: Check | None = None  # of a sum: its two sides

    @classmethod
    def of(
        cls, id: ProblemId, severity: Severity, keys: tuple[str, ...] = (), /, **details: Detail
    ) -> Problem:
        """The problem with its details by name."""
        return cls(id, severity, keys, tuple(details.items()))


@dataclass(frozen=True, slots=True)
class Subject:
    """A report of a file, with the text that it was read from."""

    source: str
    report: ReportResult
    text: str


def to_decisions(report: ReportResult, form: Form) -> dict[str, Decision]:
    """What the report itself prints or says of each cell: nothing that was computed."""
    return {key: _to_decision(key, report.cells[key]) for key in form.by_key}


def printed_status(cell: CellResult) -> Status:
    """The status that the table gives the cell; a computed value covers an empty cell or silence."""
    if cell.status != "derived":
        return cell.status
    printed = (candidate.status for candidate in cell.candidates if candidate.backend == "grid")
    return next(printed, "not_stated")


def _to_decision(key: str, cell: CellResult) -> Decision:
    status = printed_status(cell)
    value = None if cell.status == "derived" else cell.value
    return Decision(key, value, status, cell.backend, Reason.of("silent"))


def is_printed(cell: CellResult) -> bool:
    """Whether a table has a place for the cell, whatever stands there."""
    return any(candidate.backend == "grid" for candidate in cell.candidates)


def count_printed(report: ReportResult, keys: Mapping[str, object]) -> int:
    """Of how many of these cells a table has the place."""
    return sum(is_printed(report.cells[key]) for key in keys)
