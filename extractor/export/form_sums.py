"""The form's sums as live formulas: beside each total what its terms come to, and below a column what does not go up.

A printed total stays what was printed. Each formula is written with its value, for programs that do not compute.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from extractor.export.words import export_words
from extractor.forms import TOLERANCE, Identity, note_in

if TYPE_CHECKING:
    from extractor.export.form_sheets import Sheet


def write_sums(sheet: Sheet) -> None:
    """Every identity of the form that is a sum or an equation."""
    lines: dict[tuple[str, int], int] = {}
    for identity in sheet.form.identities:
        if identity.scope == "cross_year" or identity.kind == "at_most":
            continue
        total = identity.left[0]
        if total not in sheet.places:
            continue
        place = _place(sheet, identity, total, lines)
        if place and any(sheet.value(key.lstrip("-")) is not None for key in identity.right):
            _write(sheet, identity, place)


def _place(
    sheet: Sheet, identity: Identity, total: str, lines: dict[tuple[str, int], int]
) -> tuple[int, int] | None:
    """Right of a total that stands in a row, and below those of columns, a line for each kind of sum."""
    row, column = sheet.places[total]
    if identity.scope == "each_row" or total not in sheet.below:
        right = sheet.right.get(total)
        return None if right is None or identity.kind == "equal" else (row, right)
    below = sheet.below[total]
    name = line_name(identity)
    line = lines.setdefault((name, below), sum(bottom == below for _, bottom in lines))
    words = export_words().sheets
    label = words.difference if identity.kind == "equal" else words.check
    note = f"（{note_in(identity.note, 'zh')}）" if identity.note else ""
    sheet.sheet.write_string(below + line, 0, label + note, sheet.styles.check)
    return below + line, column


def is_below(identity: Identity) -> bool:
    """Whether it has a line below its table."""
    return identity.kind != "at_most" and identity.scope in {"each_column", "report"}


def line_name(identity: Identity) -> str:
    """What all sums on one line below a table have in common."""
    return identity.id.split("[")[0] if identity.scope == "each_column" else "report"


def _write(sheet: Sheet, identity: Identity, place: tuple[int, int]) -> None:
    terms, value = _sum(sheet, identity.right)
    if identity.kind == "equal":
        left, left_value = _sum(sheet, identity.left)
        terms, value = f"{left}-({terms})", round(left_value - value, 8)
    sheet.sheet.write_formula(*place, f"={terms}", sheet.styles.check, value)
    _mark_broken(sheet, identity, place)


def _sum(sheet: Sheet, keys: Sequence[str]) -> tuple[str, float]:
    """What is added and what is taken away; SUM passes over cells that are empty or hold a stroke."""
    added = [key for key in keys if not key.startswith("-")]
    taken = [key[1:] for key in keys if key.startswith("-")]
    text = f"SUM({_range(sheet, added)})" + (f"-SUM({_range(sheet, taken)})" if taken else "")
    value = sum(sheet.value(key) or 0 for key in added) - sum(sheet.value(key) or 0 for key in taken)
    return text, round(value, 8)


def _range(sheet: Sheet, keys: Sequence[str]) -> str:
    return ",".join(xl_rowcol_to_cell(*sheet.places[key]) for key in keys)


def _mark_broken(sheet: Sheet, identity: Identity, place: tuple[int, int]) -> None:
    """Red where it does not come out, as long as it does not."""
    check = xl_rowcol_to_cell(*place)
    total = xl_rowcol_to_cell(*sheet.places[identity.left[0]])
    broken = f"ABS({check})>{TOLERANCE}"
    if identity.kind != "equal":
        broken = f"AND(ISNUMBER({total}),ABS({total}-{check})>{TOLERANCE})"
    rule = {"type": "formula", "criteria": f"={broken}", "format": sheet.styles.broken}
    sheet.sheet.conditional_format(*place, *place, rule)
