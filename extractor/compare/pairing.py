"""Two sides to pairs of the same report: by file and year, by issuer and year, then by less.

A pair is made only where each report fits no other one; what is left over is listed, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from extractor.compare.sides import Mismatch, Pair, SideReport
from extractor.compare.words import bare

Marks = Callable[[SideReport], Iterator[Hashable]]


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs in the order of the first side, and the reports that have no counterpart."""

    pairs: tuple[Pair, ...]
    a_only: tuple[SideReport, ...]
    b_only: tuple[SideReport, ...]


def pair_reports(a: Sequence[SideReport], b: Sequence[SideReport]) -> Pairing:
    """Every report with its counterpart, where there is exactly one."""
    found: dict[int, int] = {}
    for marks in (_file_year_issuer, _file_year, _issuer_year, _file, _issuer, _year):
        paired = set(found.values())
        left_a = {i: report for i, report in enumerate(a) if i not in found}
        left_b = {j: report for j, report in enumerate(b) if j not in paired}
        found |= _pair_by(marks, left_a, left_b)
    if not found and len(a) == len(b) == 1 and not _says_whose(a[0], b[0]):
        found = {0: 0}
    paired = set(found.values())
    return Pairing(
        tuple(Pair(a[i], b[j], tuple(_mismatches(a[i], b[j]))) for i, j in sorted(found.items())),
        tuple(report for i, report in enumerate(a) if i not in found),
        tuple(report for j, report in enumerate(b) if j not in paired),
    )


def _pair_by(marks: Marks, a: dict[int, SideReport], b: dict[int, SideReport]) -> dict[int, int]:
    """Those that bear a mark that exactly one report of the other side bears, and the other way round."""
    by_mark: dict[Hashable, set[int]] = {}
    for j, report in b.items():
        for mark in marks(report):
            by_mark.setdefault(mark, set()).add(j)
    fits = {i: {j for mark in marks(r) for j in by_mark.get(mark, ())} for i, r in a.items()}
    taken = Counter(j for found in fits.values() for j in found)
    single = {i: next(iter(found)) for i, found in fits.items() if len(found) == 1}
    return {i: j for i, j in single.items() if taken[j] == 1 and _compatible(marks, a[i], b[j])}


def _compatible(marks: Marks, a: SideReport, b: SideReport) -> bool:
    """A year or an issuer alone pairs only what nothing else tells apart."""
    if marks is _year:
        return not (_issuers(a) and _issuers(b)) and not (a.names and b.names)
    if marks is _issuer:
        return a.year is None or b.year is None
    return True


def _file_year_issuer(report: SideReport) -> Iterator[Hashable]:
    if report.year and report.issuer:
        yield from ((name, report.year, bare(report.issuer)) for name in report.names)


def _file_year(report: SideReport) -> Iterator[Hashable]:
    if report.year:
        yield from ((name, report.year) for name in report.names)


def _issuer_year(report: SideReport) -> Iterator[Hashable]:
    if report.year:
        yield from ((issuer, report.year) for issuer in _issuers(report))


def _file(report: SideReport) -> Iterator[Hashable]:
    yield from report.names


def _issuer(report: SideReport) -> Iterator[Hashable]:
    yield from _issuers(report)


def _year(report: SideReport) -> Iterator[Hashable]:
    if report.year:
        yield report.year


def _issuers(report: SideReport) -> frozenset[str]:
    return frozenset({bare(report.issuer)}) if report.issuer else frozenset()


def _says_whose(a: SideReport, b: SideReport) -> bool:
    """Whether both sides tell whose their only report is, and so tell that it is not the same."""
    return bool((a.names and b.names) or (a.year and b.year) or (a.issuer and b.issuer))


def _mismatches(a: SideReport, b: SideReport) -> Iterator[Mismatch]:
    if a.year and b.year and a.year != b.year:
        yield Mismatch("year", a.year, b.year)
    if a.issuer and b.issuer and bare(a.issuer) != bare(b.issuer):
        yield Mismatch("issuer", a.issuer, b.issuer)
    if a.form and b.form and a.form != b.form:
        yield Mismatch("form", a.form, b.form)
