"""A panel as a workbook: a list of its reports, the wide table, each report in the layout of its form, what was found,
and what the variables are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePath

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from extractor.errors import UsageError
from extractor.export.codebook import panel_to_codebook
from extractor.export.form_sheets import write_report
from extractor.export.panel_tables import panel_keys, panel_to_findings, shown_value
from extractor.export.sheet_styles import Styles, fitting
from extractor.export.tables import Table, Value
from extractor.export.words import export_words
from extractor.forms import key_to_variable
from extractor.output import whole_file
from extractor.panel import Panel, Row

MOST_SHEETS = 250  # of reports; Excel opens more only slowly
LONGEST_NAME = 31  # characters of a sheet's name
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
MADE = datetime(2000, 1, 1)  # the same panel gives the same bytes
HEADS = ("body", "year", "scope", "form")
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_xlsx(panel: Panel, path: Path, *, derived: bool = False) -> None:
    """The workbook, whole or not at all."""
    if len(panel.rows) > MOST_SHEETS:
        raise UsageError("export.too-many-sheets", path=path, count=len(panel.rows), most=MOST_SHEETS)
    with whole_file(path) as temporary:
        book = xlsxwriter.Workbook(temporary, OPTIONS)
        book.set_properties({"created": MADE, "title": "ogi"})
        _fill(book, panel, path.parent, derived=derived)
        book.close()


def _fill(book: xlsxwriter.Workbook, panel: Panel, folder: Path, *, derived: bool) -> None:
    words, styles = export_words().sheets, Styles(book)
    names = dict(_sheet_names(panel.rows))
    index, wide = book.add_worksheet(words.index), book.add_worksheet(words.panel)
    _write_index(index, panel.rows, names, styles)
    _write_wide(wide, panel, styles, derived=derived)
    for row in panel.rows:
        sheet = book.add_worksheet(names[id(row)])
        write_report(sheet, row, styles, link=_link(row.filing.path, folder), derived=derived)
    _write_table(book.add_worksheet(words.findings), panel_to_findings(panel), styles)
    _write_table(book.add_worksheet(words.codebook), panel_to_codebook(panel), styles)


def _sheet_names(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """Year and body, as far as a sheet's name may be; told apart by a number where that is the same."""
    sheets = export_words().sheets
    taken = {name.casefold() for name in (sheets.index, sheets.panel, sheets.findings, sheets.codebook)}
    for row in rows:
        whole = FORBIDDEN.sub("", f"{row.year} {row.body}")
        name, number = whole[:LONGEST_NAME], 1
        while name.casefold() in taken:
            number += 1
            name = f"{whole[: LONGEST_NAME - 4]}~{number}"
        taken.add(name.casefold())
        yield id(row), name


def _link(path: str, folder: Path) -> str:
    """Where the report lies as seen from the workbook, so that both may be moved together."""
    return PurePath(os.path.relpath(os.path.abspath(path), os.path.abspath(folder))).as_posix()


def _write_index(sheet: Worksheet, rows: Sequence[Row], names: Mapping[int, str], styles: Styles) -> None:
    heads = (*HEADS, "given", "breaks", "file", "report", "address", "fetched")
    sheet.write_row(0, 0, heads, styles.head)
    for number, row in enumerate(rows, 1):
        filing = row.filing
        sheet.write_url(number, 0, f"internal:'{names[id(row)]}'!A1", styles.link, row.body)
        sheet.write_number(number, 1, row.year)
        breaks = "; ".join(map(str, row.breaks))
        texts = {2: row.scope, 3: filing.form, 5: breaks, 6: filing.path, 7: filing.id}
        for column, text in (texts | {8: filing.address or "", 9: filing.fetched or ""}).items():
            sheet.write_string(number, column, text)
        sheet.write_number(number, 4, filing.given)
    _write_legend(sheet, len(rows) + 2, styles)
    sheet.set_column(0, 0, 32)
    sheet.set_column(6, 6, 40)
    _fit(sheet)
    sheet.freeze_panes(1, 1)


def _fit(sheet: Worksheet) -> None:
    """On paper as wide as the sheet is."""
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_legend(sheet: Worksheet, top: int, styles: Styles) -> None:
    sheet.write_string(top, 0, export_words().sheets.legend, styles.head)
    for number, (id_, words) in enumerate(export_words().statuses.items(), top + 1):
        sheet.write_string(number, 0, f"{words.zh} {words.en}", styles.by_status[id_])


def _write_wide(sheet: Worksheet, panel: Panel, styles: Styles, *, derived: bool) -> None:
    """Values alone, coloured by their statuses; the first row has the names that the codebook explains."""
    keys = panel_keys(panel)
    sheet.write_row(0, 0, (*HEADS, *map(key_to_variable, keys)), styles.head)
    for number, row in enumerate(panel.rows, 1):
        sheet.write_string(number, 0, row.body)
        sheet.write_number(number, 1, row.year)
        sheet.write_string(number, 2, row.scope)
        sheet.write_string(number, 3, row.filing.form)
        for column, key in enumerate(keys, len(HEADS)):
            cell = row.filing.cells.get(key)
            value = shown_value(cell, derived) if cell else None
            style = styles.by_status[cell.status if cell else "no_item"]
            write_value(sheet, number, column, value, style)
    sheet.set_column(0, 0, 28)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(panel.rows)), len(HEADS) + len(keys) - 1)


def write_value(sheet: Worksheet, row: int, column: int, value: Value, style: object) -> None:
    """A number as a number and text as text, whatever it begins with."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, fitting(value), style)
    else:
        sheet.write_number(row, column, value, style)


def _write_table(sheet: Worksheet, table: Table, styles: Styles) -> None:
    sheet.write_row(0, 0, table.names, styles.head)
    for number, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            write_value(sheet, number, column, value, styles.plain)
    sheet.set_column(0, len(table.columns) - 1, 22)
    _fit(sheet)
    sheet.freeze_panes(1, 0)
