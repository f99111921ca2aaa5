"""Runs of digits cut into the numbers of a row, wherever the form's sums allow it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations, pairwise
from typing import NamedTuple

from extractor.tables.order_tokens import Value

MOST_STEPS = 5_000  # cuts tried for one run; more can be no row that a sum could tell
LONGEST_COUNT = 7  # digits
MOST_JOINED = 3  # digits of one number set apart


class Relation(NamedTuple):
    """Columns of a row whose numbers add up to the same."""

    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def end(self) -> int:
        """The last of its columns."""
        return max(*self.left, *self.right)

    def holds(self, numbers: Sequence[int]) -> bool:
        """Whether the sides are equal."""
        left, right = self.left, self.right
        return sum([numbers[i] for i in left]) == sum([numbers[i] for i in right])


class TooMany(Exception):
    """There are more ways than can be looked at."""


def cut_values(values: Sequence[Value], width: int, relations: Sequence[Relation]) -> list[tuple[Value, ...]]:
    """All ways to cut the values into `width` numbers whose sums hold; none where there are too many to try."""
    if not all(value.text.isdigit() for value in values) or sum(len(v.text) for v in values) < width:
        return []
    cutter = _Cutter(values, width, relations)
    try:
        return [cutter.parts(ends) for ends in cutter.cut(0, [], [])]
    except TooMany:
        return []


class _Cutter:
    """Tries where each number may end, digit by digit, and gives up a way at the first sum that fails."""

    def __init__(self, values: Sequence[Value], width: int, relations: Sequence[Relation]) -> None:
        self._values = values
        self._width = width
        self._digits = "".join(value.text for value in values)
        self._borders = list(accumulate(len(value.text) for value in values))  # no number goes over one
        self._closing: dict[int, list[Relation]] = {}
        for relation in relations:
            self._closing.setdefault(relation.end, []).append(relation)
        ordered = sorted((r for r in relations if r.left == (r.end,)), key=lambda r: r.end)
        self._totals = [next((r for r in ordered if r.end >= n), None) for n in range(width)]
        self._steps = 0

    def cut(self, begin: int, ends: list[int], numbers: list[int]) -> Iterator[tuple[int, ...]]:
        """The ends of the numbers in each way to cut the digits from `begin` on."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooMany
        left = self._width - len(ends)
        if not left or len(self._digits) - begin < left:
            if not left and begin == len(self._digits):
                yield tuple(ends)
            return
        if self._is_too_much(begin, numbers):
            return
        border = self._borders[bisect_right(self._borders, begin)]
        longest = 1 if self._digits[begin] == "0" else LONGEST_COUNT
        for end in range(begin + 1, min(begin + longest, border) + 1):
            numbers.append(int(self._digits[begin:end]))
            if all(relation.holds(numbers) for relation in self._closing.get(len(ends), ())):
                yield from self.cut(end, [*ends, end], numbers)
            numbers.pop()

    def _is_too_much(self, begin: int, numbers: Sequence[int]) -> bool:
        """Whether the numbers so far come to more than the digits that are left for their total can say."""
        total = self._totals[len(numbers)]
        if total is None:
            return False
        digits = len(self._digits) - begin - (total.end - len(numbers))
        told = sum(numbers[n] for n in total.right if n < len(numbers))
        return len(str(told)) > min(digits, LONGEST_COUNT)

    def parts(self, ends: Sequence[int]) -> tuple[Value, ...]:
        """The numbers that end there."""
        return tuple(self._part(begin, end) for begin, end in pairwise((0, *ends)))

    def _part(self, begin: int, end: int) -> Value:
        n = bisect_right(self._borders, begin)
        value, before = self._values[n], self._borders[n - 1] if n else 0
        start = value.start + begin - before
        return value._replace(
            start=start, end=start + end - begin, text=value.text[begin - before : end - before]
        )


def join_values(values: Sequence[Value], width: int, texts: str, start: int) -> list[tuple[Value, ...]]:
    """All ways to join neighbours whose digits were set apart, so that `width` numbers are left.
    `texts` is what is printed from `start` on."""
    surplus = len(values) - width
    if surplus < 1 or surplus > 2 or any(value.is_void for value in values):
        return []
    return [
        joined
        for pairs in combinations(range(len(values) - 1), surplus)
        if (joined := _join(values, pairs, texts, start))
    ]


def _join(values: Sequence[Value], pairs: Sequence[int], texts: str, start: int) -> tuple[Value, ...]:
    """The values with each of the pairs' first joined to the next; () where they are no one number's digits."""
    joined: list[Value] = []
    for n, value in enumerate(values):
        if n - 1 not in pairs:
            joined.append(value)
            continue
        before = joined.pop()
        text = texts[before.start - start : value.end - start]
        if value.line != values[0].line or not _are_digits_apart(text):
            return ()
        joined.append(before._replace(end=value.end, text=text))
    return tuple(joined)


def _are_digits_apart(text: str) -> bool:
    parts = text.split(" ")
    return text[0] != "0" and all(part.isdigit() and len(part) <= MOST_JOINED for part in parts)
