"""assign: candidates -> one decision a cell, with the rule that made it. All cells of the form are present."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from extractor.decide.settle import Options, settle
from extractor.decide.weights import find_owners, load_judging, weigh_values
from extractor.forms import Check, Form, close_sums
from extractor.ids import GIVEN, TABLE
from extractor.records import Candidate, Decision, Number, Reason

SILENT = Reason.of("silent")


def candidates_to_decisions(candidates: Iterable[Candidate], form: Form) -> dict[str, Decision]:
    """Printed table cells stand; of what sentences say each cell gets the value that weighs most under the sums."""
    by_key: dict[str, list[Candidate]] = {cell.key: [] for cell in form.cells}
    for candidate in candidates:
        by_key[candidate.key].append(candidate)
    printed = {key: made for key, found in by_key.items() if found and (made := _printed(key, found))}
    told = {key: tuple(found) for key, found in by_key.items() if found and key not in printed}
    owners = find_owners(candidate for found in told.values() for candidate in found)
    weighed = {key: weigh_values(found, owners) for key, found in told.items()}
    support = settle(weighed, printed, form)
    decided = {key: _told(key, told[key], weighed[key], support[key]) for key in told}
    return {key: printed.get(key) or decided.get(key) or _unmentioned(key) for key in by_key}


def _printed(key: str, candidates: Sequence[Candidate]) -> Decision | None:
    """What the tables print in the cell, where they print anything."""
    printed = [c for c in candidates if c.accepted and c.backend == TABLE]
    given = [c for c in printed if c.status in GIVEN]
    values = {c.value for c in given}
    if not printed:
        return None
    if len(values) > 1:
        reason = Reason.of("tables-differ", values=_shown(values))
        return Decision(key, None, "disputed", TABLE, reason, given[0].evidence, tuple(candidates))
    return _chosen(key, (given or printed)[0], Reason.of("printed"), candidates)


def _told(key: str, candidates: Sequence[Candidate], weighed: Options, support: Options) -> Decision:
    """The value that has most support by the margin; `weighed` without the sums, `support` with them."""
    judging = load_judging()
    ranked = sorted(support, key=support.__getitem__, reverse=True)
    if not ranked:
        return _silent(key, candidates)
    if max(support[ranked[0]], weighed[ranked[0]]) < judging.enough:
        light = [value for value in ranked if support[value] > 0]
        reason = Reason.of("unsupported", values=_shown(light)) if light else SILENT
        return Decision(key, None, "not_stated", None, reason, None, tuple(candidates))
    best, others = ranked[0], ranked[1:]
    if others and support[best] - support[others[0]] < judging.margin:
        close = [value for value in ranked if support[best] - support[value] < judging.margin]
        reason = Reason.of("disputed", values=_shown(close))
        return Decision(key, None, "disputed", None, reason, None, tuple(candidates))
    readings = [c for c in candidates if c.accepted and c.value == best and c.status in GIVEN]
    return _chosen(key, readings[0], _why(best, readings, weighed), candidates)


def _silent(key: str, candidates: Sequence[Candidate]) -> Decision:
    return Decision(key, None, "not_stated", None, SILENT, None, tuple(candidates))


@cache
def _unmentioned(key: str) -> Decision:
    """A cell of which nothing was read, as most are."""
    return _silent(key, ())


def _why(best: Number | None, readings: Sequence[Candidate], weighed: Options) -> Reason:
    judging = load_judging()
    others = [value for value in weighed if value != best and weighed[value] > 0]
    is_clear = all(weighed[best] - weighed[value] >= judging.margin for value in others)
    if weighed[best] < judging.enough or not is_clear:
        return Reason.of("identities")
    backends = sorted({reading.backend for reading in readings})
    if len(backends) > 1:
        return Reason.of("agreement", backends=tuple(backends))
    return Reason.of("outweighs", values=_shown(others)) if others else Reason.of("sole")


def _chosen(key: str, candidate: Candidate, reason: Reason, candidates: Sequence[Candidate]) -> Decision:
    evidence = candidate.evidence
    return Decision(
        key, candidate.value, candidate.status, candidate.backend, reason, evidence, tuple(candidates)
    )


def _shown(values: Iterable[Number | None]) -> tuple[str, ...]:
    return tuple(sorted(str(value) for value in values))


def is_disputed(decision: Decision) -> bool:
    """Whether two values of the cell weigh alike."""
    return decision.status == "disputed"


def close_decisions(decisions: Mapping[str, Decision], checks: Iterable[Check]) -> dict[str, Decision]:
    """The decisions with what the sums leave no choice about added as `derived`."""
    closed = dict(decisions)
    for key, (value, identity) in close_sums(checks, decisions).items():
        sides = {"terms": " + ".join(identity.right), "total": " + ".join(identity.left)}
        reason = Reason.of("closed", identity=identity.id, **sides)
        closed[key] = Decision(key, value, "derived", None, reason, None, decisions[key].candidates)
    return closed
