"""What cells and sums are called before people: by the labels of the form, short and without numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.forms.form import NARRATIVE_COLUMN, Form, Identity, grid_key
from extractor.forms.labels import BRACKETS, NUMBERING

STAR = re.compile(r"\[(.+)\]$")


@dataclass(frozen=True, slots=True)
class SumNames:
    """A sum in words of the form. `where`: the row or column that it runs over, in a form of rows nothing. A name that
    is subtracted begins with a minus, as its key does."""

    where: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    previous: tuple[str, ...]


def name_cell(form: Form, key: str) -> str:
    """`予以公开`, `予以公开（自然人）`, `规章-本年制发件数`; of no cell of the form, the key itself."""
    cell = form.by_key.get(key)
    if cell is None:
        return key
    if key not in form.places or cell.wording.aliases:
        return cell.name
    row, (_, _, column) = _name_row(form, key), form.places[key]
    return f"{row}（{_bare(column.label)}）" if row else cell.name


def name_sum(form: Form, identity: Identity) -> SumNames:
    """Its parts in words of the form: of a sum down a column the rows, of one along a row the columns."""
    star = STAR.search(identity.id)
    first = identity.left[0].lstrip("-")
    place = form.places.get(first)
    if not star or not place:
        return _names(form, identity, "", by="cell")
    _, row, column = place
    rows = {form.places[key][1].key for key in identity.keys if key in form.places}
    if rows == {row.key} and row.key == star[1]:
        return _names(form, identity, _name_row(form, first) or _bare(row.label or ""), by="column")
    if column.key == star[1]:
        return _names(form, identity, _bare(column.label), by="row")
    return _names(form, identity, "", by="cell")


def _names(form: Form, identity: Identity, where: str, *, by: str) -> SumNames:
    def name(signed: str) -> str:
        key = signed.lstrip("-")
        sign = "-" * signed.startswith("-")
        if by == "cell" or key not in form.places:
            return sign + name_cell(form, key)
        _, row, column = form.places[key]
        found = _bare(column.label) if by == "column" else _name_row(form, key) or _bare(row.label or "")
        return sign + found

    sides = (identity.left, identity.right, identity.previous)
    left, right, previous = (tuple(map(name, keys)) for keys in sides)
    return SumNames(where, left, right, previous)


def _name_row(form: Form, key: str) -> str | None:
    """The row by the name of its total, where sentences have one for it."""
    grid, row, _ = form.places[key]
    total = form.by_key.get(grid_key(grid, row.key or "", NARRATIVE_COLUMN))
    return total.name if total and total.wording.name and " " not in total.name else None


def _bare(label: str) -> str:
    """The label without numbering and explanations."""
    return NUMBERING.sub("", BRACKETS.sub("", label)) or label
