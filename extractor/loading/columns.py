"""Tables whose cells stand apart on one line, by tabs or by wide gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.loading.cells import (
    Block,
    Line,
    Piece,
    is_label,
    is_value,
    pieces_to_row,
    split,
    split_columns,
    stripped,
)
from extractor.records import TableCell

TAB = re.compile("\t")
CAPTION = re.compile(r"附?表[一二三四五六七八九十\d]{1,2}(?=[\s:：]|$)")
ARTICLE = re.compile(r"第[一二三四五六七八九十\d]+条")  # 第二十条第（一）项 heads each part of one table
MIN_ROWS_TABBED = 2  # two tabs in each of two lines are no accident
MIN_HEADS = 4  # over as many values, in a table of two lines
MIN_ROWS_SPACED = 3  # signatures and page heads also set two texts apart by spaces


class Row(NamedTuple):
    """A line cut into its cells. A title has one cell and stands for a whole row."""

    line: int
    pieces: list[Piece]
    is_title: bool = False

    @property
    def filled(self) -> list[Piece]:
        """The cells that are not empty."""
        return [piece for piece in self.pieces if piece.text]

    @property
    def holds_value(self) -> bool:
        """Whether a cell after the first is a value."""
        return any(is_value(piece.text) for piece in self.filled[1:])


Cutter = Callable[[Line], list[Piece]]


def find_tab_grids(lines: Sequence[Line]) -> Iterator[Block]:
    """Rows of cells with a tab between them; rows may lack the empty cells at their ends."""
    for rows in _row_runs(lines, _cut_at_tabs):
        if _is_tabbed_grid(rows):
            yield _rows_to_block(rows)


def find_spaced_grids(lines: Sequence[Line]) -> Iterator[Block]:
    """Rows of cells with wide gaps between them. An empty cell leaves no trace, so all rows must be full."""
    for rows in _row_runs(lines, _cut_at_gaps):
        for part in [rows] if _is_spaced_grid(rows) else _between_captions(rows):
            if _is_spaced_grid(part):
                yield _rows_to_block(part)
            else:
                yield from (_rows_to_block(pair) for pair in _pairs(part))


def _between_captions(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows parted at the captions of further tables."""
    captions = [n for n, row in enumerate(rows) if row.is_title and CAPTION.match(row.pieces[0].text)]
    for begin, end in pairwise([-1, *captions, len(rows)]):
        if end > begin + 1:
            yield rows[begin + 1 : end]


def _pairs(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Two rows below each other, heads and a value for each; behind them stand no more values."""
    for n, (heads, values) in enumerate(pairwise(rows)):
        following = rows[n + 2 : n + 3]
        if _are_heads_over_values(heads, values) and not any(_are_values(row) for row in following):
            yield heads, values


def _cut_at_tabs(line: Line) -> list[Piece]:
    return split(line, TAB) if "\t" in line.text else []


def _cut_at_gaps(line: Line) -> list[Piece]:
    pieces = split_columns(line)
    if CAPTION.match(pieces[0].text):  # 表1　申请方式
        return []
    # 来源：某办　　发布时间：... sets fields of a page head apart, not cells.
    if len(pieces) < 2 or all("：" in p.text or ":" in p.text for p in pieces):
        return []
    return pieces


def _row_runs(lines: Sequence[Line], cut: Cutter) -> Iterator[list[Row]]:
    """Runs of rows; one title line may stand between two rows, blank lines anywhere."""
    rows: list[Row] = []
    before: Row | None = None
    for i, line in enumerate(lines):
        pieces = cut(line)
        if _is_row(pieces):
            if before and (rows or _is_article(before)):
                rows.append(before)
            rows.append(Row(i, pieces))
            before = None
        elif (body := stripped(*line)).text:
            if rows and (before or not is_label(body.text)):
                yield rows
                rows = []
            before = Row(i, [body], is_title=True)
    if rows:
        yield rows


def _is_row(pieces: Sequence[Piece]) -> bool:
    """Two filled cells, or one label or value beside empty ones; a paragraph after a tab is no row."""
    filled = [piece.text for piece in pieces if piece.text]
    return len(filled) > 1 or (
        len(pieces) > 2 and bool(filled) and (is_label(filled[0]) or is_value(filled[0]))
    )


def _is_article(row: Row) -> bool:
    return ARTICLE.match(row.pieces[0].text) is not None and is_label(row.pieces[0].text)


def _is_tabbed_grid(rows: Sequence[Row]) -> bool:
    full = [row for row in rows if len(row.filled) > 1]
    widths = Counter(len(row.pieces) for row in full)
    valued = sum(row.holds_value for row in full)
    if max((count for width, count in widths.items() if width > 2), default=0) >= MIN_ROWS_TABBED:
        return valued > 0 or len(full) > MIN_ROWS_TABBED
    return len(full) >= MIN_ROWS_SPACED and valued * 2 >= len(full)


def _is_spaced_grid(rows: Sequence[Row]) -> bool:
    full = [row for row in rows if not row.is_title]
    valued = sum(row.holds_value for row in full)
    if len(full) < MIN_ROWS_SPACED or len({len(row.pieces) for row in full}) > 1:
        return False
    return valued * 2 >= len(full) if len(full[0].pieces) > 2 else valued >= len(full) - 1


def _are_heads_over_values(heads: Row, values: Row) -> bool:
    """Whether each of several texts has a value of its own below it, and nothing else stands there."""
    is_paired = MIN_HEADS <= len(heads.pieces) == len(values.pieces)
    return is_paired and not any(is_value(piece.text) for piece in heads.pieces) and _are_values(values)


def _are_values(row: Row) -> bool:
    return all(is_value(piece.text) for piece in row.pieces)


def _rows_to_block(rows: Sequence[Row]) -> Block:
    width = max(len(row.pieces) for row in rows)
    cells: list[TableCell] = []
    for number, row in enumerate(rows):
        if row.is_title:
            piece = row.pieces[0]
            cells.append(TableCell(piece.text, piece.start, piece.end, number, 0, colspan=width))
        else:
            cells.extend(pieces_to_row(row.pieces, number))
    return Block(rows[0].line, rows[-1].line, "grid", tuple(cells))
