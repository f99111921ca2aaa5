"""Rows of a table that blanks align: a row that prints every column shows where the columns of the others stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import inf

from extractor.tables.order_tokens import Tokens, Value, line_to_fields

WIDE = re.compile(r" {2,}")
NEAR = 60  # lines from a row to one that shows its columns; a page has fewer
SLIP = 2.5  # characters by which a number may stand off its column
LONGEST_COUNT = 4  # digits; longer ones may be several numbers
Places = tuple[float, ...]  # the middle of each column, in characters from the line's start


@dataclass(frozen=True)
class Alignment:
    """The whole rows of a region, by line."""

    whole: tuple[tuple[int, Places], ...]
    tokens: Tokens

    def place(self, values: Sequence[Value]) -> tuple[Value | None, ...] | None:
        """The values of a line that has fewer than there are columns, each in the one that it stands under; None where
        the last column, that of the total, has none, or rows before and behind show it otherwise."""
        line = values[0].line
        above = [places for n, places in self.whole if line - NEAR <= n < line][-1:]
        below = [places for n, places in self.whole if line < n <= line + NEAR][:1]
        if any(len(value.text) > LONGEST_COUNT for value in values):
            return None
        told = {way for places in (*above, *below) if (way := self._under(values, places))}
        return told.pop() if len(told) == 1 else None

    def _under(self, values: Sequence[Value], places: Places) -> tuple[Value | None, ...] | None:
        columns = [_nearest(_middle(value, self.tokens), places) for value in values]
        if None in columns or len(set(columns)) < len(columns) or columns[-1] != len(places) - 1:
            return None
        by_column = dict(zip(columns, values, strict=True))
        return tuple(by_column.get(n) for n in range(len(places)))


def find_alignment(values: Sequence[Value], width: int, tokens: Tokens) -> Alignment:
    """What the whole rows among the values show."""
    return Alignment(tuple(_whole_rows(values, width, tokens)), tokens)


def _whole_rows(values: Sequence[Value], width: int, tokens: Tokens) -> Iterator[tuple[int, Places]]:
    for number, group in groupby(values, key=lambda value: value.line):
        row = list(group)
        line = tokens.line_of(row[0].start)
        if len(row) != width or line_to_fields(line):
            continue
        gaps = (line.text[a.end - line.start : b.start - line.start] for a, b in pairwise(row))
        if all(WIDE.fullmatch(gap) for gap in gaps):
            yield number, tuple(_middle(value, tokens) for value in row)


def _middle(value: Value, tokens: Tokens) -> float:
    return (value.start + value.end) / 2 - tokens.line_of(value.start).start


def _nearest(middle: float, places: Places) -> int | None:
    """The column that stands there, where no other is near."""
    ranked = sorted(range(len(places)), key=lambda n: abs(places[n] - middle))
    first, second = (*(abs(places[n] - middle) for n in ranked[:2]), inf)[:2]  # there may be one column only
    return ranked[0] if first <= SLIP and second >= 2 * first + 1 else None
