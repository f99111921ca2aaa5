"""A list that lies on its side: its items are heads over one line of numbers, or over a line for each year or body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractor.records import TableCell
from extractor.tables.cell_texts import fills_cell
from extractor.tables.cell_wording import cell_words
from extractor.tables.list_columns import plain_head
from extractor.tables.measures import is_unit
from extractor.tables.printed import only_filled

MIN_HEADS = 3  # two texts over two numbers stand beside each other by chance
YEAR = re.compile(r"(20\d\d)年?度?")
Line = Sequence[TableCell]
Pairs = list[tuple[TableCell, TableCell]]  # a head, and the cell under it


def lying_list(lines: Sequence[Line], n: int, year: int | None) -> tuple[Pairs, int]:
    """The texts of line n, each with the report's number under it, and how many lines below belong to them. Of several lines
    of numbers it is the one that the report's year heads, or that counts all together; where neither does, none is."""
    heads = only_filled(lines[n])
    if len(heads) < MIN_HEADS or any(fills_cell(head.text) or is_unit(head.text) for head in heads):
        return [], 0
    below = list(_numbers_below(lines, n))
    own = (
        below
        if len(below) == 1 and _is_alone(below[0])
        else [line for line in below if _is_own(line[0].text, year)]
    )
    if len(own) != 1:
        return [], 0
    under = {cell.column: cell for cell in own[0]}
    pairs = [(head, under[head.column]) for head in heads if head.column in under]
    return [pair for pair in pairs if fills_cell(pair[1].text) and not _is_year(pair[1].text)], len(below)


def _numbers_below(lines: Sequence[Line], n: int) -> Iterator[list[TableCell]]:
    """The lines below the heads: numbers under all of them, or a text and numbers under all the others."""
    columns = [head.column for head in only_filled(lines[n])]
    below = (only_filled(line) for line in lines[n + 1 :])
    return takewhile(lambda line: _is_under(line, columns), below)


def _is_under(line: Line, columns: Sequence[int]) -> bool:
    own = [cell.column for cell in line]
    is_whole = own == columns or own[1:] == columns  # the corner of a table may be empty
    return is_whole and all(fills_cell(cell.text) for cell in line[1:])


def _is_alone(line: Line) -> bool:
    """Whether the one line is of numbers that no text says to be another's: 条数 before them says what they count."""
    first = line[0].text
    return (
        fills_cell(first) or cell_words().own_count.fullmatch(plain_head(first)) is not None
    ) and not _is_year(first)


def _is_own(text: str, year: int | None) -> bool:
    named = _is_year(text)
    return int(named[1]) == year if named else plain_head(text) in cell_words().whole


def _is_year(text: str) -> re.Match[str] | None:
    return YEAR.fullmatch(plain_head(text))
