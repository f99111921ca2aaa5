"""Runs, the answers that they paid for, and what these cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from extractor.store.engine import insert_row, reading
from extractor.store.packing import Row
from extractor.store.work_tables import calls, runs

Price = Callable[[str | None, int, int], tuple[float, str] | None]  # model, tokens -> money and its currency


def no_price(model: str | None, prompt_tokens: int, completion_tokens: int) -> None:
    """For stores that are only read."""


def to_priced(row: Row, price: Price) -> Row:
    """The row of a model's usage with what that cost, where it is known."""
    money = price(row["model"], row["prompt_tokens"], row["completion_tokens"])
    cost, currency = money or (None, None)
    return {**row, "cost": cost, "currency": currency}


def begin_run(connection: Connection, version: str, settings: Mapping[str, Any], moment: str) -> int:
    """A run's number."""
    row = {"started_at": moment, "version": version, "settings": dict(settings)}
    return insert_row(connection, runs, row)


def end_run(connection: Connection, run: int, ending: str, moment: str) -> None:
    """How it ended."""
    connection.execute(update(runs).where(runs.c.id == run).values(ended_at=moment, ending=ending))


def add_call(connection: Connection, priced: Row, moment: str) -> None:
    """An answer, as it was paid for."""
    connection.execute(insert(calls).values(**priced, called_at=moment))


def list_answers(engine: Engine, sha256: str) -> list[tuple[str, str]]:
    """What was asked about these bytes and answered, in any run."""
    chosen = select(calls.c.asked, calls.c.answered).where(calls.c.sha256 == sha256).order_by(calls.c.id)
    with reading(engine) as connection:
        return [(asked, answered) for asked, answered in connection.execute(chosen)]


def sum_costs(engine: Engine, run: int | None = None) -> dict[str, float]:
    """The money that calls cost, of one run or of all, by currency."""
    chosen = select(calls.c.currency, func.sum(calls.c.cost)).where(calls.c.cost.is_not(None))
    if run is not None:
        chosen = chosen.where(calls.c.run_id == run)
    with reading(engine) as connection:
        rows = connection.execute(chosen.group_by(calls.c.currency)).all()
    return {currency: cost for currency, cost in rows if currency}
