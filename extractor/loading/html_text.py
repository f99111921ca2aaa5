"""Writes a cleaned page as text, one block a line, and notes where the cells of its grids come to stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from extractor.loading.cells import BLANKS
from extractor.loading.html_grids import Grid, Slot
from extractor.loading.html_space import BLOCKS, collapse
from extractor.records import Table, TableCell

Element = etree._Element


class Page(NamedTuple):
    """A page's text, its tables, and the spans of tables that were too large to be read as such."""

    text: str
    tables: list[Table]
    closed: list[tuple[int, int]]


class Writer:
    """Text under construction, which knows its length, so that cells learn their offsets."""

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[str] = []
        self._line_is_open = False
        self._owes_space = False

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def put(self, text: str) -> int:
        """Writes the text as it is and returns where it starts."""
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        self._line_is_open = self._line_is_open or bool(text)
        return start

    def add(self, text: str) -> None:
        """Writes collapsed text; spaces at its ends count only between words of one line."""
        body = text.strip(" ")
        if not self._line_is_open and not body.strip(BLANKS):
            return
        if self._line_is_open and body and (self._owes_space or text[0] == " "):
            self.put(" ")
        self._owes_space = text.endswith(" ") or (not body and (self._owes_space or bool(text)))
        self.put(body.replace("\xa0", " "))

    def end_line(self, *, even_empty: bool = False) -> None:
        """Ends the line, if anything stands on it."""
        if self._line_is_open or even_empty:
            self.put("\n")
        self._line_is_open = self._owes_space = False


def page_to_text(root: Element, grids: Mapping[Element, Grid]) -> Page:
    """The page as text. A grid is written one row a line, with tabs between its cells."""
    page = Page("", [], [])
    writer = Writer()
    verbatim = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in BLOCKS:
            writer.end_line()
        verbatim += (element.tag == "pre") * (1 if event == "start" else -1)
        if event == "start" and element in grids:
            _write_grid(grids[element], writer, page)
            walk.skip_subtree()
        elif event == "start" or element is not root:
            _write_text(element.text if event == "start" else element.tail, writer, verbatim=verbatim > 0)
    writer.end_line()
    return page._replace(text=writer.text)


def _write_text(text: str | None, writer: Writer, *, verbatim: bool) -> None:
    if not verbatim:
        writer.add(collapse(text))
        return
    for number, line in enumerate((text or "").replace("\r", "").split("\n")):
        if number:
            writer.end_line()
        writer.put(line)


def _write_grid(grid: Grid, writer: Writer, page: Page) -> None:
    writer.add(grid.caption)
    writer.end_line()
    start = writer.length
    cells = [cell for row in grid.rows for cell in _write_row(row, writer)]
    end = max(start, writer.length - 1)
    if grid.is_true:
        page.tables.append(Table(0, "grid", tuple(cells), start, end))
    else:
        page.closed.append((start, end))


def _write_row(row: Sequence[Slot], writer: Writer) -> list[TableCell]:
    cells = []
    for number, slot in enumerate(row):
        writer.put("\t" if number else "")
        start = writer.put(slot.text)
        cells.append(
            TableCell(slot.text, start, writer.length, slot.row, slot.column, slot.rowspan, slot.colspan)
        )
    writer.end_line(even_empty=bool(row))
    return cells
