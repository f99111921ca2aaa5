"""Both sides against gold, the values read by hand: who is right, and whether one is better than the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.compare.agreement import Compared
from extractor.compare.sides import SILENT, SideReport, Value
from extractor.compare.statistics import mcnemar
from extractor.records import Number
from extractor.score import is_equal

Right = Literal["a", "b", "both", "neither"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What gold has for a cell, and who is right by it."""

    value: Number | None
    right: Right


@dataclass(frozen=True, slots=True)
class Trial:
    """Both sides against gold, over all its cells that either of them or gold gives."""

    both_right: int = 0
    a_right: int = 0
    b_right: int = 0
    neither: int = 0

    def __add__(self, other: Trial) -> Trial:
        return Trial(
            self.both_right + other.both_right,
            self.a_right + other.a_right,
            self.b_right + other.b_right,
            self.neither + other.neither,
        )

    @property
    def p(self) -> float:
        """McNemar's exact p."""
        return mcnemar(self.a_right, self.b_right)


def find_truth(gold: SideReport | None, cell: Compared) -> Truth | None:
    """Who is right; None where gold does not say."""
    if gold is None or cell.key in gold.ambiguous:
        return None
    true = gold.values.get(cell.key, SILENT)
    a, b = _is_right(cell.a, true), _is_right(cell.b, true)
    right: Right = "both" if a and b else "a" if a else "b" if b else "neither"
    return Truth(true.value if true.is_given else None, right)


def _is_right(value: Value, true: Value) -> bool:
    """Given and the same, or rightly not given."""
    if not (value.is_given and true.is_given):
        return value.is_given == true.is_given
    return is_equal(value.value, true.value)


def judge_cell(gold: SideReport | None, cell: Compared) -> Trial | None:
    """One cell as a trial; None where gold does not say, or where nobody has a value."""
    truth = find_truth(gold, cell)
    if truth is None or (truth.value is None and not cell.a.is_given and not cell.b.is_given):
        return None
    right = truth.right
    return Trial(right == "both", right == "a", right == "b", right == "neither")
