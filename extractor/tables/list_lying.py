"""A list that lies on its side: its items are heads over one line of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.records import TableCell
from extractor.tables.cell_texts import fills_cell
from extractor.tables.measures import is_unit
from extractor.tables.printed import only_filled

MIN_HEADS = 3  # two texts over two numbers stand beside each other by chance
Pairs = list[tuple[TableCell, TableCell]]  # a head, and the cell under it


def pair_with_next(lines: Sequence[Sequence[TableCell]], n: int) -> Pairs:
    """The cells of line n, each with the one under it, where all of them are texts over the only numbers below them. Of
    several lines of numbers nothing tells which is the year's."""
    if n + 1 >= len(lines):
        return []
    heads, numbers = only_filled(lines[n]), only_filled(lines[n + 1])
    if len(heads) < MIN_HEADS or len(numbers) != len(heads):
        return []
    if any(fills_cell(head.text) or is_unit(head.text) for head in heads) or not _are_numbers(numbers):
        return []
    if [head.column for head in heads] != [number.column for number in numbers]:
        return []
    if n + 2 < len(lines) and _are_numbers(only_filled(lines[n + 2])):
        return []
    return list(zip(heads, numbers, strict=True))


def _are_numbers(cells: Sequence[TableCell]) -> bool:
    return bool(cells) and all(fills_cell(cell.text) for cell in cells)
