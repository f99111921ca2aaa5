"""Which printed row is which of the form's, and which of its readings the sums leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from extractor.forms import Bounds
from extractor.tables.order_columns import SheetColumns
from extractor.tables.order_labels import Labels, Line
from extractor.tables.order_places import Labelled, Placing, Spot, place_beside, place_rows
from extractor.tables.order_rows import Block, Way

MIN_BLANK = 5  # rows without the number of one column that show that it was left blank
MOST_HEADINGS = 3  # printed as one row instead of those under them; more are tried in no report


@dataclass(frozen=True)
class Solved:
    """The rows that have a certain place, with the numbers of the ways to read each block that the sums leave.
    `solutions`: how many readings of the whole there are; 0 where the sums do not hold."""

    spots: Mapping[str, Spot]
    ways: tuple[tuple[int, ...], ...]
    is_full: bool
    solutions: int
    is_whole: bool = True  # False: the search stopped before its end


class Solver:
    """Tries the ways in which a sheet's rows may have been printed."""

    def __init__(self, columns: SheetColumns, labels: Labels) -> None:
        self._columns = columns
        self._lines = labels.lines

    def solve(self, blocks: Sequence[Labelled], trailing: int, headings: Sequence[Line]) -> Solved:
        """The one reading in which everything has its place and all sums hold, else what all that hold share."""
        placings = [p for names in self._variants(headings) if (p := place_rows(blocks, names, trailing))]
        if certain := self._with_one_column_blank(placings, blocks):
            return certain
        tried = [self._settle(placing, blocks, _every_way(blocks)) for placing in placings]
        holding = [solved for solved in tried if solved.solutions]
        full = [solved for solved in holding if solved.is_full]
        if len(full) == 1:
            return full[0]
        if holding:
            best = max(holding, key=lambda solved: len(solved.spots))
            return _shared(best, holding)
        is_whole = all(solved.is_whole for solved in tried)
        return self._beside(blocks, is_whole=is_whole)

    def _variants(self, headings: Sequence[Line]) -> Iterator[tuple[str, ...]]:
        """The rows that the form may have been printed with: a heading may stand for those under it."""
        for count in range(min(len(headings), MOST_HEADINGS) + 1):
            for chosen in combinations(headings[:MOST_HEADINGS], count):
                yield tuple(_names_with(self._lines, chosen))

    def _beside(self, blocks: Sequence[Labelled], *, is_whole: bool) -> Solved:
        """Where the sums do not hold: the rows whose label stands beside them and that add up by themselves."""
        spots = place_beside(blocks, [line.name for line in self._lines if line.name])
        ways = tuple(tuple(range(len(labelled.block.ways))) for labelled in blocks)
        return Solved(spots, ways, is_full=False, solutions=0, is_whole=is_whole)

    def _with_one_column_blank(
        self, placings: Iterable[Placing], blocks: Sequence[Labelled]
    ) -> Solved | None:
        """Rows that all lack one number lack it in the same column, which many offices leave blank: the reading in which
        all sums hold, where one column alone gives one."""
        width = len(self._columns.sheet.order)
        short = [b for b, labelled in enumerate(blocks) if _lacks_one(labelled.block, width)]
        if len(short) < MIN_BLANK or any(len(b.block.values) < width - 1 for b in blocks):
            return None
        every = _every_way(blocks)
        found = []
        for placing in (placing for placing in placings if placing.is_full):
            for column in range(width):
                own = {b: [n for n in every[b] if blocks[b].block.ways[n][0][column] is None] for b in short}
                if all(own.values()):
                    found.append(
                        self._settle(placing, blocks, [own.get(b, ways) for b, ways in enumerate(every)])
                    )
        holding = [solved for solved in found if solved.solutions]
        return holding[0] if len(holding) == 1 else None

    def _settle(self, placing: Placing, blocks: Sequence[Labelled], kept: Sequence[Sequence[int]]) -> Solved:
        """The ways of each block that the sums leave of those `kept`."""
        by_spot = {spot: name for name, spot in placing.spots.items()}
        choices = []
        for b, labelled in enumerate(blocks):
            placed = [(r, by_spot[b, r]) for r in range(labelled.block.rows) if (b, r) in by_spot]
            own = (labelled.block.ways[n] for n in kept[b])
            choices.append([self._way_to_bounds(way, placed) for way in own] if placed else [])
        settled = self._columns.known.sums.settle([ways or [{}] for ways in choices])
        ways = tuple(
            tuple(kept[b][n] for n in left) if choices[b] else left for b, left in enumerate(settled.ways)
        )
        return Solved(placing.spots, ways, placing.is_full, settled.solutions, settled.is_whole)

    def _way_to_bounds(self, way: Sequence[Way], placed: Iterable[tuple[int, str]]) -> dict[str, Bounds]:
        """What the block's rows say of the form's; one for several is put to the first, the others being 0."""
        bounds: dict[str, Bounds] = {}
        for r, name in placed:
            first, *others = heading_parts(self._lines, name) or (name,)
            bounds |= self._columns.way_to_bounds(way[r], self._columns.keys(first))
            for other in others:
                bounds |= dict.fromkeys(self._columns.keys(other), (0.0, 0.0))
        return bounds


def _every_way(blocks: Sequence[Labelled]) -> list[Sequence[int]]:
    """The numbers of the ways in which each block may be read."""
    return [range(len(labelled.block.ways)) for labelled in blocks]


def _lacks_one(block: Block, width: int) -> bool:
    """Whether the block is a row of one number less than there are columns."""
    return block.rows == 1 and len(block.values) == width - 1 and bool(block.ways)


def _shared(best: Solved, holding: Sequence[Solved]) -> Solved:
    """The rows that have the same place in all that hold."""
    spots = {
        name: spot for name, spot in best.spots.items() if all(s.spots.get(name) == spot for s in holding)
    }
    return Solved(spots, best.ways, False, best.solutions)


def line_name(line: Line) -> str:
    """The row's name; a heading's own text where it stands for the rows under it."""
    return line.name or line.texts[0]


def heading_parts(lines: Iterable[Line], name: str) -> tuple[str, ...]:
    """The rows under the heading of that name; () for a row."""
    return next((line.parts for line in lines if line.parts and line_name(line) == name), ())


def _names_with(lines: Iterable[Line], headings: Sequence[Line]) -> Iterator[str]:
    """The names of the rows in order, with these headings in place of the rows under them."""
    replaced = {name for heading in headings for name in heading.parts}
    for line in lines:
        if line in headings or (line.name and line.name not in replaced):
            yield line_name(line)
