"""Figures out of their body's own range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import log1p
from statistics import median

from extractor.language import plain
from extractor.panel.filings import PanelFinding, Row
from extractor.panel.rules import JumpRules
from extractor.records import Number


def check_jumps(rows: Sequence[Row], rules: JumpRules) -> Iterator[PanelFinding]:
    """One finding for each report that has such figures."""
    for _, of_body in groupby(sorted(rows, key=_series), key=_series):
        years = list(of_body)
        for row in years:
            others = [other for other in years if other is not row]
            found = tuple(_found(row, others, rules))
            if found:
                keys, figures = zip(*found, strict=True)
                yield PanelFinding.of(
                    "jump", "warning", row, keys, (row.filing,), count=len(found), figures=figures
                )


def _series(row: Row) -> tuple[str, str]:
    return row.body, row.scope


def _found(row: Row, others: Sequence[Row], rules: JumpRules) -> Iterator[tuple[str, str]]:
    for key, cell in row.filing.cells.items():
        known = [value for other in others if (value := other.value(key)) is not None]
        if cell.value is not None and len(known) >= rules.years and _is_out(cell.value, known, rules):
            yield key, f"{key} {plain(cell.value)} (median {plain(median(known))} of {len(known)} years)"


def _is_out(value: Number, known: Sequence[Number], rules: JumpRules) -> bool:
    middle = median(known)
    low, high = sorted((value, middle))
    if high < rules.least or low < 0 or high < rules.factor * low:
        return False
    spread = median(abs(_scale(other) - _scale(middle)) for other in known)
    return abs(_scale(value) - _scale(middle)) > rules.spread * spread


def _scale(value: Number) -> float:
    """Figures of bodies of all sizes on one scale; negative ones stand at 0."""
    return log1p(max(value, 0))
