"""Where results lie -> results -> filings. What else results can come from is told here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from extractor.errors import MissingInput
from extractor.output import CellResult, DocumentResult, FindingResult, ReportResult, read_result
from extractor.panel.filings import Failed, Filing, PanelCell, Witness
from extractor.store import DECIDED, is_store, open_store

Reader = Callable[[str], Iterator[DocumentResult]]


def _read_folder(where: str) -> Iterator[DocumentResult]:
    paths = sorted(Path(where).rglob("*.json"))
    if not paths:
        raise MissingInput("panel.no-results", path=where)
    return map(read_result, paths)


def _read_file(where: str) -> Iterator[DocumentResult]:
    if not Path(where).exists():
        raise MissingInput("panel.missing", path=where)
    return iter((read_result(Path(where)),))


def _read_store(where: str) -> Iterator[DocumentResult]:
    """One for each file, as a folder has it: that two files are the same is for the panel to say."""
    with closing(open_store(where, must_exist=True)) as store:
        yield from store.read_results(each_file=True)


# Who knows the place, and how it is read; the first that knows it reads it.
SOURCES: tuple[tuple[Callable[[str], bool], Reader], ...] = (
    (is_store, _read_store),
    (lambda where: Path(where).is_dir(), _read_folder),
    (lambda where: True, _read_file),
)


def read_results(where: str | Path) -> Iterator[DocumentResult]:
    """All results of a store or a folder, or the one of a file."""
    read = next(reader for knows, reader in SOURCES if knows(str(where)))
    return read(str(where))


def read_decided(where: str | Path) -> Iterator[DocumentResult]:
    """The same; of a store with what people decided in place of what was read."""
    if not is_store(str(where)):
        yield from read_results(where)
        return
    with closing(open_store(str(where), must_exist=True)) as store:
        yield from store.read_decided(each_file=True)


def results_to_filings(results: Iterable[DocumentResult]) -> Iterator[Filing]:
    """The reports of all results, in their order; what a panel does not need is let go one by one."""
    for result in results:
        for report in result.reports:
            yield _filing(result, report)


def _filing(result: DocumentResult, report: ReportResult) -> Filing:
    return Filing(
        path=result.source.path,
        sha256=result.source.sha256,
        id=report.id,
        lines=report.lines,
        issuer=report.issuer,
        region=report.region,
        year=report.year,
        form=report.form,
        sure=report.sure,
        issuer_from=report.issuer_from,
        cells={key: _cell(cell) for key, cell in report.cells.items()},
        failed=tuple(map(_failed, report.findings)),
        model=report.provenance.model,
        version=report.provenance.version,
        address=result.source.address,
        fetched=result.source.fetched,
    )


def _cell(cell: CellResult) -> PanelCell:
    return PanelCell(
        value=cell.value,
        status=cell.status,
        unit=cell.unit,
        backend=cell.backend,
        rule=cell.rule,
        reason=cell.reason,
        confidence=getattr(cell, "confidence", None),  # results of earlier versions have none
        evidence=cell.evidence,
        witnesses=tuple(Witness(c.backend, c.value, c.accepted) for c in cell.candidates),
        decided_by=cell.details["person"] if cell.rule == DECIDED else None,
        decided_at=cell.details["at"] if cell.rule == DECIDED else None,
    )


def _failed(finding: FindingResult) -> Failed:
    identity = finding.details.get("identity")
    return Failed(finding.type, finding.severity, str(identity) if identity else None)
