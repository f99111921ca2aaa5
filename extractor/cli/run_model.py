"""Who answers in a run into a store, at what price, and how files are read with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.ids import READERS
from extractor.money import FREE, Price, Prices
from extractor.run import Reading

if TYPE_CHECKING:
    from extractor.cassettes.tape import Shelf
    from extractor.cassettes.transport import Gate, Later
    from extractor.cli.run_order import Order
    from extractor.model import Backend, Live


@dataclass(frozen=True)
class Chosen:
    """A model, and what it costs; none for runs that only read by rules."""

    live: Live | None = None
    price: Price | None = None

    @property
    def name(self) -> str | None:
        """The model's."""
        return self.live.name if self.live else None

    def backend(self, shelf: Shelf, gate: Gate | None = None, later: Later | None = None) -> Backend:
        """Who answers: what is on the shelf, else the model, if the gate lets the question pass; or no one yet, where
        questions are kept for later."""
        if self.live is None:
            from extractor.model import NoModel

            return NoModel()
        from extractor.cassettes.transport import Cassettes

        return Cassettes(Path(), "new", self.live, shelf=shelf, gate=gate, later=later)


def chosen_models(
    order: Order, prices: Prices, progress: Callable[[int, int], None]
) -> tuple[Chosen, Chosen | None]:
    """The run's model, and the one that is asked where the first one fails."""
    if "llm" not in readers_of(order):
        if order.batch:
            raise UsageError("run.batch-readers")
        return Chosen(), None
    names = [order.model, *([order.fallback_model] if order.fallback_model else [])]
    first, *others = (_chosen(name, order, prices, progress) for name in names)
    if order.batch and first.live and first.live.serial:
        raise UsageError("run.batch-endpoint")
    if order.ray and first.live and first.live.serial:
        raise UsageError("run.ray-endpoint")
    if order.max_cost is not None:
        _check_prices([first, *others])
    return first, others[0] if others else None


def chosen_reading(order: Order, model: Chosen) -> Reading:
    """How files are read."""
    from extractor.store import pack

    form = order.form
    if form:
        from extractor.forms import find_form

        form = find_form(form).id
    return Reading(
        readers_of(order),
        form,
        order.retries,
        model.name,
        issuer=order.issuer,
        year=order.year,
        ask=order.ask,
        pack=pack,
        is_last=order.fallback_model is None,
    )


def readers_of(order: Order) -> tuple[str, ...]:
    """All, unless some are named."""
    return order.readers or READERS


def _chosen(name: str | None, order: Order, prices: Prices, progress: Callable[[int, int], None]) -> Chosen:
    from extractor.model import choose_backend, read_extras

    extras = read_extras(order.headers, order.fields)
    live = choose_backend(name, order.mode, extras=extras, progress=progress)
    return Chosen(live, FREE if live.serial else prices.find(live.name))  # the embedded one costs nothing


def _check_prices(models: Sequence[Chosen]) -> None:
    for model in models:
        if model.price is None:
            raise UsageError("money.no-price", model=model.name)
    if len({model.price.currency for model in models if model.price}) > 1:
        raise UsageError("money.two-currencies")
