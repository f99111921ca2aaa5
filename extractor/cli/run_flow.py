"""What `ogi run` does: what is named is found, what is not in the store is read into it, and the rest is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.run_model import Chosen, chosen_models, chosen_reading
from extractor.cli.run_order import Order
from extractor.cli.run_store import Keeping, StoreShelf, default_failures, open_for, write_failures
from extractor.cli.run_ways import ask_about, work_on
from extractor.cli.run_words import ending_to_lines, rehearsal_to_lines
from extractor.cli.spoken import tell
from extractor.errors import ExtractorError, MissingInput, ModelError, RunStopped
from extractor.money import load_prices
from extractor.output import printable_path
from extractor.resources import VERSION
from extractor.run import (
    Children,
    DryRun,
    Found,
    Limits,
    Outcome,
    Reading,
    Sifted,
    Spent,
    Stop,
    Sums,
    Task,
    find_files,
    open_lists,
    reading_to_recipe,
    sift_files,
)
from extractor.run.dashboard import choose_board
from extractor.run.progress import Quiet
from extractor.speech import say

if TYPE_CHECKING:
    from extractor.store import Store

INTERRUPTED = 130
Echo = Callable[[str], object]


@dataclass
class Run:
    """What a run needs on its way."""

    order: Order
    model: Chosen
    fallback: Chosen | None
    reading: Reading
    found: Found
    sifted: Sifted
    known: frozenset[str]
    board: Quiet
    children: Children
    stop: Stop = field(default_factory=Stop)
    spent: Spent = field(default_factory=Spent)
    sums: Sums = field(default_factory=Sums)
    started: float = field(default_factory=time.monotonic)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is to be read."""
        return self.sifted.tasks(self.known)

    @property
    def failed(self) -> Iterator[Outcome]:
        """What cannot even be tried."""
        return chain(self.found.failed, self.sifted.failed)


class _Later:
    """Tells the board of the model's weights, once there is one."""

    board: Quiet | None = None

    def load(self, done: int, total: int) -> None:
        """So many bytes are ready."""
        if self.board:
            self.board.load(done, total)


def run_order(order: Order, echo: Echo) -> int:
    """The run; its exit code."""
    prices, later = load_prices(order.prices, in_batch=order.batch), _Later()
    model, fallback = chosen_models(order, prices, later.load)
    reading = chosen_reading(order, model)
    free = model.name if model.live and model.live.serial else None
    with ExitStack() as stack:
        store = open_for(order.store, prices, free=free, must_exist=True)
        stack.enter_context(store or nullcontext())
        found = _find(order, store)
        sifted = sift_files(found.places, reading_to_recipe(reading, order.mode, order.fields))
        if not sifted.by_key:
            _refuse(order, (*found.failed, *sifted.failed))
        if store is None and not order.dry_run:
            store = open_for(order.store, prices, free=free, must_exist=False)
            stack.enter_context(store or nullcontext())
        known = store.known(list(sifted.by_key)) if store else frozenset[str]()
        spent = Spent()
        total = len(sifted.by_key) - len(known) + len(found.failed) + len(sifted.failed)
        later.board = stack.enter_context(choose_board(spent, quiet=order.quiet)(total))
        children = stack.enter_context(Children(Limits(order.time_limit, order.memory_limit)))
        run = Run(order, model, fallback, reading, found, sifted, known, later.board, children, spent=spent)
        if order.dry_run:
            return _rehearse(run, store, echo)
        assert store is not None
        return _carry_out(run, store, echo)


def _refuse(order: Order, failed: Sequence[Outcome]) -> None:
    """Where nothing of what was named is there, no store is made for it."""
    named = (outcome.error for outcome in failed if outcome.task.source in order.paths)
    errors = [error for error in named if isinstance(error, ExtractorError)]
    if errors and len(errors) == len(failed):
        for error in errors[:-1]:
            tell(error)
        raise errors[-1]


def _find(order: Order, store: Store | None) -> Found:
    """The files that were named; with --failed, those of them that failed before."""
    if not order.failed:
        return find_files(open_lists(order.paths))
    if store is None:
        raise MissingInput("store.missing", path=order.store)
    failed = {failure.path for failure in store.failures()}
    if not order.paths:
        return find_files(Path(path) for path in sorted(failed))
    found = find_files(open_lists(order.paths))
    places = tuple(place for place in found.places if printable_path(place.file) in failed)
    return Found(places, found.skipped)


def _carry_out(run: Run, store: Store, echo: Echo) -> int:
    """Reads what is not there yet, and says what came of it."""
    keeping = Keeping(store, run.sifted)
    keeping.link(run.known)
    number = store.begin_run(VERSION, run.order.settings)
    shelf = StoreShelf(store, run.sifted, number)
    with run.stop.at_signals(lambda: run.board.say(say("store.stopping"))):
        try:
            for outcome in chain(run.failed, _outcomes(run, shelf, keeping)):
                _count(run, keeping, outcome)
        except KeyboardInterrupt:
            run.stop.request("stopped")
            raise
        finally:
            run.board.finish()
            store.end_run(number, run.stop.ending)
    failures = run.order.failures or default_failures(run.order.store)
    left = write_failures(failures, store.failures())
    for line in ending_to_lines(run, failures if left else None):
        echo(line)
    return _exit_code(run)


def _exit_code(run: Run) -> int:
    """Of the files; a run that was stopped is not done, whatever became of them."""
    code = run.sums.exit_code(len(run.known))
    if run.stop.ending == "stopped":
        return INTERRUPTED
    return max(code, 1) if run.sums.left else code


def _count(run: Run, keeping: Keeping, outcome: Outcome) -> None:
    run.sums.add(outcome)
    if isinstance(outcome.error, RunStopped):
        return
    if (
        outcome.error and outcome.task.source not in run.order.paths
    ):  # what is misspelt is no file that failed
        keeping.fail(outcome)
    run.board.end(outcome)


def _outcomes(run: Run, shelf: StoreShelf, keeping: Keeping) -> Iterator[Outcome]:
    """What becomes of each file; what the model does not answer goes to the other one, where there is one."""
    again: list[Outcome] = []
    for outcome in ask_about(run, run.tasks, run.model, run.reading, shelf, keeping):
        if run.fallback and _is_open(outcome):
            again.append(outcome)
        else:
            yield outcome
    if run.fallback and again and run.stop:
        yield from again
    elif run.fallback and again:
        run.board.say(say("store.asking", model=run.fallback.name, count=len(again)))
        reading = replace(run.reading, model=run.fallback.name, is_last=True)
        tasks = [outcome.task for outcome in again]
        yield from ask_about(run, tasks, run.fallback, reading, shelf, keeping)


def _is_open(outcome: Outcome) -> bool:
    """Whether another model may help."""
    told = outcome.told
    return isinstance(outcome.error, ModelError) or bool(told and (told.unreached or told.refused))


def _rehearse(run: Run, store: Store | None, echo: Echo) -> int:
    """Reads by rules alone, counts what would be asked, and keeps nothing."""
    gate = DryRun(run.model.price, run.spent)
    backend = run.model.backend(StoreShelf(store, run.sifted), gate)
    reading = replace(run.reading, retries=0, pack=None)
    with run.stop.at_signals(lambda: run.board.say(say("store.stopping"))):
        for outcome in chain(run.failed, work_on(run, run.tasks, backend, reading, lambda results: None)):
            run.sums.add(outcome)
            run.board.end(outcome)
    run.board.finish()
    for line in rehearsal_to_lines(run):
        echo(line)
    return _exit_code(run)
