"""One page of a PDF: its characters as words and lines, its ruled tables as true grids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from pdfplumber.page import Page as PdfPage
from pdfplumber.utils.text import extract_words

from extractor.loading.loose_tables import find_loose_grids
from extractor.loading.paper import Page, PaperGrid, Word, lines_to_text, words_to_lines
from extractor.loading.pdf_chars import UNMAPPED, Char, CharsByHeight, outside, printed_chars
from extractor.loading.ruled_tables import cells_to_grid, edges_to_tables
from extractor.records import Box

MIN_CHARS = 10  # a page number is no text
MAX_UNMAPPED = 0.2
MAX_STAMPED = 100  # characters that an office's system adds to a scanned page
PAGE_SHARE = 0.6
PICTURE_SHARE = 0.08  # seals and emblems are smaller
MAX_RULES = 4_000  # on one page; the largest statutory table has 300, drawings have more
SPACING = 0.35  # a gap of this share of a character's size parts two words


def is_legible(page: PdfPage) -> bool:
    """Whether the page has text that can be read without looking at it."""
    chars = [char for char in page.chars if char["text"].strip()]
    if len(chars) < MAX_STAMPED and any(_covers(image, page, PAGE_SHARE) for image in page.images):
        return False
    unmapped = sum(UNMAPPED.match(char["text"]) is not None for char in chars)
    return len(chars) >= MIN_CHARS and unmapped <= MAX_UNMAPPED * len(chars)


def shows_picture(page: PdfPage) -> bool:
    """Whether a page of text has a picture large enough to be a table or a chart; behind all of it one is paper."""
    pictures = (image for image in page.images if not _covers(image, page, PAGE_SHARE))
    return any(_covers(image, page, PICTURE_SHARE) for image in pictures)


def _covers(image: dict[str, Any], page: PdfPage, share: float) -> bool:
    """Whether the picture covers more than that share of the page. One that is the page is a scan: what
    characters there are were stamped on it."""
    area = (image["x1"] - image["x0"]) * (image["bottom"] - image["top"])
    return bool(area > share * float(page.width) * float(page.height))


def turn_of(page: PdfPage) -> int:
    """By how many degrees the page has to be turned so that most of its text is upright."""
    turned = [char["matrix"][1] > 0 for char in page.chars if not char["upright"]]
    if 2 * len(turned) <= len(page.chars):
        return 0
    return 90 if 2 * sum(turned) > len(turned) else 270


def read_page(page: PdfPage, number: int) -> Page:
    """The page's text with its tables taken out of it."""
    chars = printed_chars(page.chars)
    grids: list[PaperGrid] = []
    edges = page.edges if len(page.edges) <= MAX_RULES else []
    for cells in edges_to_tables(edges):
        grid = cells_to_grid(cells, partial(_read_cell, CharsByHeight(chars)), number)
        if grid:
            grids.append(grid)
            chars = outside(grid.box, chars)
    lines = words_to_lines(chars_to_words(chars))
    rest, loose = find_loose_grids(lines, number)
    return Page(number, rest, grids + loose)


def chars_to_words(chars: Iterable[Char]) -> list[Word]:
    """The characters as words; those of turned text in the boxes that they would have unturned."""
    turned = [_unturned(char) for char in chars]
    found = extract_words(
        turned, x_tolerance_ratio=SPACING, y_tolerance=2, use_text_flow=False, keep_blank_chars=False
    )
    return [Word(w["text"], (w["x0"], w["top"], w["x1"], w["bottom"])) for w in found]


def _unturned(char: Char) -> Char:
    """A character that stands on its side, as if the page were turned."""
    if char["upright"]:
        return char
    left, top, right, bottom = char["x0"], char["top"], char["x1"], char["bottom"]
    if char["matrix"][1] > 0:  # read upwards
        box = (-bottom, left, -top, right)
    else:
        box = (top, -right, bottom, -left)
    x0, y0, x1, y1 = box
    sides = {"x0": x0, "top": y0, "x1": x1, "bottom": y1, "doctop": y0, "width": x1 - x0, "height": y1 - y0}
    return char | sides | {"upright": True}


def _read_cell(chars: CharsByHeight, cell: Box) -> tuple[str, bool]:
    return chars_to_text(chars.inside(cell)), False


def chars_to_text(chars: Sequence[Char]) -> str:
    """The text of a cell on one line; upright characters before those on their side."""
    upright = [char for char in chars if char["upright"]]
    turned = [char for char in chars if not char["upright"]]
    parts = [lines_to_text(words_to_lines(chars_to_words(part))) for part in (upright, turned) if part]
    return " ".join(parts)
