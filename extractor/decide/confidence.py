"""How likely each given value is right: what speaks for and against it, weighed as gold taught (schemas/confidence.yaml)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from math import exp
from pathlib import Path

from extractor.decide.familiarity import Familiar, load_familiar, rate_strangeness
from extractor.decide.weights import weigh
from extractor.definitions import Definition, read_definition
from extractor.forms import Check, Outcome
from extractor.ids import GIVEN, TABLE
from extractor.records import Candidate, Decision
from extractor.resources import SCHEMAS

Signs = dict[str, float]  # what speaks for or against a value, by name
PLACES = 4


class Calibration(Definition):
    """schemas/confidence.yaml: `weights` of the signs in a logistic regression, and what it was fitted on."""

    gold: str
    model: str
    cells: int
    wrong: int
    intercept: float
    weights: dict[str, float]


@cache
def load_calibration(folder: Path = SCHEMAS) -> Calibration:
    """The calibration of the schemas folder."""
    return read_definition(folder / "confidence.yaml", Calibration)


def rate_decisions(decisions: Mapping[str, Decision], checks: Iterable[Check]) -> dict[str, Decision]:
    """The decisions, each value that is given with how likely it is right, between 0 and 1; `checks`: of all sums."""
    rated = dict(decisions)
    for key, signs in decisions_to_signs(decisions, checks).items():
        rated[key] = decisions[key]._replace(confidence=_chance(tuple(signs.items())))
    return rated


@lru_cache(maxsize=1024)  # most cells of a table have the same signs
def _chance(signs: tuple[tuple[str, float], ...]) -> float:
    calibration = load_calibration()
    total = sum(calibration.weights.get(name, 0.0) * value for name, value in signs if value)
    return round(1 / (1 + exp(-calibration.intercept - total)), PLACES)


def decisions_to_signs(
    decisions: Mapping[str, Decision], checks: Iterable[Check], familiar: Familiar | None = None
) -> dict[str, Signs]:
    """What speaks for and against each value that is given. `familiar`: other pairs than those of the schemas."""
    familiar = load_familiar() if familiar is None else familiar
    doubted = _share_of_doubted(decisions)
    given = [decision for decision in decisions.values() if decision.status in GIVEN]
    outcomes = _outcomes_by_key(checks)
    return {
        d.key: {
            **_signs(d, outcomes.get(d.key, ())),
            "doubted": doubted,
            "strange": rate_strangeness(d.key, d.evidence, familiar) or 0.0,
        }
        for d in given
    }


def _outcomes_by_key(checks: Iterable[Check]) -> dict[str, set[Outcome]]:
    """What comes of the sums that each cell is part of."""
    outcomes: dict[str, set[Outcome]] = {}
    for check in checks:
        for key in check.identity.keys if check.identity.kind != "at_most" else ():
            outcomes.setdefault(key, set()).add(check.outcome)
    return outcomes


def _signs(decision: Decision, outcomes: Collection[Outcome]) -> Signs:
    told = [c for c in decision.candidates if c.status in GIVEN]
    witnesses = {c.backend for c in told if c.accepted and c.value == decision.value}
    return {
        "printed": TABLE in witnesses,
        "agreed": len(witnesses) > 1,
        "passed-over": "not_stated" in {c.status for c in decision.candidates},
        "model-alone": witnesses == {"llm"},
        "contradicted": any(c.value != decision.value and weigh(c) > 0 for c in told),
        "none-stated": decision.status == "none_stated",
        "sum-holds": "holds" in outcomes,
        "sum-fails": "fails" in outcomes,
    }


def _share_of_doubted(decisions: Mapping[str, Decision]) -> float:
    """A report that tells much of others, of other years and other business is read wrong more easily."""
    readings = [c for d in decisions.values() for c in d.candidates if c.backend != TABLE]
    return sum(map(_is_doubted, readings)) / (len(readings) + 1)


def _is_doubted(candidate: Candidate) -> bool:
    return candidate.status not in GIVEN and candidate.value is not None
