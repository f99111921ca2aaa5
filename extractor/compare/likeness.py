"""What a wrong number looks like beside the right one: a unit, a swapped cell, a slip of digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from extractor.compare.sides import OTHER, SILENT, SideName, Value
from extractor.forms import Cell
from extractor.language import plain
from extractor.output import Remark, Told
from extractor.records import Number
from extractor.score import is_equal

Likeness = Literal[
    "swapped", "other-item", "multiple", "fraction-of", "shuffled", "cut-short", "extended"
]  # what the wrong value is of the right one, or of its side's cells
FACTORS = (10, 100, 1000, 10_000, 100_000_000)
TOLD_ALONE = 10  # a smaller number is found in so many cells that its likeness says nothing


def find_likeness(
    cell: Cell, wrong: Value, right: Value, values: Mapping[SideName, Mapping[str, Value]], side: SideName
) -> Iterator[Remark]:
    """What the one value looks like beside the other."""
    if wrong.value is None or right.value is None:
        return
    yield from _other_item(cell.key, wrong.value, right.value, values, side)
    if wrong.value and right.value:
        yield from _factor(wrong.value, right.value, side)
        yield from _digits(plain(wrong.value), plain(right.value), side)


def _like(id: Likeness, side: SideName, /, **details: Told) -> Remark:
    return Remark("blame", id, (("side", side), *details.items()))


def _other_item(
    key: str,
    wrong: Number,
    right: Number,
    values: Mapping[SideName, Mapping[str, Value]],
    side: SideName,
) -> Iterator[Remark]:
    """The value is what the other side has for another item; the two may have changed places."""
    own, theirs = values[side], values[OTHER[side]]
    same = [k for k, v in theirs.items() if k != key and v.is_given and is_equal(v.value, wrong)]
    swapped = [k for k in same if is_equal(own.get(k, SILENT).value, right)]
    if len(swapped) == 1:
        yield _like("swapped", side, key=swapped[0])
    elif len(same) == 1 and wrong >= TOLD_ALONE:
        yield _like("other-item", side, key=same[0])


def _factor(wrong: Number, right: Number, side: SideName) -> Iterator[Remark]:
    for factor in FACTORS:
        if is_equal(wrong, right * factor):
            yield _like("multiple", side, factor=factor)
        if is_equal(wrong * factor, right):
            yield _like("fraction-of", side, factor=factor)


def _digits(wrong: str, right: str, side: SideName) -> Iterator[Remark]:
    if is_equal(float(wrong) * 10 ** (len(right) - len(wrong)), float(right)):
        return
    if len(wrong) == len(right) and sorted(wrong) == sorted(right):
        yield _like("shuffled", side)
    elif len(wrong) >= 2 and (right.startswith(wrong) or right.endswith(wrong)):
        yield _like("cut-short", side)
    elif len(right) >= 2 and (wrong.startswith(right) or wrong.endswith(right)):
        yield _like("extended", side)
