"""One page of a PDF: its characters as words and lines, its ruled tables as true grids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from pdfplumber.page import Page as PdfPage
from pdfplumber.utils.text import extract_words

from extractor.loading.loose_tables import find_loose_grids
from extractor.loading.paper import Note, Page, PaperGrid, Word, excerpt_of, lines_to_text, words_to_lines
from extractor.loading.pdf_chars import (
    UNMAPPED,
    Char,
    CharsByHeight,
    is_slanted,
    outside,
    printed_chars,
    with_raised,
)
from extractor.loading.pdf_rules import find_struck, page_rules
from extractor.loading.prose_columns import lines_in_columns
from extractor.loading.ruled_tables import cells_to_grid, edges_to_tables
from extractor.loading.unshown import size_of
from extractor.records import Box

MIN_CHARS = 10  # a page number is no text
MAX_UNMAPPED = 0.2
MAX_STAMPED = 100  # characters that an office's system adds to a scanned page
PAGE_SHARE = 0.6
PICTURE_SHARE = 0.08  # seals and emblems are smaller
STRUCK = "\0"  # no printed character is that
SPACING = 0.35  # a gap of this share of a character's size parts two words


def is_legible(page: PdfPage) -> bool:
    """Whether the page has text that can be read without looking at it."""
    chars = [char for char in page.chars if char["text"].strip() and not is_slanted(char)]
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
    chars = [char for char in page.chars if not is_slanted(char)]
    turned = [char["matrix"][1] > 0 for char in chars if not char["upright"]]
    if 2 * len(turned) <= len(chars):
        return 0
    return 90 if 2 * sum(turned) > len(turned) else 270


def read_page(page: PdfPage, number: int) -> Page:
    """The page's text with its tables taken out of it."""
    rules = page_rules(page)
    printed = printed_chars(page.chars)
    struck = find_struck(printed, rules)
    chars = list(with_raised(_without(struck, printed)))
    grids: list[PaperGrid] = []
    for cells in edges_to_tables(rules):
        grid = cells_to_grid(cells, partial(_read_cell, CharsByHeight(chars)), number)
        if grid:
            grids.append(grid)
            chars = outside(grid.box, chars)
    lines = lines_in_columns(words_to_lines(chars_to_words(chars)), [grid.box for grid in grids])
    rest, loose = find_loose_grids(lines, number)
    size = size_of(char["text"] for char in struck)
    return Page(number, rest, grids + loose, tuple(_notes(struck)), size)


def slanted_notes(page: PdfPage) -> Iterator[Note]:
    """That the page has text lying across it, as a watermark."""
    slanted = "".join(char["text"] for char in page.chars if is_slanted(char)).strip()
    if slanted:
        yield Note("watermark", (("text", excerpt_of(slanted)),))


def _without(struck: Sequence[Char], chars: Iterable[Char]) -> Iterator[Char]:
    """The characters, with a mark in place of each one that is struck out: its room is no gap between words."""
    left_out = {id(char) for char in struck}
    for char in chars:
        yield char | {"text": STRUCK} if id(char) in left_out else char


def _notes(struck: Sequence[Char]) -> Iterator[Note]:
    if struck:
        yield Note("struck-out", (("text", excerpt_of(chars_to_text(struck))),))


def chars_to_words(chars: Iterable[Char]) -> list[Word]:
    """The characters as words; those of turned text in the boxes that they would have unturned."""
    turned = [_unturned(char) for char in chars]
    found = extract_words(
        turned, x_tolerance_ratio=SPACING, y_tolerance=2, use_text_flow=False, keep_blank_chars=False
    )
    words = (Word(w["text"].replace(STRUCK, ""), (w["x0"], w["top"], w["x1"], w["bottom"])) for w in found)
    return [word for word in words if word.text]


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
