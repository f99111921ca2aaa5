"""The command line. Everything but click is imported by the command that needs it: help must come at once."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import click

from extractor.cli.groups import FILES, cassettes, console, echo_json, forms, model, schema
from extractor.cli.run_command import run
from extractor.errors import ExtractorError, UsageError
from extractor.version import VERSION

if TYPE_CHECKING:
    from extractor.cassettes.tape import Record
    from extractor.model import Backend, Mode
    from extractor.records import Document
    from extractor.run import Children, Found, Plan, Reading, Tally, Workers
    from extractor.run.progress import Quiet

READERS = ("grid", "regex", "llm")
RECORD = ("none", "once", "new", "all")
MODES = ("json_schema", "tools", "json_object", "markdown")
SHOWN = 3  # reports; of more, a table has a line each
INTERRUPTED = 130


class Commands(click.Group):
    """The process edge: an error of our own tree is one line and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except ExtractorError as error:
            from extractor.run import shown

            message = " ".join(line.strip() for line in str(error).splitlines())
            click.echo(f"error: {shown(message)}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, prog_name="ogi")
def ogi() -> None:
    """Fills the statutory tables of Chinese government-information-disclosure annual reports."""


@ogi.command()
@FILES
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the results.")
@click.option(
    "--reader", "readers", multiple=True, help="grid, regex or llm; may be given again.  [default: all]"
)
@click.option("--form", help="Use this form, whatever labels a report has (see: ogi forms list).")
@click.option("--issuer", help="Whose reports these are, where a file does not tell.")
@click.option("--year", type=int, help="The year that they are of, where a file does not tell.")
@click.option("--model", help="Model of the endpoint that OPENAI_BASE_URL and OPENAI_API_KEY name.")
@click.option("--mode", type=click.Choice(MODES), help="How answers are asked for.  [default: by model]")
@click.option(
    "--header", "headers", multiple=True, metavar="NAME=VALUE", help="Send this to the endpoint, too."
)
@click.option(
    "--request-field",
    "fields",
    multiple=True,
    metavar="KEY=VALUE",
    help="Ask with this field; VALUE is JSON or text, null leaves the field out.",
)
@click.option("--retries", type=click.IntRange(0), default=2, show_default=True, help="Times to ask again.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Files at the same time.")
@click.option(
    "--calls",
    type=click.IntRange(1),
    help="Questions to an endpoint at the same time; the embedded model gets one.  [default: --jobs]",
)
@click.option(
    "--time-limit",
    type=click.IntRange(1, 86_400),
    default=900,
    show_default=True,
    metavar="SECONDS",
    help="Time to read one file, without the model's.",
)
@click.option(
    "--memory-limit",
    type=click.FloatRange(0.1),
    default=4,
    show_default=True,
    metavar="GB",
    help="Memory to read one file.",
)
@click.option("--cassettes", type=click.Path(path_type=Path), help="Folder of recorded answers.")
@click.option(
    "--record", type=click.Choice(RECORD), help="What is recorded there, see below.  [default: once]"
)
@click.option("--resume", is_flag=True, help="Keep results that this run would make again.")
@click.option("--overwrite", is_flag=True, help="Replace results of other files, too.")
@click.option("--quiet", is_flag=True, help="Only errors and the last line.")
@click.option("--show/--no-show", default=None, help=f"Show the results.  [default: up to {SHOWN} reports]")
@click.pass_context
def extract(ctx: click.Context, /, files: tuple[Path, ...], **options: Any) -> None:
    """Fill the forms of the reports in FILES; a folder stands for all files below it.

    Each file's result is OUT/<stem>.json; where other reports of its folder have that stem, OUT/<file name>.json.
    Results of a folder's files lie below OUT as the files lie below that folder. The result of another file, of
    another text, is not replaced.

    Without OPENAI_BASE_URL, OPENAI_API_KEY or --model the embedded model answers.

    With --cassettes answers are recorded, one cassette a file, and replayed without a call. --record none:
    replay strictly, with no model and no network; once: record files that have no cassette yet; new: record
    what is missing; all: record everything anew.
    """
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
        done = f"{len(tally.targets)} of {listener.total} files done"
        listener.say(f"stopped: {done}; the same command with --resume goes on")
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
        raise UsageError(f"--record {record} needs --cassettes, the folder to record to")
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
    resume: bool,
    issuer: str | None,
    year: int | None,
    **_: Any,
) -> Reading:
    from extractor.run import Reading

    unknown = sorted(set(readers) - set(READERS))
    if unknown:
        raise UsageError(f"no reader {', '.join(unknown)}; there are: {', '.join(READERS)}")
    if form:
        from extractor.forms import find_form

        form = find_form(form).id
    return Reading(readers or READERS, form, retries, backend.name, resume, issuer, year)


def _show_run(tally: Tally, children: Children, show: bool | None) -> None:
    if show or (show is None and len(tally.rows) <= SHOWN):
        from extractor.cli.showing import show_results

        show_results(tally.targets, children)
    elif show is None:
        from extractor.output.terminal import rows_to_table

        console().print(rows_to_table(tally.rows))


@ogi.command()
@FILES
def show(files: tuple[Path, ...]) -> None:
    """Show stored results."""
    from extractor.cli.showing import print_results

    print_results(files, console())


@ogi.command()
@click.argument("run_dir", type=click.Path(path_type=Path))
@click.option("--gold", required=True, type=click.Path(path_type=Path), help="Folder of *.gold.json files.")
@click.option("--backend", help="Score what this reader alone proposed and the checks accepted.")
@click.option("--json", "shape", flag_value="json", help="JSON instead of tables.")
@click.option("--markdown", "shape", flag_value="markdown", help="Markdown instead of tables.")
def score(run_dir: Path, gold: Path, backend: str | None, shape: str | None) -> None:
    """Compare the results in RUN_DIR with values read by hand."""
    from extractor.score import score_folders, score_to_json
    from extractor.score.markdown import score_to_markdown
    from extractor.score.score_view import score_to_view

    scored = score_folders(run_dir, gold, backend)
    if shape == "json":
        echo_json(score_to_json(scored))
    elif shape == "markdown":
        click.echo(score_to_markdown(scored))
    else:
        console().print(score_to_view(scored))


@ogi.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--gold", type=click.Path(path_type=Path), help="Folder of *.gold.json files; says who is right."
)
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="YAML or CSV: their label, our key.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help="Write the conflicts here.")
@click.option(
    "--html", "html_file", type=click.Path(path_type=Path), help="Write one page with all of it here."
)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all of it here.")
@click.pass_context
def compare(
    ctx: click.Context, /, a: str, b: str, gold: Path | None, map_file: Path | None, **targets: Path | None
) -> None:
    """Hold two sides together, cell by cell, and say which one is wrong where they differ.

    A and B are each a folder of results, one reader of it (out:llm, out:grid), or another program's file: CSV,
    XLSX or JSON, one row a value or one row a report. Its columns are known by the items' keys or labels; what is
    not known is listed. Exits with 1 where nothing could be compared.
    """
    from extractor.compare.comparison_view import comparison_to_view
    from extractor.compare.run import compare_files, write_outputs
    from extractor.run import Children, Limits

    with Children(Limits()) as children:
        load = partial(_load_in_child, children)
        comparison = compare_files(a, b, gold=gold, map_file=map_file, load=load)
    write_outputs(comparison, **targets)
    console().print(comparison_to_view(comparison))
    ctx.exit(0 if comparison.cells else 1)


def _load_in_child(children: Children, path: Path) -> Document:
    from extractor.run import LoadJob

    return cast("Document", children.run(LoadJob(path), str(path)))


def _report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    import traceback

    from extractor.model import without_keys

    sys.stderr.write(without_keys("".join(traceback.format_exception(kind, error, trace))))


for group in (forms, schema, model, cassettes, run):
    ogi.add_command(group)


def main() -> None:
    """The `ogi` command. What no one foresaw is shown in full, only without keys."""
    sys.excepthook = _report_bug
    ogi(prog_name="ogi")
