"""PDF files turned into text by the programs that people use for it: `python tests/make_files/converters.py`.

Prints by converter how many cells of our samples are right, false and missed in what it makes of their PDF files.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

Convert = Callable[[Path], str]


def by_pdftotext(*options: str) -> Convert:
    """Poppler's own program."""

    def convert(path: Path) -> str:
        command = ["pdftotext", *options, str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()

    return convert


def by_pypdf(path: Path) -> str:
    """Page by page."""
    reader = import_module("pypdf").PdfReader(path)
    return "\n".join(page.extract_text() for page in reader.pages)


def by_pymupdf(path: Path) -> str:
    """Page by page."""
    with import_module("pymupdf").open(path) as document:
        return "\n".join(page.get_text() for page in document)


def by_pdfplumber(path: Path) -> str:
    """Page by page."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def by_markitdown(path: Path) -> str:
    """To Markdown."""
    text: str = import_module("markitdown").MarkItDown().convert(str(path)).text_content
    return text


CONVERTERS: dict[str, tuple[str, Convert]] = {  # name -> the program or package it needs, and how
    "pdftotext": ("pdftotext", by_pdftotext()),
    "pdftotext-layout": ("pdftotext", by_pdftotext("-layout")),
    "pdftotext-raw": ("pdftotext", by_pdftotext("-raw")),
    "pypdf": ("pypdf", by_pypdf),
    "pymupdf": ("pymupdf", by_pymupdf),
    "pdfplumber": ("pdfplumber", by_pdfplumber),
    "markitdown": ("markitdown", by_markitdown),
}


def is_installed(name: str) -> bool:
    """Whether the converter can be run here."""
    needed, _ = CONVERTERS[name]
    return shutil.which(needed) is not None or find_spec(needed) is not None


def read_stated(path: Path) -> dict[str, float | None]:
    """The values of a gold file that the report states."""
    from extractor.ids import GIVEN

    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {key: cell["value"] for key, cell in cells.items() if cell["status"] in GIVEN}


def judge_cells(text: str, gold: Mapping[str, float | None], folder: Path) -> Counter[str]:
    """What becomes of the cells of the converted text."""
    from extractor.ids import GIVEN
    from extractor.pipeline import Settings, extract_file

    path = folder / "converted.txt"
    path.write_text(text, encoding="utf-8")
    settings = Settings(asker=lambda path: sys.exit("no model is asked"), readers=("grid", "regex"))
    (report,) = extract_file(path, settings).reports
    given = {key: cell.value for key, cell in report.cells.items() if cell.status in GIVEN}
    counts = Counter("right" if gold.get(key) == value else "false" for key, value in given.items())
    counts["missed"] = len(gold.keys() - given.keys())
    return counts


def main() -> None:
    """Converts the PDF files of the samples, ruled and not, and judges what is read of each."""
    from make_files.pdf import write_pdf
    from make_files.sample import read_sample

    documents = Path(__file__).parent.parent / "documents"
    for name in CONVERTERS:
        if not is_installed(name):
            print(f"{name}: not installed")
            continue
        total: Counter[str] = Counter()
        for sample in ("demo-2021.txt", "wanglan-construction-2019.html", "luming-seismology-2022.html"):
            gold = read_stated((documents / sample).with_suffix(".gold.json"))
            for ruled in (True, False):
                with tempfile.TemporaryDirectory() as folder:
                    pdf = Path(folder) / "made.pdf"
                    write_pdf(read_sample(documents / sample), pdf, ruled=ruled)
                    counts = judge_cells(CONVERTERS[name][1](pdf), gold, Path(folder))
                print(f"  {name} {sample} {'ruled' if ruled else 'unruled'}: {dict(counts)}")
                total += counts
        print(f"{name}: {total['right']} right, {total['false']} false, {total['missed']} missed")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
