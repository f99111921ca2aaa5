"""The program in a notebook: files and folders -> results that show what they are, and data frames.

import extractor as ogi

results = ogi.extract("reports", readers=("grid", "regex"))
results.to_frame()
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from html import escape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from extractor.errors import MissingInput, UsageError
from extractor.export import panel_to_table, table_to_pandas, table_to_polars
from extractor.ids import READERS
from extractor.model import Backend, NoModel, choose_backend
from extractor.output import DocumentResult, ReportResult, read_result, report_to_row
from extractor.panel import (
    Panel,
    filings_to_panel,
    filings_to_rows,
    load_register,
    read_results,
    results_to_filings,
)
from extractor.run import Children, Limits, Reading, Tally, Workers, find_files, plan_tasks, run_tasks
from extractor.run.progress import choose_listener

if TYPE_CHECKING:
    from extractor.export import Shape

Source = str | Path
Library = Literal["pandas", "polars"]
HEADS = ("file", "issuer", "year", "form", "given", "of")
SHOWN = 20  # reports of a table in a notebook; the line below it tells of the others


@dataclass(frozen=True, repr=False)
class Results(Sequence[ReportResult]):
    """The reports of all files that were read, in their order, and why others were not."""

    documents: tuple[DocumentResult, ...]
    failures: tuple[str, ...] = ()

    @classmethod
    def read(cls, where: Source) -> Self:
        """Results that were stored before."""
        return cls(tuple(read_results(where)))

    @property
    def reports(self) -> tuple[ReportResult, ...]:
        """All reports."""
        return tuple(report for document in self.documents for report in document.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def __getitem__(self, number: Any) -> Any:
        return self.reports[number]

    def __repr__(self) -> str:
        rows = self._rows()
        given, cells = sum(row.given for row in rows), sum(row.cells for row in rows)
        failed = f"; {len(self.failures)} files failed" if self.failures else ""
        return f"<Results: {len(self.documents)} files, {len(rows)} reports, {given} of {cells} cells given{failed}>"

    def _repr_html_(self) -> str:
        """The first reports as a table, for notebooks."""
        lines = [
            HEADS,
            *((r.source, r.issuer, r.year, r.form, r.given, r.cells) for r in self._rows()[:SHOWN]),
        ]
        cells = ("".join(f"<td>{escape(str(text))}</td>" for text in line) for line in lines)
        table = "".join(f"<tr>{line}</tr>" for line in cells)
        return f"<table>{table}</table><p>{escape(repr(self))}</p>"

    def _rows(self) -> list[Any]:
        return [report_to_row(r, Path(d.source.path).name) for d in self.documents for r in d.reports]

    def panel(self, bodies: Source | None = None) -> Panel:
        """The panel of the reports: bodies matched, copies set aside, years held against each other."""
        register = load_register(Path(bodies) if bodies else None)
        return filings_to_panel(tuple(results_to_filings(self.documents)), register)

    def to_frame(
        self,
        shape: Shape = "long",
        *,
        library: Library = "pandas",
        derived: bool = False,
        panel: bool = False,
        bodies: Source | None = None,
    ) -> Any:
        """A data frame of every report, as it was read. With `panel`, and for series, copies are set aside."""
        whole = self.panel(bodies)
        if not panel and shape != "series":
            register = load_register(Path(bodies) if bodies else None)
            whole = Panel(filings_to_rows(tuple(results_to_filings(self.documents)), register))
        return panel_to_frame(whole, shape, library=library, derived=derived)


def panel_to_frame(
    panel: Panel, shape: Shape = "long", *, library: Library = "pandas", derived: bool = False
) -> Any:
    """The panel as a data frame of pandas or polars."""
    table = panel_to_table(panel, shape, derived=derived)
    if library not in ("pandas", "polars"):
        raise UsageError("frame.no-library", name=library)
    return table_to_polars(table) if library == "polars" else table_to_pandas(table)


def extract(
    *sources: Source | Iterable[Source],
    readers: Sequence[str] = READERS,
    out: Source | None = None,
    form: str | None = None,
    issuer: str | None = None,
    year: int | None = None,
    model: str | None = None,
    retries: int = 2,
    jobs: int = 1,
    quiet: bool = False,
) -> Results:
    """The reports of files and folders, each read within the limits of the command line. With `out` results are kept in
    that folder, and read from it where they are done already."""
    unknown = sorted(set(readers) - set(READERS))
    if unknown:
        raise UsageError("reader.unknown", names=tuple(unknown), known=READERS)
    with ExitStack() as stack:
        folder = Path(out) if out else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        backend = _backend(readers, model)
        stack.enter_context(closing(backend))
        reading = Reading(tuple(readers), form, retries, backend.name, out is not None, issuer, year)
        tally = _run(_paths(sources), folder, reading, backend, jobs=jobs, quiet=quiet)
        return Results(tuple(map(read_result, sorted(tally.targets))), tuple(tally.failures))


def _run(
    paths: Iterable[Path], folder: Path, reading: Reading, backend: Backend, *, jobs: int, quiet: bool
) -> Tally:
    """Each file read in a process of its own, its result below the folder."""
    found = find_files(paths, apart=[folder])
    plan = plan_tasks(found.places, folder)
    total = len(found.failed) + len(plan.refused) + len(plan.tasks)
    tally, errors = Tally(skipped=found.skipped), []
    with choose_listener(total, quiet=quiet) as listener, Children(Limits()) as children:
        workers = Workers(children, reading, backend, calls=jobs, listener=listener)
        outcomes = run_tasks(plan.tasks, workers.read, jobs=jobs, on_begin=listener.begin)
        for outcome in chain(found.failed, plan.refused, outcomes):
            tally.add(outcome)
            listener.end(outcome)
            errors += [outcome.error] if outcome.error else []
    if not tally.targets:  # nothing at all is what a wrong name gives
        raise errors[0] if errors else MissingInput("run.no-paths")
    return tally


def _paths(sources: Iterable[Source | Iterable[Source]]) -> Iterator[Path]:
    for source in sources:
        if isinstance(source, str | Path):
            yield Path(source)
        else:
            yield from map(Path, source)


def _backend(readers: Sequence[str], model: str | None) -> Backend:
    """Who answers, as on the command line: the endpoint of the environment, or the embedded model."""
    return choose_backend(model, None) if "llm" in readers else NoModel()
