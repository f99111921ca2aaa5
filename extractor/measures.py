"""Which numbers an item's unit allows, and what they are in it."""

from __future__ import annotations

from extractor.forms import Cell, units
from extractor.language import NumberMention
from extractor.records import Number


def unit_fits(cell: Cell, number: NumberMention) -> bool:
    if (cell.unit == "%") != (number.kind == "percent"):
        return False
    return not number.unit or number.unit in units()[cell.unit].words


def in_form_unit(number: NumberMention, cell: Cell) -> Number:
    """The number in the unit of the form: 86元 is 0.0086 where the form says 万元."""
    factor = units()[cell.unit].factors.get(number.unit)
    return number.value if factor is None else round(number.value * factor, 8)
