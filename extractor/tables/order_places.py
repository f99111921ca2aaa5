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
    return _Places(blocks, names, trailing).to_placing()


class _Places:
    """Printed rows beside the form's: both in order, and some known by their labels."""

    def __init__(self, blocks: Sequence[Labelled], names: Sequence[str], trailing: int) -> None:
        self._blocks = blocks
        self._names = names
        self._trailing = trailing
        self._rows = [(b, r) for b, labelled in enumerate(blocks) for r in range(labelled.block.rows)]
        self._place = {name: n for n, name in enumerate(names)}

    def to_placing(self) -> Placing | None:
        """Known rows, and between them what counting tells."""
        fixed = self._fixed()
        if not _is_rising([n for _, n in fixed]):
            return None
        ends = [(-1, -1), *fixed, (len(self._rows), len(self._names))]
        gaps = [(range(a + 1, b), range(m + 1, n)) for (a, m), (b, n) in pairwise(ends)]
        surplus = [0, *(len(gap) - len(free) for gap, free in gaps), 0]
        # A label on another line, or among others, may be that of the numbers before it: then one row is left over
        # and another missing beside it. `sure`: the labels that cannot be, and both ends.
        sure = [True, *(self._block(row).is_beside for row, _ in fixed), True]
        spots: dict[int, int] = {}
        for i, (gap, free) in enumerate(gaps):
            if (sure[i] or not surplus[i]) and (sure[i + 1] or not surplus[i + 2]):
                spots |= self._fill(gap, free)
        for i, (row, n) in enumerate(fixed, 1):
            if sure[i] or (surplus[i] <= 0 and not surplus[i + 1]):
                spots[n] = row
        spots = _whole_blocks(spots, self._rows, self._blocks)
        is_full = len(spots) == len(self._names) == len(self._rows)
        return Placing({self._names[n]: self._rows[row] for n, row in sorted(spots.items())}, is_full)

    def _block(self, row: int) -> Labelled:
        return self._blocks[self._rows[row][0]]

    def _fixed(self) -> list[tuple[int, int]]:
        """Printed rows whose label is trusted, with the places of these labels in the form."""
        trusted = [labelled.is_beside or labelled.is_joined for labelled in self._blocks]
        if not any(trusted):
            trusted = _trust_lines_above(self._blocks, self._trailing)
        return [
            (row, self._place[name])
            for row, (b, r) in enumerate(self._rows)
            if r == 0 and trusted[b] and (name := self._blocks[b].name) and name in self._place
        ]

    def _fill(self, gap: range, free: range) -> dict[int, int]:
        """Place in the form -> printed row, for the rows between two that are known."""
        if any(not self._block(row).block.ways for row in gap):
            return {}
        by_count = dict(zip(free, gap, strict=True)) if len(gap) == len(free) else {}
        by_label = dict(self._fill_by_labels(gap, free))
        if by_count and any(by_count[n] != row for n, row in by_label.items()):
            return {}
        return by_count or by_label

    def _fill_by_labels(self, gap: range, free: range) -> Iterator[tuple[int, int]]:
        """The rows by labels that stand on lines of their own, where these and rows take turns without exception."""
        if not gap or not self._take_turns(gap):
            return
        named = ((row, self._block(row).name) for row in gap)
        known = [(row, self._place[name]) for row, name in named if name and name in self._place]
        if not _is_rising([n for _, n in known]) or any(n not in free for _, n in known):
            return
        ends = [(gap.start - 1, free.start - 1), *known, (gap.stop, free.stop)]
        for (row, n), (next_row, next_n) in pairwise(ends):
            if next_row - row == next_n - n:
                first = 0 if row in gap else 1  # the row before the gap is no part of it
                yield from zip(range(n + first, next_n), range(row + first, next_row), strict=True)

    def _take_turns(self, gap: range) -> bool:
        """Whether a label stands before the first row of the gap, none behind the last, and never two together."""
        inside = [self._block(row) for row in gap]
        after = self._block(gap.stop).labels - 1 if gap.stop < len(self._rows) else self._trailing
        begins = inside[0].name is not None and inside[0].block.rows == 1
        return begins and after <= 0 and all(labelled.labels <= 1 for labelled in inside)


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
