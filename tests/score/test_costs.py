"""What right cells cost."""

from __future__ import annotations

import pytest

from extractor.money import Prices
from extractor.money.prices import PriceDefinition, TierDefinition
from extractor.score.costs import costs_to_json, costs_to_text, scores_to_costs
from extractor.score.gold import Gold
from extractor.score.scoring import ReportScore

GOLD = Gold(id="a", source="a.txt", lines=(1, None), issuer=None, year=2014, form="2014", cells={})
YUAN = PriceDefinition(models=("m",), currency="CNY", tiers=(TierDefinition(input=2, output=8),))


def score(model: str | None, *outcomes: str) -> ReportScore:
    cells = {str(number): outcome for number, outcome in enumerate(outcomes)}
    return ReportScore(GOLD, True, cells, cells, model=model, prompt_tokens=10_000, completion_tokens=1_000)  # type: ignore[arg-type]


def test_each_right_cell() -> None:
    scores = [score("m", "right", "right", "false"), score("m", "right", "missed"), score(None, "right")]
    (costs,) = scores_to_costs(scores, Prices([YUAN]))
    assert costs.money.amount == pytest.approx(0.056) and costs.right == 3
    assert costs_to_text(costs) == "cost: 0.0560 CNY for 3 right cells; 0.0187 CNY a right cell"
    assert costs_to_json(costs)["each"] == pytest.approx(0.056 / 3)


def test_none_is_right_and_none_is_known() -> None:
    (costs,) = scores_to_costs([score("m", "missed")], Prices([YUAN]))
    assert costs.each is None and costs_to_text(costs) == "cost: 0.0280 CNY for 0 right cells"
    assert scores_to_costs([score("nobody-knows-it", "right")], Prices([])) == []
