"""The command line. Everything but click is imported by the command that needs it: help must come at once."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import click

from extractor.cli.groups import FILES, cassettes, console, echo_json, forms, model, schema
from extractor.errors import ExtractorError, UsageError
from extractor.version import VERSION

if TYPE_CHECKING:
    from extractor.cassettes.tape import Record
    from extractor.loading.limits import LimitedLoader
    from extractor.model import Backend, Mode
    from extractor.pipeline import Settings
    from extractor.run import Tally, Task
    from extractor.run.progress import Quiet

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
            click.echo("error: " + " ".join(line.strip() for line in str(error).splitlines()), err=True)
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
    "--time-limit",
    type=click.IntRange(1, 86_400),
    default=900,
    show_default=True,
    metavar="SECONDS",
    help="Time to read one file.",
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
@click.option("--quiet", is_flag=True, help="Only errors and the last line.")
@click.option("--show/--no-show", default=None, help=f"Show the results.  [default: up to {SHOWN} reports]")
@click.pass_context
def extract(ctx: click.Context, /, files: tuple[Path, ...], **options: Any) -> None:
    """Fill the forms of the reports in FILES.

    Each file's result is OUT/<stem>.json. Files that share a stem are told apart by their suffix, then by
    their folder, then by a digest of their path.

    Without OPENAI_BASE_URL, OPENAI_API_KEY or --model the embedded model answers.

    With --cassettes answers are recorded, one cassette a file, and replayed without a call. --record none:
    replay strictly, with no model and no network; once: record files that have no cassette yet; new: record
    what is missing; all: record everything anew.
    """
    from extractor.run import plan_tasks, prepare_folder, tally_to_line

    prepare_folder("--out", options["out"])
    tasks = plan_tasks(files, options["out"])
    tally = _extract(tasks, **options)
    if not options["quiet"]:
        _show_run(tally, options["show"])
    click.echo(tally_to_line(tally))
    ctx.exit(tally.exit_code)


def _extract(
    tasks: list[Task],
    *,
    jobs: int,
    resume: bool,
    quiet: bool,
    time_limit: int,
    memory_limit: float,
    **options: Any,
) -> Tally:
    from extractor.loading.limits import LimitedLoader, Limits
    from extractor.run.progress import choose_listener

    with (
        choose_listener(len(tasks), quiet=quiet) as listener,
        closing(_backend(tasks, listener, **options)) as backend,
        LimitedLoader(Limits(time_limit, memory_limit)) as loader,
    ):
        if backend.serial and jobs > 1:
            listener.say("the embedded model answers one question at a time: --jobs 1 is used")
            jobs = 1
        settings = _settings(listener, backend, loader, **options)
        return _run(tasks, settings, backend.name, listener, jobs=jobs, resume=resume)


def _run(
    tasks: list[Task], settings: Settings, model: str | None, listener: Quiet, *, jobs: int, resume: bool
) -> Tally:
    from extractor.run import Tally, find_kept, run_tasks

    tally = Tally()
    kept = {"find_kept": lambda task: find_kept(task, settings, model)} if resume else {}
    try:
        for outcome in run_tasks(tasks, settings, jobs=jobs, on_begin=listener.begin, **kept):
            tally.add(outcome)
            listener.end(outcome)
    except KeyboardInterrupt:
        done = f"{len(tally.targets)} of {len(tasks)} files done"
        listener.say(f"stopped: {done}; the same command with --resume goes on")
        raise
    return tally


def _backend(
    tasks: list[Task],
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
    from extractor.run import name_cassettes, prepare_folder

    if live:
        prepare_folder("--cassettes", cassettes)
    names = name_cassettes(tasks)
    name = model_name(model)
    return Cassettes(cassettes, record or "once", live, model=name, mode=mode, extras=extras, names=names)


def _settings(
    listener: Quiet,
    backend: Backend,
    loader: LimitedLoader,
    *,
    readers: tuple[str, ...],
    form: str | None,
    retries: int,
    **_: Any,
) -> Settings:
    from extractor.forms import find_form
    from extractor.pipeline import READERS, Settings

    return Settings(
        asker=backend.asker,
        readers=readers or READERS,
        form=find_form(form).id if form else None,
        retries=retries,
        load=loader.load,
        on_questions=listener.ask,
        on_answer=listener.answer,
    )


def _show_run(tally: Tally, show: bool | None) -> None:
    from extractor.output.terminal import rows_to_table

    if show or (show is None and len(tally.rows) <= SHOWN):
        _show_results(tally.targets)
    elif show is None:
        console().print(rows_to_table(tally.rows))


def _show_results(paths: list[Path]) -> None:
    from extractor.output import read_result
    from extractor.output.terminal import result_to_view

    terminal = console()
    for path in paths:
        terminal.print(result_to_view(read_result(path), terminal.width))


@ogi.command()
@FILES
def show(files: tuple[Path, ...]) -> None:
    """Show stored results."""
    _show_results(list(files))


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

    comparison = compare_files(a, b, gold=gold, map_file=map_file)
    write_outputs(comparison, **targets)
    console().print(comparison_to_view(comparison))
    ctx.exit(0 if comparison.cells else 1)


def _report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    import traceback

    from extractor.model import without_keys

    sys.stderr.write(without_keys("".join(traceback.format_exception(kind, error, trace))))


for group in (forms, schema, model, cassettes):
    ogi.add_command(group)


def main() -> None:
    """The `ogi` command. What no one foresaw is shown in full, only without keys."""
    sys.excepthook = _report_bug
    ogi(prog_name="ogi")
