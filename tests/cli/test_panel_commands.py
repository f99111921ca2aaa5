"""`ogi export` and `ogi plot`: options to files, and what is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import extractor as ogi_package
from extractor.cli.main import ogi

SAMPLES = Path(__file__).parents[1] / "documents"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    sources = [SAMPLES / "linyuan-transport.txt", SAMPLES / "demo-2014.txt"]
    ogi_package.extract(sources, readers=("grid", "regex"), out=folder, quiet=True)
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(ogi, [str(word) for word in words])


def test_export_writes_what_is_asked_and_says_what_is_in_it(results: Path, tmp_path: Path) -> None:
    done = run("export", results, "--wide", "--to", tmp_path / "a.csv", "--to", tmp_path / "b.parquet")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[2:] == [
        "3 rows of 2 bodies, years 2013, 2014",
        "years missing: of 1 bodies (named in gaps of .sqlite or a release)",
    ]
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "b.parquet"}


def test_a_release_is_compared_with_the_chosen_rows_alone(results: Path, tmp_path: Path) -> None:
    assert run("export", results, "--release", tmp_path / "one").exit_code == 0
    done = run(
        "export", results, "--since", tmp_path / "one", "--body", "青柳", "--revisions", tmp_path / "r.csv"
    )
    assert done.output.splitlines()[0] == "0 cells are not as in the release"
    done = run("export", results, "--since", tmp_path / "one", "--derived")
    assert "value  青柳县人民政府 2014  requests.fax: - (derived) -> 0 (derived), read-anew" in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "nothing to do"),
        (["--to", "x.doc"], "no type of file"),
        (["--revisions", "x.csv", "--to", "y.csv"], "--revisions needs --since"),
        (["--bodies", "gone.yaml", "--to", "y.csv"], "gone.yaml"),
        (["--body", "无名", "--body", "青柳", "--to", "y.csv"], "--body 无名: none of the 2 bodies"),
        (["--from-year", "2030", "--to", "y.csv"], "of the 3 rows here none is left"),
    ],
)
def test_misuse_is_one_line_and_two(results: Path, words: list[str], message: str) -> None:
    done = run("export", results, *words)
    assert done.exit_code == 2
    assert message in done.output and len(done.output.splitlines()) == 1


def test_texts_are_read_where_their_folder_is_named(results: Path, tmp_path: Path) -> None:
    done = run("export", results, "--sources", SAMPLES, "--to", tmp_path / "a.csv")
    assert done.exit_code == 0, done.output


def test_plot_draws_what_is_asked(results: Path, tmp_path: Path) -> None:
    done = run("plot", results, "--out", tmp_path / "p", "--chart", "agreement", "--body", "青柳")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "p").iterdir()} == {
        "agreement.svg",
        "agreement.png",
        "index.html",
    }
