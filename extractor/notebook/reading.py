"""Files and folders, named in a line of Python, read as on the command line."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path

from extractor.errors import MissingInput, UsageError
from extractor.ids import READERS
from extractor.model import Backend, NoModel, choose_backend
from extractor.notebook.results import Results, Source
from extractor.output import read_result
from extractor.run import Children, Limits, Reading, Tally, Workers, find_files, plan_tasks, run_tasks
from extractor.run.progress import choose_listener


def extract(
    *sources: Source | Iterable[Source],
    readers: Sequence[str] = READERS,
    out: Source | None = None,
    form: str | None = None,
    issuer: str | None = None,
    year: int | None = None,
    model: str | None = None,
    retries: int = 2,
    jobs: int = 1,
    quiet: bool = False,
) -> Results:
    """The reports of files and folders, each read within the limits of the command line. With `out` results are kept in
    that folder, and read from it where they are done already."""
    unknown = sorted(set(readers) - set(READERS))
    if unknown:
        raise UsageError("reader.unknown", names=tuple(unknown), known=READERS)
    with ExitStack() as stack:
        folder = Path(out) if out else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        backend = _backend(readers, model)
        stack.enter_context(closing(backend))
        reading = Reading(tuple(readers), form, retries, backend.name, out is not None, issuer, year)
        tally = _run(_paths(sources), folder, reading, backend, jobs=jobs, quiet=quiet)
        return Results(tuple(map(read_result, sorted(tally.targets))), tuple(tally.failures))


def _run(
    paths: Iterable[Path], folder: Path, reading: Reading, backend: Backend, *, jobs: int, quiet: bool
) -> Tally:
    """Each file read in a process of its own, its result below the folder."""
    found = find_files(paths, apart=[folder])
    plan = plan_tasks(found.places, folder)
    total = len(found.failed) + len(plan.refused) + len(plan.tasks)
    tally, errors = Tally(skipped=found.skipped), []
    with choose_listener(total, quiet=quiet) as listener, Children(Limits()) as children:
        workers = Workers(children, reading, backend, calls=jobs, listener=listener)
        outcomes = run_tasks(plan.tasks, workers.read, jobs=jobs, on_begin=listener.begin)
        for outcome in chain(found.failed, plan.refused, outcomes):
            tally.add(outcome)
            listener.end(outcome)
            errors += [outcome.error] if outcome.error else []
    if not tally.targets:  # nothing at all is what a wrong name gives
        raise errors[0] if errors else MissingInput("run.no-paths")
    return tally


def _paths(sources: Iterable[Source | Iterable[Source]]) -> Iterator[Path]:
    for source in sources:
        if isinstance(source, str | Path):
            yield Path(source)
        else:
            yield from map(Path, source)


def _backend(readers: Sequence[str], model: str | None) -> Backend:
    """Who answers, as on the command line: the endpoint of the environment, or the embedded model."""
    return choose_backend(model, None) if "llm" in readers else NoModel()
