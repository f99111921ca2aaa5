"""What the commands that make panels have in common: which results, which register, which rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.panel import Choice, Panel

Command = TypeVar("Command", bound=Callable[..., Any])

WHERE = click.argument("where", metavar="RESULTS")
OPTIONS = (
    click.option(
        "--bodies",
        type=click.Path(path_type=Path),
    ),
    click.option(
        "--sources",
        type=click.Path(path_type=Path),
    ),
    click.option("--body", "chosen", multiple=True),
    click.option("--region", "regions", multiple=True),
    click.option("--from-year", type=int),
    click.option("--to-year", type=int),
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
    where: str,
    choice: Choice,
    *,
    bodies: Path | None,
    sources: Path | None,
    chosen: tuple[str, ...],
    **_: object,
) -> Panel:
    """The panel that the options name, which leave something of it. Reports are read within the limits of reading."""
    from extractor.panel import choose_rows, is_named, read_panel
    from extractor.run import Children, Limits, LoadJob

    with Children(Limits()) as children:
        panel = read_panel(
            where,
            bodies=bodies,
            sources=sources,
            load=lambda path: children.run(LoadJob(path), str(path)),
        )
    unknown = tuple(name for name in chosen if not any(is_named(body, (name,)) for body in panel.bodies))
    if unknown:
        raise UsageError("panel.no-body", names=unknown, bodies=len(panel.bodies))
    wanted = choose_rows(panel, choice)
    if panel.rows and not wanted.rows:
        raise UsageError("panel.no-row", rows=len(panel.rows))
    return wanted
