"""Tables that print the form once more beside the report's own: for last year, or for a part of the bodies."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from extractor.ids import FindingId
from extractor.records import Document, Finding, Table
from extractor.tables.captions import Sort, caption_to_sort, names_body, table_to_caption
from extractor.tables.printed import TableReading

Readings = Mapping[int, TableReading]  # by the id of the table
FINDINGS: Mapping[Sort, FindingId] = {"other-year": "other-year-table", "part": "part-table"}
MOST = 0.5  # of a table's cells; where others print so many of them, it is a second print


def find_second_prints(
    tables: Sequence[Table], readings: Readings, year: int | None, document: Document | None
) -> dict[int, Sort]:
    """The tables by their id whose caption names another year than the report's, or a part of the bodies, where other
    tables print the same cells. An office that forgot to change the year above its only table prints its own figures."""
    keys = {id(table): _keys(readings[id(table)]) for table in tables}
    captions = {id(table): table_to_caption(table, document) for table in tables if keys[id(table)]}
    sorts = {t: sort for t, caption in captions.items() if (sort := caption_to_sort(caption, year))}
    annexes: dict[int, Sort] = {t: "part" for t, caption in captions.items() if names_body(caption)}
    found = _printed_again(sorts, keys, aside=sorts)
    return found | _printed_again(annexes, keys, aside={**found, **annexes})


def _printed_again(
    sorts: Mapping[int, Sort], keys: Mapping[int, set[str]], *, aside: Container[int]
) -> dict[int, Sort]:
    """Those whose cells the tables that are not aside print, too."""
    told = set[str]().union(*(own for table, own in keys.items() if table not in aside))
    return {t: sort for t, sort in sorts.items() if len(keys[t] & told) > MOST * len(keys[t])}


def set_aside(
    readings: Readings, tables: Sequence[Table], aside: Mapping[int, Sort]
) -> dict[int, TableReading]:
    """The readings without the rows of these tables, and a finding for each."""
    found = {id(t): _aside(t, aside[id(t)]) for t in tables if id(t) in aside}
    return {**readings, **found}


def _aside(table: Table, sort: Sort) -> TableReading:
    finding = Finding.of(FINDINGS[sort], "info", table=table.number)
    return TableReading(findings=(finding,), is_form=True)


def _keys(reading: TableReading) -> set[str]:
    return {key for row in reading.rows for key in row.own_keys}
