"""The report held against that of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.check.problems import Problem, to_decisions
from extractor.forms import TOLERANCE, Check, Form, Identity, find_form
from extractor.ids import Severity
from extractor.output import ReportResult
from extractor.records import Decision, Number

ROUND = 8
FEW = 10  # so many equal numbers above zero are no chance


def compare_years(report: ReportResult, last: ReportResult, form: Form) -> Iterator[Problem]:
    """What does not go on from the year before."""
    if report.issuer and last.issuer and report.issuer != last.issuer:
        yield Problem.of("other-issuer", "warning", (), issuer=report.issuer, other=last.issuer)
    if report.year and last.year and last.year != report.year - 1:
        yield Problem.of("other-year", "warning", (), year=report.year - 1, other=last.year)
        return
    now, before = to_decisions(report, form), to_decisions(last, find_form(last.form))
    across = [identity for identity in form.identities if identity.scope == "cross_year"]
    known = [i for i in across if all(key.lstrip("-") in before for key in i.previous)]
    if not known:
        yield Problem.of("other-form", "info", (), form=report.form, other=last.form)
    for identity in known:
        yield from _held(identity, now, before)
    if _is_repeated(now, before):
        yield Problem.of("same-as-last", "warning", ())


def _held(
    identity: Identity, now: Mapping[str, Decision], before: Mapping[str, Decision]
) -> Iterator[Problem]:
    left = _sum(identity.left, now)
    right, previous = _sum(identity.right, now), _sum(identity.previous, before)
    if left is None or right is None or previous is None or abs(left - right - previous) <= TOLERANCE:
        return
    check = Check(identity, "fails", left, round(right + previous, ROUND), ())
    if identity.id.startswith("carried-over"):
        yield Problem("carried-over", "error", identity.keys, (("previous", previous),), check)
    else:
        severity: Severity = "warning"  # documents expire, and lists are made anew
        yield Problem("stock", severity, identity.keys, (("previous", previous),), check)


def _sum(keys: tuple[str, ...], decisions: Mapping[str, Decision]) -> Number | None:
    total: Number = 0
    for signed in keys:
        value = decisions[signed.lstrip("-")].value
        if value is None:
            return None
        total += -value if signed.startswith("-") else value
    return round(total, ROUND)


def _is_repeated(now: Mapping[str, Decision], before: Mapping[str, Decision]) -> bool:
    """Last year's file handed in again: no number above zero moved."""
    shared = [key for key in now if key in before and now[key].value]
    return len(shared) >= FEW and all(now[key].value == before[key].value for key in shared)
