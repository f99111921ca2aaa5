"""The identities (勾稽关系) of a form, checked over one report's values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from extractor.forms.form import Form, Identity, Term
from extractor.ids import Status
from extractor.records import Decision, Number

Outcome = Literal["holds", "fails", "open"]
ZERO_WHERE_BLANK: frozenset[Status] = frozenset({"blank", "not_applicable"})
# Values are decimal money at the finest; sums of floats must not fail on their last bit.
TOLERANCE = 1e-6


class Check(NamedTuple):
    """An identity held against the values. `left` and `right` are the sums; missing: keys without a value."""

    identity: Identity
    outcome: Outcome
    left: Number
    right: Number
    missing: tuple[str, ...]


def check_identities(form: Form, decisions: Mapping[str, Decision]) -> tuple[Check, ...]:
    """Every identity of the form within one report."""
    within = (identity for identity in form.identities if identity.scope != "cross_year")
    return tuple(check_identity(identity, decisions) for identity in within)


def check_identity(identity: Identity, decisions: Mapping[str, Decision]) -> Check:
    """One identity: it fails where all terms are known and the sums differ, or the known ones exceed a total."""
    # An empty cell stands for 0 among the terms; an empty total says nothing of what they add up to.
    left, left_missing = _sum(
        identity.left_terms, decisions, identity.blank_is_zero and identity.kind != "sum"
    )
    right, right_missing = _sum(identity.right_terms, decisions, identity.blank_is_zero)
    missing = (*left_missing, *right_missing)
    return Check(identity, _outcome(identity, left, right, left_missing, right_missing), left, right, missing)


def _outcome(
    identity: Identity,
    left: Number,
    right: Number,
    left_missing: tuple[str, ...],
    right_missing: tuple[str, ...],
) -> Outcome:
    if identity.kind == "at_most":
        if left_missing or right_missing:
            return "open"
        return "holds" if left <= right + TOLERANCE else "fails"
    if not left_missing and not right_missing:
        return "holds" if abs(left - right) <= TOLERANCE else "fails"
    more_than_total = identity.kind == "sum" and not left_missing and right > left + TOLERANCE
    return "fails" if more_than_total else "open"


def _sum(
    terms: Iterable[Term], decisions: Mapping[str, Decision], blank_is_zero: bool
) -> tuple[Number, tuple[str, ...]]:
    total: Number = 0
    missing = []
    for sign, key in terms:
        decision = decisions.get(key)
        if decision is None or decision.value is None:
            if not (blank_is_zero and decision and decision.status in ZERO_WHERE_BLANK):
                missing.append(key)
            continue
        total += sign * decision.value
    return round(total, 8), tuple(missing)


def close_sums(
    checks: Iterable[Check], decisions: Mapping[str, Decision]
) -> dict[str, tuple[Number, Identity]]:
    """Values that an identity leaves no choice about, by key.

    Stated terms that already equal the total leave 0 for the rest. A single missing term of a sum that the
    form defines as complete (severity error) is the difference; so is a missing total of a complete sum.
    """
    closed: dict[str, tuple[Number, Identity]] = {}
    for check in checks:
        for key, value in _closing(check, decisions):
            closed.setdefault(key, (value, check.identity))
    return closed


def _closing(check: Check, decisions: Mapping[str, Decision]) -> Iterable[tuple[str, Number]]:
    identity, missing = check.identity, check.missing
    if identity.kind != "sum" or check.outcome != "open" or not missing:
        return
    total_missing = identity.left[0] in missing
    if total_missing and not any(_has_value(key, decisions) for key in identity.right):
        return  # a row that is empty from end to end
    if not total_missing and abs(check.left - check.right) <= TOLERANCE:
        yield from ((key, 0) for key in missing if _is_unstated(key, decisions))
    elif len(missing) == 1 and identity.severity == "error" and _is_unstated(missing[0], decisions):
        value = check.right if total_missing else check.left - check.right
        yield missing[0], round(value, 8)


def _has_value(key: str, decisions: Mapping[str, Decision]) -> bool:
    decision = decisions.get(key)
    return decision is not None and decision.value is not None


def _is_unstated(key: str, decisions: Mapping[str, Decision]) -> bool:
    """Only silence is closed by arithmetic, and an empty cell; what is printed but unreadable is not."""
    decision = decisions.get(key)
    return decision is None or decision.status in {"not_stated", "blank"}
