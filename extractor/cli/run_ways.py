"""The ways to carry out a run's plan: here with single calls, here with batches, or on Ray."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from extractor.cli.run_batch import Collector, Waits, make_spool, open_bulk, read_in_rounds
from extractor.cli.run_model import Chosen
from extractor.cli.run_post import Post
from extractor.cli.run_store import Keeping, StoreShelf
from extractor.run import Budget, Keep, Outcome, Reading, Task, Told, Workers, run_tasks
from extractor.run.progress import Quiet

if TYPE_CHECKING:
    from extractor.cli.run_flow import Run
    from extractor.model import Backend


def ask_about(
    run: Run, tasks: Sequence[Task], model: Chosen, reading: Reading, shelf: StoreShelf, keeping: Keeping
) -> Iterator[Outcome]:
    """The tasks done with this model, under the run's limits; its questions put one by one, or in batches."""
    budget = _budget(run, model)
    if run.order.batch:
        yield from _in_batches(run, tasks, model, reading, shelf, keeping, budget)
        return
    waiting = keeping.waiting(model.name)
    asleep = [task for task in tasks if task.recording in waiting]
    awake = [task for task in tasks if task.recording not in waiting]
    yield from (Outcome(task, error=Waits("batch.waits", path=task.source)) for task in asleep)
    if run.order.ray:
        yield from _on_ray(run, awake, model, reading, shelf)
    else:
        yield from work_on(run, awake, model.backend(shelf, budget), reading, keeping.keep)


def _on_ray(
    run: Run, tasks: Sequence[Task], model: Chosen, reading: Reading, shelf: StoreShelf
) -> Iterator[Outcome]:
    """The workers keep what they read themselves."""
    from extractor.cli.run_ray import Plan, read_on_ray

    assert shelf.run is not None
    plan = Plan(run.order, reading, model is run.fallback, shelf.run, run.order.processes, os.getcwd())
    yield from read_on_ray(tasks, plan, run.sifted, run.stop, run.spent)


def _in_batches(
    run: Run,
    tasks: Sequence[Task],
    model: Chosen,
    reading: Reading,
    shelf: StoreShelf,
    keeping: Keeping,
    budget: Budget,
) -> Iterator[Outcome]:
    assert model.live is not None and model.name is not None and shelf.run is not None
    bulk = open_bulk(model.live)
    tell = (lambda text: None) if run.order.quiet else run.board.say
    post = Post(keeping.store, bulk, model.name, shelf.run, run.stop, budget, tell)
    collector = Collector(post, shelf, make_spool(run.order.batch_lines))

    def read(some: Sequence[Task]) -> Iterator[Outcome]:
        backend = model.backend(shelf, later=collector)
        return work_on(run, some, backend, reading, keeping.keep, collector.check)

    yield from read_in_rounds(tasks, read, collector, waits=run.order.wait)


def _budget(run: Run, model: Chosen) -> Budget:
    order = run.order
    return Budget(
        run.stop,
        model.price,
        calls=order.calls_per_minute,
        tokens=order.tokens_per_minute,
        most=order.max_cost,
        spent=run.spent,
    )


def work_on(
    run: Run,
    tasks: Sequence[Task],
    backend: Backend,
    reading: Reading,
    keep: Keep,
    check: Callable[[Task], None] = lambda task: None,
) -> Iterator[Outcome]:
    """The tasks done in processes of this machine; `check` raises where a result is not to be kept yet."""
    jobs = run.order.processes
    with closing(backend):
        listener = Quiet(0) if run.order.batch else run.board  # what goes into a batch is not asked yet
        workers = Workers(run.children, reading, backend, calls=run.order.calls or jobs, listener=listener)

        def read(task: Task) -> Told:
            run.stop.check()
            run.board.begin(task)
            told = workers.read(task)
            check(task)
            return told

        yield from run_tasks(tasks, read, jobs=jobs, keep=keep)
