"""Samples as Word and Excel files."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from make_files.sample import Block

OFFICE = shutil.which("soffice")


def write_docx(blocks: Sequence[Block], path: Path) -> None:
    """Merged cells with gridSpan and vMerge."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        height, width = block.size
        table = document.add_table(height, width)
        grid = [row.cells for row in table.rows]  # table.cell() goes through the whole table each time
        for cell in block.cells:
            first = grid[cell.row][cell.column]
            last = grid[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1]
            (first if first is last else first.merge(last)).text = cell.text
    document.save(str(path))


def write_xlsx(blocks: Sequence[Block], path: Path) -> None:
    """Everything on one sheet; numbers are numbers."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    row = 1
    for block in blocks:
        if isinstance(block, str):
            sheet.cell(row, 1, block)
            row += 1
            continue
        for cell in block.cells:
            place = (row + cell.row, 1 + cell.column)
            sheet.cell(*place, _value(cell.text))
            if cell.rowspan * cell.colspan > 1:
                end = (place[0] + cell.rowspan - 1, place[1] + cell.colspan - 1)
                sheet.merge_cells(
                    start_row=place[0], start_column=place[1], end_row=end[0], end_column=end[1]
                )
        row += block.size[0] + 1
    workbook.save(path)


def _value(text: str) -> str | float | None:
    if not text:
        return None
    return float(text) if text.replace(".", "", 1).isdigit() else text


def convert(path: Path, target: str) -> Path:
    """The file in another format of LibreOffice's, beside it."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            OFFICE or "soffice",
            "--headless",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--convert-to",
            target,
            "--outdir",
            str(path.parent),
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return path.with_suffix(f".{target.partition(':')[0]}")
