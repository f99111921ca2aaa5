"""Prose that is set in two columns: its lines in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.loading.cells import is_value
from extractor.loading.paper import Column, Line, Word, around, to_line
from extractor.records import Box

MIN_LINES = 3  # in each column
GUTTER = 1.0  # of a line's height: columns stand further apart
MIN_WIDTH = 14.0  # heights; narrower columns are a table's
LEAP = 2.5  # heights; what stands so far below belongs to no column, as a page's number
FULL = 0.8  # of a column's width: a line of prose fills it, unless it ends a paragraph
MOST = 0.5  # of a column's lines that have to be full


def lines_in_columns(lines: Sequence[Line], tables: Sequence[Box] = ()) -> list[Line]:
    """The lines from the top, but where they stand in two columns the first column's before the second's."""
    if not lines:
        return []
    left, _, right, _ = around(line.box for line in lines)
    found: list[Line] = []
    for band in _bands(lines, (left + right) / 2, tables):
        found.extend(_split(band, (left + right) / 2) or band)
    return found


def _bands(lines: Sequence[Line], middle: float, tables: Sequence[Box]) -> Iterator[list[Line]]:
    """Runs of lines in which no word stands across the page's middle, and the lines between them.
    A table ends a run, and so does a gap."""
    band: list[Line] = []
    for line in lines:
        crosses = any(word.box[0] < middle < word.box[2] for word in line.words)
        if band and (crosses or _is_parted(band[-1], line, tables)):
            yield band
            band = []
        band.append(line)
        if crosses:
            yield band
            band = []
    if band:
        yield band


def _is_parted(above: Line, below: Line, tables: Sequence[Box]) -> bool:
    leaps = below.box[1] - above.box[3] > LEAP * below.height
    return leaps or any(above.box[1] < table[1] <= below.box[1] for table in tables)


def _split(band: Sequence[Line], middle: float) -> list[Line] | None:
    """The lines of the left column and then those of the right; None where these are no columns of prose."""
    sides = [[word for word in line.words if word.box[2] <= middle] for line in band]
    others = [[word for word in line.words if word.box[0] >= middle] for line in band]
    columns = [[to_line(words) for words in side if words] for side in (sides, others)]
    if any(not _is_prose(column) for column in columns):
        return None
    boxes = [around(line.box for line in column) for column in columns]
    if boxes[1][0] - boxes[0][2] < GUTTER * band[0].height:
        return None
    top = min(box[1] for box in boxes)
    return [
        line._replace(column=Column(number, box[0], box[2], top))
        for number, (column, box) in enumerate(zip(columns, boxes, strict=True))
        for line in column
    ]


def _is_prose(lines: Sequence[Line]) -> bool:
    if len(lines) < MIN_LINES:
        return False
    left, _, right, _ = around(line.box for line in lines)
    full = [line for line in lines if _is_full(line, left, right)]
    wide = right - left >= MIN_WIDTH * max(line.height for line in lines)
    return wide and len(full) >= MOST * len(lines)


def _is_full(line: Line, left: float, right: float) -> bool:
    """Whether it is one text from side to side; a row of a table is several."""
    segments = line.segments()
    return (
        len(segments) == 1 and not is_value(segments[0].text) and _width(segments[0]) >= FULL * (right - left)
    )


def _width(word: Word) -> float:
    return word.box[2] - word.box[0]
