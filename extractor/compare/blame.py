"""Whose fault a conflict is, and why. What the text says decides before what the sums say; a likeness of numbers
explains a fault and never decides one; where nothing decides the conflict is undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from extractor.compare.likeness import find_likeness
from extractor.compare.quotes import holds_value
from extractor.compare.records import OTHER, SIDES, SILENT, SideName, Value
from extractor.compare.rereading import COUNT, Place, Rereading
from extractor.compare.sums import Speech, hear_identities
from extractor.forms import Cell, Form
from extractor.language import plain
from extractor.score import is_equal

Blamed = Literal["a", "b", "both", "undecided"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a side is wrong; against no side: what a mistake looks like."""

    rule: str
    against: SideName | None
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is blamed, with all reasons for and against; `sums`: the side that the identities support."""

    blamed: Blamed
    reasons: tuple[Reason, ...]
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
    ranked = [[r for side in SIDES for r in rule(case, side)] for rule in RULES]
    if not any(ranked):
        ranked = [[r for side in SIDES for r in _near(case, side)]]
    speeches = hear_identities(case.cell.key, case.form, case.values)
    favoured = {speech.favours for speech in speeches}
    sums = next(iter(favoured)) if len(favoured) == 1 else None
    text = next((_against(reasons) for reasons in ranked if reasons), None)
    blamed = _weigh(text, sums, speeches, case)
    reasons = (
        *(reason for reasons in ranked for reason in reasons),
        *(Reason("sums", OTHER[speech.favours], _said(speech)) for speech in speeches),
        *_likenesses(case, blamed),
    )
    return Verdict(blamed, reasons, sums)


def _against(reasons: Iterable[Reason]) -> Blamed:
    sides = {reason.against for reason in reasons}
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


def _said(speech: Speech) -> str:
    return f"{speech.favours.upper()}'s value fits {speech.identity.id}: {speech.message}"


def _shown(value: Value) -> str:
    if value.value is not None:
        return plain(value.value)
    printed = f" ({value.printed})" if value.printed else ""
    return value.status.replace("_", " ") + printed


def _is_one_of(value: Value, places: Iterable[Place]) -> bool:
    return value.is_given and any(is_equal(value.value, place.value) for place in places)


def _printed(case: Case, side: SideName) -> Iterator[Reason]:
    """The source names the item beside a number, or says that there was none, and it is not this side's value."""
    own = case.value(side)
    places = case.source.exact(case.cell.key) if case.source else ()
    if not places or _is_one_of(own, places) or _is_same_blank(own, places):
        return
    is_silent = own.status in ("not_stated", "derived")
    if is_silent and all(place.value is None for place in places):
        return
    where = places[0].evidence.ref
    said = "none" if places[0].status == "none_stated" else ", ".join(sorted({_place(p) for p in places}))
    rule, but = ("as-printed", f"not {_shown(own)}") if own.is_given else ("missed", _lacks(own, side))
    yield Reason(rule, side, f"the source says {said} of this item ({where}), {but}")


def _lacks(own: Value, side: SideName) -> str:
    return f"{_name(side)} has no value ({_shown(own)})"


def _place(place: Place) -> str:
    return place.status.replace("_", " ") if place.value is None else plain(place.value)


def _is_same_blank(own: Value, places: Iterable[Place]) -> bool:
    return not own.is_given and any(place.status == own.status for place in places)


def _own_evidence(case: Case, side: SideName) -> Iterator[Reason]:
    """The side quotes a text that does not hold its value."""
    own = case.value(side)
    if not (own.is_given and own.evidence and own.value is not None):
        return
    if not holds_value(own.evidence, case.cell, own.value):
        message = f"{_shown(own)} does not stand in the text that {_name(side)} quotes for it"
        yield Reason("own-evidence", side, message)


def _nowhere(case: Case, side: SideName) -> Iterator[Reason]:
    """The whole source was read, and does not have the value; a 0 must be said of the item itself."""
    own = case.value(side)
    if not (case.source and case.source.whole and own.is_given and own.value is not None):
        return
    if case.source.find(case.cell, own.value):
        return
    kinds = case.source.kinds(case.cell, own.value)
    if own.value == 0:
        message = "0, but the source neither prints a 0 for this item nor says that there was none"
        yield Reason("no-zero", side, message)
    elif not kinds:
        yield Reason("nowhere", side, f"{_shown(own)} stands nowhere in the source")
    elif COUNT not in kinds and not case.cell.wording.cumulative:
        kind = " and ".join(sorted(kinds))
        yield Reason("no-count", side, f"{_shown(own)} stands in the source only as something else: {kind}")


def _unreadable(case: Case, side: SideName) -> Iterator[Reason]:
    """What the side has is no value of such an item."""
    own = case.value(side)
    if own.problem and own.status == "unreadable":
        yield Reason("unreadable", side, f"{own.printed!r} cannot be a value here: {own.problem}")


def _near(case: Case, side: SideName) -> Iterator[Reason]:
    """The source has the other side's number in the item's neighbourhood, and this side's not even there."""
    own, other = case.value(side), case.value(OTHER[side])
    place = case.source.find(case.cell, other.value) if case.source and other.value is not None else None
    if place and other.is_given and not (own.is_given and _has_ground(case, own)):
        message = f"{_shown(other)} stands near the item ({place.evidence.ref}), {_shown(own)} does not"
        yield Reason("near", side, message)


def _has_ground(case: Case, value: Value) -> bool:
    if value.value is None or case.source is None:
        return False
    return case.source.find(case.cell, value.value) is not None


def _likenesses(case: Case, blamed: Blamed) -> Iterator[Reason]:
    """What the mistake looks like, told of the blamed side; of both where nobody is."""
    for side in SIDES if blamed == "undecided" else [s for s in SIDES if blamed in (s, "both")]:
        told = find_likeness(case.cell, case.value(side), case.value(OTHER[side]), case.values, side)
        yield from (Reason("likeness", None, f"{_name(side)}: {message}") for message in told)


def _name(side: SideName) -> str:
    return side.upper()


Rule = Callable[[Case, SideName], Iterator[Reason]]
# The surest first: the first rule that speaks decides.
RULES: tuple[Rule, ...] = (_printed, _own_evidence, _nowhere, _unreadable)
