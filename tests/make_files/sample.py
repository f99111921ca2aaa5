"""A sample document taken apart into paragraphs and tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from extractor.loading import load
from extractor.loading.cells import is_value
from extractor.records import Document, TableCell


@dataclass(frozen=True)
class Cell:
    """A cell at its place, with its spans."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Grid:
    """A table. `head`: the rows that are printed again on a new page."""

    cells: tuple[Cell, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return max(c.row + c.rowspan for c in self.cells), max(c.column + c.colspan for c in self.cells)

    @property
    def head(self) -> int:
        """The rows before the first with a value."""
        return min((c.row for c in self.cells if is_value(c.text)), default=0)

    def rows(self) -> list[list[Cell]]:
        """The cells by the row they begin in; a row of nothing but merged cells is empty."""
        height, _ = self.size
        return [[c for c in self.cells if c.row == row] for row in range(height)]


Block = str | Grid


def read_sample(path: Path) -> list[Block]:
    """The sample's title, paragraphs and tables in their order."""
    document = load(path)
    merge = path.suffix == ".txt"  # its merged cells are printed once and then empty
    return list(_blocks(document, merge=merge))


def _blocks(document: Document, *, merge: bool) -> Iterator[Block]:
    begin = 0
    for table in document.tables:
        yield from _paragraphs(document.text[begin : table.start])
        cells = [Cell(c.text, c.row, c.column, c.rowspan, c.colspan) for c in table.cells]
        yield Grid(tuple(merge_empty(cells) if merge else cells))
        begin = table.end
    yield from _paragraphs(document.text[begin:])


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        body = line.strip("# \t|")
        if body:
            yield body


def merge_empty(cells: Sequence[Cell]) -> list[Cell]:
    """The cells with each empty one made part of the label over it or of the cell before it."""
    owners: dict[tuple[int, int], Cell] = {}  # place -> the cell that covers it
    spans: dict[Cell, list[int]] = {}
    for _, row in groupby(cells, key=lambda cell: cell.row):
        line = list(row)
        is_head = not any(is_value(cell.text) for cell in line)
        left: Cell | None = None
        for cell in line:
            above = owners.get((cell.row - 1, cell.column))
            takes_above = above and above.column == cell.column and not is_value(above.text)
            before = owners.get((cell.row, cell.column - 1))
            if cell.text:
                left = owner = cell
                spans[cell] = [1, 1]
            elif above and takes_above and (is_head or left is None):
                owner = above
                spans[above][0] = cell.row - above.row + 1
            elif before:
                owner = before
                spans[before][1] = max(spans[before][1], cell.column - before.column + 1)
            else:
                owner = cell
                spans[cell] = [1, 1]
            owners[cell.row, cell.column] = owner
    return [Cell(c.text, c.row, c.column, height, width) for c, (height, width) in spans.items()]


def to_cells(cells: Sequence[TableCell]) -> list[Cell]:
    """Cells of a loaded table as cells of a sample."""
    return [Cell(c.text, c.row, c.column, c.rowspan, c.colspan) for c in cells]
