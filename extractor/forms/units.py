"""Which numbers a cell's unit allows, and what they are in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extractor.definitions import describe_mistakes, read_yaml
from extractor.errors import DefinitionError
from extractor.forms.definitions import UnitDefinition
from extractor.forms.form import Cell
from extractor.language import NumberMention
from extractor.records import Number
from extractor.resources import SCHEMAS


@cache
def load_units(folder: Path = SCHEMAS) -> dict[str, UnitDefinition]:
    """The units with their measure words."""
    content = read_yaml(folder / "units.yaml")
    try:
        return TypeAdapter(dict[str, UnitDefinition]).validate_python(content)
    except ValidationError as error:
        raise DefinitionError(
            "schema.mistakes", path="units.yaml", mistakes=describe_mistakes(error)
        ) from error


def unit_fits(cell: Cell, number: NumberMention) -> bool:
    if (cell.unit == "%") != (number.kind == "percent"):
        return False
    measure = load_units()[cell.unit]
    if number.is_money and not measure.money:
        return False
    return not number.unit or number.unit in measure.words


def in_form_unit(number: NumberMention, cell: Cell) -> Number:
    """The number in the unit of the form: 86元, ￥86 and 0.0086万 are all 0.0086 where the form says 万元."""
    measure = load_units()[cell.unit]
    is_plain_money = not number.unit and (number.is_money or number.is_scaled)
    factor = measure.factors.get(measure.money if is_plain_money else number.unit)
    return number.value if factor is None else round(number.value * factor, 8)
