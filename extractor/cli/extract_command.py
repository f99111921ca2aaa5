"""`ogi extract`: files to results. Everything but click is imported where it is used: help must come at once."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from extractor.cli.groups import FILES, console
from extractor.cli.reading_options import reading_options
from extractor.errors import UsageError
from extractor.ids import READERS
from extractor.speech import say

if TYPE_CHECKING:
    from extractor.cassettes.tape import Record
    from extractor.ids import Ask
    from extractor.model import Backend, Mode
    from extractor.run import Children, Found, Plan, Reading, Tally, Workers
    from extractor.run.progress import Quiet

RECORD = ("none", "once", "new", "all")
SHOWN = 3  # reports; of more, a table has a line each


@click.command()
@FILES
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path))
@reading_options
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True)
@click.option("--cassettes", type=click.Path(path_type=Path))
@click.option("--record", type=click.Choice(RECORD))
@click.option("--resume", is_flag=True)
@click.option("--overwrite", is_flag=True)
@click.option("--show/--no-show", default=None)
@click.pass_context
def extract(ctx: click.Context, /, files: tuple[Path, ...], **options: Any) -> None:
    """Files to results, one a file."""
    from extractor.output import prepared_folder
    from extractor.run import find_files, plan_tasks, tally_to_line, tally_to_lines

    out, cassettes, quiet = (options[name] for name in ("out", "cassettes", "quiet"))
    found = find_files(files, apart=[folder for folder in (out, cassettes) if folder])
    plan = plan_tasks(found.places, out, overwrite=options["overwrite"])
    with prepared_folder("--out", out):
        tally = _extract(found, plan, **options)
    if not quiet:
        for line in tally_to_lines(tally):
            click.echo(line)
    click.echo(tally_to_line(tally))
    ctx.exit(tally.exit_code)


def _extract(
    found: Found,
    plan: Plan,
    *,
    jobs: int,
    calls: int | None,
    resume: bool,
    quiet: bool,
    show: bool | None,
    time_limit: int,
    memory_limit: float,
    **options: Any,
) -> Tally:
    from extractor.run import Children, Limits, Workers
    from extractor.run.progress import choose_listener

    total = len(found.failed) + len(plan.refused) + len(plan.tasks)
    with ExitStack() as stack:
        listener = stack.enter_context(choose_listener(total, quiet=quiet))
        backend = stack.enter_context(closing(_backend(found, listener, **options)))
        _prepare_folders(plan, stack, **options)
        reading = _reading(backend, resume=resume, **options)
        children = stack.enter_context(Children(Limits(time_limit, memory_limit)))
        workers = Workers(children, reading, backend, calls=calls or jobs, listener=listener)
        tally = _run(found, plan, workers, listener, jobs=jobs)
        listener.finish()
        if not quiet:
            _show_run(tally, children, show)
        return tally


def _run(found: Found, plan: Plan, workers: Workers, listener: Quiet, *, jobs: int) -> Tally:
    from extractor.run import Tally, run_tasks

    tally = Tally(skipped=found.skipped)
    outcomes = run_tasks(plan.tasks, workers.read, jobs=jobs, on_begin=listener.begin)
    try:
        for outcome in chain(found.failed, plan.refused, outcomes):
            tally.add(outcome)
            listener.end(outcome)
    except KeyboardInterrupt:
        listener.say(say("run.stopped", done=len(tally.targets), total=listener.total))
        raise
    return tally


def _prepare_folders(
    plan: Plan, stack: ExitStack, *, cassettes: Path | None, record: Record | None, **_: Any
) -> None:
    """The folders that are written to, cleared of what a killed run left half written."""
    from extractor.output import prepared_folder, remove_leftovers

    folders = {task.target.parent for task in plan.tasks}
    if cassettes and record != "none":
        stack.enter_context(prepared_folder("--cassettes", cassettes))
        folders |= {(cassettes / task.recording).parent for task in plan.tasks}
    now = time.time()
    for folder in folders:
        remove_leftovers(folder, before=now)


def _backend(
    found: Found,
    listener: Quiet,
    *,
    readers: tuple[str, ...],
    model: str | None,
    mode: Mode | None,
    headers: tuple[str, ...],
    fields: tuple[str, ...],
    cassettes: Path | None,
    record: Record | None,
    **_: Any,
) -> Backend:
    from extractor.model import NoModel, choose_backend, model_name, read_extras

    if record and not cassettes:
        raise UsageError("record.no-cassettes", mode=record)
    extras = read_extras(headers, fields)
    if readers and "llm" not in readers:
        return NoModel()
    live = None if record == "none" else choose_backend(model, mode, extras=extras, progress=listener.load)
    if not cassettes:
        return cast("Backend", live)
    from extractor.cassettes.transport import Cassettes

    name, names = model_name(model), found.recordings
    return Cassettes(cassettes, record or "once", live, model=name, mode=mode, extras=extras, names=names)


def _reading(
    backend: Backend,
    *,
    readers: tuple[str, ...],
    form: str | None,
    retries: int,
    ask: Ask,
    resume: bool,
    issuer: str | None,
    year: int | None,
    **_: Any,
) -> Reading:
    from extractor.run import Reading

    if form:
        from extractor.forms import find_form

        form = find_form(form).id
    return Reading(readers or READERS, form, retries, backend.name, resume, issuer, year, ask)


def _show_run(tally: Tally, children: Children, show: bool | None) -> None:
    if show or (show is None and len(tally.rows) <= SHOWN):
        from extractor.cli.showing import show_results

        show_results(tally.targets, children)
    elif show is None:
        from extractor.output.terminal import rows_to_table

        screen = console()
        screen.print(rows_to_table(tally.rows, screen.width))
