"""The result file: the contract, its schema, and writing it whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console
from support import candidate, decisions, fails

from extractor.decide.assign import candidates_to_decisions
from extractor.errors import UnreadableInput
from extractor.forms.editions import find_form
from extractor.output.building import decisions_to_cells, to_document_result, to_report_result
from extractor.output.files import write_whole
from extractor.output.results import (
    FIRST_SCHEMA,
    SCHEMA_VERSION,
    DocumentResult,
    ProvenanceResult,
    read_result,
    result_schema,
    result_to_json,
)
from extractor.output.terminal import result_to_view
from extractor.records import Document, Excerpt, Finding, Identification, Place, Reason, Usage

FORM = find_form("2014")
DISPUTE = Reason.of("disputed", values=("7", "9"))
DOCUMENT = Document("报告.txt", "f" * 64, "text/plain", "x")


def result(year: int | None = 2015) -> DocumentResult:
    """A report with one cell given and one finding."""
    decided = candidates_to_decisions([candidate("requests.received", 16)], FORM)
    report = to_report_result(
        Excerpt(1, 9, 0, 99, "标题"),
        1,
        Identification("青岩市教育局", "青岩市", year, "2014", "labels"),
        decisions_to_cells(decided, FORM, DOCUMENT),
        (Finding.of("disputed", "warning", ("requests.received",), key="requests.received", reason=DISPUTE),),
        Usage(2, 1, 300, 40, 1.23456),
        ProvenanceResult(model="m", prompts={"read": "0" * 12}, version="1"),
    )
    return to_document_result(DOCUMENT, [report])


def as_json() -> dict[str, object]:
    loaded: dict[str, object] = json.loads(result_to_json(result()))
    return loaded


def test_the_file_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    write_whole(path, result_to_json(result()))
    assert read_result(path) == result()


def test_the_file_keeps_its_own_schema() -> None:
    schema = result_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(as_json())


@pytest.mark.parametrize("place", ["top", "report"])
def test_the_schema_refuses_unknown_keys(place: str) -> None:
    data = as_json()
    (data if place == "top" else data["reports"][0])["more"] = 1  # type: ignore[index]
    assert not Draft202012Validator(result_schema()).is_valid(data)


def test_the_file_says_its_schema_and_what_decided_as_ids() -> None:
    data = as_json()
    assert data["schema_version"] == SCHEMA_VERSION
    (report,) = cast("list[dict[str, Any]]", data["reports"])
    cell = report["cells"]["requests.received"]
    assert (cell["rule"], cell["reason"], "details" in cell) == ("sole", "the only grounded candidate", False)
    assert report["findings"][0]["details"] == {
        "key": "requests.received",
        "reason": {"id": "disputed", "details": {"values": ["7", "9"]}},
    }
    assert report["findings"][0]["message"] == "requests.received is disputed: 7, 9"


def test_a_file_of_the_first_schema_is_read_and_said_to_be_old(tmp_path: Path) -> None:
    data = as_json()
    del data["schema_version"]
    (report,) = cast("list[dict[str, Any]]", data["reports"])
    for holder in (
        *report["cells"].values(),
        *(c for cell in report["cells"].values() for c in cell["candidates"]),
    ):
        del holder["rule"]
    write_whole(tmp_path / "old.json", json.dumps(data))
    old = read_result(tmp_path / "old.json")
    assert (old.schema_version, old.reports[0].cells["requests.received"].rule) == (FIRST_SCHEMA, None)
    console = Console(width=100, no_color=True)
    with console.capture() as capture:
        console.print(result_to_view(old, 100))
    assert "old result file (schema 1, now 2)" in capture.get()


def test_chinese_is_readable_and_the_last_line_ends() -> None:
    text = result_to_json(result())
    assert "青岩市教育局" in text and text.endswith("}\n")


def test_the_json_is_the_same_every_time() -> None:
    assert result_to_json(result()) == result_to_json(result())


def test_every_cell_of_the_form_is_present_in_order() -> None:
    cells = decisions_to_cells(decisions({"requests.received": 16}), FORM, DOCUMENT)
    assert list(cells) == list(FORM.by_key)
    assert {c.status for k, c in cells.items() if k != "requests.received"} == {"not_stated"}
    assert {k: c.unit for k, c in cells.items()} == {c.key: c.unit for c in FORM.cells}


def test_a_given_cell_carries_evidence_and_candidates() -> None:
    cell = result().reports[0].cells["requests.received"]
    assert cell.evidence is not None and cell.evidence.mark == (0, 1)
    assert [(c.backend, c.value, c.accepted) for c in cell.candidates] == [("llm", 16, True)]


def test_evidence_of_a_file_with_pages_says_where_it_stands() -> None:
    places = (Place(0, 2, (50.0, 60.0, 90.5, 72.0)), Place(1, 3))
    paper = replace(DOCUMENT, places=places)
    found = candidates_to_decisions([candidate("requests.received", 16)], FORM)
    evidence = decisions_to_cells(found, FORM, paper)["requests.received"].evidence
    assert evidence is not None
    assert (evidence.page, evidence.box) == (2, (50.0, 60.0, 90.5, 72.0))


def test_evidence_of_a_text_has_no_page() -> None:
    evidence = result().reports[0].cells["requests.received"].evidence
    assert evidence is not None and (evidence.page, evidence.box) == (None, None)


@pytest.mark.parametrize(("year", "id"), [(2015, "r1-2015"), (None, "r1-unknown")])
def test_the_id_names_number_and_year(year: int | None, id: str) -> None:
    assert result(year).reports[0].id == id


def test_usage_is_rounded_to_hundredths_of_a_second() -> None:
    usage = result().reports[0].usage
    assert (usage.calls, usage.retries, usage.seconds) == (2, 1, 1.23)


def test_whole_numbers_stay_whole() -> None:
    assert '"value": 16,' in result_to_json(result())


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "new" / "r.json"
    write_whole(path, "一\n")
    write_whole(path, "二\n")
    assert path.read_text(encoding="utf-8") == "二\n"
    assert [p.name for p in path.parent.iterdir()] == ["r.json"]


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    write_whole(path, "一\n")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "二\ud800")
    assert path.read_text(encoding="utf-8") == "一\n"
    assert [p.name for p in tmp_path.iterdir()] == ["r.json"]


BROKEN: dict[str, bytes] = {
    "no-json": b"{",
    "other-json": b'{"a": 1}',
    "no-text": b"\xff\xfe\x00",
    "empty": b"",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_another_file_is_no_result(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(content)
    with fails(UnreadableInput, "result.foreign"):
        read_result(path)


def test_a_missing_result_is_named(tmp_path: Path) -> None:
    with fails(UnreadableInput, "said", path=str(tmp_path / "gone.json")):
        read_result(tmp_path / "gone.json")
