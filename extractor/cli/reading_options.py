"""What the commands that read reports have in common: by whom, with what model, on which form, within what limits."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, TypeVar

import click

from extractor.cli.groups import ASK
from extractor.errors import UsageError
from extractor.ids import READERS

Command = TypeVar("Command", bound=Callable[..., Any])

MODES = ("json_schema", "tools", "json_object", "markdown")


def split_readers(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """`grid,regex` as one word, or each behind an option of its own."""
    readers = tuple(name.strip() for word in given for name in word.split(",") if name.strip())
    unknown = sorted(set(readers) - set(READERS))
    if unknown:
        raise UsageError("reader.unknown", names=tuple(unknown), known=READERS)
    return readers


OPTIONS = (
    click.option("--reader", "readers", multiple=True, callback=split_readers, metavar="NAME[,NAME]"),
    click.option("--form"),
    click.option("--issuer"),
    click.option("--year", type=int),
    click.option("--model"),
    click.option("--mode", type=click.Choice(MODES)),
    click.option("--header", "headers", multiple=True, metavar="NAME=VALUE"),
    click.option("--request-field", "fields", multiple=True, metavar="KEY=VALUE"),
    click.option("--ask", type=click.Choice(ASK), default="open", show_default=True),
    click.option("--retries", type=click.IntRange(0), default=2, show_default=True),
    click.option("--calls", type=click.IntRange(1)),
    click.option(
        "--time-limit",
        type=click.IntRange(1, 86_400),
        default=900,
        show_default=True,
        metavar="SECONDS",
    ),
    click.option(
        "--memory-limit",
        type=click.FloatRange(0.1),
        default=4,
        show_default=True,
        metavar="GB",
    ),
    click.option("--quiet", is_flag=True),
)


def reading_options(command: Command) -> Command:
    """The options that each of these commands takes."""
    return reduce(lambda done, option: option(done), reversed(OPTIONS), command)
