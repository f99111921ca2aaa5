"""What was read of files and folders: reports in their order, shown as a table, and as data frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from extractor.errors import UsageError
from extractor.export import panel_to_table, table_to_pandas, table_to_polars
from extractor.output import DocumentResult, ReportResult, report_to_row
from extractor.panel import (
    Panel,
    filings_to_panel,
    filings_to_rows,
    load_register,
    read_results,
    results_to_filings,
)

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
