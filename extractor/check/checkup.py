"""A report's checkup: all that was found, and the smallest change that would make its sums hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.check.problems import Problem, Subject, to_decisions
from extractor.check.signs import find_wrong_signs
from extractor.check.sums import find_broken_sums
from extractor.check.texts import find_contradictions
from extractor.check.years import compare_years
from extractor.decide import find_explained, find_smallest_changes
from extractor.forms import Check, Form, check_identities, find_form
from extractor.ids import Severity
from extractor.output import FindingResult, ReportResult
from extractor.records import Number

ORDER: tuple[Severity, ...] = ("error", "warning", "info")
SHOWN_WAYS = 4
MOST_FAILED = 12  # beyond this a column or a row is shifted, and single cells are not to blame
# What the program noticed while it read, that an officer can mend. The rest is told by the problems themselves.
NOTICED = frozenset(
    {
        "row-long",
        "row-short",
        "printed-twice",
        "damaged-text",
        "formula-without-result",
        "picture-not-read",
        "page-not-read",
        "struck-out",
        "broken-number",
        "split-columns",
        "came-apart",
    }
)


@dataclass(frozen=True, slots=True)
class Checkup:
    """One report with what is to be looked at, the gravest first. `ways`: changes by key, each of which would do."""

    report: ReportResult
    form: Form
    source: str
    problems: tuple[Problem, ...]
    sums: tuple[Check, ...]
    ways: tuple[tuple[tuple[str, Number, Number], ...], ...]
    noticed: tuple[FindingResult, ...]
    last: ReportResult | None = None

    def count(self, severity: Severity) -> int:
        """How many problems of that weight there are."""
        return sum(problem.severity == severity for problem in self.problems)


def check_report(subject: Subject, last: ReportResult | None = None) -> Checkup:
    """The report's checkup, beside the report of the year before where there is one."""
    report, text = subject.report, subject.text
    form = find_form(report.form)
    decisions = to_decisions(report, form)
    sums = check_identities(form, decisions)
    explained = find_explained(sums, form, text)
    problems = [
        *find_broken_sums(sums, explained),
        *find_wrong_signs(report, form),
        *find_contradictions(report, form, text),
        *(compare_years(report, last, form) if last else ()),
    ]
    problems.sort(key=lambda problem: ORDER.index(problem.severity))
    broken = sum(problem.id == "sum" for problem in problems)
    ways = tuple(_ways(form, report)) if 0 < broken <= MOST_FAILED else ()
    noticed = tuple(finding for finding in report.findings if finding.type in NOTICED)
    return Checkup(report, form, subject.source, tuple(problems), sums, ways, noticed, last)


def _ways(form: Form, report: ReportResult) -> Iterator[tuple[tuple[str, Number, Number], ...]]:
    decisions = to_decisions(report, form)
    for changes in find_smallest_changes(form, decisions)[:SHOWN_WAYS]:
        yield tuple((key, decisions[key].value or 0, value) for key, value in changes.items())
