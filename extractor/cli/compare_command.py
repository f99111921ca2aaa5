"""`ogi compare` and `ogi score`: results held against other values."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from extractor.cli.groups import console, echo_json
from extractor.ids import READERS

if TYPE_CHECKING:
    from extractor.records import Document
    from extractor.run import Children
    from extractor.score import ReportScore


@click.command()
@click.argument("run_dir", metavar="RESULTS")
@click.option("--gold", required=True, type=click.Path(path_type=Path))
@click.option("--backend", type=click.Choice(READERS))
@click.option("--json", "shape", flag_value="json")
@click.option("--markdown", "shape", flag_value="markdown")
def score(run_dir: str, gold: Path, backend: str | None, shape: str | None) -> None:
    """Results against values read by hand."""
    from extractor.score import score_to_json
    from extractor.score.markdown import score_to_markdown
    from extractor.score.score_view import score_to_view

    scored = _score(run_dir, gold, backend)
    if shape == "json":
        echo_json(score_to_json(scored))
    elif shape == "markdown":
        click.echo(score_to_markdown(scored))
    else:
        screen = console()
        screen.print(score_to_view(scored, screen.width))


def _score(where: str, gold: Path, backend: str | None) -> tuple[ReportScore, ...]:
    """The results of a folder or a store; gold may lie in the same folder."""
    from extractor.score import read_golds, score_folders, score_results
    from extractor.store import is_store

    if not is_store(where):
        return score_folders(Path(where), gold, backend)
    from extractor.panel import read_results

    return score_results(read_results(where), read_golds(gold), backend)


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--gold", type=click.Path(path_type=Path))
@click.option("--map", "map_file", type=click.Path(path_type=Path))
@click.option("--csv", "csv_file", type=click.Path(path_type=Path))
@click.option("--html", "html_file", type=click.Path(path_type=Path))
@click.option("--json", "json_file", type=click.Path(path_type=Path))
@click.pass_context
def compare(
    ctx: click.Context, /, a: str, b: str, gold: Path | None, map_file: Path | None, **targets: Path | None
) -> None:
    """Two sides held together, cell by cell."""
    from extractor.compare.comparison_view import comparison_to_view
    from extractor.compare.run import compare_files, write_outputs
    from extractor.run import Children, Limits

    with Children(Limits()) as children:
        load = partial(_load_in_child, children)
        comparison = compare_files(a, b, gold=gold, map_file=map_file, load=load)
    write_outputs(comparison, **targets)
    console().print(comparison_to_view(comparison))
    ctx.exit(0 if comparison.cells else 1)


def _load_in_child(children: Children, path: Path) -> Document:
    from extractor.run import LoadJob

    return cast("Document", children.run(LoadJob(path), str(path)))
