"""A result -> the rows that hold it. Done where the file was read: the run only writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.ids import GIVEN
from extractor.output import cell_to_meeting

if TYPE_CHECKING:
    from extractor.output import (
        CandidateResult,
        CellResult,
        DocumentResult,
        EvidenceResult,
        ReportResult,
    )

Row = dict[str, Any]


@dataclass(frozen=True)
class Packed:
    """A document's rows by table. None of them names its document: the store gives it a number."""

    key: str
    document: Row
    rows: dict[str, list[Row]]
    address: str | None = None
    fetched: str | None = None


@dataclass
class _Rows:
    """Rows as they are made; evidence that several candidates share stands once."""

    by_table: dict[str, list[Row]] = field(default_factory=dict)
    known: dict[EvidenceResult, int] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        """One row more."""
        self.by_table.setdefault(table, []).append(row)

    def evidence(self, found: EvidenceResult | None) -> int | None:
        """Its number."""
        if found is None:
            return None
        number = self.known.setdefault(found, len(self.known) + 1)
        if number > len(self.by_table.get("evidence", ())):
            self.add("evidence", _evidence_row(found, number))
        return number


def pack(result: DocumentResult, key: str, text: str, *, complete: bool = True) -> Packed:
    """The rows of the result; `text` is what its offsets point into."""
    rows = _Rows()
    for number, report in enumerate(result.reports, 1):
        _add_report(rows, report, number, result.source.path)
    source = result.source
    document = {
        "key": key,
        "path": source.path,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "schema_version": result.schema_version,
        "complete": complete,
        "text": text,
    }
    return Packed(key, document, rows.by_table, source.address, source.fetched)


def number_to_columns(value: float | None) -> Row:
    """A value to count with, and as it is written."""
    return {"value": value, "written": None if value is None else repr(value)}


def to_words(*parts: str | None) -> str:
    """What a report is searched by."""
    return "\n".join(filter(None, parts)).casefold()


def _add_report(rows: _Rows, report: ReportResult, number: int, path: str) -> None:
    words = to_words(report.issuer, report.region, path)
    rows.add("reports", _report_row(report, number) | {"words": words})
    for place, (key, cell) in enumerate(report.cells.items(), 1):
        at = {"report": number, "cell": place}
        rows.add("cells", at | _cell_row(key, cell, rows.evidence(cell.evidence)))
        for rank, candidate in enumerate(cell.candidates, 1):
            found = rows.evidence(candidate.evidence)
            rows.add("candidates", at | {"candidate": rank} | _candidate_row(candidate, found))
    for place, finding in enumerate(report.findings, 1):
        told = _named(finding, type(finding).model_fields) | {"keys": list(finding.keys)}
        rows.add("findings", {"report": number, "finding": place} | told)


def _report_row(report: ReportResult, number: int) -> Row:
    same = ("issuer", "region", "year", "form", "form_reason", "sure", "issuer_from", "year_from")
    first, last = report.lines
    made = report.provenance
    return {
        "report": number,
        "name": report.id,
        "first_line": first,
        "last_line": last,
        **{name: getattr(report, name) for name in same},
        "model": made.model,
        "prompts": made.prompts,
        "version": made.version,
        "ask": made.ask,
        **dict(report.usage),
        **_doubt(report),
    }


def _doubt(report: ReportResult) -> Row:
    """What a person would look at first."""
    sure = [c.confidence for c in report.cells.values() if c.confidence is not None and c.status in GIVEN]
    disputed = sum(cell.status == "disputed" for cell in report.cells.values())
    errors = sum(finding.severity == "error" for finding in report.findings)
    least = min(sure, default=None)
    doubt = 1 - (1 if least is None else least) + disputed + errors
    return {"least": least, "disputed": disputed, "errors": errors, "doubt": doubt}


def _cell_row(key: str, cell: CellResult, evidence: int | None) -> Row:
    same = ("status", "unit", "backend", "reason", "rule", "details", "confidence")
    plain = _named(cell, same)
    own = {"key": key, "meeting": cell_to_meeting(cell), "evidence": evidence}
    return {**number_to_columns(cell.value), **plain, **own}


def _candidate_row(candidate: CandidateResult, evidence: int | None) -> Row:
    same = ("backend", "status", "accepted", "why", "rule", "details")
    return {**number_to_columns(candidate.value), **_named(candidate, same), "evidence": evidence}


def _evidence_row(found: EvidenceResult, number: int) -> Row:
    start, end = found.mark or (None, None)
    same = ("kind", "ref", "start", "end", "text", "page")
    box = list(found.box) if found.box else None
    return {
        "evidence": number,
        **_named(found, same),
        "mark_start": start,
        "mark_end": end,
        "box": box,
    }


def _named(holder: object, names: Iterable[str]) -> Row:
    return {name: getattr(holder, name) for name in names}
