"""Word and Excel files: their grids, what their names hide, and what is refused before it is unpacked."""

from __future__ import annotations

import os
import stat
import sys
import time
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as new_docx
from make_files.office import OFFICE, convert, write_docx
from make_files.sample import Cell, Grid
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill
from support import details, fails

from extractor.errors import UnreadableInput
from extractor.ids import Hiding
from extractor.loading import archive, docx, load, office, xlsx
from extractor.records import Finding, Reason, Table

REPORT = "某县2014年政府信息公开年度报告，全年收到申请12件，答复12件。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

BLUE = PatternFill("solid", fgColor="336699")

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")


def places(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in table.cells]


def make_docx(path: Path, body: str, styles: str = "") -> Path:
    """A Word file with nothing but its main part, and styles where some are given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        if styles:
            file.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
        file.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return path


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


class TestWord:
    def test_merged_cells_are_one(self, tmp_path: Path) -> None:
        cells = (
            Cell("申请人", 0, 0, 2, 1),
            Cell("法人", 0, 1, 1, 2),
            Cell("企业", 1, 1),
            Cell("其他", 1, 2),
            Cell("新收", 2, 0),
            Cell("12", 2, 1),
            Cell("", 2, 2),
        )
        path = tmp_path / "a.docx"
        write_docx([REPORT, Grid(cells)], path)
        document = load(path)
        (table,) = document.tables
        assert places(table) == [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in cells]
        assert all(document.text[c.start : c.end] == c.text for c in table.cells)
        assert document.text.startswith(REPORT + "\n")

    def test_columns_before_a_row_are_left_free(self, tmp_path: Path) -> None:
        cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        first = f"<w:tr>{cell.format('项目')}{cell.format('数量')}</w:tr>"
        second = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell.format(12)}</w:tr>'
        (table,) = load(make_docx(tmp_path / "a.docx", f"<w:tbl>{first}{second}</w:tbl>")).tables
        assert places(table)[-1] == ("12", 1, 1, 1, 1)

    def test_deleted_text_is_left_out_and_inserted_text_read(self, tmp_path: Path) -> None:
        run = "<w:r><w:t>{}</w:t></w:r>"
        body = f"<w:p>{run.format('收到')}<w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
        body += f"<w:ins>{run.format('4件')}</w:ins></w:p>"
        assert load(make_docx(tmp_path / "a.docx", body)).text == "收到4件\n"

    def test_hidden_numbers_are_left_out_and_told(self, tmp_path: Path) -> None:
        body = paragraph(REPORT) + paragraph("收到99件", "<w:vanish/>")
        document = load(make_docx(tmp_path / "a.docx", body))
        assert document.text == REPORT + "\n"
        assert [note.type for note in document.notes] == ["hidden-text"]

    def test_raised_figures(self, tmp_path: Path) -> None:
        body = paragraph("申请12") + paragraph("3", '<w:vertAlign w:val="superscript"/>')
        body = body.replace("</w:p><w:p>", "")
        assert load(make_docx(tmp_path / "a.docx", body)).text == "申请12³\n"

    def test_pictures_are_told(self, tmp_path: Path) -> None:
        picture = "<w:p><w:r><w:drawing><w:blip/></w:drawing></w:r></w:p>"
        document = load(make_docx(tmp_path / "a.docx", paragraph(REPORT) + picture))
        told = Finding.of("picture-not-read", "info", what=Reason.of("pictures-in-text", count=1))
        assert document.notes == (told,)

    def test_line_breaks_tabs_and_text_boxes(self, tmp_path: Path) -> None:
        box = f"<w:txbxContent>{paragraph('附表')}</w:txbxContent>"
        body = f"<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r><w:r>{box}</w:r></w:p>"
        assert load(make_docx(tmp_path / "a.docx", body)).text == "一\n二\t三\n附表\n"

    def test_a_table_that_only_arranges_is_read_as_text(self, tmp_path: Path) -> None:
        body = f"<w:tbl><w:tr><w:tc>{paragraph(REPORT)}{paragraph('完。')}</w:tc></w:tr></w:tbl>"
        document = load(make_docx(tmp_path / "a.docx", body))
        assert (document.text, document.tables) == (f"{REPORT}\n完。\n", ())

    def test_too_many_cells(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(docx, "MAX_CELLS", 3)
        body = "<w:tbl><w:tr>" + "<w:tc/>" * 4 + "</w:tr></w:tbl>"
        with fails(UnreadableInput, "word.cells", most=3):
            load(make_docx(tmp_path / "a.docx", body))

    @pytest.mark.parametrize("body", ["<w:p>", "</w:body>"], ids=["open", "closed-twice"])
    def test_broken(self, tmp_path: Path, body: str) -> None:
        with fails(UnreadableInput, "archive.part-broken", name="word/document.xml"):
            load(make_docx(tmp_path / "a.docx", body))

    def test_entities_are_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(
                "word/document.xml",
                f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}>&x;</w:document>',
            )
        with fails(UnreadableInput, "archive.document-type"):
            load(path)


WHITE_CELL = (
    "<w:tbl>{}<w:tr><w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr>"
    "<w:t>收到99件</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
STYLES = (
    "<w:style w:type='character' w:styleId='base'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='hid'><w:basedOn w:val='base'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='hidp'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='dark'><w:pPr><w:shd w:val='clear' w:fill='000080'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='tiny'><w:rPr><w:sz w:val='2'/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='old'><w:rPr><w:strike/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='note'><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
    "<w:style w:type='table' w:styleId='bands'><w:tblStylePr w:type='firstRow'><w:tcPr><w:shd w:val='clear' "
    "w:fill='336699'/></w:tcPr></w:tblStylePr></w:style>"
)


def styled(text: str, name: str, run: str = "") -> str:
    """A paragraph in a style."""
    return paragraph(text, run).replace("<w:p>", f"<w:p><w:pPr><w:pStyle w:val='{name}'/></w:pPr>")


UNSEEN = {
    "vanish": paragraph("收到99件", "<w:vanish/>"),
    "vanish-in-a-style": paragraph("收到99件", "<w:rStyle w:val='hid'/>"),
    "vanish-in-the-style-of-a-paragraph": styled("收到99件", "hidp"),
    "white": paragraph("收到99件", "<w:color w:val='FFFFFF'/>"),
    "nearly-white": paragraph("收到99件", "<w:color w:val='FEFEFE'/>"),
    "white-of-the-theme": paragraph("收到99件", "<w:color w:val='123456' w:themeColor='background1'/>"),
    "as-its-shade": paragraph("收到99件", "<w:color w:val='336699'/><w:shd w:val='clear' w:fill='336699'/>"),
    "as-its-highlight": paragraph("收到99件", "<w:color w:val='FFFF00'/><w:highlight w:val='yellow'/>"),
    "dark-on-dark": styled("收到99件", "dark", "<w:color w:val='000080'/>"),
    "one-point": paragraph("收到99件", "<w:sz w:val='2'/>"),
    "one-point-in-a-style": styled("收到99件", "tiny"),
    "white-in-a-cell": WHITE_CELL.format("", ""),
    "hidden-row": "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>"
    + paragraph("收到99件")
    + "</w:tc></w:tr></w:tbl>",
}
SEEN = {
    "vanish-undone": paragraph("收到99件", "<w:rStyle w:val='hid'/><w:vanish w:val='0'/>"),
    "vanish-twice": styled("收到99件", "hidp", "<w:rStyle w:val='hid'/>"),
    "white-on-dark": styled("收到99件", "dark", "<w:color w:val='FFFFFF'/>"),
    "white-on-a-dark-cell": WHITE_CELL.format("", "<w:shd w:val='clear' w:fill='000080'/>"),
    "white-in-a-table-with-bands": WHITE_CELL.format("<w:tblPr><w:tblStyle w:val='bands'/></w:tblPr>", ""),
    "white-on-a-pattern": paragraph(
        "收到99件", "<w:color w:val='FFFFFF'/><w:shd w:val='solid' w:fill='FFFFFF'/>"
    ),
    "of-itself": styled("收到99件", "dark", "<w:color w:val='auto'/>"),
    "two-points": paragraph("收到99件", "<w:sz w:val='4'/>"),
}
REPLACED = {
    "strike": "<w:r><w:rPr><w:strike/></w:rPr><w:t>51</w:t></w:r>",
    "double": "<w:r><w:rPr><w:dstrike/></w:rPr><w:t>51</w:t></w:r>",
    "in-a-style": "<w:r><w:rPr><w:rStyle w:val='old'/></w:rPr><w:t>51</w:t></w:r>",
    "deleted": "<w:del><w:r><w:delText>51</w:delText></w:r></w:del>",
}


class TestUnseenInWord:
    @pytest.mark.parametrize("body", UNSEEN.values(), ids=UNSEEN)
    def test_what_is_not_shown_is_not_read_and_told(self, tmp_path: Path, body: str) -> None:
        document = load(make_docx(tmp_path / "a.docx", paragraph(REPORT) + body, STYLES))
        assert document.text == REPORT + "\n"
        (note,) = document.notes
        assert (note.type, note.severity) == ("hidden-text", "info")
        assert (details(note)["count"], details(note)["first"]) == (5, "收到99件")

    @pytest.mark.parametrize("body", SEEN.values(), ids=SEEN)
    def test_what_is_shown_is_read(self, tmp_path: Path, body: str) -> None:
        document = load(make_docx(tmp_path / "a.docx", paragraph(REPORT) + body, STYLES))
        assert document.text == REPORT + "\n收到99件\n"
        assert document.notes == ()

    def test_a_document_that_shows_nothing_is_refused_with_it(self, tmp_path: Path) -> None:
        with fails(UnreadableInput, "text.empty-because") as error:
            load(make_docx(tmp_path / "a.docx", paragraph("收到99件", "<w:vanish/>")))
        assert "holds no text; 5 characters are not shown" in str(error.value)

    def test_a_document_that_hides_the_report_warns(self, tmp_path: Path) -> None:
        body = paragraph("概况") + paragraph(REPORT, "<w:vanish/>")
        (note,) = load(make_docx(tmp_path / "a.docx", body)).notes
        assert note.severity == "warning"

    @pytest.mark.parametrize("old", REPLACED.values(), ids=REPLACED)
    def test_what_is_struck_out_is_not_read_and_told(self, tmp_path: Path, old: str) -> None:
        new = "<w:ins><w:r><w:t>46件</w:t></w:r></w:ins>"
        body = f"<w:p><w:r><w:t>收到申请</w:t></w:r>{old}{new}</w:p>"
        document = load(make_docx(tmp_path / "a.docx", body, STYLES))
        assert (document.text, document.doubtful) == ("收到申请46件\n", ())
        what = Reason.of("struck-passages", count=2, first="51")
        assert document.notes == (Finding.of("struck-out", "info", what=what),)

    @pytest.mark.parametrize("old", REPLACED.values(), ids=REPLACED)
    def test_figures_on_both_sides_of_it_are_no_number(self, tmp_path: Path, old: str) -> None:
        body = f"<w:p><w:r><w:t>收到4</w:t></w:r>{old}<w:r><w:t>6件</w:t></w:r></w:p>"
        document = load(make_docx(tmp_path / "a.docx", body, STYLES))
        assert (document.text, document.doubtful) == ("收到46件\n", ((2, 4),))
        assert [note.type for note in document.notes] == ["struck-out", "broken-number"]

    @pytest.mark.parametrize("old", REPLACED.values(), ids=REPLACED)
    def test_a_cell_of_nothing_else_is_doubtful(self, tmp_path: Path, old: str) -> None:
        cells = (
            f"<w:tc><w:p><w:r><w:t>{label}</w:t></w:r></w:p></w:tc><w:tc><w:p>{content}</w:p></w:tc>"
            for label, content in (("当面", old), ("网络", "<w:r><w:t>3</w:t></w:r>"))
        )
        rows = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
        (table,) = load(make_docx(tmp_path / "a.docx", f"<w:tbl>{rows}</w:tbl>", STYLES)).tables
        assert [(c.text, c.is_doubtful) for c in table.cells if c.column] == [("", True), ("3", False)]

    def test_a_deleted_row_is_left_out_and_told(self, tmp_path: Path) -> None:
        row = "<w:tr>{}<w:tc>" + paragraph("当面") + "</w:tc><w:tc>" + paragraph("{}") + "</w:tc></w:tr>"
        deleted = row.format("<w:trPr><w:del/></w:trPr>", 51)
        body = f"<w:tbl>{row.format('', 1)}{deleted}{row.format('', 2)}</w:tbl>"
        document = load(make_docx(tmp_path / "a.docx", body))
        assert document.text == "当面\t1\n当面\t2\n"
        assert [note.type for note in document.notes] == ["struck-out"]

    def test_marks_of_notes_are_told(self, tmp_path: Path) -> None:
        mark = "<w:r><w:rPr><w:rStyle w:val='note'/></w:rPr><w:t>1</w:t></w:r>"
        document = load(
            make_docx(tmp_path / "a.docx", f"<w:p><w:r><w:t>收到46</w:t></w:r>{mark}</w:p>", STYLES)
        )
        assert document.text == "收到46¹\n"
        assert [note.type for note in document.notes] == ["note-mark"]

    def test_numbers_broken_by_many_line_breaks_are_each_doubtful(self, tmp_path: Path) -> None:
        lines = "<w:br/>".join(f"<w:t>{line}</w:t>" for line in ["收到12", *["3件，答复12"] * 50, "3件"])
        document = load(make_docx(tmp_path / "a.docx", f"<w:p><w:r>{lines}</w:r></w:p>"))
        assert [document.text[a:b] for a, b in document.doubtful] == ["12", "3"] * 51
        assert [details(note)["count"] for note in document.notes] == [51]

    def test_numbers_broken_by_a_line_break_are_doubtful(self, tmp_path: Path) -> None:
        body = "<w:p><w:r><w:t>收到申请2</w:t><w:br/><w:t>3件，答复5件</w:t></w:r></w:p>"
        document = load(make_docx(tmp_path / "a.docx", body))
        assert [document.text[a:b] for a, b in document.doubtful] == ["2", "3"]
        assert [note.type for note in document.notes] == ["broken-number"]

    def test_styles_that_are_based_on_each_other(self, tmp_path: Path) -> None:
        styles = "".join(
            f"<w:style w:type='paragraph' w:styleId='{a}'><w:basedOn w:val='{b}'/></w:style>"
            for a, b in ("ab", "ba")
        )
        assert load(make_docx(tmp_path / "a.docx", styled(REPORT, "a"), styles)).text == REPORT + "\n"


class TestExcel:
    def make(self, path: Path, *rows: tuple[Any, ...], merge: str = "", format: str = "General") -> Path:
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
        for cell in sheet["B"]:
            cell.number_format = format
        workbook.save(path)
        return path

    def test_rows_numbers_and_merged_cells(self, tmp_path: Path) -> None:
        rows = (("项目", "数量", None), ("收费（万元）", 27042.62, None), ("新收", 12.0, 3))
        document = load(self.make(tmp_path / "a.xlsx", (REPORT,), *rows, merge="B2:C2"))
        (table,) = document.tables
        assert [c.text for c in table.cells] == [
            "项目",
            "数量",
            "收费（万元）",
            "27042.62",
            "",
            "新收",
            "12",
            "3",
        ]
        assert next(c.colspan for c in table.cells if c.text == "数量") == 2
        assert document.text.startswith(REPORT + "\n")

    @pytest.mark.parametrize(
        ("value", "format", "printed"),
        [
            pytest.param(0.943, "0.0%", "94.3%", id="share"),
            pytest.param(0.1 + 0.2, "General", "0.3", id="binary-rest"),
            pytest.param(date(2023, 1, 31), "yyyy-mm-dd", "2023-01-31", id="date"),
            pytest.param("=1+1", "General", "=1+1", id="formula-without-result"),
        ],
    )
    def test_what_the_sheet_shows(self, tmp_path: Path, value: Any, format: str, printed: str) -> None:
        rows = (("项目", "数量"), ("新收", value), ("结转", 3))
        (table,) = load(self.make(tmp_path / "a.xlsx", *rows, format=format)).tables
        assert [c.text for c in table.cells][3] == printed

    def test_hidden_rows_and_columns_are_left_out_and_told(self, tmp_path: Path) -> None:
        workbook = Workbook()
        sheet = workbook.active
        assert sheet is not None
        for row in (["指标", "上年", "数量"], ["当面", 1, 3], ["传真", 7, 8], ["网络", 2, 4]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        workbook.save(tmp_path / "a.xlsx")
        document = load(tmp_path / "a.xlsx")
        (table,) = document.tables
        assert [(c.text, c.row, c.column) for c in table.cells if c.text in ("数量", "3", "4")] == [
            ("数量", 0, 2),
            ("3", 1, 2),
            ("4", 3, 2),
        ]
        assert len(table.cells) == 6
        assert [note.type for note in document.notes] == ["hidden-text"]

    def test_hidden_sheets_are_left_out_and_told(self, tmp_path: Path) -> None:
        workbook = Workbook()
        workbook.worksheets[0].append([REPORT])
        workbook.create_sheet("草稿").sheet_state = "hidden"
        workbook.save(tmp_path / "a.xlsx")
        document = load(tmp_path / "a.xlsx")
        assert document.text == REPORT + "\n"
        told = {"count": 2, "by": Reason.of("hidden-sheet"), "first": "草稿"}
        assert [(note.type, details(note)) for note in document.notes] == [("hidden-text", told)]

    @pytest.mark.parametrize(
        ("change", "by"),
        [
            pytest.param({"font": Font(color="FFFFFF")}, "same-colour", id="white"),
            pytest.param({"font": Font(color=Color(theme=0))}, "same-colour", id="white-of-the-theme"),
            pytest.param({"font": Font(color=Color(indexed=9))}, "same-colour", id="white-of-the-index"),
            pytest.param({"font": Font(size=1)}, "small-type", id="one-point"),
            pytest.param({"font": Font(color="336699"), "fill": BLUE}, "same-colour", id="as-its-ground"),
            pytest.param({"number_format": ";;;"}, "number-format", id="format-that-prints-nothing"),
            pytest.param({"font": Font(strike=True)}, None, id="struck"),
        ],
    )
    def test_a_value_that_is_not_seen_is_not_read_and_told(
        self, tmp_path: Path, change: dict[str, Any], by: Hiding | None
    ) -> None:
        path = self.make_changed(tmp_path / "a.xlsx", **change)
        document = load(path)
        (cell,) = (cell for cell in document.tables[0].cells if (cell.row, cell.column) == (1, 1))
        assert (cell.text, cell.is_doubtful) == ("", by is None)
        hidden = {"by": by and Reason.of(by), "count": 2, "first": "12"}
        struck = {"what": Reason.of("struck-passages", count=2, first="12")}
        assert [(note.type, details(note)) for note in document.notes] == [
            ("hidden-text", hidden) if by else ("struck-out", struck)
        ]

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param({"font": Font(color="FFFFFF"), "fill": BLUE}, id="white-on-blue"),
            pytest.param({"font": Font(color=Color(theme=0, tint=-0.5))}, id="grey-of-the-theme"),
            pytest.param({"font": Font(color=Color(theme=4))}, id="colour-of-the-theme"),
            pytest.param({"number_format": "0;-0;;@"}, id="format-for-noughts"),
        ],
    )
    def test_a_value_that_is_seen_is_read(self, tmp_path: Path, change: dict[str, Any]) -> None:
        document = load(self.make_changed(tmp_path / "a.xlsx", **change))
        assert ([c.text for c in document.tables[0].cells][3], document.notes) == ("12", ())

    def make_changed(self, path: Path, **change: Any) -> Path:
        """A sheet of two rows, the value of the first changed in its looks."""
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        for row in (["项目", "数量"], ["新收", 12], ["结转", 3]):
            sheet.append(row)
        for name, value in change.items():
            setattr(sheet["B2"], name, value)
        workbook.save(path)
        return path

    RICH: tuple[tuple[list[Any], str, bool, list[str]], ...] = (
        (["4", TextBlock(InlineFont(strike=True), "5"), "6"], "46", True, ["struck-out", "broken-number"]),
        ([TextBlock(InlineFont(strike=True), "51"), "46"], "46", False, ["struck-out"]),
        (
            [TextBlock(InlineFont(strike=True), "51"), TextBlock(InlineFont(b=True), "")],
            "",
            True,
            ["struck-out"],
        ),
        (["46", TextBlock(InlineFont(vertAlign="superscript"), "1")], "46¹", False, []),
        (["46", TextBlock(InlineFont(color=Color("FFFFFF")), "51")], "46", False, ["hidden-text"]),
        (["2\n3"], "2 3", True, ["broken-number"]),
    )

    @pytest.mark.parametrize(("parts", "text", "is_doubtful", "types"), RICH)
    def test_a_text_in_several_fonts(
        self, tmp_path: Path, parts: list[Any], text: str, is_doubtful: bool, types: list[str]
    ) -> None:
        path = self.make(tmp_path / "a.xlsx", ("项目", "数量"), ("新收", CellRichText(parts)), ("结转", 3))
        document = load(path)
        (cell,) = (cell for cell in document.tables[0].cells if (cell.row, cell.column) == (1, 1))
        assert (cell.text, cell.is_doubtful) == (text, is_doubtful)
        assert [note.type for note in document.notes] == types

    def test_a_formula_without_result_is_no_value(self, tmp_path: Path) -> None:
        path = self.make(tmp_path / "a.xlsx", ("项目", "数量"), ("新收", "=12+34"), ("结转", 3))
        document = load(path)
        (cell,) = (cell for cell in document.tables[0].cells if (cell.row, cell.column) == (1, 1))
        assert (cell.text, cell.is_doubtful) == ("=12+34", True)
        (note,) = document.notes
        assert (note.type, note.severity) == ("formula-without-result", "warning")
        assert details(note) == {"count": 1, "first": "B2 =12+34"}

    @pytest.mark.parametrize(
        ("limit", "id"), [("MAX_CELLS", "sheet.cells"), ("MAX_COLUMNS", "sheet.columns")]
    )
    def test_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, id: str) -> None:
        monkeypatch.setattr(xlsx, limit, 2)
        with fails(UnreadableInput, id, most=2):
            load(self.make(tmp_path / "a.xlsx", ("项目", "数量", 3)))

    def test_broken(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as file:
            file.writestr("xl/workbook.xml", "<workbook")
        with fails(UnreadableInput, "sheet.broken"):
            load(tmp_path / "a.xlsx")


class TestKinds:
    """The bytes decide, whatever the name says."""

    PAGE = f"<html><body><p>{REPORT}</p></body></html>"

    @pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.pdf", "a.xls", "a.wps"])
    def test_a_web_page(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text(self.PAGE, encoding="gb18030")
        document = load(tmp_path / name)
        assert (document.text, document.media_type) == (REPORT + "\n", "text/html")

    def test_a_web_archive(self, tmp_path: Path) -> None:
        head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        part = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        (tmp_path / "a.doc").write_text(f"{head}{part}{self.PAGE}\n--b--\n", encoding="utf-8")
        document = load(tmp_path / "a.doc")
        assert (document.text, document.media_type) == (REPORT + "\n", "multipart/related")

    @pytest.mark.parametrize("name", ["a.doc", "a.txt", "a.pdf", "a"])
    def test_a_new_word_file(self, tmp_path: Path, name: str) -> None:
        assert load(make_docx(tmp_path / name, paragraph(REPORT))).media_type == docx.MEDIA_TYPE

    def test_plain_text(self, tmp_path: Path) -> None:
        (tmp_path / "a.doc").write_text(REPORT, encoding="utf-8")
        assert load(tmp_path / "a.doc").media_type == "text/plain"

    def test_another_archive(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
            file.writestr("../report.txt", REPORT)
        with fails(UnreadableInput, "kind.archive"):
            load(tmp_path / "a.docx")

    def test_a_protected_document(self, tmp_path: Path) -> None:
        data = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
        (tmp_path / "a.docx").write_bytes(data)
        with fails(UnreadableInput, "file.locked"):
            load(tmp_path / "a.docx")


class TestArchives:
    def test_a_part_that_unpacks_to_too_much(self, tmp_path: Path) -> None:
        with fails(UnreadableInput, "file.ratio", ratio=250):
            load(make_docx(tmp_path / "a.docx", " " * 50_000_000))

    @pytest.mark.parametrize(
        ("limit", "value", "id", "told"),
        [
            ("MAX_MEMBER", 10, "archive.text", {"size": 0}),
            ("MAX_TOTAL", 10, "file.unpacks", {"size": 0}),
            ("MAX_MEMBERS", 0, "archive.parts", {"most": 0}),
        ],
    )
    def test_limits(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        limit: str,
        value: int,
        id: str,
        told: dict[str, int],
    ) -> None:
        monkeypatch.setattr(archive, limit, value)
        with fails(UnreadableInput, id, **told):
            load(make_docx(tmp_path / "a.docx", paragraph(REPORT)))

    def test_an_index_that_lies(self, tmp_path: Path) -> None:
        path = make_docx(tmp_path / "a.docx", paragraph(REPORT * 20))
        data = bytearray(path.read_bytes())
        place = data.rfind(b"PK\x01\x02") + 24  # the unpacked size in the index
        data[place : place + 4] = (40).to_bytes(4, "little")
        path.write_bytes(data)
        with fails(UnreadableInput, "archive.part-broken"):
            load(path)

    def test_an_index_that_points_before_the_file(self, tmp_path: Path) -> None:
        path = make_docx(tmp_path / "a.docx", paragraph(REPORT))
        data = bytearray(path.read_bytes())
        place = data.rfind(b"PK\x05\x06") + 16  # where the index begins, by which all parts are placed
        data[place : place + 4] = (2**31).to_bytes(4, "little")
        path.write_bytes(data)
        with fails(UnreadableInput, "archive.part-broken", name="word/document.xml"):
            load(path)

    def test_a_cut_archive(self, tmp_path: Path) -> None:
        path = make_docx(tmp_path / "a.docx", paragraph(REPORT))
        path.write_bytes(path.read_bytes()[:-30])
        with fails(UnreadableInput, "archive.broken"):
            load(path)


class TestOldOffice:
    RTF = b"{\\rtf1\\ansi 12}"

    def test_without_libreoffice(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        (tmp_path / "a.doc").write_bytes(self.RTF)
        with fails(UnreadableInput, "office.none"):
            load(tmp_path / "a.doc")

    @pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script")
    def test_it_is_ended_with_its_children(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        program, mark = tmp_path / "soffice", tmp_path / "child"
        beat = f"open({str(mark)!r}, 'a').write('x'); time.sleep(0.05)"
        child = f"import time\nfor _ in range(600): {beat}"
        code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
        program.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(office, "TIME_LIMIT", 2)
        (tmp_path / "a.rtf").write_bytes(self.RTF)
        with fails(UnreadableInput, "office.late", seconds=2):
            load(tmp_path / "a.rtf")
        beats = mark.stat().st_size
        time.sleep(0.3)
        assert mark.stat().st_size == beats > 0

    @needs_office
    def test_what_it_cannot_read(self, tmp_path: Path) -> None:
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "WordDocument\0".encode("utf-16-le")
        (tmp_path / "a.doc").write_bytes(data)
        with fails(UnreadableInput, "office.refused") as error:
            load(tmp_path / "a.doc")
        assert "\n" not in str(error.value)

    @needs_office
    def test_a_word_file_of_old(self, tmp_path: Path) -> None:
        made = new_docx()
        made.add_paragraph(REPORT)
        buffer = BytesIO()
        made.save(buffer)
        (tmp_path / "a.docx").write_bytes(buffer.getvalue())
        path = convert(tmp_path / "a.docx", "doc")
        document = load(path)
        assert (document.text, document.media_type) == (REPORT + "\n", "application/msword")
        assert document.path == str(path)
