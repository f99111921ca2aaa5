"""decide: candidates -> one decision a cell, with the rule that made it. All cells of the form are present."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractor.forms import Form, check_identity, close_sums
from extractor.records import GIVEN, Candidate, Decision, Number, Reason

TABLE = "grid"


def candidates_to_decisions(candidates: Iterable[Candidate], form: Form) -> dict[str, Decision]:
    """Printed table cell > backends agree > the only grounded candidate > what the sums support > disputed."""
    by_key: dict[str, list[Candidate]] = {cell.key: [] for cell in form.cells}
    for candidate in candidates:
        by_key[candidate.key].append(candidate)
    decisions = {key: _decide(key, tuple(found)) for key, found in by_key.items()}
    settled = {key: d for key, d in decisions.items() if not is_disputed(d)}
    for key, decision in decisions.items():
        if is_disputed(decision):
            decisions[key] = _by_identities(decision, settled, form)
    return decisions


def _decide(key: str, candidates: tuple[Candidate, ...]) -> Decision:
    accepted = [c for c in candidates if c.accepted]
    printed = [c for c in accepted if c.backend == TABLE]
    if printed:
        return _printed(key, printed, candidates)
    given = [c for c in accepted if c.status in GIVEN]
    if not given:
        return Decision(key, None, "not_stated", None, Reason.of("silent"), None, candidates)
    backends: dict[Number | None, set[str]] = {}
    for candidate in given:
        backends.setdefault(candidate.value, set()).add(candidate.backend)
    agreed = [value for value, names in backends.items() if len(names) > 1]
    if len(agreed) == 1 or len(backends) == 1:
        value = (agreed or list(backends))[0]
        reason = _agreement(backends[value]) if agreed else Reason.of("sole")
        return _chosen(key, next(c for c in given if c.value == value), reason, candidates)
    return Decision(
        key, None, "disputed", None, Reason.of("disputed", values=_shown(backends)), None, candidates
    )


def _printed(key: str, printed: Sequence[Candidate], candidates: tuple[Candidate, ...]) -> Decision:
    given = [c for c in printed if c.status in GIVEN]
    values = {c.value for c in given}
    if len(values) > 1:
        reason = Reason.of("tables-differ", values=_shown(values))
        return Decision(key, None, "disputed", TABLE, reason, given[0].evidence, candidates)
    return _chosen(key, (given or list(printed))[0], Reason.of("printed"), candidates)


def _chosen(key: str, candidate: Candidate, reason: Reason, candidates: tuple[Candidate, ...]) -> Decision:
    return Decision(
        key, candidate.value, candidate.status, candidate.backend, reason, candidate.evidence, candidates
    )


def _agreement(backends: Iterable[str]) -> Reason:
    return Reason.of("agreement", backends=tuple(sorted(backends)))


def _shown(values: Iterable[Number | None]) -> tuple[str, ...]:
    return tuple(sorted(str(value) for value in values))


def is_disputed(decision: Decision) -> bool:
    """Whether two values of the cell weigh alike."""
    return decision.status == "disputed"


def _by_identities(disputed: Decision, settled: Mapping[str, Decision], form: Form) -> Decision:
    """The one value with which an identity of the form holds, if there is exactly one."""
    identities = [i for i in form.relations[disputed.key] if i.kind != "at_most"]
    fitting: dict[Number | None, Candidate] = {}
    for candidate in disputed.candidates:
        tried = {**settled, disputed.key: _chosen(disputed.key, candidate, disputed.reason, ())}
        outcomes = [check_identity(i, tried).outcome for i in identities]
        if candidate.accepted and "holds" in outcomes and "fails" not in outcomes:
            fitting.setdefault(candidate.value, candidate)
    if len(fitting) != 1:
        return disputed
    chosen = next(iter(fitting.values()))
    return _chosen(disputed.key, chosen, Reason.of("identities"), disputed.candidates)


def close_decisions(decisions: Mapping[str, Decision], form: Form) -> dict[str, Decision]:
    """The decisions with what the sums leave no choice about added as `derived`."""
    closed = dict(decisions)
    for key, (value, identity) in close_sums(form, decisions).items():
        sides = {"terms": " + ".join(identity.right), "total": " + ".join(identity.left)}
        reason = Reason.of("closed", identity=identity.id, **sides)
        closed[key] = Decision(key, value, "derived", None, reason, None, decisions[key].candidates)
    return closed
