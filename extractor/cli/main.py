"""The command line. Everything but click is imported by the command that needs it: help must come at once."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

import click

from extractor.cli.compare_command import compare, score
from extractor.cli.extract_command import extract
from extractor.cli.groups import cassettes, forms, model, schema
from extractor.cli.show_command import show
from extractor.errors import ExtractorError
from extractor.version import VERSION

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


def _report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    import traceback

    from extractor.model import without_keys

    sys.stderr.write(without_keys("".join(traceback.format_exception(kind, error, trace))))


ogi.add_command(extract)
ogi.add_command(show)
ogi.add_command(score)
ogi.add_command(compare)
ogi.add_command(forms)
ogi.add_command(schema)
ogi.add_command(model)
ogi.add_command(cassettes)


def main() -> None:
    """The `ogi` command. What no one foresaw is shown in full, only without keys."""
    sys.excepthook = _report_bug
    ogi(prog_name="ogi")
