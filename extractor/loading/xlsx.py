"""Excel workbooks (.xlsx): each sheet's used area as a true grid, values as the sheet prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import NamedTuple, cast
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractor.errors import UnreadableInput
from extractor.loading.archive import open_archive, read_xml
from extractor.loading.cells import HAN, is_heading, is_label, is_value
from extractor.loading.source import Source
from extractor.loading.writing import Block, Grid, Paragraph, Slot, Stretch, block_to_text, blocks_to_document
from extractor.loading.xlsx_cells import Unseen, cell_to_shown, printed
from extractor.records import Document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELLS = 200_000
MAX_SHEETS = 100
MAX_ROWS = 20_000  # a cell set by accident at the very bottom has all rows above it read
MAX_COLUMNS = 200  # more are a list of something else, or cells set by accident far to the right
MAX_MERGED = 200_000  # places under merged cells; the library makes a cell of each
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']([^"']*)""")


class Hidden(NamedTuple):
    """The numbers of the rows and columns that a sheet does not show."""

    rows: frozenset[int]
    columns: frozenset[int]

    def covers(self, cell: Cell, width: int, height: int) -> bool:
        """Whether nothing is seen of the cell, with all places that it is merged over."""
        return self.rows.issuperset(range(cell.row, cell.row + height)) or self.columns.issuperset(
            range(cell.column, cell.column + width)
        )


def load_xlsx(source: Source) -> Document:
    """The workbook's visible sheets, one after the other, each under its name."""
    archive = open_archive(source)
    _check_parts(archive, source)
    workbook, formulas = _open(source, data_only=True), _open(source, data_only=False)
    _check_sheets(workbook, source)
    unseen = Unseen()
    blocks: list[Block] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            blocks.extend(_sheet_to_blocks(sheet, formulas[sheet.title], unseen))
        else:
            unseen.passages.append((_sheet_to_text(sheet), "hidden-sheet"))
    notes = tuple(unseen.notes("\n".join(map(block_to_text, blocks))))
    return blocks_to_document(source, MEDIA_TYPE, blocks, notes)


def _check_parts(archive: ZipFile, source: Source) -> None:
    """Looks at the sheets before they are parsed: neither entities nor more cells than memory bears."""
    cells = merged = 0
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        part = read_xml(archive, name, source)
        cells += len(CELL.findall(part))
        merged += sum(_area(match[1], source) for match in MERGED.finditer(part))
    if cells > MAX_CELLS:
        raise UnreadableInput("sheet.cells", path=source.path, most=MAX_CELLS)
    if merged > MAX_MERGED:
        raise UnreadableInput("sheet.merged", path=source.path, most=MAX_MERGED)


def _area(reference: bytes, source: Source) -> int:
    """How many places a merged cell covers."""
    try:
        places = cast("tuple[int, int, int, int]", range_boundaries(reference.decode("ascii")))
        left, top, right, bottom = places
        return (right - left + 1) * (bottom - top + 1)
    except (ValueError, TypeError) as error:  # written in no such way, or without rows
        raise UnreadableInput("sheet.no-place", path=source.path) from error


def _check_sheets(workbook: Workbook, source: Source) -> None:
    """Looks at the sheets before their empty cells are made, too."""
    if len(workbook.worksheets) > MAX_SHEETS:
        raise UnreadableInput("sheet.sheets", path=source.path, most=MAX_SHEETS)
    if any(sheet.max_column > MAX_COLUMNS for sheet in workbook.worksheets):
        raise UnreadableInput("sheet.columns", path=source.path, most=MAX_COLUMNS)
    if any(sheet.max_row > MAX_ROWS for sheet in workbook.worksheets):
        raise UnreadableInput("sheet.rows", path=source.path, most=MAX_ROWS)


def _open(source: Source, *, data_only: bool) -> Workbook:
    try:
        return load_workbook(
            BytesIO(source.data), data_only=data_only, keep_links=False, rich_text=not data_only
        )
    except Exception as error:  # the library raises whatever a damaged part makes it stumble over
        raise UnreadableInput("sheet.broken", path=source.path, why=type(error).__name__) from error


def _sheet_to_text(sheet: Worksheet) -> str:
    """The sheet's name and all that stands in it."""
    texts = (printed(cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row)
    return " ".join(filter(None, (sheet.title, *texts)))


def _hidden_lines(sheet: Worksheet) -> Hidden:
    """The rows and columns that the sheet does not show."""
    rows = (number for number, row in sheet.row_dimensions.items() if row.hidden or row.height == 0)
    groups = (group for group in sheet.column_dimensions.values() if group.hidden or group.width == 0)
    # One entry stands for a run of columns that are alike, often up to the last that a sheet can have.
    columns = (range(group.min or 1, min(group.max or 1, MAX_COLUMNS) + 1) for group in groups)
    return Hidden(frozenset(rows), frozenset(chain.from_iterable(columns)))


def _sheet_to_blocks(sheet: Worksheet, formulas: Worksheet, unseen: Unseen) -> Iterator[Block]:
    """The sheet's name, then its rows; a text alone in its row is a paragraph, unless it labels a row."""
    if HAN.search(sheet.title):
        yield Paragraph([Stretch(sheet.title)])
    run: list[list[Slot]] = []
    for row in _rows(sheet, formulas, unseen):
        texts = [slot.text for slot in row if slot.text or slot.is_doubtful]
        if len(texts) == 1 and not is_value(texts[0]) and (not run or _is_text(texts[0])):
            if run:
                yield Grid(run)
            run = []
            yield Paragraph([Stretch(texts[0])])
        elif texts:
            run.append(row)
    if run:
        yield Grid(run)


def _is_text(text: str) -> bool:
    return is_heading(text) or not is_label(text)


def _rows(sheet: Worksheet, formulas: Worksheet, unseen: Unseen) -> Iterator[list[Slot]]:
    hidden = _hidden_lines(sheet)
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    for cells in sheet.iter_rows():
        row = []
        for cell in cells:
            if not isinstance(cell, Cell):
                continue  # covered by the merged cell to its left or above
            area = spans.get((cell.row, cell.column))
            width, height = (area.size["columns"], area.size["rows"]) if area else (1, 1)
            formula = formulas.cell(cell.row, cell.column).value
            if hidden.covers(cell, width, height):
                text = printed(cell.value if cell.value is not None else formula, cell.number_format)
                unseen.passages.append((text, "row-or-column"))
                continue
            text, is_doubtful = cell_to_shown(cell, formula, unseen)
            row.append(Slot(text, cell.row - 1, cell.column - 1, height, width, is_doubtful=is_doubtful))
        yield row
