"""A panel into a file of any of the types: by its name's ending."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Literal

from extractor.errors import UsageError
from extractor.export.codebook import panel_to_codebook
from extractor.export.csv_files import write_csv
from extractor.export.panel_tables import (
    panel_to_findings,
    panel_to_gaps,
    panel_to_long,
    panel_to_reports,
    panel_to_series_table,
    panel_to_wide,
)
from extractor.export.tables import Table
from extractor.panel import Panel

Shape = Literal["long", "wide", "series"]
TYPES = (".csv", ".xlsx", ".dta", ".parquet", ".sqlite")
EXTRA = "export"


def write_panel(panel: Panel, path: Path, *, shape: Shape = "long", derived: bool = False) -> None:
    """The panel in the shape, or all of it where the type holds several tables (.xlsx, .sqlite)."""
    suffix = path.suffix.lower()
    if suffix not in TYPES:
        raise UsageError("export.suffix", path=path, known=tuple(TYPES))
    if suffix == ".xlsx":
        _open("xlsx_files").write_xlsx(panel, path, derived=derived)
    elif suffix == ".sqlite":
        _open("sqlite_files").write_sqlite(panel_to_tables(panel, derived=derived), path)
    else:
        _table_writer(suffix)(panel_to_table(panel, shape, derived=derived), path)


def panel_to_table(panel: Panel, shape: Shape, *, derived: bool = False) -> Table:
    """The panel in one of its three shapes."""
    if shape == "long":
        return panel_to_long(panel, derived=derived)
    if shape == "wide":
        return panel_to_wide(panel, derived=derived)
    return panel_to_series_table(panel, derived=derived)


def panel_to_tables(panel: Panel, *, derived: bool = False) -> tuple[Table, ...]:
    """All tables of a panel."""
    return (
        panel_to_long(panel, derived=derived),
        panel_to_wide(panel, derived=derived),
        panel_to_series_table(panel, derived=derived),
        panel_to_reports(panel),
        panel_to_findings(panel),
        panel_to_gaps(panel),
        panel_to_codebook(panel),
    )


def _table_writer(suffix: str) -> Callable[[Table, Path], None]:
    if suffix == ".dta":
        return _open("stata_files").write_stata  # type: ignore[no-any-return]
    if suffix == ".parquet":
        return _open("parquet_files").write_parquet  # type: ignore[no-any-return]
    return write_csv


def _open(module: str):  # type: ignore[no-untyped-def]
    """A writer whose library is heavy, or may not be there."""
    try:
        return import_module(f"extractor.export.{module}")
    except ModuleNotFoundError as error:
        raise UsageError("export.extra", extra=EXTRA, module=error.name) from error
