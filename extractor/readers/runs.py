"""Streams of cells cut into runs: texts, then the values that follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractor.readers.cell_values import fills_cell
from extractor.readers.printed import is_filled
from extractor.records import Table, TableCell

MAX_PARTS = 3  # a label broken over more cells was not seen

Test = Callable[[str], bool]


@dataclass(frozen=True)
class Label:
    """A text, joined again where it was broken over cells; `cell` is its first part."""

    text: str
    cell: TableCell


@dataclass(frozen=True)
class Run:
    """Labels, and the values that stand behind the last of them."""

    labels: tuple[Label, ...]
    values: tuple[TableCell, ...]


def table_to_runs(table: Table, is_known: Test) -> list[Run]:
    """The stream's runs, in order. `is_known` tells which texts are whole labels."""
    groups = [
        (is_value, list(cells))
        for is_value, cells in groupby(filter(is_filled, table.cells), key=lambda c: fills_cell(c.text))
    ]
    runs: list[Run] = []
    for is_value, cells in groups:
        if not is_value:
            runs.append(Run(tuple(join_labels(cells, is_known)), ()))
        elif runs:
            runs[-1] = Run(runs[-1].labels, tuple(cells))
        else:
            runs.append(Run((), tuple(cells)))
    return runs


def join_labels(cells: Sequence[TableCell], is_known: Test) -> Iterator[Label]:
    """The labels; neighbours are one label where only together they are known."""
    i = 0
    while i < len(cells):
        count = next((n for n in range(MAX_PARTS, 1, -1) if _are_one(cells[i : i + n], n, is_known)), 1)
        yield Label("".join(cell.text for cell in cells[i : i + count]), cells[i])
        i += count


def _are_one(cells: Sequence[TableCell], count: int, is_known: Test) -> bool:
    if len(cells) < count or all(is_known(cell.text) for cell in cells):
        return False
    return is_known("".join(cell.text for cell in cells)) and not (
        count > 2 and is_known("".join(cell.text for cell in cells[:-1]))
    )
