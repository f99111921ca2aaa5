"""Damaged and hostile files through the whole flow: each is read, or refused with an error of ours, in time.

`make fuzz` tries more inputs, other ones each time, and prints how many.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzzing import (
    HTML,
    MAIL,
    ODD_TEXTS,
    PDF,
    SHEET,
    WORD,
    Edit,
    edited,
    edited_part,
    edits,
    insertions,
    processor_time,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_files.office import write_docx, write_xlsx
from make_files.pdf import font_name
from make_files.sample import Block, Cell, Grid
from make_files.text import write_html, write_txt
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from support import no_model

from extractor.errors import ExtractorError
from extractor.forms.editions import load_forms
from extractor.loading import ocr
from extractor.output.results import result_to_json
from extractor.pipeline import Settings, extract_file
from extractor.records import Table, TableCell
from extractor.tables.read import tables_to_candidates

FULL = int(os.environ.get("OGI_FUZZ", 0))  # inputs for each test; none: a fixed few
SECONDS = 5.0  # of processor time for one input; the slowest that is whole takes a tenth

bounded = settings(
    max_examples=FULL or 40,
    derandomize=not FULL,
    database=None,
    deadline=None,  # processor_time counts, the machine may be busy
    suppress_health_check=list(HealthCheck),
)
few = settings(bounded, max_examples=FULL or 15)  # a PDF or workbook takes longer

LABELS = [
    "新收申请数量",
    "上年结转",
    "自然人",
    "商业企业",
    "规章",
    "予以公开",
    "（六）其他处理",
    "总计",
    "信息内容",
    "项目",
    "结果维持",
    "",
]
REPORT: list[Block] = [
    "某县人民政府2022年政府信息公开工作年度报告",
    "2022年，本县收到政府信息公开申请12件，其中网络申请9件，全部答复；未发生行政复议。",
    Grid((
        Cell("信息内容", 0, 0), Cell("本年制发件数", 0, 1), Cell("本年废止件数", 0, 2), Cell("现行有效件数", 0, 3),
        Cell("规章", 1, 0), Cell("0", 1, 1, 1, 2), Cell("5", 1, 3),
        Cell("行政规范性文件", 2, 0), Cell("27", 2, 1), Cell("", 2, 2), Cell("134", 2, 3),
    )),
    "三、收到和处理政府信息公开申请情况",
]  # fmt: skip


class Tried:
    """Counts what became of the inputs, and tries one more."""

    def __init__(self, folder: Path) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self._folder = folder
        self._settings = Settings(asker=no_model, readers=("grid", "regex"), forms=load_forms())

    def read(self, name: str, data: bytes) -> None:
        """Through the whole flow, up to the text of the result."""
        path = self._folder / name
        path.write_bytes(data)
        try:
            with processor_time(SECONDS):
                result_to_json(extract_file(path, self._settings)).encode("utf-8")
        except ExtractorError as error:
            assert "\n" not in str(error)
            self.counts[name, "refused"] += 1
        else:
            self.counts[name, "read"] += 1

    def read_tables(self, tables: list[Table]) -> None:
        """By the reader of tables alone, for every form."""
        with processor_time(SECONDS):
            for form in self._settings.forms.values():
                tables_to_candidates(tables, form, 2022)
        self.counts["tables", "read"] += 1


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    tried = Tried(tmp_path_factory.mktemp("fuzz"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "is_installed", lambda: False)  # looking at a picture takes seconds
        yield tried
    if FULL:
        for name in sorted({name for name, _ in tried.counts}):
            read, refused = tried.counts[name, "read"], tried.counts[name, "refused"]
            print(f"\n{name}: {read + refused} inputs, {read} read, {refused} refused", file=sys.stderr)


class Made(dict[str, bytes]):
    """Files by name; hypothesis prints what a test was called with, and these are long."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self)})"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same small report as a file of each kind."""
    folder = tmp_path_factory.mktemp("made")
    write_txt(REPORT, folder / "a.txt")
    write_html(REPORT, folder / "a.html")
    write_docx(REPORT, folder / "a.docx")
    write_xlsx(REPORT, folder / "a.xlsx")
    write_plain_pdf(folder / "a.pdf")
    write_mhtml(folder / "a.html", folder / "a.mht")
    Image.new("L", (90, 60), 255).save(folder / "a.png")
    return Made({path.name: path.read_bytes() for path in folder.iterdir()})


def write_plain_pdf(path: Path) -> None:
    """A page with lines of text and a ruled table, nothing of it compressed."""
    canvas = Canvas(str(path), pageCompression=0, invariant=1)
    canvas.setFont(font_name(), 10)
    for number, block in enumerate(REPORT):
        if isinstance(block, str):
            canvas.drawString(60, 780 - 30 * number, block)
            continue
        canvas.grid([60, 180, 270, 360, 450], [480, 510, 540, 570])
        for cell in block.cells:
            canvas.drawString(64 + 100 * cell.column, 550 - 30 * cell.row, cell.text)
    canvas.save()


def write_mhtml(page: Path, path: Path) -> None:
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
    part = b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    path.write_bytes(head + part + page.read_bytes() + b"\n--b--\n")


@bounded
@given(changes=edits(ODD_TEXTS))
def test_text(tried: Tried, made: Made, changes: list[Edit]) -> None:
    tried.read("a.txt", edited(made["a.txt"], changes))


@bounded
@given(changes=edits(ODD_TEXTS, HTML))
def test_html(tried: Tried, made: Made, changes: list[Edit]) -> None:
    tried.read("a.html", edited(made["a.html"], changes))


@bounded
@given(changes=edits(HTML, MAIL))
def test_mhtml(tried: Tried, made: Made, changes: list[Edit]) -> None:
    tried.read("a.mht", edited(made["a.mht"], changes))


@few
@given(changes=edits(PDF, ODD_TEXTS))
def test_pdf(tried: Tried, made: Made, changes: list[Edit]) -> None:
    tried.read("a.pdf", edited(made["a.pdf"], changes))


@bounded
@given(changes=insertions(WORD) | edits(WORD, ODD_TEXTS))
def test_docx(tried: Tried, made: Made, changes: list[Edit]) -> None:
    tried.read("a.docx", edited_part(made["a.docx"], "word/document.xml", changes))


XLSX_PARTS = ("xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")


@few
@given(
    part=st.just("xl/worksheets/sheet1.xml") | st.sampled_from(XLSX_PARTS),
    changes=insertions(SHEET) | edits(SHEET, ODD_TEXTS),
)
def test_xlsx(tried: Tried, made: Made, part: str, changes: list[Edit]) -> None:
    tried.read("a.xlsx", edited_part(made["a.xlsx"], part, changes))


@bounded
@given(
    name=st.sampled_from(["a.docx", "a.xlsx"]),
    changes=edits(("PK\x01\x02", "PK\x05\x06", "../../a", "\0" * 30)),
)
def test_zip(tried: Tried, made: Made, name: str, changes: list[Edit]) -> None:
    tried.read(name, edited(made[name], changes))


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra `ocr` is not installed")
@bounded
@given(changes=edits(("IHDR\x7f\x7f", "IDAT", "IEND", "iCCP", "PLTE", "\0" * 9)))
def test_picture(tried: Tried, made: Made, changes: list[Edit]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "is_installed", lambda: True)
        patch.setattr("extractor.loading.scans.picture_to_glyphs", lambda picture: [])
        tried.read("a.png", edited(made["a.png"], changes))


words = st.sampled_from([*LABELS, *ODD_TEXTS, "1", "12", "/", "3件"]) | st.text(max_size=12)
spans = st.sampled_from(["0", "1", "2", "3", "9", "1000", "65534", "99999999999", "-1", "x", "²"])
html_cells = st.builds("<td rowspan={} colspan={}>{}".format, spans, spans, words)
html_rows = st.lists(html_cells, max_size=9).map(lambda cells: "<tr>" + "".join(cells))


@bounded
@given(rows=st.lists(html_rows, max_size=12))
def test_html_tables(tried: Tried, rows: list[str]) -> None:
    tried.read("table.html", f"<p>{REPORT[0]}</p><table>{''.join(rows)}</table>".encode("utf-8", "replace"))


separators = st.sampled_from([" | ", "|", "\t", "  ", "　", " ", ",", "\n", "\n\n", "：", "|---|---|\n"])


@bounded
@given(parts=st.lists(st.tuples(words, separators), max_size=90))
def test_text_tables(tried: Tried, parts: list[tuple[str, str]]) -> None:
    body = "".join(word + separator for word, separator in parts)
    tried.read("table.txt", f"{REPORT[0]}\n{body}".encode("utf-8", "replace"))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A grid or a stream whose cells stand anywhere, one upon the other if need be."""
    cells, start = [], 0
    for text in draw(st.lists(words, min_size=1, max_size=40)):
        row, column = draw(st.integers(0, 12)), draw(st.integers(0, 10))
        height, width = draw(st.integers(1, 4)), draw(st.integers(1, 4))
        cells.append(TableCell(text, start, start + len(text), row, column, height, width))
        start += len(text) + 1
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return Table(1, draw(st.sampled_from(["grid", "stream"])), tuple(ordered), 0, start)


@bounded
@given(found=st.lists(tables(), max_size=3))
def test_reader_of_tables(tried: Tried, found: list[Table]) -> None:
    tried.read_tables(found)
