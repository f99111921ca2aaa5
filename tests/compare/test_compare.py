"""Whole comparisons: planted errors are found and laid to the right side, whichever side that is."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from compare_support import (
    PROSE,
    TABLES,
    Row,
    blamed,
    change_cells,
    compare,
    conflicts,
    find_row,
    run_to_rows,
    write_csv,
    write_run,
)
from support import DOCUMENTS

from extractor.cli.main import ogi
from extractor.compare.blame import Blamed
from extractor.compare.comparison import Comparison
from extractor.output.results import CellResult, read_result
from extractor.records import Number, Reason

# What a pipeline of regular expressions gets wrong, and the remark that must say so, with some of its details.
PLANTED: dict[tuple[str, str], tuple[object, str, dict[str, object]]] = {
    (TABLES, "requests.new.total"): (86, "shuffled", {"side": "b"}),
    (TABLES, "requests.granted.natural_person"): (6, "swapped", {"key": "requests.partial.natural_person"}),
    (TABLES, "requests.partial.natural_person"): (21, "swapped", {"key": "requests.granted.natural_person"}),
    (TABLES, "article20.fees.amount_wan"): (31856200, "multiple", {"factor": 10_000}),
    (TABLES, "requests.denied_state_secret.total"): (
        "/",
        "missed",
        {"own": "not_applicable", "printed": "/"},
    ),
    (PROSE, "disclosure.total"): (12.5, "unreadable", {"printed": "12.5", "problem": Reason.of("fraction")}),
    (PROSE, "requests.received"): (2014, "no-count", {"kinds": ("year",)}),
    (PROSE, "requests.online"): (13, "as-printed", {"said": (24,), "where": "s11", "own": 13}),
    (PROSE, "replies.granted"): (350, "multiple", {"factor": 10}),
    (PROSE, "litigation.total"): (None, "missed", {"said": ("none_stated",)}),
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "out", TABLES, PROSE)


@pytest.fixture
def theirs(tmp_path: Path, run: Path) -> Path:
    rows = run_to_rows(run)
    for place, (value, *_) in PLANTED.items():
        find_row(rows, *place)["数值"] = value
    kept = [row for row in rows if row["数值"] is not None]
    return write_csv(tmp_path / "theirs.csv", kept)


class TestPlantedErrors:
    def test_each_is_found_and_blamed_on_their_side(self, run: Path, theirs: Path) -> None:
        assert blamed(compare(run, theirs)) == dict.fromkeys(PLANTED, "b")

    def test_each_is_told_why(self, run: Path, theirs: Path) -> None:
        for conflict in conflicts(compare(run, theirs)):
            _, id, details = PLANTED[conflict.report.split(".")[0], conflict.cell.key]
            told = [dict(blame.remark.details) for blame in conflict.verdict.blames if blame.remark.id == id]
            assert [found for found in told if found.items() >= details.items()]

    def test_the_other_way_round(self, run: Path, theirs: Path) -> None:
        assert blamed(compare(theirs, run)) == dict.fromkeys(PLANTED, "a")

    def test_without_the_reports_what_the_results_quote_decides(self, run: Path, theirs: Path) -> None:
        for path in run.glob("*.json"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(str(DOCUMENTS), "moved"), encoding="utf-8")
        assert blamed(compare(run, theirs)) == dict.fromkeys(PLANTED, "b")

    def test_a_changed_report_is_not_read_again(self, tmp_path: Path, run: Path, theirs: Path) -> None:
        changed = tmp_path / f"{PROSE}.txt"
        text = (DOCUMENTS / changed.name).read_text(encoding="utf-8")
        changed.write_text(text.replace("网络申请24件", "网络申请13件"), encoding="utf-8")
        result = (run / f"{PROSE}.json").read_text(encoding="utf-8")
        old, new = str(DOCUMENTS / changed.name), str(changed)
        (run / f"{PROSE}.json").write_text(result.replace(old, new), encoding="utf-8")
        assert blamed(compare(run, theirs))[PROSE, "requests.online"] == "b"

    def test_a_denial_beside_a_number_is_no_zero(self, tmp_path: Path, run: Path) -> None:
        """没有跨年办理的申请 denies none of the 46 that came in."""
        rows = run_to_rows(run)
        find_row(rows, PROSE, "requests.received")["数值"] = 0
        comparison = compare(run, write_csv(tmp_path / "zero.csv", rows))
        assert blamed(comparison) == {(PROSE, "requests.received"): "b"}

    def test_a_report_that_does_not_add_up_is_not_mended(self, tmp_path: Path) -> None:
        """Ours is as printed, theirs fits the sums: blamed where it was computed, undecided where it may be read."""
        report = tmp_path / f"{PROSE}.txt"
        text = (DOCUMENTS / report.name).read_text(encoding="utf-8")
        report.write_text(text.replace("信函申请13件", "信函申请15件"), encoding="utf-8")
        run = write_run(tmp_path / "out", PROSE, folder=tmp_path)
        rows = run_to_rows(run)
        find_row(rows, PROSE, "requests.mail")["数值"] = 13
        assert blamed(compare(run, write_csv(tmp_path / "t.csv", rows))) == {(PROSE, "requests.mail"): "b"}
        report.write_text(report.read_text(encoding="utf-8") + "\n会议室可容纳13人。\n", encoding="utf-8")
        run = write_run(tmp_path / "out", PROSE, folder=tmp_path)
        (conflict,) = conflicts(compare(run, tmp_path / "t.csv"))
        assert (conflict.verdict.blamed, conflict.verdict.sums) == ("undecided", "b")

    def test_gold_stands_beside_the_blame(self, run: Path, theirs: Path) -> None:
        comparison = compare(run, theirs, gold=DOCUMENTS)
        assert {c.truth.right for c in conflicts(comparison) if c.truth} == {"a"}
        assert comparison.trial is not None
        assert (comparison.trial.a_right, comparison.trial.b_right) == (10, 0)
        assert comparison.trial.p == pytest.approx(2 / 2**10)

    def test_nothing_is_found_without_errors(self, tmp_path: Path, run: Path) -> None:
        theirs = write_csv(tmp_path / "same.csv", run_to_rows(run))
        comparison = compare(run, theirs)
        assert conflicts(comparison) == []
        assert comparison.unmapped == {"a": (), "b": ()}
        assert all(not names for names in comparison.unmatched.values())


class TestOurErrors:
    """The other file is right here, and must not be blamed for being the other."""

    @pytest.fixture
    def right(self, tmp_path: Path, run: Path) -> Path:
        return write_csv(tmp_path / "right.csv", run_to_rows(run))

    def test_a_misread_sentence(self, run: Path, right: Path) -> None:
        """The model took the neighbour's number, and quotes the sentence that holds both."""

        def misread(cell: CellResult) -> dict[str, object]:
            assert cell.evidence
            start = cell.evidence.start + cell.evidence.text.index("13")
            evidence = cell.evidence.model_copy(update={"mark": (start, start + 2)})
            candidates = [c.model_copy(update={"value": 13, "evidence": evidence}) for c in cell.candidates]
            return {"value": 13, "evidence": evidence, "candidates": tuple(candidates)}

        change_cells(run / f"{PROSE}.json", misread, ["requests.online"])
        (conflict,) = conflicts(compare(run, right))
        assert conflict.verdict.blamed == "a"
        assert conflict.verdict.sums == "b"

    @pytest.mark.parametrize(
        ("name", "key", "value"),
        [
            (TABLES, "requests.new.total", 86),
            (TABLES, "article20.licences.decisions", 24681),
            (PROSE, "requests.mail", 31),
            (PROSE, "litigation.total", 1),
        ],
    )
    def test_a_value_that_its_own_evidence_does_not_hold(
        self, run: Path, right: Path, name: str, key: str, value: Number
    ) -> None:
        change_cells(run / f"{name}.json", lambda cell: {"value": value}, [key])
        assert blamed(compare(run, right)) == {(name, key): "a"}

    def test_a_missed_value(self, run: Path, right: Path) -> None:
        silent = {"value": None, "status": "not_stated", "evidence": None, "candidates": ()}
        change_cells(run / f"{PROSE}.json", lambda cell: silent, ["requests.received"])
        assert blamed(compare(run, right)) == {(PROSE, "requests.received"): "a"}

    def test_an_invented_zero(self, run: Path, right: Path) -> None:
        zero = {"value": 0, "status": "reported"}
        change_cells(run / f"{PROSE}.json", lambda cell: zero, ["capacity.staff"])
        comparison = compare(run, _with_row(right, "（三）从事政府信息公开工作人员数", "/"))
        assert blamed(comparison) == {(PROSE, "capacity.staff"): "a"}

    def test_both_may_be_wrong(self, run: Path, theirs: Path) -> None:
        change_cells(run / f"{TABLES}.json", lambda cell: {"value": 67}, ["requests.new.total"])
        assert blamed(compare(run, theirs))[TABLES, "requests.new.total"] == "both"


def _with_row(path: Path, label: str, text: str) -> Path:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([f"{PROSE}.txt", 2014, "", label, text])
    return path


class TestReaders:
    def test_one_reader_against_the_run(self, run: Path) -> None:
        comparison = compare(f"{run}:grid", run)
        grid = {c.cell.key for c in conflicts(comparison) if c.report.startswith(TABLES)}
        prose = {c.kind for c in conflicts(comparison) if c.report.startswith(PROSE)}
        assert (grid, prose) == (set(), {"only_b"})

    def test_kinds_of_statement_are_told_apart(self, run: Path) -> None:
        comparison = compare(f"{run}:llm", run)
        apart = {(c.kind, c.a.status, c.b.status) for c in comparison.conflicts if PROSE in c.report}
        assert apart == {("class", "not_stated", "derived")}

    def test_a_single_result_file_is_a_side(self, run: Path) -> None:
        comparison = compare(run / f"{PROSE}.json", run)
        assert len(comparison.pairs) == 1
        assert comparison.unmatched["b"] == (f"{TABLES}.txt 2022",)


def run_command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(ogi, ["compare", *map(str, arguments)], prog_name="ogi")


class TestCommand:
    def test_prints_and_writes(self, tmp_path: Path, run: Path, theirs: Path) -> None:
        files = [tmp_path / f"c.{suffix}" for suffix in ("csv", "html", "json")]
        options = [text for file in files for text in (f"--{file.suffix[1:]}", str(file))]
        result = run_command(run, theirs, "--gold", DOCUMENTS, *options)
        assert result.exit_code == 0
        assert "10 conflicts: A is wrong 0, B is wrong 10" in result.stdout
        assert "McNemar's exact p" in result.stdout
        assert all(file.stat().st_size for file in files)
        content = json.loads(files[2].read_text(encoding="utf-8"))
        assert content["agreement"]["overall"]["all"]["both"] == 215
        assert {c["wrong"] for c in content["conflicts"] if c["kind"] != "class"} == {"b"}
        (online,) = [c for c in content["conflicts"] if c["key"] == "requests.online"]
        assert online["reasons"][0] == {
            "rule": "as-printed",
            "against": "b",
            "message": "the source says 24 of this item (s11), not 13",
            "id": "as-printed",
            "details": {"said": [24], "where": "s11", "own": 13},
        }
        with files[0].open(encoding="utf-8-sig", newline="") as file:
            (row,) = [row for row in csv.DictReader(file) if row["key"] == "requests.online"]
        assert row["why"].startswith("the source says 24 of this item (s11), not 13; ")
        assert row["why_ids"].split("; ")[0] == "as-printed"
        assert '<li data-rule="as-printed" data-id="as-printed">the source says 24' in files[1].read_text(
            encoding="utf-8"
        )

    def test_csv_is_for_spreadsheets(self, tmp_path: Path, run: Path) -> None:
        rows: list[Row] = run_to_rows(run)
        find_row(rows, PROSE, "requests.received")["数值"] = '=HYPERLINK("x")'
        theirs = write_csv(tmp_path / "theirs.csv", rows)
        run_command(run, theirs, "--csv", tmp_path / "c.csv")
        assert (tmp_path / "c.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
            written = [row for row in csv.DictReader(file) if row["key"] == "requests.received"]
        assert [row["b_printed"] for row in written] == ['\'=HYPERLINK("x")']

    @pytest.mark.parametrize(
        ("a", "b", "code", "reason"),
        [
            ("out", "nothing", 3, "nothing: no such file or folder"),
            ("out:oracle", "out", 2, "no reader 'oracle' in these results; there are: grid, llm"),
            ("empty", "out", 3, "no *.json in it"),
            ("out", "out/../image.png", 3, "cannot compare with .png files"),
        ],
    )
    def test_misuse_is_one_line(
        self,
        tmp_path: Path,
        run: Path,
        monkeypatch: pytest.MonkeyPatch,
        a: str,
        b: str,
        code: int,
        reason: str,
    ) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "image.png").write_bytes(b"\x89PNG")
        monkeypatch.chdir(tmp_path)
        result = run_command(a, b)
        assert result.exit_code == code
        assert reason in result.stderr and result.stderr.count("\n") == 1

    def test_gold_folder_without_gold(self, tmp_path: Path, run: Path) -> None:
        result = run_command(run, run, "--gold", tmp_path)
        assert (result.exit_code, result.stderr.count("\n")) == (3, 1)


def right_by_gold(comparison: Comparison, side: Blamed) -> set[str]:
    return {c.cell.key for c in comparison.conflicts if c.truth and c.truth.right == side}


def test_gold_decides_against_us(tmp_path: Path, run: Path) -> None:
    theirs = write_csv(tmp_path / "theirs.csv", run_to_rows(run))
    change_cells(run / f"{PROSE}.json", lambda cell: {"value": 31}, ["requests.mail"])
    gold = tmp_path / "gold"
    gold.mkdir()
    shutil.copy(DOCUMENTS / f"{PROSE}.gold.json", gold)
    comparison = compare(run, theirs, gold=gold)
    assert right_by_gold(comparison, "b") == {"requests.mail"}
    assert comparison.unjudged == (f"{TABLES}.txt 2022",)
    assert read_result(run / f"{PROSE}.json").reports[0].cells["requests.mail"].value == 31
