"""Tells data tables from layout tables, and gives each cell its true place in the grid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from lxml import etree

from extractor.loading.broken import SEAM, lines_to_text
from extractor.loading.cells import is_value
from extractor.loading.html_chrome import BLOCKS, SEAM_TAG
from extractor.loading.spacing import collapse, join_lines
from extractor.loading.writing import Slot
from extractor.records import Finding

Element = etree._Element

MAX_COLSPAN = 1000  # what browsers honour
MAX_POSITIONS = 100_000  # the largest statutory table has 400; annexes list a few thousand rows
# A cell with a paragraph or more; where such cells make up the table, it only arranges the page.
PARAGRAPH = 200
VALUE_SHARE = 0.25  # a table with this share of values is data, whatever text stands in the rest
BREAK = "\n"


class Grid(NamedTuple):
    """A data table: its rows of cells, and the text in it that is in no cell."""

    rows: Sequence[Sequence[Slot]]
    caption: str
    is_true: bool  # False: too large, its rows and columns were not worked out


class Rows(NamedTuple):
    """The cells of a table by row, without those of tables inside it."""

    cells: list[list[Element]]
    caption: str

    @property
    def is_multiple(self) -> bool:
        """Whether there are two rows and two columns, without which a table only arranges."""
        return len(self.cells) > 1 and max(map(len, self.cells)) > 1


def join_row_tables(root: Element) -> None:
    """Makes one table of tables that follow each other and have one row each, all of one width."""
    for table in list(root.iter("table")):
        row = _only_row(table)
        if row is None or len(row) < 2:
            continue
        while (following := table.getnext()) is not None and _follows_at_once(table, following):
            more = _only_row(following)
            if more is None or _width(more) != _width(row):
                break
            table.tail = following.tail
            row.addnext(more)
            if (parent := table.getparent()) is not None:
                parent.remove(following)
            row = more


def _only_row(table: Element) -> Element | None:
    """The table's row, where it has one only, of short cells."""
    rows = list(table.iter("tr"))
    is_plain = len(rows) == 1 and len(list(table.iter("table"))) == 1
    is_short = is_plain and all(sum(map(len, cell.itertext())) < PARAGRAPH for cell in rows[0])
    return rows[0] if is_short else None


def _width(row: Element) -> int:
    return sum(_to_span(cell.get("colspan")) for cell in row)


def _follows_at_once(table: Element, following: Element) -> bool:
    return following.tag == "table" and not (table.tail or "").strip()


class CellText(NamedTuple):
    """A cell's text on one line, and whether a number in it is broken, or all of it struck out."""

    text: str
    is_doubtful: bool


def find_grids(root: Element, struck: Collection[Element] = ()) -> dict[Element, Grid]:
    """The innermost data tables as grids; `struck` are the cells in which text was struck out."""
    grids: dict[Element, Grid] = {}
    holders: set[Element] = set()  # tables around another that has rows and columns
    # Inner tables start later in the document, so backwards each is seen before the table around it.
    for table in reversed(list(root.iter("table"))):
        rows = _table_to_rows(table)
        if rows.is_multiple or table in holders:
            holders.update(list(table.iterancestors("table"))[:1])
        if rows.is_multiple and table not in holders:
            texts = [[cell_to_text(cell, struck) for cell in row] for row in rows.cells]
            if table.get("role") != "presentation" and _is_data(texts):
                grids[table] = _rows_to_grid(rows, texts)
    return grids


def grids_to_notes(grids: dict[Element, Grid]) -> tuple[Finding, ...]:
    """A finding for each table that was too large to be read as one."""
    finding = Finding.of("table-too-large", "warning", places=MAX_POSITIONS, columns=MAX_COLSPAN)
    return tuple(finding for grid in grids.values() if not grid.is_true)


def cell_to_text(cell: Element, struck: Collection[Element] = ()) -> CellText:
    """The cell's text on one line; a label broken over lines is joined as it is read."""
    parts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element.tag in BLOCKS and element is not cell:
            parts.append(BREAK)
        elif element.tag == SEAM_TAG and event == "end":
            parts.append(SEAM)
        if event == "start":
            parts.append(collapse(element.text))
        elif element is not cell:
            parts.append(collapse(element.tail))
    lines = "".join(parts).split(BREAK)
    if len(lines) == 1 and SEAM not in lines[0]:
        text = join_lines(lines)
        return CellText(text, cell in struck and not text)
    whole, broken = lines_to_text(lines, in_cell=True)
    text = join_lines(whole.split(BREAK))
    return CellText(text, bool(broken) or (cell in struck and not text))


def _table_to_rows(table: Element) -> Rows:
    rows: list[list[Element]] = [[]]
    outside: list[str] = []
    walk = etree.iterwalk(table, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            outside.append("" if element is table else collapse(element.tail))
        elif element.tag in ("td", "th"):
            rows[-1].append(element)
            walk.skip_subtree()
        elif element.tag == "table" and element is not table:
            return Rows([], "")  # a table between the cells: nothing in this one can be relied on
        else:
            outside.append(collapse(element.text))
            if element.tag == "tr":
                rows.append([])
    return Rows(rows if rows[0] else rows[1:], join_lines(outside))


def _is_data(texts: Sequence[Sequence[CellText]]) -> bool:
    cells = [cell.text for row in texts for cell in row]
    values = sum(map(is_value, cells))
    paragraphs = sum(len(text) for text in cells if len(text) > PARAGRAPH)
    return values >= VALUE_SHARE * len(cells) or paragraphs * 2 <= sum(map(len, cells))


def _rows_to_grid(rows: Rows, texts: Sequence[Sequence[CellText]]) -> Grid:
    placed = _place(rows.cells, texts)
    if placed is not None:
        return Grid(placed, rows.caption, is_true=True)
    plain = [
        [Slot(cell.text, r, c, is_doubtful=cell.is_doubtful) for c, cell in enumerate(row)]
        for r, row in enumerate(texts)
    ]
    return Grid(plain, rows.caption, is_true=False)


def _place(
    cells: Sequence[Sequence[Element]], texts: Sequence[Sequence[CellText]]
) -> list[list[Slot]] | None:
    """Each cell at the first free column of its row, as browsers do; None when the grid grows too large."""
    busy_until: dict[int, int] = {}  # column -> the first row in which it is free again
    grid: list[list[Slot]] = []
    positions = 0
    for r, row in enumerate(cells):
        column = 0
        grid.append([])
        for cell, text in zip(row, texts[r], strict=True):
            while busy_until.get(column, 0) > r:
                column += 1
            rowspan, colspan = _spans(cell, len(cells) - r)
            positions += rowspan * colspan
            if colspan > MAX_COLSPAN or positions > MAX_POSITIONS:
                return None
            busy_until.update(dict.fromkeys(range(column, column + colspan), r + rowspan))
            grid[-1].append(Slot(text.text, r, column, rowspan, colspan, is_doubtful=text.is_doubtful))
            column += colspan
    return grid


def _spans(cell: Element, rows_left: int) -> tuple[int, int]:
    """The cell's rows and columns; a row span of 0, or past the table's end, ends with the table."""
    rowspan = _to_span(cell.get("rowspan"))
    return min(rowspan or rows_left, rows_left), _to_span(cell.get("colspan")) or 1


def _to_span(value: str | None) -> int:
    value = (value or "1").strip()
    # Six digits are past every limit already, and longer numbers are slow to read.
    return int(value[:6]) if value.isascii() and value.isdigit() else 1
