"""Tables as CSV: UTF-8 with the mark by which Excel knows it, and no cell that a program would compute."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from extractor.export.tables import Row, Table, Value
from extractor.language import plain
from extractor.output import whole_file

BOM = "\ufeff"
COMPUTED = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # what a cell of a formula begins with
GUARD = "'"


def write_csv(table: Table, path: Path) -> None:
    """The table, whole or not at all."""
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.names)
        writer.writerows(map(_texts, table.rows))


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a file that was written here, as they were before they were guarded."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: _unguarded(text) for name, text in row.items()}


def _texts(row: Row) -> list[str]:
    return [value_to_text(value) for value in row]


def value_to_text(value: Value) -> str:
    """Numbers as digits, nothing as nothing, text so that no program takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return GUARD + value if value.startswith((*COMPUTED, GUARD)) else value
    return plain(value)


def _unguarded(text: str) -> str:
    return text.removeprefix(GUARD) if text.startswith(tuple(GUARD + c for c in (*COMPUTED, GUARD))) else text
