"""Rows of a table that blanks align: a row that prints every column shows where the columns of the others stand.

Where some columns are blank in all rows, no row does; then the heads above the first row show which ones are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import inf
from statistics import linear_regression

from extractor.tables.order_tokens import PIECE, Tokens, Value, line_to_fields

WIDE = re.compile(r" {2,}")
NEAR = 60  # lines from a row to one that shows its columns; a page has fewer
HEADS = 12  # lines above the first row in which its heads stand
SLIP = 2.5  # characters by which a number may stand off its column
SHIFT = 0.3  # of the room between two columns, by which it may where a page sets them closer or wider than its heads
MIN_SHOWN = 3  # columns by which one can tell how a page sets them
MIN_HEAD = 2  # characters of a head that goes on below
LONGEST_COUNT = 4  # digits; longer ones may be several numbers
Places = tuple[float, ...]  # the middle of each column, in characters from the line's start
Row = tuple[int, Places]  # by its line


@dataclass(frozen=True)
class Alignment:
    """The rows of a region that print all columns that it has, by line; `columns`: which of the `width` these are."""

    whole: tuple[Row, ...]
    columns: Sequence[int]
    width: int
    tokens: Tokens

    def place(self, values: Sequence[Value]) -> tuple[Value | None, ...] | None:
        """The values of a line that has fewer than there are columns, each in the one that it stands under; None where
        the last column, that of the total, has none, or rows before and behind show it otherwise."""
        line = values[0].line
        own = [places for n, places in self.whole if n == line]
        above = [places for n, places in self.whole if line - NEAR <= n < line][-1:]
        below = [places for n, places in self.whole if line < n <= line + NEAR][:1]
        if any(len(value.text) > LONGEST_COUNT for value in values):
            return None
        told = {way for places in own or (*above, *below) if (way := self._under(values, places))}
        return told.pop() if len(told) == 1 else None

    def _under(self, values: Sequence[Value], places: Places) -> tuple[Value | None, ...] | None:
        found = _columns_of([_middle(value, self.tokens) for value in values], places)
        if found is None or self.columns[found[-1]] != self.width - 1:
            return None
        by_column = {self.columns[n]: value for n, value in zip(found, values, strict=True)}
        return tuple(by_column.get(n) for n in range(self.width))


def find_alignment(values: Sequence[Value], heads: Sequence[Sequence[str]], tokens: Tokens) -> Alignment:
    """What the rows among the values show; `heads`: the texts that head each column."""
    width = len(heads)
    rows = tuple(_open_rows(values, tokens))
    whole = tuple(row for row in rows if len(row[1]) == width)
    if whole or not rows:
        return Alignment(whole, range(width), width, tokens)
    places = _head_places(rows[0][0], heads, tokens)
    shown = _shown_columns(rows, places) if places else ()
    own = tuple(places[n] for n in shown)
    whole = tuple(row for row in rows if shown and _is_whole(row[1], own))
    return Alignment(whole, shown, width, tokens)


def _open_rows(values: Sequence[Value], tokens: Tokens) -> Iterator[Row]:
    """The lines whose values stand far apart."""
    for number, group in groupby(values, key=lambda value: value.line):
        row = list(group)
        line = tokens.line_of(row[0].start)
        if line_to_fields(line):
            continue
        gaps = (line.text[a.end - line.start : b.start - line.start] for a, b in pairwise(row))
        if all(WIDE.fullmatch(gap) for gap in gaps):
            yield number, tuple(_middle(value, tokens) for value in row)


def _head_places(first: int, heads: Sequence[Sequence[str]], tokens: Tokens) -> Places:
    """Where the head of each column stands above the line; nothing where one is not found, or stands twice."""
    above = [line for line in tokens.lines if first - HEADS <= line.number < first]
    pieces = [(m[0], (m.start() + m.end()) / 2) for line in above for m in PIECE.finditer(line.folded)]
    found = [
        [
            middle
            for text, middle in pieces
            if _begins(text, own) and not any(_begins(text, o) for o in others)
        ]
        for own, others in ((own, [o for o in heads if o is not own]) for own in heads)
    ]
    places = tuple(middles[0] for middles in found if len(middles) == 1)
    is_rising = all(a < b for a, b in pairwise(places))
    return places if len(places) == len(heads) and is_rising else ()


def _begins(text: str, heads: Sequence[str]) -> bool:
    """Whether one of the heads begins with the text."""
    return len(text) >= MIN_HEAD and any(head.startswith(text) for head in heads)


def _shown_columns(rows: Sequence[Row], places: Places) -> Sequence[int]:
    """The columns in which the rows below the heads print something, where one row prints all of them."""
    under = [columns for _, middles in rows if (columns := _columns_of(middles, places))]
    shown = sorted({n for columns in under for n in columns})
    return shown if len(shown) >= MIN_SHOWN and shown in under else ()


def _is_whole(middles: Places, places: Places) -> bool:
    """Whether each of the columns has a number below it."""
    every = list(range(len(places)))
    return len(middles) == len(places) and (
        _columns_of(middles, places, slip=inf) == every or _is_set_like(middles, places)
    )


def _is_set_like(middles: Places, places: Places) -> bool:
    """Whether the numbers stand as far from each other as the columns do, if at another place and scale: a page that is
    set closer has its columns closer."""
    slope, start = linear_regression(places, middles)
    room = slope * min(b - a for a, b in pairwise(places))
    return all(
        abs(slope * place + start - middle) <= SHIFT * room
        for place, middle in zip(places, middles, strict=True)
    )


def _middle(value: Value, tokens: Tokens) -> float:
    return (value.start + value.end) / 2 - tokens.line_of(value.start).start


def _columns_of(middles: Sequence[float], places: Places, slip: float = SLIP) -> list[int] | None:
    """The columns that the numbers stand under; None where that cannot be told of one of them."""
    columns = [n for middle in middles if (n := _nearest(middle, places, slip)) is not None]
    return columns if len(columns) == len(middles) == len(set(columns)) else None


def _nearest(middle: float, places: Places, slip: float) -> int | None:
    """The column that stands there, where no other is near."""
    ranked = sorted(range(len(places)), key=lambda n: abs(places[n] - middle))
    first, second = (*(abs(places[n] - middle) for n in ranked[:2]), inf)[:2]  # there may be one column only
    return ranked[0] if first <= slip and second >= 2 * first + 1 else None
