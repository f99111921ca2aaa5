"""Runs of digits cut into the numbers of a row, wherever the form's sums allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from extractor.tables.order_tokens import Value

MOST_STEPS = 20_000  # cuts tried for one run; more can be no row that a sum could tell
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

    def holds(self, numbers: Sequence[float]) -> bool:
        """Whether the sides are equal."""
        return abs(sum(numbers[i] for i in self.left) - sum(numbers[i] for i in self.right)) < 1e-6


class TooMany(Exception):
    """There are more ways than can be looked at."""


def cut_values(values: Sequence[Value], width: int, relations: Sequence[Relation]) -> list[tuple[Value, ...]]:
    """All ways to cut the values into `width` numbers whose sums hold; none where there are too many to try."""
    if not all(value.text.isdigit() for value in values) or sum(len(v.text) for v in values) < width:
        return []
    try:
        return list(_Cutter(values, width, relations).cut(0, 0, ()))
    except TooMany:
        return []


class _Cutter:
    def __init__(self, values: Sequence[Value], width: int, relations: Sequence[Relation]) -> None:
        self._values = values
        self._width = width
        self._ends: dict[int, list[Relation]] = {}
        for relation in relations:
            self._ends.setdefault(relation.end, []).append(relation)
        self._digits = [sum(len(v.text) for v in values[n:]) for n in range(len(values) + 1)]
        self._steps = 0

    def cut(self, n: int, begin: int, done: tuple[Value, ...]) -> Iterator[tuple[Value, ...]]:
        """The ways to cut what is left from the n-th value's digit `begin` on."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooMany
        if n == len(self._values):
            if len(done) == self._width:
                yield done
            return
        left = self._width - len(done)
        value = self._values[n]
        if left < len(self._values) - n or self._digits[n] - begin < left:
            return
        for size in range(1, 1 if value.text[begin] == "0" else LONGEST_COUNT + 1) or (1,):
            end = begin + size
            if end > len(value.text):
                return
            part = value._replace(
                start=value.start + begin, end=value.start + end, text=value.text[begin:end]
            )
            row = (*done, part)
            if all(relation.holds([float(v.text) for v in row]) for relation in self._ends.get(len(done), ())):
                following = (n + 1, 0) if end == len(value.text) else (n, end)
                yield from self.cut(*following, row)


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
        if value.line != before.line or not _are_digits_apart(text):
            return ()
        joined.append(before._replace(end=value.end, text=text))
    return tuple(joined)


def _are_digits_apart(text: str) -> bool:
    parts = text.split(" ")
    return text[0] != "0" and all(part.isdigit() and len(part) <= MOST_JOINED for part in parts)
