"""PDF files: what print does to a text and its tables, and what is refused."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from make_files.pdf import font_name
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from support import fails

from extractor.errors import UnreadableInput
from extractor.language.folding import fold
from extractor.loading import flate, load, pdf
from extractor.records import Document, Table

Draw = Callable[[Canvas], None]
HEIGHT = A4[1]


def make_pdf(path: Path, *pages: Draw, encrypt: StandardEncryption | None = None) -> Path:
    """A PDF with one page for each function that draws one."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1, encrypt=encrypt)
    for draw in pages:
        canvas.setFont(font_name(), 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def draw_lines(*lines: str) -> Draw:
    """Lines of text, one below the other."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(60, HEIGHT - 60 - 20 * number, line)

    return draw


def draw_grid(
    rows: Sequence[Sequence[str]], top: float = 60, widths: Sequence[float] = (120, 60, 60)
) -> Draw:
    """A ruled table; a cell with a line break has two lines."""

    def draw(canvas: Canvas) -> None:
        xs = [60.0]
        for width in widths:
            xs.append(xs[-1] + width)
        ys = [HEIGHT - top - 30 * n for n in range(len(rows) + 1)]
        canvas.grid(xs, ys)
        for n, row in enumerate(rows):
            for m, text in enumerate(row):
                for k, line in enumerate(text.split("\n")):
                    canvas.drawString(xs[m] + 4, ys[n] - 12 - 11 * k, line)

    return draw


def together(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for part in draws:
            part(canvas)

    return draw


def texts(table: Table) -> list[list[str]]:
    """The table's texts by rows."""
    height = max(cell.row for cell in table.cells) + 1
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(height)]


def check_offsets(document: Document) -> None:
    for table in document.tables:
        for cell in table.cells:
            assert document.text[cell.start : cell.end] == cell.text


PROSE = ("某县政府信息公开年度报告", "全年收到申请十二件其中当面申请三件网络申请九件")


class TestText:
    def test_lines_in_reading_order(self, tmp_path: Path) -> None:
        document = load(make_pdf(tmp_path / "a.pdf", draw_lines(*PROSE)))
        assert [text for _, text in document.lines() if text] == list(PROSE)
        assert (document.media_type, document.notes) == ("application/pdf", ())

    def test_a_broken_line_is_joined(self, tmp_path: Path) -> None:
        first = "全年共收到政府信息公开申请一百二十三件比上年增加四件其中网络申请"
        document = load(make_pdf(tmp_path / "a.pdf", draw_lines(first, "九十件信函申请三十三件。")))
        assert document.text == first + "九十件信函申请三十三件。\n"

    def test_page_numbers_go(self, tmp_path: Path) -> None:
        def number(canvas: Canvas) -> None:
            canvas.drawString(290, 30, f"- {canvas.getPageNumber()} -")

        pages = [together(draw_lines(line * 2), number) for line in PROSE]
        document = load(make_pdf(tmp_path / "a.pdf", *pages))
        assert "- 1 -" not in document.text and "- 2 -" not in document.text
        assert [place.page for place in document.places] == [1, 2]

    def test_radicals_stay_in_the_text_and_fold(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        radicals = dict(zip(map(ord, "人民页面一"), map(ord, "⼈⺠⻚⾯⼀"), strict=True))
        named = (
            ttfonts.makeToUnicodeCMap
        )  # what a font says of its glyphs; office programs name radicals there
        monkeypatch.setattr(
            ttfonts,
            "makeToUnicodeCMap",
            lambda name, glyphs: named(name, [radicals.get(code, code) for code in glyphs]),
        )
        document = load(make_pdf(tmp_path / "a.pdf", draw_lines("人民政府信息公开页面全年发布一百条")))
        assert document.text == "⼈⺠政府信息公开⻚⾯全年发布⼀百条\n"
        assert fold(document.text) == "人民政府信息公开页面全年发布一百条\n"

    def test_glyphs_without_characters_are_left_out(self, tmp_path: Path) -> None:
        document = load(make_pdf(tmp_path / "a.pdf", draw_lines(PROSE[0] + "⼈⺠")))
        assert document.text == PROSE[0] + "\n"

    def test_text_printed_twice_for_bold_is_read_once(self, tmp_path: Path) -> None:
        def shifted(canvas: Canvas) -> None:
            canvas.drawString(60.3, HEIGHT - 60, PROSE[0])

        path = make_pdf(tmp_path / "a.pdf", together(draw_lines(PROSE[0]), shifted))
        assert load(path).text == PROSE[0] + "\n"

    def test_a_font_that_is_not_in_the_file(self, tmp_path: Path) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

        def draw(canvas: Canvas) -> None:
            canvas.setFont("STSong-Light", 10)
            draw_lines(*PROSE)(canvas)

        assert load(make_pdf(tmp_path / "a.pdf", draw)).text.startswith(PROSE[0])


class TestTables:
    def test_digits_set_apart_stay_in_their_cell(self, tmp_path: Path) -> None:
        rows = [
            ["项目", "甲类", "乙类"],
            ["一、新收申请数量", "1 3 4", "2"],
            ["二、上年结转数量", "0", "1 0"],
        ]
        (table,) = load(make_pdf(tmp_path / "a.pdf", draw_grid(rows))).tables
        assert texts(table) == rows

    def test_raised_figures_are_told_from_the_number(self, tmp_path: Path) -> None:
        def draw_raised(canvas: Canvas) -> None:
            canvas.drawString(60, HEIGHT - 200, "全年收到政府信息公开申请共计12")
            canvas.setFont(font_name(), 6)
            canvas.drawString(
                60 + pdfmetrics.stringWidth("全年收到政府信息公开申请共计12", font_name(), 10),
                HEIGHT - 196,
                "1",
            )

        assert load(make_pdf(tmp_path / "a.pdf", draw_raised)).text == "全年收到政府信息公开申请共计12¹\n"

    @pytest.mark.parametrize(("side", "types"), [(300, ["picture-not-read"]), (80, [])])
    def test_a_picture_among_text_is_told(self, tmp_path: Path, side: int, types: list[str]) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.drawInlineImage(Image.new("RGB", (9, 9), "grey"), 60, 300, side, side)

        path = make_pdf(tmp_path / "a.pdf", together(draw_lines("全年收到政府信息公开申请共计12件"), draw))
        assert [note.type for note in load(path).notes] == types

    def test_labels_broken_over_lines(self, tmp_path: Path) -> None:
        rows = [
            ["项目", "甲类\n机构", "乙类\n机构"],
            ["其他法律行政\n法规禁止公开", "27", "0"],
            ["重复申请", "1", "2"],
        ]
        (table,) = load(make_pdf(tmp_path / "a.pdf", draw_grid(rows))).tables
        assert texts(table) == [[text.replace("\n", "") for text in row] for row in rows]

    @pytest.mark.parametrize("angle", [90, -90], ids=["upwards", "downwards"])
    def test_heads_set_sideways(self, tmp_path: Path, angle: int) -> None:
        def sideways(canvas: Canvas) -> None:
            for n, lines in enumerate((("自然人",), ("商业", "企业"))):
                canvas.saveState()
                canvas.translate(210 + 60 * n, HEIGHT - 75)
                canvas.rotate(angle)
                for k, line in enumerate(lines):
                    canvas.drawString(-14, -12 * k, line)
                canvas.restoreState()

        rows = [["申请人情况统计", "", ""], ["新收申请的数量", "27", "0"], ["结转申请的数量", "1", "2"]]
        (table,) = load(make_pdf(tmp_path / "a.pdf", together(draw_grid(rows), sideways))).tables
        assert texts(table)[0] == ["申请人情况统计", "自然人", "商业企业"]

    def test_a_table_over_two_pages_is_one_with_one_head(self, tmp_path: Path) -> None:
        head = ["项目", "甲类", "乙类"]
        first, second = [head, ["一、新收数量", "12", "3"]], [head, ["二、结转数量", "4", "5"]]
        path = make_pdf(tmp_path / "a.pdf", draw_grid(first, 700), draw_grid(second))
        document = load(path)
        (table,) = document.tables
        assert texts(table) == [*first, second[1]]
        places = [document.place_at(cell.start) for cell in table.cells if cell.text in ("12", "4")]
        assert [place.page for place in places if place] == [1, 2]
        check_offsets(document)

    def test_a_row_cut_by_the_page_is_one(self, tmp_path: Path) -> None:
        first = [["项目", "甲类", "乙类"], ["1.属于国家秘密", "1", "3"], ["2.其他法律法规禁止公", "", ""]]
        second = [["开", "27", "0"], ["3.危及安全稳定", "4", "5"]]
        (table,) = load(make_pdf(tmp_path / "a.pdf", draw_grid(first, 700), draw_grid(second))).tables
        assert texts(table)[2:] == [["2.其他法律法规禁止公开", "27", "0"], second[1]]

    def test_the_last_row_alone_on_its_page_belongs_to_the_table(self, tmp_path: Path) -> None:
        widths = (60, 60, 60, 60, 60)
        rows = [["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], ["114", "21", "10", "31", "176"]]
        first, second = draw_grid([["行政复议"] * 5, *rows[:1]], 700, widths), draw_grid(rows[1:], 60, widths)
        (table,) = load(make_pdf(tmp_path / "a.pdf", first, second)).tables
        assert texts(table)[1:] == rows

    def test_a_row_cut_beside_a_merged_cell_is_one(self, tmp_path: Path) -> None:
        def draw_group(rows: list[list[str]], top: float) -> Draw:
            def draw(canvas: Canvas) -> None:
                canvas.rect(20, HEIGHT - top - 60, 40, 60)

            return together(draw, draw_grid(rows, top))

        first = [["1.属于国家秘密", "1", "3"], ["2.其他法律法规禁止公", "27", "0"]]
        second = [["开", "", ""], ["3.危及安全稳定", "4", "5"]]
        path = make_pdf(tmp_path / "a.pdf", draw_group(first, 700), draw_group(second, 60))
        (table,) = load(path).tables
        assert texts(table) == [["", *first[0]], ["2.其他法律法规禁止公开", "27", "0"], second[1]]

    def test_an_empty_row_at_the_end_of_a_page_stays(self, tmp_path: Path) -> None:
        first = [["信息内容", "甲类", "乙类"], ["规章的数量统计", "", ""]]
        second = [["规范性文件", "27", "0"], ["行政许可的", "4", "5"]]
        (table,) = load(make_pdf(tmp_path / "a.pdf", draw_grid(first, 720), draw_grid(second))).tables
        assert texts(table) == first + second

    def test_text_between_two_tables_parts_them(self, tmp_path: Path) -> None:
        rows = [["项目", "甲类", "乙类"], ["一、新收数量", "12", "3"]]
        between = together(draw_grid(rows, 60), draw_grid(rows, 300))

        def draw(canvas: Canvas) -> None:
            between(canvas)
            canvas.drawString(60, HEIGHT - 200, "三、收到和处理政府信息公开申请情况")

        document = load(make_pdf(tmp_path / "a.pdf", draw))
        assert [texts(table) for table in document.tables] == [rows, rows]

    def test_a_sideways_page_is_read_upright(self, tmp_path: Path) -> None:
        rows = [["项目", "甲类", "乙类"], ["一、新收数量", "12", "3"], ["二、结转数量", "0", "5"]]

        def draw(canvas: Canvas) -> None:
            canvas.rotate(90)
            canvas.translate(0, -HEIGHT + 100)
            draw_grid(rows)(canvas)

        (table,) = load(make_pdf(tmp_path / "a.pdf", draw)).tables
        assert texts(table) == rows


class TestRefused:
    def test_protected(self, tmp_path: Path) -> None:
        path = make_pdf(tmp_path / "a.pdf", draw_lines(*PROSE), encrypt=StandardEncryption("secret"))
        with fails(UnreadableInput, "file.locked"):
            load(path)

    def test_without_rights_but_readable(self, tmp_path: Path) -> None:
        lock = StandardEncryption("", ownerPassword="owner", canCopy=0)
        assert load(make_pdf(tmp_path / "a.pdf", draw_lines(*PROSE), encrypt=lock)).text.startswith(PROSE[0])

    @pytest.mark.parametrize("keep", [20, 400], ids=["start", "half"])
    def test_broken(self, tmp_path: Path, keep: int) -> None:
        path = make_pdf(tmp_path / "a.pdf", draw_lines(*PROSE))
        path.write_bytes(path.read_bytes()[:keep])
        with fails(UnreadableInput, "pdf.broken") as error:
            load(path)
        assert "\n" not in str(error.value)

    def test_no_text_at_all(self, tmp_path: Path) -> None:
        with fails(UnreadableInput, "text.empty"):
            load(make_pdf(tmp_path / "a.pdf", lambda canvas: canvas.rect(50, 50, 99, 99)))

    def test_too_many_pages(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf, "MAX_PAGES", 2)
        with fails(UnreadableInput, "pdf.pages", count=3, most=2):
            load(make_pdf(tmp_path / "a.pdf", *[draw_lines(*PROSE)] * 3))

    def test_a_page_with_too_many_objects_is_left_out(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pdf, "MAX_OBJECTS", 5)
        crowded = draw_lines(*["字" * 9] * 9)
        document = load(make_pdf(tmp_path / "a.pdf", draw_lines(PROSE[0]), crowded))
        assert document.text == PROSE[0] + "\n"
        assert [note.type for note in document.notes] == ["page-not-read"]

    def test_a_stream_that_unpacks_to_too_much(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(flate, "MAX_STREAM", 1024 * 1024)
        path = tmp_path / "a.pdf"
        path.write_bytes(b"%PDF-1.4\n1 0 obj\nstream\n" + zlib.compress(b"\0" * 3_000_000) + b"\nendstream")
        with fails(UnreadableInput, "file.unpacks", size=1):
            load(path)

    def test_streams_compressed_twice(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(b"%PDF-1.4\n1 0 obj <</Filter [/FlateDecode /FlateDecode]>>")
        with fails(UnreadableInput, "pdf.streams"):
            load(path)
