"""A form as it is printed: tables of labels and cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.forms import Form, grid_key


@dataclass(frozen=True, slots=True)
class FormRow:
    """A printed row: its cells by key; a heading has none."""

    label: str
    keys: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FormTable:
    """A grid, or the list of all rows, which has no heads."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[FormRow, ...]


def form_to_tables(form: Form) -> Iterator[FormTable]:
    """The tables in their order."""
    for grid in form.definition.grids:
        rows = [
            FormRow(
                row.heading or row.label or "",
                tuple(grid_key(grid, row.key, column.key) for column in grid.columns) if row.key else (),
            )
            for row in grid.rows
        ]
        yield FormTable(grid.title, tuple(column.label for column in grid.columns), tuple(rows))
    if form.definition.rows:
        yield FormTable(form.definition.name, (), tuple(_list_rows(form)))


def _list_rows(form: Form) -> Iterator[FormRow]:
    for row in form.definition.rows:
        if row.key is None:
            yield FormRow(row.heading or "")
        else:
            cell = form.by_key[row.key]
            yield FormRow(cell.label, (row.key,), cell.unit)
