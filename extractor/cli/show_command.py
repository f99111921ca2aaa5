"""`ogi show`: stored results for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from extractor.cli.groups import console
from extractor.cli.spoken import tell
from extractor.errors import ExtractorError, MissingInput, UnreadableInput, UsageError
from extractor.speech import say

if TYPE_CHECKING:
    from extractor.output import DocumentResult
    from extractor.records import Document

SHOWN = 3  # reports; of more, a table has a line each
RESULTS = "*.json"


Where = Path | str  # a result file, or a store


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="RESULTS...")
@click.option("--whole", is_flag=True)
@click.option("--findings", is_flag=True)
@click.option("--html", type=click.Path(path_type=Path))
@click.pass_context
def show(ctx: click.Context, places: tuple[str, ...], whole: bool, findings: bool, html: Path | None) -> None:
    """Results, their findings, or a page of one."""
    failed: list[UnreadableInput] = []
    results = _read_results(list(_find_results(places)), failed)
    if html:
        _write_page(list(islice(results, 2)), html)
        return
    shown = _print(results, whole=whole, findings=findings)
    ctx.exit(_exit_code(failed, shown))


def _find_results(places: Sequence[str]) -> Iterator[Where]:
    from extractor.store import is_store

    for place in places:
        if is_store(place):
            yield place
        elif Path(place).is_dir():
            found = sorted(Path(place).rglob(RESULTS))
            if not found:
                raise MissingInput("folder.lacks", path=place, names=RESULTS)
            yield from found
        else:
            yield Path(place)


def _read_results(places: Sequence[Where], failed: list[UnreadableInput]) -> Iterator[DocumentResult]:
    """The results. Of several files, one that cannot be read does not stop the others."""
    from extractor.output import read_result
    from extractor.panel import read_results

    for place in places:
        if isinstance(place, str):
            yield from read_results(place)
            continue
        try:
            yield read_result(place)
        except UnreadableInput as error:
            if len(places) == 1:
                raise
            failed.append(error)
            tell(error)


def _exit_code(failed: Sequence[UnreadableInput], shown: int) -> int:
    if failed and not shown:
        return failed[0].exit_code
    return ExtractorError.exit_code if failed else 0


def _print(results: Iterator[DocumentResult], *, whole: bool, findings: bool) -> int:
    """Shows them; how many there were. A store may have thousands: those that only have a line are let go."""
    from extractor.output import report_to_row
    from extractor.output.findings_view import findings_to_view
    from extractor.output.terminal import result_to_view, rows_to_table

    screen, rows, kept, count = console(), [], [], 0
    for result in results:
        count += 1
        rows += [report_to_row(report, Path(result.source.path).name) for report in result.reports]
        if whole or findings or len(rows) <= SHOWN:
            kept.append(result)
    if findings:
        screen.print(findings_to_view(kept))
    elif whole or len(rows) <= SHOWN:
        for result in kept:
            screen.print(result_to_view(result, screen.width))
    else:
        screen.print(rows_to_table(rows, screen.width))
    if count > 1:
        click.echo(say("show.totals", files=count, reports=len(rows)))
    return count


def _write_page(results: Sequence[DocumentResult], html: Path) -> None:
    from extractor.output import result_to_page, write_whole

    if len(results) != 1:
        raise UsageError("show.one-page")
    (result,) = results
    page = result_to_page(result, _read_source(result))
    write_whole(html, page)


def _read_source(result: DocumentResult) -> Document:
    """The file that the result was read from: its text is what the evidence points into."""
    from extractor.run import Children, Limits, LoadJob

    source = Path(result.source.path)
    if not source.is_file():
        raise MissingInput("show.no-source", path=source)
    with Children(Limits()) as children:
        document = cast("Document", children.run(LoadJob(source), str(source)))
    if document.sha256 != result.source.sha256:
        raise UnreadableInput("show.other-source", path=source)
    return document
