"""Rows in printed order put to the rows of the form: by the labels beside them, and by counting between those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.tables.order_rows import Block

REGULAR = 0.8  # of the rows have a label above them where labels stand above their numbers
Spot = tuple[int, int]  # the number of a block, and of a row in it


@dataclass(frozen=True)
class Labelled:
    """A block with the label before it. `is_beside`: on the line of its first value, which no other block shares.
    `labels`: how many rows' labels stand between it and the block before."""

    block: Block
    name: str | None
    is_beside: bool
    labels: int
    is_joined: bool = False  # to its label, on a line that holds other rows as well


@dataclass(frozen=True)
class Placing:
    """Which printed row each row of the form is. `is_full`: all rows that are printed, and all that the form has."""

    spots: Mapping[str, Spot]
    is_full: bool


def place_rows(blocks: Sequence[Labelled], names: Sequence[str], trailing: int) -> Placing | None:
    """The rows that can be told; None where labels contradict the form's order. `trailing`: how many labels of rows
    stand behind the last value."""
    rows = [(b, r) for b, labelled in enumerate(blocks) for r in range(labelled.block.rows)]
    place = {name: n for n, name in enumerate(names)}
    trusted = [labelled.is_beside or labelled.is_joined for labelled in blocks]
    if not any(trusted):
        trusted = _trust_lines_above(blocks, trailing)
    fixed = [
        (row, place[name])
        for row, (b, r) in enumerate(rows)
        if r == 0 and trusted[b] and (name := blocks[b].name) and name in place
    ]
    if not _is_rising([n for _, n in fixed]):
        return None
    spots: dict[int, int] = {}
    ends = [(-1, -1), *fixed, (len(rows), len(names))]
    surplus = 0
    for (row, n), (next_row, next_n) in pairwise(ends):
        gap, free = range(row + 1, next_row), range(n + 1, next_n)
        spots.update(_fill(gap, free, rows, blocks, place, trailing))
        # A label on another line, or among others, may be that of the numbers before it.
        if row >= 0 and (blocks[rows[row][0]].is_beside or (surplus <= 0 and len(gap) == len(free))):
            spots[n] = row
        surplus = len(gap) - len(free)
    spots = _whole_blocks(spots, rows, blocks)
    is_full = len(spots) == len(names) == len(rows)
    return Placing({names[n]: rows[row] for n, row in sorted(spots.items())}, is_full)


def place_beside(blocks: Sequence[Labelled], names: Sequence[str]) -> dict[str, Spot]:
    """The rows that stand on one line with their label, can be read in one way only, and are printed once."""
    named = Counter(labelled.name for labelled in blocks)
    return {
        name: (b, 0)
        for b, labelled in enumerate(blocks)
        if (name := labelled.name) and name in names and named[name] == 1
        if labelled.is_beside and labelled.block.rows == 1 and len(labelled.block.ways) == 1
    }


def _whole_blocks(
    spots: Mapping[int, int], rows: Sequence[Spot], blocks: Sequence[Labelled]
) -> dict[int, int]:
    """The rows of those blocks of which every row has its place; in others the values may be parted wrongly."""
    placed = Counter(rows[row][0] for row in spots.values())
    return {n: row for n, row in spots.items() if placed[b := rows[row][0]] == blocks[b].block.rows}


def _trust_lines_above(blocks: Sequence[Labelled], trailing: int) -> list[bool]:
    """Which labels on lines of their own are those of the numbers below: there is one before these and one behind."""
    alone = [labelled.labels == 1 and labelled.block.rows == 1 for labelled in blocks]
    if not blocks or not blocks[0].name or sum(alone) < REGULAR * len(blocks):
        return [False] * len(blocks)
    return [own and following for own, following in zip(alone, [*alone[1:], not trailing], strict=True)]


def _is_rising(numbers: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(numbers))


def _fill(
    gap: range,
    free: range,
    rows: Sequence[Spot],
    blocks: Sequence[Labelled],
    place: Mapping[str, int],
    trailing: int,
) -> dict[int, int]:
    """Place in the form -> printed row, for the rows between two that are known."""
    if any(not blocks[rows[row][0]].block.ways for row in gap):
        return {}
    by_count = dict(zip(free, gap, strict=True)) if len(gap) == len(free) else {}
    by_label = dict(_fill_by_labels(gap, free, rows, blocks, place, trailing))
    if by_count and any(by_count[n] != row for n, row in by_label.items()):
        return {}
    return by_count or by_label


def _fill_by_labels(
    gap: range,
    free: range,
    rows: Sequence[Spot],
    blocks: Sequence[Labelled],
    place: Mapping[str, int],
    trailing: int,
) -> Iterator[tuple[int, int]]:
    """The rows by labels that stand on lines of their own, where these and rows take turns without exception."""
    if not gap or not _take_turns(gap, rows, blocks, trailing):
        return
    names = ((row, blocks[rows[row][0]].name) for row in gap)
    known = [(row, place[name]) for row, name in names if name and name in place]
    if not _is_rising([n for _, n in known]) or any(n not in free for _, n in known):
        return
    ends = [(gap.start - 1, free.start - 1), *known, (gap.stop, free.stop)]
    for (row, n), (next_row, next_n) in pairwise(ends):
        if next_row - row == next_n - n:
            yield from zip(range(n + 1, next_n), range(row + 1, next_row), strict=True)
    yield from ((n, row) for row, n in known)


def _take_turns(gap: range, rows: Sequence[Spot], blocks: Sequence[Labelled], trailing: int) -> bool:
    """Whether a label stands before the first row of the gap, none behind the last, and never two together."""
    inside = [blocks[rows[row][0]] for row in gap]
    after = blocks[rows[gap.stop][0]].labels - 1 if gap.stop < len(rows) else trailing
    begins = inside[0].name is not None and inside[0].block.rows == 1
    return begins and after <= 0 and all(labelled.labels <= 1 for labelled in inside)
