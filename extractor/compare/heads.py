"""The head of a table: which rows it has, and what each column is taken for, by its words and its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise
from typing import Literal

from extractor.compare.cells import RawTable, Row
from extractor.compare.labelling import BETWEEN_PARTS, find_in_any_form, list_keys
from extractor.compare.organs import is_organ, is_place
from extractor.compare.sides import Column, Taken
from extractor.compare.words import ROLES, Role, bare, find_role
from extractor.errors import UnreadableInput
from extractor.tables import is_unit, read_text

HEAD_REACH = 10  # titles and notes may stand above the head
HEAD_ROWS = 3  # a head of more rows is no table of values
MAX_COLUMNS = 5_000  # a panel of all editions' items has two thousand
SAMPLE = 200  # values of a column that are looked at
MOST = 0.8  # of them must be of a kind
IDENTITY: frozenset[Role] = frozenset({"source", "report", "place", "issuer", "code", "year", "form"})
ONCE: frozenset[Role] = frozenset({"year", "form", "block", "item", "value", "status", "unit", "evidence"})
YEAR_ALONE = re.compile(r"(?:19|20)\d{2}\s*年?度?")
Parts = tuple[str, ...]  # a column's texts in the rows of the head, each once


@dataclass(frozen=True)
class Head:
    """The head's rows, from 0, and its columns."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @cached_property
    def is_long(self) -> bool:
        """Whether every row is one cell of the form."""
        return _is_long(self.columns)

    def places(self, *taken: Taken) -> tuple[int, ...]:
        """The columns that are taken for one of these, in their order."""
        return tuple(sorted(number for kind in taken for number in self._by_taken.get(kind, ())))

    @cached_property
    def _by_taken(self) -> Mapping[Taken, Sequence[int]]:
        found: dict[Taken, list[int]] = {}
        for number, column in enumerate(self.columns):
            found.setdefault(column.taken, []).append(number)
        return found


def find_head(table: RawTable, mapping: Mapping[str, str]) -> Head | None:
    """The head by the rows whose texts are known best, the fewest of them; None where no row names items."""
    found = [(_known(columns), first, last) for first, last, columns in _heads(table, mapping)]
    best = max(found, key=lambda f: (f[0], f[1] - f[2], -f[1]), default=None)
    if best is None or not best[0]:
        return None
    _, first, last = best
    columns = _columns(table, first, last, mapping)
    return Head(first, last, tuple(_by_values(columns, table, last + 1)))


def _heads(table: RawTable, mapping: Mapping[str, str]) -> Iterator[tuple[int, int, tuple[Column, ...]]]:
    reach = table.rows[: HEAD_REACH + HEAD_ROWS]
    if any(len(row) > MAX_COLUMNS for row in reach):
        raise UnreadableInput("compare.columns", path=table.name, most=MAX_COLUMNS)
    for first in range(min(HEAD_REACH, len(reach))):
        for last in range(first, min(first + HEAD_ROWS, len(reach))):
            if last > first and _holds_numbers(reach[last]):
                break
            if not (_is_merged_with_above(table, first) or _is_merged_with_above(table, last + 1)):
                yield first, last, _columns(table, first, last, mapping)


def _is_merged_with_above(table: RawTable, number: int) -> bool:
    """Whether a text of the row stands in the row above, too: a head ends with neither of them."""
    if not 0 < number < len(table.rows):
        return False
    pairs = enumerate(zip(table.rows[number - 1], table.rows[number], strict=False))
    return any(
        text and text == above and (number, column) in table.covered for column, (above, text) in pairs
    )


def _holds_numbers(row: Row) -> bool:
    return any(text and read_text(text).kind == "number" for text in row)


def _columns(table: RawTable, first: int, last: int, mapping: Mapping[str, str]) -> tuple[Column, ...]:
    parts = _head_parts(table.rows[first : last + 1])
    found = _crossed([_column(texts, table.name, mapping) for texts in parts])
    is_long = _is_long(found)
    return tuple(_once([_usable(column, is_long=is_long) for column in found], is_long=is_long))


def _crossed(columns: Sequence[Column]) -> Sequence[Column]:
    """Items down and reports across: every column that is headed with a year or an organ has that report's values."""
    taken = {column.taken for column in columns}
    if "item" not in taken or "value" in taken:
        return columns
    return [
        column if (tells := _told_by_head(column)) is None else replace(column, taken="value", tells=tells)
        for column in columns
    ]


def _told_by_head(column: Column) -> Literal["year", "issuer"] | None:
    if column.taken != "unknown":
        return None
    return "year" if YEAR_ALONE.fullmatch(column.label) else "issuer" if is_organ(column.label) else None


def _is_long(columns: Iterable[Column]) -> bool:
    return {"item", "value"} <= {column.taken for column in columns}


def _head_parts(rows: Sequence[Row]) -> list[Parts]:
    """Each column's texts from above. A text above several columns stands over the first of them alone."""
    width = max(map(len, rows))
    texts = [[(text or "").strip() for text in row] + [""] * (width - len(row)) for row in rows]
    for upper, lower in pairwise(texts):
        for column in range(1, width):
            if not upper[column] and lower[column]:
                upper[column] = upper[column - 1]
    return [tuple(dict.fromkeys(filter(None, column))) for column in zip(*texts, strict=True)]


def _column(parts: Parts, table: str, mapping: Mapping[str, str]) -> Column:
    header = BETWEEN_PARTS.join(parts)
    block, label = BETWEEN_PARTS.join(parts[:-1]), parts[-1] if parts else ""
    target = mapping.get(bare(header)) or mapping.get(bare(label))
    if target is not None:
        role = next((role for role in ROLES if role == target), None)
        return Column(table, header, role or "cell", () if role else (target,), block, label)
    role = find_role(header) or (found if (found := find_role(label)) in IDENTITY else None)
    if role:
        return Column(table, header, role, (), block, label)
    return Column(table, header, *_item(block, label), block, label)


def _item(block: str, label: str) -> tuple[Taken, tuple[str, ...]]:
    if not label:
        return "empty", ()
    keys = list_keys(label, block)
    return ("cell", keys) if keys else ("unclear" if find_in_any_form(label, block) else "unknown", ())


def _usable(column: Column, *, is_long: bool) -> Column:
    """Where every row is a report, 单位 is an organ, and there are neither items nor values of their own."""
    if column.taken == "unit" and not is_long:
        return column.as_taken("issuer")
    is_role = column.taken in ROLES and column.taken != "ignored"
    if is_role and not is_long and column.taken not in IDENTITY:
        return column.as_taken(*_item(column.block, column.label))
    return column


def _once(columns: Sequence[Column], *, is_long: bool) -> Iterator[Column]:
    """A second column of years is nobody's; of items that stand under several headings, none is the item's own."""
    seen: set[Taken] = set()
    apart = _apart(columns)
    for column in columns:
        if column.taken in ONCE and column.taken in seen and not column.tells:
            yield column.as_taken("unknown")
        elif column.taken == "cell" and not is_long and (column.keys, column.label) in apart:
            yield column.as_taken("repeated", column.keys)
        else:
            yield column
        seen.add(column.taken)


def _apart(columns: Sequence[Column]) -> set[tuple[tuple[str, ...], str]]:
    """Items that have a column under more than one heading: 全省 and 省本级, 2014 and 2015."""
    blocks: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for column in columns:
        if column.taken == "cell":
            blocks.setdefault((column.keys, column.label), set()).add(column.block)
    return {item for item, found in blocks.items() if len(found) > 1}


def _known(columns: Sequence[Column]) -> int:
    roles = sum(column.taken in ROLES for column in columns)
    if _is_long(columns):
        return 2 * roles
    items = sum(column.taken in ("cell", "repeated") for column in columns)
    unclear = sum(column.taken == "unclear" for column in columns)
    return 2 * (items + roles) + unclear if items or unclear else 0


def _by_values(columns: Sequence[Column], table: RawTable, body: int) -> Iterator[Column]:
    """单位 is of measures or of organs; a column of unknown name that holds names of places or organs is theirs."""
    for number, column in enumerate(columns):
        values = _sample(table, body, number) if column.taken in ("unit", "unknown", "empty") else []
        if not values or (column.taken == "unit" and _most(values, is_unit)):
            yield column
        elif _most(values, is_organ):
            is_places = column.taken != "unit" and _most(values, is_place)
            yield column.as_taken("place" if is_places else "issuer")
        elif column.taken == "unknown" and not _most(values, _is_value):
            yield column.as_taken("text")
        else:
            yield column


def _sample(table: RawTable, body: int, number: int) -> list[str]:
    texts = (row[number] for row in islice(table.rows, body, None) if number < len(row))
    return list(islice((text for text in texts if text and text.strip()), SAMPLE))


def _most(values: Sequence[str], is_kind: Callable[[str], bool]) -> bool:
    return sum(map(is_kind, values)) >= MOST * len(values)


def _is_value(text: str) -> bool:
    return read_text(text).kind != "text"
