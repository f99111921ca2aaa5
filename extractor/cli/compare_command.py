"""`ogi compare` and `ogi score`: results held against other values."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from extractor.cli.groups import console, echo_json

if TYPE_CHECKING:
    from extractor.records import Document
    from extractor.run import Children


@click.command()
@click.argument("run_dir", type=click.Path(path_type=Path))
@click.option("--gold", required=True, type=click.Path(path_type=Path), help="Folder of *.gold.json files.")
@click.option("--backend", help="Score what this reader alone proposed and the checks accepted.")
@click.option("--json", "shape", flag_value="json", help="JSON instead of tables.")
@click.option("--markdown", "shape", flag_value="markdown", help="Markdown instead of tables.")
def score(run_dir: Path, gold: Path, backend: str | None, shape: str | None) -> None:
    """Compare the results in RUN_DIR with values read by hand."""
    from extractor.score import score_folders, score_to_json
    from extractor.score.markdown import score_to_markdown
    from extractor.score.score_view import score_to_view

    scored = score_folders(run_dir, gold, backend)
    if shape == "json":
        echo_json(score_to_json(scored))
    elif shape == "markdown":
        click.echo(score_to_markdown(scored))
    else:
        console().print(score_to_view(scored))


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--gold", type=click.Path(path_type=Path), help="Folder of *.gold.json files; says who is right."
)
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="YAML or CSV: their label, our key.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help="Write the conflicts here.")
@click.option(
    "--html", "html_file", type=click.Path(path_type=Path), help="Write one page with all of it here."
)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all of it here.")
@click.pass_context
def compare(
    ctx: click.Context, /, a: str, b: str, gold: Path | None, map_file: Path | None, **targets: Path | None
) -> None:
    """Hold two sides together, cell by cell, and say which one is wrong where they differ.

    A and B are each a folder of results, one reader of it (out:llm, out:grid), or another program's file: CSV,
    XLSX or JSON, one row a value or one row a report. Its columns are known by the items' keys or labels; what is
    not known is listed. Exits with 1 where nothing could be compared.
    """
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
