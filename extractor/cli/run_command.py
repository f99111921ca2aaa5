"""`ogi run`: its options. What it does is in run_flow.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from extractor.cli.reading_options import reading_options

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=PATH, metavar="FOLDER|ZIP|LIST|FILE...")
@click.option("--store", required=True, metavar="URL")
@reading_options
@click.option("--fallback-model")
@click.option("--jobs", type=click.IntRange(1))
@click.option("--calls-per-minute", type=click.IntRange(1))
@click.option("--tokens-per-minute", type=click.IntRange(1))
@click.option("--max-cost", type=click.FloatRange(0))
@click.option("--prices", type=PATH)
@click.option("--batch", is_flag=True)
@click.option("--batch-lines", type=click.IntRange(1))
@click.option("--wait/--no-wait", default=True)
@click.option("--ray", is_flag=True)
@click.option("--dry-run", is_flag=True)
@click.option("--failed", is_flag=True)
@click.option("--failures", type=PATH)
@click.pass_context
def run(ctx: click.Context, /, **options: Any) -> None:
    """Reports of folders, archives and lists, into a store."""
    from extractor.cli.run_flow import run_order
    from extractor.cli.run_order import Order

    ctx.exit(run_order(Order(**options), click.echo))
