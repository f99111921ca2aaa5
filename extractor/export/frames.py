"""Tables as data frames of pandas and polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.export.tables import Table
from extractor.export.words import Kind

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

PANDAS: dict[Kind, str] = {"text": "string", "whole": "Int64", "number": "Float64", "flag": "boolean"}


def table_to_pandas(table: Table) -> pd.DataFrame:
    """A frame whose missing values are missing, and whose labels stand in `attrs`."""
    import pandas as pd

    rows = list(table.rows)
    columns: dict[str, Any] = {}
    for number, column in enumerate(table.columns):
        values = [_flag(row[number]) if column.kind == "flag" else row[number] for row in rows]
        columns[column.name] = pd.array(values, dtype=PANDAS[column.kind])  # type: ignore[call-overload]
    frame = pd.DataFrame(columns)
    frame.attrs["labels"] = {column.name: {"zh": column.zh, "en": column.en} for column in table.columns}
    return frame


def table_to_polars(table: Table) -> pl.DataFrame:
    """A frame with the types of the table's columns."""
    import polars as pl

    types = {"text": pl.String(), "whole": pl.Int64(), "number": pl.Float64(), "flag": pl.Boolean()}
    rows = list(table.rows)
    columns = []
    for number, column in enumerate(table.columns):
        values = [_flag(row[number]) if column.kind == "flag" else row[number] for row in rows]
        columns.append(pl.Series(column.name, values, types[column.kind], strict=False))
    return pl.DataFrame(columns)


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)
