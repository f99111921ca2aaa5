"""Lists of the forms before 2019 printed block by block: labels, then their units, then their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from extractor.language import to_pattern
from extractor.records import Table, TableCell
from extractor.tables.measures import is_unit, measures
from extractor.tables.order_lists import MIN_LABELS
from extractor.tables.order_tokens import PIECE, Span, Tokens, Value
from extractor.tables.printed import FROM_TEXT

MAX_BETWEEN = 24  # characters of heads between the blocks: 单位, 统计数


def may_stand_apart(tokens: Tokens) -> bool:
    """Whether the text has numbers enough in a row: to look for labels takes longer."""
    return _row().search(tokens.folded) is not None


@cache
def _row() -> re.Pattern[str]:
    """Numbers with nothing but measure words, blanks and signs between them."""
    words = "|".join(map(re.escape, sorted(measures(), key=len, reverse=True)))
    return to_pattern(rf"(?:\d[\d,.]*+(?: ?(?:{words}))?+\s*+[-−+]?){{{MIN_LABELS - 1}}}\d")


def find_lists_apart(labels: Sequence[Span], tokens: Tokens) -> Iterator[Table]:
    """The stretches of text with as many numbers behind their last label as they have labels, as tables."""
    for block in _blocks(labels, tokens):
        if len(block) < MIN_LABELS or _is_line(block, tokens):
            continue
        numbers = _numbers_behind(tokens.hans_end(block[-1][1]), tokens)
        if numbers and len(numbers) == len(block):
            cells = tuple(_cells(block, numbers, tokens))
            yield Table(FROM_TEXT, "stream", cells, cells[0].start, cells[-1].end)


def _blocks(labels: Iterable[Span], tokens: Tokens) -> Iterator[list[Span]]:
    """The labels that no numbers part."""
    block: list[Span] = []
    for label in labels:
        if block and _values(tokens.hans_end(block[-1][1]), tokens.han_starts[label[0]], tokens):
            yield block
            block = []
        block.append(label)
    if block:
        yield block


def _is_line(block: Sequence[Span], tokens: Tokens) -> bool:
    """Whether all labels stand on one line: such a list lies on its side, and its caption says what it counts."""
    first, last = tokens.han_starts[block[0][0]], tokens.hans_end(block[-1][1])
    return tokens.line_of(first) is tokens.line_of(last - 1)


def _values(start: int, end: int, tokens: Tokens) -> list[Value]:
    return [value for value in tokens.values_between(start, end) if not value.is_void]


def _numbers_behind(start: int, tokens: Tokens) -> Sequence[Value]:
    """The numbers in a row that follow, with nothing but units and heads before the first of them."""
    end = tokens.lines[-1].start + len(tokens.lines[-1].text)
    values = _values(start, end, tokens)
    if not values or not _is_head(tokens.text(start, values[0].start)):
        return ()
    row = values[:1]
    for before, value in pairwise(values):
        if tokens.text(before.end, value.start).strip():
            break
        row.append(value)
    return row


def _is_head(text: str) -> bool:
    """Whether nothing stands between the blocks but units, strokes and the heads of columns."""
    rest = [piece[0] for piece in PIECE.finditer(text) if not is_unit(piece[0])]
    return sum(map(len, (piece.strip("—-/─") for piece in rest))) <= MAX_BETWEEN


def _cells(labels: Sequence[Span], numbers: Sequence[Value], tokens: Tokens) -> Iterator[TableCell]:
    for label, number in zip(labels, numbers, strict=True):
        start, end = tokens.han_starts[label[0]], tokens.hans_end(label[1])
        line = tokens.line_of(start).number
        yield TableCell("".join(tokens.text(start, end).split()), start, end, line, 0)
        yield TableCell(number.text, number.start, number.end, number.line, 0)
