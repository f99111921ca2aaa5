"""Other people's files as plain tables of text: CSV in any usual encoding, XLSX, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.compare.cells import MAX_CELLS, RawTable, Row, to_rows, to_text, to_writable
from extractor.compare.words import header_words
from extractor.compare.workbooks import read_workbook
from extractor.errors import UnreadableInput, told, why
from extractor.loading import Source, decode, read_source

DELIMITERS = ",\t;|"
DELIMITER_REACH = 20_000


def read_tables(path: Path) -> tuple[RawTable, ...]:
    """The tables of a CSV, XLSX or JSON file; an UnreadableInput says in one line why there are none."""
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise UnreadableInput(
            "compare.suffix", path=path, suffix=suffix or why("compare.such"), known=tuple(sorted(READERS))
        )
    tables = tuple(table for table in READERS[suffix](path) if any(any(row) for row in table.rows))
    if not tables:
        raise UnreadableInput("compare.no-values", path=path)
    return tables


def _read_csv(path: Path) -> Iterator[RawTable]:
    text = decode(read_source(path)).text
    yield RawTable(to_writable(path.name), to_rows(_csv_rows(text, _find_delimiter(text), path), path))


def _find_delimiter(text: str) -> str:
    """That of the first line that has any: a title may stand above, and sentences with commas below."""
    lines = text[:DELIMITER_REACH].splitlines()
    first = next((line for line in lines if any(delimiter in line for delimiter in DELIMITERS)), "")
    return max(DELIMITERS, key=first.count)


def _csv_rows(text: str, delimiter: str, path: Path) -> Iterator[list[str]]:
    """The rows. A quote that nothing closes where its cell ends has swallowed what follows: nothing of that is sure."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield row
            line = reader.line_num + 1
    except csv.Error as error:
        endless = why("compare.endless", line=line, why=str(error))
        raise UnreadableInput("compare.no-csv", path=path, why=endless) from error


def read_json(path: Path) -> Any:
    """What the JSON file holds."""
    source: Source = read_source(path)
    try:
        return json.loads(decode(source).text)
    except (ValueError, RecursionError) as error:
        reason = why("json.deep") if isinstance(error, RecursionError) else told(error)
        raise UnreadableInput("compare.no-json", path=path, why=reason) from error


def _read_json(path: Path) -> Iterator[RawTable]:
    content = _unwrapped(read_json(path))
    if isinstance(content, dict):
        content = list(_by_report(content))
    records = [record for record in content if isinstance(record, dict)] if isinstance(content, list) else []
    if not records or len(records) != len(content):
        raise UnreadableInput("compare.no-records", path=path)
    yield RawTable(to_writable(path.name), _limited_records(records, path))


def _unwrapped(content: Any) -> Any:
    """{"data": [...]} is the list."""
    if isinstance(content, dict) and len(content) == 1:
        (inner,) = content.values()
        return inner if isinstance(inner, list) else content
    return content


def _by_report(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """{report: {key: value}} as records; {report: {key: {"value": ..., "evidence": ...}}} as long ones."""
    roles = header_words().roles
    report, item, value = (roles[role][0] for role in ("report", "item", "value"))
    for name, cells in content.items():
        if not isinstance(cells, dict):
            continue
        if not any(isinstance(cell, dict) for cell in cells.values()):
            yield {report: name, **cells}
            continue
        for key, cell in cells.items():
            yield {report: name, item: key, **(cell if isinstance(cell, dict) else {value: cell})}


def _limited_records(records: Sequence[Mapping[str, Any]], path: Path) -> tuple[Row, ...]:
    header = tuple(dict.fromkeys(name for record in records for name in record))
    if len(header) * len(records) > MAX_CELLS:
        raise UnreadableInput("compare.cells", path=path, most=MAX_CELLS)
    rows = (tuple(to_text(r[n]) if n in r else None for n in header) for r in records)
    return (tuple(map(to_writable, header)), *rows)


READERS = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".txt": _read_csv,
    ".xlsx": read_workbook,
    ".json": _read_json,
}
