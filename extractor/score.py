"""Results against gold, the values read by hand: precision, recall, F1 by report, form and backend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.errors import MissingInput, UnreadableInput
from extractor.records import GIVEN, Number, Status
from extractor.results import DocumentResult, EvidenceResult, ReportResult, read_result

Z = 1.959964  # 95%
GOLD = "*.gold.json"


class GoldCell(BaseModel):
    """A value that the report states."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Number | None
    status: Status


class Gold(BaseModel):
    """One report read by hand. What it does not state is absent; `ambiguous` keys are not scored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    source: str
    lines: tuple[int | None, int | None]
    issuer: str | None
    region: str | None = None
    year: int | None
    form: str
    cells: dict[str, GoldCell]
    ambiguous: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right, given wrongly, and missed. A wrong value counts in both of the latter."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """The share of given values that are right; None where none is given."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        """The share of stated values that are given right; None where none is stated."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.false + self.missed)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A cell whose value is not the gold's."""

    kind: Literal["wrong", "invented", "missed"]
    key: str
    expected: Number | None
    given: Number | None
    evidence: EvidenceResult | None


@dataclass(frozen=True, slots=True)
class ReportScore:
    """One gold report, and what became of it."""

    gold: Gold
    found: bool
    counts: Counts
    backends: dict[str, Counts] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    mismatches: tuple[str, ...] = ()


Given = Mapping[str, tuple[Number | None, EvidenceResult | None]]


def read_golds(folder: Path) -> list[Gold]:
    """All gold of the folder."""
    return [_read_gold(path) for path in _list_files(folder, GOLD)]


def score_folders(run: Path, gold: Path, backend: str | None = None) -> tuple[ReportScore, ...]:
    """All gold of the folder against the results of the run."""
    golds = read_golds(gold)
    return score_results([read_result(path) for path in _list_files(run, "*.json")], golds, backend)


def _list_files(folder: Path, pattern: str) -> list[Path]:
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise MissingInput(f"{folder}: {'no such folder' if not folder.is_dir() else f'no {pattern} in it'}")
    return paths


def _read_gold(path: Path) -> Gold:
    try:
        return Gold.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror}") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}: not a gold file: {' '.join(str(error).split())}") from error


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
        mistakes = tuple(find_mistakes(gold, {}))
        return ReportScore(gold, False, count_cells(gold, {}), {}, mistakes, ("no result",))
    given = decisions_to_given(report) if backend is None else proposals_to_given(report, backend)
    names = sorted({c.backend for cell in report.cells.values() for c in cell.candidates})
    return ReportScore(
        gold,
        True,
        count_cells(gold, given),
        {name: count_cells(gold, proposals_to_given(report, name)) for name in names},
        tuple(find_mistakes(gold, given)),
        tuple(_mismatches(gold, report)),
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


def count_cells(gold: Gold, given: Given) -> Counts:
    """Right, false and missed cells, `ambiguous` ones left out."""
    stated = _stated(gold)
    offered = given.keys() - set(gold.ambiguous)
    right = sum(key in given and is_equal(given[key][0], value) for key, value in stated.items())
    return Counts(right, len(offered) - right, len(stated) - right)


def find_mistakes(gold: Gold, given: Given) -> Iterator[Mistake]:
    """Every cell that is not right, with where the given value stands."""
    stated = _stated(gold)
    for key in sorted((stated.keys() | given.keys()) - set(gold.ambiguous)):
        value, evidence = given.get(key, (None, None))
        if key not in given:
            yield Mistake("missed", key, stated[key], None, None)
        elif key not in stated:
            yield Mistake("invented", key, None, value, evidence)
        elif not is_equal(value, stated[key]):
            yield Mistake("wrong", key, stated[key], value, evidence)


def _stated(gold: Gold) -> dict[str, Number | None]:
    ambiguous = set(gold.ambiguous)
    return {k: cell.value for k, cell in gold.cells.items() if cell.status in GIVEN and k not in ambiguous}


def is_equal(one: Number | None, other: Number | None) -> bool:
    """The same number; 12.10 in a file may be 12.1 a rounding away."""
    return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-9)


def _mismatches(gold: Gold, report: ReportResult) -> Iterator[str]:
    for name in ("issuer", "year", "form"):
        expected, found = getattr(gold, name), getattr(report, name)
        if expected is not None and expected != found:
            yield f"{name}: {found} instead of {expected}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The 95% interval of a share, which stays sensible for few cells and near 0 and 1."""
    if not whole:
        return None
    share, weight = part / whole, Z * Z / whole
    middle = (share + weight / 2) / (1 + weight)
    reach = Z / (1 + weight) * math.sqrt(share * (1 - share) / whole + weight / (4 * whole))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def intervals(counts: Counts) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """The 95% intervals of precision and recall."""
    right = counts.right
    return wilson(right, right + counts.false), wilson(right, right + counts.missed)


def group_scores(scores: Sequence[ReportScore]) -> dict[str, dict[str, Counts]]:
    """The sums, micro and not macro: by report, form and backend, and overall."""
    names = sorted({name for score in scores for name in score.backends})
    return {
        "report": {score.gold.id: score.counts for score in scores},
        "form": {
            form: _sum(score.counts for score in scores if score.gold.form == form)
            for form in sorted({score.gold.form for score in scores})
        },
        # A report in which a backend proposed nothing still has what it missed.
        "backend": {n: _sum(s.backends.get(n) or count_cells(s.gold, {}) for s in scores) for n in names},
        "overall": {"all": _sum(score.counts for score in scores)},
    }


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def score_to_json(scores: Sequence[ReportScore]) -> dict[str, Any]:
    """Everything, as plain data."""
    groups = group_scores(scores)
    reports = [
        {
            "id": score.gold.id,
            "found": score.found,
            "mismatches": score.mismatches,
            "mistakes": [_mistake_to_json(mistake) for mistake in score.mistakes],
        }
        for score in scores
    ]
    counted = {name: {key: _counts_to_json(c) for key, c in group.items()} for name, group in groups.items()}
    return {**counted, "reports": reports}


def _mistake_to_json(mistake: Mistake) -> dict[str, Any]:
    evidence = mistake.evidence.model_dump(mode="json") if mistake.evidence else None
    return {
        "kind": mistake.kind,
        "key": mistake.key,
        "expected": mistake.expected,
        "given": mistake.given,
        "evidence": evidence,
    }


def _counts_to_json(counts: Counts) -> dict[str, Any]:
    shares = {name: getattr(counts, name) for name in ("precision", "recall", "f1")}
    precision, recall = intervals(counts)
    return {**asdict(counts), **shares, "precision_interval": precision, "recall_interval": recall}


def score_to_view(scores: Sequence[ReportScore]) -> RenderableType:
    """The sums as a table, then the mistakes and mismatches report by report."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("", overflow="fold")
    for name in ("right", "false", "missed", "precision %", "recall %", "F1 %"):
        table.add_column(name, justify="right", no_wrap=True)
    for group, counted in group_scores(scores).items():
        table.add_row(Text(f"by {group}" if group != "overall" else group, style="bold"))
        for name, counts in counted.items():
            table.add_row(Text(name), *_row(counts))
    return Group(table, *(_details(score) for score in scores if score.mistakes or score.mismatches))


def _row(counts: Counts) -> tuple[str, ...]:
    precision, recall = intervals(counts)
    numbers = (counts.right, counts.false, counts.missed)
    shares = (_percent(counts.precision, precision), _percent(counts.recall, recall), _percent(counts.f1))
    return (*map(str, numbers), *shares)


def _percent(share: float | None, interval: tuple[float, float] | None = None) -> str:
    if share is None:
        return "-"
    reach = f" ({100 * interval[0]:.0f}-{100 * interval[1]:.0f})" if interval else ""
    return f"{100 * share:.1f}{reach}"


def _details(score: ReportScore) -> RenderableType:
    lines = Text(score.gold.id, style="bold")
    for mismatch in score.mismatches:
        lines.append(f"\n  {mismatch}", style="yellow")
    if not score.found:
        return lines.append("\n")
    for m in score.mistakes:
        values = (f"{'nothing' if v is None else v}" for v in (m.given, m.expected))
        lines.append(f"\n  {m.kind} {m.key}: {' instead of '.join(values)}", style="default not bold")
        if m.evidence:
            where = f"  [{m.evidence.ref}] {' '.join(m.evidence.text.split())[:60]}"
            lines.append(where, style="dim not bold")
    return lines.append("\n")
