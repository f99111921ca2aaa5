"""PDF files of the samples as other programs turn them into text: no false value, and most cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from make_files.converters import CONVERTERS, is_installed, judge_cells, read_stated
from make_files.pdf import has_font, write_pdf
from make_files.sample import read_sample
from support import DOCUMENTS

SAMPLES = {"demo-2021": "demo-2021.txt", "wanglan-construction-2019": "wanglan-construction-2019.html"}
SHARE = 0.94  # of the cells; the rest stands where nothing tells what it is

pytestmark = pytest.mark.skipif(not has_font(), reason="the font for the samples' PDF files is not installed")


@pytest.fixture(scope="module", params=SAMPLES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sample's PDF file and its gold."""
    pdf = tmp_path_factory.mktemp("converters") / f"{request.param}.pdf"
    write_pdf(read_sample(DOCUMENTS / SAMPLES[request.param]), pdf)
    return pdf, DOCUMENTS / f"{request.param}.gold.json"


@pytest.mark.parametrize("name", CONVERTERS)
def test_converted_text_gives_no_false_value(name: str, made: tuple[Path, Path], tmp_path: Path) -> None:
    needed, convert = CONVERTERS[name]
    if not is_installed(name):
        pytest.skip(f"{needed} is not installed")
    pdf, gold = made
    stated = read_stated(gold)
    counts = judge_cells(convert(pdf), stated, tmp_path)
    assert counts["false"] == 0
    assert counts["right"] >= SHARE * len(stated)
