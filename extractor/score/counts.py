"""Cells counted: right, false, missed; the shares that follow, and how sure they are."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["right", "wrong", "invented", "missed"]
Interval = tuple[float, float]
Sample = Sequence[Sequence[Outcome]]  # what became of each cell, report by report

Z = 1.959964  # 95%
RESAMPLES, SEED = 1000, 2008
# The cells of one report stand or fall together, so reports are resampled. Of fewer than these there are too few
# combinations, and their cells are resampled instead.
ENOUGH_REPORTS = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right, given wrongly, and missed. A wrong value counts in both of the latter."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """The share of given values that are right; None where none is given."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        """The share of stated values that are given right; None where none is stated."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.false + self.missed)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Counts with the 95% intervals of their shares: Wilson's of precision and recall, bootstrapped of F1."""

    counts: Counts
    precision: Interval | None
    recall: Interval | None
    f1: Interval | None


def count_outcomes(kinds: Iterable[Outcome]) -> Counts:
    """The cells' sum."""
    return _to_counts(Counter(kinds))


def _to_counts(kinds: Mapping[Outcome, int]) -> Counts:
    right, wrong, invented, missed = (kinds[kind] for kind in ("right", "wrong", "invented", "missed"))
    return Counts(right, wrong + invented, wrong + missed)


def count_sample(sample: Sample) -> Counts:
    """The sum over all reports: micro, not macro."""
    return count_outcomes(kind for kinds in sample for kind in kinds)


def estimate(sample: Sample) -> Estimate:
    """The sample's counts and how sure they are."""
    counts = count_sample(sample)
    right = counts.right
    precision, recall = wilson(right, right + counts.false), wilson(right, right + counts.missed)
    return Estimate(counts, precision, recall, bootstrap_f1(sample))


def wilson(part: int, whole: int) -> Interval | None:
    """The 95% interval of a share, which stays sensible for few cells and near 0 and 1."""
    if not whole:
        return None
    share, weight = part / whole, Z * Z / whole
    middle = (share + weight / 2) / (1 + weight)
    reach = Z / (1 + weight) * math.sqrt(share * (1 - share) / whole + weight / (4 * whole))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def bootstrap_f1(sample: Sample) -> Interval | None:
    """The 95% interval of F1 over resamples, the same each time; None where all of these are alike: they can
    only hold what was seen, and would make it look sure."""
    units = _units(sample)
    draw = random.Random(SEED)
    drawn = (_f1(Counter(draw.choices(units, k=len(units)))) for _ in range(RESAMPLES if units else 0))
    shares = sorted(share for share in drawn if share is not None)
    cut = len(shares) // 40  # 2.5% on either side
    return (shares[cut], shares[-1 - cut]) if shares and shares[0] < shares[-1] else None


def _units(sample: Sample) -> list[tuple[int, int]]:
    """What is drawn: each report's, or each cell's, twice the right ones and its share of F1's denominator."""
    reports = [kinds for kinds in sample if kinds]
    drawn = reports if len(reports) >= ENOUGH_REPORTS else [[kind] for kinds in reports for kind in kinds]
    counts = (count_outcomes(kinds) for kinds in drawn)
    return [(2 * c.right, 2 * c.right + c.false + c.missed) for c in counts]


def _f1(drawn: Mapping[tuple[int, int], int]) -> float | None:
    parts = sum(times * part for (part, _), times in drawn.items())
    return _share(parts, sum(times * whole for (_, whole), times in drawn.items()))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
