"""Which columns a head without rules stands over: those that it is in the middle of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

Span = tuple[int, int]  # first and last column
TOLERANCE = 0.35  # of the distance between columns
MAX_COLUMNS = 40  # the widest statutory table has 10; the ways to place heads grow with the fourth power


def heads_to_spans(
    middles: Sequence[float], centres: Sequence[float], taken: Sequence[Collection[int]]
) -> list[Span]:
    """Each head's columns, left to right: as many heads as possible placed, then as many columns covered.
    `taken`: for each, columns whose own heads stand beside it."""
    if max(len(middles), len(centres)) > MAX_COLUMNS:
        return [(nearest(middle, centres),) * 2 for middle in middles]
    distances = [b - a for a, b in pairwise(centres)]
    reach = TOLERANCE * min(distances, default=1.0)

    @cache
    def best(head: int, column: int) -> tuple[int, int, tuple[Span | None, ...]]:
        """Heads placed, columns covered and the spans, from this head and column on."""
        if head == len(middles):
            return 0, 0, ()
        placed, covered, spans = best(head + 1, column)
        found: tuple[int, int, tuple[Span | None, ...]] = (placed, covered, (None, *spans))
        for first in range(column, len(centres)):
            for last in range(first, len(centres)):
                if last in taken[head]:
                    break
                if abs((centres[first] + centres[last]) / 2 - middles[head]) <= reach:
                    placed, covered, spans = best(head + 1, last + 1)
                    candidate = (placed + 1, covered + last - first + 1, ((first, last), *spans))
                    found = max(found, candidate, key=lambda choice: choice[:2])
        return found

    spans = best(0, 0)[2]
    return [span or (nearest(middle, centres),) * 2 for span, middle in zip(spans, middles, strict=True)]


def nearest(middle: float, centres: Sequence[float]) -> int:
    """The column whose centre is nearest."""
    return min(range(len(centres)), key=lambda i: abs(centres[i] - middle))
