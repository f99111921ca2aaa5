"""What reading a single table hands on: rows of printed cells with the form's keys that they may fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.forms import Form, label_key
from extractor.records import Finding, Table, TableCell
from extractor.tables.cell_texts import read_text
from extractor.tables.sheets import Match, RowFinder, Sheet, form_to_sheets

Role = Literal[
    "item", "unit", "value", "share", "ignored", "note", "split", "other"
]  # what a list's column holds
FROM_TEXT = 0  # the number of a table that no reader of files found
MAX_UNKNOWN = 3  # a table with more unknown rows for each known one is another, whatever its head says
MIN_TELLING = 6  # characters of a label that other tables hardly have: 行政事业性收费, not 行政许可
MIN_HEADLESS = 5  # so many rows of one grid make a table the form's even without its head or title


@dataclass(frozen=True)
class PrintedRow:
    """Cells in printed order, and in the same order the keys of the columns they may stand in; '' for a
    column that is not the form's. As many cells as keys: each fills its own."""

    table: Table
    label: TableCell
    text: str  # the label as read, its broken parts joined
    keys: tuple[str, ...]
    cells: tuple[TableCell, ...]
    units: tuple[str, ...]  # printed in the column's head or in the row's unit cell, by key
    traced: tuple[TableCell, ...] = ()  # by key, where empty cells seem to have left a trace in a stream

    @property
    def trace(self) -> tuple[int, ...]:
        """The keys' indices of the cells, as the traces of empty cells have it."""
        return tuple(i for i, cell in enumerate(self.traced) if is_filled(cell))

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The keys that are the form's."""
        return tuple(key for key in self.keys if key)


@dataclass(frozen=True)
class TableReading:
    """What one table holds. `is_form`: it is a table of the form, or a part of one."""

    rows: tuple[PrintedRow, ...] = ()
    unknown: tuple[str, ...] = ()  # labels of rows with numbers that are not the form's
    findings: tuple[Finding, ...] = ()
    is_form: bool = False
    left: tuple[PrintedRow, ...] = ()  # rows that look like the form's, in a table of which nothing says so


def join_readings(table: Table, parts: Sequence[TableReading]) -> TableReading:
    """What the table's parts hold together."""
    if len(parts) == 1:
        return parts[0]
    return TableReading(
        tuple(replace(row, table=table) for part in parts for row in part.rows),
        tuple(label for part in parts for label in part.unknown),
        tuple(finding for part in parts for finding in part.findings),
        is_form=any(part.is_form for part in parts),
        left=tuple(replace(row, table=table) for part in parts for row in part.left),
    )


@dataclass
class Progress:
    """What is remembered from table to table, since a page break may cut one in two."""

    form: Form
    year: int | None
    sheets: tuple[Sheet, ...]
    finder: RowFinder
    orders: dict[int, tuple[str, ...]] = field(default_factory=dict)  # sheet -> its columns as last printed
    roles: tuple[Role, ...] = ()  # a list's columns as last printed
    head: tuple[TableCell, ...] = ()  # of a grid, where the table before ended with it
    text: str = ""  # of the document, for what stands above a table

    def order_of(self, sheet: Sheet) -> tuple[str, ...]:
        """The sheet's columns as last printed, or in the form's order."""
        return self.orders.get(id(sheet), sheet.order)

    def names_column(self, text: str) -> bool:
        """Whether the text heads a column of some sheet."""
        return any(sheet.column_of(text) for sheet in self.sheets)


@dataclass
class Gathering:
    """The rows of a grid form found in one table, before it is clear that the table is the form's."""

    progress: Progress
    table: Table
    heads: dict[int, tuple[str, ...]] = field(default_factory=dict)  # sheet -> its columns as printed here
    titles: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    rows: list[tuple[Sheet, PrintedRow]] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)  # headings with numbers of their own
    goes_on: bool = False  # the first row found follows the last one of the table before

    def note_title(self, text: str) -> bool:
        """Whether the text is the title of a sheet, which is remembered."""
        label = label_key(text)
        found = bool(label) and any(label in sheet.titles for sheet in self.progress.sheets)
        if found:
            self.titles.add(label)
        return found

    def add_row(self, match: Match, row: PrintedRow) -> None:
        """Keeps the row, and remembers it as read."""
        if not self.rows:
            self.goes_on = self.progress.finder.is_next(match)
        self.progress.finder.take(match)
        self.rows.append((match.sheet, row))

    def to_reading(self) -> TableReading:
        """The rows of those sheets that the table plainly prints."""
        rows = tuple(row for sheet, row in self.rows if self._prints(sheet))
        self.progress.orders.update(self.heads)
        is_headed = any(self.progress.names_column(cell.text) for cell in self.table.cells)
        is_form = bool(rows) or bool(self.titles and is_headed)
        left = tuple(row for sheet, row in self.rows if not self._prints(sheet) and _is_telling(row))
        unknown = tuple(self.unknown) if rows else ()
        findings = tuple(self._undivided()) if rows else ()
        return TableReading(rows, unknown, findings, is_form=is_form, left=left)

    def note_heading(self, text: str, cells: Sequence[TableCell]) -> None:
        """Remembers a heading behind which numbers stand: they are those of all rows under it."""
        if any(read_text(cell.text).kind == "number" for cell in cells):
            self.sums.append(text)

    def _undivided(self) -> Iterator[Finding]:
        for heading in self.sums:
            yield undivided(heading, ())

    def _prints(self, sheet: Sheet) -> bool:
        is_foreign = len(self.unknown) > MAX_UNKNOWN * len(self.rows)
        if self.titles & sheet.titles or (id(sheet) in self.heads and not is_foreign):
            return True
        if sum(own is sheet for own, _ in self.rows) >= MIN_HEADLESS:
            return True
        return self.goes_on and not self.unknown and id(sheet) in self.progress.orders


def _is_telling(row: PrintedRow) -> bool:
    """Whether the row's label is none that stands in tables of all kinds, and a number stands behind it."""
    is_number = any(read_text(cell.text).kind == "number" for cell in row.cells)
    return is_number and len(label_key(row.text)) >= MIN_TELLING


def undivided(heading: str, keys: Sequence[str]) -> Finding:
    """That the rows under a heading are printed as one."""
    return Finding.of("undivided-rows", "info", tuple(keys), heading=heading)


def start_reading(form: Form, year: int | None, text: str = "") -> Progress:
    """The form before any of its tables is read; `text` is the document's."""
    return Progress(form, year, form_to_sheets(form), RowFinder(form), text=text)


def is_filled(cell: TableCell) -> bool:
    """Whether anything is printed in the cell."""
    return cell.is_doubtful or read_text(cell.text).kind != "blank"


def only_filled(cells: Sequence[TableCell]) -> list[TableCell]:
    """The cells in which anything is printed."""
    return [cell for cell in cells if is_filled(cell)]


def heads_to_order(heads: Sequence[str], sheet: Sheet) -> tuple[str, ...]:
    """The sheet's columns left to right; () where the texts head less than half of them. Heads in two levels
    are printed level by level: the lower level's columns belong where the upper one names their group."""
    named = [(label_key(head), sheet.column_of(head)) for text in heads for head in _parted(text, sheet)]
    if 2 * len({column for _, column in named if column}) < len(sheet.columns):
        return ()
    columns = [column for _, column in named]
    first = next(i for i, column in enumerate(columns) if column)
    last = max(i for i, column in enumerate(columns) if column)
    group = next((i for i in range(first, last) if columns[i] is None and named[i][0]), last)
    before = [column for column in columns[:group] if column]
    after = [column for column in columns[group:] if column]
    if group == last:
        return tuple(dict.fromkeys(before + after))
    lower = _ascending_end(after, sheet)
    return tuple(dict.fromkeys([*before, *after[lower:], *after[:lower]]))


def _parted(text: str, sheet: Sheet) -> list[str]:
    """The heads in the text: where columns are narrow only a blank may stand between two."""
    parts = text.split()
    return parts if not sheet.column_of(text) and any(map(sheet.column_of, parts)) else [text]


def _ascending_end(columns: Sequence[str], sheet: Sheet) -> int:
    """Where the last stretch of columns begins that stand in the form's order."""
    positions = [sheet.order.index(column) for column in columns]
    start = len(positions) - 1
    while start > 0 and positions[start - 1] < positions[start]:
        start -= 1
    return start
