"""Word documents (.docx): paragraphs in their order, tables as true grids."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from lxml import etree

from extractor.errors import UnreadableInput
from extractor.loading.archive import open_archive
from extractor.loading.broken import SEAM, broken_notes, lines_to_text
from extractor.loading.docx_hidden import RAISED_TAG, SEAM_TAG, drop_unseen
from extractor.loading.source import Source
from extractor.loading.spacing import join_lines, note_marks, raised
from extractor.loading.word_xml import child_of, name_of, parse_part, property_of, value_of
from extractor.loading.writing import (
    Block,
    Grid,
    Paragraph,
    Slot,
    Stretch,
    block_to_text,
    blocks_to_document,
    merge_spans,
)
from extractor.records import Document, Finding, Reason

Element = etree._Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PART, STYLES = "word/document.xml", "word/styles.xml"
MAX_CELLS = 100_000  # as for web pages
MAX_COLSPAN = 1000
# What is deleted, moved away, or given twice for older programs.
SKIPPED = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tblGrid"})
PICTURES = frozenset({"blip", "imagedata"})  # of new and of old drawings
BREAKS = frozenset({"br", "cr"})
PRINTED = {"tab": "\t", "noBreakHyphen": "-", SEAM_TAG: SEAM, "del": SEAM}


def load_docx(source: Source) -> Document:
    """The document with its text, its tables and its text boxes; headers, footers and notes left out."""
    archive = open_archive(source)
    body = child_of(parse_part(archive, PART, source), "body")
    if body is None:
        raise UnreadableInput("word.no-body", path=source.path)
    if sum(1 for element in body.iter() if name_of(element) == "tc") > MAX_CELLS:
        raise UnreadableInput("word.cells", path=source.path, most=MAX_CELLS)
    styles = parse_part(archive, STYLES, source) if STYLES in archive.namelist() else None
    pictures = tuple(_pictures_to_notes(body))
    unseen = drop_unseen(body, styles)
    blocks = list(_blocks(body))
    notes = (*unseen.notes("\n".join(map(block_to_text, blocks))), *pictures)
    document = blocks_to_document(source, MEDIA_TYPE, blocks, notes)
    marks = (*broken_notes(document.text, document.doubtful), *note_marks(document.text))
    return replace(document, notes=(*document.notes, *marks))


def _pictures_to_notes(body: Element) -> Iterator[Finding]:
    pictures = (element for element in body.iter() if name_of(element) in PICTURES)
    count = sum("Fallback" not in map(name_of, picture.iterancestors()) for picture in pictures)
    if count:
        yield Finding.of("picture-not-read", "info", what=Reason.of("pictures-in-text", count=count))


def _blocks(parent: Element) -> Iterator[Block]:
    for content in _contents(parent):
        if isinstance(content, Grid):
            yield content
        else:
            yield from _lines_to_blocks(content)


def _contents(parent: Element) -> Iterator[list[str] | Grid]:
    """The lines of each paragraph, with marks where text was struck out, and the tables."""
    for child in parent:
        name = name_of(child)
        if name == "p":
            yield _paragraph_to_lines(child)
            for box in _find(child, "txbxContent"):
                yield from _contents(box)
        elif name == "tbl":
            yield from _table_to_contents(child)
        elif name not in SKIPPED:  # content controls, insertions, custom marks
            yield from _contents(child)


def _lines_to_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """A paragraph for each line; the parts of a broken number are doubtful."""
    text, spans = lines_to_text(lines)
    broken, start = merge_spans(spans), 0
    for line in text.split("\n"):
        if line.strip():
            first = bisect_right(broken, start, key=lambda span: span[1])
            last = bisect_left(broken, start + len(line), key=lambda span: span[0])
            yield Paragraph(_stretches(line, [(a - start, b - start) for a, b in broken[first:last]]))
        start += len(line) + 1


def _stretches(line: str, doubtful: Iterable[tuple[int, int]]) -> list[Stretch]:
    inside = [(max(a, 0), min(b, len(line))) for a, b in doubtful]
    cuts = sorted({0, len(line), *chain.from_iterable(inside)})
    return [
        Stretch(line[a:b], is_doubtful=any(begin <= a and b <= end for begin, end in inside))
        for a, b in pairwise(cuts)
    ]


def _paragraph_to_lines(paragraph: Element) -> list[str]:
    """The paragraph's text, cut at its line breaks."""
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = name_of(element)
        if name in SKIPPED or name == "txbxContent":
            walk.skip_subtree()
        if name in ("t", RAISED_TAG):
            text = (element.text or "").replace("\n", " ")
            parts.append(text if name == "t" else raised(text))
        elif name in BREAKS:
            parts.append("\n")
        else:
            parts.append(PRINTED.get(name, ""))
    return "".join(parts).split("\n")


def _table_to_contents(table: Element) -> Iterator[list[str] | Grid]:
    """The table as a grid, or what is in it where it only arranges the page."""
    rows = [list(_find(row, "tc")) for row in _find(table, "tr")]
    cells = list(chain.from_iterable(rows))
    is_multiple = len(rows) > 1 and max(map(len, rows)) > 1
    if not is_multiple or any(next(_find(cell, "tbl"), None) is not None for cell in cells):
        for cell in cells:
            yield from _contents(cell)
        return
    yield _rows_to_grid(list(_find(table, "tr")))


def _find(parent: Element, name: str) -> Iterator[Element]:
    """The outermost elements of that name below the parent."""
    for child in parent:
        found = name_of(child)
        if found == name:
            yield child
        elif found not in SKIPPED and found != "tbl":
            yield from _find(child, name)


def _rows_to_grid(rows: Iterable[Element]) -> Grid:
    """Each cell at its true place; the parts of a merged cell are one."""
    grid: list[list[Slot]] = []
    open_cells: dict[int, tuple[int, int]] = {}  # column -> where the cell stands that may go on below
    for number, row in enumerate(rows):
        grid.append([])
        column = _span(property_of(row, "trPr", "gridBefore"), least=0)
        for cell in _find(row, "tc"):
            width = _span(property_of(cell, "tcPr", "gridSpan"))
            merge = _merge(cell, "vMerge")
            if merge == "continue" and column in open_cells:
                r, i = open_cells[column]
                grid[r][i] = grid[r][i]._replace(rowspan=number - grid[r][i].row + 1)
            elif _merge(cell, "hMerge") == "continue" and grid[-1]:
                grid[-1][-1] = grid[-1][-1]._replace(colspan=grid[-1][-1].colspan + width)
            else:
                open_cells.pop(column, None)
                if merge:
                    open_cells[column] = (number, len(grid[-1]))
                text, is_doubtful = _cell_to_text(cell)
                grid[-1].append(Slot(text, number, column, 1, width, is_doubtful=is_doubtful))
            column += width
    return Grid(grid)


def _cell_to_text(cell: Element) -> tuple[str, bool]:
    """The cell's text on one line; and whether a number in it is broken, or all of it struck out."""
    lines = [line for content in _contents(cell) if not isinstance(content, Grid) for line in content]
    whole, broken = lines_to_text(lines, in_cell=True)
    text = join_lines(whole.split("\n"))
    return text, bool(broken) or (not text and any(SEAM in line for line in lines))


def _merge(cell: Element, name: str) -> str:
    """'restart' where a merged cell begins, 'continue' where it goes on, '' elsewhere."""
    mark = property_of(cell, "tcPr", name)
    return "" if mark is None else value_of(mark) or "continue"


def _span(mark: Element | None, least: int = 1) -> int:
    value = (value_of(mark) or "") if mark is not None else ""
    return min(max(int(value[:6]), least), MAX_COLSPAN) if value.isascii() and value.isdigit() else least
