"""Samples as PDF files, ruled or not, with tables that run over pages; and as scans of those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from make_files.sample import Block, Cell, Grid

MARGIN = 50
WIDTH = A4[0] - 2 * MARGIN
ROWS_A_PAGE = 16
FONT_PACKAGE, FONT_FILE, FONT = "paperang_p2_fonts_cjk", "fonts/wqy-microhei.ttc", "MicroHei"


def has_font() -> bool:
    """Whether the font for samples is installed."""
    return find_spec(FONT_PACKAGE) is not None


@cache
def font_name() -> str:
    """The font, registered."""
    spec = find_spec(FONT_PACKAGE)
    assert spec is not None and spec.origin is not None
    pdfmetrics.registerFont(TTFont(FONT, Path(spec.origin).parent / FONT_FILE))
    return FONT


def write_pdf(blocks: Sequence[Block], path: Path, *, ruled: bool = True) -> None:
    """The sample on A4 pages with page numbers; long tables go on over a page with their head again."""
    story = [flowable for block in blocks for flowable in _block_to_flowables(block, ruled=ruled)]
    template = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, invariant=1, title=path.stem
    )
    template.build(story, onFirstPage=_number_page, onLaterPages=_number_page)


def write_scan(pdf: Path, path: Path, *, dpi: int = 200, angle: float = 0.0) -> None:
    """The PDF's pages as pictures of paper, in a PDF without text."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    turned = [page.rotate(angle, fillcolor=255, resample=3) for page in pages]
    turned[0].save(path, "PDF", save_all=True, append_images=turned[1:], resolution=dpi, quality=85)


def _number_page(canvas: Canvas, template: object) -> None:
    canvas.setFont(font_name(), 9)
    canvas.drawCentredString(A4[0] / 2, 25, f"- {canvas.getPageNumber()} -")


def _block_to_flowables(block: Block, *, ruled: bool) -> Iterator[Flowable]:
    if isinstance(block, str):
        yield Paragraph(block, _style(12, 20, indent=24))
        return
    yield Spacer(1, 6)
    for number, part in enumerate(_split(block)):
        if number:
            yield PageBreak()
        yield _grid_to_table(part, ruled=ruled)
    yield Spacer(1, 6)


def _split(grid: Grid) -> Iterator[Grid]:
    """The grid in parts of a page each; the head is printed again, a merged label is not."""
    height, _ = grid.size
    head = [c for c in grid.cells if c.row < grid.head]
    yield Grid(tuple(_clip(grid, 0, min(height, ROWS_A_PAGE))))
    for first in range(ROWS_A_PAGE, height, ROWS_A_PAGE):
        last = min(height, first + ROWS_A_PAGE)
        rest = [replace(c, row=c.row - first + grid.head) for c in _clip(grid, first, last)]
        yield Grid((*head, *rest))


def _clip(grid: Grid, first: int, last: int) -> Iterator[Cell]:
    for cell in grid.cells:
        start, end = max(cell.row, first), min(cell.row + cell.rowspan, last)
        if start < end:
            text = cell.text if cell.row == start else ""
            yield replace(cell, row=start, rowspan=end - start, text=text)


def _grid_to_table(grid: Grid, *, ruled: bool) -> Table:
    height, width = grid.size
    cells: list[list[object]] = [[""] * width for _ in range(height)]
    commands: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if ruled:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    for cell in grid.cells:
        end = (cell.column + cell.colspan - 1, cell.row + cell.rowspan - 1)
        commands.append(("SPAN", (cell.column, cell.row), end))
        cells[cell.row][cell.column] = Paragraph(cell.text, _style(9, 11, centred=True))
    return Table(cells, colWidths=_widths(width), style=commands)


def _widths(columns: int) -> list[float]:
    """The request table has a column with one character a line, as in print."""
    if columns == 10:
        label = [22.0, 60.0, 133.0]
        return [*label, *[(WIDTH - sum(label)) / 7] * 7]
    return [WIDTH / columns] * columns


@cache
def _style(size: int, leading: int, *, indent: int = 0, centred: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        "sample",
        fontName=font_name(),
        fontSize=size,
        leading=leading,
        firstLineIndent=indent,
        alignment=1 if centred else 0,
        wordWrap="CJK",
    )
