"""A folder of 60 mixed files, in two commands: what each of them came to. The table is written to build/mixed-folder.txt."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from make_files.mixed import KINDS, REPORTS, SIXTY, Kind, Mixed, make_mixed

from extractor.cli.main import ogi
from extractor.store import open_store

BUILD = Path(__file__).parents[2] / "build" / "mixed-folder.txt"
COLUMNS = (
    "files",
    "read",
    "linked",
    "passed over",
    "failed",
    "in the panel",
    "set aside",
    "stated",
    "right",
    "wrong",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mixed")


@pytest.fixture(scope="module")
def mixed(place: Path) -> list[Mixed]:
    files = make_mixed(place / "reports")
    for words in (
        ("run", place / "reports", "--store", place / "panel.db", "--reader", "grid,regex"),
        ("export", place / "panel.db", "--to", place / "panel.csv", "--release", place / "release"),
    ):
        done = CliRunner().invoke(ogi, list(map(str, words)), catch_exceptions=False)
        assert done.exit_code == (words[0] == "run"), done.output  # files failed
    return files


@pytest.fixture(scope="module")
def table(mixed: list[Mixed], place: Path) -> dict[str, Counter[str]]:
    """What became of the files, by what they are."""
    came = dict(_fates(place))
    values = _values(place / "panel.csv")
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for one in mixed:
        counts[one.kind].update(("files", *came.get(str(one.path), ("passed over",))))
        if one.made and str(one.path) in values:
            told = values[str(one.path)]
            right = Counter(told[key] == str(value) for key, value in one.made.values.items())
            counts[one.kind].update({"stated": right.total(), "right": right[True], "wrong": right[False]})
    BUILD.parent.mkdir(exist_ok=True)
    BUILD.write_text("\n".join(_to_lines(counts)) + "\n", encoding="utf-8")
    return counts


def _fates(place: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    with open_store(place / "panel.db", must_exist=True) as store:
        read = {result.source.path for result in store.read_results()}
        for failure in store.failures():
            yield failure.path, ("failed",)
    for row in _rows(place / "release" / "reports.csv"):
        stands = "in the panel" if row["stands"] == "panel" else "set aside"
        yield row["file"], ("read" if row["file"] in read else "linked", stands)


def _values(path: Path) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for row in _rows(path):
        values.setdefault(row["file"], {})[row["item"]] = row["value"]
        assert row["status"] != "reported" or (row["evidence"] and row["place"])
    return values


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _to_lines(counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    whole = sum(counts.values(), Counter[str]())
    yield "".join(("".ljust(14), *(f"{name:>13}" for name in COLUMNS)))
    for name, row in (*counts.items(), ("all", whole)):
        yield "".join((name.ljust(14), *(f"{row[column]:>13}" for column in COLUMNS)))


def test_the_folder_has_sixty_files(mixed: list[Mixed], place: Path) -> None:
    assert sum(path.is_file() for path in (place / "reports").rglob("*")) == 60
    assert len(mixed) == 60 - 1 + SIXTY["in a zip"]


def test_each_report_stands_once_in_the_panel(table: dict[str, Counter[str]]) -> None:
    reports = sum(SIXTY[kind] for kind in REPORTS)
    assert sum(row["in the panel"] for row in table.values()) == reports
    assert sum(row["set aside"] for row in table.values()) == SIXTY["same bytes"] + SIXTY["saved again"]
    assert sum(row["linked"] for row in table.values()) == SIXTY["same bytes"]  # the same bytes are read once


def test_a_name_deceives_nobody(table: dict[str, Counter[str]]) -> None:
    for kind in REPORTS[1:]:
        assert table[kind]["in the panel"] == table[kind]["files"] == SIXTY[kind]


def test_what_is_no_report_is_told(table: dict[str, Counter[str]]) -> None:
    fates: dict[Kind, str] = {"junk": "passed over", "no report": "failed", "broken": "failed"}
    for kind, fate in fates.items():
        assert table[kind] == Counter({"files": SIXTY[kind], fate: SIXTY[kind]})


def test_no_value_is_wrong(table: dict[str, Counter[str]]) -> None:
    assert sum(row["stated"] for row in table.values()) > 2000
    assert sum(row["wrong"] for row in table.values()) == 0
