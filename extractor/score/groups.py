"""Scores put together by report, form, block, backend and rule; and all of it as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extractor.ids import TABLE
from extractor.output import Remark, remark_to_text
from extractor.score.costs import costs_to_json, scores_to_costs
from extractor.score.counts import Counts, Estimate, Sample, count_outcomes, count_sample, estimate
from extractor.score.reliability import reliability_to_json, scores_to_reliability
from extractor.score.scoring import Judged, Mismatch, Mistake, ReportScore
from extractor.score.witnesses import count_worth, worth_to_json
from extractor.speech import Lang

DECIDED = "decided"
NARRATIVE = "backend, narrative"


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How many cells a rule decided, and what became of those that are stated or given."""

    cells: int
    counts: Counts


def group_scores(scores: Sequence[ReportScore]) -> dict[str, dict[str, Counts]]:
    """The sums of each group."""
    return {
        group: {name: count_sample(sample) for name, sample in samples.items()}
        for group, samples in group_samples(scores).items()
    }


def group_estimates(scores: Sequence[ReportScore]) -> dict[str, dict[str, Estimate]]:
    """The sums of each group with their intervals."""
    return {
        group: {name: estimate(sample) for name, sample in samples.items()}
        for group, samples in group_samples(scores).items()
    }


def group_samples(scores: Sequence[ReportScore]) -> dict[str, dict[str, Sample]]:
    """The cells by report, form, block and backend, and overall. Beside the backends stand the decisions.

    Sentences are not read where a table told the block; `backend, narrative` leaves out what a table told.
    """
    names = sorted({name for score in scores for name in score.backends})
    readers = [name for name in names if name != TABLE]
    return {
        "report": {score.gold.id: _sample([score.cells]) for score in scores},
        "form": {
            form: _sample(score.cells for score in scores if score.gold.form == form)
            for form in sorted({score.gold.form for score in scores})
        },
        "block": {
            block: _sample(_of_block(score.cells, block) for score in scores)
            for block in sorted({_block(key) for score in scores for key in score.cells})
        },
        "backend": {
            **{name: _sample(score.judge_backend(name) for score in scores) for name in names},
            DECIDED: _sample(score.decided for score in scores),
        },
        NARRATIVE: {
            **{n: _sample(untold(score, score.judge_backend(n)) for score in scores) for n in readers},
            DECIDED: _sample(untold(score, score.decided) for score in scores),
        },
        "overall": {"all": _sample(score.cells for score in scores)},
    }


def _sample(reports: Iterable[Judged]) -> Sample:
    return [tuple(judged.values()) for judged in reports]


def _block(key: str) -> str:
    """Each key begins with its block."""
    return key.partition(".")[0]


def _of_block(judged: Judged, block: str) -> Judged:
    return {key: kind for key, kind in judged.items() if _block(key) == block}


def untold(score: ReportScore, judged: Judged) -> Judged:
    """Those of the cells that no printed table told."""
    return {key: kind for key, kind in judged.items() if key not in score.told}


def count_rules(scores: Sequence[ReportScore]) -> dict[str, RuleScore]:
    """What each rule decided, the most used first, and how well."""
    cells = Counter(rule for score in scores for rule in score.rules.values())
    return {rule: RuleScore(number, _count_rule(scores, rule)) for rule, number in cells.most_common()}


def _count_rule(scores: Sequence[ReportScore], rule: str) -> Counts:
    return count_outcomes(kind for s in scores for key, kind in s.decided.items() if s.rules.get(key) == rule)


def score_to_json(scores: Sequence[ReportScore]) -> dict[str, Any]:
    """Everything, as plain data."""
    groups = group_estimates(scores).items()
    costs = scores_to_costs(scores)
    rules = {name: {"cells": r.cells, **_counts_to_json(r.counts)} for name, r in count_rules(scores).items()}
    return {
        **{group: {name: _estimate_to_json(e) for name, e in found.items()} for group, found in groups},
        "rule": rules,
        "witnesses": worth_to_json(count_worth(scores)),
        "reliability": reliability_to_json(scores_to_reliability(scores)),
        **({"costs": list(map(costs_to_json, costs))} if costs else {}),
        "reports": [_report_to_json(score) for score in scores],
    }


def _report_to_json(score: ReportScore) -> dict[str, Any]:
    return {
        "id": score.gold.id,
        "found": score.found,
        "mismatches": list(map(mismatch_to_text, score.mismatches)),
        "differs": [asdict(mismatch) for mismatch in score.mismatches],
        "mistakes": [_mistake_to_json(mistake) for mistake in score.mistakes],
    }


def mismatch_to_text(mismatch: Mismatch, lang: Lang = "en") -> str:
    """What the result says and what gold."""
    details = (("expected", mismatch.expected), ("found", mismatch.found))
    return remark_to_text(Remark("score", mismatch.about, details), lang)


def _mistake_to_json(mistake: Mistake) -> dict[str, Any]:
    evidence = mistake.evidence.model_dump(mode="json") if mistake.evidence else None
    return {
        "kind": mistake.kind,
        "key": mistake.key,
        "expected": mistake.expected,
        "given": mistake.given,
        "evidence": evidence,
        "reason": mistake.reason,
    }


def _counts_to_json(counts: Counts) -> dict[str, Any]:
    return {**asdict(counts), **{name: getattr(counts, name) for name in ("precision", "recall", "f1")}}


def _estimate_to_json(found: Estimate) -> dict[str, Any]:
    intervals = {f"{name}_interval": getattr(found, name) for name in ("precision", "recall", "f1")}
    return {**_counts_to_json(found.counts), **intervals}
