"""decide: candidates -> one decision a cell, with the rule that made it. All cells of the form are present."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.forms import Check, Form, check_identity, close_sums
from extractor.records import GIVEN, Candidate, Decision, Finding, Number

TABLE = "grid"
# How a reason begins; what follows a colon is of the cell at hand.
DISPUTED = "disputed"
CLOSES = "closes"
CLOSED = "closes a sum"


def candidates_to_decisions(candidates: Iterable[Candidate], form: Form) -> dict[str, Decision]:
    """Printed table cell > backends agree > the only grounded candidate > what the sums support > disputed."""
    by_key: dict[str, list[Candidate]] = {cell.key: [] for cell in form.cells}
    for candidate in candidates:
        by_key[candidate.key].append(candidate)
    decisions = {key: _decide(key, tuple(found)) for key, found in by_key.items()}
    settled = {key: d for key, d in decisions.items() if not _is_disputed(d)}
    for key, decision in decisions.items():
        if _is_disputed(decision):
            decisions[key] = _by_identities(decision, settled, form)
    return decisions


def _decide(key: str, candidates: tuple[Candidate, ...]) -> Decision:
    accepted = [c for c in candidates if c.accepted]
    printed = [c for c in accepted if c.backend == TABLE]
    if printed:
        return _printed(key, printed, candidates)
    given = [c for c in accepted if c.status in GIVEN]
    if not given:
        return Decision(key, None, "not_stated", None, "no reader found it", None, candidates)
    backends: dict[Number | None, set[str]] = {}
    for candidate in given:
        backends.setdefault(candidate.value, set()).add(candidate.backend)
    agreed = [value for value, names in backends.items() if len(names) > 1]
    if len(agreed) == 1 or len(backends) == 1:
        value = (agreed or list(backends))[0]
        reason = " and ".join(sorted(backends[value])) + " agree" if agreed else "the only grounded candidate"
        return _chosen(key, next(c for c in given if c.value == value), reason, candidates)
    return Decision(key, None, "unreadable", None, f"{DISPUTED}: {_shown(backends)}", None, candidates)


def _printed(key: str, printed: Sequence[Candidate], candidates: tuple[Candidate, ...]) -> Decision:
    given = [c for c in printed if c.status in GIVEN]
    values = {c.value for c in given}
    if len(values) > 1:
        reason = f"{DISPUTED}: two tables print {_shown(values)}"
        return Decision(key, None, "unreadable", TABLE, reason, given[0].evidence, candidates)
    return _chosen(key, (given or list(printed))[0], "printed table cell", candidates)


def _chosen(key: str, candidate: Candidate, reason: str, candidates: tuple[Candidate, ...]) -> Decision:
    return Decision(
        key, candidate.value, candidate.status, candidate.backend, reason, candidate.evidence, candidates
    )


def _shown(values: Iterable[Number | None]) -> str:
    return ", ".join(sorted(str(value) for value in values))


def reason_to_rule(reason: str) -> str:
    """The rule that decided, without what its reason says of the one cell."""
    rule = reason.partition(":")[0]
    return CLOSED if rule.startswith(f"{CLOSES} ") else rule


def _is_disputed(decision: Decision) -> bool:
    return reason_to_rule(decision.reason) == DISPUTED


def _by_identities(disputed: Decision, settled: Mapping[str, Decision], form: Form) -> Decision:
    """The one value with which an identity of the form holds, if there is exactly one."""
    identities = [i for i in form.identities if disputed.key in i.keys and i.kind != "at_most"]
    fitting: dict[Number | None, Candidate] = {}
    for candidate in disputed.candidates:
        tried = {**settled, disputed.key: _chosen(disputed.key, candidate, "", ())}
        outcomes = [check_identity(i, tried).outcome for i in identities if i.scope != "cross_year"]
        if candidate.accepted and "holds" in outcomes and "fails" not in outcomes:
            fitting.setdefault(candidate.value, candidate)
    if len(fitting) != 1:
        return disputed
    chosen = next(iter(fitting.values()))
    return _chosen(disputed.key, chosen, "satisfies the identities", disputed.candidates)


def close_decisions(decisions: Mapping[str, Decision], form: Form) -> dict[str, Decision]:
    """The decisions with what the sums leave no choice about added as `derived`."""
    closed = dict(decisions)
    for key, (value, identity) in close_sums(form, decisions).items():
        reason = f"{CLOSES} {identity.id}: " + " + ".join(identity.right) + " = " + " + ".join(identity.left)
        closed[key] = Decision(key, value, "derived", None, reason, None, decisions[key].candidates)
    return closed


def decisions_to_findings(decisions: Mapping[str, Decision], checks: Iterable[Check]) -> tuple[Finding, ...]:
    """Failed identities with whose fault they are, and disputed cells."""
    failed = (c for c in checks if c.outcome == "fails")
    told = (d for d in decisions.values() if d.backend == TABLE)
    disputed = (d for d in decisions.values() if _is_disputed(d))
    return (
        *(_failed_identity(check, decisions) for check in failed),
        *(finding for decision in told for finding in _narrative_differs(decision)),
        *(Finding("disputed", "warning", f"{d.key} is {d.reason}", (d.key,)) for d in disputed),
    )


def _narrative_differs(decision: Decision) -> Iterator[Finding]:
    """The table stands; where the sentences print one other number for the cell, the reader should know."""
    told = {c.value: c for c in decision.candidates if c.backend != TABLE and c.accepted and c.exact}
    printed = [c for c in told.values() if c.status != "none_stated"]
    if len(printed) == 1 and decision.status in GIVEN and printed[0].value != decision.value:
        evidence = printed[0].evidence
        where = f" ({evidence.ref})" if evidence else ""
        values = f"{decision.key}: the table prints {decision.value}, the text {printed[0].value}{where}"
        yield Finding("narrative-differs", "warning", values, (decision.key,))


def _failed_identity(check: Check, decisions: Mapping[str, Decision]) -> Finding:
    """Where every term stands in the report as it was read, the report itself is wrong; else the reading may be."""
    identity = check.identity
    terms = [decisions[key] for key in identity.keys if key not in check.missing]
    as_printed = all(_is_read_exactly(decision) for decision in terms)
    relation = "<=" if identity.kind == "at_most" else "="
    sides = f"{_signed(identity.left, decisions)} {relation} {_signed(identity.right, decisions)}"
    verdict = (
        "every term is read as printed: the report itself does not add up"
        if as_printed
        else "the reading is suspect: not every term is named beside its number"
    )
    message = f"{identity.id}: {check.left:.10g} against {check.right:.10g} ({sides}); {verdict}"
    kind = "identity-broken-by-report" if as_printed else "identity-suspect-reading"
    return Finding(kind, identity.severity, message, identity.keys)


def _signed(keys: Iterable[str], decisions: Mapping[str, Decision]) -> str:
    parts = []
    for signed in keys:
        value = decisions[signed.lstrip("-")].value
        sign = "- " if signed.startswith("-") else "+ "
        parts.append(sign + ("?" if value is None else f"{value:.10g}"))
    return " ".join(parts).removeprefix("+ ")


def _is_read_exactly(decision: Decision) -> bool:
    chosen = [c for c in decision.candidates if c.accepted and c.value == decision.value]
    return any(c.exact for c in chosen) or not chosen
