"""`ogi run`: its options. What it does is in run_flow.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

MODES = ("json_schema", "tools", "json_object", "markdown")
PATH = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=PATH, metavar="FOLDER|ZIP|LIST|FILE...")
@click.option("--store", required=True, metavar="URL", help="An SQLite file, or postgresql://host/database.")
@click.option(
    "--reader", "readers", multiple=True, help="grid, regex or llm; may be given again.  [default: all]"
)
@click.option("--form", help="Use this form, whatever labels a report has (see: ogi forms list).")
@click.option("--issuer", help="Whose reports these are, where a file does not tell.")
@click.option("--year", type=int, help="The year that they are of, where a file does not tell.")
@click.option("--model", help="Model of the endpoint that OPENAI_BASE_URL and OPENAI_API_KEY name.")
@click.option(
    "--fallback-model", help="Ask this one what the first does not answer, or cannot be reached for."
)
@click.option("--mode", type=click.Choice(MODES), help="How answers are asked for.  [default: by model]")
@click.option(
    "--header", "headers", multiple=True, metavar="NAME=VALUE", help="Send this to the endpoint, too."
)
@click.option(
    "--request-field",
    "fields",
    multiple=True,
    metavar="KEY=VALUE",
    help="Ask with this field (VALUE is JSON).",
)
@click.option("--retries", type=click.IntRange(0), default=2, show_default=True, help="Times to ask again.")
@click.option("--jobs", type=click.IntRange(1), help="Files at the same time.  [default: one a processor]")
@click.option("--calls", type=click.IntRange(1), help="Questions at the same time.  [default: --jobs]")
@click.option("--calls-per-minute", type=click.IntRange(1), help="Questions in any minute.")
@click.option("--tokens-per-minute", type=click.IntRange(1), help="Tokens in any minute.")
@click.option(
    "--max-cost", type=click.FloatRange(0), help="Stop in order before more money than this is spent."
)
@click.option("--prices", type=PATH, help="Your own prices, as in schemas/prices.yaml.")
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
@click.option("--dry-run", is_flag=True, help="Say what it would read, ask and cost, and do none of it.")
@click.option("--failed", is_flag=True, help="Only the files that failed before; of PATHS, if there are any.")
@click.option("--failures", type=PATH, help="CSV of what failed and why.  [default: beside an SQLite store]")
@click.option("--quiet", is_flag=True, help="Only errors and the last lines.")
@click.pass_context
def run(ctx: click.Context, /, **options: Any) -> None:
    """Read all reports of folders, zip archives and lists of files into a store.

    The same bytes are read once, whatever their name, until the forms, prompts, model or version change. A run that
    was stopped or killed goes on where it was when it is started again: no answer is asked for twice. A sources.csv
    beside the files (columns path, address, fetched, sha256) goes with them.

    A LIST is a text file with a path on each line.
    """
    from extractor.cli.run_flow import run_order
    from extractor.cli.run_order import Order

    ctx.exit(run_order(Order(**options), click.echo))
