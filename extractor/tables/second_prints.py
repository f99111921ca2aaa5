"""Tables that print the form once more, with last year's figures beside the report's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.records import Document, Finding, Table
from extractor.tables.printed import TableReading

YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
MAX_CAPTION = 60  # characters
SENTENCE_END = "。；;"

Readings = Mapping[int, TableReading]  # by the id of the table


def find_other_years(
    tables: Sequence[Table], readings: Readings, year: int | None, document: Document | None
) -> list[Table]:
    """The tables whose caption names another year than the report's, where other tables print the same cells. An office
    that forgot to change the year above its only table prints its own figures."""
    if year is None:
        return []
    keys = {id(table): _keys(readings[id(table)]) for table in tables}
    suspects = [t for t in tables if keys[id(t)] and _names_other_year(_caption(t, document), year)]
    aside = set(map(id, suspects))
    told = set[str]().union(*(own for table, own in keys.items() if table not in aside))
    return [table for table in suspects if keys[id(table)] <= told]


def set_aside(readings: Readings, aside: Sequence[Table]) -> dict[int, TableReading]:
    """The readings without the rows of these tables, and a finding for each."""
    return {**readings, **{id(table): _aside(table) for table in aside}}


def _aside(table: Table) -> TableReading:
    finding = Finding.of("other-year-table", "info", table=table.number)
    return TableReading(findings=(finding,), is_form=True)


def _keys(reading: TableReading) -> set[str]:
    return {key for row in reading.rows for key in row.own_keys}


def _caption(table: Table, document: Document | None) -> str:
    """What stands alone in the table's first row, or on the line before it."""
    first = min((cell.row for cell in table.cells), default=0)
    texts = {text for cell in table.cells if cell.row == first and (text := cell.text.strip())}
    if len(texts) == 1:
        return texts.pop()
    before = document.text[: table.start].rstrip() if document else ""
    return before[before.rfind("\n") + 1 :].strip()


def _names_other_year(caption: str, year: int) -> bool:
    years = set(YEAR.findall(caption))
    is_short = len(caption) <= MAX_CAPTION and not caption.endswith(tuple(SENTENCE_END))
    return bool(years) and str(year) not in years and is_short
