"""Two sides to pairs of the same report: by file and year, by issuer and year, then by less.

A pair is made only where each report fits no other one; what is left over is listed, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.compare.organs import is_same_organ
from extractor.compare.sides import Mismatch, Pair, SideReport
from extractor.compare.words import bare

MOST_ALIKE = 50  # reports with the same mark; of more, none could be the only one that fits


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs in the order of the first side, and the reports that have no counterpart."""

    pairs: tuple[Pair, ...]
    a_only: tuple[SideReport, ...]
    b_only: tuple[SideReport, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What two reports must have in common to be looked at as one, and what may not speak against it."""

    marks: Callable[[SideReport], Iterator[Hashable]]
    fits: Callable[[SideReport, SideReport], bool]


def pair_reports(a: Sequence[SideReport], b: Sequence[SideReport]) -> Pairing:
    """Every report with its counterpart, where there is exactly one."""
    found: dict[int, int] = {}
    for rule in RULES:
        paired = set(found.values())
        left_a = {i: report for i, report in enumerate(a) if i not in found}
        left_b = {j: report for j, report in enumerate(b) if j not in paired}
        found |= _pair_by(rule, left_a, left_b)
    if not found and len(a) == len(b) == 1 and not _says_whose(a[0], b[0]):
        found = {0: 0}
    paired = set(found.values())
    return Pairing(
        tuple(Pair(a[i], b[j], tuple(_mismatches(a[i], b[j]))) for i, j in sorted(found.items())),
        tuple(report for i, report in enumerate(a) if i not in found),
        tuple(report for j, report in enumerate(b) if j not in paired),
    )


def _pair_by(rule: Rule, a: Mapping[int, SideReport], b: Mapping[int, SideReport]) -> dict[int, int]:
    """Those that fit exactly one report of the other side, which fits no other one."""
    by_mark: dict[Hashable, set[int]] = {}
    for j, report in b.items():
        for mark in rule.marks(report):
            by_mark.setdefault(mark, set()).add(j)
    alike = {i: {j for m in rule.marks(r) for j in _few(by_mark.get(m, set()))} for i, r in a.items()}
    fits = {i: {j for j in found if rule.fits(a[i], b[j])} for i, found in alike.items()}
    taken = Counter(j for found in fits.values() for j in found)
    single = {i: next(iter(found)) for i, found in fits.items() if len(found) == 1}
    return {i: j for i, j in single.items() if taken[j] == 1}


def _few(found: set[int]) -> set[int]:
    return found if len(found) <= MOST_ALIKE else set()


def _file_year(report: SideReport) -> Iterator[Hashable]:
    if report.year:
        yield from ((name, report.year) for name in report.names)


def _organ_year(report: SideReport) -> Iterator[Hashable]:
    if report.year:
        yield from ((mark, report.year) for mark in _organ(report))


def _file(report: SideReport) -> Iterator[Hashable]:
    yield from report.names


def _organ(report: SideReport) -> Iterator[Hashable]:
    if report.organ:
        yield report.organ.mark


def _office_year(report: SideReport) -> Iterator[Hashable]:
    if report.year and report.organ and report.organ.office:
        yield report.organ.office, report.year


def _year(report: SideReport) -> Iterator[Hashable]:
    if report.year:
        yield report.year


def _always(a: SideReport, b: SideReport) -> bool:
    return True


def _is_same(a: SideReport, b: SideReport) -> bool:
    return a.organ is not None and b.organ is not None and is_same_organ(a.organ, b.organ)


def _tell_no_years(a: SideReport, b: SideReport) -> bool:
    return _is_same(a, b) and (a.year is None or b.year is None) and not (a.is_veiled or b.is_veiled)


def _tell_nothing_else(a: SideReport, b: SideReport) -> bool:
    """A year alone pairs only what nothing else tells apart."""
    both = (a.organ and b.organ) or (a.names and b.names)
    return not both and not (a.is_veiled or b.is_veiled)


RULES = (
    Rule(_file_year, _is_same),
    Rule(_file_year, _always),
    Rule(_organ_year, _is_same),
    Rule(_office_year, _is_same),
    Rule(_file, _always),
    Rule(_organ, _tell_no_years),
    Rule(_year, _tell_nothing_else),
)


def _says_whose(a: SideReport, b: SideReport) -> bool:
    """Whether both sides tell whose their only report is, and so tell that it is not the same; or may tell it."""
    told = (a.names and b.names) or (a.year and b.year) or (a.organ and b.organ)
    return bool(told or a.is_veiled or b.is_veiled)


def _mismatches(a: SideReport, b: SideReport) -> Iterator[Mismatch]:
    if a.year and b.year and a.year != b.year:
        yield Mismatch("year", a.year, b.year)
    if a.issuer and b.issuer and bare(a.issuer) != bare(b.issuer) and not _is_same(a, b):
        yield Mismatch("issuer", a.issuer, b.issuer)
    if a.form and b.form and a.form != b.form:
        yield Mismatch("form", a.form, b.form)
