"""The commands that come in groups: forms, formats, the embedded model, cassettes. Each imports what it needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from extractor.errors import MissingInput
from extractor.ids import Ask
from extractor.speech import name_of, say

if TYPE_CHECKING:
    from rich.console import Console


FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
ASK = get_args(Ask)
ASKED = click.option(
    "--ask", type=click.Choice(ASK), default="open", show_default=True, help="What it was recorded with."
)


def console() -> Console:
    """The terminal, or the file that the output goes to."""
    from extractor.cli.showing import SafeConsole

    return SafeConsole()


def echo_json(content: dict[str, Any]) -> None:
    """Prints the content as JSON, with Chinese readable."""
    import json

    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


@click.group()
def forms() -> None:
    """The editions of the form."""


@forms.command("list")
def list_forms() -> None:
    """All editions, oldest first."""
    from extractor.cli.forms_view import forms_to_table
    from extractor.forms import load_forms

    console().print(forms_to_table(load_forms().values()))


@forms.command("show")
@click.argument("id")
def show_form(id: str) -> None:
    """One edition as it is printed, with its identities and what other editions have for it."""
    from extractor.cli.forms_view import form_to_view
    from extractor.forms import crosswalk, find_form

    console().print(form_to_view(find_form(id), crosswalk()))


@forms.command("json-schema")
@click.argument("id")
def form_schema(id: str) -> None:
    """JSON Schema of the filled form."""
    from extractor.cli.forms_view import form_to_json_schema
    from extractor.forms import find_form

    echo_json(form_to_json_schema(find_form(id)))


@click.group()
def schema() -> None:
    """The formats of files."""


@schema.command("result")
def show_result_schema() -> None:
    """JSON Schema of a result file."""
    from extractor.output import result_schema

    echo_json(result_schema())


@click.group()
def model() -> None:
    """The embedded model."""


@model.command()
def status() -> None:
    """Where its weights are, and whether they are ready."""
    from extractor.model import weights

    found = weights.status()
    state = "verified" if found.verified else "joined" if found.joined else "absent"
    click.echo(say("model.weights", path=found.path, state=say(f"model.{state}"), size=found.size))
    click.echo(
        say(
            "model.source",
            source=name_of("weights", found.source),
            installed=found.installed,
            parts=found.parts,
        )
    )


@model.command()
def prepare() -> None:
    """Join and verify its weights now, not at the first question."""
    from extractor.model import weights
    from extractor.run.progress import choose_listener

    with choose_listener(0, quiet=False) as listener:
        path = weights.prepare(listener.load)
    click.echo(say("model.ready", path=path))


@click.group()
def cassettes() -> None:
    """Recorded answers."""


@cassettes.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("documents", nargs=-1, type=click.Path(path_type=Path))
@ASKED
@click.pass_context
def check_cassettes(ctx: click.Context, folder: Path, documents: tuple[Path, ...], ask: Ask) -> None:
    """What is wrong with cassettes."""
    from extractor.cassettes.check import check_cassettes, list_cassettes
    from extractor.cassettes.view import problems_to_view

    problems = list(check_cassettes(folder, *_named(documents), ask))
    if problems:
        console().print(problems_to_view(problems))
    scope = "" if documents else say("cassettes.scope")
    count = len(list_cassettes(folder))
    click.echo(say("cassettes.sum", count=count, problems=len(problems), scope=scope))
    ctx.exit(1 if problems else 0)


@cassettes.command("show")
@FILES
def show_cassettes(files: tuple[Path, ...]) -> None:
    """Show what was asked and answered."""
    from extractor.cassettes.files import read_recording
    from extractor.cassettes.view import recording_to_view

    for file in files:
        console().print(recording_to_view(read_recording(file)))


@cassettes.command("drift")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--gold", type=click.Path(path_type=Path))
@ASKED
def show_drift(old: Path, new: Path, documents: tuple[Path, ...], gold: Path | None, ask: Ask) -> None:
    """What another prompt or model changed."""
    from extractor.cassettes.drift import find_drift
    from extractor.cassettes.view import drift_to_view
    from extractor.forms import name_cells
    from extractor.score import read_golds

    golds = read_golds(gold) if gold else ()
    drift = find_drift(old, new, *_named(documents), golds, ask)
    console().print(drift_to_view(drift, name_cells()))


def _named(documents: tuple[Path, ...]) -> tuple[list[Path], dict[Path, str]]:
    """The documents, with the names of their cassettes."""
    from extractor.run import find_files

    found = find_files(documents)
    for outcome in found.failed:
        raise outcome.error or MissingInput("file.missing", path=outcome.task.source)
    return [place.file for place in found.places], found.recordings


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """What a shell needs to complete commands and options."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made:
        click.echo(made(ctx.find_root().command, {}, "ogi", "_OGI_COMPLETE").source())
