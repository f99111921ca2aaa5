"""python tests/make_files FOLDER: writes the samples as files of every type, to look at."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from make_files.office import OFFICE, convert, write_docx, write_xlsx
from make_files.pdf import write_pdf, write_scan
from make_files.sample import read_sample
from make_files.text import write_html, write_txt

SAMPLES = Path(__file__).parent.parent / "documents"
NAMES = ("demo-2021.txt", "wanglan-construction-2019.html")


def write_all(sample: Path, folder: Path) -> None:
    """The sample as a file of each type."""
    blocks = read_sample(sample)
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / sample.stem
    write_txt(blocks, base.with_suffix(".txt"))
    write_html(blocks, base.with_suffix(".html"))
    write_docx(blocks, base.with_suffix(".docx"))
    write_xlsx(blocks, base.with_suffix(".xlsx"))
    write_pdf(blocks, base.with_suffix(".pdf"))
    write_pdf(blocks, base.with_name(f"{sample.stem}-unruled.pdf"), ruled=False)
    write_scan(base.with_suffix(".pdf"), base.with_name(f"{sample.stem}-scan.pdf"))
    if OFFICE:
        convert(base.with_suffix(".docx"), "doc")


if __name__ == "__main__":
    for name in NAMES:
        write_all(SAMPLES / name, Path(sys.argv[1]))
