"""A form as it is printed: sheets of labelled rows and columns, and which of them a printed label names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from extractor.forms import (
    NARRATIVE_COLUMN,
    Cell,
    ColumnDefinition,
    Form,
    GridDefinition,
    RowDefinition,
    WordingDefinition,
    grid_key,
    label_key,
)
from extractor.tables.cell_wording import cell_words
from extractor.tables.damaged_labels import before_open_bracket, behind_headings, mask_pattern, split_title

MIN_PREFIX = 5  # a label cut off after this many characters can still name one row only


@dataclass(frozen=True)
class Row:
    """A row of a sheet. `labels`: what `label_key` makes of the ways to print it."""

    name: str
    labels: frozenset[str]
    is_heading: bool = False
    parent: str | None = None
    cell: Cell | None = field(default=None, compare=False)
    wording: WordingDefinition | None = field(default=None, compare=False)

    @cached_property
    def loose(self) -> frozenset[str]:
        """The labels without the words in which prints of one label differ."""
        return frozenset(loose_key(label) for label in self.labels)

    def is_named_by(self, label: str) -> bool:
        """Whether the label is one of the phrases that name the item in sentences."""
        words = self.wording
        if words is None or any(word in label for word in words.avoid):
            return False
        if words.context and not any(word in label for word in words.context):
            return False
        if label == label_key(words.name):
            return True
        return self.cell is not None and any(phrase.is_all_of(label) for phrase in self.cell.phrases)


@dataclass(frozen=True)
class Sheet:
    """A grid of a form, or the rows of a list form, which have one column without a name."""

    rows: tuple[Row, ...]
    columns: tuple[tuple[str, frozenset[str]], ...]
    keys: dict[tuple[str, str], str] = field(hash=False)
    titles: frozenset[str] = frozenset()
    is_across: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        """The columns' names in the form's order."""
        return tuple(name for name, _ in self.columns)

    def column_of(self, text: str) -> str | None:
        """The column that the text heads."""
        return self._by_head.get(label_key(text))

    @cached_property
    def _by_head(self) -> dict[str, str]:
        """The column of each head; of several the first."""
        return {label: name for name, labels in reversed(self.columns) for label in labels}

    def row_keys(self, row: str, columns: Sequence[str]) -> tuple[str, ...]:
        """The form's keys of the row's cells in these columns; '' for a column that is not the form's."""
        return tuple(self.keys[row, column] if column else "" for column in columns)

    def complete(self, columns: Sequence[str], count: int) -> tuple[str, ...]:
        """All columns of the form, where there are as many cells and those known stand in the form's order:
        then the heads of the others cannot be read; else the known columns."""
        rest = iter(self.order)
        is_whole = len(columns) < count == len(self.order) and all(column in rest for column in columns)
        return self.order if is_whole else tuple(columns)


@dataclass(frozen=True)
class Match:
    """A row of a sheet that a printed label names."""

    sheet: Sheet
    row: Row

    @property
    def place(self) -> tuple[int, str]:
        """What tells the match from all others."""
        return id(self.sheet), self.row.name


Memory = tuple[frozenset[tuple[int, str]], Match | None]


@cache
def form_to_sheets(form: Form) -> tuple[Sheet, ...]:
    """The sheets of the form, in its order."""
    definition = form.definition
    sheets = [_grid_to_sheet(grid, form) for grid in definition.grids]
    rows = tuple(_list_row(row, form) for row in definition.rows)
    if rows:
        sheets.insert(0, Sheet(rows, (("", frozenset()),), {(row.name, ""): row.name for row in rows}))
    return tuple(sheets)


def loose_key(label: str) -> str:
    """The label key without the words in which prints of one label differ."""
    return cell_words().fillers.sub("", label)


class _Index:
    """The rows and headings of a form in its order, and the rows that are printed with a label."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        every = [Match(sheet, row) for sheet in sheets for row in sheet.rows]
        self.rows = tuple(match for match in every if not match.row.is_heading)
        self.numbers = {match.place: number for number, match in enumerate(self.rows)}
        self.headings = frozenset(label for m in every if m.row.is_heading for label in m.row.labels)
        self.by_label: dict[str, list[Match]] = {}
        for match in self.rows:
            for label in match.row.labels:
                self.by_label.setdefault(label, []).append(match)


@cache
def _index(form: Form) -> _Index:
    return _Index(form_to_sheets(form))


@lru_cache(maxsize=4096)  # reports are printed alike
def _named_by(form: Form, label: str) -> tuple[Match, ...]:
    """The rows that sentences name by the label."""
    return tuple(match for match in _index(form).rows if match.row.is_named_by(label))


class RowFinder:
    """Finds the row that a label names. Labels that stand several times go by what was read before."""

    def __init__(self, form: Form) -> None:
        self._form, index = form, _index(form)
        self._rows, self._numbers, self._headings = index.rows, index.numbers, index.headings
        self._by_label = index.by_label
        self._read: set[tuple[int, str]] = set()
        self._last: Match | None = None

    def is_heading(self, text: str) -> bool:
        """Whether the text is a heading of the form, which owns no number."""
        return label_key(text) in self._headings

    def is_exact(self, text: str) -> bool:
        """Whether the text is printed as the form prints a row or heading."""
        label = label_key(text)
        return label in self._headings or label in self._by_label

    def is_sole(self, text: str) -> bool:
        """Whether the label names one row of the form, whatever was read before."""
        label = label_key(text)
        found = self._by_label.get(label) or next(filter(None, self._loosely(label)), ())
        return len(found) == 1

    def find(self, text: str) -> Match | None:
        """The row that the label names: exact prints before others, rows not yet read before those read.
        The headings over the row may stand before it on its line."""
        found = self._find(text)
        if found is None and (rest := behind_headings(text, self.is_heading)):
            found = self._find(rest)
        if found is None and (whole := before_open_bracket(text)):
            found = self._find(whole)
        return found or self._find_behind_title(text) or self._find_masked(text)

    def _find_behind_title(self, text: str) -> Match | None:
        """The row whose label stands behind words of its sheet's title: 行政诉讼：复议后起诉."""
        title, label = split_title(text)
        found = self._find(label) if label else None
        return found if found and any(label_key(title) in own for own in found.sheet.titles) else None

    def _find_masked(self, text: str) -> Match | None:
        """The one row that a label with masked characters can be."""
        pattern = mask_pattern(text)
        if pattern is None:
            return None
        unread = (match for match in self._rows if match.place not in self._read)
        found = [match for match in unread if any(map(pattern.fullmatch, match.row.labels))]
        return found[0] if len(found) == 1 else None

    def _find(self, text: str) -> Match | None:
        label = label_key(text)
        if not label:
            return None
        exact = self._by_label.get(label, ())
        if label in self._headings and not exact:
            return None  # its numbers are the sum of the rows under it, and no row's
        chosen = self._choose(exact)
        if chosen and chosen.place not in self._read:
            return chosen
        for named in self._loosely(label):
            found = [match for match in named if match.place not in self._read]
            if exact:  # the label's own row is read already: only a row of the block at hand may take it
                found = [match for match in found if match.row.parent in self._open()]
            if found:
                return self._choose(found)
        return chosen

    def take(self, match: Match) -> None:
        """Remembers that the row was read."""
        self._read.add(match.place)
        self._last = match

    def save(self) -> Memory:
        """What was read so far."""
        return frozenset(self._read), self._last

    def restore(self, memory: Memory) -> None:
        """Forgets what was read since."""
        self._read, self._last = set(memory[0]), memory[1]

    def is_next(self, match: Match) -> bool:
        """Whether the row stands after the last one read, on the same sheet."""
        return self._last is not None and self._last.sheet is match.sheet and self._is_after(match)

    def _loosely(self, label: str) -> Iterator[Sequence[Match]]:
        """The rows that the label may name, the surest first."""
        if loose := loose_key(label):
            yield [match for match in self._rows if loose in match.row.loose]
        yield _named_by(self._form, label)
        if len(label) >= MIN_PREFIX:
            yield [match for match in self._rows if any(own.startswith(label) for own in match.row.labels)]

    def _choose(self, found: Sequence[Match]) -> Match | None:
        if not found:
            return None
        pool = [match for match in found if match.place not in self._read] or list(found)
        for parent in self._open():
            for match in pool:
                if match.row.parent == parent:
                    return match
        return next(filter(self._is_after, pool), pool[0])

    def _open(self) -> list[str]:
        """The last row read and the rows over it, nearest first."""
        chain: list[str] = []
        match = self._last
        while match and match.row.name not in chain:
            chain.append(match.row.name)
            parent = match.row.parent
            match = next((m for m in self._rows if m.row.name == parent), None)
        return chain

    def _is_after(self, match: Match) -> bool:
        return self._last is None or self._numbers[match.place] > self._numbers[self._last.place]


def _list_row(row: RowDefinition, form: Form) -> Row:
    if row.key is None:
        return Row(row.heading or "", _labels((row.heading or "",)), is_heading=True)
    cell = form.by_key[row.key]
    labels = _labels((row.label or cell.name, *row.also))
    return Row(row.key, labels, parent=row.parent, cell=cell, wording=cell.wording)


def _grid_to_sheet(grid: GridDefinition, form: Form) -> Sheet:
    rows = tuple(_grid_row(row, grid, form) for row in grid.rows)
    names = [row.key for row in grid.rows if row.key]
    return Sheet(
        rows=rows,
        columns=tuple((column.key, _column_labels(column)) for column in grid.columns),
        keys={(n, c.key): grid_key(grid, n, c.key) for n in names for c in grid.columns},
        titles=_labels((grid.title, *grid.also)),
        is_across=grid.layout == "across",
    )


def _grid_row(row: RowDefinition, grid: GridDefinition, form: Form) -> Row:
    if row.key is None:
        return Row(row.heading or "", _labels((row.heading or "",)), is_heading=True)
    # Only the words for the row's total name the row; those for single cells name their column too.
    cell = form.by_key.get(grid_key(grid, row.key, NARRATIVE_COLUMN))
    labels = _labels((row.label or "", *row.also))
    return Row(row.key, labels, cell=cell, wording=cell.wording if cell else None)


def _column_labels(column: ColumnDefinition) -> frozenset[str]:
    return _labels((column.label, *column.also))


def _labels(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(key for key in map(label_key, texts) if key)
