"""Writes a cleaned page as text, one block a line, and notes where the cells of its grids come to stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from extractor.loading.broken import find_broken
from extractor.loading.html_chrome import BLOCKS, SEAM_TAG
from extractor.loading.html_grids import Grid
from extractor.loading.spacing import collapse, raised
from extractor.loading.writing import Writer, write_row
from extractor.records import Table

Element = etree._Element

JOINING = frozenset({"br", SEAM_TAG})


class Page(NamedTuple):
    """A page's text, its tables, the spans of tables that were too large to be read as such, and of broken numbers."""

    text: str
    tables: list[Table]
    closed: list[tuple[int, int]]
    doubtful: list[tuple[int, int]]


def raise_figures(root: Element) -> None:
    """Gives the figures in raised and lowered text the characters of raised ones, which are part of no number."""
    for element in root.iter("sup", "sub"):
        for part in element.iter():
            part.text = raised(part.text or "")
            if part is not element:
                part.tail = raised(part.tail or "")


def show_inputs(root: Element) -> None:
    """Gives fields in tables the text that a reader sees in them: some pages show a form's values so."""
    for field in root.iter("input"):
        if field.get("type", "text").lower() == "text" and _is_in_table(field):
            field.tag, field.text = "span", field.get("value", "")


def _is_in_table(element: Element) -> bool:
    return next(element.iterancestors("td", "th"), None) is not None


def page_to_text(root: Element, grids: Mapping[Element, Grid]) -> Page:
    """The page as text. A grid is written one row a line, with tabs between its cells."""
    page = Page("", [], [], [])
    writer = Writer()
    joints: list[int] = []  # where a line break or struck text was
    verbatim = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in BLOCKS:
            writer.end_line()
        if element.tag in JOINING:
            joints.append(writer.length)
        verbatim += (element.tag == "pre") * (1 if event == "start" else -1)
        if event == "start" and element in grids:
            _write_grid(grids[element], writer, page)
            walk.skip_subtree()
        elif event == "start" or element is not root:
            _write_text(element.text if event == "start" else element.tail, writer, verbatim=verbatim > 0)
    writer.end_line()
    page.doubtful.extend(find_broken(writer.text, joints))
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
    cells = [cell for row in grid.rows for cell in write_row(row, writer)]
    end = max(start, writer.length - 1)
    page.doubtful.extend((cell.start, cell.end) for cell in cells if cell.is_doubtful and cell.text)
    if grid.is_true:
        page.tables.append(Table(0, "grid", tuple(cells), start, end))
    else:
        page.closed.append((start, end))
