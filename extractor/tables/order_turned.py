"""A sheet printed column by column: all labels of its rows, then each column's head with the numbers below it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.tables.order_columns import OrderReading, SheetColumns
from extractor.tables.order_labels import Labels
from extractor.tables.order_regions import Region
from extractor.tables.order_tokens import Tokens, Value, runs_of

MIN_ROWS = 2  # of one row nothing tells whether it was turned


def read_turned(
    columns: SheetColumns, labels: Labels, values: Sequence[Value], region: Region, tokens: Tokens
) -> OrderReading | None:
    """The rows of the region, where every column has its head and as many numbers as labels stand before them, and each
    row adds up; None where it is not so."""
    runs = list(runs_of(values, tokens, heads=()))
    if len(runs) != len(labels.columns):
        return None
    ends = [region.start, *(run[-1].end for run in runs)]
    texts = [tokens.hans(end, run[0].start) for end, run in zip(ends, runs, strict=False)]
    if not all(text.endswith(heads) for text, heads in zip(texts, labels.columns, strict=True)):
        return None
    names = _names_in_order(labels, texts[0])
    if len(names) < MIN_ROWS or any(len(run) != len(names) for run in runs):
        return None
    rows = []
    for name, *way in zip(names, *runs, strict=True):
        keys = columns.keys(name)
        if not columns.adds_up(tuple(way), keys):
            return None
        row, _ = columns.ways_to_row(keys, [tuple(way)], region)
        rows += [row] if row else []
    return OrderReading(region, tuple(rows), True, len(values))


def _names_in_order(labels: Labels, text: str) -> list[str]:
    """The rows whose labels stand in the text, as far as they stand in the form's order."""
    names: list[str] = []
    begin = 0
    for line in (line for line in labels.lines if not line.parts):
        places = [(text.find(label, begin), -len(label)) for label in line.texts]
        start, size = min((place for place in places if place[0] >= 0), default=(-1, 0))
        if start >= 0:
            names.append(line.name)
            begin = start - size
    return names
