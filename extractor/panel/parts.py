"""Wholes held against their parts: a city's figures and those of its own bodies, districts and counties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.forms import TOLERANCE
from extractor.panel.filings import PanelFinding, PanelFindingId, Row, Scope
from extractor.panel.gaps import parts_of, place_of
from extractor.panel.register import PartsEntry, Register
from extractor.panel.rules import PanelRules

Shelf = Mapping[tuple[str, int, Scope], Row]  # by place


def check_parts(rows: Sequence[Row], register: Register, rules: PanelRules) -> Iterator[PanelFinding]:
    """Each report of a whole of which some part has one of the same year and scope."""
    shelf = {(place, row.year, row.scope): row for row in rows if (place := place_of(row.body, register))}
    for (place, year, scope), whole in shelf.items():
        entry = parts_of(place, register)
        if entry is None or scope == "own":
            continue
        parts = [shelf[part, year, scope] for part in entry.parts if (part, year, scope) in shelf]
        if parts:
            yield from _hold_together(whole, parts, entry, shelf, rules)


def _hold_together(
    whole: Row, parts: Sequence[Row], entry: PartsEntry, shelf: Shelf, rules: PanelRules
) -> Iterator[PanelFinding]:
    own = shelf.get((entry.whole, whole.year, "own"))
    missing = [p for p in entry.parts if (p, whole.year, whole.scope) not in shelf]
    if entry.own and own is None:
        missing.append(f"{entry.whole}本级")
    if missing:
        filings = [row.filing for row in (whole, *parts)]
        yield PanelFinding.of(
            "parts-incomplete",
            "info",
            whole,
            (),
            filings,
            entry=entry.id,
            there=len(parts),
            missing=tuple(missing),
        )
    terms = [*parts, *([own] if own else [])]
    wrong = {key: sums for key in whole.filing.cells if (sums := _sums(key, whole, terms, rules))}
    broken = {k: (a, b) for k, (a, b) in wrong.items() if b > a + TOLERANCE or not missing}
    if broken:
        told = tuple(f"{key} {a:.10g} against {b:.10g}" for key, (a, b) in broken.items())
        id: PanelFindingId = "parts-exceed" if missing else "parts-differ"
        filings = [row.filing for row in (whole, *terms)]
        yield PanelFinding.of(id, "warning", whole, broken, filings, entry=entry.id, figures=told)


def _sums(key: str, whole: Row, terms: Sequence[Row], rules: PanelRules) -> tuple[float, float] | None:
    """The whole's figure and that of its parts together, where they differ; a figure that is not told leaves it open."""
    cell = whole.filing.cells[key]
    if cell.unit not in rules.additive or key in rules.not_additive or cell.value is None:
        return None
    values = [term.value(key) for term in terms]
    if None in values:
        return None
    total = round(sum(value for value in values if value is not None), 8)
    return None if abs(cell.value - total) <= TOLERANCE else (cell.value, total)
