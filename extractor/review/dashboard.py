"""A store in figures: what was read, by whom, how sure, how well where somebody knows better, for how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extractor.money import Money
from extractor.plot import (
    ChartName,
    Figure,
    counts_to_accuracy,
    counts_to_agreement,
    draw,
    shares_to_coverage,
)
from extractor.score import DECIDED, Counts, ReportScore, group_scores, scores_to_reliability, wilson
from extractor.speech import language, say
from extractor.store import BINS

if TYPE_CHECKING:
    from extractor.review.judged import Judges
    from extractor.review.kept import Kept
    from extractor.store import Paid, State, Store, Sums

CHARTS: tuple[ChartName, ...] = ("agreement", "accuracy", "reliability", "coverage")  # the longest comes last
DRAWN_WITH = ("altair", "vl_convert", "paperang_p2_fonts_cjk")  # of the extra `plot`
Figures = tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the cells of a group, with the intervals of the shares."""

    name: str
    counts: Counts

    @property
    def precision(self) -> tuple[float, float] | None:
        """Of the given ones, the right ones."""
        return wilson(self.counts.right, self.counts.right + self.counts.false)

    @property
    def recall(self) -> tuple[float, float] | None:
        """Of the stated ones, the right ones."""
        return wilson(self.counts.right, self.counts.right + self.counts.missed)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What somebody who knows better says: overall, of each reader, of each block."""

    reports: int
    all: Row
    readers: tuple[Row, ...]
    blocks: tuple[Row, ...]


class Dashboard:
    """The figures of a store, each worked out anew only when what it is of has changed."""

    def __init__(self, store: Store, kept: Kept, judges: Judges) -> None:
        self._store, self._kept, self._judges = store, kept, judges

    def sums(self, state: State) -> Sums:
        """The store, counted."""
        return self._kept.get("sums", state.read, self._store.sums)

    def paid(self, state: State) -> tuple[Paid, ...]:
        """What was asked and paid."""
        return self._kept.get("paid", state.paid, self._store.paid)

    def accuracy(self, state: State) -> dict[str, Accuracy]:
        """By people and by gold, as far as there are any."""
        sources = {"people": self._judges.by_people(state), "gold": self._judges.by_gold(state)}
        return {name: _to_accuracy(scores) for name, scores in sources.items() if scores}

    def figures(self, state: State) -> dict[ChartName, Figures]:
        """What each chart shows."""
        return self._kept.get("figures", (state.read, state.decided), lambda: self._find_figures(state))

    def picture(self, name: str, state: State, *, narrow: bool) -> str | None:
        """The chart as SVG, narrow for phones; none of a name that there is not, and none where nothing draws."""
        if name not in CHARTS or not can_draw():
            return None
        figures, subject = self.figures(state)[name], say("review.store-of", count=self.sums(state).reports)
        make = partial(draw, name, figures, subject, narrow=narrow)
        return self._kept.get(("picture", name, narrow, language()), (figures, subject), make)

    def _find_figures(self, state: State) -> dict[ChartName, Figures]:
        sums, scores = self.sums(state), self._scores(state)
        found = (_to_agreement(sums), _to_blocks(scores), _to_bins(scores), _to_coverage(sums))
        return dict(zip(CHARTS, map(tuple, found), strict=True))

    def _scores(self, state: State) -> Sequence[ReportScore]:
        return (*self._judges.by_people(state), *self._judges.by_gold(state))


def can_draw() -> bool:
    """Whether what charts are drawn with is installed."""
    return all(find_spec(name) for name in DRAWN_WITH)


def to_money(paid: Iterable[Paid]) -> tuple[Money, ...]:
    """The sums by currency."""
    sums: dict[str, float] = {}
    for one in paid:
        if one.cost is not None and one.currency:
            sums[one.currency] = sums.get(one.currency, 0.0) + one.cost
    return tuple(Money(amount, currency) for currency, amount in sums.items())


def _to_coverage(sums: Sums) -> Iterable[Figure]:
    having = {(c.key, c.year): c.reports for c in sums.covered}
    return shares_to_coverage(having, {(c.key, c.year): c.giving for c in sums.covered})


def _to_agreement(sums: Sums) -> Iterable[Figure]:
    counts: Counter[tuple[str, str]] = Counter()
    for met in sums.met:
        counts[_block(met.key), met.meeting.removesuffix("-alone")] += met.cells
    return counts_to_agreement(counts)


def _to_blocks(scores: Sequence[ReportScore]) -> Iterable[Figure]:
    counts = {
        (block, kind): number
        for block, found in group_scores(scores)["block"].items()
        for kind, number in (("right", found.right), ("false", found.false), ("missed", found.missed))
        if number
    }
    return counts_to_accuracy(counts)


def _to_bins(scores: Sequence[ReportScore]) -> Iterable[Figure]:
    for bin in scores_to_reliability(scores).bins:
        interval = wilson(round(bin.right * bin.cells), bin.cells) or (0.0, 1.0)
        yield {
            "from": bin.low,
            "to": bin.high,
            "cells": bin.cells,
            "predicted": round(bin.predicted, 4),
            "right": round(bin.right, 4),
            "low": round(interval[0], 4),
            "high": round(interval[1], 4),
        }


def to_spread(sums: Sums) -> tuple[tuple[float, int], ...]:
    """How many given cells lie in each of the ten bins of confidence, known to be right or not."""
    cells = {sure.bin: sure.cells for sure in sums.sure}
    return tuple((number / BINS, cells.get(number, 0)) for number in range(BINS))


def _to_accuracy(scores: Sequence[ReportScore]) -> Accuracy:
    groups = group_scores(scores)
    readers = {name: counts for name, counts in groups["backend"].items() if name != DECIDED}
    return Accuracy(len(scores), Row("", groups["overall"]["all"]), _rows(readers), _rows(groups["block"]))


def _rows(groups: Mapping[str, Counts]) -> tuple[Row, ...]:
    return tuple(Row(name, counts) for name, counts in groups.items())


def _block(key: str) -> str:
    """Each key begins with its block."""
    return key.partition(".")[0]
