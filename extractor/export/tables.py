"""A panel as tables, which every file format writes in its own way. Rows are made anew each time they are asked for:
a panel of thousands of reports has millions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractor.definitions import Bilingual
from extractor.export.words import Column, TableName, export_words

Value = str | int | float | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """Columns, and rows as often as they are asked for."""

    name: TableName
    title: Bilingual
    columns: tuple[Column, ...]
    make: Callable[[], Iterable[Row]]

    @property
    def rows(self) -> Iterable[Row]:
        """The rows from the first on."""
        return self.make()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def to_table(
    name: TableName, make: Callable[[], Iterable[Mapping[str, Value]]], more: Iterable[Column] = ()
) -> Table:
    """The table of that name of schemas/export.yaml; each of its columns takes what a row has by its name."""
    words = export_words().tables[name]
    columns = (*words.columns, *more)

    def rows() -> Iterator[Row]:
        for row in make():
            yield tuple(row[column.name] for column in columns)

    return Table(name, words.title, columns, rows)
