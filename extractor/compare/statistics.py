"""Two statistics of agreement, exact and small enough to stand here."""

from __future__ import annotations

from math import comb


def kappa(both: int, first: int, second: int, neither: int) -> float | None:
    """Cohen's kappa of two raters who say yes or no: both say yes, the first alone, the second alone, neither.

    None where chance alone would have them agree throughout, so that nothing is left to measure.
    """
    total = both + first + second + neither
    if not total:
        return None
    observed = (both + neither) / total
    yes, no = (both + first) * (both + second), (second + neither) * (first + neither)
    expected = (yes + no) / total**2
    return None if yes + no == total**2 else (observed - expected) / (1 - expected)


def mcnemar(first: int, second: int) -> float:
    """The exact two-sided p of McNemar's test: first alone right, second alone right.

    How probable a split at least as uneven is, were both equally often right where only one is.
    """
    total = first + second
    tail = sum(comb(total, i) for i in range(min(first, second) + 1))
    return min(1.0, tail / (1 << total) * 2)
