"""A check before filing: every slip of an officer's hand is found, and nothing is said of a sound report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from make_files.filings import (
    Filing,
    Slip,
    add,
    as_last,
    double,
    drop_row,
    drop_table,
    make_filing,
    put,
    swap,
    to_blocks,
    write,
)
from make_files.office import write_docx, write_xlsx
from make_files.pdf import write_pdf
from make_files.sample import Block
from make_files.text import write_html

from extractor.check import Checkup, check_report, choose_pairs, read_report_file
from extractor.cli.main import ogi

Write = Callable[[Sequence[Block], Path], None]
WRITERS: dict[str, Write] = {"docx": write_docx, "xlsx": write_xlsx, "html": write_html, "pdf": write_pdf}
REQUEST = "requests.granted.natural_person"
SLIPS: tuple[tuple[str, Slip, str], ...] = (  # the file's type, the slip, what is said of it
    ("docx", add(REQUEST, 1), "sum"),
    ("docx", double("requests.total.natural_person"), "sum"),
    ("docx", put("requests.denied_law.business", ""), "blank"),
    ("docx", put("requests.refused_repeat.research", "/"), "stroke"),
    ("docx", add("requests.carried_in.natural_person", 3), "carried-over"),
    ("docx", write("申请{received}件", "申请9{received}件"), "text-differs"),
    ("docx", write("{year}年1月1日至{year}年", "{before}年1月1日至{before}年"), "period"),
    ("docx", drop_row("requests.refused_publication.total"), "missing-row"),
    ("docx", add("review.total", 2), "sum"),
    ("docx", add("article20.normative.valid", 7), "stock"),
    ("xlsx", add("requests.new.total", -1), "sum"),
    ("xlsx", swap("requests.total.natural_person", "requests.total.business"), "sum"),
    ("xlsx", put("requests.other_misc.natural_person", "—"), "stroke"),
    ("xlsx", put("litigation_direct.pending", ""), "blank"),
    ("xlsx", put("requests.new.legal_service", "3件半"), "unreadable"),
    ("xlsx", add("requests.carried_out.total", 1), "sum"),
    ("xlsx", put("article20.normative.valid", "0"), "stock"),
    ("xlsx", drop_table(2), "missing-table"),
    ("xlsx", as_last(""), "same-as-last"),
    ("xlsx", add("litigation_after_review.upheld", 4), "sum"),
    ("html", add("requests.unable_not_held.total", 10), "sum"),
    ("html", put("requests.carried_out.natural_person", ""), "blank"),
    ("html", put("requests.carried_in.total", "/"), "stroke"),
    ("html", write("全年新收政府信息公开申请{received}件", "全年未收到政府信息公开申请"), "text-denies"),
    ("html", put("review.upheld", "一件多"), "unreadable"),
    ("html", as_last("requests.carried_in"), "carried-over"),
    ("html", add("article20.regulations.valid", -2), "stock"),
    ("html", drop_row("article20.licences.decisions"), "missing-table"),
    ("html", add("requests.partial.other_org", 6), "sum"),
    ("html", swap("review.total", "review.pending"), "sum"),
)
SOUND = ("docx", "xlsx", "html", "docx", "xlsx", "html", "pdf", "docx", "xlsx", "html")


def check_files(this: Path, last: Path | None = None) -> Checkup:
    pairs = choose_pairs(read_report_file(this), read_report_file(last) if last else ())
    (checkup,) = (check_report(subject, before.report if before else None) for subject, before in pairs)
    return checkup


def handed_in(filing: Filing, kind: str, folder: Path, slip: Slip | None = None) -> Checkup:
    """The report and last year's as files of that type, checked."""
    blocks, last = to_blocks(filing), to_blocks(filing, last=True)
    this, before = folder / f"this.{kind}", folder / f"last.{kind}"
    WRITERS[kind](slip(blocks, filing) if slip else blocks, this)
    WRITERS[kind](last, before)
    return check_files(this, before)


@pytest.mark.parametrize("number", range(len(SLIPS)))
def test_every_slip_is_found(number: int, tmp_path: Path) -> None:
    kind, slip, id = SLIPS[number]
    checkup = handed_in(make_filing(number), kind, tmp_path, slip)
    assert id in {problem.id for problem in checkup.problems if problem.severity != "info"}


@pytest.mark.parametrize("number", range(len(SOUND)))
def test_nothing_is_said_of_a_sound_report(number: int, tmp_path: Path) -> None:
    size = (0, 2, 9, 40, 700)[number % 5]
    checkup = handed_in(make_filing(100 + number, size=size), SOUND[number], tmp_path)
    assert [problem.id for problem in checkup.problems] == []


def test_a_slip_of_one_cell_is_traced_to_it(tmp_path: Path) -> None:
    checkup = handed_in(make_filing(3), "docx", tmp_path, add("requests.denied_law.natural_person", 5))
    assert [[key for key, _, _ in way] for way in checkup.ways] == [["requests.denied_law.natural_person"]]


class TestCommand:
    def run(self, *arguments: str | Path) -> Result:
        words = [str(word) for word in ("check", *arguments, "--lang", "zh")]
        return CliRunner().invoke(ogi, words, prog_name="ogi")

    def made(self, folder: Path, slip: Slip | None = None) -> Path:
        filing = make_filing(5)
        blocks = to_blocks(filing)
        path = folder / "报告.docx"
        write_docx(slip(blocks, filing) if slip else blocks, path)
        return path

    def test_a_sound_report(self, tmp_path: Path) -> None:
        result = self.run(self.made(tmp_path))
        assert (result.exit_code, result.stderr) == (0, "")
        assert "没有发现要改的地方" in result.stdout

    def test_a_wrong_one_in_words_of_the_form(self, tmp_path: Path) -> None:
        slip = put("requests.total.natural_person", "999")
        result = self.run(self.made(tmp_path, slip), "--html", tmp_path / "page.html")
        assert result.exit_code == 1
        assert "自然人：本年度办理结果总计 999，应为 " in result.stdout.replace("\n     ", "")
        assert "requests." not in result.stdout
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert '<td class="error">999</td>' in page and "<script" not in page

    def test_text_of_a_report_is_escaped_on_the_page(self, tmp_path: Path) -> None:
        slip = put("requests.total.natural_person", "<script>alert(1)</script>")
        result = self.run(self.made(tmp_path, slip), "--html", tmp_path / "page.html")
        assert result.exit_code == 1
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert "<script" not in page and "&lt;script&gt;alert(1)" in page

    def test_no_file(self, tmp_path: Path) -> None:
        result = self.run(tmp_path / "no.docx")
        assert result.exit_code == 3 and result.stderr.startswith("错误：")
