"""ogi words: how often each entry of the vocabulary and of the scopes fires in a folder of reports."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from extractor.cli.groups import FILES, console
from extractor.errors import ExtractorError, MissingInput
from extractor.speech import language, name_of, say

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.narrative import Entry


@click.command()
@FILES
@click.option("--unused", is_flag=True)
@click.pass_context
def words(ctx: click.Context, files: tuple[Path, ...], unused: bool) -> None:
    """What fires, and how often."""
    from extractor.forms import load_forms
    from extractor.narrative import list_entries
    from extractor.run import find_files

    found = find_files(files)
    for outcome in found.failed:
        raise outcome.error or MissingInput("file.missing", path=outcome.task.source)
    places = found.places
    fired, failed = _count([place.file for place in places])
    if failed == len(places):  # each was told with its reason
        ctx.exit(MissingInput.exit_code)
    entries = {entry: fired[entry] for entry in list_entries(load_forms().values())}
    shown = {entry: count for entry, count in entries.items() if not (unused and count)}
    console().print(_table(shown))
    silent = sum(not count for count in entries.values())
    click.echo(say("words.sum", entries=len(entries), silent=silent, files=len(places) - failed))
    ctx.exit(1 if failed else 0)


def _count(paths: list[Path]) -> tuple[Counter[Entry], int]:
    """What fired, and how many files could not be read."""
    from extractor.narrative import count_firings
    from extractor.pipeline import Settings, read_file
    from extractor.run import shown

    fired: Counter[Entry] = Counter()
    failed = 0
    settings = Settings(asker=_no_model, readers=("regex",))
    for path in paths:
        try:
            for form, reading in read_file(path, settings):
                fired += count_firings(reading.claims, form)
        except ExtractorError as error:
            click.echo(f"{shown(str(path))}: {shown(error.words(language()))}", err=True)
            failed += 1
    return fired, failed


def _no_model(path: Path) -> NoReturn:
    raise AssertionError(f"a model was asked about {path}")


def _table(counts: dict[Entry, int]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("kind", "of", "words"):
        table.add_column(say(f"words.{head}"), overflow="fold")
    table.add_column(say("words.fires"), justify="right")
    for entry, count in sorted(counts.items(), key=lambda pair: (pair[0].kind, pair[0].of, -pair[1])):
        table.add_row(Text(name_of("entry", entry.kind)), Text(entry.of), Text(entry.word), str(count))
    return table
