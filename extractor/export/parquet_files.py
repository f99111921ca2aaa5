"""Tables as Parquet, with the labels of each column in its metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.export.tables import Row, Table
from extractor.export.words import Column, Kind
from extractor.output import whole_file
from extractor.resources import VERSION

BATCH = 20_000  # rows held at once
TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}


def write_parquet(table: Table, path: Path) -> None:
    """The table, whole or not at all."""
    schema = _schema(table)
    with whole_file(path) as temporary, pq.ParquetWriter(temporary, schema) as writer:
        for rows in _batches(table):
            writer.write_table(_to_arrow(rows, table, schema))


def _schema(table: Table) -> pa.Schema:
    title = json.dumps(table.title.model_dump(), ensure_ascii=False)
    about = {"title": title, "program": f"ogi-extractor {VERSION}"}
    return pa.schema([_field(column) for column in table.columns], metadata=about)


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, TYPES[column.kind], metadata={"zh": column.zh, "en": column.en})


def _batches(table: Table) -> Iterator[list[Row]]:
    rows = iter(table.rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _to_arrow(rows: list[Row], table: Table, schema: pa.Schema) -> pa.Table:
    columns = []
    for number, column in enumerate(table.columns):
        values = [row[number] for row in rows]
        if column.kind == "flag":
            values = [None if value is None else bool(value) for value in values]
        columns.append(pa.array(values, TYPES[column.kind]))
    return pa.Table.from_arrays(columns, schema=schema)
