"""A store stands wherever a folder of results does: the same panel, the same screens, the same score."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from make_files.reports import Made, make_reports, write_golds

from extractor.cli.main import ogi

COUNT = 8
TWICE = "0-twice.txt"
ADDRESS, FETCHED = "https://gov.example/2016/1.html", "2024-05-06"


def run(*words: object) -> Result:
    return CliRunner().invoke(ogi, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def made(place: Path) -> list[Made]:
    """The reports, as results in a folder and in a store."""
    reports = make_reports(place / "reports", COUNT, seed=5)
    write_golds(reports, place / "gold")
    shutil.copy(reports[0].path, reports[0].path.with_name(TWICE))
    done = run("extract", place / "reports", "-o", place / "results", "--reader", "grid,regex", "--quiet")
    assert done.exit_code == 0, done.output
    done = run("run", place / "reports", "--store", place / "panel.db", "--reader", "grid,regex", "--quiet")
    assert done.exit_code == 0, done.output
    return reports


def test_folder_and_store_give_the_same_panel(made: list[Made], place: Path) -> None:
    for shape in ("--long", "--wide", "--series"):
        said = []
        for where in ("results", "panel.db"):
            done = run("export", place / where, shape, "--derived", "--to", place / f"{where}.csv")
            assert done.exit_code == 0, done.output
            said.append(done.output.splitlines()[1:])
        assert (place / "results.csv").read_bytes() == (place / "panel.db.csv").read_bytes()
        assert said[0] == said[1] and said[0][0].startswith(f"{COUNT} rows")
        assert "set aside: 1 same-bytes" in said[0]


def test_nothing_is_otherwise_than_in_the_release_of_the_folder(made: list[Made], place: Path) -> None:
    assert run("export", place / "results", "--release", place / "release").exit_code == 0
    done = run("export", place / "panel.db", "--since", place / "release")
    assert done.output.splitlines()[0] == "0 cells are not as in the release"


def test_a_store_is_shown_scored_and_drawn(made: list[Made], place: Path) -> None:
    for words in (("show",), ("show", "--findings"), ("score", "--gold", place / "gold")):
        printed = [run(words[0], place / where, *words[1:]).output for where in ("results", "panel.db")]
        assert printed[0] == printed[1] and printed[0]
    assert f"{COUNT + 1} files, {COUNT + 1} reports" in run("show", place / "panel.db").output
    done = run("plot", place / "panel.db", "--out", place / "pictures", "--chart", "agreement")
    assert done.exit_code == 0 and (place / "pictures" / "index.html").exists()


def test_a_store_is_compared_with_a_folder(made: list[Made], place: Path) -> None:
    for reader in ("", ":grid"):
        target = place / "compared.json"
        done = run(
            "compare", f"{place / 'results'}{reader}", f"{place / 'panel.db'}{reader}", "--json", target
        )
        assert done.exit_code == 0, done.output
        told = json.loads(target.read_text(encoding="utf-8"))
        assert len(told["reports"]) == COUNT + 1 and told["conflicts"] == []
        assert not told["unmatched"]["a"] + told["unmatched"]["b"]


def test_no_store_is_made_by_looking_for_one(place: Path) -> None:
    for command in (
        ("show",),
        ("export", "--to", place / "x.csv"),
        ("score", "--gold", place),
        ("compare", place),
    ):
        assert run(command[0], place / "gone.db", *command[1:]).exit_code != 0
    assert not (place / "gone.db").exists()


def test_address_and_date_of_sources_csv_are_in_every_export(tmp_path: Path) -> None:
    (first, second) = make_reports(tmp_path / "reports", 2, seed=6)
    listed = f"path,address,fetched\n{first.path.relative_to(tmp_path / 'reports')},{ADDRESS},{FETCHED}\n"
    (tmp_path / "reports" / "sources.csv").write_text(listed, encoding="utf-8")
    store = tmp_path / "panel.db"
    assert run("run", tmp_path / "reports", "--store", store, "--reader", "grid,regex").exit_code == 0
    for shape in ("--long", "--wide", "--series"):
        assert run("export", store, shape, "--to", tmp_path / "panel.csv").exit_code == 0
        with (tmp_path / "panel.csv").open(encoding="utf-8-sig", newline="") as file:
            told = {(row["file"], row["address"], row["fetched"]) for row in csv.DictReader(file)}
        assert told == {(str(first.path), ADDRESS, FETCHED), (str(second.path), "", "")}
    assert run("export", store, "--release", tmp_path / "release").exit_code == 0
    assert ADDRESS in (tmp_path / "release" / "reports.csv").read_text(encoding="utf-8")
    assert "`address`" in (tmp_path / "release" / "codebook.md").read_text(encoding="utf-8")


def test_readers_of_a_run_are_named_with_commas(tmp_path: Path) -> None:
    make_reports(tmp_path / "reports", 1)
    done = run("run", tmp_path / "reports", "--store", tmp_path / "a.db", "--reader", "grid,rules")
    assert done.exit_code == 2 and "no reader rules" in done.output
