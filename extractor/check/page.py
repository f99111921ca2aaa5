"""Checkups as one page to print: it needs no network, no script and no other file. All text of reports is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.check.checkup import ORDER, Checkup
from extractor.check.problems import printed_status
from extractor.check.view import head_to_lines, sums_to_line, title_to_words
from extractor.check.words import check_to_words, problem_to_places, problem_to_words, ways_to_lines
from extractor.forms import GridDefinition, grid_key
from extractor.ids import Severity
from extractor.language import plain
from extractor.output import CellResult, finding_to_words, render_page

TEMPLATES = Path(__file__).parent / "templates"
SIGNS = {"blank": "", "not_applicable": "/", "not_stated": "·"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell on the page: what stands there, and how grave what is wrong with it is."""

    text: str
    severity: Severity | None


def checkups_to_page(checkups: Sequence[Checkup]) -> str:
    """The page, in the language spoken."""
    return render_page(
        TEMPLATES,
        "check",
        checkups=checkups,
        order=ORDER,
        title=title_to_words,
        head=head_to_lines,
        words=problem_to_words,
        places=problem_to_places,
        ways=ways_to_lines,
        sums_line=sums_to_line,
        sum_words=check_to_words,
        noticed=finding_to_words,
        rows=list_rows,
        grids=list_grids,
    )


def list_rows(checkup: Checkup) -> Iterator[tuple[str, bool, Printed | None]]:
    """The rows of a form of rows: label, whether it is a heading, and the cell."""
    for row in checkup.form.definition.rows:
        if row.key is None:
            yield row.heading or "", True, None
        elif row.key in checkup.report.cells:
            yield checkup.form.by_key[row.key].label, False, _printed(checkup, row.key)


def list_grids(
    checkup: Checkup,
) -> Iterator[tuple[str, list[str], list[tuple[str, list[Printed]]]]]:
    """The grids: title, heads of columns, and rows with their cells; a heading has none."""
    for grid in checkup.form.definition.grids:
        rows = [(row.heading or row.label or "", _cells(checkup, grid, row.key)) for row in grid.rows]
        yield grid.title, [column.label for column in grid.columns], rows


def _cells(checkup: Checkup, grid: GridDefinition, row: str | None) -> list[Printed]:
    return [_printed(checkup, grid_key(grid, row, column.key)) for column in grid.columns] if row else []


def _printed(checkup: Checkup, key: str) -> Printed:
    grave = [problem.severity for problem in checkup.problems if key in problem.keys]
    return Printed(_text(checkup.report.cells[key]), min(grave, key=ORDER.index, default=None))


def _text(cell: CellResult) -> str:
    status = printed_status(cell)
    if status in SIGNS:
        return SIGNS[status]
    return plain(cell.value) if cell.value is not None else "?"
