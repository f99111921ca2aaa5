"""Writes paragraphs and grids as one text, and notes where each cell, page and doubtful passage comes to stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

from extractor.loading.cells import BLANKS
from extractor.loading.source import Source
from extractor.loading.text_tables import text_to_tables
from extractor.messages import without_text
from extractor.records import Box, Document, Finding, Place, Table, TableCell

MAX_DOUBTS = 300  # more are taken for one over all; it dates from when each line looked at all of them


class Spot(NamedTuple):
    """Where something stands on paper, and whether it could be read with confidence."""

    page: int
    box: Box | None = None
    is_doubtful: bool = False


class Slot(NamedTuple):
    """A cell of a grid, before it has a place in a text."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    spot: Spot | None = None
    is_doubtful: bool = False  # whatever its spot says


class Stretch(NamedTuple):
    """A part of a paragraph: all of it, or the part that stands on one printed line."""

    text: str
    spot: Spot | None = None
    is_doubtful: bool = False


class Paragraph(NamedTuple):
    """Text that is printed as one, possibly over several lines."""

    parts: Sequence[Stretch]


class Grid(NamedTuple):
    """A table's rows of cells."""

    rows: Sequence[Sequence[Slot]]


Block = Paragraph | Grid


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


@dataclass
class Written:
    """What the blocks written so far have become."""

    writer: Writer = field(default_factory=Writer)
    tables: list[Table] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    doubtful: list[tuple[int, int]] = field(default_factory=list)

    def note_spot(self, part: Slot | Stretch, start: int, end: int) -> None:
        """Remembers where on paper the text from `start` to `end` stands, and whether it is doubtful."""
        if part.spot is not None:
            self.places.append(Place(start, part.spot.page, part.spot.box))
        if end > start and _is_doubtful(part):
            self.doubtful.append((start, end))


def blocks_to_document(
    source: Source, media_type: str, blocks: Iterable[Block], notes: Iterable[Finding] = ()
) -> Document:
    """The file as a document: a paragraph a line, a grid's row a line with tabs between its cells."""
    written, notes = Written(), tuple(notes)
    for block in blocks:
        if isinstance(block, Paragraph):
            _write_paragraph(block, written)
        else:
            _write_grid(block, written)
    text = written.writer.text
    if not text.strip(BLANKS + "\n"):
        raise without_text("text", source.path, notes)
    found = text_to_tables(text, written.tables)
    return Document(
        path=str(source.path),
        sha256=source.sha256,
        media_type=media_type,
        text=text,
        tables=tuple(with_doubts(table, written.doubtful) for table in found),
        notes=notes,
        places=tuple(written.places),
        doubtful=merge_doubts(written.doubtful),
    )


def block_to_text(block: Block) -> str:
    """The block's text, for a look at what there is."""
    if isinstance(block, Paragraph):
        return "".join(part.text for part in block.parts)
    return "\n".join("\t".join(slot.text for slot in row) for row in block.rows)


def write_row(row: Sequence[Slot], writer: Writer) -> list[TableCell]:
    """Writes the row's cells on one line, and returns them with their places."""
    cells = []
    for number, slot in enumerate(row):
        writer.put("\t" if number else "")
        start = writer.put(slot.text)
        place = (slot.row, slot.column, slot.rowspan, slot.colspan)
        cells.append(TableCell(slot.text, start, writer.length, *place, _is_doubtful(slot)))
    writer.end_line(even_empty=bool(row))
    return cells


def with_doubts(table: Table, doubtful: Sequence[tuple[int, int]]) -> Table:
    """The table with those cells marked that hold doubtful text."""
    if not doubtful:
        return table
    starts = sorted(start for start, _ in doubtful)
    reach = list(accumulate((end for _, end in sorted(doubtful)), max, initial=-1))  # of those before each
    cells = (
        cell._replace(is_doubtful=True) if reach[bisect_left(starts, cell.end)] > cell.start else cell
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def merge_doubts(doubtful: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in their order, none over another; where there are very many, one from the first to the last."""
    merged = merge_spans(doubtful)
    return ((merged[0][0], merged[-1][1]),) if len(doubtful) > MAX_DOUBTS else merged


def merge_spans(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in their order, those over each other as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _is_doubtful(part: Slot | Stretch) -> bool:
    return part.is_doubtful or (part.spot is not None and part.spot.is_doubtful)


def _write_paragraph(paragraph: Paragraph, written: Written) -> None:
    for part in paragraph.parts:
        start = written.writer.put(part.text)
        written.note_spot(part, start, written.writer.length)
    written.writer.end_line()


def _write_grid(grid: Grid, written: Written) -> None:
    start = written.writer.length
    cells: list[TableCell] = []
    for row in grid.rows:
        for slot, cell in zip(row, write_row(row, written.writer), strict=True):
            written.note_spot(slot, cell.start, cell.end)
            cells.append(cell)
    if cells:
        written.tables.append(Table(0, "grid", tuple(cells), start, written.writer.length - 1))
