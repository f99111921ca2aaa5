"""What is named on the command line as a side: a results folder, one reader of it (`out:llm`), or a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Protocol

from extractor.compare.cells import to_writable
from extractor.compare.files import read_json
from extractor.compare.foreign import read_foreign
from extractor.compare.layout import text_to_names
from extractor.compare.organs import Organ, texts_to_organ
from extractor.compare.sides import Origin, Side, SideReport, Value
from extractor.errors import MissingInput, UsageError
from extractor.output import CellResult, DocumentResult, ReportResult, read_result
from extractor.score import GOLD, Gold, read_golds
from extractor.store import is_store, open_store

RESULTS = "*.json"
OWN = frozenset({"source", "reports"})  # what a result file of this program has
Results = Sequence[tuple[str, DocumentResult]]  # each with its file's stem


def read_side(name: str, mapping: Mapping[str, str]) -> Side:
    """The side of that name; a folder or a store may be followed by a colon and the name of one of its readers."""
    path = Path(name)
    if is_store(name):
        return results_to_side(name, _read_store(name))
    folder, colon, backend = name.rpartition(":")
    if not path.exists() and colon and Path(folder).exists():
        results = _read_store(folder) if is_store(folder) else _read_results(Path(folder))
        return results_to_side(name, results, backend)
    if path.is_dir():
        return results_to_side(name, _read_results(path))
    if not path.exists():
        raise MissingInput("compare.missing", path=name)
    single = _as_result(path)
    return results_to_side(name, [(path.stem, single)]) if single else read_foreign(path, mapping)


def _read_store(where: str) -> Results:
    with open_store(where, must_exist=True) as store:
        return [(Path(result.source.path).stem, result) for result in store.read_results(each_file=True)]


def _read_results(path: Path) -> Results:
    if path.is_file():
        return [(path.stem, read_result(path))]
    paths = [found for found in sorted(path.rglob(RESULTS)) if not found.match(GOLD)]
    if not paths:
        raise MissingInput("folder.lacks", path=path, names=RESULTS)
    return [(found.stem, read_result(found)) for found in paths]


def _as_result(path: Path) -> DocumentResult | None:
    """A single result file; None for JSON of other programs."""
    if path.suffix.lower() != ".json":
        return None
    content = read_json(path)
    return read_result(path) if isinstance(content, dict) and content.keys() >= OWN else None


def results_to_side(name: str, results: Results, backend: str | None = None) -> Side:
    """The decisions of a run, or the accepted proposals of one reader."""
    name = to_writable(name)
    reports = [(stem, result, report) for stem, result in results for report in result.reports]
    if backend is not None:
        _check_backend(name, backend, (report for _, _, report in reports))
    return Side(name, tuple(_to_report(stem, result, r, backend) for stem, result, r in reports))


def _check_backend(name: str, backend: str, reports: Iterable[ReportResult]) -> None:
    found = {c.backend for report in reports for cell in report.cells.values() for c in cell.candidates}
    if backend not in found:
        raise UsageError("compare.no-reader", path=name, name=backend, known=tuple(sorted(found)))


def _to_report(stem: str, result: DocumentResult, report: ReportResult, backend: str | None) -> SideReport:
    values = _proposed(report, backend) if backend else report_to_values(report)
    return replace(
        make_report(result.source.path, report, stem, report.id),
        values=dict(values),
        origin=Origin(result.source, report),
    )


class Whose(Protocol):
    """What tells whose a report of this program is."""

    @property
    def issuer(self) -> str | None: ...
    @property
    def region(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...
    @property
    def form(self) -> str: ...


def make_report(path: str, whose: Whose, stem: str | None = None, name: str = "") -> SideReport:
    """A report of this program, without its values. `stem`: of its result's file; `name`: where its year is unknown."""
    source = PurePath(path.replace("\\", "/")).name
    return SideReport(
        name=f"{source} {whose.year or name}",
        names=text_to_names(source) | {(stem or PurePath(source).stem).casefold()},
        issuer=whose.issuer,
        organ=_to_organ(whose.region, whose.issuer),
        year=whose.year,
        form=whose.form,
    )


def report_to_values(report: ReportResult) -> Iterator[tuple[str, Value]]:
    """What was decided of its cells."""
    for key, cell in report.cells.items():
        yield key, Value(cell.value, cell.status, cell.evidence)


def _proposed(report: ReportResult, backend: str) -> Iterator[tuple[str, Value]]:
    for key, cell in report.cells.items():
        yield key, _proposal(cell, backend)


def _proposal(cell: CellResult, backend: str) -> Value:
    """The first accepted candidate of the reader, as `ogi score` takes it."""
    found = (c for c in cell.candidates if c.backend == backend and c.accepted)
    first = next(found, None)
    return Value(first.value, first.status, first.evidence) if first else Value(None, "not_stated")


def read_gold(folder: Path) -> Side:
    """A folder of gold as a third side."""
    return Side(str(folder), tuple(_gold_to_report(gold) for gold in read_golds(folder)))


def _gold_to_report(gold: Gold) -> SideReport:
    return SideReport(
        name=gold.id,
        names=text_to_names(gold.source) | {gold.id.casefold()},
        issuer=gold.issuer,
        organ=_to_organ(gold.region, gold.issuer),
        year=gold.year,
        form=gold.form,
        values={key: Value(cell.value, cell.status) for key, cell in gold.cells.items()},
        ambiguous=frozenset(gold.ambiguous),
    )


def _to_organ(region: str | None, issuer: str | None) -> Organ | None:
    """The issuer in its region; a region alone has many organs."""
    return texts_to_organ([region or "", issuer]) if issuer else None
