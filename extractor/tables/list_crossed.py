"""Lists that offices make of wholes and their parts: 行政复议 and 行政诉讼 are the rows, 总数, 维持, 纠错, 其他 the heads."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import takewhile
from typing import NamedTuple

from extractor.forms import Form, label_key
from extractor.records import TableCell
from extractor.tables.cell_texts import fills_cell, read_text
from extractor.tables.cell_wording import cell_words
from extractor.tables.list_columns import plain_head
from extractor.tables.printed import only_filled
from extractor.tables.sheets import Match, Row, RowFinder, form_to_sheets

MIN_PARTS = 2  # that are told of a whole
Line = Sequence[TableCell]


class Crossed(NamedTuple):
    """A row with the key of each of its cells."""

    label: TableCell
    keys: tuple[str, ...]
    cells: tuple[TableCell, ...]


def crossed_list(lines: Sequence[Line], n: int, form: Form, finder: RowFinder) -> tuple[list[Crossed], int]:
    """The rows below the texts of line n, where these are the parts of what each row names, and how many lines they are:
    up to the first that is none, those without a number among them."""
    heads = {head.column: head.text for head in only_filled(lines[n])}
    if len(heads) <= MIN_PARTS or any(map(fills_cell, heads.values())):
        return [], 0
    below = takewhile(lambda line: _is_row(line, heads), map(only_filled, lines[n + 1 :]))
    read = [(line, _read_row(line, [heads[c.column] for c in line[1:]], form, finder)) for line in below]
    found = list(takewhile(lambda pair: pair[1] or _is_empty(pair[0]), read))
    return [row for _, row in found if row], len(found)


def _is_empty(line: Line) -> bool:
    return all(read_text(cell.text).kind == "absent" for cell in line[1:])


def _is_row(line: Line, columns: Container[int]) -> bool:
    """Whether the line is a text and numbers below heads."""
    if len(line) < 2 or fills_cell(line[0].text):
        return False
    return all(fills_cell(cell.text) and cell.column in columns for cell in line[1:])


def _read_row(line: Line, heads: Sequence[str], form: Form, finder: RowFinder) -> Crossed | None:
    keys = crossed_keys(line[0].text, heads, form, finder)
    return Crossed(line[0], keys, tuple(line[1:])) if keys else None


def crossed_keys(label: str, heads: Sequence[str], form: Form, finder: RowFinder) -> tuple[str, ...]:
    """The items that the heads are of the whole which the label names; () where it names none, or they are no parts of it."""
    match = finder.find(label)
    if match is None or match.row.cell is None or match.row.name != match.row.cell.block_total:
        return ()
    keys = tuple(_key_under(plain_head(head), match, form) for head in heads)
    parts = set(keys) - {match.row.name}
    return keys if all(keys) and len(set(keys)) == len(keys) and len(parts) >= MIN_PARTS else ()


def _key_under(head: str, whole: Match, form: Form) -> str:
    """The one item of the whole's block that the head names, or the whole itself; '' where it names none, or several."""
    if head in cell_words().whole or head in cell_words().counts:
        return whole.row.name
    rows = (
        row
        for sheet in form_to_sheets(form)
        for row in sheet.rows
        if row.cell and row.cell.parent == whole.row.name
    )
    found = [row.name for row in rows if row.is_named_by(label_key(head)) or _is_rest(row, head)]
    return found[0] if len(found) == 1 else ""


def _is_rest(row: Row, head: str) -> bool:
    return head in cell_words().rest and row.name.rpartition(".")[2] == "other"
