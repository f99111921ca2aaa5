"""Streams of cells cut into runs: texts, then the values that follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractor.records import Table, TableCell
from extractor.tables.cell_texts import fills_cell
from extractor.tables.printed import is_filled

MAX_PARTS = 3  # a label broken over more cells was not seen

Test = Callable[[str], bool]


@dataclass(frozen=True)
class Label:
    """A text, joined again where it was broken over cells; `cell` is its first part."""

    text: str
    cell: TableCell


@dataclass(frozen=True)
class Run:
    """Labels, and the values that stand behind the last of them. `row`: the values and the empty cells around
    them, as far as empty cells left a trace."""

    labels: tuple[Label, ...]
    values: tuple[TableCell, ...]
    row: tuple[TableCell, ...] = ()


def table_to_runs(table: Table, is_known: Test) -> list[Run]:
    """The stream's runs, in order. `is_known` tells which texts are whole labels."""
    runs: list[Run] = []
    labels: tuple[Label, ...] = ()
    for is_value, group in groupby(table.cells, key=_may_stand_in_row):
        cells = list(group)
        values = tuple(filter(is_filled, cells))
        if not is_value:
            labels += tuple(join_labels(cells, is_known))
        elif values:
            runs.append(Run(labels, values, tuple(cells)))
            labels = ()
    return [*runs, Run(labels, ())] if labels else runs


def _may_stand_in_row(cell: TableCell) -> bool:
    return fills_cell(cell.text) or not is_filled(cell)


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
