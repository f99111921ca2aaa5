"""`ogi show`: stored results for people."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.groups import FILES, console


@click.command()
@FILES
def show(files: tuple[Path, ...]) -> None:
    """Show stored results."""
    from extractor.cli.showing import print_results

    print_results(files, console())
