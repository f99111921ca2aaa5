"""The baseline: one request with the whole report and the whole form, what one would write first.

It has the same server, client, sampling and rules of reading as the program, and the same items. Its answer is
held to a JSON Schema: an integer (of money and shares a number) or null for each item.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import ModelError
from extractor.forms.form import Cell, Form
from extractor.model.answers import Answer
from extractor.model.asker import Asker, Request
from extractor.model.rendering import load_prompt
from extractor.narrative.interview import TOKENS_PER_ITEM, TOKENS_SPARE
from extractor.records import Number, Usage

HERE = Path(__file__).parent
FRACTIONAL = ("万元", "%")  # units; all others count


@dataclass(frozen=True)
class WholeForm(Answer):
    """The answer for all items of a form at once."""

    types: Mapping[str, str] = field(default_factory=dict)

    def to_schema(self) -> dict[str, Any]:
        """A number or null an item."""
        properties = {name: {"type": [kind, "null"]} for name, kind in self.types.items()}
        return {**super().to_schema(), "properties": properties, "required": list(properties)}


@dataclass(frozen=True)
class Reading:
    """The values that the one call gave by key, what it cost, and what went wrong."""

    values: dict[str, Number]
    usage: Usage
    problem: str = ""


def text_to_reading(text: str, form: Form, asker: Asker) -> Reading:
    """The report read in one call. A refused, cut-off or broken answer gives nothing."""
    try:
        reply = asker.ask(text_to_request(text, form))
    except ModelError as error:  # a report longer than the context is one of them
        return Reading({}, Usage(calls=1), str(error))
    return Reading(answers_to_values(reply.answers, form), reply.usage, reply.problem)


def text_to_request(text: str, form: Form) -> Request:
    """The one request: rules, the whole text, every item that sentences can name."""
    items = [{"name": cell.name, "hint": cell.wording.hint} for cell in form.named]
    messages = load_prompt("single_shot", HERE).render(text=text, items=items)
    return Request(messages, form_to_answer(form), len(items) * TOKENS_PER_ITEM + TOKENS_SPARE)


def form_to_answer(form: Form) -> WholeForm:
    """What the whole form's answer must fit."""
    types = {cell.name: _type(cell) for cell in form.named}
    return WholeForm(dict.fromkeys(types, ()), types)


def _type(cell: Cell) -> str:
    return "number" if cell.unit in FRACTIONAL else "integer"


def answers_to_values(answers: Mapping[str, str | None], form: Form) -> dict[str, Number]:
    """Every number given, zeros too; null is silence."""
    numbers = {cell.key: _number(answers.get(cell.name)) for cell in form.named}
    return {key: number for key, number in numbers.items() if number is not None}


def _number(answer: str | None) -> Number | None:
    """The answer has become text on its way; what is no JSON number was not asked for."""
    try:
        value = json.loads(answer or "")
    except ValueError:
        return None
    return value if type(value) in (int, float) else None
