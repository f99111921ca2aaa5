"""`ogi export`: a panel as files, a release, and what is otherwise than in a release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.panel_options import open_panel, options_to_choice, panel_options
from extractor.errors import UsageError
from extractor.speech import language, say

if TYPE_CHECKING:
    from extractor.export import Shape, Table
    from extractor.panel import Choice, Panel


@click.command()
@panel_options
@click.option(
    "--to",
    "targets",
    multiple=True,
    type=click.Path(path_type=Path),
)
@click.option("--long", "shape", flag_value="long", default="long")
@click.option("--wide", "shape", flag_value="wide")
@click.option("--series", "shape", flag_value="series")
@click.option("--derived", is_flag=True)
@click.option(
    "--release",
    type=click.Path(path_type=Path),
)
@click.option("--since", type=click.Path(path_type=Path))
@click.option("--revisions", type=click.Path(path_type=Path))
def export(
    where: str,
    targets: tuple[Path, ...],
    shape: Shape,
    derived: bool,
    release: Path | None,
    since: Path | None,
    revisions: Path | None,
    **options: Any,
) -> None:
    """Results as one panel."""
    if not (targets or release or since):
        raise UsageError(
            "nothing to do: name a file with --to, a folder with --release, or a release with --since"
        )
    if revisions and not since:
        raise UsageError("--revisions needs --since, the release that is compared with")
    choice = options_to_choice(**options)
    panel = open_panel(where, choice, **options)
    _write(panel, targets, shape, derived=derived)
    tables = _compare(panel, choice, since, revisions, derived=derived) if since else ()
    if release:
        _release(panel, release, tables, derived=derived)
    for line in panel_to_lines(panel):
        click.echo(line)


def _write(panel: Panel, targets: tuple[Path, ...], shape: Shape, *, derived: bool) -> None:
    from extractor.export import write_panel

    for target in targets:
        write_panel(panel, target, shape=shape, derived=derived)
        click.echo(say("export.written", file=target))


def _compare(
    panel: Panel, choice: Choice, since: Path, revisions: Path | None, *, derived: bool
) -> tuple[Table, ...]:
    from extractor.export import panel_to_revisions, write_csv

    table = panel_to_revisions(panel, since, derived=derived, choice=choice)
    for line in revisions_to_lines(table):
        click.echo(line)
    if revisions:
        write_csv(table, revisions)
        click.echo(say("export.written", file=revisions))
    return (table,)


def _release(panel: Panel, release: Path, tables: tuple[Table, ...], *, derived: bool) -> None:
    from extractor.export import write_release

    write_release(panel, release, derived=derived, more=tables)
    click.echo(say("export.released", folder=release))


def revisions_to_lines(table: Table) -> Iterator[str]:
    """A line for each cell that has another value or status, and for all that came, went or moved with a report."""
    with_report: Counter[tuple[str, ...]] = Counter()
    total = 0
    for values in table.rows:
        row = {n: "-" if v in (None, "") else str(v) for n, v in zip(table.names, values, strict=True)}
        total += 1
        if row["change"] in ("value", "status"):
            was, now = (f"{row[f'{when}_value']} ({row[f'{when}_status']})" for when in ("was", "now"))
            yield f"{row['change']}  {row['body']} {row['year']}  {row['item']}: {was} -> {now}, {row['why']}"
        else:
            where = row["was_row"] if row["change"] == "moved" else "-"
            with_report[row["change"], row["body"], row["year"], row["scope"], where] += 1
    for (change, body, year, scope, where), count in with_report.items():
        was = say("export.was", where=where) if where != "-" else ""
        what = f"{change}  {body} {year} {scope}"
        yield say("export.changed", what=what, count=count, was=was)
    yield say("export.revised", count=total)


def panel_to_lines(panel: Panel) -> list[str]:
    """What is in the panel and what is not: in a few lines, and one for each report that stands in no row."""
    from extractor.output import remark_to_text

    aside = Counter(other.why for row in panel.rows for other in row.others)
    found = Counter(finding.id for finding in panel.findings)
    years = ", ".join(map(str, panel.years)) or say("export.none")
    lines = [say("export.rows", rows=len(panel.rows), bodies=len(panel.bodies), years=years)]
    if aside:
        lines.append(say("export.aside", counts=_counted(aside)))
    for one in panel.unplaced:
        why = remark_to_text(one.why, language())
        lines.append(say("export.unplaced", name=one.filing.name, why=why))
    if panel.missing_years:
        lines.append(say("export.missing-years", count=len(panel.missing_years)))
    if found:
        lines.append(say("export.findings", counts=_counted(found)))
    return lines


def _counted(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{count} {id}" for id, count in sorted(counts.items()))
