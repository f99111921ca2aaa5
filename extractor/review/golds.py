"""What people decided -> gold files, which `ogi score` takes. What nobody decided is not scored."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from extractor.output import prepared_folder, write_whole
from extractor.score import Gold, GoldCell
from extractor.store import fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extractor.output import DocumentResult, ReportResult
    from extractor.store import Standing, Step, Store

SHORT = 8  # digits of a file's hash, which tell files of one name apart


def write_golds(store: Store, folder: Path) -> list[Path]:
    """A file for each report of which a cell is decided."""
    written = []
    with prepared_folder("--gold", folder):
        for gold in store_to_golds(store):
            path = folder / f"{gold.id}.gold.json"
            write_whole(path, gold.model_dump_json(indent=1) + "\n")
            written.append(path)
    return written


def store_to_golds(store: Store) -> Iterator[Gold]:
    """The gold of all reports with decisions."""
    decided = store.decisions.of_all()
    for result in store.read_results():
        for number, report in enumerate(result.reports, 1):
            steps = _standing(decided.get((result.source.sha256, number), {}), report)
            if steps:
                yield _to_gold(result, report, steps)


def _standing(standings: Mapping[str, Standing], report: ReportResult) -> dict[str, Step]:
    return {
        key: standing.decision
        for key, standing in standings.items()
        if standing.decision and key in report.cells and fits(standing.decision, report.lines)
    }


def _to_gold(result: DocumentResult, report: ReportResult, steps: Mapping[str, Step]) -> Gold:
    path = PurePath(result.source.path)
    cells = {
        key: GoldCell(value=steps[key].value, status=status)
        for key in report.cells
        if key in steps and (status := steps[key].status) not in (None, "not_stated")
    }
    return Gold(
        id=f"{path.stem}-{result.source.sha256[:SHORT]}-{report.id}",
        source=path.name,
        lines=report.lines,
        issuer=report.issuer,
        region=report.region,
        year=report.year,
        form=report.form,
        cells=cells,
        ambiguous=tuple(key for key in report.cells if key not in steps),
        notes=tuple(f"{key}: {step.person}, {step.decided_at}" for key, step in sorted(steps.items())),
    )
