"""Pages that are pictures: what is not read clearly is never given as a number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from make_files.pdf import write_scan
from PIL import Image
from support import details, fails, to_document, whole
from test_loading_pdf import check_offsets, draw_grid, draw_lines, make_pdf, together

from extractor.errors import UnreadableInput
from extractor.forms.editions import find_form
from extractor.ids import Turn
from extractor.language.illegible import UNCLEAR
from extractor.loading import load, ocr
from extractor.narrative.ties import sentence_to_claims
from extractor.records import Document, Finding, Reason
from extractor.report.segment import report_to_segments
from extractor.tables.read import tables_to_candidates

needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason="the extra `ocr` is not installed")

TITLE = "某县政府信息公开工作年度报告"
ROWS = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "27", "", "134"],
]
WIDTHS = (120, 90, 90, 90)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a line of text and a table, as a picture."""
    folder = tmp_path_factory.mktemp("scan")
    page = together(draw_lines(TITLE), draw_grid(ROWS, 120, WIDTHS))
    write_scan(make_pdf(folder / "made.pdf", page), folder / "scan.pdf", angle=0.5)
    return folder / "scan.pdf"


def read_unsurely(document: Document, text: str) -> Document:
    """The document with the first such text marked as read without confidence."""
    start = document.text.index(text)
    span = (start, start + len(text))
    tables = tuple(
        replace(t, cells=tuple(c._replace(is_doubtful=c.text == text) for c in t.cells))
        for t in document.tables
    )
    return replace(document, tables=tables, doubtful=(span,))


@needs_ocr
def test_text_and_table_of_a_picture(made: Path) -> None:
    document = load(made)
    (table,) = document.tables
    texts = [[cell.text for cell in table.cells if cell.row == row] for row in range(3)]
    assert document.text.startswith(TITLE)
    assert texts == ROWS
    check_offsets(document)
    assert not document.doubtful
    assert [note.type for note in document.notes] == ["read-by-ocr"]


@needs_ocr
def test_a_picture_without_text(tmp_path: Path) -> None:
    path = tmp_path / "white.png"
    Image.new("RGB", (300, 200), "white").save(path)
    with fails(UnreadableInput, "text.empty-because"):
        load(path)


@needs_ocr
def test_a_cell_has_its_page_and_box(made: Path) -> None:
    document = load(made)
    cell = next(cell for cell in document.tables[0].cells if cell.text == "134")
    place = document.place_at(cell.start)
    assert place is not None and place.page == 1 and place.box is not None
    assert place.box == pytest.approx((360, 180, 450, 210), abs=8)


@needs_ocr
@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_a_picture_file(made: Path, tmp_path: Path, suffix: str) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(made) as file:
        file[0].render(scale=200 / 72).to_pil().save(tmp_path / f"a{suffix}")
    document = load(tmp_path / f"a{suffix}")
    assert document.text.startswith(TITLE)
    assert document.media_type == {".png": "image/png", ".jpg": "image/jpeg"}[suffix]


@needs_ocr
def test_digits_that_are_not_sure_make_a_cell_doubtful(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.loading import scans

    monkeypatch.setattr(scans, "MIN_CONFIDENCE", 1.1)
    document = load(made)
    doubtful = {cell.text for cell in document.tables[0].cells if cell.is_doubtful}
    assert doubtful >= {"27", "134"} and "规章" not in doubtful


@needs_ocr
def test_ink_that_is_not_read_makes_a_cell_doubtful(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.loading import scans

    def without_number(picture: ocr.Picture) -> list[list[ocr.Glyph]]:
        return [line for line in ocr.picture_to_glyphs(picture) if "".join(g.text for g in line) != "134"]

    monkeypatch.setattr(scans, "picture_to_glyphs", without_number)
    cells = {(c.row, c.column): c for c in load(made).tables[0].cells}
    assert (cells[2, 3].text, cells[2, 3].is_doubtful) == ("", True)
    assert (cells[2, 2].text, cells[2, 2].is_doubtful) == ("", False)


@needs_ocr
@pytest.mark.parametrize(("quarters", "how"), [(1, "on-its-side"), (2, "upside-down"), (3, "on-its-side")])
def test_a_page_that_does_not_stand_upright_is_turned(
    made: Path, tmp_path: Path, quarters: int, how: Turn
) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(made) as file:
        upright = file[0].render(scale=200 / 72).to_pil()
    upright.rotate(90 * quarters, expand=True).save(tmp_path / "a.png")
    document = load(tmp_path / "a.png")
    (table,) = document.tables
    assert document.text.startswith(TITLE)
    assert [[cell.text for cell in table.cells if cell.row == row] for row in range(3)] == ROWS
    assert [note for note in document.notes if note.type != "read-by-ocr"] == [
        Finding.of("page-turned", "info", pages=(1,), how=Reason.of(how))
    ]


@needs_ocr
@pytest.mark.parametrize("angle", [0.4, -2.0, 4.5])
def test_a_page_is_turned_until_its_rules_are_level(made: Path, angle: float) -> None:
    import numpy as np

    from extractor.loading.rulings import straighten

    page = Image.new("L", (1600, 1200), "white")
    for top in range(100, 1100, 100):
        page.paste("black", (100, top, 1500, top + 2))
    tilted = np.asarray(page.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC))
    level = straighten(tilted)
    assert level is not tilted
    assert straighten(level) is level


@pytest.mark.parametrize(("name", "why"), [("scan.pdf", "pdf.no-page-read"), ("scan.png", "picture.no-ocr")])
def test_without_the_extra(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    path = tmp_path / name
    path.write_bytes(made.read_bytes() if name == "scan.pdf" else b"\x89PNG")
    with fails(UnreadableInput, why) as caught:
        load(path)
    assert "extra `ocr`" in str(caught.value)


def test_a_picture_among_pages_of_text_is_told(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2

    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    text = make_pdf(tmp_path / "text.pdf", draw_lines(TITLE))
    with pypdfium2.PdfDocument(text) as both, pypdfium2.PdfDocument(made) as scan:
        both.import_pages(scan)
        both.save(tmp_path / "both.pdf")
    document = load(tmp_path / "both.pdf")
    assert document.text == TITLE + "\n"
    why = Reason.of("picture-without-ocr", extra="ocr")
    assert document.notes == (Finding.of("page-not-read", "warning", page=2, why=why),)


def test_a_doubtful_cell_is_unreadable(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", draw_grid(ROWS, 120, WIDTHS))
    document = read_unsurely(load(path), "134")
    reading = tables_to_candidates(document.tables, find_form("2021"), 2022)
    cells = {c.key: (c.value, c.status) for c in reading.candidates}
    assert cells["article20.normative.issued"] == (27, "reported")
    assert cells["article20.normative.valid"] == (None, "unreadable")
    (finding,) = reading.findings
    assert (finding.type, details(finding)["why"]) == ("unreadable-cell", Reason.of("doubtful"))


@pytest.mark.parametrize("count", ["54", "五十四"])
def test_a_doubtful_number_in_a_sentence_is_none(count: str) -> None:
    text = f"全年收到政府信息公开申请{count}件，其中网络申请12件。"
    document = to_document(text)
    document = replace(document, doubtful=((text.index(count), text.index(count) + len(count)),))
    (sentence,) = report_to_segments(document, whole(document)).sentences
    claims = sentence_to_claims(sentence, (), find_form("2014"), 2015)
    assert [claim.number.value for claim in claims.numbers] == [12]
    assert sentence.text.count(UNCLEAR) == len(count)
    assert document.text[sentence.start : sentence.end] == text
