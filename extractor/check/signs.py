"""Signs that do not belong where they stand: blanks, strokes, a 0 that cannot be, rows that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from extractor.check.problems import Problem, is_printed, printed_status
from extractor.forms import Form, GridDefinition, grid_key
from extractor.ids import Severity, Status
from extractor.output import ReportResult

LENIENT = "article20"  # a body without the power of rules strokes them out, and may
STOCK, ISSUED, REPEALED = "valid", "issued", "repealed"


def find_wrong_signs(report: ReportResult, form: Form) -> Iterator[Problem]:
    """All of them, in the form's order."""
    yield from _signs(report, form)
    yield from _missing(report, form)
    yield from _stock(report, form)


def _signs(report: ReportResult, form: Form) -> Iterator[Problem]:
    for cell in form.cells:
        status = printed_status(report.cells[cell.key])
        if status == "blank":
            yield Problem.of("blank", "error", (cell.key,), key=cell.key)
        elif status == "not_applicable":
            severity: Severity = "info" if cell.block == LENIENT else "error"
            yield Problem.of("stroke", severity, (cell.key,), key=cell.key)
        elif status in ("unreadable", "disputed"):
            yield Problem.of("unreadable", "error", (cell.key,), key=cell.key)


def _missing(report: ReportResult, form: Form) -> Iterator[Problem]:
    if not any(is_printed(cell) for cell in report.cells.values()):
        yield Problem.of("no-table", "error" if form.definition.grids else "warning")
        return
    for grid in form.definition.grids:
        yield from _missing_of_grid(report, grid)
    listed = [
        row for row in form.definition.rows if row.key and not row.local and row.evidence != "unverified"
    ]
    keys = [row.key for row in listed if row.key]
    if sum(is_printed(report.cells[key]) for key in keys) * 2 > len(keys):
        for key in keys:
            if _is_absent(report, key):
                yield Problem.of("missing-row", "warning", (key,), key=key)


def _missing_of_grid(report: ReportResult, grid: GridDefinition) -> Iterator[Problem]:
    rows = {row.key: [grid_key(grid, row.key, c.key) for c in grid.columns] for row in grid.rows if row.key}
    absent = {row: [key for key in keys if _is_absent(report, key)] for row, keys in rows.items()}
    if all(absent[row] == keys for row, keys in rows.items()):
        yield Problem.of(
            "missing-table", "error", tuple(chain.from_iterable(rows.values())), title=grid.title
        )
        return
    for row, keys in rows.items():
        if absent[row] == keys:
            yield Problem.of("missing-row", "error", tuple(keys), key=_main(keys))
        elif absent[row]:
            yield Problem.of("missing-cells", "error", tuple(absent[row]), keys=tuple(absent[row]))


def _main(keys: Sequence[str]) -> str:
    return next((key for key in keys if key.endswith(".total")), keys[0])


def _is_absent(report: ReportResult, key: str) -> bool:
    silent: tuple[Status, ...] = ("not_stated",)
    return printed_status(report.cells[key]) in silent and not is_printed(report.cells[key])


def _stock(report: ReportResult, form: Form) -> Iterator[Problem]:
    """What was issued this year and not repealed is in force at its end."""
    for key in form.by_key:
        base, _, column = key.rpartition(".")
        names = (key, f"{base}.{ISSUED}", f"{base}.{REPEALED}")
        if column != STOCK or any(name not in form.by_key for name in names):
            continue
        valid, issued, repealed = (report.cells[name].value for name in names)
        if valid is None or issued is None or repealed is None or valid >= issued - repealed:
            continue
        severity: Severity = "error" if valid == 0 else "warning"
        values = {"valid": valid, "issued": issued, "repealed": repealed}
        yield Problem.of("stock-below-issued", severity, names, key=key, **values)
