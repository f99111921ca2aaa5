"""Workbooks (.xlsx) as plain tables, a sheet each: merged cells told from empty ones, formulas from their values."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from extractor.compare.cells import Place, RawTable, Row, to_rows
from extractor.errors import UnreadableInput
from extractor.loading import Source, open_archive, read_source

DOCTYPE_REACH = 4096
MAX_MERGED = 200_000  # places under merged cells of a sheet
MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]{0,200}?\bref\s*=\s*["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']"""
)
Area = tuple[int, int, int, int]  # left, top, right, bottom, from 0


def read_workbook(path: Path) -> Iterator[RawTable]:
    """The sheets; an UnreadableInput says in one line why there are none."""
    source = read_source(path)
    _check_parts(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it drops; only values matter here
            yield from _read_sheets(source)
    except UnreadableInput:
        raise
    except Exception as error:  # openpyxl has no error of its own: a broken workbook fails anywhere in it
        raise UnreadableInput("workbook.broken", path=path, why=type(error).__name__) from error


def _check_parts(source: Source) -> None:
    """A document type may declare entities without end. A panel's sheets may be larger than a report's parts are
    allowed to be, so only their beginnings are looked at."""
    try:
        with open_archive(source) as archive:
            starts = [_read_start(archive, member) for member in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableInput("workbook.none", path=source.path) from error
    if any(b"<!DOCTYPE" in start.upper() for start in starts):
        raise UnreadableInput("workbook.document-type", path=source.path)


def _read_start(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as part:
        return part.read(DOCTYPE_REACH)


def _read_sheets(source: Source) -> Iterator[RawTable]:
    from openpyxl.reader.excel import ExcelReader  # heavy, and only workbooks need it

    readers = [
        ExcelReader(io.BytesIO(source.data), read_only=True, data_only=data_only, keep_links=False)
        for data_only in (True, False)
    ]
    for reader in readers:
        reader.read()
    parts = {sheet.name: rel.target for sheet, rel in readers[0].parser.find_sheets()}
    values, formulas = (reader.wb for reader in readers)
    for sheet in values.worksheets:
        written = formulas[sheet.title]
        for either in (sheet, written):
            either.reset_dimensions()  # what a workbook says of its size is often wrong
        areas = list(_find_areas(readers[0].archive.read(parts[sheet.title]), source))
        uncached: set[Place] = set()
        rows = _told_apart(sheet.iter_rows(values_only=True), written.iter_rows(values_only=True), uncached)
        yield _to_table(sheet.title, to_rows(rows, source.path), areas, uncached)


def _told_apart(
    values: Iterable[Sequence[Any]], formulas: Iterable[Sequence[Any]], uncached: set[Place]
) -> Iterator[Sequence[Any]]:
    """The rows of values; places that have a formula and no value are kept."""
    for number, (row, written) in enumerate(zip(values, formulas, strict=True)):
        for column, (value, formula) in enumerate(zip(row, written, strict=True)):
            if value is None and formula is not None:
                uncached.add((number, column))
        yield row


def _find_areas(part: bytes, source: Source) -> Iterator[Area]:
    from openpyxl.utils.cell import range_boundaries

    places = 0
    for match in MERGED.finditer(part):
        left, top, right, bottom = range_boundaries(match[1].decode("ascii"))
        assert left and top and right and bottom  # the pattern has them all
        places += max(right - left + 1, 0) * max(bottom - top + 1, 0)
        if places > MAX_MERGED:
            raise UnreadableInput("compare.merged", path=source.path, most=MAX_MERGED)
        yield left - 1, top - 1, right - 1, bottom - 1


def _to_table(name: str, rows: tuple[Row, ...], areas: Iterable[Area], uncached: Iterable[Place]) -> RawTable:
    """A merged cell's text in all places that it covers."""
    filled = [list(row) for row in rows]
    covered: set[Place] = set()
    for left, top, right, bottom in areas:
        text = filled[top][left] if top < len(filled) and left < len(filled[top]) else ""
        for row in range(top, min(bottom + 1, len(filled))):
            filled[row].extend([""] * (right + 1 - len(filled[row])))
            filled[row][left : right + 1] = [text] * (right + 1 - left)
            covered.update((row, column) for column in range(left, right + 1) if (row, column) != (top, left))
    return RawTable(name, tuple(map(tuple, filled)), frozenset(covered), frozenset(uncached), is_sheet=True)
