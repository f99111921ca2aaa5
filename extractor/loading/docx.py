"""Word documents (.docx): paragraphs in their order, tables as true grids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from lxml import etree

from extractor.errors import UnreadableInput
from extractor.loading.archive import open_archive, read_xml
from extractor.loading.source import Source
from extractor.loading.spacing import join_lines, raised
from extractor.loading.writing import Block, Grid, Paragraph, Slot, Stretch, blocks_to_document
from extractor.records import Document, Finding

Element = etree._Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PART = "word/document.xml"
MAX_CELLS = 100_000  # as for web pages
MAX_COLSPAN = 1000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Written by strict editors; the names of the elements are the same.
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# What is deleted, moved away, or given twice for older programs.
SKIPPED = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tblGrid"})
PICTURES = frozenset({"blip", "imagedata"})  # of new and of old drawings
BREAKS = frozenset({"br", "cr"})
PRINTED = {"tab": "\t", "noBreakHyphen": "-"}


def load_docx(source: Source) -> Document:
    """The document with its text, its tables and its text boxes; headers, footers and notes left out."""
    root = _parse(source)
    body = next((child for child in root if _name(child) == "body"), None)
    if body is None:
        raise UnreadableInput(f"{source.path}: is a Word document without a body")
    if sum(1 for element in body.iter() if _name(element) == "tc") > MAX_CELLS:
        raise UnreadableInput(f"{source.path}: has more than {MAX_CELLS} table cells")
    notes = (*_drop_hidden(body), *_pictures_to_notes(body))
    return blocks_to_document(source, MEDIA_TYPE, _blocks(body), notes)


def _parse(source: Source) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(read_xml(open_archive(source), PART, source), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"{source.path}: its part {PART} is broken ({error.msg})") from error


def _name(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _drop_hidden(body: Element) -> tuple[Finding, ...]:
    """Empties runs that are set as hidden, and tells when numbers were among them."""
    texts = []
    for run in [e for e in body.iter() if _name(e) == "r" and _is_hidden(e)]:
        texts.append("".join(map(str, run.itertext())))
        del run[:]
    count = sum(any(map(str.isdigit, text)) for text in texts)
    if not count:
        return ()
    message = f"{count} hidden passages with numbers were left out"
    return (Finding(type="hidden-text", severity="info", message=message),)


def _pictures_to_notes(body: Element) -> Iterator[Finding]:
    pictures = (element for element in body.iter() if _name(element) in PICTURES)
    count = sum("Fallback" not in map(_name, picture.iterancestors()) for picture in pictures)
    if count:
        message = f"{count} pictures stand in the text and were not read"
        yield Finding(type="picture-not-read", severity="info", message=message)


def _is_hidden(run: Element) -> bool:
    mark = _property(run, "rPr", "vanish")
    return mark is not None and _value(mark, "val") not in ("0", "false", "off")


def _blocks(parent: Element) -> Iterator[Block]:
    for child in parent:
        name = _name(child)
        if name == "p":
            yield from _paragraph_to_blocks(child)
        elif name == "tbl":
            yield from _table_to_blocks(child)
        elif name not in SKIPPED:  # content controls, insertions, custom marks
            yield from _blocks(child)


def _paragraph_to_blocks(paragraph: Element) -> Iterator[Block]:
    """The paragraph's lines, then what stands in its text boxes."""
    for line in _paragraph_to_lines(paragraph):
        if line.strip():
            yield Paragraph([Stretch(line)])
    for box in _find(paragraph, "txbxContent"):
        yield from _blocks(box)


def _paragraph_to_lines(paragraph: Element) -> list[str]:
    """The paragraph's text, cut at its line breaks."""
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = _name(element)
        if name in SKIPPED or name == "txbxContent":
            walk.skip_subtree()
        elif name == "t":
            text = (element.text or "").replace("\n", " ")
            parts.append(raised(text) if _is_raised(element.getparent()) else text)
        elif name in BREAKS:
            parts.append("\n")
        else:
            parts.append(PRINTED.get(name, ""))
    return "".join(parts).split("\n")


def _is_raised(run: Element | None) -> bool:
    mark = _property(run, "rPr", "vertAlign") if run is not None else None
    return mark is not None and _value(mark, "val") == "superscript"


def _table_to_blocks(table: Element) -> Iterator[Block]:
    """The table as a grid, or what is in it where it only arranges the page."""
    rows = [list(_find(row, "tc")) for row in _find(table, "tr")]
    cells = list(chain.from_iterable(rows))
    is_multiple = len(rows) > 1 and max(map(len, rows)) > 1
    if not is_multiple or any(next(_find(cell, "tbl"), None) is not None for cell in cells):
        for cell in cells:
            yield from _blocks(cell)
        return
    yield _rows_to_grid(list(_find(table, "tr")))


def _find(parent: Element, name: str) -> Iterator[Element]:
    """The outermost elements of that name below the parent."""
    for child in parent:
        found = _name(child)
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
        column = _span(_property(row, "trPr", "gridBefore"), least=0)
        for cell in _find(row, "tc"):
            width = _span(_property(cell, "tcPr", "gridSpan"))
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
                grid[-1].append(Slot(_cell_to_text(cell), number, column, 1, width))
            column += width
    return Grid(grid)


def _cell_to_text(cell: Element) -> str:
    lines: list[str] = []
    for block in _blocks(cell):
        if isinstance(block, Paragraph):
            lines.extend(part.text for part in block.parts)
    return join_lines(lines)


def _property(element: Element, group: str, name: str) -> Element | None:
    """The named property of a run, row or cell."""
    properties = next((child for child in element if _name(child) == group), None)
    if properties is None:
        return None
    return next((child for child in properties if _name(child) == name), None)


def _value(element: Element, name: str) -> str | None:
    return element.get(W + name, element.get(STRICT + name))


def _merge(cell: Element, name: str) -> str:
    """'restart' where a merged cell begins, 'continue' where it goes on, '' elsewhere."""
    mark = _property(cell, "tcPr", name)
    return "" if mark is None else _value(mark, "val") or "continue"


def _span(mark: Element | None, least: int = 1) -> int:
    value = (_value(mark, "val") or "") if mark is not None else ""
    return min(max(int(value[:6]), least), MAX_COLSPAN) if value.isascii() and value.isdigit() else least
