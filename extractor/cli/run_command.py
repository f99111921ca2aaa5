"""`ogi run`: its options. What it does is in run_flow.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from extractor.cli.groups import ASK

MODES = ("json_schema", "tools", "json_object", "markdown")
PATH = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=PATH, metavar="FOLDER|ZIP|LIST|FILE...")
@click.option("--store", required=True, metavar="URL")
@click.option("--reader", "readers", multiple=True)
@click.option("--form")
@click.option("--issuer")
@click.option("--year", type=int)
@click.option("--model")
@click.option("--fallback-model")
@click.option("--mode", type=click.Choice(MODES))
@click.option("--header", "headers", multiple=True, metavar="NAME=VALUE")
@click.option(
    "--request-field",
    "fields",
    multiple=True,
    metavar="KEY=VALUE",
)
@click.option("--ask", type=click.Choice(ASK), default="open", show_default=True)
@click.option("--retries", type=click.IntRange(0), default=2, show_default=True)
@click.option("--jobs", type=click.IntRange(1))
@click.option("--calls", type=click.IntRange(1))
@click.option("--calls-per-minute", type=click.IntRange(1))
@click.option("--tokens-per-minute", type=click.IntRange(1))
@click.option("--max-cost", type=click.FloatRange(0))
@click.option("--prices", type=PATH)
@click.option(
    "--time-limit",
    type=click.IntRange(1, 86_400),
    default=900,
    show_default=True,
    metavar="SECONDS",
)
@click.option(
    "--memory-limit",
    type=click.FloatRange(0.1),
    default=4,
    show_default=True,
    metavar="GB",
)
@click.option("--dry-run", is_flag=True)
@click.option("--failed", is_flag=True)
@click.option("--failures", type=PATH)
@click.option("--quiet", is_flag=True)
@click.pass_context
def run(ctx: click.Context, /, **options: Any) -> None:
    """Reports of folders, archives and lists, into a store."""
    from extractor.cli.run_flow import run_order
    from extractor.cli.run_order import Order

    ctx.exit(run_order(Order(**options), click.echo))
