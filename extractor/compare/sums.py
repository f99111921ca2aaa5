"""Which side the form's identities support."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from extractor.compare.sides import SILENT, SideName, Value
from extractor.forms import TOLERANCE, Check, Form, Identity, check_identity
from extractor.output import Remark
from extractor.records import Decision, Number, Reason
from extractor.score import is_equal

UNDECIDED = Reason.of("silent")  # what a side says was not decided here

SumOutcome = Literal["sum-open", "sum-against", "sum-at-most"]
FAILS, OPEN, FITS = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Speech:
    """An identity that fits better with one side's value than with the other's; what it comes to with each."""

    identity: Identity
    favours: SideName
    a: Remark
    b: Remark


def hear_identities(
    key: str, form: Form, values: Mapping[SideName, Mapping[str, Value]]
) -> tuple[Speech, ...]:
    """Every identity of the cell that tells the two values apart.

    Each value is tried among either side's other values: one of these may be wrong, too. An identity that then
    speaks for both sides says nothing. Relations that often do not hold in sound reports are not heard.
    """
    concerned = (
        i for i in form.identities if key in i.keys and i.scope != "cross_year" and i.severity != "info"
    )
    return tuple(speech for identity in concerned for speech in _hear(identity, key, values))


def _hear(identity: Identity, key: str, values: Mapping[SideName, Mapping[str, Value]]) -> Iterator[Speech]:
    heard: dict[SideName, Speech] = {}
    for context in values.values():
        with_a = _check(identity, key, values["a"].get(key, SILENT), context)
        with_b = _check(identity, key, values["b"].get(key, SILENT), context)
        favours: SideName = "a" if _fit(with_a) > _fit(with_b) else "b"
        if _fit(with_a) != _fit(with_b) and _may_speak(identity, key, favours, values):
            heard.setdefault(favours, Speech(identity, favours, _outcome(with_a), _outcome(with_b)))
    if len(heard) == 1:
        yield from heard.values()


def _may_speak(
    identity: Identity, key: str, favours: SideName, values: Mapping[SideName, Mapping[str, Value]]
) -> bool:
    """Having no value breaks no sum. That speaks for a side only where all other terms are beyond dispute."""
    if values[favours].get(key, SILENT).value is not None:
        return True
    others = [[side.get(k, SILENT) for side in values.values()] for k in identity.keys if k != key]
    return all(a.is_given == b.is_given and (not a.is_given or is_equal(a.value, b.value)) for a, b in others)


def _check(identity: Identity, key: str, value: Value, context: Mapping[str, Value]) -> Check:
    tried = {**context, key: value}
    return check_identity(identity, {k: _decided(k, tried.get(k, SILENT)) for k in identity.keys})


def _decided(key: str, value: Value) -> Decision:
    """A derived value was made to fit the sums, and cannot speak of them."""
    if value.is_given:
        return Decision(key, value.value, value.status, None, UNDECIDED)
    status = "not_stated" if value.status == "derived" else value.status
    return Decision(key, None, status, None, UNDECIDED)


def _fit(check: Check) -> int:
    """Parts that already make up their total leave 0 for what is not stated: as good as if it were."""
    if check.outcome == "fails":
        return FAILS
    is_closed = check.identity.kind == "sum" and check.left and abs(check.left - check.right) <= TOLERANCE
    total_known = check.identity.left[0] not in check.missing
    return FITS if check.outcome == "holds" or (is_closed and total_known) else OPEN


def _outcome(check: Check) -> Remark:
    if _fit(check) == OPEN:
        return _sum("sum-open")
    sides = (("left", check.left), ("right", check.right))
    return _sum("sum-at-most" if check.identity.kind == "at_most" else "sum-against", *sides)


def _sum(id: SumOutcome, *sides: tuple[str, Number]) -> Remark:
    return Remark("blame", id, sides)
