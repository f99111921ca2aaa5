"""What people decided of a store, beside what the program reads there now; and gold: both score the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.ids import GIVEN, MODEL, RULES
from extractor.records import Number
from extractor.score import Gold, GoldCell, Judged, ReportScore, judge, read_golds, score_results
from extractor.store import CellRead, Step, fits

if TYPE_CHECKING:
    from extractor.output import EvidenceResult
    from extractor.review.kept import Kept
    from extractor.store import State, Store

Decided = tuple[tuple[Step, CellRead], ...]
Given = dict[str, tuple[Number | None, "EvidenceResult | None"]]


class Judges:
    """Those who know better than the program: people who decided, and a folder of gold, if there is one."""

    def __init__(self, store: Store, kept: Kept, gold: Path | None = None) -> None:
        self._store, self._kept = store, kept
        self.golds = tuple(read_golds(gold)) if gold else ()

    def decided(self, state: State) -> Decided:
        """All decisions that stand, each with its cell."""
        return self._kept.get("decided", (state.read, state.decided), lambda: tuple(self._find_decided()))

    def by_people(self, state: State) -> tuple[ReportScore, ...]:
        """The program scored by decisions, cell by cell."""
        known = (state.read, state.decided)
        return self._kept.get("by people", known, lambda: tuple(_score(self.decided(state))))

    def by_gold(self, state: State) -> tuple[ReportScore, ...]:
        """The program scored by gold, over the reports whose files are so called."""
        return self._kept.get("by gold", state.read, self._score_gold) if self.golds else ()

    def _find_decided(self) -> Iterator[tuple[Step, CellRead]]:
        steps = {step.at: step for step in self._store.decisions.standing()}
        for at, read in self._store.read_cells(list(steps)).items():
            if fits(steps[at], read.lines):
                yield steps[at], read

    def _score_gold(self) -> tuple[ReportScore, ...]:
        names = {gold.source for gold in self.golds}
        scores = score_results(self._store.read_results(names=names), self.golds)
        return tuple(score for score in scores if score.found)


def _score(decided: Decided) -> Iterator[ReportScore]:
    by_report: defaultdict[tuple[str, int], list[tuple[Step, CellRead]]] = defaultdict(list)
    for step, read in decided:
        by_report[step.at.sha256, step.at.report].append((step, read))
    for (sha256, report), cells in by_report.items():
        yield _score_report(_to_gold(f"{sha256} {report}", cells), [read for _, read in cells])


def _to_gold(id: str, cells: Sequence[tuple[Step, CellRead]]) -> Gold:
    """What people said, as gold; all other cells are simply not asked for."""
    read = cells[0][1]
    stated = {
        step.at.key: GoldCell(value=step.value, status=step.status)
        for step, _ in cells
        if step.status and step.status != "not_stated"
    }
    return Gold(
        id=id, source="", lines=read.lines, issuer=read.issuer, year=read.year, form=read.form, cells=stated
    )


def _score_report(gold: Gold, cells: Sequence[CellRead]) -> ReportScore:
    decided = judge(gold, {cell.at.key: (cell.value, None) for cell in cells if cell.status in GIVEN})
    confidence = {cell.at.key: cell.confidence for cell in cells if cell.confidence is not None}
    return ReportScore(gold, True, decided, decided, _by_reader(gold, cells), confidence=confidence)


def _by_reader(gold: Gold, cells: Sequence[CellRead]) -> Mapping[str, Judged]:
    """The same of each reader alone, where it was a witness."""
    given: dict[str, Given] = {reader: {} for reader in (RULES, MODEL)}
    for cell in cells:
        for reader, value in cell.readings.items():
            given[reader][cell.at.key] = (value, None)
    return {reader: judge(gold, found) for reader, found in given.items() if found}
