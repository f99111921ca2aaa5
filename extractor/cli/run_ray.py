"""The same plan on Ray Data: workers, on this machine or on many, read files and put each result into the store themselves. A
worker that is lost loses nothing: what it had kept is kept, and Ray gives the rest to others."""

from __future__ import annotations

import logging
import os
import pickle
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from threading import current_thread, main_thread
from typing import Any

from extractor.cli.run_model import chosen_models
from extractor.cli.run_order import Order
from extractor.cli.run_store import Keeping, StoreShelf, open_for
from extractor.errors import RunStopped, UsageError
from extractor.money import load_prices
from extractor.run import (
    Budget,
    Children,
    Limits,
    Outcome,
    Reading,
    Seen,
    Sifted,
    Spent,
    Stop,
    Task,
    Workers,
    error_to_answer,
)
from extractor.run.progress import Quiet
from extractor.store import Store

A_BLOCK = 50  # files that a worker is given at once: so many are read again if it is lost
BLOCKS = 4  # for each worker at least, where there are few files
# Unless the user says otherwise: a cluster of this machine alone asks for no password, and nobody is told of its use.
SETTINGS = {"RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}


@dataclass(frozen=True)
class Plan:
    """What each worker is told once."""

    order: Order
    reading: Reading
    is_fallback: bool
    run: int
    workers: int
    folder: str  # that paths are seen from


class Reader:
    """A worker: reads files in a child process, as a run on one machine does, and keeps the results."""

    def __init__(self, plan: Plan) -> None:
        if os.path.isdir(plan.folder):
            os.chdir(plan.folder)
        order = plan.order
        prices = load_prices(order.prices)
        chosen = chosen_models(order, prices, lambda done, total: None)
        model = (chosen[1] if plan.is_fallback else None) or chosen[0]
        store = open_for(order.store, prices, free=None, must_exist=False)
        assert store is not None
        self._store: Store = store
        self._shelf = StoreShelf(store, Sifted(), plan.run)
        calls = _share(order.calls_per_minute, plan.workers)
        tokens = _share(order.tokens_per_minute, plan.workers)
        self._budget = Budget(Stop(), model.price, calls=calls, tokens=tokens)
        backend = model.backend(self._shelf, self._budget)
        children = Children(Limits(order.time_limit, order.memory_limit))
        self._workers = Workers(children, plan.reading, backend, calls=1, listener=Quiet(0))

    def read(self, task: Task, same: list[Seen]) -> Outcome:
        """What became of the file. An error is an answer, too: raised, it would end the whole run."""
        try:
            return self._read(task, same)
        except Exception as error:
            answer = error_to_answer(error)
            if answer.error and answer.trace:
                answer.error.add_note(answer.trace)
            return Outcome(task, error=answer.error)

    def spent(self) -> Spent:
        """What was spent since this was asked last."""
        spent, self._budget.spent = self._budget.spent, Spent()
        return spent

    def _read(self, task: Task, same: list[Seen]) -> Outcome:
        self._shelf.learn(same)
        told = self._workers.read(task)
        Keeping(self._store, Sifted({task.key: same})).keep([(task, told)])
        return Outcome(task, replace(told, packed=None))


@cache
def _reader(plan: Plan) -> Reader:
    """One in each process that Ray starts, and uses again."""
    return Reader(plan)


def read_row(plan: Plan, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the plan -> what became of its file."""
    reader = _reader(plan)
    outcome = reader.read(*pickle.loads(row["file"]))
    return {"told": pickle.dumps((outcome, reader.spent()))}


def read_on_ray(
    tasks: Sequence[Task], plan: Plan, sifted: Sifted, stop: Stop, spent: Spent
) -> Iterator[Outcome]:
    """What becomes of each file, as the workers tell; what they spent goes to the run's."""
    if not tasks:
        return
    left = {task.key: task for task in tasks}
    with _cluster(plan.workers) as ray:
        count = len(tasks)
        blocks = min(count, max(-(-count // A_BLOCK), plan.workers * BLOCKS))
        rows = [{"file": pickle.dumps((task, sifted.by_key[task.key]))} for task in tasks]
        found = ray.data.from_items(rows, override_num_blocks=blocks)
        read = found.map(partial(read_row, plan), num_cpus=1, concurrency=plan.workers)
        for row in read.iter_rows():
            outcome, own = pickle.loads(row["told"])
            spent.join(own)
            del left[outcome.task.key]
            yield outcome
            if stop:
                break
    yield from (Outcome(task, error=RunStopped("batch.unread", path=task.source)) for task in left.values())


@contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    """Ray: the cluster that RAY_ADDRESS names, else one on this machine for the time of the run."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise UsageError("run.ray-extra", module=error.name) from error
    with _own_signals():
        here: dict[str, Any] = {"num_cpus": workers, "include_dashboard": False}
        own = {} if os.environ.get("RAY_ADDRESS") else here
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **own)
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        yield ray
    finally:
        ray.shutdown()


@contextmanager
def _own_signals() -> Iterator[None]:
    """Ray takes SIGTERM for itself, but a run ends in order at it."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if current_thread() is main_thread():
            signal.signal(signal.SIGTERM, before)


def _share(most: int | None, workers: int) -> int | None:
    """What one of the workers may ask in a minute."""
    return None if most is None else max(most // workers, 1)
