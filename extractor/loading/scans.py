"""Pictures of pages: characters by OCR, tables by their rules; what is not read clearly is said to be doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from extractor.errors import UnreadableInput
from extractor.loading.loose_tables import find_loose_grids
from extractor.loading.ocr import Glyph, ocr_notes, picture_to_glyphs
from extractor.loading.page_turns import quarter_turns, turn_notes, turned
from extractor.loading.paper import (
    DPI,
    MAX_PIXELS,
    Page,
    Word,
    around,
    lines_to_text,
    notes_to_findings,
    words_to_lines,
)
from extractor.loading.paper_flow import pages_to_blocks
from extractor.loading.prose_columns import lines_in_columns
from extractor.loading.ruled_tables import cells_to_grid
from extractor.loading.rulings import find_tables, has_ink, straighten
from extractor.loading.source import Source
from extractor.loading.writing import blocks_to_document
from extractor.records import Box, Document

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from extractor.loading.ocr import Picture

MAX_SIDE = 5_000  # pixels, whatever size the page claims to have
# A digit read with less is not given as a number. Right readings of clear scans have 0.98 and more.
MIN_CONFIDENCE = 0.9


def load_image(source: Source) -> Document:
    """A picture of one page as a document."""
    try:
        with Image.open(BytesIO(source.data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableInput("picture.pixels", path=source.path, most=MAX_PIXELS // 10**6)
            picture = np.asarray(image.convert("L"), dtype=np.uint8)
            media_type = Image.MIME[image.format or "PNG"]
    except UnreadableInput:
        raise
    except Exception as error:  # the decoders raise whatever a damaged picture makes them stumble over
        raise UnreadableInput("picture.broken", path=source.path) from error
    page = read_picture(picture, 1, DPI / 72)
    notes = [*ocr_notes([1]), *notes_to_findings([page])]
    return blocks_to_document(source, media_type, pages_to_blocks([page]), notes)


def read_picture(picture: Picture, number: int, scale: float) -> Page:
    """What stands on page `number`, of which the picture has `scale` pixels a point; boxes are those of the
    page turned upright."""
    level = straighten(picture)
    lines = picture_to_glyphs(level)
    turns = quarter_turns(level, lines)
    if turns:
        level = straighten(turned(picture, turns))
        lines = picture_to_glyphs(level)
    glyphs = [[_in_points(glyph, scale) for glyph in line] for line in lines]
    return _to_page(level, glyphs, number, scale=scale)._replace(notes=turn_notes(turns))


def _to_page(picture: Picture, glyphs: list[list[Glyph]], number: int, *, scale: float) -> Page:
    """The tables that the picture's rules draw, and the lines and tables of the rest."""
    grids = []
    for table in find_tables(picture, scale):
        cells = [_scaled(cell, scale) for cell in table]
        reader = _CellReader(picture, glyphs, scale)
        grid = cells_to_grid(cells, reader.read, number)
        if grid:
            grids.append(grid)
            glyphs = [[glyph for glyph in line if not _holds(grid.box, glyph)] for line in glyphs]
    lines = lines_in_columns(words_to_lines(_words(glyphs)), [grid.box for grid in grids])
    rest, loose = find_loose_grids(lines, number)
    return Page(number, rest, grids + loose)


def page_to_picture(page: PdfPage) -> tuple[Picture, float]:
    """The page in grey, and its pixels a point."""
    scale = min(DPI / 72, MAX_SIDE / max(page.get_size()))
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    return np.ascontiguousarray(picture.reshape(picture.shape[:2])), scale


class _CellReader:
    """Reads single cells of a table in a picture."""

    def __init__(self, picture: Picture, glyphs: Sequence[Sequence[Glyph]], scale: float) -> None:
        self._picture = picture
        self._glyphs = glyphs
        self._scale = scale

    def read(self, cell: Box) -> tuple[str, bool]:
        """The cell's text, and whether it is doubtful: unsure, or ink that was not read at all."""
        inside = [[glyph for glyph in line if _holds(cell, glyph)] for line in self._glyphs]
        words = _words(inside)
        if not words:
            return "", has_ink(self._picture, _scaled(cell, 1 / self._scale))
        return lines_to_text(words_to_lines(words)), any(word.is_doubtful for word in words)


def _words(lines: Sequence[Sequence[Glyph]]) -> list[Word]:
    return [_to_word(line) for line in lines if any(glyph.text.strip() for glyph in line)]


def _to_word(glyphs: Sequence[Glyph]) -> Word:
    unsure = any(g.confidence < MIN_CONFIDENCE for g in glyphs if _may_count(g.text))
    text = "".join(glyph.text for glyph in glyphs).strip()
    return Word(text, around(glyph.box for glyph in glyphs), unsure)


def _may_count(text: str) -> bool:
    """Whether the character is, or could be taken for, a part of a number."""
    return any(character.isnumeric() or character in ".,-−/" for character in text)


def _in_points(glyph: Glyph, scale: float) -> Glyph:
    return glyph._replace(box=_scaled(glyph.box, scale))


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = box
    return left / scale, top / scale, right / scale, bottom / scale


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
