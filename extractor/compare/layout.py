"""A table of text to reports: which rows belong to one, long or wide, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from extractor.compare.cells import Place, RawTable, Row
from extractor.compare.heads import Head, find_head
from extractor.compare.organs import is_organ, texts_to_organ
from extractor.compare.sides import Column, Field, SideReport, Taken, Unmapped
from extractor.compare.words import bare
from extractor.language import fold

WHOSE: tuple[Taken, ...] = ("source", "report", "place", "issuer", "code", "year", "form")
NAMED: tuple[Taken, ...] = ("source", "report", "place", "issuer", "year")
CELLS: tuple[Taken, ...] = (
    "cell",
    "unclear",
    "text",
    "unknown",
)  # what is listed where it is no item of the form
SHOWN = 5  # cells that are named
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
Whose = tuple[tuple[str, ...], ...]  # the texts of each of WHOSE


@dataclass
class _Gathered:
    """One report's fields while its rows are read."""

    whose: Mapping[Taken, tuple[str, ...]]
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True)
class Understood:
    """What became of a table: its reports with their fields, what of it is nobody's, and how its columns were read."""

    reports: tuple[SideReport, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class _Title:
    """What a sheet's name and the rows above the head tell of all reports below."""

    year: str = ""
    issuer: str = ""
    columns: tuple[Column, ...] = ()


def table_to_reports(table: RawTable, mapping: Mapping[str, str]) -> Understood:
    """The table read by its head."""
    head = find_head(table, mapping)
    if head is None:
        return Understood(unmapped=(Unmapped("no-header", table.name, count=len(table.rows)),))
    title = _read_title(table, head)
    gathered = _gather(table, head, title)
    labels = _labels(gathered.values(), head)
    reports = tuple(_to_report(found, labels, head, table.name) for found in gathered.values())
    columns = (*title.columns, *(column for column in head.columns if column.taken != "empty"))
    return Understood(reports, tuple(_passed_over(table, head)), columns)


def _read_title(table: RawTable, head: Head) -> _Title:
    """The only year and the only organ of the sheet's name, else of the rows above; columns of their own outweigh."""
    above = [text for row in table.rows[: head.first] for text in dict.fromkeys(row) if text and text.strip()]
    names = [table.name] if table.is_sheet else []
    year, from_year = _only((_only_number(fold(text)), text) for text in (*names, *above))
    issuer, from_issuer = _only(([text] if is_organ(text) else [], text) for text in names)
    columns = []
    told = {head.columns[place].tells for place in head.places("value")}
    if head.places("year") or "year" in told or not year:
        year = ""
    else:
        columns.append(Column(table.name, from_year, "year"))
    if head.places("place", "issuer") or "issuer" in told or not issuer:
        issuer = ""
    else:
        columns.append(Column(table.name, from_issuer, "issuer"))
    return _Title(year, issuer, tuple(columns))


def _only_number(text: str) -> list[str]:
    """The years of a text that holds no other number: one that does may be a date, or an edition."""
    return [] if re.search(r"\d", YEAR.sub("", text)) else YEAR.findall(text)


def _only(found: Iterator[tuple[list[str], str]]) -> tuple[str, str]:
    """The first text that tells exactly one thing, and that thing."""
    return next(((told[0], text) for told, text in found if len(set(told)) == 1), ("", ""))


def _gather(table: RawTable, head: Head, title: _Title) -> dict[Whose, _Gathered]:
    gathered: dict[Whose, _Gathered] = {}
    before: Whose = ()
    for number, row in enumerate(table.rows[head.last + 1 :], head.last + 1):
        if not any(row):
            continue
        whose = tuple(_texts(row, head.places(taken)) for taken in WHOSE)
        if head.is_long and before and not any(map(any, whose)):
            whose = before  # the first row of a report alone says whose it is
        before = whose
        for told, fields in _row_to_reports(row, number, head, table):
            # Where a row is a report, it is one of its own even if it is like another.
            key = (*whose, told) if head.is_long else (*whose, (str(number),))
            if key not in gathered:
                gathered[key] = _Gathered(_with_title(dict(zip(WHOSE, whose, strict=True)), title, told))
            gathered[key].fields.extend(fields)
    return gathered


def _row_to_reports(
    row: Row, number: int, head: Head, table: RawTable
) -> Iterator[tuple[tuple[str, ...], Iterable[Field]]]:
    """The fields of the row, by what the heads of their columns tell of the report: year or issuer, and which."""
    if not head.is_long:
        yield (), _wide_fields(row, number, head, table)
        return
    for place in head.places("value"):
        column = head.columns[place]
        told = (column.tells, column.label) if column.tells else ()
        yield told, [_long_field(row, number, place, head, table)]


def _texts(row: Row, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(_at(row, place) for place in places)


def _at(row: Row, column: int) -> str:
    return (row[column] or "").strip() if column < len(row) else ""


def _with_title(
    whose: dict[Taken, tuple[str, ...]], title: _Title, told: tuple[str, ...]
) -> dict[Taken, tuple[str, ...]]:
    if title.year:
        whose["year"] = (title.year,)
    if title.issuer:
        whose["issuer"] = (title.issuer,)
    if told:
        tells, label = told
        whose["year" if tells == "year" else "issuer"] = (label,)
    return whose


def _wide_fields(row: Row, number: int, head: Head, table: RawTable) -> Iterator[Field]:
    for column in head.places(*CELLS):
        if column < len(row) and row[column] is not None:
            about, is_lost = head.columns[column], _is_lost(table, number, column)
            yield Field(about.label, row[column] or "", f"row {number + 1}", about.block, is_lost=is_lost)


def _long_field(row: Row, number: int, value: int, head: Head, table: RawTable) -> Field:
    roles: tuple[Taken, ...] = ("item", "block", "unit", "evidence", "status")
    item, block, unit, evidence, status = ("".join(_texts(row, head.places(role))) for role in roles)
    text, is_lost = _at(row, value), _is_lost(table, number, value)
    return Field(item, text, f"row {number + 1}", block, unit, evidence, status, is_lost)


def _is_lost(table: RawTable, row: int, column: int) -> bool:
    """A value that was merged over several rows is not known to be each one's."""
    return (row, column) in table.covered or (row, column) in table.uncached


def _labels(gathered: Iterable[_Gathered], head: Head) -> frozenset[tuple[str, str]]:
    """Block and label of all items that the table has."""
    if head.is_long:
        return frozenset((f.block, f.label) for found in gathered for f in found.fields)
    columns = (head.columns[column] for column in head.places(*CELLS))
    return frozenset((column.block, column.label) for column in columns)


def _to_report(found: _Gathered, labels: frozenset[tuple[str, str]], head: Head, table: str) -> SideReport:
    told = found.whose
    years = YEAR.findall(fold(" ".join(told["year"])))
    owner = [text for text in (*told["place"], *told["issuer"]) if text]
    organ = texts_to_organ(owner)
    shown = " ".join(text for taken in NAMED for text in told[taken] if text)
    names = (text_to_names(text) for text in (*told["source"], *told["report"]))
    is_open = (head.places("year") and not years) or (head.places("place", "issuer") and not organ)
    return SideReport(
        name=shown or (found.fields[0].place if not head.is_long and found.fields else table),
        names=frozenset().union(*names),
        issuer=" ".join(owner) or None,
        organ=organ,
        year=int(years[0]) if years else None,
        form=next(filter(None, told["form"]), None),
        fields=tuple(found.fields),
        labels=labels,
        is_long=head.is_long,
        is_veiled=bool(is_open or head.places("code", "text")),
    )


def text_to_names(text: str) -> frozenset[str]:
    """What a file or report may go by: its name without folders, and without its suffix."""
    if not text:
        return frozenset()
    path = PurePath(text.replace("\\", "/"))
    return frozenset(name.casefold() for name in (path.name, path.stem) if name)


def _passed_over(table: RawTable, head: Head) -> Iterator[Unmapped]:
    if head.first:
        yield Unmapped("above-header", table.name, (("last", head.first),), head.first)
    if table.uncached:
        yield Unmapped("uncached", table.name, (("cells", _name_cells(table.uncached)),), len(table.uncached))
    for column in head.columns:
        if column.taken == "repeated":
            yield Unmapped("repeated-item", column.header, (("key", column.keys[0]),))
        elif column.taken == "ignored" or (head.is_long and column.taken in CELLS):
            yield Unmapped("no-role", column.header)


def _name_cells(places: Collection[Place]) -> tuple[str, ...]:
    """The first of them as spreadsheets name them."""
    from openpyxl.utils.cell import get_column_letter

    named = [f"{get_column_letter(column + 1)}{row + 1}" for row, column in sorted(places)[:SHOWN]]
    return (*named, *(["…"] if len(places) > SHOWN else []))


def headers(reports: Sequence[SideReport]) -> frozenset[str]:
    """All labels of the reports' files, bare, for telling which lines of a mapping fit none."""
    return frozenset(
        bare(text) for report in reports for block, label in report.labels for text in (label, block + label)
    )
