"""Tables as Stata files, version 118: labels of variables, statuses as numbers with labels."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from extractor.export.frames import table_to_pandas
from extractor.export.tables import Table
from extractor.export.words import Column, export_words
from extractor.output import whole_file

LONGEST_LABEL = 80  # characters; Stata takes no more
LONGEST_TEXT = 2045  # bytes of a plain text; longer ones are kept apart
VERSION: Literal[118] = 118  # Stata 14 and later: the first that takes Chinese
WRITTEN = datetime(2000, 1, 1)  # the same table gives the same bytes


def write_stata(table: Table, path: Path) -> None:
    """The table, whole or not at all."""
    codes = {id: words.code for id, words in export_words().statuses.items()}
    labels: dict[float, str] = {
        words.code: f"{words.zh} {words.en}" for words in export_words().statuses.values()
    }
    coded = [column.name for column in table.columns if column.coded]
    frame = table_to_pandas(table)
    for column in table.columns:
        frame[column.name] = _to_stata(frame[column.name], column, codes if column.name in coded else None)
    with whole_file(path) as temporary:
        frame.to_stata(
            temporary,
            write_index=False,
            version=VERSION,
            time_stamp=WRITTEN,
            data_label=table.title.en,
            variable_labels={column.name: column_to_label(column) for column in table.columns},
            value_labels={name: labels for name in coded},
            convert_strl=[c.name for c in table.columns if _is_long(frame[c.name], c)],
        )


def _to_stata(values: Any, column: Column, codes: dict[Any, int] | None) -> Any:
    """Nothing is the empty text, and of numbers Stata's own missing value."""
    if codes is not None:
        return values.map(codes).astype("int8")
    if column.kind == "text":
        return values.fillna("").astype("object")
    if values.isna().any() or column.kind == "number":
        return values.astype("float64")
    return values.astype("int8" if column.kind == "flag" else "int32")


def _is_long(values: pd.Series[Any], column: Column) -> bool:
    if values.dtype != object:
        return False
    return any(len(text.encode()) > LONGEST_TEXT for text in values)


def column_to_label(column: Column) -> str:
    """Both languages where they fit; the codebook has them in full."""
    both = f"{column.zh} {column.en}"
    return both if len(both) <= LONGEST_LABEL else column.en if len(column.en) <= LONGEST_LABEL else column.zh
