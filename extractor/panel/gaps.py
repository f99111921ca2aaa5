"""What a panel lacks: years of its bodies, and bodies of its wholes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.panel.filings import Row
from extractor.panel.matching import find_end
from extractor.panel.names import BodyParts, name_to_parts
from extractor.panel.register import PartsEntry, Register


def missing_years(rows: Sequence[Row], register: Register) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each body's years without a report, within the panel's years and those in which the body was there."""
    years = {row.year for row in rows}
    for body in dict.fromkeys(row.body for row in rows):
        has = {row.year for row in rows if row.body == body}
        first, last = _life(body, register)
        span = range(max(min(years), first), min(max(years), last) + 1)
        missing = tuple(year for year in span if year not in has)
        if missing:
            yield body, missing


def _life(body: str, register: Register) -> tuple[int, int]:
    """From when until when the body owes reports."""
    for entry in register.bodies:
        if entry.body == body:
            return entry.first or 0, entry.last or 9999
    ended = find_end(name_to_parts(body, register.names), register)
    return 0, ended.year - 1 if ended else 9999


def missing_bodies(rows: Sequence[Row], register: Register) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of each whole that has a report, or a part with one, the parts that have none in any year."""
    there = {place_of(row.body, register) for row in rows}
    for entry in register.parts:
        missing = tuple(part for part in entry.parts if part not in there)
        if entry.whole in there and missing:
            yield entry.whole, missing
    listed = tuple(entry.body for entry in register.bodies if entry.body not in {r.body for r in rows})
    if listed:
        yield "", listed


def parts_of(whole: str, register: Register) -> PartsEntry | None:
    """The entry that says which places make up the place."""
    return next((entry for entry in register.parts if entry.whole == whole), None)


def places_of_region(name: str, register: Register) -> tuple[str, ...]:
    """The region and the places that make it up, down to the last; names that other regions have, too, are not among
    them: such a place is found by its city's name."""
    entry = parts_of(name, register)
    parts = [part for part in entry.parts if part not in register.several] if entry else []
    return (name, *(place for part in parts for place in places_of_region(part, register)))


def place_of(body: str, register: Register) -> str:
    """The place whose government the body is; nothing for an office."""
    parts: BodyParts = name_to_parts(body, register.names)
    return "" if parts.office else parts.place
