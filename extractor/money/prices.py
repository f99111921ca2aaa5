"""Models and their prices: the user's file, then schemas/prices.yaml, then the list of genai-prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from extractor.definitions import Definition, read_definition
from extractor.resources import SCHEMAS

MILLION = 1_000_000
USUAL = 4_000  # tokens of a question: of prices that grow with the length, that for such ones counts
DOLLAR = "USD"  # the currency of genai-prices
IN_BATCH = 0.5  # of the price, for what is asked in a batch


class Money(NamedTuple):
    """An amount in a currency."""

    amount: float
    currency: str


class TierDefinition(Definition):
    """The price of a million tokens, for questions of up to so many."""

    up_to: int | None = None
    input: Annotated[float, Field(ge=0)]
    output: Annotated[float, Field(ge=0)]


class PriceDefinition(Definition):
    """The price of some models."""

    models: Annotated[tuple[str, ...], Field(min_length=1)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    seen: str = ""
    batch: Annotated[float, Field(ge=0)] = IN_BATCH
    tiers: Annotated[tuple[TierDefinition, ...], Field(min_length=1)]


class PricesFile(Definition):
    """schemas/prices.yaml, explained at its top."""

    prices: tuple[PriceDefinition, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs."""

    currency: str
    tiers: tuple[TierDefinition, ...]
    batch: float = IN_BATCH

    @property
    def in_batch(self) -> Price:
        """What it costs in a batch."""
        tiers = (
            tier.model_copy(update={"input": tier.input * self.batch, "output": tier.output * self.batch})
            for tier in self.tiers
        )
        return Price(self.currency, tuple(tiers), 1)

    def cost(self, prompt_tokens: int, completion_tokens: int) -> Money:
        """The money for one answer."""
        fitting = (tier for tier in self.tiers if tier.up_to is None or prompt_tokens <= tier.up_to)
        tier = next(fitting, self.tiers[-1])
        amount = prompt_tokens * tier.input + completion_tokens * tier.output
        return Money(amount / MILLION, self.currency)


FREE = Price(DOLLAR, (TierDefinition(input=0, output=0),))


class Prices:
    """The prices that are known, of single calls or of batches."""

    def __init__(self, definitions: Iterable[PriceDefinition], *, in_batch: bool = False) -> None:
        self._in_batch = in_batch
        self._found: dict[str, Price | None] = {}
        self._definitions = tuple(definitions)

    def find(self, model: str | None) -> Price | None:
        """The price of the model; None where none is known."""
        if model is None:
            return None
        if model not in self._found:
            price = self._ours(model) or _listed(model)
            self._found[model] = price.in_batch if price and self._in_batch else price
        return self._found[model]

    def _ours(self, model: str) -> Price | None:
        """The longest name that the model's begins with; of equal ones the first."""
        name = model.lower()
        fitting = [known for known in self._by_name if name.startswith(known)]
        return self._by_name[max(fitting, key=len)] if fitting else None

    @cached_property
    def _by_name(self) -> Mapping[str, Price]:
        found: dict[str, Price] = {}
        for definition in self._definitions:
            for name in definition.models:
                price = Price(definition.currency, definition.tiers, definition.batch)
                found.setdefault(name.lower(), price)
        return found


def load_prices(own: Path | None = None, *, in_batch: bool = False) -> Prices:
    """The prices of the user's file, where there is one, before ours."""
    files = [*([own] if own else []), SCHEMAS / "prices.yaml"]
    found = (price for file in files for price in read_definition(file, PricesFile).prices)
    return Prices(found, in_batch=in_batch)


def money_to_text(money: Iterable[Money]) -> str:
    """The amounts, with as many digits as small ones need; nothing where there is none."""
    return " + ".join(f"{amount:,.4f} {currency}" for amount, currency in money)


def _listed(model: str) -> Price | None:
    """The price in the list of genai-prices, where that is installed and has the model."""
    try:
        from genai_prices import Usage, calc_price
    except ImportError:
        return None
    try:
        found = calc_price(Usage(input_tokens=USUAL, output_tokens=USUAL), model_ref=model)
    except LookupError:
        return None
    times = MILLION / USUAL
    tier = TierDefinition(input=float(found.input_price) * times, output=float(found.output_price) * times)
    return Price(DOLLAR, (tier,))
