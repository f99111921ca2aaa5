"""Figures of large files: what a 300-page PDF and a 50 MB web page cost, and how that grows with the pages."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from figures import Figure
from reportlab.pdfgen.canvas import Canvas

SHORT, LONG = 100, 300  # pages
GROWTH = 1.1  # more than linear is missed; a tenth for what the machine does meanwhile
PAGE_BYTES = 50_000_000
ROW = "<tr><td>{0}. 行政规范性文件</td><td>{0}</td><td>0</td><td>12</td></tr>\n"
ROWS_A_TABLE = 20
PROSE = "<p>全年收到政府信息公开申请12件，其中网络申请9件，当面申请3件，全部按期答复，没有发生行政复议和行政诉讼。</p>\n"
READ = """
import sys, time
from pathlib import Path
from extractor.loading import load
started = time.process_time()
document = load(Path(sys.argv[1]))
print(time.process_time() - started, len(document.tables))
"""
# Runs argv[1:] and prints the peak of that process, for the reason that overhead.py gives.
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


class Cost(NamedTuple):
    """What reading a file took, and how many tables it found."""

    seconds: float
    bytes: int
    tables: int


def pdf_growth() -> Iterator[Figure]:
    """A PDF with a ruled table on every page, of 100 pages and of 300."""
    with tempfile.TemporaryDirectory() as folder:
        short, long = (_cost_of(_write_pdf(Path(folder) / f"{n}.pdf", n)) for n in (SHORT, LONG))
    what = f"{LONG} pages {long.seconds:.1f} s, {SHORT} pages {short.seconds:.1f} s"
    aim = LONG / SHORT * GROWTH
    yield Figure(f"time of {LONG // SHORT} times the pages", long.seconds / short.seconds, "times", aim, what)
    yield Figure(f"time of a {LONG}-page PDF", long.seconds, "s", 300, f"{long.tables} tables")
    what = f"{LONG} pages {long.bytes / 1e6:.0f} MB, {SHORT} pages {short.bytes / 1e6:.0f} MB"
    yield Figure(f"peak memory, {LONG}-page PDF", long.bytes / 1e6, "MB", 1000, what)


def large_html() -> Iterator[Figure]:
    """A web page of 50 MB, half sentences and half tables."""
    with tempfile.TemporaryDirectory() as folder:
        cost = _cost_of(_write_html(Path(folder) / "large.html"))
    name = f"{PAGE_BYTES / 1e6:.0f} MB web page"
    yield Figure(f"time of a {name}", cost.seconds, "s", 120, f"{cost.tables} tables")
    yield Figure(
        f"peak memory, {name}", cost.bytes / 1e6, "MB", 3000, f"{cost.bytes / PAGE_BYTES:.0f} times its size"
    )


def _cost_of(path: Path) -> Cost:
    """What loading the file takes: seconds of the processor, so that a busy machine does not count."""
    command = [sys.executable, "-S", "-c", PEAK, sys.executable, "-c", READ, str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    seconds, tables, peak = done.stdout.split()
    return Cost(float(seconds), int(peak), int(tables))


def _write_pdf(path: Path, pages: int) -> Path:
    canvas = Canvas(str(path), invariant=1)
    for page in range(pages):
        canvas.setFont("Helvetica", 9)
        for line in range(12):
            canvas.drawString(
                60, 790 - 14 * line, f"{page}.{line} Requests received in the year and how they ended"
            )
        canvas.grid([60 + 60 * n for n in range(8)], [600 - 20 * n for n in range(24)])
        for row in range(23):
            for column in range(7):
                canvas.drawString(64 + 60 * column, 586 - 20 * row, str(page + row * column))
        canvas.showPage()
    canvas.save()
    return path


def _write_html(path: Path) -> Path:
    rows = "".join(ROW.format(n) for n in range(ROWS_A_TABLE))
    table = f"<table>\n<tr><th>信息内容</th><th>制发</th><th>废止</th><th>有效</th></tr>\n{rows}</table>\n"
    part = table + PROSE * (len(table.encode()) // len(PROSE.encode()))
    path.write_text(part * (PAGE_BYTES // len(part.encode())), encoding="utf-8")
    return path


def measure() -> Iterator[Figure]:
    """All figures of this module."""
    yield from pdf_growth()
    yield from large_html()
