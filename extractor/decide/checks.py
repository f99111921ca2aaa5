"""decide: decisions -> findings: sums that fail, with whose fault it is, tables that sentences contradict, disputes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from extractor.decide.assign import is_disputed
from extractor.forms import Check
from extractor.ids import GIVEN, TABLE, FindingId
from extractor.records import Decision, Finding, Identification


def decisions_to_findings(
    decisions: Mapping[str, Decision], checks: Iterable[Check], explained: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Failed identities with whose fault they are, and disputed cells. `explained`: the identities whose rest the
    report accounts for."""
    failed = (c for c in checks if c.outcome == "fails")
    told = (d for d in decisions.values() if d.backend == TABLE)
    disputed = (d for d in decisions.values() if is_disputed(d))
    return (
        *(_failed_identity(check, decisions, explained) for check in failed),
        *(finding for decision in told for finding in _narrative_differs(decision)),
        *(Finding.of("disputed", "warning", (d.key,), key=d.key, reason=d.reason) for d in disputed),
        *(
            finding
            for decision in decisions.values()
            if decision.candidates
            for finding in _denied_too(decision)
        ),
    )


def _denied_too(decision: Decision) -> Iterator[Finding]:
    """A number stands, and elsewhere the report says that there was none."""
    denials = (c for c in decision.candidates if c.status == "none_stated" and c.evidence)
    denial = next(denials, None)
    if denial and denial.evidence and decision.status == "reported" and decision.backend != TABLE:
        values = {"value": decision.value, "where": denial.evidence.ref}
        yield Finding.of("denied-too", "warning", (decision.key,), key=decision.key, **values)


def _narrative_differs(decision: Decision) -> Iterator[Finding]:
    """The table stands; where the sentences print one other number for the cell, the reader should know."""
    told = {c.value: c for c in decision.candidates if c.backend != TABLE and c.accepted and c.exact}
    printed = [c for c in told.values() if c.status != "none_stated"]
    if len(printed) == 1 and decision.status in GIVEN and printed[0].value != decision.value:
        evidence = printed[0].evidence
        where = f" ({evidence.ref})" if evidence else ""
        values = {"printed": decision.value, "told": printed[0].value, "where": where}
        yield Finding.of("narrative-differs", "warning", (decision.key,), key=decision.key, **values)


def _failed_identity(check: Check, decisions: Mapping[str, Decision], explained: Collection[str]) -> Finding:
    identity = check.identity
    relation = "<=" if identity.kind == "at_most" else "="
    sides = f"{_signed(identity.left, decisions)} {relation} {_signed(identity.right, decisions)}"
    sums = {"left": check.left, "right": check.right, "sides": sides}
    kind = _fault(check, decisions, explained)
    severity = "info" if kind == "identity-explained" else identity.severity
    return Finding.of(kind, severity, identity.keys, identity=identity.id, **sums)


def _fault(check: Check, decisions: Mapping[str, Decision], explained: Collection[str]) -> FindingId:
    """Where the report accounts for the rest, nobody is wrong, nor where the form demands nothing. Where every term
    stands in the report as it was read, the report itself is; where one stands only near, the reading may be."""
    if check.identity.id in explained:
        return "identity-explained"
    terms = [decisions[key] for key in check.identity.keys if key not in check.missing]
    if not all(_is_read_exactly(decision) for decision in terms):
        return "identity-suspect-reading"
    return "identity-not-demanded" if check.identity.severity == "info" else "identity-broken-by-report"


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


def missing_findings(decisions: Mapping[str, Decision], header: Identification) -> Iterator[Finding]:
    """What a user must know of what is not there."""
    if not any(decision.status in GIVEN for decision in decisions.values()):
        yield Finding.of("no-statistics", "warning")
    missing = tuple(name for name in ("issuer", "year") if getattr(header, name) is None)
    if missing:
        yield Finding.of("not-identified", "info", missing=missing)
