"""What the scored reports cost, and each cell that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.money import Money, Prices, load_prices, money_to_text
from extractor.score.counts import count_outcomes
from extractor.score.scoring import ReportScore
from extractor.speech import say


@dataclass(frozen=True, slots=True)
class Costs:
    """The money for the reports' questions, and the cells that are right for it."""

    money: Money
    right: int

    @property
    def each(self) -> Money | None:
        """For a cell that is right; none where none is."""
        return Money(self.money.amount / self.right, self.money.currency) if self.right else None


def scores_to_costs(scores: Sequence[ReportScore], prices: Prices | None = None) -> list[Costs]:
    """By currency, of the reports whose model has a known price; the embedded model has none."""
    known = prices or load_prices()
    paid: dict[str, float] = {}
    right: dict[str, int] = {}
    for score in scores:
        price = known.find(score.model)
        if price:
            cost = price.cost(score.prompt_tokens, score.completion_tokens)
            paid[cost.currency] = paid.get(cost.currency, 0.0) + cost.amount
            counts = count_outcomes(score.cells.values())
            right[cost.currency] = right.get(cost.currency, 0) + counts.right
    return [Costs(Money(amount, currency), right[currency]) for currency, amount in paid.items()]


def costs_to_text(costs: Costs) -> str:
    """In a line."""
    each = say("score.cost-each", money=money_to_text([costs.each])) if costs.each else ""
    return say("score.cost", money=money_to_text([costs.money]), right=costs.right, each=each)


def costs_to_json(costs: Costs) -> dict[str, object]:
    """As plain data."""
    each = costs.each.amount if costs.each else None
    return {
        "currency": costs.money.currency,
        "amount": costs.money.amount,
        "right": costs.right,
        "each": each,
    }
