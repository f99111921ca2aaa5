"""The command line. Everything but click is imported by the command that needs it: help must come at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from types import TracebackType
from typing import Any

import click

from extractor.cli.check_command import check
from extractor.cli.compare_command import compare, score
from extractor.cli.export_command import export
from extractor.cli.extract_command import extract
from extractor.cli.groups import cassettes, completion, forms, model, schema
from extractor.cli.plot_command import plot
from extractor.cli.review_command import review
from extractor.cli.run_command import run
from extractor.cli.show_command import show
from extractor.cli.spoken import SpokenGroup, speak
from extractor.cli.words_command import words
from extractor.errors import ExtractorError
from extractor.resources import VERSION
from extractor.speech import choose_language, find_asked, language, say

INTERRUPTED = 130


class Commands(SpokenGroup):
    """The process edge: the language is chosen before anything is said; an error of our own tree is one line and its
    exit code."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Runs the command line."""
        words = sys.argv[1:] if args is None else list(args)
        speak(choose_language(find_asked(words), os.environ))
        return super().main(words, *rest, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except ExtractorError as error:
            from extractor.run import shown

            message = " ".join(line.strip() for line in error.words(language()).splitlines())
            click.echo(say("error", message=shown(message)), err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, prog_name="ogi")
def ogi() -> None:
    """Fills the statutory tables of Chinese government-information-disclosure annual reports."""


def _spare(stream: object) -> None:
    """A code page has not every character of a report, and what is redirected gets a `?` rather than nothing."""
    if isinstance(stream, TextIOWrapper) and not stream.encoding.lower().startswith("utf"):
        stream.reconfigure(errors="replace")


def _report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    import traceback

    from extractor.model import without_keys

    sys.stderr.write(without_keys("".join(traceback.format_exception(kind, error, trace))))


ogi.add_command(extract)
ogi.add_command(run)
ogi.add_command(check)
ogi.add_command(show)
ogi.add_command(score)
ogi.add_command(compare)
ogi.add_command(export)
ogi.add_command(plot)
ogi.add_command(review)
ogi.add_command(words)
ogi.add_command(forms)
ogi.add_command(schema)
ogi.add_command(model)
ogi.add_command(cassettes)
ogi.add_command(completion)


def main() -> None:
    """The `ogi` command. What no one foresaw is shown in full, only without keys."""
    sys.excepthook = _report_bug
    for stream in (sys.stdout, sys.stderr):
        _spare(stream)
    try:
        ogi(prog_name="ogi")
    except KeyboardInterrupt:  # while a command's parts are imported
        sys.exit(INTERRUPTED)
