"""`ogi export`: a panel as files, a release, and what is otherwise than in a release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.panel_options import open_panel, options_to_choice, panel_options
from extractor.errors import UsageError
from extractor.speech import has_words, language, name_of, say

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
        raise UsageError("export.nothing-to-do")
    if revisions and not since:
        raise UsageError("export.no-since")
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
        click.echo(say("panel.written", path=target))


def _compare(
    panel: Panel, choice: Choice, since: Path, revisions: Path | None, *, derived: bool
) -> tuple[Table, ...]:
    from extractor.export import panel_to_revisions, write_csv

    table = panel_to_revisions(panel, since, derived=derived, choice=choice)
    for line in revisions_to_lines(table):
        click.echo(line)
    if revisions:
        write_csv(table, revisions)
        click.echo(say("panel.written", path=revisions))
    return (table,)


def _release(panel: Panel, release: Path, tables: tuple[Table, ...], *, derived: bool) -> None:
    from extractor.export import write_release

    write_release(panel, release, derived=derived, more=tables)
    click.echo(say("panel.released", path=release))


def revisions_to_lines(table: Table) -> Iterator[str]:
    """A line for each cell that has another value or status, and for all that came, went or moved with a report."""
    with_report: Counter[tuple[str, ...]] = Counter()
    total = 0
    for values in table.rows:
        row = {n: "-" if v in (None, "") else str(v) for n, v in zip(table.names, values, strict=True)}
        total += 1
        if row["change"] in ("value", "status"):
            yield say("panel.changed", **row | _named(row), was=_stated(row, "was"), now=_stated(row, "now"))
        else:
            where = row["was_row"] if row["change"] == "moved" else "-"
            with_report[row["change"], row["body"], row["year"], row["scope"], where] += 1
    for (change, body, year, scope, where), count in with_report.items():
        was = say("panel.was-row", row=where) if where != "-" else ""
        told = _named({"change": change, "scope": scope})
        yield say("panel.changed-row", **told, body=body, year=year, count=count, was=was)
    yield say("panel.revised", count=total)


def _named(row: Mapping[str, str]) -> dict[str, str]:
    """What happened, why, and whose figures they are, by the names of the language spoken."""
    return {group: name_of(group, row[group]) for group in ("change", "scope", "why") if group in row}


def _stated(row: Mapping[str, str], when: str) -> str:
    status = row[f"{when}_status"]
    words = say(f"status.{status}") if has_words(f"status.{status}") else status
    return say("panel.stated", value=row[f"{when}_value"], status=words)


def panel_to_lines(panel: Panel) -> Iterator[str]:
    """What is in the panel and what is not: in a few lines, and one for each report that stands in no row."""
    from extractor.output import remark_to_text

    years = panel.years or (say("panel.no-years"),)
    yield say("panel.rows", rows=len(panel.rows), bodies=len(panel.bodies), years=years)
    yield from _counts_to_lines("panel.aside", (other.why for row in panel.rows for other in row.others))
    for one in panel.unplaced:
        yield say("panel.unplaced", report=one.filing.name, why=remark_to_text(one.why, language()))
    if panel.missing_years:
        yield say("panel.missing", bodies=len(panel.missing_years))
    yield from _counts_to_lines("panel.findings", (finding.id for finding in panel.findings))


def _counts_to_lines(id: str, names: Iterable[str]) -> Iterator[str]:
    counts = sorted(Counter(names).items())
    if counts:
        told = (say("panel.count", count=count, name=name_of("finding", name)) for name, count in counts)
        yield say(id, counts=tuple(told))
