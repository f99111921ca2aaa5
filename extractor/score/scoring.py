"""Results and gold -> one score a report: what became of each cell, by decision and by backend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Literal

from extractor.ids import GIVEN, TABLE
from extractor.output import DocumentResult, EvidenceResult, ReportResult, is_equal, read_result
from extractor.records import Number
from extractor.score.counts import Counts, Outcome, count_outcomes
from extractor.score.gold import Gold, list_files, read_golds

UNKNOWN = "unknown"  # the rule, in results of the first schema
Given = Mapping[str, tuple[Number | None, EvidenceResult | None]]
Judged = Mapping[str, Outcome]  # what became of each cell that is stated or given


@dataclass(frozen=True, slots=True)
class Mistake:
    """A cell whose value is not the gold's; `reason`: why it was decided so."""

    kind: Outcome
    key: str
    expected: Number | None
    given: Number | None
    evidence: EvidenceResult | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What a result says differently from gold of whose report it is; or that there is none."""

    about: Literal["no-result", "issuer", "year", "form"]
    expected: str | int | None = None
    found: str | int | None = None


@dataclass(frozen=True, slots=True)
class ReportScore:
    """One gold report, and what became of it. `cells` are those of the decisions, or of the one backend that
    was asked for; `proposed` is what each backend alone would give; `told` are the cells that a printed table tells;
    `rules` says which rule decided each cell."""

    gold: Gold
    found: bool
    cells: Judged
    decided: Judged
    backends: Mapping[str, Judged] = field(default_factory=dict)
    proposed: Mapping[str, Mapping[str, Number | None]] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    rules: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    model: str | None = None  # that was asked, and the tokens that this took
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def counts(self) -> Counts:
        """The sum of its cells."""
        return count_outcomes(self.cells.values())

    def judge_backend(self, name: str) -> Judged:
        """What became of the backend's cells. One that proposed nothing missed all."""
        return self.backends.get(name) or judge(self.gold, {})


def score_folders(run: Path, gold: Path, backend: str | None = None) -> tuple[ReportScore, ...]:
    """All gold of the folder against the results of the run."""
    golds = read_golds(gold)
    return score_results([read_result(path) for path in list_files(run, "*.json", deep=True)], golds, backend)


def score_results(
    results: Iterable[DocumentResult], golds: Sequence[Gold], backend: str | None = None
) -> tuple[ReportScore, ...]:
    """Each gold report's score; with a backend, that of its accepted proposals instead of the decisions."""
    reports: dict[str, list[ReportResult]] = {}
    for result in results:
        reports.setdefault(PurePath(result.source.path).name, []).extend(result.reports)
    matches = match_reports(reports, golds)
    return tuple(score_report(gold, matches[gold.id], backend) for gold in golds)


def match_reports(
    reports: Mapping[str, Sequence[ReportResult]], golds: Sequence[Gold]
) -> dict[str, ReportResult | None]:
    """Gold id -> its report: the same file and year; else the one left over that covers most of its lines."""
    left = {source: list(found) for source, found in reports.items()}
    matches: dict[str, ReportResult | None] = {}
    for fits in (_same_year, _same_lines):
        for gold in (g for g in golds if matches.get(g.id) is None):
            candidates = [r for r in left.get(gold.source, ()) if fits(gold, r)]
            matches[gold.id] = best = max(candidates, key=lambda r: _overlap(gold, r), default=None)
            if best:
                left[gold.source].remove(best)
    return matches


def _same_year(gold: Gold, report: ReportResult) -> bool:
    return gold.year == report.year


def _same_lines(gold: Gold, report: ReportResult) -> bool:
    return _overlap(gold, report) > 0


def _overlap(gold: Gold, report: ReportResult) -> float:
    first, last = gold.lines[0] or 1, gold.lines[1] or math.inf
    return min(last, report.lines[1]) - max(first, report.lines[0]) + 1


def score_report(gold: Gold, report: ReportResult | None, backend: str | None = None) -> ReportScore:
    """The report against its gold. A report that is not there has missed everything."""
    if report is None:
        missed, mistakes = judge(gold, {}), tuple(find_mistakes(gold, {}))
        return ReportScore(
            gold, False, missed, missed, mistakes=mistakes, mismatches=(Mismatch("no-result"),)
        )
    decided = decisions_to_given(report)
    given = decided if backend is None else proposals_to_given(report, backend)
    names = sorted({c.backend for cell in report.cells.values() for c in cell.candidates})
    proposals = {name: proposals_to_given(report, name) for name in names}
    reasons = {key: cell.reason for key, cell in report.cells.items()}
    return ReportScore(
        gold,
        True,
        judge(gold, given),
        judge(gold, decided),
        {name: judge(gold, given) for name, given in proposals.items()},
        {name: {key: value for key, (value, _) in given.items()} for name, given in proposals.items()},
        {key: cell.confidence for key, cell in report.cells.items() if cell.confidence is not None},
        frozenset(k for k, cell in report.cells.items() if any(c.backend == TABLE for c in cell.candidates)),
        {key: cell.rule or UNKNOWN for key, cell in report.cells.items()},
        tuple(find_mistakes(gold, given, reasons if backend is None else {})),
        tuple(_mismatches(gold, report)),
        report.provenance.model,
        report.usage.prompt_tokens,
        report.usage.completion_tokens,
    )


def decisions_to_given(report: ReportResult) -> Given:
    """What the report's cells give; `derived` is no one's statement."""
    return {key: (cell.value, cell.evidence) for key, cell in report.cells.items() if cell.status in GIVEN}


def proposals_to_given(report: ReportResult, backend: str) -> Given:
    """What one backend alone would give: the first of its accepted candidates a cell."""
    given: dict[str, tuple[Number | None, EvidenceResult | None]] = {}
    for key, cell in report.cells.items():
        for candidate in cell.candidates:
            if candidate.backend == backend and candidate.accepted and candidate.status in GIVEN:
                given.setdefault(key, (candidate.value, candidate.evidence))
    return given


def judge(gold: Gold, given: Given) -> Judged:
    """What became of each cell, `ambiguous` ones left out."""
    stated = gold.stated
    keys = sorted((stated.keys() | given.keys()) - set(gold.ambiguous))
    return {key: _judge_cell(key, stated, given) for key in keys}


def _judge_cell(key: str, stated: Mapping[str, Number | None], given: Given) -> Outcome:
    if key not in given:
        return "missed"
    if key not in stated:
        return "invented"
    return "right" if is_equal(given[key][0], stated[key]) else "wrong"


def find_mistakes(gold: Gold, given: Given, reasons: Mapping[str, str] | None = None) -> Iterator[Mistake]:
    """Every cell that is not right, with where the given value stands."""
    stated = gold.stated
    for key, kind in judge(gold, given).items():
        if kind != "right":
            value, evidence = given.get(key, (None, None))
            yield Mistake(kind, key, stated.get(key), value, evidence, (reasons or {}).get(key, ""))


def _mismatches(gold: Gold, report: ReportResult) -> Iterator[Mismatch]:
    names: tuple[Literal["issuer", "year", "form"], ...] = ("issuer", "year", "form")
    for name in names:
        expected, found = getattr(gold, name), getattr(report, name)
        if expected is not None and expected != found:
            yield Mismatch(name, expected, found)
