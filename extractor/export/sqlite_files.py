"""All tables as one SQLite file, with a table of their columns' labels."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from extractor.export.tables import Table
from extractor.export.words import Kind
from extractor.output import whole_file

TYPES: dict[Kind, str] = {"text": "TEXT", "whole": "INTEGER", "number": "REAL", "flag": "INTEGER"}


def write_sqlite(tables: Sequence[Table], path: Path) -> None:
    """The tables, whole or not at all."""
    with whole_file(path) as temporary, closing(sqlite3.connect(temporary)) as connection:
        connection.execute("CREATE TABLE columns (of_table TEXT, name TEXT, kind TEXT, zh TEXT, en TEXT)")
        for table in tables:
            _write(table, connection)
        connection.commit()


def _write(table: Table, connection: sqlite3.Connection) -> None:
    columns = ", ".join(f'"{column.name}" {TYPES[column.kind]}' for column in table.columns)
    connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
    places = ", ".join("?" * len(table.columns))
    connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', table.rows)
    labels = ((table.name, c.name, c.kind, c.zh, c.en) for c in table.columns)
    connection.executemany("INSERT INTO columns VALUES (?, ?, ?, ?, ?)", labels)
