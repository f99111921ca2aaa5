"""Each kind of file, opened by what people open it with."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from panel_support import filing, panel
from support import fails

from extractor.errors import UnreadableInput, UsageError
from extractor.export import (
    panel_to_revisions,
    panel_to_table,
    table_to_pandas,
    table_to_polars,
    write_panel,
    write_release,
)
from extractor.export.csv_files import read_csv
from extractor.ids import Status
from extractor.panel import Filing, Panel
from extractor.records import Number

BODY = "青柳县人民政府"
NEW, IN, TOTAL, OUT = (f"requests.{row}.total" for row in ("new", "carried_in", "total", "carried_out"))
PERSONS = "requests.new.natural_person"
FORMULA = "=HYPERLINK(1)"


def report(year: int, **changes: Any) -> Filing:
    """A report on the form of 2021, of which every kind of cell is there."""
    values: dict[str, Number | Status] = {
        PERSONS: 4,
        "requests.new.business": 2,
        NEW: 7,  # which its columns do not come to
        IN: "derived",
        TOTAL: "blank",
        OUT: "not_applicable",
        "article20.fees.amount_wan": 31.5,
    }
    return filing(BODY, year, values, **changes)


@pytest.fixture(scope="module")
def made() -> Panel:
    old = filing(BODY, 2013, {"requests.received": 12, "requests.fax": "none_stated"}, form="2008")
    return panel(old, report(2021), report(2022, region="=青柳县"))


def open_book(path: Path, **options: Any) -> Any:
    """The workbook; what its cells may hold is told by the tests."""
    return openpyxl.load_workbook(path, **options)


def query(words: str) -> list[Any]:
    """What DuckDB finds."""
    found: Any = duckdb.sql(words)
    return list(found.fetchall())


def write(made: Panel, path: Path, **options: Any) -> Path:
    write_panel(made, path, **options)
    return path


def test_csv_is_for_excel_and_long(made: Panel, tmp_path: Path) -> None:
    path = write(made, tmp_path / "panel.csv")
    assert path.read_bytes().startswith("\ufeffbody,year,scope,item".encode())
    frame = pd.read_csv(path, dtype={"form": str})
    assert len(frame) == sum(len(row.filing.cells) for row in made.rows)
    (row,) = frame[(frame.year == 2021) & (frame.item == NEW)].to_dict("records")
    wanted = {
        name: row[name] for name in ("value", "status", "unit", "form", "evidence", "variable", "label_en")
    }
    assert wanted == {
        "value": 7,
        "status": "reported",
        "unit": "件",
        "form": "2021",
        "evidence": f"{NEW} 7",
        "variable": "req_new_total",
        "label_en": "new requests this year, total",
    }


def test_no_cell_of_a_csv_is_computed(tmp_path: Path) -> None:
    odd = filing(FORMULA, 2021, path="+cmd.html", region="@x")
    path = write(panel(odd), tmp_path / "panel.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = {cell for row in csv.reader(file) for cell in row}
    assert [cell for cell in cells if cell[:1] in "=+@\t" and cell] == []
    (first, *_) = read_csv(path)
    assert (first["issuer"], first["file"], first["region"]) == (FORMULA, "+cmd.html", "@x")


def test_what_is_computed_is_there_on_request_and_marked(made: Panel) -> None:
    for derived, expected in ((False, None), (True, 0.0)):
        frame = table_to_pandas(panel_to_table(made, "long", derived=derived))
        (row,) = frame[(frame.year == 2021) & (frame.item == IN)].to_dict("records")
        assert (row["status"], row["derived"]) == ("derived", True)
        assert row["value"] == expected or (expected is None and pd.isna(row["value"]))


def test_the_wide_table_tells_silence_from_what_a_form_has_not(made: Panel) -> None:
    frame = table_to_pandas(panel_to_table(made, "wide")).set_index("year")
    assert frame.loc[[2013, 2021], "req_new_total_st"].tolist() == ["no_item", "reported"]
    assert frame.loc[[2013, 2021], "req_total_total_st"].tolist() == ["no_item", "blank"]
    assert frame.loc[2013, "req_mail_st"] == "not_stated"
    assert (frame.loc[2013, "req_fax"], frame.loc[2013, "req_fax_st"]) == (0, "none_stated")
    assert frame.attrs["labels"]["req_fax"] == {"zh": "传真申请数", "en": "requests by fax"}


def test_polars_has_the_same_figures(made: Panel) -> None:
    table = panel_to_table(made, "long")
    assert table_to_polars(table)["value"].sum() == table_to_pandas(table)["value"].sum()


def test_stata_is_read_by_pandas_and_by_the_library_of_rs_haven(made: Panel, tmp_path: Path) -> None:
    path = write(made, tmp_path / "panel.dta", shape="wide")
    frame = pd.read_stata(path)
    assert frame["req_new_total"].tolist()[1:] == [7, 7]
    assert frame["req_new_total_st"].tolist()[1] == "报告数 a number is printed"
    found, meta = pyreadstat.read_dta(str(path))
    assert found["body"].tolist() == [BODY] * 3
    assert meta.column_names_to_labels["req_fax"] == "传真申请数 requests by fax"
    assert meta.variable_value_labels["req_fax_st"][10] == "表中无此项 the form has no such item"


def has_haven() -> bool:
    """Whether R and its package haven are here."""
    asked = ["Rscript", "-e", "quit(status = !requireNamespace('haven', quietly = TRUE))"]
    return shutil.which("Rscript") is not None and not subprocess.run(asked, check=False).returncode


def test_r_opens_it_with_its_labels(made: Panel, tmp_path: Path) -> None:
    if not has_haven():
        pytest.skip("no R with haven here (Debian: r-cran-haven)")
    path = write(made, tmp_path / "panel.dta", shape="wide")
    script = Path(__file__).with_name("open_dta.R")
    command = ["Rscript", "--vanilla", str(script), str(path), "req_fax_st", "req_new_total"]
    said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    told = dict(line.strip().split("\t", 1) for line in said.splitlines() if "\t" in line.strip())
    assert told["req_fax"] == "传真申请数 requests by fax"
    assert told["values"].split("; ")[1:] == ["表中无此项 the form has no such item"] * 2
    assert told["numbers"] == "NA; 7; 7" and told["body"] == BODY


def test_stata_takes_long_texts(tmp_path: Path) -> None:
    long = filing("长" * 1000, 2021)
    frame = pd.read_stata(write(panel(long), tmp_path / "panel.dta"))
    assert frame["issuer"][0] == "长" * 1000


def test_the_same_panel_gives_the_same_bytes(made: Panel, tmp_path: Path) -> None:
    for suffix in (".csv", ".dta", ".parquet", ".xlsx"):
        one, two = (write(made, tmp_path / f"{n}{suffix}").read_bytes() for n in "ab")
        assert one == two, suffix


def test_parquet_is_read_by_duckdb_and_has_its_labels(made: Panel, tmp_path: Path) -> None:
    path = write(made, tmp_path / "panel.parquet")
    words = f"select year, sum(value) from '{path}' where item = '{NEW}' group by year order by year"
    assert query(words) == [(2021, 7.0), (2022, 7.0)]
    field = pq.read_schema(path).field("value")
    assert field.metadata == {b"zh": "数值".encode(), b"en": b"value"}


def test_sqlite_has_all_tables(made: Panel, tmp_path: Path) -> None:
    path = write(made, tmp_path / "panel.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        tables = {
            name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
        }
        (count,) = connection.execute("select count(*) from long").fetchone()
        (label,) = connection.execute(
            "select zh from columns where of_table = 'wide' and name = 'req_fax'"
        ).fetchone()
    assert tables == {"long", "wide", "series", "reports", "findings", "gaps", "codebook", "columns"}
    assert (count, label) == (464, "传真申请数")


def find(sheet: Any, label: str) -> int:
    """The row that has the label."""
    return next(int(row[0].row) for row in sheet.iter_rows(max_col=1) if row[0].value == label)


def test_a_workbook_has_each_report_in_the_layout_of_its_form(made: Panel, tmp_path: Path) -> None:
    path = write(made, tmp_path / "panel.xlsx")
    book, shown = open_book(path), open_book(path, data_only=True)
    assert book.sheetnames == [
        "目录", "面板", "2013 青柳县人民政府", "2021 青柳县人民政府", "2022 青柳县人民政府", "问题", "变量说明",
    ]  # fmt: skip
    sheet = book["2021 青柳县人民政府"]
    row = find(sheet, "一、本年新收政府信息公开申请数量")
    assert [sheet.cell(row, column).value for column in (2, 3, 8)] == [4, 2, 7]
    assert sheet.cell(row, 9).value == f"=SUM({','.join(f'{c}{row}' for c in 'BCDEFG')})"
    assert shown["2021 青柳县人民政府"].cell(row, 9).value == 6
    assert f"原文: {PERSONS} 4" in sheet.cell(row, 2).comment.text
    assert sheet.cell(find(sheet, "四、结转下年度继续办理"), 8).value == "/"
    assert sheet.cell(find(sheet, "（七）总计"), 8).fill.fgColor.rgb == "FFEEEEEE"


def test_no_text_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    path = write(panel(filing(FORMULA, 2021)), tmp_path / "panel.xlsx")
    cells = [cell for sheet in open_book(path) for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f" and "SUM" not in cell.value] == []


def test_a_workbook_of_very_many_reports_is_refused(tmp_path: Path) -> None:
    many = panel(*(filing(f"{n}号县人民政府", 2021) for n in range(251)))
    with fails(UsageError, "export.too-many-sheets", count=251):
        write_panel(many, tmp_path / "panel.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_type_is_refused(made: Panel, tmp_path: Path) -> None:
    with fails(UsageError, "export.suffix"):
        write_panel(made, tmp_path / "panel.doc")


SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


@pytest.fixture
def recalculated(made: Panel, tmp_path: Path) -> Iterator[Any]:
    """The workbook with one figure changed by hand, as LibreOffice computes it anew."""
    path = write(made, tmp_path / "panel.xlsx")
    book = open_book(path)
    sheet = book["2021 青柳县人民政府"]
    sheet.cell(find(sheet, "一、本年新收政府信息公开申请数量"), 2).value = 5
    book.save(path)
    profile, out = tmp_path / "profile", tmp_path / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=300)
    yield open_book(out / "panel.xlsx", data_only=True)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_libreoffice_recalculates_without_an_error(recalculated: Any) -> None:
    sheet = recalculated["2021 青柳县人民政府"]
    assert sheet.cell(find(sheet, "一、本年新收政府信息公开申请数量"), 9).value == 7
    values = [cell.value for sheet in recalculated for row in sheet.iter_rows() for cell in row]
    assert [value for value in values if isinstance(value, str) and value.startswith("#")] == []


def revisions(made: Panel, release: Path) -> list[tuple[Any, ...]]:
    table = panel_to_revisions(made, release)
    wanted = [table.names.index(n) for n in ("change", "year", "item", "was_value", "now_value", "why")]
    return [tuple(row[n] for n in wanted) for row in table.rows]


def test_a_release_tells_later_what_was_revised(tmp_path: Path) -> None:
    release = tmp_path / "release"
    write_release(panel(report(2021), filing("=白鹭县人民政府", 2021)), release)
    assert revisions(panel(report(2021), filing("=白鹭县人民政府", 2021)), release) == []
    anew = filing(BODY, 2021, {PERSONS: 5, "requests.new.business": 2, NEW: 7}, path=f"{BODY}-2021.html")
    found = revisions(panel(anew, filing("=白鹭县人民政府", 2021)), release)
    assert ("value", 2021, PERSONS, "4", "5", "read-anew") in found
    assert ("status", 2021, OUT, "", "", "read-anew") in found
    corrected = filing(BODY, 2021, {PERSONS: 6}, path="更正.html")
    found = revisions(panel(report(2021), corrected, filing("=白鹭县人民政府", 2021)), release)
    assert ("value", 2021, PERSONS, "4", "6", "corrected") in found


def test_rows_that_come_go_and_move_are_told_as_such(tmp_path: Path) -> None:
    release = tmp_path / "release"
    write_release(panel(report(2021), report(2022)), release)
    moved = report(2022, region="临沅市")
    found = revisions(panel(filing("临沅市青柳县人民政府", 2022, path=moved.path), report(2023)), release)
    assert {change for change, *_ in found} == {"removed", "added", "value", "status", "moved"}


def test_a_release_has_the_hash_of_each_of_its_files(tmp_path: Path) -> None:
    release = tmp_path / "release"
    write_release(panel(report(2021)), release)
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {path.name for path in release.iterdir()} - {"manifest.json"}
    assert "# 变量说明" in (release / "codebook.md").read_text(encoding="utf-8")
    with fails(UsageError, "release.there"):
        write_release(panel(report(2021)), release)
    with (release / "long.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with fails(UnreadableInput, "release.changed"):
        revisions(panel(report(2021)), release)
    with fails(UnreadableInput, "release.none"):
        revisions(panel(report(2021)), tmp_path)


@pytest.mark.parametrize("confidence", [None, 0.93])
def test_confidence_is_there_where_results_have_it(confidence: float | None) -> None:
    one = report(2021)
    cells = {**one.cells, NEW: replace(one.cells[NEW], confidence=confidence)}
    frame = table_to_polars(panel_to_table(panel(replace(one, cells=cells)), "long"))
    assert frame.filter(frame["item"] == NEW)["confidence"].to_list() == [confidence]
