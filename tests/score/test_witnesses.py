"""What rules and model are worth apart and together, and how far confidence can be relied on."""

from __future__ import annotations

import pytest

from extractor.records import Number
from extractor.score import Gold, Outcome, ReportScore
from extractor.score.reliability import scores_to_reliability
from extractor.score.scoring import judge
from extractor.score.witnesses import Worth, count_worth

Values = dict[str, Number | None]
STATED = {"a": 1, "b": 2, "c": 3}


def score(rules: Values, model: Values, judged: Values, told: frozenset[str] = frozenset()) -> ReportScore:
    cells = {key: {"value": value, "status": "reported"} for key, value in STATED.items()}
    whose = {"id": "a", "source": "a.txt", "lines": (1, None), "issuer": None, "year": 2014, "form": "2014"}
    gold = Gold.model_validate(whose | {"cells": cells})
    proposed = {"regex": rules, "llm": model}
    backends = {
        name: judge(gold, {key: (value, None) for key, value in values.items()})
        for name, values in proposed.items()
    }
    decided = judge(gold, {key: (value, None) for key, value in judged.items()})
    return ReportScore(gold, True, decided, decided, backends, proposed, told=told)


def test_who_was_right_where_they_meet_and_where_they_do_not() -> None:
    rules: Values = {"a": 1, "b": 2}
    model: Values = {"a": 1, "b": 9, "c": 3, "x": 5}
    found = count_worth([score(rules, model, {"a": 1, "b": 2})])
    assert found == {
        "agree": Worth(1, 1, 1, 1),
        "differ": Worth(1, 1, 0, 1),
        "rules-alone": Worth(),
        "model-alone": Worth(2, 0, 1, 1),  # of what is not stated the judge gave nothing; c it missed
    }


def test_what_a_table_told_is_no_matter_of_theirs() -> None:
    assert count_worth([score({"a": 1}, {}, {"a": 1}, frozenset("a"))])["rules-alone"] == Worth()


def rated(*cells: tuple[float, Outcome]) -> ReportScore:
    made = score({}, {}, {})
    decided = {str(n): outcome for n, (_, outcome) in enumerate(cells)}
    confidence = {str(n): chance for n, (chance, _) in enumerate(cells)}
    return ReportScore(made.gold, True, decided, decided, confidence=confidence)


def test_each_tenth_says_what_was_predicted_and_what_was_right() -> None:
    found = scores_to_reliability([rated((0.95, "right"), (0.97, "right"), (0.91, "wrong"), (0.2, "wrong"))])
    low, high = found.bins
    assert (low.low, low.cells, low.predicted, low.right) == (0.2, 1, 0.2, 0.0)
    assert (high.high, high.cells) == (1.0, 3) and high.right == pytest.approx(2 / 3)
    assert high.predicted == pytest.approx((0.95 + 0.97 + 0.91) / 3)


def test_where_the_wrong_cells_lie() -> None:
    sure: list[tuple[float, Outcome]] = [(0.99, "right")] * 17
    cells: list[tuple[float, Outcome]] = [(0.5, "wrong"), (0.6, "right"), (0.7, "wrong"), *sure]
    found = scores_to_reliability([rated(*cells)])
    assert (found.wrong, found.in_tenth, found.in_fifth) == (2, 0.5, 1.0)
    assert scores_to_reliability([rated((0.9, "right"))]).in_tenth is None
