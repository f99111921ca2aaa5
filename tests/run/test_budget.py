"""Limits on what a run asks: in a minute, and in money."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from support import fails

from extractor.errors import DefinitionError, RunStopped
from extractor.model import Answer, Request
from extractor.money import FREE, Estimate, Money, Price, Tokens, load_prices, money_to_text
from extractor.money.prices import TierDefinition
from extractor.run.budget import MINUTE, Budget, DryRun, Pace
from extractor.run.stopping import Stop

DEAR = Price("CNY", (TierDefinition(input=1_000_000, output=0),))  # a token costs 1


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def request(characters: int = 100, items: int = 2) -> Request:
    answer = Answer({str(n): ("1:1", "未提及") for n in range(items)})
    return Request([{"role": "user", "content": "字" * characters}], answer, 200)


class TestPace:
    def test_no_minute_has_more(self) -> None:
        clock, taken = Clock(), []
        pace = Pace(5, clock)
        while clock.now < 300:
            waiting = pace.claim(1)
            if waiting:
                clock.now += waiting
            else:
                taken.append(clock.now)
                clock.now += 1.7
        for moment in taken:
            assert sum(moment <= other < moment + MINUTE - 0.001 for other in taken) <= 5
        assert len(taken) >= 5 * 300 / MINUTE - 1  # and the limit is used

    def test_weights(self) -> None:
        clock = Clock()
        pace = Pace(1000, clock)
        assert pace.claim(700) == 0 and pace.claim(400) == MINUTE
        clock.now = MINUTE
        assert pace.claim(400) == 0

    def test_what_is_too_large_for_a_minute_has_one_to_itself(self) -> None:
        clock = Clock()
        pace = Pace(1000, clock)
        assert pace.claim(5000) == 0 and pace.claim(1) == MINUTE

    def test_without_a_limit(self) -> None:
        pace = Pace(None)
        assert all(pace.claim(10**9) == 0 for _ in range(100))


class TestBudget:
    def test_money_under_way_counts_as_spent(self) -> None:
        stop = Stop()
        cost = DEAR.cost(*Estimate().expect(request())).amount
        budget = Budget(stop, DEAR, most=2.5 * cost)
        first, second = request(), request()
        assert budget.enter(first) and budget.enter(second)
        with pytest.raises(RunStopped):
            budget.enter(request())
        assert stop and stop.ending == "money"
        budget.leave(first, 10, 1)
        assert budget.spent.calls == 1 and budget.spent.money == {"CNY": 10}

    def test_a_stop_ends_waiting(self) -> None:
        stop = Stop()
        budget = Budget(stop, calls=1)
        budget.enter(request())
        threading.Timer(0.1, stop.request, ["stopped"]).start()
        with pytest.raises(RunStopped):
            budget.enter(request())

    def test_a_dry_run_lets_nothing_pass(self) -> None:
        gate = DryRun(DEAR)
        assert not gate.enter(request())
        assert gate.spent.calls == 1 and gate.spent.money["CNY"] > 0


class TestEstimate:
    def test_it_learns(self) -> None:
        estimate = Estimate()
        for _ in range(200):
            estimate.learn(request(1000, 10), Tokens(1500, 300))
        expected = estimate.expect(request(1000, 10))
        assert expected.prompt == pytest.approx(1500, rel=0.02)
        assert expected.completion == 200  # no more than the question allows

    def test_an_endpoint_that_counts_nothing_teaches_nothing(self) -> None:
        estimate = Estimate()
        before = estimate.expect(request())
        estimate.learn(request(), Tokens(0, 0))
        assert estimate.expect(request()) == before


class TestPrices:
    def test_ours_and_those_that_are_listed(self) -> None:
        prices = load_prices()
        for model in ("qwen-plus", "qwen3-max", "glm-4.6", "gpt-4o-mini", "deepseek-chat"):
            price = prices.find(model)
            assert price and price.cost(1_000_000, 0).amount > 0, model
        assert prices.find("qwen-plus-2026-01-01") == prices.find("qwen-plus")
        assert prices.find("nobody-knows-it") is None and prices.find(None) is None

    def test_tiers_by_the_length_of_the_question(self) -> None:
        price = load_prices().find("qwen3-max")
        assert price is not None
        short, long = price.cost(32_000, 0), price.cost(64_000, 0)
        assert long.amount > 2 * short.amount

    def test_the_user_s_come_first(self, tmp_path: Path) -> None:

        own = tmp_path / "prices.yaml"
        own.write_text(
            "prices: [{models: [qwen-plus], currency: EUR, tiers: [{input: 1, output: 1}]}]", "utf-8"
        )
        assert load_prices(own).find("qwen-plus") == Price("EUR", (TierDefinition(input=1, output=1),))
        own.write_text("prices: [{models: [a], currency: yuan, tiers: []}]", "utf-8")
        with fails(DefinitionError, "schema.mistakes", path="prices.yaml") as caught:
            load_prices(own)
        assert "currency" in str(caught.value)

    def test_words(self) -> None:
        assert FREE.cost(10**9, 10**9) == Money(0, "USD")
        assert money_to_text([Money(1234.5, "CNY"), Money(0.00012, "USD")]) == "1,234.5000 CNY + 0.0001 USD"
        assert money_to_text([]) == ""
