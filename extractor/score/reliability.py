"""How far the confidence of cells can be relied on: what was predicted against what was right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.score.scoring import ReportScore

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The cells whose confidence lies in one tenth: the mean of it, and the share that is right."""

    low: float
    high: float
    cells: int
    predicted: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold cells, and the share of all wrong cells in the most doubtful tenth and fifth."""

    bins: tuple[Bin, ...]
    wrong: int
    in_tenth: float | None
    in_fifth: float | None


def scores_to_reliability(scores: Iterable[ReportScore]) -> Reliability:
    """Over all given cells that gold judges and that have a confidence."""
    cells = sorted(
        (confidence, score.decided[key] == "right")
        for score in scores
        for key, confidence in score.confidence.items()
        if key in score.decided
    )
    wrong = sum(not right for _, right in cells)
    return Reliability(tuple(_bins(cells)), wrong, _share(cells, 10), _share(cells, 5))


def _bins(cells: Sequence[tuple[float, bool]]) -> Iterable[Bin]:
    for number in range(BINS):
        held = [(c, right) for c, right in cells if min(int(c * BINS), BINS - 1) == number]
        if held:
            predicted = sum(c for c, _ in held) / len(held)
            right = sum(right for _, right in held) / len(held)
            yield Bin(number / BINS, (number + 1) / BINS, len(held), predicted, right)


def _share(cells: Sequence[tuple[float, bool]], part: int) -> float | None:
    """Of the wrong cells, how many lie in the most doubtful part."""
    wrong = sum(not right for _, right in cells)
    doubtful = cells[: -(-len(cells) // part)]
    return sum(not right for _, right in doubtful) / wrong if wrong else None


def reliability_to_json(found: Reliability) -> dict[str, Any]:
    """As plain data."""
    bins = [
        {
            "from": b.low,
            "to": b.high,
            "cells": b.cells,
            "predicted": round(b.predicted, 4),
            "right": round(b.right, 4),
        }
        for b in found.bins
    ]
    return {"bins": bins, "wrong": found.wrong, "in_tenth": found.in_tenth, "in_fifth": found.in_fifth}
