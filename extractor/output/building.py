"""Decisions and findings -> the parts of a result file, in words where people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from extractor.forms import Form
from extractor.messages import finding_to_text, reason_to_text
from extractor.output.files import printable_path
from extractor.output.messages import Remark, Told
from extractor.output.results import (
    SCHEMA_VERSION,
    CandidateResult,
    CellResult,
    Details,
    DocumentResult,
    EvidenceResult,
    FindingResult,
    ProvenanceResult,
    ReportResult,
    SourceResult,
    UsageResult,
)
from extractor.records import (
    Candidate,
    Decision,
    Document,
    Evidence,
    Excerpt,
    Finding,
    Identification,
    Reason,
    Usage,
)


def decisions_to_cells(
    decisions: Mapping[str, Decision], form: Form, document: Document
) -> dict[str, CellResult]:
    """All cells of the form, in its order."""
    return {cell.key: _cell(decisions[cell.key], cell.unit, document) for cell in form.cells}


def _cell(decision: Decision, unit: str, document: Document) -> CellResult:
    if decision.reason.id == "silent" and not decision.candidates:
        return _silent_cell(unit)
    return _told_cell(decision, unit, document)


@cache
def _silent_cell(unit: str) -> CellResult:
    """A cell of which the report says nothing, as most are: one for all of its unit."""
    return CellResult(
        value=None,
        status="not_stated",
        unit=unit,
        backend=None,
        reason=reason_to_text(Reason.of("silent")),
        rule="silent",
        evidence=None,
        candidates=(),
    )


def _told_cell(decision: Decision, unit: str, document: Document) -> CellResult:
    candidates = tuple([_candidate(candidate, document) for candidate in decision.candidates])
    # That of the candidate which was chosen, most often: it is worked out once.
    place, own = decision.evidence, [candidate.evidence for candidate in decision.candidates]
    evidence = candidates[own.index(place)].evidence if place in own else _evidence(place, document)
    return CellResult(
        value=decision.value,
        status=decision.status,
        unit=unit,
        backend=decision.backend,
        reason=reason_to_text(decision.reason),
        rule=decision.reason.id,
        details=to_details(decision.reason.details),
        confidence=decision.confidence,
        evidence=evidence,
        candidates=candidates,
    )


def _candidate(candidate: Candidate, document: Document) -> CandidateResult:
    return CandidateResult(
        backend=candidate.backend,
        value=candidate.value,
        status=candidate.status,
        evidence=_evidence(candidate.evidence, document),
        accepted=candidate.accepted,
        why=reason_to_text(candidate.why),
        rule=candidate.why.id if candidate.why else None,
        details=to_details(candidate.why.details) if candidate.why else {},
    )


def _evidence(evidence: Evidence | None, document: Document) -> EvidenceResult | None:
    if evidence is None:
        return None
    place = document.place_at(evidence.mark[0] if evidence.mark else evidence.start)
    return EvidenceResult(
        kind=evidence.kind,
        ref=evidence.ref,
        start=evidence.start,
        end=evidence.end,
        text=evidence.text,
        mark=evidence.mark,
        page=place.page if place else None,
        box=place.box if place else None,
    )


def _finding(finding: Finding) -> FindingResult:
    return FindingResult(
        type=finding.type,
        severity=finding.severity,
        keys=finding.keys,
        message=finding_to_text(finding),
        details=to_details(finding.details),
    )


def to_details(details: Iterable[tuple[str, Told]]) -> Details:
    """The details as plain data."""
    return {name: _to_plain(detail) for name, detail in details}


def _to_plain(detail: Told) -> object:
    if isinstance(detail, Reason | Remark):
        return {"id": detail.id, "details": to_details(detail.details)}
    if isinstance(detail, tuple):
        return [_to_plain(part) for part in detail]
    return detail


def to_report_result(
    excerpt: Excerpt,
    number: int,
    header: Identification,
    cells: dict[str, CellResult],
    findings: tuple[Finding, ...],
    usage: Usage,
    provenance: ProvenanceResult,
) -> ReportResult:
    """The parts of one report put together."""
    return ReportResult(
        id=f"r{number}-{header.year or 'unknown'}",
        lines=(excerpt.first, excerpt.last),
        issuer=header.issuer,
        region=header.region,
        year=header.year,
        form=header.form,
        form_reason=header.form_reason,
        sure=header.sure,
        issuer_from=header.issuer_from,
        year_from=header.year_from,
        cells=cells,
        findings=tuple(map(_finding, findings)),
        usage=UsageResult(
            calls=usage.calls,
            retries=usage.retries,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            seconds=round(usage.seconds, 2),
        ),
        provenance=provenance,
    )


def to_document_result(document: Document, reports: Iterable[ReportResult]) -> DocumentResult:
    """The file with its reports."""
    source = SourceResult(
        path=printable_path(document.path), sha256=document.sha256, media_type=document.media_type
    )
    return DocumentResult(schema_version=SCHEMA_VERSION, source=source, reports=tuple(reports))
