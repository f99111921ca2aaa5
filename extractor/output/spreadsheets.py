"""CSV for spreadsheets: Excel knows the encoding, and no text is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

UNSEEN = " \t\r\n\u3000\u00a0\u200b\u2060\ufeff\0"  # what may stand before the sign of a formula
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local encoding
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
)  # spreadsheets of Chinese systems take the wide ones, too


def rows_to_csv(rows: Iterable[Mapping[str, object]], names: Sequence[str]) -> str:
    """The rows, a line each, under these names."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return BYTE_ORDER_MARK + file.getvalue()


def _harmless(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    shown = value.lstrip(UNSEEN)
    return f"'{value}" if shown.startswith(FORMULA) or value.startswith(("\t", "\r", "\n")) else value
