"""Results and forms on the terminal."""

from __future__ import annotations

import jsonschema
import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType
from support import DOCUMENTS, grid_only

from extractor.cli.forms_view import form_to_json_schema, form_to_view, forms_to_table, identity_to_relation
from extractor.forms.definitions import IdentityDefinition
from extractor.forms.editions import crosswalk, find_form, load_forms
from extractor.output.results import CellResult, DocumentResult, EvidenceResult, FindingResult, ReportResult
from extractor.output.summary import report_to_row
from extractor.output.terminal import (
    evidence_to_snippet,
    number_to_text,
    report_to_view,
    result_to_view,
    rows_to_table,
)
from extractor.pipeline import extract_file


def render(view: RenderableType, width: int = 80) -> str:
    console = Console(width=width, no_color=True, force_terminal=False)
    with console.capture() as capture:
        console.print(view)
    return capture.get()


@pytest.fixture(scope="module")
def tables() -> DocumentResult:
    return extract_file(DOCUMENTS / "demo-2021.txt", grid_only())


@pytest.fixture(scope="module")
def listed() -> ReportResult:
    """A list form with one cell of each kind that matters."""
    (report,) = extract_file(DOCUMENTS / "jiangyu-2010.html", grid_only()).reports
    keys = list(report.cells)
    changed = {
        keys[0]: report.cells[keys[0]].model_copy(update={"value": 1234567, "status": "approximate"}),
        keys[1]: CellResult(
            value=3,
            status="derived",
            unit="条",
            backend=None,
            reason="closes a: b + c",
            rule="closed",
            evidence=None,
            candidates=(),
        ),
    }
    finding = FindingResult(type="disputed", severity="warning", keys=(), message="[bold]not markup[/bold]")
    return report.model_copy(
        update={"cells": report.cells | changed, "findings": (finding, *report.findings)}
    )


@pytest.mark.parametrize("width", [80, 120])
class TestWidths:
    def test_no_line_is_too_long(self, tables: DocumentResult, listed: ReportResult, width: int) -> None:
        for view in (result_to_view(tables, width), report_to_view(listed, "x.html", width)):
            assert all(cell_len(line) <= width for line in render(view, width).splitlines())

    def test_every_number_is_whole(self, tables: DocumentResult, width: int) -> None:
        shown = render(result_to_view(tables, width), width)
        values = {c.value for c in tables.reports[0].cells.values() if c.value is not None}
        assert [v for v in values if number_to_text(v) not in shown] == []


def test_head_names_issuer_year_form_and_lines(tables: DocumentResult) -> None:
    (report,) = tables.reports
    shown = render(result_to_view(tables, 120), 120)
    assert f"{report.issuer}  {report.year}" in shown
    assert f"demo-2021.txt, lines {report.lines[0]} to {report.lines[1]}" in shown
    assert f"form {report.form} " in shown
    assert "no model was asked" in shown


def test_head_counts_the_rules_that_decided(tables: DocumentResult, listed: ReportResult) -> None:
    assert "decided by: printed table cell 200" in render(result_to_view(tables, 100), 100)
    known = [cell for cell in listed.cells.values() if cell.status != "not_stated"]
    derived = sum(cell.status == "derived" for cell in known)
    head = f"decided by: printed table cell {len(known) - derived}, closes a sum {derived}"
    assert head in render(report_to_view(listed, "x.html", 100), 100)


def test_a_grid_keeps_rows_and_columns(tables: DocumentResult) -> None:
    cells = tables.reports[0].cells
    row = next(line for line in render(result_to_view(tables, 120), 120).splitlines() if "2.重复申请" in line)
    columns = [column.key for column in find_form("2021").definition.grids[4].columns]
    assert row.split()[1:] == [
        number_to_text(cells[f"requests.refused_repeat.{c}"].value or 0) for c in columns
    ]


def test_a_list_shows_status_in_words_and_counts_silence(listed: ReportResult) -> None:
    shown = render(report_to_view(listed, "x.html", 120), 120)
    assert "1,234,567" in shown
    assert "approximate" in shown
    assert "closes a" in shown and "b + c" not in shown
    silent = sum(cell.status == "not_stated" for cell in listed.cells.values())
    assert silent and "not stated" in shown


def test_findings_are_shown_as_they_are(listed: ReportResult) -> None:
    assert "[bold]not markup[/bold]" in render(report_to_view(listed, "x.html", 80))


def test_signs_of_a_grid_have_a_legend(tables: DocumentResult) -> None:
    (report,) = tables.reports
    key = "article20.normative.issued"
    blank = report.cells[key].model_copy(update={"value": None, "status": "blank"})
    shown = render(report_to_view(report.model_copy(update={"cells": report.cells | {key: blank}}), "x", 80))
    assert "□ blank (1)" in shown


@pytest.mark.parametrize(
    ("text", "mark", "size", "snippet"),
    [
        ("全年收到申请46件。", (6, 8), 40, "全年收到申请 46 件。"),
        ("一二三四五六七八九十46件，比上年少", (10, 12), 6, "…九十 46 件，…"),
        ("没有收到申请", None, 40, "没有收到申请"),
        ("各单位 均未\n收取", (4, 6), 40, "各单位 均未 收取"),
        ("46", (0, 2), 40, "46"),
    ],
)
def test_snippet(text: str, mark: tuple[int, int] | None, size: int, snippet: str) -> None:
    place = None if mark is None else (mark[0] + 100, mark[1] + 100)
    evidence = EvidenceResult(
        kind="sentence", ref="s1", start=100, end=100 + len(text), text=text, mark=place
    )
    assert evidence_to_snippet(evidence, size).plain == snippet


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (28764, "28,764"), (12.5, "12.5"), (-3, "-3"), (2.0, "2")]
)
def test_number(value: float, text: str) -> None:
    assert number_to_text(value) == text


def test_summary_has_a_line_a_report(tables: DocumentResult) -> None:
    rows = [report_to_row(report, "demo-2021.txt") for report in tables.reports]
    assert "澄湖市人民政府  2022  2021    200  200" in " ".join(render(rows_to_table(rows), 120).splitlines())


class TestForms:
    def test_list_names_all(self) -> None:
        shown = render(forms_to_table(load_forms().values()), 120)
        assert [id for id in load_forms() if id not in shown] == []
        assert "2014-2018" in shown and "2021- " in shown

    @pytest.mark.parametrize("id", load_forms())
    def test_show_has_every_label_and_identity(self, id: str) -> None:
        form = find_form(id)
        shown = "".join(render(form_to_view(form, crosswalk()), 200).split())
        labels = [row.label or row.heading or "" for row in form.definition.rows]
        labels += [row.label or row.heading or "" for grid in form.definition.grids for row in grid.rows]
        assert [label for label in labels if "".join(label.split()) not in shown] == []
        assert [identity.id for identity in form.definition.identities if identity.id not in shown] == []

    def test_show_marks_what_was_not_seen_printed(self) -> None:
        assert "(unverified)" in render(form_to_view(find_form("2014"), crosswalk()), 120)

    def test_relation(self) -> None:
        identity = IdentityDefinition(
            id="x", kind="at_most", left=("a",), right=("b", "-c"), previous=("d",), severity="info"
        )
        assert identity_to_relation(identity) == "a <= b - c + d (year before)"

    @pytest.mark.parametrize("id", load_forms())
    def test_json_schema_takes_numbers_and_null(self, id: str) -> None:
        schema, keys = form_to_json_schema(find_form(id)), find_form(id).by_key
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(dict.fromkeys(keys, 1) | {next(iter(keys)): None}, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"no.such.key": 1}, schema)
