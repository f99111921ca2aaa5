"""Tables drawn with pipes: Markdown and box drawings (grids), or one cell a line with its pipe (streams)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from extractor.loading.cells import (
    BLANKS,
    Block,
    Line,
    Piece,
    count_amounts,
    is_label,
    is_value,
    pieces_to_row,
    split,
    split_values,
    stripped,
)
from extractor.records import TableCell

PIPES = "|｜│┃║"
PIPE = re.compile(rf"[{PIPES}](?<!\\.)")
BOX = frozenset(map(chr, range(0x2500, 0x2580)))
RULE_CHARACTERS = frozenset("+-=:： ") | frozenset(PIPES) | BOX
RULE_PART = re.compile(":?-{3,}:?|:-+:?|-+:|={3,}")  # ruled with fewer hyphens it may be a row of dashes
RULE_SEPARATOR = re.compile(rf"[{PIPES}+\s]+")
CELL_LIMIT = 200  # a longer text before a pipe is a paragraph
MIN_ROWS = 2
MIN_CELLS = 4  # the smallest table of the forms: heading, two column heads, a row with one value

Kind = Literal["none", "blank", "row", "cell", "break", "rule"]


def find_pipe_grids(lines: Sequence[Line]) -> Iterator[Block]:
    """Markdown and box-drawn tables."""
    kinds = [_kind(line) for line in lines]
    for first, last in _grid_runs(lines, kinds):
        if kinds[first : last + 1].count("row") < MIN_ROWS:
            continue
        rows = [i for i in range(first, last + 1) if kinds[i] in ("row", "cell", "break")]
        pieces = _rows_to_pieces([lines[i] for i in rows])
        if _is_grid(pieces, [lines[i] for i in rows], has_rule="rule" in kinds[first : last + 1]):
            cells = [c for row, parts in enumerate(pieces) for c in pieces_to_row(parts, row)]
            yield Block(first, last, "grid", tuple(cells))


def find_pipe_streams(lines: Sequence[Line]) -> Iterator[Block]:
    """Tables with one cell a line, each with a pipe at its end, rows broken by lines of pipes alone."""
    kinds = [_kind(line) for line in lines]
    for first, last in _stream_runs(lines, kinds):
        cells = _stream_cells(lines[first : last + 1], kinds[first : last + 1])
        breaks = sum(kind == "break" for kind in kinds[first : last + 1])
        amounts = count_amounts(cells)
        # Navigation bars have pipes too, but neither row breaks nor more than a stray number.
        if len(cells) >= MIN_CELLS and (amounts > 1 or (amounts and breaks)):
            yield Block(first, last, "stream", cells)


def _kind(line: Line) -> Kind:
    body = line.text.strip(BLANKS)
    if not body:
        return "blank"
    if _is_rule(body):
        return "rule"
    if not PIPE.search(body):
        return "none"
    inner = body.strip(BLANKS + PIPES)
    if not inner:
        return "break"
    if PIPE.search(inner):
        return "row"
    return "cell" if len(inner) <= CELL_LIMIT else "none"


def _is_rule(body: str) -> bool:
    """A line that only draws: |---|---|, +----+----+, ├────┼────┤; a plain row of hyphens is none."""
    if not RULE_CHARACTERS.issuperset(body) or body.strip("-=: ") == "":
        return False
    parts = [part for part in RULE_SEPARATOR.split(body) if part]
    return bool(parts) and all(RULE_PART.fullmatch(p) or (len(p) > 2 and BOX.issuperset(p)) for p in parts)


def _rows_to_pieces(lines: Sequence[Line]) -> list[list[Piece]]:
    """The cells of each row. A pipe at a line's end closes the row, or stands before an empty cell: what
    leaves most rows of one length."""
    closed = [_row_pieces(line, is_closed=True) for line in lines]
    opened = [_row_pieces(line, is_closed=False) for line in lines]
    return opened if _most_alike(opened) > _most_alike(closed) else closed


def _row_pieces(line: Line, *, is_closed: bool) -> list[Piece]:
    parts = split(line, PIPE)
    if not is_closed:
        return parts
    body = line.text.strip(BLANKS)
    begin = 1 if body[0] in PIPES else 0
    end = len(parts) - 1 if body[-1] in PIPES and not body.endswith("\\|") else len(parts)
    return parts[begin:end]


def _most_alike(rows: Sequence[Sequence[Piece]]) -> int:
    return max(Counter(map(len, rows)).values())


def _grid_runs(lines: Sequence[Line], kinds: Sequence[Kind]) -> Iterator[tuple[int, int]]:
    """Runs of rows. A blank line does not end a run, unless a new head with its rule comes after it."""
    first = last = None
    for i, kind in enumerate(kinds):
        if kind == "blank":
            continue
        member = kind in ("row", "rule", "break") or (kind == "cell" and _is_boxed(lines[i]))
        new_head = kind == "row" and last is not None and last < i - 1 and _next_kind(kinds, i) == "rule"
        if first is not None and last is not None and (not member or new_head):
            yield first, last
            first = last = None
        if member:
            first, last = (i if first is None else first), i
    if first is not None and last is not None:
        yield first, last


def _is_boxed(line: Line) -> bool:
    body = line.text.strip(BLANKS)
    return body[0] in PIPES and body[-1] in PIPES


def _next_kind(kinds: Sequence[Kind], i: int) -> Kind:
    return next((kind for kind in kinds[i + 1 : i + 4] if kind != "blank"), "blank")


def _is_grid(rows: Sequence[Sequence[Piece]], lines: Sequence[Line], *, has_rule: bool) -> bool:
    """Two rows with two or more filled cells, most rows of one length, and a sign that it is a table."""
    filled = [[p for p in row if p.text] for row in rows]
    full = [cells for cells in filled if len(cells) > 1]
    if len(full) < MIN_ROWS or _most_alike(rows) * 2 < len(rows):
        return False
    valued = sum(any(is_value(p.text) for p in cells) for cells in full)
    return has_rule or valued * 2 >= len(full) - 1 > 0 or all(_is_boxed(line) for line in lines)


def _stream_runs(lines: Sequence[Line], kinds: Sequence[Kind]) -> Iterator[tuple[int, int]]:
    """Runs of lines with pipes; one line without may stand between, and a value without may end a run."""
    first = last = None
    bridged = False
    for i, kind in enumerate(kinds):
        if kind == "blank" or (kind == "none" and first is None):
            continue
        if kind != "none":
            first, last, bridged = (i if first is None else first), i, False
        # Labels broken over two lines lose the pipe of their first half, a table's last cell its own.
        elif not bridged and _next_kind(kinds, i) not in ("none", "blank") and _is_bridge(lines[i]):
            bridged = True
        elif first is not None and last is not None:
            yield first, (i if not bridged and _is_last_cell(lines[i]) else last)
            first = None
    if first is not None and last is not None:
        yield first, last


def _is_bridge(line: Line) -> bool:
    text = line.text.strip(BLANKS)
    return is_value(text) or is_label(text)


def _is_last_cell(line: Line) -> bool:
    return all(is_value(part.text) for part in split_values(stripped(*line)))


def _stream_cells(lines: Sequence[Line], kinds: Sequence[Kind]) -> tuple[TableCell, ...]:
    cells: list[TableCell] = []
    row = column = 0
    for line, kind in zip(lines, kinds, strict=True):
        parts = split(line, PIPE) if kind in ("row", "cell", "none") else []
        for piece in (value for part in parts if part.text for value in split_values(part)):
            cells.append(TableCell(piece.text, piece.start, piece.end, row, column))
            column += 1
        if kind == "break" and len(line.text.strip(BLANKS)) == 1:  # where cells stand one a line an empty one
            place = stripped(*line).start
            cells.append(TableCell("", place, place, row, column))
        if kind == "break" or [part.text for part in parts[-3:]][1:] == ["", ""]:
            row, column = row + 1, 0
    return tuple(cells)
