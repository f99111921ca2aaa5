"""Samples as plain text and as web pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from make_files.sample import Block, Grid


def write_txt(blocks: Sequence[Block], path: Path) -> None:
    """Markdown tables; a merged cell is printed once and then empty."""
    path.write_text("\n\n".join(map(_block_to_text, blocks)) + "\n", encoding="utf-8")


def write_html(blocks: Sequence[Block], path: Path) -> None:
    """Tables with spans."""
    body = "\n".join(map(_block_to_html, blocks))
    path.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>\n{body}\n</body>\n', encoding="utf-8")


def _block_to_text(block: Block) -> str:
    if isinstance(block, str):
        return block
    height, width = block.size
    texts = [[""] * width for _ in range(height)]
    for cell in block.cells:
        texts[cell.row][cell.column] = cell.text
    lines = [f"| {' | '.join(row)} |" for row in texts]
    return "\n".join([lines[0], "|---" * width + "|", *lines[1:]])


def _block_to_html(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{escape(block)}</p>"
    return f"<table>\n{_rows_to_html(block)}\n</table>"


def _rows_to_html(grid: Grid) -> str:
    rows = (
        "".join(
            f'<td rowspan="{c.rowspan}" colspan="{c.colspan}">{escape(c.text) or "&nbsp;"}</td>' for c in row
        )
        for row in grid.rows()
    )
    return "\n".join(f"<tr>{row}</tr>" for row in rows)
