"""A report in the layout of its form: values coloured by status, each with its evidence, and the form's sums alive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from xlsxwriter.worksheet import Worksheet

from extractor.export.form_sums import is_below, line_name, write_sums
from extractor.export.panel_tables import shown_value
from extractor.export.sheet_styles import Styles, fitting
from extractor.export.words import export_words
from extractor.forms import Form, GridDefinition, Identity, RowDefinition, grid_key, load_forms
from extractor.panel import PanelCell, Row

WIDTHS = {"list": (58, 8, 12, 18, 14), "grid": (46, *[10] * 16)}
PRINTED = {"not_applicable": "/", "unreadable": "?", "disputed": "?"}
INDENT = "  "
TWO_LINES = 27  # points
LONG = 40  # characters of a label that takes two lines
NOTE = {"x_scale": 2.4, "y_scale": 1.6, "font_size": 9}


@dataclass
class Sheet:
    """A worksheet as it is filled: where the next table begins, and where each cell of the form stands."""

    sheet: Worksheet
    row: Row
    styles: Styles
    link: str
    derived: bool
    top: int = 0
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)  # the column right of a cell's table, by key
    below: dict[str, int] = field(default_factory=dict)  # the row below it

    @property
    def form(self) -> Form:
        """The report's edition."""
        return load_forms()[self.row.filing.form]

    def value(self, key: str) -> float | int | None:
        """What the sheet shows of the cell."""
        return shown_value(self.row.filing.cells[key], self.derived)


def write_report(worksheet: Worksheet, row: Row, styles: Styles, *, link: str, derived: bool) -> None:
    """One sheet."""
    sheet = Sheet(worksheet, row, styles, link, derived)
    is_list = bool(sheet.form.definition.rows)
    _set_page(worksheet, WIDTHS["list" if is_list else "grid"])
    _write_head(sheet, 4 if is_list else 7)
    if is_list:
        _write_list(sheet)
    for grid in sheet.form.definition.grids:
        if grid.layout == "down":
            _write_down(sheet, grid)
        else:
            _write_across(sheet, grid)
    write_sums(sheet)
    _write_statuses(sheet)


def _set_page(sheet: Worksheet, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)


def _write_head(sheet: Sheet, last: int) -> None:
    row, words = sheet.row, export_words().sheets
    sheet.sheet.merge_range(0, 0, 0, last, f"{row.body}  {row.year}", sheet.styles.title)
    about = f"{sheet.form.definition.name}（{sheet.form.id}）  {row.filing.issuer}"
    sheet.sheet.merge_range(1, 0, 1, last, about, sheet.styles.about)
    sheet.sheet.write_url(
        2, 0, f"external:{sheet.link}", sheet.styles.link, f"{words.source}: {PurePath(row.filing.path).name}"
    )
    sheet.top = 4


def _write_list(sheet: Sheet) -> None:
    words, styles = export_words().sheets, sheet.styles
    heads = (words.item, words.unit, words.value, words.status, words.check)
    sheet.sheet.write_row(sheet.top, 0, heads, styles.head)
    rows = {row.key: row for row in sheet.form.definition.rows if row.key}
    for at, row in enumerate(sheet.form.definition.rows, sheet.top + 1):
        if row.key is None:
            sheet.sheet.merge_range(at, 0, at, 4, row.heading, styles.heading)
            continue
        cell = sheet.form.by_key[row.key]
        sheet.sheet.write_string(at, 0, INDENT * _depth(row, rows) + cell.label, styles.label)
        if len(cell.label) > LONG:
            sheet.sheet.set_row(at, TWO_LINES)
        sheet.sheet.write_string(at, 1, cell.unit, styles.label)
        _write_cell(sheet, row.key, at, 2)
        status = sheet.row.filing.cells[row.key].status
        sheet.sheet.write_string(at, 3, export_words().statuses[status].zh, styles.label)
        sheet.right[row.key] = 4
    sheet.top += len(sheet.form.definition.rows) + 2


def _depth(row: RowDefinition, rows: dict[str, RowDefinition]) -> int:
    return 0 if row.parent is None else 1 + _depth(rows[row.parent], rows)


def _write_down(sheet: Sheet, grid: GridDefinition) -> None:
    """Rows below each other."""
    styles, last = sheet.styles, len(grid.columns)
    _write_title(sheet, grid, last)
    heads = (column.label for column in grid.columns)
    words = export_words().sheets
    checked = (words.check,) if any(i.scope == "each_row" for i in _of_grid(sheet, grid)) else ()
    sheet.sheet.write_row(sheet.top + 1, 0, (words.item, *heads, *checked), styles.head)
    sheet.sheet.set_row(sheet.top + 1, TWO_LINES)
    bottom = sheet.top + 2 + len(grid.rows)
    for at, row in enumerate(grid.rows, sheet.top + 2):
        if row.key is None:
            sheet.sheet.merge_range(at, 0, at, last, row.heading, styles.heading)
            continue
        sheet.sheet.write_string(at, 0, row.label or row.key, styles.label)
        for number, column in enumerate(grid.columns, 1):
            key = grid_key(grid, row.key, column.key)
            _write_cell(sheet, key, at, number)
            sheet.right[key], sheet.below[key] = last + 1, bottom
    sheet.top = bottom + 1 + _lines_below(sheet, grid)


def _write_across(sheet: Sheet, grid: GridDefinition) -> None:
    """Rows side by side, each a group of columns over one line of numbers."""
    styles, width = sheet.styles, len(grid.columns)
    rows = [row for row in grid.rows if row.key]
    _write_title(sheet, grid, len(rows) * width)
    at = sheet.top + 3
    sheet.sheet.write_string(at, 0, export_words().sheets.value, styles.label)
    for number, row in enumerate(rows):
        left = 1 + number * width
        sheet.sheet.merge_range(at - 2, left, at - 2, left + width - 1, row.label or row.key, styles.head)
        for place, column in enumerate(grid.columns, left):
            key = grid_key(grid, row.key or "", column.key)
            sheet.sheet.write_string(at - 1, place, column.label, styles.head)
            _write_cell(sheet, key, at, place)
            sheet.below[key] = at + 1
    sheet.top = at + 2 + _lines_below(sheet, grid)


def _write_title(sheet: Sheet, grid: GridDefinition, last: int) -> None:
    sheet.sheet.merge_range(sheet.top, 0, sheet.top, last, grid.title, sheet.styles.heading)


def _lines_below(sheet: Sheet, grid: GridDefinition) -> int:
    """How many lines the sums of the grid's columns take."""
    return len({line_name(identity) for identity in _of_grid(sheet, grid) if is_below(identity)})


def _of_grid(sheet: Sheet, grid: GridDefinition) -> list[Identity]:
    """The identities whose total stands in the grid."""
    own = {grid_key(grid, row.key, c.key) for row in grid.rows if row.key for c in grid.columns}
    return [identity for identity in sheet.form.identities if identity.left[0] in own]


def _write_cell(sheet: Sheet, key: str, at: int, column: int) -> None:
    cell, style = sheet.row.filing.cells[key], sheet.styles.by_status
    sheet.places[key] = (at, column)
    page = cell.evidence.page if cell.evidence else None
    if (
        page is not None and sheet.value(key) is not None
    ):  # a link to the page, whose text the number replaces
        sheet.sheet.write_url(at, column, f"external:{sheet.link}#page={page}", style[cell.status])
    value, printed = sheet.value(key), PRINTED.get(cell.status)
    if value is not None:
        sheet.sheet.write_number(at, column, value, style[cell.status])
    elif printed:
        sheet.sheet.write_string(at, column, printed, style[cell.status])
    else:
        sheet.sheet.write_blank(at, column, None, style[cell.status])
    note = "\n".join(_note(sheet, cell))
    if note:
        sheet.sheet.write_comment(at, column, fitting(note), NOTE)


def _note(sheet: Sheet, cell: PanelCell) -> Iterator[str]:
    """The cell's evidence in words; nothing where the report says nothing."""
    words, found = export_words().sheets, cell.evidence
    if cell.status == "not_stated":
        return
    yield f"{words.status}: {export_words().statuses[cell.status].zh}"
    if found:
        yield f"{words.evidence}: {found.text}"
        page = f", {words.page} {found.page}" if found.page else ""
        yield f"{words.place}: {found.ref}{page}"
        yield f"{words.file}: {PurePath(sheet.row.filing.path).name}"
    yield f"{words.reason}: {cell.reason}"


def _write_statuses(sheet: Sheet) -> None:
    """What the colours mean, as far as the sheet has them."""
    used = {cell.status for cell in sheet.row.filing.cells.values()}
    sheet.sheet.write_string(sheet.top, 0, export_words().sheets.legend, sheet.styles.head)
    shown = [(id, words) for id, words in export_words().statuses.items() if id in used]
    for at, (id, words) in enumerate(shown, sheet.top + 1):
        sheet.sheet.write_string(at, 0, words.zh, sheet.styles.by_status[id])
