"""The form's sums over the values as they stand, or as they would stand, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractor.forms import Check, Form, Identity, check_identities, name_cell, name_sum
from extractor.ids import Status
from extractor.language import plain
from extractor.output import join_names
from extractor.records import Decision, Number, Reason
from extractor.speech import say

Values = Mapping[str, tuple[Number | None, Status]]
SIGNS = {"sum": "=", "equal": "=", "at_most": "≤"}


@dataclass(frozen=True, slots=True)
class ShownSum:
    """A sum, the cells that it is of, and whether it holds: holds, fails, open."""

    keys: tuple[str, ...]
    outcome: str
    words: str


def check_sums(form: Form, values: Values) -> tuple[ShownSum, ...]:
    """All sums within the report."""
    decisions = {key: _as_known(key, *value) for key, value in values.items()}
    return tuple(_show(form, check) for check in check_identities(form, decisions))


def of_cell(sums: Iterable[ShownSum], key: str) -> tuple[ShownSum, ...]:
    """Those of the sums that the cell is part of."""
    return tuple(found for found in sums if key in found.keys)


def failing_keys(form: Form, values: Values) -> frozenset[str]:
    """The cells of sums that have to hold and do not."""
    decisions = {key: _as_known(key, *value) for key, value in values.items()}
    return frozenset(_failing(check_identities(form, decisions)))


def _failing(checks: Iterable[Check]) -> Iterator[str]:
    for check in checks:
        if check.outcome == "fails" and check.identity.severity == "error":
            yield from check.identity.keys


def _as_known(key: str, value: Number | None, status: Status) -> Decision:
    return Decision(key, value, status, None, Reason.of("decided"))


def _show(form: Form, check: Check) -> ShownSum:
    identity = check.identity
    names = name_sum(form, identity)
    words = say(
        f"review.sum-{check.outcome}",
        where=say("sum.where", where=names.where) if names.where else "",
        left=join_names(names.left),
        sign=SIGNS[identity.kind],
        right=join_names(names.right),
        a=plain(check.left),
        b=plain(check.right),
        missing=_missing(form, check),
    )
    return ShownSum(_keys(identity), check.outcome, words)


def _missing(form: Form, check: Check) -> str:
    return join_names(tuple(name_cell(form, key) for key in check.missing)) if check.missing else ""


def _keys(identity: Identity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(identity.keys))
