"""Issuers -> bodies, over all years at once. Each step is one of an entry or a rule, and is kept.

named     the user's file names the body of a report, or a body's names
read      the name taken apart and written out; a general office that only made the report stands for its government
renamed   places by the register's entries; offices, too, where both names have reports
completed a name without its city is taken for the one that has it, if there is one alone
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch

from extractor.output import Remark
from extractor.panel.filings import Filing, Match, StepId
from extractor.panel.names import BodyParts, name_to_parts, parts_to_name
from extractor.panel.register import BodyEntry, EndedEntry, OfficeEntry, PlaceEntry, Register, ReportEntry


@dataclass(frozen=True, slots=True)
class _Reading:
    """A name on its way to a body."""

    parts: BodyParts
    steps: tuple[Remark, ...] = ()

    def then(self, parts: BodyParts, id: StepId, **details: str | int) -> _Reading:
        return _Reading(parts, (*self.steps, step(id, **details)))


def step(id: StepId, **details: str | int) -> Remark:
    """One step of a match."""
    return Remark("panel", id, tuple(details.items()))


def filings_to_matches(filings: Sequence[Filing], register: Register) -> list[Match | None]:
    """The body of each report; none where a report does not say whose it is."""
    told = [_told(filing, register) for filing in filings]
    read = [None if match else _read(filing, register) for filing, match in zip(filings, told, strict=True)]
    renamed = list(_rename_offices(read, register))
    chains = _chains(reading.parts for reading in renamed if reading)
    return [
        match or (_complete(reading, chains, register) if reading else None)
        for match, reading in zip(told, renamed, strict=True)
    ]


def report_entry(filing: Filing, register: Register) -> ReportEntry | None:
    """What the user's file says of the report."""
    return next((entry for entry in register.reports if fnmatch(filing.path, entry.file)), None)


def _told(filing: Filing, register: Register) -> Match | None:
    entry = report_entry(filing, register)
    if entry and entry.body:
        return Match(entry.body, (step("match-report", file=entry.file),))
    found = _body_entry(filing.issuer or "", filing.year, register.bodies)
    return Match(found.body, (step("match-body", entry=found.id),)) if found else None


def _body_entry(name: str, year: int | None, entries: Iterable[BodyEntry]) -> BodyEntry | None:
    for entry in entries:
        if name == entry.body and not entry.names:
            return entry
        for named in entry.names:
            first, last = named.first or 0, named.last or 9999
            if name == named.name and (year is None or first <= year <= last):
                return entry
    return None


def _read(filing: Filing, register: Register) -> _Reading | None:
    if not filing.issuer:
        return None
    names = register.names
    parts = name_to_parts(filing.issuer, names)
    reading = _Reading(parts)
    written = parts_to_name(parts, names)
    if written != filing.issuer:
        reading = reading.then(parts, "match-spelling", written=filing.issuer)
    if parts.office == names.office and filing.issuer_from in names.made_by:
        reading = reading.then(replace(parts, office=""), "match-made-by", office=written)
    return _rename_places(reading, register)


def _rename_places(reading: _Reading, register: Register) -> _Reading:
    """Each place under its latest name."""
    for number in range(len(reading.parts.places)):
        while entry := _place_entry(reading.parts.places, number, register):
            places = list(reading.parts.places)
            places[number] = entry.now
            reading = reading.then(
                replace(reading.parts, places=tuple(places)),
                "match-place",
                entry=entry.id,
                was=entry.was,
                now=entry.now,
                year=entry.year,
            )
    return reading


def _place_entry(places: Sequence[str], number: int, register: Register) -> PlaceEntry | None:
    for entry in register.places:
        above = places[number - 1] if number else None
        if entry.was == places[number] and above in (None, entry.within):
            return entry
    return None


def _rename_offices(readings: Sequence[_Reading | None], register: Register) -> Iterator[_Reading | None]:
    """An office under its latest name that a report of the same place has."""
    present: dict[str, dict[str, str]] = defaultdict(dict)
    for reading in readings:
        if reading and reading.parts.office:
            present[reading.parts.place].setdefault(reading.parts.stem, reading.parts.office)
    for reading in readings:
        yield _rename_office(reading, present[reading.parts.place], register) if reading else None


def _rename_office(reading: _Reading, present: Mapping[str, str], register: Register) -> _Reading:
    for entry in _path_to_latest(reading.parts.stem, frozenset(present), register.offices):
        office = present.get(_stem(entry.now), entry.now)
        reading = reading.then(
            replace(reading.parts, office=office),
            "match-office",
            entry=entry.id,
            was=entry.was,
            now=entry.now,
            year=entry.year,
        )
    usual = present.get(reading.parts.stem, reading.parts.office)
    if usual != reading.parts.office:  # 局 and 委员会 of the same tasks
        reading = reading.then(
            replace(reading.parts, office=usual), "match-last-word", was=reading.parts.office, now=usual
        )
    return reading


def _path_to_latest(
    stem: str, present: frozenset[str], entries: Sequence[OfficeEntry]
) -> tuple[OfficeEntry, ...]:
    """The entries that lead to the last name that is there; none where that is the name itself."""
    best: tuple[OfficeEntry, ...] = ()
    for entry in entries:
        if _stem(entry.was) == stem and entry.kind != "merged":
            path = (entry, *_path_to_latest(_stem(entry.now), present, entries))
            if _stem(path[-1].now) in present and len(path) > len(best):
                best = path
    return best


def _stem(office: str) -> str:
    return BodyParts((), office).stem


Chains = Mapping[tuple[str, str], frozenset[tuple[str, ...]]]


def _chains(parts: Iterable[BodyParts]) -> Chains:
    """In which larger places each body lies, by its place and office."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for one in parts:
        found[one.place, one.office].add(one.places[:-1])
        for number in range(1, len(one.places)):  # 杭州市江干区建设局 tells where 江干区 lies, too
            found[one.places[number], ""].add(one.places[:number])
    return {key: frozenset(chains) for key, chains in found.items()}


def _complete(reading: _Reading, chains: Chains, register: Register) -> Match:
    """The body, with the larger place that its name lacks, where only one can be meant."""
    parts, names = reading.parts, register.names
    above = parts.places[:-1]
    known = chains.get((parts.place, parts.office), frozenset()) | chains.get((parts.place, ""), frozenset())
    longer = {c for c in known if len(c) > len(above) and c[len(c) - len(above) :] == above}
    longest = {c for c in longer if not any(o != c and o[len(o) - len(c) :] == c for o in longer)}
    if parts.place and len(longest) == 1 and parts.place not in register.several:
        places = (*longest.pop(), parts.place)
        reading = reading.then(
            replace(parts, places=places), "match-completed", written=parts_to_name(parts, names)
        )
    elif parts.place and longest:
        reading = reading.then(
            parts, "match-ambiguous", places=" / ".join(sorted("".join(c) for c in longest))
        )
    steps = reading.steps or (step("match-name"),)
    return Match(parts_to_name(reading.parts, names), (*steps, *_not_joined(reading.parts, register)))


def _not_joined(parts: BodyParts, register: Register) -> Iterator[Remark]:
    """Whom the body went into, where that is another: the two are told, and left apart."""
    ended = find_end(parts, register)
    if ended:
        yield step("match-ended", entry=ended.id, year=ended.year, into=", ".join(ended.into))
    for entry in register.offices:
        if entry.kind == "merged" and _stem(entry.was) == parts.stem:
            yield step("match-merged", entry=entry.id, year=entry.year, into=entry.now)


def find_end(parts: BodyParts, register: Register) -> EndedEntry | None:
    """The entry that says that the body's place ended."""
    for ended in register.ended:
        alone = ended.within is None or len(parts.places) == 1
        if ended.place in parts.places and (alone or ended.within in parts.places):
            return ended
    return None
