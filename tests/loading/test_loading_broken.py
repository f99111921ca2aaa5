"""Struck-out text, marks of notes and numbers broken over lines: none of them makes another number."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import details, no_model

from extractor.ids import Severity
from extractor.loading import load
from extractor.loading.broken import find_broken, lines_to_text
from extractor.pipeline import Settings, extract_file
from extractor.records import Document, Finding, Reason

TITLE = "<h1>兰溪县2014年政府信息公开工作年度报告</h1>"
END = "<p>全年各项工作正常开展，政府信息公开的内容、方式和程序符合要求，群众反映良好。</p>"


def write_page(folder: Path, paragraph: str, head: str = "") -> Path:
    path = folder / "报告.html"
    path.write_text(f"<meta charset=utf-8>{head}{TITLE}<p>{paragraph}</p>{END}", encoding="utf-8")
    return path


def received(path: Path) -> tuple[object, str]:
    """What the program makes of the number of requests."""
    settings = Settings(asker=no_model, readers=("grid", "regex"))
    cell = extract_file(path, settings).reports[0].cells["requests.received"]
    return cell.value, cell.status


def types(document: Document) -> list[str]:
    return [note.type for note in document.notes]


STRUCK = {
    "s": ("<s>51</s>46", 46),
    "del": ("<del>51</del><ins>46</ins>", 46),
    "strike": ("<strike>51</strike>46", 46),
    "style": ("<span style='text-decoration:line-through'>51</span>46", 46),
    "style-line": ("<span style='text-decoration-line: underline line-through'>51</span>46", 46),
    "class": ("<span class=old>51</span>46", 46),
    "class-inside": ("<span class=old><b>5</b>1</span>46", 46),
    "after": ("46<s>件，不含51</s>", 46),
    "alone": ("<s>51</s>", None),
    "within-a-number": ("4<s>5</s>6", None),
    "words-between-numbers": ("51<s>份</s>46", None),
}


class TestStruckOut:
    @pytest.mark.parametrize(("number", "value"), STRUCK.values(), ids=STRUCK)
    def test_text_is_not_read_and_told(self, tmp_path: Path, number: str, value: int | None) -> None:
        css = "<style>.old{text-decoration:red line-through}</style>"
        path = write_page(tmp_path, f"2014年全县共收到政府信息公开申请{number}件。", css)
        assert received(path) == (value, "reported" if value else "not_stated")
        assert "struck-out" in types(load(path))

    def test_is_one_finding(self, tmp_path: Path) -> None:
        document = load(write_page(tmp_path, "甲<s>51</s>乙<del>丙&#x202e;</del>丁"))
        what = Reason.of("struck-passages", count=4, first="51")
        assert document.notes == (Finding.of("struck-out", "info", what=what),)

    @pytest.mark.parametrize(("more", "severity"), [(0, "info"), (1, "warning")])
    def test_that_is_most_of_the_text_warns(self, tmp_path: Path, more: int, severity: Severity) -> None:
        shown = len("".join(load(write_page(tmp_path, "乙")).text.split()))
        (note,) = load(write_page(tmp_path, f"乙<s>{'甲' * (shown + more)}</s>")).notes
        assert (note.type, note.severity) == ("struck-out", severity)

    def test_a_cell_of_nothing_else_is_doubtful(self, tmp_path: Path) -> None:
        table = "<table><tr><td>当面<td><s>51</s><tr><td>网络<td><s>51</s>46<tr><td>信函<td></table>"
        (found,) = load(write_page(tmp_path, f"</p>{table}<p>")).tables
        assert [(c.text, c.is_doubtful) for c in found.cells if c.column] == [
            ("", True),
            ("46", False),
            ("", False),
        ]


class TestNoteMarks:
    @pytest.mark.parametrize(
        "mark",
        [
            "<sup>1</sup>",
            "<sub>1</sub>",
            "<sup><a href='#n1'>1</a></sup>",
            "<span style='vertical-align:super;font-size:8px'>1</span>",
            "<span class=note>1</span>",
            "¹",
        ],
    )
    def test_are_no_part_of_a_number(self, tmp_path: Path, mark: str) -> None:
        css = "<style>.note{vertical-align:super}</style>"
        path = write_page(tmp_path, f"2014年全县共收到政府信息公开申请46{mark}件。", css)
        assert received(path) == (46, "reported")
        (note,) = load(path).notes
        assert (note.type, "46¹件" in str(details(note)["first"])) == ("note-mark", True)

    def test_are_told_only_behind_numbers(self, tmp_path: Path) -> None:
        assert load(write_page(tmp_path, "公开<sup>1</sup>信息46件")).notes == ()


BROKEN = {
    "between-digits": "2<br>3件。",
    "thousands": "1<br>234件。",
    "before-thousands": "1,<br>234件。",
    "after-the-comma": "1<br>,234件。",
    "with-blanks": "2 <br> 3件。",
    "in-markup": "<b>2<br></b><i>3</i>件。",
    "before-the-scale": "2<br>万件。",
    "chinese": "二十<br>三件。",
}
WHOLE = {
    "unit-on-the-next-line": "46<br>件。",
    "list-follows": "46<br>2.答复5件。",
    "year-follows": "46<br>2013年收到5件。",
    "words-between": "46件<br>3人当面提出。",
}


class TestBrokenNumbers:
    @pytest.mark.parametrize("number", BROKEN.values(), ids=BROKEN)
    def test_are_not_read_in_part_and_told(self, tmp_path: Path, number: str) -> None:
        path = write_page(tmp_path, f"2014年全县共收到政府信息公开申请{number}")
        assert received(path) == (None, "not_stated")
        assert [(note.type, note.severity) for note in load(path).notes] == [("broken-number", "warning")]

    @pytest.mark.parametrize("number", WHOLE.values(), ids=WHOLE)
    def test_that_are_whole_are_read(self, tmp_path: Path, number: str) -> None:
        path = write_page(tmp_path, f"2014年全县共收到政府信息公开申请{number}")
        assert received(path) == (46, "reported")
        assert load(path).notes == ()

    @pytest.mark.parametrize(
        ("cell", "is_doubtful"),
        [
            ("1<br>2", True),
            ("1<br>234件", True),
            ("12<br>件", False),
            ("<p>1</p><p>2</p>", True),
            ("公开<br>12件", False),
        ],
    )
    def test_make_a_cell_doubtful(self, tmp_path: Path, cell: str, is_doubtful: bool) -> None:
        table = f"<table><tr><td>当面<td>{cell}<tr><td>网络<td>3</table>"
        document = load(write_page(tmp_path, f"</p>{table}<p>"))
        assert document.tables[0].cells[1].is_doubtful is is_doubtful
        assert types(document) == ["broken-number"] * is_doubtful

    @pytest.mark.parametrize(
        ("text", "spans"),
        [
            ("申请2\n3件", [(2, 5)]),
            ("12\n34", []),
            ("电话：87654321\n310000", []),
            ("答复12,\n3件", []),
            ("一\n二、三", []),
            ("申请12.\n5万元", [(2, 7)]),
        ],
    )
    def test_are_found_at_line_ends(self, text: str, spans: list[tuple[int, int]]) -> None:
        assert find_broken(text, [text.index("\n") + 1]) == spans

    def test_seams_leave_no_trace(self) -> None:
        assert lines_to_text(["申请4\x006件", "甲\x00乙"]) == ("申请46件\n甲乙", [(2, 4)])

    def test_very_many_are_one_doubt(self, tmp_path: Path) -> None:
        document = load(write_page(tmp_path, "申请2<br>3件<br>" * 1_000))
        assert len(document.doubtful) == 1
