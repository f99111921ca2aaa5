"""The smallest change that makes a report's sums hold: a proposal for whoever looks into it, never a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from extractor.forms import Check, Form, Identity, check_identities, check_identity
from extractor.records import Decision, Finding, Number, Reason

MOST_CHANGES = 3  # with more any sum can be made to hold, and the proposal says nothing
MOST_FAILED = 12  # beyond this a column or a row is shifted, and single cells are not to blame
SHOWN = 4

Changes = dict[str, Number]


def propose_changes(
    form: Form, decisions: Mapping[str, Decision], checks: Iterable[Check]
) -> tuple[Finding, ...]:
    """The smallest changes after which no prescribed sum fails, if there are any and few."""
    failed = [check for check in checks if _is_sum_failed(check)]
    if not failed or len(failed) > MOST_FAILED:
        return ()
    found = find_smallest_changes(form, decisions)
    if not found:
        return ()
    ranked = sorted(found, key=lambda changes: not _was_proposed(changes, decisions))
    ways = tuple(_describe(changes, decisions) for changes in ranked[:SHOWN])
    left = len(ranked) - SHOWN
    more = Reason.of("more-ways", count=left) if left > 0 else Reason.of("nothing")
    keys = tuple(dict.fromkeys(key for changes in ranked for key in changes))
    return (Finding.of("smallest-change", "info", keys, ways=ways, more=more),)


def find_smallest_changes(form: Form, decisions: Mapping[str, Decision]) -> list[Changes]:
    """All sets of changes of the smallest size that work, up to MOST_CHANGES cells."""
    failing = tuple(c.identity for c in check_identities(form, decisions) if _is_sum_failed(c))
    for size in range(1, MOST_CHANGES + 1 if failing else 1):
        found = {frozenset(c.items()): c for c in _search(failing, decisions, form.relations, {}, size)}
        if found:
            return list(found.values())
    return []


def _search(
    failing: tuple[Identity, ...],
    decisions: Mapping[str, Decision],
    touching: Mapping[str, tuple[Identity, ...]],
    changes: Changes,
    left: int,
) -> Iterator[Changes]:
    """Each term of the first failed sum is tried with the value that the sum leaves it."""
    if not failing:
        yield changes
        return
    if left == 0:
        return
    check = check_identity(failing[0], decisions)
    for key, value in _closing_values(check, decisions):
        if key in changes:
            continue
        tried = {**decisions, key: decisions[key]._replace(value=value, status="reported")}
        again = tuple(i for i in dict.fromkeys((*failing, *touching[key])) if _fails(i, tried))
        yield from _search(again, tried, touching, {**changes, key: value}, left - 1)


def _closing_values(check: Check, decisions: Mapping[str, Decision]) -> Iterator[tuple[str, Number]]:
    """What each known term alone would have to be. A count is not below zero."""
    gap = check.right - check.left
    for keys, side in ((check.identity.left, 1), (check.identity.right, -1)):
        for signed in keys:
            key = signed.lstrip("-")
            known = decisions[key].value
            if known is not None:
                value = round(known + gap * side * (-1 if signed.startswith("-") else 1), 8)
                if value >= 0:
                    yield key, value


def _is_sum_failed(check: Check) -> bool:
    is_sum = check.identity.kind != "at_most" and check.identity.severity != "info"
    return is_sum and check.outcome == "fails" and not check.missing


def _fails(identity: Identity, decisions: Mapping[str, Decision]) -> bool:
    check = check_identity(identity, decisions)
    return check.outcome == "fails" and identity.severity != "info"


def _was_proposed(changes: Changes, decisions: Mapping[str, Decision]) -> bool:
    """Whether some reader read each of the values: then the slip is ours, not the report's."""
    return all(value in {c.value for c in decisions[key].candidates} for key, value in changes.items())


def _describe(changes: Changes, decisions: Mapping[str, Decision]) -> Reason:
    parts = tuple(f"{key} {decisions[key].value:.10g} -> {value:.10g}" for key, value in changes.items())
    return Reason.of("way-that-was-read" if _was_proposed(changes, decisions) else "way", changes=parts)
