"""Decisions put in the place of what was read, each with whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from extractor.messages import load_messages
from extractor.speech import FILLER

if TYPE_CHECKING:
    from extractor.output import CellResult, DocumentResult, ReportResult
    from extractor.store.decided import Standing, Step

PERSON = "person"  # the reader of a decided cell
DECIDED = "decided"  # the rule of such a cell
Standings = Mapping[tuple[str, int], Mapping[str, "Standing"]]


def apply_decisions(result: DocumentResult, decided: Standings) -> DocumentResult:
    """The result as people see it."""
    sha256 = result.source.sha256
    reports = tuple(
        _apply(report, decided.get((sha256, number), {})) for number, report in enumerate(result.reports, 1)
    )
    return result.model_copy(update={"reports": reports})


def _apply(report: ReportResult, standings: Mapping[str, Standing]) -> ReportResult:
    fitting = {
        key: standing.decision
        for key, standing in standings.items()
        if standing.decision and key in report.cells and fits(standing.decision, report.lines)
    }
    if not fitting:
        return report
    cells = {
        key: _decide(cell, fitting[key]) if key in fitting else cell for key, cell in report.cells.items()
    }
    return report.model_copy(update={"cells": cells})


def fits(step: Step, lines: tuple[int, int]) -> bool:
    """Whether the decision was made of a report on these lines; a file may be cut into reports anew."""
    return step.lines[0] <= lines[1] and lines[0] <= step.lines[1]


def _decide(cell: CellResult, step: Step) -> CellResult:
    details = {"person": step.person, "at": step.decided_at, "action": step.action}
    words = FILLER.fill(load_messages().reasons[DECIDED], details)
    same = cell.status == step.status and cell.value == step.value
    changes: dict[str, Any] = {
        "value": step.value,
        "status": step.status,
        "backend": PERSON,
        "rule": DECIDED,
        "reason": words,
        "details": details,
        "confidence": None,
        "evidence": cell.evidence if same else None,
    }
    return cell.model_copy(update=changes)
