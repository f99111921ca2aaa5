"""A quoted text in parts, with both sides' values in it marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.compare.comparison import Conflict
from extractor.compare.quotes import Span, find_value
from extractor.compare.sides import Value
from extractor.output import EvidenceResult

Whose = Literal["", "a", "b", "source"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whose value it is."""

    text: str
    whose: Whose


def quote_to_parts(quote: EvidenceResult, conflict: Conflict) -> tuple[Part, ...]:
    """The text cut at the marks. What two sides' marks share is the first's."""
    spans: list[tuple[Span, Whose]] = []
    for span, whose in _spans(quote, conflict):
        if all(span[1] <= start or span[0] >= end for (start, end), _ in spans):
            spans.append((span, whose))
    parts, at = [], 0
    for (start, end), whose in sorted(spans):
        parts += [Part(quote.text[at:start], ""), Part(quote.text[start:end], whose)]
        at = end
    return tuple(part for part in (*parts, Part(quote.text[at:], "")) if part.text)


def _spans(quote: EvidenceResult, conflict: Conflict) -> Iterator[tuple[Span, Whose]]:
    yield from ((span, "a") for span in _own_spans(quote, conflict.a, conflict))
    yield from ((span, "b") for span in _own_spans(quote, conflict.b, conflict))
    if span := _inside(quote):
        yield span, "source"


def _own_spans(quote: EvidenceResult, value: Value, conflict: Conflict) -> Iterator[Span]:
    """The mark that the side itself gives; else wherever its value stands in the text. In a table's row the same
    number may stand in any cell, and is nobody's."""
    own = _inside(quote) if value.evidence and value.evidence.mark == quote.mark else None
    if own:
        yield own
    elif value.value is not None:
        found = list(find_value(quote.text, conflict.cell, value.value))
        yield from found if quote.kind == "sentence" or len(found) == 1 else ()


def _inside(quote: EvidenceResult) -> Span | None:
    if quote.mark is None:
        return None
    start, end = quote.mark[0] - quote.start, quote.mark[1] - quote.start
    return (start, end) if 0 <= start < end <= len(quote.text) else None
