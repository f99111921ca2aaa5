"""Other people's files as plain tables of text: CSV in any usual encoding, XLSX, JSON."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from extractor.compare.words import header_words
from extractor.errors import UnreadableInput
from extractor.language import plain
from extractor.loading import Source, decode, open_archive, read_source

MAX_CELLS = 10_000_000  # a panel of every county and year on the longest form is 3 million
DELIMITERS = ",\t;|"
DOCTYPE_REACH = 4096
Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of text as they stand. None: the file has no such cell, which is not the same as an empty one."""

    name: str
    rows: tuple[Row, ...]


def read_tables(path: Path) -> tuple[RawTable, ...]:
    """The tables of a CSV, XLSX or JSON file; an UnreadableInput says in one line why there are none."""
    suffix = path.suffix.lower()
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        raise UnreadableInput(f"{path}: cannot compare with {suffix or 'such'} files, only {known}")
    tables = tuple(table for table in READERS[suffix](path) if any(any(row) for row in table.rows))
    if not tables:
        raise UnreadableInput(f"{path}: holds no values")
    return tables


def _read_csv(path: Path) -> Iterator[RawTable]:
    text = decode(read_source(path)).text
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = _limited(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), path)
    except csv.Error as error:
        raise UnreadableInput(f"{path}: not readable as CSV: {error}") from error
    yield RawTable(path.name, rows)


def _limited(rows: Iterable[Sequence[Any]], path: Path) -> tuple[Row, ...]:
    kept, cells = [], 0
    for row in rows:
        cells += max(len(row), 1)
        if cells > MAX_CELLS:
            raise UnreadableInput(f"{path}: has more than {MAX_CELLS:,} cells")
        kept.append(tuple(_to_text(cell) for cell in row))
    return tuple(kept)


def _to_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return plain(cell) if isfinite(cell) else "nan"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _read_xlsx(path: Path) -> Iterator[RawTable]:
    from openpyxl import load_workbook  # heavy, and only workbooks need it

    source = read_source(path)
    _check_workbook(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it drops; only values matter here
            workbook = load_workbook(
                io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False
            )
            for sheet in workbook.worksheets:
                sheet.reset_dimensions()  # what a workbook says of its size is often wrong
                yield RawTable(sheet.title, _limited(sheet.iter_rows(values_only=True), path))
    except UnreadableInput:
        raise
    except Exception as error:  # openpyxl has no error of its own: a broken workbook fails anywhere in it
        raise UnreadableInput(f"{path}: a broken workbook ({type(error).__name__})") from error


def _check_workbook(source: Source) -> None:
    """A document type may declare entities without end. A panel's sheets may be larger than a report's parts are
    allowed to be, so only their beginnings are looked at."""
    try:
        with open_archive(source) as archive:
            starts = [_read_start(archive, member) for member in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableInput(f"{source.path}: is no workbook, or a broken one") from error
    if any(b"<!DOCTYPE" in start.upper() for start in starts):
        raise UnreadableInput(f"{source.path}: a workbook that declares a document type")


def _read_start(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as part:
        return part.read(DOCTYPE_REACH)


def read_json(path: Path) -> Any:
    """What the JSON file holds."""
    source: Source = read_source(path)
    try:
        return json.loads(decode(source).text)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UnreadableInput(f"{path}: not readable as JSON: {reason}") from error


def _read_json(path: Path) -> Iterator[RawTable]:
    content = _unwrapped(read_json(path))
    if isinstance(content, dict):
        content = list(_by_report(content))
    records = [record for record in content if isinstance(record, dict)] if isinstance(content, list) else []
    if not records or len(records) != len(content):
        raise UnreadableInput(f"{path}: holds neither a list of records nor reports with their values")
    yield RawTable(path.name, _limited_records(records, path))


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
        raise UnreadableInput(f"{path}: has more than {MAX_CELLS:,} cells")
    rows = (tuple(_to_text(r[n]) if n in r else None for n in header) for r in records)
    return (header, *rows)


READERS = {".csv": _read_csv, ".tsv": _read_csv, ".txt": _read_csv, ".xlsx": _read_xlsx, ".json": _read_json}
