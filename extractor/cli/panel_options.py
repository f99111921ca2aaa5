"""What the commands that make panels have in common: which results, which register, which rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from extractor.panel import Choice, Panel

Command = TypeVar("Command", bound=Callable[..., Any])

WHERE = click.argument("where", metavar="RESULTS")
OPTIONS = (
    click.option(
        "--bodies",
        type=click.Path(path_type=Path),
        help="YAML: names, changes and parts of bodies, and what is known of single reports.",
    ),
    click.option(
        "--sources",
        type=click.Path(path_type=Path),
        help="Folder of the reports: their texts tell scopes, corrections and what was used again.",
    ),
    click.option(
        "--body", "chosen", multiple=True, help="Only bodies whose name has this; may be given again."
    ),
    click.option(
        "--region", "regions", multiple=True, help="Only bodies of this region; may be given again."
    ),
    click.option("--from-year", type=int, help="Only this year and later ones."),
    click.option("--to-year", type=int, help="Only this year and earlier ones."),
)


def panel_options(command: Command) -> Command:
    """The argument and the options, which `open_panel` takes."""
    return reduce(lambda done, option: option(done), (*reversed(OPTIONS), WHERE), command)


def options_to_choice(
    *,
    bodies: Path | None,
    chosen: tuple[str, ...],
    regions: tuple[str, ...],
    from_year: int | None,
    to_year: int | None,
    **_: object,
) -> Choice:
    """Which rows the options name. What a region consists of, the register says."""
    from extractor.panel import Choice, load_register, places_of_region

    register = load_register(bodies)
    places = (place for region in regions for place in places_of_region(region, register))
    return Choice((*chosen, *places), from_year, to_year)


def open_panel(
    where: str, choice: Choice, *, bodies: Path | None, sources: Path | None, **_: object
) -> Panel:
    """The panel that the options name. Reports are read within the limits of reading."""
    from extractor.panel import choose_rows, read_panel
    from extractor.run import Children, Limits, LoadJob

    with Children(Limits()) as children:
        panel = read_panel(
            where,
            bodies=bodies,
            sources=sources,
            load=lambda path: children.run(LoadJob(path), str(path)),
        )
    return choose_rows(panel, choice)
