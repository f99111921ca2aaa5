"""Whose fault a conflict is, and why. What the text says decides before what the sums say; a likeness of numbers
explains a fault and never decides one; where nothing decides the conflict is undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.compare.likeness import find_likeness
from extractor.compare.quotes import holds_value
from extractor.compare.rereading import COUNT, Place, Rereading
from extractor.compare.sides import OTHER, SIDES, SILENT, SideName, Value
from extractor.compare.sums import Speech, hear_identities
from extractor.forms import Cell, Form
from extractor.output import Remark, Told
from extractor.records import Number
from extractor.score import is_equal

Blamed = Literal["a", "b", "both", "undecided"]
TextRule = Literal[  # what the source or a side's own evidence says against a side
    "as-printed", "missed", "own-evidence", "no-zero", "nowhere", "no-count", "unreadable", "near"
]
BlameRule = TextRule | Literal["sums", "likeness"]


@dataclass(frozen=True, slots=True)
class Blame:
    """Why a side is wrong; against no side: what a mistake looks like. The remark says it."""

    rule: BlameRule
    against: SideName | None
    remark: Remark


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is blamed, with all that speaks for and against; `sums`: the side that the identities support."""

    blamed: Blamed
    blames: tuple[Blame, ...]
    sums: SideName | None


@dataclass(frozen=True)
class Case:
    """A conflict with all that can be known of it."""

    cell: Cell
    form: Form
    values: Mapping[SideName, Mapping[str, Value]]
    source: Rereading | None

    def value(self, side: SideName) -> Value:
        """What the side says of the cell."""
        return self.values[side].get(self.cell.key, SILENT)


def judge(case: Case) -> Verdict:
    """Who is wrong, by the text where it tells, else by the sums."""
    ranked = [[blame for side in SIDES for blame in rule(case, side)] for rule in RULES]
    if not any(ranked):
        ranked = [[blame for side in SIDES for blame in _near(case, side)]]
    speeches = hear_identities(case.cell.key, case.form, case.values)
    favoured = {speech.favours for speech in speeches}
    sums = next(iter(favoured)) if len(favoured) == 1 else None
    text = next((_against(blames) for blames in ranked if blames), None)
    blamed = _weigh(text, sums, speeches, case)
    blames = (
        *(blame for blames in ranked for blame in blames),
        *map(_speech_to_blame, speeches),
        *_likenesses(case, blamed),
    )
    return Verdict(blamed, blames, sums)


def _against(blames: Iterable[Blame]) -> Blamed:
    sides = {blame.against for blame in blames}
    return "both" if len(sides) > 1 else "a" if "a" in sides else "b"


def _weigh(text: Blamed | None, sums: SideName | None, speeches: tuple[Speech, ...], case: Case) -> Blamed:
    if text is None or sums is None:
        return text or (OTHER[sums] if sums else "undecided")
    if text != sums:
        return text
    # The sums speak for the side that the text speaks against. A report may be wrong in itself, so a value that
    # it has nowhere was computed, or made up; of one that it has, either may be true.
    value = case.value(sums).value
    if case.source and case.source.whole:
        made_up = value is not None and not case.source.kinds(case.cell, value)
        return text if made_up else "undecided"
    return OTHER[sums] if len(speeches) > 1 else "undecided"


def _speech_to_blame(speech: Speech) -> Blame:
    details = (
        ("favours", speech.favours),
        ("identity", speech.identity.id),
        ("a", speech.a),
        ("b", speech.b),
    )
    return Blame("sums", OTHER[speech.favours], Remark("blame", "sums", details))


def _blame(rule: TextRule, side: SideName, /, **details: Told) -> Blame:
    return Blame(rule, side, Remark("blame", rule, tuple(details.items())))


def _shown(value: Value | Place) -> Number | str:
    """The number, or the status in its place."""
    return value.status if value.value is None else value.value


def _is_one_of(value: Value, places: Iterable[Place]) -> bool:
    return value.is_given and any(is_equal(value.value, place.value) for place in places)


def _printed(case: Case, side: SideName) -> Iterator[Blame]:
    """The source names the item beside a number, or says that there was none, and it is not this side's value."""
    own = case.value(side)
    places = case.source.exact(case.cell.key) if case.source else ()
    if not places or _is_one_of(own, places) or _is_same_blank(own, places):
        return
    is_silent = own.status in ("not_stated", "derived")
    if is_silent and all(place.value is None for place in places):
        return
    where, said = places[0].evidence.ref, _said(places)
    if own.is_given:
        yield _blame("as-printed", side, said=said, where=where, own=_shown(own))
    else:
        lacks = {"own": _shown(own), "printed": own.printed}
        yield _blame("missed", side, said=said, where=where, side=side, **lacks)


def _said(places: Sequence[Place]) -> tuple[Number | str, ...]:
    """What the source says, each number once."""
    if places[0].status == "none_stated":
        return ("none_stated",)
    return tuple(sorted({_shown(place) for place in places}, key=str))


def _is_same_blank(own: Value, places: Iterable[Place]) -> bool:
    return not own.is_given and any(place.status == own.status for place in places)


def _own_evidence(case: Case, side: SideName) -> Iterator[Blame]:
    """The side quotes a text that does not hold its value."""
    own = case.value(side)
    if not (own.is_given and own.evidence and own.value is not None):
        return
    if not holds_value(own.evidence, case.cell, own.value):
        yield _blame("own-evidence", side, own=own.value, side=side)


def _nowhere(case: Case, side: SideName) -> Iterator[Blame]:
    """The whole source was read, and does not have the value; a 0 must be said of the item itself."""
    own = case.value(side)
    if not (case.source and case.source.whole and own.is_given and own.value is not None):
        return
    if case.source.find(case.cell, own.value):
        return
    kinds = case.source.kinds(case.cell, own.value)
    if own.value == 0:
        yield _blame("no-zero", side)
    elif not kinds:
        yield _blame("nowhere", side, own=own.value)
    elif COUNT not in kinds and not case.cell.wording.cumulative:
        yield _blame("no-count", side, own=own.value, kinds=tuple(sorted(kinds, key=str)))


def _unreadable(case: Case, side: SideName) -> Iterator[Blame]:
    """What the side has is no value of such an item."""
    own = case.value(side)
    if own.problem and own.status == "unreadable":
        yield _blame("unreadable", side, printed=own.printed, problem=own.problem)


def _near(case: Case, side: SideName) -> Iterator[Blame]:
    """The source has the other side's number in the item's neighbourhood, and this side's not even there."""
    own, other = case.value(side), case.value(OTHER[side])
    place = case.source.find(case.cell, other.value) if case.source and other.value is not None else None
    if place and other.is_given and not (own.is_given and _has_ground(case, own)):
        yield _blame("near", side, other=_shown(other), where=place.evidence.ref, own=_shown(own))


def _has_ground(case: Case, value: Value) -> bool:
    if value.value is None or case.source is None:
        return False
    return case.source.find(case.cell, value.value) is not None


def _likenesses(case: Case, blamed: Blamed) -> Iterator[Blame]:
    """What the mistake looks like, told of the blamed side; of both where nobody is."""
    for side in SIDES if blamed == "undecided" else [s for s in SIDES if blamed in (s, "both")]:
        found = find_likeness(case.cell, case.value(side), case.value(OTHER[side]), case.values, side)
        yield from (Blame("likeness", None, remark) for remark in found)


Rule = Callable[[Case, SideName], Iterator[Blame]]
# The surest first: the first rule that speaks decides.
RULES: tuple[Rule, ...] = (_printed, _own_evidence, _nowhere, _unreadable)
