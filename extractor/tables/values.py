"""What the text of a cell says of the cell of the form that it fills: its value, or why it has none."""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractor.forms import Cell, in_form_unit, load_units
from extractor.ids import Status
from extractor.language import NumberMention, Span, fold
from extractor.records import Number, Reason
from extractor.tables.cell_texts import PrintedCell, read_text
from extractor.tables.cell_wording import cell_words

MONEY = "元"


class CellValue(NamedTuple):
    """What a printed cell says. `mark`: the number's span in the text; `problem`: why it cannot be read."""

    value: Number | None
    status: Status
    mark: Span | None = None
    problem: Reason | None = None


def text_to_value(text: str, cell: Cell, unit: str = "", *, is_one: bool = False) -> CellValue:
    """The text read as the form's cell; `unit` is printed beside it or in its column's head. `is_one`: the sums say
    that digits parted by blanks are one number."""
    printed = read_text(text)
    if printed.kind == "blank":
        return CellValue(None, "blank")
    if printed.kind == "absent":
        return CellValue(None, "not_applicable")
    problem = _problem(printed, cell)
    if problem is None and printed.is_parted and not is_one:
        problem = Reason.of("two-numbers")
    if problem:
        return CellValue(None, "unreadable", printed.mark, problem)
    value = _in_form_unit(printed, cell, unit)
    return CellValue(value, "approximate" if printed.approximate else "reported", printed.mark)


def _problem(printed: PrintedCell, cell: Cell) -> Reason | None:
    changes = cell.key.rsplit(".", 1)[-1] in cell_words().change_columns
    measure = load_units()[cell.unit]
    is_amount = bool(measure.factors) or cell.unit == "%"
    if printed.kind == "text":
        return Reason.of("no-number")
    if printed.direction and not changes and not (is_amount and printed.direction == "-"):
        return Reason.of("sign-of-change")
    if printed.kind == "unchanged":
        return None if changes else Reason.of("words-of-change")
    if printed.unit and printed.unit not in measure.words:
        return Reason.of("foreign-unit", unit=printed.unit)
    if printed.is_money and not measure.money:
        return Reason.of("foreign-unit", unit=MONEY)
    if not is_amount and printed.value != int(printed.value):
        return Reason.of("fraction")
    return None


def _in_form_unit(printed: PrintedCell, cell: Cell, unit: str) -> Number:
    beside = fold(unit).strip(" ()") if unit and not printed.is_scaled else ""
    value = -printed.value if printed.direction == "-" else printed.value
    kind: Literal["count"] = "count"
    number = NumberMention(
        value, 0, 0, kind, printed.unit or beside, printed.approximate, printed.is_money, printed.is_scaled
    )
    converted = in_form_unit(number, cell)
    return int(converted) if converted == int(converted) else converted
