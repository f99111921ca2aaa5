"""The findings of many results, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text

from extractor.forms import find_form
from extractor.output.paragraph import Paragraph
from extractor.output.results import DocumentResult, FindingResult, ReportResult
from extractor.output.telling import finding_to_words
from extractor.output.terminal import SEVERITIES
from extractor.speech import name_of, say


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and the report that it is of."""

    finding: FindingResult
    report: ReportResult


def findings_to_view(results: Iterable[DocumentResult]) -> RenderableType:
    """The gravest kinds first, of each the reports that have it."""
    found = [Found(finding, report) for r in results for report in r.reports for finding in report.findings]
    if not found:
        return Text(say("show.no-findings"))
    kinds: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        kinds.setdefault((one.finding.severity, one.finding.type), []).append(one)
    ranked = sorted(kinds, key=lambda kind: (list(SEVERITIES).index(kind[0]), -len(kinds[kind]), kind[1]))
    return Group(*(part for kind in ranked for part in _kind(kind, kinds[kind])))


def _kind(kind: tuple[str, str], found: Sequence[Found]) -> Iterator[RenderableType]:
    severity, type = kind
    reports = len({id(one.report) for one in found})
    counts = {"count": len(found), "reports": reports}
    head = say(
        "show.finding-kind", severity=say(f"severity.{severity}"), name=name_of("finding", type), **counts
    )
    yield Text(head, style=SEVERITIES[severity])
    for one in found:
        words = finding_to_words(one.finding, find_form(one.report.form))
        yield Paragraph(say("show.finding-of", report=_name(one.report), words=words), indent=2)
    yield Text()


def _name(report: ReportResult) -> str:
    issuer = report.issuer or say("show.no-issuer")
    return say("show.report", issuer=issuer, year=report.year or say("show.no-year"))
