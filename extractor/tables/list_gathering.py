"""The rows of a list form that are found in one table, before it is clear that the table is the form's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.forms import ListColumns, label_key
from extractor.records import Finding, Table, TableCell
from extractor.tables.captions import caption_above
from extractor.tables.cell_texts import read_text
from extractor.tables.list_columns import (
    form_to_columns,
    has_head_words,
    heads_to_roles,
    is_split,
    plain_head,
)
from extractor.tables.list_own import Entry, is_others, is_spoken_of
from extractor.tables.printed import PrintedRow, Progress, Role, TableReading
from extractor.tables.runs import Label
from extractor.tables.sheets import Match

MIN_ROWS = 3  # so many rows of the form make a table the form's even without its head
MIN_LOOSE = 5  # and so many that sentences name, one with its head, where it has hardly another row
SINGLE: tuple[Role, ...] = ("value",)
NO_NUMBERS: tuple[Role, ...] = ("item", "unit", "note")  # what columns of texts are
Columns = tuple[Sequence[Role], Sequence[TableCell]]  # what may stand in a row, and what does


@dataclass
class ListRows:
    """The rows of a list form found in one table, before it is clear that the table is the form's."""

    progress: Progress
    table: Table
    rows: list[PrintedRow] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    has_head: bool = False
    width: int = 0  # numbers in most rows of a stream
    follows: bool = False  # a table of the form with known columns was read before
    exact: int = 0  # rows named in the form's own words, not only in those of sentences
    loose: dict[str, Match] = field(default_factory=dict)  # the others, by key

    @cached_property
    def columns(self) -> ListColumns:
        """The words that head a list's columns."""
        return form_to_columns(self.progress.form)

    def roles_of(self, heads: Sequence[str]) -> tuple[Role, ...]:
        """The columns that the texts head; () where they head none."""
        return heads_to_roles(heads, self.columns, self.progress.year)

    def note_roles(self, roles: tuple[Role, ...], heads: Sequence[str]) -> None:
        """Remembers the columns of the rows that follow. Heads of an office's own making do not make the table the form's."""
        self.progress.roles = roles
        self.has_head |= has_head_words(map(plain_head, heads), self.columns)

    def add(self, label: Label, match: Match, columns: Columns, unit: str) -> None:
        """Keeps the row, and remembers it as read."""
        roles, cells = columns
        keys = tuple(match.row.name if role == "value" else "" for role in roles)
        self.progress.finder.take(match)
        if label_key(label.text) in match.row.labels:
            self.exact += 1
        else:
            self.loose[match.row.name] = match
        self.rows.append(
            PrintedRow(self.table, label.cell, label.text, keys, tuple(cells), (unit,) * len(keys))
        )

    def add_cells(
        self, label: TableCell, keys: tuple[str, ...], cells: Sequence[TableCell], unit: str = ""
    ) -> None:
        """Keeps a row of which each cell is another item's."""
        self.rows.append(PrintedRow(self.table, label, label.text, keys, tuple(cells), (unit,) * len(keys)))
        self.exact += len(keys)

    def add_entry(self, entry: Entry) -> None:
        """Keeps the entry of a list of the office's own; one that is none of the form's is told."""
        if entry.key:
            self.add_cells(entry.label, (entry.key,), (entry.value,), entry.unit)
        elif not entry.is_whole:
            self.note_unknown(entry.label.text, [entry.value])

    def drop_empty(self, label: TableCell) -> None:
        """Forgets the row of a label that turns out to be the first part of one."""
        self.rows = [row for row in self.rows if row.cells or row.label is not label]

    def note_unknown(self, text: str, cells: Sequence[TableCell]) -> None:
        """Remembers the label of a row with a number that is not the form's. Of several that a phrase of one item names, as
        检索费 and 复制费, none is the item's own."""
        for key in (k for k, match in self.loose.items() if match.row.is_named_by(label_key(text))):
            self.rows = [row for row in self.rows if key not in row.keys]
        is_number = any(read_text(cell.text).kind == "number" for cell in cells)
        if is_number and not self.progress.finder.is_heading(text):
            self.unknown.append(text)

    def to_reading(self) -> TableReading:
        """The rows, where they are enough to say that the table is the form's."""
        is_headed = self.has_head and len(self.rows) >= len(self.unknown)
        is_headed = is_headed and (self.exact > 0 or self._is_loosely_named())
        # A page's end parts a table; what stands behind it has no head of its own.
        is_long = self.exact > 0 and len(self.rows) >= max(MIN_ROWS, 2 * len(self.unknown))
        goes_on = self.follows and (is_long or 0 < len(self.rows) == self.exact > len(self.unknown))
        if self.exact < MIN_ROWS and not is_headed and not goes_on:
            return TableReading()
        if is_split(self.progress.roles):
            keys = tuple(key for row in self.rows for key in row.own_keys)
            finding = Finding.of("split-columns", "warning", keys, table=self.table.number)
            return TableReading(findings=(finding,), is_form=True)
        return TableReading(tuple(self.rows), tuple(self.unknown), is_form=True)

    def _is_loosely_named(self) -> bool:
        """Whether sentences name nearly all rows, and the line above the table speaks of a block of theirs."""
        if len(self.rows) < max(MIN_LOOSE, 4 * len(self.unknown)):
            return False
        caption = caption_above(self.progress.text, self.table.start)
        blocks = {self.progress.form.by_key[key].block for row in self.rows for key in row.own_keys}
        is_told = any(is_spoken_of(block, caption) for block in blocks)
        return is_told and not is_others(caption, self.progress.year)


def is_behind_value(roles: Sequence[Role]) -> bool:
    """Whether the items stand behind their numbers."""
    return "item" in roles and "value" in roles[: roles.index("item")]


def is_bare_heading(text: str, values: Sequence[TableCell], rows: ListRows) -> bool:
    """Whether the text is a heading without a number of its own."""
    return rows.progress.finder.is_heading(text) and all(
        read_text(cell.text).kind == "absent" for cell in values
    )


def number_columns(roles: Sequence[Role]) -> tuple[Role, ...]:
    """The columns of a row's numbers, left to right after its item. Where all are of other years, none is the year's."""
    after = roles[roles.index("item") + 1 :] if "item" in roles else roles
    numbers = tuple(role for role in after if role not in NO_NUMBERS)
    return numbers if "value" in numbers or set(numbers) == {"ignored"} else SINGLE
