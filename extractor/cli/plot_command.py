"""`ogi plot`: a panel as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.panel_options import open_panel, options_to_choice, panel_options
from extractor.errors import UsageError
from extractor.speech import say

if TYPE_CHECKING:
    from extractor.plot import Picture

CHARTS = ("coverage", "outcomes", "identities", "agreement")
EXTRA = "plot"


@click.command()
@panel_options
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--chart", "charts", multiple=True, type=click.Choice(CHARTS))
def plot(where: str, out: Path, charts: tuple[Any, ...], **options: Any) -> None:
    """Results as pictures."""
    from extractor.output import prepared_folder

    panel = open_panel(where, options_to_choice(**options), **options)
    with prepared_folder("--out", out):
        try:
            from extractor.plot import panel_to_pictures, panel_to_subject, write_pictures

            subject = panel_to_subject(panel, (*options["chosen"], *options["regions"]))
            pictures: tuple[Picture, ...] = panel_to_pictures(panel, subject, charts)
        except ModuleNotFoundError as error:
            raise UsageError("extra.missing", extra=EXTRA, module=error.name) from error
        for path in write_pictures(pictures, out, subject):
            click.echo(say("panel.written", path=path))
