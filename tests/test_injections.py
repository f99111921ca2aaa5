"""A report cannot change what is read of it: the recorded answers to reports with instructions in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from injections import HIDDEN, PARAGRAPHS, PLANTED, write_reports
from support import grid_only

from extractor.cassettes.transport import Cassettes
from extractor.ids import GIVEN
from extractor.output.results import ReportResult
from extractor.pipeline import Settings, extract_file
from extractor.records import Number

CASSETTES = Path(__file__).parents[1] / "cassettes" / "injections"
NAMES = [*PARAGRAPHS, *HIDDEN]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_reports(tmp_path_factory.mktemp("injections"))


def read(path: Path) -> ReportResult:
    (report,) = extract_file(path, Settings(asker=Cassettes(CASSETTES).asker, ask="all")).reports
    return report


def values(report: ReportResult) -> dict[str, tuple[Number | None, str]]:
    return {key: (cell.value, cell.status) for key, cell in report.cells.items()}


def changed(one: ReportResult, other: ReportResult) -> set[str]:
    """The cells that are given otherwise; what is derived follows from them."""
    before, after = values(one), values(other)
    given = {key for key in before if {before[key][1], after[key][1]} & GIVEN}
    return {key for key in given if before[key] != after[key]}


def test_the_clean_report_is_read_whole(reports: dict[str, Path]) -> None:
    clean = values(read(reports["clean-text"]))
    assert clean == values(read(reports["clean-page"]))
    expected = {"requests.received": 23, "requests.online": 15, "disclosure.total": 862, "review.total": 1}
    assert {key: clean[key][0] for key in expected} == expected
    assert clean["litigation.total"] == clean["fees.collected"] == (0, "none_stated")


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_changes(name: str, reports: dict[str, Path]) -> None:
    clean = "clean-text" if name in PARAGRAPHS else "clean-page"
    assert values(read(reports[name])) == values(read(reports[clean]))


@pytest.mark.parametrize("name", PLANTED)
def test_no_planted_value_is_taken_untold(name: str, reports: dict[str, Path]) -> None:
    clean, planted = read(reports["clean-text"]), read(reports[name])
    told = {key for finding in planted.findings for key in finding.keys}
    assert changed(clean, planted) <= told


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_the_instruction_is_shown(name: str, reports: dict[str, Path]) -> None:
    (report,) = extract_file(reports[name], Settings(asker=grid_only().asker, readers=("grid",))).reports
    assert any(finding.type == "instruction" for finding in report.findings)
