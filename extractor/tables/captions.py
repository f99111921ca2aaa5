"""What stands above a table, and above a part of one: whose figures follow, and of which year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from extractor.forms import label_key
from extractor.language import fold
from extractor.records import Document, Table, TableCell
from extractor.tables.cell_texts import fills_cell
from extractor.tables.cell_wording import cell_words
from extractor.tables.measures import is_unit

YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
MAX_CAPTION = 60  # characters
SENTENCE_END = "。；;"
MIN_COMMON = 3  # labels that stand above a caption and below it: the table is printed twice
MIN_VALUES = 2
MAX_HEADS = 4  # lines between a table's numbers and what stands above it
NUMBERED = re.compile(r"^附?表[一二三四五六七八九十\d]{0,2}\s+")  # 表1  申请方式
HAN, WIDE = re.compile("[\u4e00-\u9fff]"), re.compile(r"\S(?: {2,}|\t)\S")

Sort = Literal["other-year", "part"]  # what figures that are not the report's own whole are


def caption_to_sort(caption: str, year: int | None) -> Sort | None:
    """Whether the caption says that the figures below it are another year's, or those of a part of the bodies."""
    text, words = fold(caption), cell_words()
    if len(text) > MAX_CAPTION or text.endswith(tuple(SENTENCE_END)):
        return None
    years = set(YEAR.findall(text))
    if years and year is not None and str(year) not in years:
        return "other-year"
    if not years and words.last_year.search(text):
        return "other-year"
    return "part" if words.part.search(text) and not words.all_bodies.search(text) else None


def table_to_caption(table: Table, document: Document | None) -> str:
    """The text with which the table begins, where it is a caption; else the line before it."""
    first = next((cell for cell in table.cells if cell.text.strip()), None)
    if first and first in _captions(table):
        return first.text.strip()
    return line_above(document.text, table.start) if document else ""


def line_above(text: str, place: int) -> str:
    """The line before the place, over strokes and over heads that blanks part."""
    for _ in range(MAX_HEADS):
        line = line_before(text, place)
        if line and HAN.search(line) and not WIDE.search(NUMBERED.sub("", line)):
            return line
        place = text.rfind(line, 0, place) if line else 0
    return ""


def caption_above(text: str, place: int) -> str:
    """The line above the one in which the place is, over strokes and heads."""
    return line_above(text, text.rfind("\n", 0, place) + 1)


def line_before(text: str, place: int) -> str:
    """The last line of the text that stands before the place, blank ones aside."""
    before = text[:place].rstrip()
    return before[before.rfind("\n") + 1 :].strip()


def cut_at_captions(
    table: Table, year: int | None, document: Document | None, is_label: Callable[[str], bool]
) -> tuple[Table, ...]:
    """The table's parts below captions of their own, where it is printed several times and not all of it is the
    report's own whole; else the table."""
    cells = table.cells
    captions = {cell for cell in _captions(table) if not is_label(cell.text)}
    values = [n for n, cell in enumerate(cells) if fills_cell(cell.text)][:MIN_VALUES]
    # With nothing above it, a caption is the whole table's.
    cuts = [n for n, cell in enumerate(cells) if cell in captions and n > max(values, default=n)]
    cuts = [a for a, b in pairwise([*cuts, len(cells)]) if _is_printed_again(cells[:a], cells[a:b])]
    if not cuts:
        return (table,)
    parts = [
        replace(table, cells=cells[a:b], start=cells[a].start, end=cells[b - 1].end)
        for a, b in pairwise([0, *cuts, len(cells)])
    ]
    captions_of = [table_to_caption(part, document) for part in parts]
    is_other = [caption_to_sort(caption, year) is not None or names_body(caption) for caption in captions_of]
    return tuple(parts) if len(set(is_other)) > 1 else (table,)


def without_own_year(table: Table, year: int | None) -> Table:
    """The table with 总计 in place of 2020年总计, where that is the report's year: beside it stands another's. What follows
    the year may be any text but a month or a number of years."""
    if year is None:
        return table
    own = re.compile(rf"\s*{year}\s*年度?\s*(?=[^\d\s月度数(（])")
    named = {cell: match.end() for cell in table.cells if (match := own.match(cell.text))}
    if not named:
        return table
    cells = (
        c._replace(text=c.text[named[c] :], start=c.start + named[c]) if c in named else c
        for c in table.cells
    )
    return replace(table, cells=tuple(cells))


def names_body(caption: str) -> bool:
    """Whether the caption is an annex's, and names a body whose figures follow."""
    return cell_words().body.search(fold(caption)) is not None


def _captions(table: Table) -> set[TableCell]:
    """The cells that may be captions over those below them: nothing else stands in their row. The rows of a stream are
    lost."""
    found = {cell for cell in table.cells if _is_caption(cell.text)}
    if table.shape == "stream" or not found:
        return found
    filled = Counter(cell.row for cell in table.cells if cell.text.strip())
    return {cell for cell in found if filled[cell.row] == 1}


@lru_cache(maxsize=4096)  # the labels of forms are the same in every report
def _is_caption(text: str) -> bool:
    """Whether the text names a year, or which bodies are counted."""
    if len(text) > MAX_CAPTION or fills_cell(text):
        return False
    folded = fold(text)
    return any(p.search(folded) for p in (YEAR, *cell_words().captions))


def _is_printed_again(above: Sequence[TableCell], below: Sequence[TableCell]) -> bool:
    is_one = len(_labels(above) & _labels(below)) < MIN_COMMON
    return not is_one and _is_filled(above) and _is_filled(below)


def _is_filled(cells: Sequence[TableCell]) -> bool:
    return sum(fills_cell(cell.text) for cell in cells) >= MIN_VALUES


def _labels(cells: Sequence[TableCell]) -> set[str]:
    texts = (cell.text for cell in cells if not fills_cell(cell.text) and not is_unit(cell.text))
    return {label for text in texts if (label := label_key(text))}
