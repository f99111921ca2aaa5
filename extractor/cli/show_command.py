"""`ogi show`: stored results for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from extractor.cli.groups import FILES, console
from extractor.errors import ExtractorError, MissingInput, UnreadableInput, UsageError
from extractor.speech import say, to_spoken

if TYPE_CHECKING:
    from extractor.output import DocumentResult
    from extractor.records import Document

SHOWN = 3  # reports; of more, a table has a line each
RESULTS = "*.json"


@click.command()
@FILES
@click.option("--whole", is_flag=True)
@click.option("--findings", is_flag=True)
@click.option("--html", type=click.Path(path_type=Path))
@click.pass_context
def show(ctx: click.Context, files: tuple[Path, ...], whole: bool, findings: bool, html: Path | None) -> None:
    """Results, their findings, or a page of one."""
    paths = list(_find_results(files))
    if html:
        _write_page(paths, html)
        return
    results, failed = _read_results(paths)
    _print(results, whole=whole, findings=findings)
    ctx.exit(failed)


def _find_results(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.rglob(RESULTS))
        if not found:
            raise MissingInput(f"{path}: no {RESULTS} in it")
        yield from found


def _read_results(paths: Sequence[Path]) -> tuple[list[DocumentResult], int]:
    """The results, and the exit code: of several files, one that cannot be read does not stop the others."""
    from extractor.output import read_result

    results, failures = [], []
    for path in paths:
        try:
            results.append(read_result(path))
        except UnreadableInput as error:
            if len(paths) == 1:
                raise
            failures.append(error)
            click.echo(say("error", message=to_spoken(str(error))), err=True)
    if failures and not results:
        return results, failures[0].exit_code
    return results, ExtractorError.exit_code if failures else 0


def _print(results: Sequence[DocumentResult], *, whole: bool, findings: bool) -> None:
    from extractor.output import report_to_row
    from extractor.output.findings_view import findings_to_view
    from extractor.output.terminal import result_to_view, rows_to_table

    screen = console()
    rows = [report_to_row(report, Path(r.source.path).name) for r in results for report in r.reports]
    if findings:
        screen.print(findings_to_view(results))
    elif whole or len(rows) <= SHOWN:
        for result in results:
            screen.print(result_to_view(result, screen.width))
    else:
        screen.print(rows_to_table(rows, screen.width))
    if len(results) > 1:
        click.echo(say("show.totals", files=len(results), reports=len(rows)))


def _write_page(paths: Sequence[Path], html: Path) -> None:
    from extractor.output import read_result, result_to_page, write_whole

    if len(paths) != 1:
        raise UsageError("--html makes a page of one result; name one")
    result = read_result(paths[0])
    page = result_to_page(result, _read_source(result, paths[0]))
    try:
        write_whole(html, page)
    except OSError as error:
        raise ExtractorError(f"{html}: cannot be written ({error.strerror})") from error


def _read_source(result: DocumentResult, path: Path) -> Document:
    """The file that the result was read from: its text is what the evidence points into."""
    from extractor.run import Children, Limits, LoadJob

    source = Path(result.source.path)
    if not source.is_file():
        raise MissingInput(f"{source}: no such file; the page shows it beside the result")
    with Children(Limits()) as children:
        document = cast("Document", children.run(LoadJob(source), str(source)))
    if document.sha256 != result.source.sha256:
        raise UnreadableInput(f"{source}: is not the file any more that {path} was made from")
    return document
