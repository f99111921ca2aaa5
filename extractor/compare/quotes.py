"""Quoted texts: where a value stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.forms import Cell, in_form_unit, load_units
from extractor.language import find_numbers, fold, load_wording
from extractor.output import EvidenceResult
from extractor.records import Number
from extractor.score import is_equal
from extractor.tables import read_text, text_to_value

Span = tuple[int, int]


def find_value(text: str, cell: Cell, value: Number) -> Iterator[Span]:
    """Where the text prints the value as a number, in the form's unit or as it stands."""
    for number in find_numbers(fold(text)):
        if is_equal(number.value, value) or is_equal(in_form_unit(number, cell), value):
            yield number.start, number.end


def holds_value(evidence: EvidenceResult, cell: Cell, value: Number) -> bool:
    """Whether the quoted text can be what the value was read from."""
    if evidence.kind == "cell" and _cell_holds(evidence.text, cell, value):
        return True
    if any(find_value(evidence.text, cell, value)):
        return True
    return value == 0 and load_wording().none.search(fold(evidence.text)) is not None


def _cell_holds(text: str, cell: Cell, value: Number) -> bool:
    """A cell's unit may stand in its column's head, out of the quote: any factor of the form's unit will do."""
    factors = (1, *load_units()[cell.unit].factors.values())
    seen = text_to_value(text, cell).value
    if seen is None:
        printed = read_text(text)
        seen = printed.value if printed.kind == "number" else 0 if printed.kind == "unchanged" else None
    return seen is not None and any(is_equal(abs(seen) * factor, abs(value)) for factor in factors)


def text_to_evidence(text: str, cell: Cell, value: Number | None) -> EvidenceResult | None:
    """A sentence that another program quotes, its number marked where it is found."""
    if not text:
        return None
    mark = None if value is None else next(find_value(text, cell, value), None)
    return EvidenceResult(kind="sentence", ref="quoted", start=0, end=len(text), text=text, mark=mark)
