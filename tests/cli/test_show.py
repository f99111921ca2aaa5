"""`ogi show`: folders, findings of many results by kind, and a page with the source beside the form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html
from make_files.office import write_docx, write_xlsx
from make_files.sample import read_sample
from make_files.text import write_html
from rich.cells import cell_len
from support import DOCUMENTS

from extractor.cli.main import ogi

NAMES = ("demo-2021.txt", "jichuan-2015.txt", "jiangyu-2010.html", "wanglan-construction-2019.html")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(ogi, [str(word) for word in arguments], prog_name="ogi")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("results") / "out"
    names = (DOCUMENTS / name for name in NAMES)
    assert run("extract", *names, "--reader", "grid,regex", "-o", out, "--quiet").exit_code == 0
    return out


def test_a_folder_has_a_line_a_report(results: Path) -> None:
    result = run("show", results)
    assert result.exit_code == 0
    assert "霁川县" in result.stdout and "第二十条" not in result.stdout
    assert result.stdout.splitlines()[-1] == "4 files, 4 reports"


def test_or_all_of_them_in_full(results: Path) -> None:
    assert "第二十条第（一）项" in run("show", results, "--whole").stdout


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_every_line_fits_the_terminal(results: Path, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for options in ((), ("--whole",), ("--findings",)):
        for lang in ("en", "zh"):
            lines = run("show", results, *options, "--lang", lang).stdout.splitlines()
            assert max(map(cell_len, lines)) <= int(width)


def test_findings_are_grouped_by_kind(results: Path) -> None:
    printed = run("show", results, "--findings", "--lang", "zh").stdout
    assert printed.count("不平，文中有说明") == 1
    assert "收到政府信息公开申请总数" in printed and "requests." not in printed


def test_a_file_that_is_no_result_does_not_stop_the_others(results: Path, tmp_path: Path) -> None:
    (tmp_path / "note.json").write_text("{}", encoding="utf-8")
    result = run("show", tmp_path, results)
    assert result.exit_code == 1 and result.stderr.startswith("error: ")
    assert "澄湖市" in result.stdout


def test_an_empty_folder(tmp_path: Path) -> None:
    assert run("show", tmp_path).exit_code == 3


class TestPage:
    @pytest.mark.parametrize("kind", ["txt", "html", "docx", "xlsx"])
    def test_every_number_is_linked_to_its_place(self, tmp_path: Path, kind: str) -> None:
        source = DOCUMENTS / "demo-2021.txt"
        if kind != "txt":
            blocks = read_sample(source)
            source = tmp_path / f"report.{kind}"
            {"docx": write_docx, "xlsx": write_xlsx}.get(kind, write_html)(blocks, source)
        assert run("extract", source, "--reader", "grid", "-o", tmp_path / "out", "--quiet").exit_code == 0
        page = tmp_path / "page.html"
        assert run("show", tmp_path / "out" / f"{source.stem}.json", "--html", page).exit_code == 0
        tree: html.HtmlElement = html.document_fromstring(page.read_text(encoding="utf-8"))
        links = list(tree.find_class("form")[0].iterfind(".//td/a"))
        assert len(links) == 200
        for link in links:
            place = tree.get_element_by_id(str(link.get("href"))[1:])
            assert place.get("href") == f"#{link.getparent().get('id')}"
            assert float(place.getparent().text_content()) == float(link.text_content())

    def test_the_page_needs_nothing_and_escapes_all_text(self, tmp_path: Path) -> None:
        source = tmp_path / "report.txt"
        text = (DOCUMENTS / "jichuan-2015.txt").read_text(encoding="utf-8")
        source.write_text(text + "\n<script>alert(1)</script>\n", encoding="utf-8")
        run("extract", source, "--reader", "regex", "-o", tmp_path / "out", "--quiet")
        assert run("show", tmp_path / "out" / "report.json", "--html", tmp_path / "p.html").exit_code == 0
        page = (tmp_path / "p.html").read_text(encoding="utf-8")
        assert "<script" not in page and "&lt;script&gt;alert(1)" in page
        assert not re.search(r"url\(|@import|https?://| src=|<link|<iframe|<form", page)

    def test_a_source_that_changed_is_refused(self, tmp_path: Path) -> None:
        source = tmp_path / "report.txt"
        source.write_bytes((DOCUMENTS / "demo-2021.txt").read_bytes())
        run("extract", source, "--reader", "grid", "-o", tmp_path / "out", "--quiet")
        source.write_text("政府信息公开\n", encoding="utf-8")
        result = run("show", tmp_path / "out" / "report.json", "--html", tmp_path / "p.html")
        assert result.exit_code == 3 and not (tmp_path / "p.html").exists()

    def test_of_one_result_only(self, results: Path, tmp_path: Path) -> None:
        assert run("show", results, "--html", tmp_path / "p.html").exit_code == 2
