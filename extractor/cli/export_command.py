"""`ogi export`: a panel as files, a release, and what is otherwise than in a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.panel_options import open_panel, panel_options
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.export import Shape
    from extractor.panel import Panel


@click.command()
@panel_options
@click.option(
    "--to",
    "targets",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File to write: .csv, .xlsx, .dta, .parquet or .sqlite; may be given again.",
)
@click.option("--long", "shape", flag_value="long", default="long", help="A row an item.  [default]")
@click.option("--wide", "shape", flag_value="wide", help="A row a report.")
@click.option("--series", "shape", flag_value="series", help="Items over editions, with breaks.")
@click.option("--derived", is_flag=True, help="With values that are computed and not reported, marked.")
@click.option(
    "--release",
    type=click.Path(path_type=Path),
    help="New folder for data, codebook and hashes of all of it.",
)
@click.option(
    "--since", type=click.Path(path_type=Path), help="Folder of a release: say what is otherwise now."
)
def export(
    where: str,
    targets: tuple[Path, ...],
    shape: Shape,
    derived: bool,
    release: Path | None,
    since: Path | None,
    **options: Any,
) -> None:
    """Make one panel of RESULTS (a folder of results, or one): body x year x item.

    A file's ending says what it is. .xlsx has a sheet for each report in the layout of its form, .sqlite all
    tables; the others have the shape that is asked for.
    """
    if not (targets or release or since):
        raise UsageError(
            "nothing to do: name a file with --to, a folder with --release, or a release with --since"
        )
    panel = open_panel(where, **options)
    _write(panel, targets, shape, derived=derived)
    _compare(panel, release, since, derived=derived)
    for line in panel_to_lines(panel):
        click.echo(line)


def _write(panel: Panel, targets: tuple[Path, ...], shape: Shape, *, derived: bool) -> None:
    from extractor.export import write_panel

    for target in targets:
        write_panel(panel, target, shape=shape, derived=derived)
        click.echo(f"written: {target}")


def _compare(panel: Panel, release: Path | None, since: Path | None, *, derived: bool) -> None:
    from extractor.export import panel_to_revisions, write_release

    tables = [panel_to_revisions(panel, since, derived=derived)] if since else []
    for table in tables:
        places = [
            table.names.index(name) for name in ("change", "body", "year", "item", "was_value", "now_value")
        ]
        for row in table.rows:
            click.echo("  ".join(str("-" if row[n] in (None, "") else row[n]) for n in places))
    if release:
        write_release(panel, release, derived=derived, more=tables)
        click.echo(f"released: {release}")


def panel_to_lines(panel: Panel) -> list[str]:
    """What is in the panel and what is not, in a few lines."""
    from collections import Counter

    aside = Counter(other.why for row in panel.rows for other in row.others)
    found = Counter(finding.id for finding in panel.findings)
    lines = [
        f"{len(panel.rows)} rows of {len(panel.bodies)} bodies, years {', '.join(map(str, panel.years)) or 'none'}"
    ]
    if aside:
        lines.append("set aside: " + ", ".join(f"{count} {why}" for why, count in sorted(aside.items())))
    if panel.unplaced:
        lines.append(
            f"in no row: {len(panel.unplaced)} reports that do not say whose or of which year they are"
        )
    if panel.missing_years:
        lines.append(f"years missing: of {len(panel.missing_years)} bodies")
    if found:
        lines.append("findings: " + ", ".join(f"{count} {id}" for id, count in sorted(found.items())))
    return lines
