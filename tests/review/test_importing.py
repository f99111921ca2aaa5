"""Results reviewed without a store of their own: one beside them keeps what is decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reviewing import RULES, Visitor, change, make_client, report_address, sample
from support import DOCUMENTS

from extractor.cli.main import ogi
from extractor.errors import ExtractorError
from extractor.output import result_to_json
from extractor.pipeline import extract_file
from extractor.review import results_to_store
from extractor.store import Store, open_store

KEY = "requests.received"
NAME = "demo-2014.txt"


def no_fault(error: ExtractorError) -> None:
    pytest.fail(str(error))


def write(folder: Path, **changes: object) -> None:
    """The result of the sample, as `ogi extract` writes it."""
    folder.mkdir(exist_ok=True)
    result = change(extract_file(sample(NAME), RULES), changes)
    (folder / "demo-2014.json").write_text(result_to_json(result), encoding="utf-8")


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(DOCUMENTS)
    write(tmp_path / "results")
    return tmp_path / "results"


@pytest.fixture
def store(results: Path) -> Iterator[Store]:
    with open_store(results_to_store(results, no_fault)) as opened:
        yield opened


def test_text_and_form_are_there(store: Store) -> None:
    page = Visitor(make_client(store)).page(f"{report_address(store, NAME)}?cell={KEY}")
    assert f'id="s-{KEY}"' in page and "the text is not in the store" not in page
    assert "政府信息公开" in page.partition('class="source"')[2].partition("</section>")[0]


def test_what_was_decided_lasts_whatever_the_results_become(results: Path, store: Store) -> None:
    visitor, address = Visitor(make_client(store)), report_address(store, NAME)
    visitor.send(address, KEY, "correct", value="47", status="reported")
    seen = []
    for now in ({}, {KEY: 48}, {}):
        write(results, **now)
        results_to_store(results, no_fault)
        (read,), (decided,) = store.read_results(), store.read_decided()
        seen.append((read.reports[0].cells[KEY].value, decided.reports[0].cells[KEY].value))
    assert seen == [(46, 47), (48, 47), (46, 47)]


def test_where_the_source_is_another_one_the_places_are_shown(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = sample(NAME).read_text(encoding="utf-8")
    (tmp_path / NAME).write_text(text + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with open_store(results_to_store(results, no_fault)) as store:
        page = Visitor(make_client(store)).page(f"{report_address(store, NAME)}?cell={KEY}")
    assert "the text is not in the store" in page and f'id="s-{KEY}"' in page


def test_what_is_no_result_is_told_and_the_rest_is_brought_in(results: Path) -> None:
    (results / "other.json").write_text("{}", encoding="utf-8")
    told: list[ExtractorError] = []
    with open_store(results_to_store(results, told.append)) as store:
        assert len(list(store.read_results())) == 1
    assert [str(error) for error in told] == [f"{results / 'other.json'}: not a result file of this program"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(ogi, ["review", *map(str, arguments)])


@pytest.mark.parametrize("name", ["results", "results/demo-2014.json"])
def test_the_command_takes_a_folder_or_a_file(results: Path, tmp_path: Path, name: str) -> None:
    done = run(tmp_path / name, "--gold", tmp_path / "gold")
    assert done.exit_code == 0, done.output
    assert f"decisions are kept in {results / 'review.db'}" in done.stdout
    assert (results / "review.db").is_file() and "no cell is decided yet" in done.stdout


def test_the_command_says_what_is_neither(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nothing"):
        done = run(place)
        assert done.exit_code == 2 and "no store and no results" in done.stderr
    assert not list(tmp_path.iterdir())
