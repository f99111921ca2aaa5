"""Several reports of one body, year and scope -> the one that stands, and what the others have that it has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.language import plain
from extractor.panel.filings import Filing, Match, Other, PanelFinding, PanelFindingId, Row, Scope, Why
from extractor.panel.rules import PanelRules

DIFFERING: dict[Why, PanelFindingId] = {
    "same-bytes": "same-bytes-differ",
    "copy": "copy-differ",
    "superseded": "superseded-differ",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A report whose body and year are known."""

    filing: Filing
    year: int
    match: Match
    scope: Scope
    corrected: bool


def placed_to_rows(placed: Sequence[Placed], rules: PanelRules) -> tuple[list[Row], list[PanelFinding]]:
    """One row for each body, year and scope."""
    rows: list[Row] = []
    findings: list[PanelFinding] = []
    for group in _groups(placed, rules):
        row = _choose(group)
        rows.append(row)
        findings += _findings(row)
    return sorted(rows, key=lambda row: row.key), findings


def _groups(placed: Sequence[Placed], rules: PanelRules) -> Iterator[list[Placed]]:
    """Those of one body and year, by scope. One that tells no scope joins another if all their figures agree."""
    years: dict[tuple[str, int], list[Placed]] = {}
    for one in placed:
        years.setdefault((one.match.body, one.year), []).append(one)
    for group in years.values():
        scopes: dict[Scope, list[Placed]] = {}
        for one in sorted(group, key=lambda one: one.scope == "unstated"):
            scopes.setdefault(_scope_among(one, scopes, rules), []).append(one)
        yield from scopes.values()


def _scope_among(one: Placed, scopes: dict[Scope, list[Placed]], rules: PanelRules) -> Scope:
    if one.scope == "unstated":
        for scope, others in scopes.items():
            if any(_is_same(one, other, rules) for other in others):
                return scope
    return one.scope


def _is_same(one: Placed, other: Placed, rules: PanelRules) -> bool:
    if one.filing.sha256 == other.filing.sha256:
        return True
    agree, differ = _compare(one.filing, other.filing)
    return not differ and len(agree) >= rules.same_scope_cells


def _choose(group: Sequence[Placed]) -> Row:
    """A corrected report before the first; then the one that has more, fails less and is surer of whose it is."""
    best, *others = sorted(group, key=_rank)
    scope = next((one.scope for one in group if one.scope != "unstated"), best.scope)
    told = tuple(Other(other.filing, _why(best, other)) for other in others)
    return Row(best.match.body, best.year, scope, best.filing, best.match, best.corrected, told)


def _rank(one: Placed) -> tuple[bool, int, int, int, str]:
    errors = sum(failed.severity == "error" for failed in one.filing.failed)
    sure = ("high", "medium", "low").index(one.filing.sure or "low")
    return not one.corrected, -one.filing.given, errors, sure, one.filing.name


def _why(best: Placed, other: Placed) -> Why:
    if best.filing.sha256 == other.filing.sha256 and best.filing.lines == other.filing.lines:
        return "same-bytes"
    return "superseded" if best.corrected and not other.corrected else "copy"


def _compare(one: Filing, other: Filing) -> tuple[list[str], list[str]]:
    """The cells that both give: those that agree, and those that differ."""
    shared = [k for k in one.cells if k in other.cells and _stated(one, k) and _stated(other, k)]
    agree = [key for key in shared if one.cells[key].value == other.cells[key].value]
    differ = set(shared) - set(agree)
    return agree, [key for key in shared if key in differ]


def _stated(filing: Filing, key: str) -> bool:
    cell = filing.cells[key]
    return cell.value is not None and cell.status != "derived"


def _findings(row: Row) -> Iterator[PanelFinding]:
    for other in row.others:
        agree, differ = _compare(row.filing, other.filing)
        yield PanelFinding.of(
            DIFFERING[other.why] if differ else other.why,
            "warning" if differ and other.why != "superseded" else "info",
            row,
            differ,
            (row.filing, other.filing),
            kept=row.filing.name,
            other=other.filing.name,
            agree=len(agree),
            differ=tuple(_difference(key, row.filing, other.filing) for key in differ),
        )


def _difference(key: str, kept: Filing, other: Filing) -> str:
    return f"{key} {plain(kept.cells[key].value or 0)} / {plain(other.cells[key].value or 0)}"
