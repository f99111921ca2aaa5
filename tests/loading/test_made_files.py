"""The samples as files of every type: each must give the cells of its gold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from make_files.office import OFFICE, convert, write_docx, write_xlsx
from make_files.pdf import write_pdf, write_scan
from make_files.sample import Block, read_sample
from make_files.text import write_html, write_txt
from support import DOCUMENTS, grid_only
from test_samples import GOLD, given

from extractor.loading import load
from extractor.loading.ocr import is_installed
from extractor.output.results import ReportResult
from extractor.pipeline import extract_file

SAMPLES = {"demo-2021": "demo-2021.txt", "wanglan-construction-2019": "wanglan-construction-2019.html"}
CLEAR_SHARE = 0.98  # of a clear scan's cells that must be right; none may be wrong

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
needs_ocr = pytest.mark.skipif(not is_installed(), reason="the extra `ocr` is not installed")

Writer = Callable[[list[Block], Path], None]


def write_unruled(blocks: list[Block], path: Path) -> None:
    write_pdf(blocks, path, ruled=False)


WRITERS: dict[str, tuple[str, Writer]] = {
    "txt": (".txt", write_txt),
    "html": (".html", write_html),
    "docx": (".docx", write_docx),
    "xlsx": (".xlsx", write_xlsx),
    "pdf-ruled": (".pdf", write_pdf),
    "pdf-unruled": (".pdf", write_unruled),
}
CONVERTED = {"doc": (write_docx, ".docx"), "rtf": (write_docx, ".docx"), "xls": (write_xlsx, ".xlsx")}


def report_of(path: Path) -> ReportResult:
    (report,) = extract_file(path, grid_only()).reports
    return report


def check_evidence(path: Path, report: ReportResult) -> None:
    document = load(path)
    for key, cell in report.cells.items():
        if cell.evidence is not None:
            start, end = cell.evidence.start, cell.evidence.end
            assert document.text[start:end] == cell.evidence.text, key


@pytest.mark.parametrize("id", SAMPLES)
@pytest.mark.parametrize(("suffix", "write"), WRITERS.values(), ids=WRITERS)
def test_the_same_cells_from_every_type(tmp_path: Path, id: str, suffix: str, write: Writer) -> None:
    path = tmp_path / f"报告{suffix}"
    write(read_sample(DOCUMENTS / SAMPLES[id]), path)
    report = report_of(path)
    gold = GOLD[id]
    assert given(report.cells) == gold.cells
    assert (report.issuer, report.year, report.form) == (gold.issuer, gold.year, gold.form)
    check_evidence(path, report)


@needs_office
@pytest.mark.parametrize("id", SAMPLES)
@pytest.mark.parametrize("target", CONVERTED)
def test_the_same_cells_from_old_office_files(tmp_path: Path, id: str, target: str) -> None:
    write, suffix = CONVERTED[target]
    made = tmp_path / f"report{suffix}"
    write(read_sample(DOCUMENTS / SAMPLES[id]), made)
    report = report_of(convert(made, target))
    assert given(report.cells) == GOLD[id].cells


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_a_cell_of_a_pdf_has_its_page(tmp_path: Path, ruled: bool) -> None:
    path = tmp_path / "report.pdf"
    write_pdf(read_sample(DOCUMENTS / SAMPLES["demo-2021"]), path, ruled=ruled)
    cells = report_of(path).cells
    pages = [cells[key].evidence for key in ("article20.normative.issued", "review.total")]
    first, last = (evidence for evidence in pages if evidence is not None)
    assert first.page == 1 and last.page == 3
    assert last.box is not None and last.box[0] < last.box[2] and last.box[1] < last.box[3]


@needs_ocr
@pytest.mark.parametrize("id", SAMPLES)
def test_a_clear_scan(tmp_path: Path, id: str) -> None:
    made, path = tmp_path / "made.pdf", tmp_path / "scan.pdf"
    write_pdf(read_sample(DOCUMENTS / SAMPLES[id]), made)
    write_scan(made, path, angle=0.4)
    report = report_of(path)
    found, gold = given(report.cells), GOLD[id].cells
    assert {key: value for key, value in found.items() if gold.get(key) != value} == {}
    assert len(found) >= CLEAR_SHARE * len(gold)
    assert "read-by-ocr" in {finding.type for finding in report.findings}
    evidence = report.cells["requests.new.total"].evidence
    assert evidence is not None and evidence.page and evidence.box
