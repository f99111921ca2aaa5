"""What a model's answers cost, and what a question will. Knows no run and no report.

Door: `load_prices` gives `Prices`, which finds the `Price` of a model; `Estimate` foresees the tokens of a question, and
learns from the answers.

prices    models and their prices: the user's file, schemas/prices.yaml, genai-prices
estimate  a question -> the tokens that it will take"""

from __future__ import annotations

from extractor.money.estimate import Estimate, Tokens
from extractor.money.prices import FREE, Money, Price, Prices, load_prices, money_to_text

__all__ = [
    "FREE",
    "Estimate",
    "Money",
    "Price",
    "Prices",
    "Tokens",
    "load_prices",
    "money_to_text",
]
