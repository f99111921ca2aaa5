"""What print adds to a page: seals, watermarks, strokes through text, columns of prose."""

from __future__ import annotations

from pathlib import Path

import pytest
from make_files.pdf import font_name
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from support import details
from test_loading_pdf import HEIGHT, Draw, check_offsets, draw_grid, draw_lines, make_pdf, texts, together

from extractor.loading import load
from extractor.records import Finding, Reason

ROWS = [["项目", "甲类", "乙类"], ["一、新收申请数量", "46", "3"], ["二、结转申请数量", "0", "5"]]
PROSE = "全年共收到政府信息公开申请一百二十三件，其中网络申请九十件，信函申请三十三件。"


def strike(x: float, top: float, text: str, *, thick: bool = False) -> Draw:
    """The text at its place, with a stroke through its middle: a line, or a thin box as office programs draw it."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(x, HEIGHT - top, text)
        width, middle = stringWidth(text, font_name(), 10), HEIGHT - top + 3.6
        if thick:
            canvas.rect(x, middle - 0.4, width, 0.8, stroke=0, fill=1)
        else:
            canvas.line(x, middle, x + width, middle)

    return draw


def watermark(text: str, x: float, top: float, angle: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(x, HEIGHT - top)
        canvas.rotate(angle)
        canvas.drawString(0, 0, text)
        canvas.restoreState()

    return draw


def seal(canvas: Canvas) -> None:
    canvas.circle(300, HEIGHT - 110, 40)
    canvas.roundRect(40, HEIGHT - 300, 400, 260, 12)


def draw_columns(lefts: list[str], rights: list[str], top: float, shift: float = 0) -> Draw:
    """Two columns of 24 characters a line."""

    def draw(canvas: Canvas) -> None:
        for n, line in enumerate(lefts):
            canvas.drawString(50, HEIGHT - top - 16 * n, line)
        for n, line in enumerate(rights):
            canvas.drawString(310, HEIGHT - top - shift - 16 * n, line)

    return draw


def in_lines(text: str, width: int = 24) -> list[str]:
    return [text[n : n + width] for n in range(0, len(text), width)]


class TestCurves:
    def test_a_seal_and_a_rounded_box_do_no_harm(self, tmp_path: Path) -> None:
        document = load(make_pdf(tmp_path / "a.pdf", together(draw_grid(ROWS), seal)))
        assert [texts(table) for table in document.tables] == [ROWS]
        assert document.notes == ()

    def test_a_rule_that_is_not_quite_level_is_one(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            for n in range(4):
                canvas.line(60, HEIGHT - 60 - 30 * n, 300, HEIGHT - 60.01 - 30 * n)
            for x in (60, 180, 240, 300):
                canvas.line(x, HEIGHT - 60, x, HEIGHT - 150)
            for n, row in enumerate(ROWS):
                for x, text in zip((64, 184, 244), row, strict=True):
                    canvas.drawString(x, HEIGHT - 72 - 30 * n, text)

        (table,) = load(make_pdf(tmp_path / "a.pdf", draw)).tables
        assert texts(table) == ROWS


class TestWatermarks:
    @pytest.mark.parametrize("angle", [20, 45, -30, 135])
    def test_slanted_text_is_left_out_of_cells(self, tmp_path: Path, angle: float) -> None:
        page = together(draw_grid(ROWS), watermark("555555", 182, 104, angle))
        document = load(make_pdf(tmp_path / "a.pdf", page))
        assert [texts(table) for table in document.tables] == [ROWS]
        assert document.notes == (Finding.of("watermark", "info", pages=(1,), text="555555"),)

    def test_one_finding_for_all_pages(self, tmp_path: Path) -> None:
        lines = [f"{number}、{PROSE}" for number in "一二三"]
        across = watermark("内部资料", 200, 300, 45)
        pages = [
            together(draw_lines(lines[0]), across),
            draw_lines(lines[1]),
            together(draw_lines(lines[2]), across),
        ]
        document = load(make_pdf(tmp_path / "a.pdf", *pages))
        assert [details(note)["pages"] for note in document.notes] == [(1, 3)]
        assert document.text.split() == lines

    def test_text_of_a_page_that_was_scanned_slightly_turned_is_read(self, tmp_path: Path) -> None:
        document = load(make_pdf(tmp_path / "a.pdf", watermark(PROSE, 60, 60, 0.5)))
        assert (document.text, document.notes) == (PROSE + "\n", ())


class TestStruckOut:
    @pytest.mark.parametrize("thick", [False, True], ids=["line", "box"])
    def test_what_a_stroke_goes_through_is_not_read(self, tmp_path: Path, thick: bool) -> None:
        before, after = "全年收到政府信息公开申请", "46件。"
        x = 60 + stringWidth(before, font_name(), 10)
        rest = together(
            strike(x, 60, "51", thick=thick), lambda canvas: canvas.drawString(x + 13, HEIGHT - 60, after)
        )
        document = load(make_pdf(tmp_path / "a.pdf", together(draw_lines(before), rest)))
        assert document.text == f"{before}{after}\n"
        what = Reason.of("struck-on-paper", pages=(1,), text="51")
        assert document.notes == (Finding.of("struck-out", "info", what=what),)

    def test_that_is_most_of_the_text_warns(self, tmp_path: Path) -> None:
        struck = together(draw_lines(PROSE[:9]), strike(60, 200, "0123456789"))
        (note,) = load(make_pdf(tmp_path / "a.pdf", struck)).notes
        assert (note.type, note.severity) == ("struck-out", "warning")

    def test_in_a_cell(self, tmp_path: Path) -> None:
        page = together(draw_grid(ROWS), strike(208, 102, "31"))
        document = load(make_pdf(tmp_path / "a.pdf", page))
        assert [texts(table) for table in document.tables] == [ROWS]
        assert [note.type for note in document.notes] == ["struck-out"]

    def test_an_underline_strikes_nothing_out(self, tmp_path: Path) -> None:
        def underline(canvas: Canvas) -> None:
            canvas.line(60, HEIGHT - 61.5, 60 + stringWidth(PROSE, font_name(), 10), HEIGHT - 61.5)

        document = load(make_pdf(tmp_path / "a.pdf", together(draw_lines(PROSE), underline)))
        assert (document.text, document.notes) == (PROSE + "\n", ())

    def test_a_rule_of_a_table_strikes_nothing_out(self, tmp_path: Path) -> None:
        low = together(draw_grid(ROWS), lambda canvas: canvas.drawString(182, HEIGHT - 123.6, "123456789"))
        document = load(make_pdf(tmp_path / "a.pdf", low))
        assert document.notes == ()


class TestColumns:
    FIRST = "一、总体情况。全年主动公开政府信息四百五十六条，通过政府网站公开三百条，通过公报公开一百五十六条。本机关"
    SECOND = "认真落实条例，全年共收到政府信息公开申请一百二十三件，其中网络申请九十件，信函申请三十三件，全部按期答复。"

    @pytest.mark.parametrize("shift", [0, 7], ids=["level", "not-level"])
    def test_a_sentence_goes_on_at_the_head_of_the_next_column(self, tmp_path: Path, shift: float) -> None:
        text = (self.FIRST + self.SECOND) * 3
        lines = in_lines(text)
        half = (len(lines) + 1) // 2

        def title(canvas: Canvas) -> None:
            canvas.drawCentredString(300, HEIGHT - 60, "某县政府信息公开工作年度报告")

        page = together(title, draw_columns(lines[:half], lines[half:], 100, shift))
        document = load(make_pdf(tmp_path / "a.pdf", page))
        assert document.text == f"某县政府信息公开工作年度报告\n{text}\n"
        check_offsets(document)

    def test_a_table_over_both_columns_stays_whole(self, tmp_path: Path) -> None:
        text = (self.FIRST + self.SECOND) * 2
        lines = in_lines(text)
        page = together(draw_columns(lines[:5], lines[5:], 60), draw_grid(ROWS, 200, (240, 100, 100)))
        document = load(make_pdf(tmp_path / "a.pdf", page))
        assert [texts(table) for table in document.tables] == [ROWS]
        assert document.text.startswith(text)

    def test_columns_of_the_next_page_go_on(self, tmp_path: Path) -> None:
        lines = in_lines((self.FIRST + self.SECOND) * 4)

        def number(canvas: Canvas) -> None:
            canvas.drawString(50, 30, f"- {canvas.getPageNumber()} -")

        pages = [together(draw_columns(lines[n : n + 5], lines[n + 5 : n + 10], 60), number) for n in (0, 10)]
        document = load(make_pdf(tmp_path / "a.pdf", *pages))
        assert document.text == "".join(lines[:20]) + "\n"
        assert {place.page for place in document.places} == {1, 2}

    def test_an_unruled_table_is_no_prose(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            for n, (label, value) in enumerate(
                (("收到申请数量", 12), ("答复数量", 10), ("结转数量", 2), ("其他", 0))
            ):
                canvas.drawString(60, HEIGHT - 60 - 20 * n, label)
                canvas.drawString(400, HEIGHT - 60 - 20 * n, str(value))

        (table,) = load(make_pdf(tmp_path / "a.pdf", draw)).tables
        assert [row[-1] for row in texts(table)] == ["12", "10", "2", "0"]
