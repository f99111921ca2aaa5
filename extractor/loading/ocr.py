"""Text in pictures: RapidOCR with the models of its wheel, which needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.records import Box, Finding

if TYPE_CHECKING:  # the extra brings numpy, too
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]  # rows of grey values

EXTRA = "ocr"
MISSING = f"reading pictures needs the extra `{EXTRA}`: pip install rapidocr onnxruntime"
# Onnxruntime takes all cores by itself. Lines are widened to a number of pixels, by default 320: most cells of a
# table hold one digit, and recognising the blank behind it is most of the work.
OPTIONS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.text_score": 0.0,
    "Rec.rec_img_shape": [3, 48, 160],
}
# Finding where text is takes less than reading it, unless the text is small.
SIDE_TO_SEARCH = 1_600  # pixels to which the longer side is reduced for the search
FULL_SIDE = 2_000  # RapidOCR looks at no more
SMALL_SIDE = 736  # pixels of the shorter side; a smaller picture is searched enlarged to that
SMALL_TEXT = 15  # pixels of a line's height in the search: at that, single digits begin to be missed
MOSTLY = 0.05  # of the lines may be that small


class Glyph(NamedTuple):
    """One character with its box in pixels, and how sure its reading is, from 0 to 1."""

    text: str
    box: Box
    confidence: float


def is_installed() -> bool:
    """Whether the extra `ocr` is."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def ocr_notes(pages: Sequence[int]) -> Iterator[Finding]:
    """What a user must know of values that come from pictures."""
    if pages:
        yield Finding.of("read-by-ocr", "info", pages=tuple(pages))


def picture_to_glyphs(picture: Picture) -> list[list[Glyph]]:
    """The characters of each line of text that is found in the picture."""
    if min(picture.shape) < SMALL_SIDE:
        return _read(picture, "min", SMALL_SIDE)
    lines = _read(picture, "max", SIDE_TO_SEARCH)
    reduction = SIDE_TO_SEARCH / max(picture.shape)
    if reduction < 1 and _smallest_height(lines) * reduction < SMALL_TEXT:
        return _read(picture, "max", FULL_SIDE)
    return lines


def strip_confidence(strip: Picture) -> float:
    """How surely a picture of one line is read, from 0 to 1."""
    engine = _engine("max", SIDE_TO_SEARCH)
    found = engine(_coloured(strip), use_det=False, return_word_box=False)
    return float(found.scores[0]) if found.scores else 0.0


def _read(picture: Picture, kind: str, side: int) -> list[list[Glyph]]:
    """The lines found when the picture's shorter (`min`) or longer side (`max`) has so many pixels."""
    engine = _engine(kind, side)  # it remembers what the last call asked for
    found = engine(_coloured(picture), use_det=True, return_word_box=True, return_single_char_box=True)
    if not found.txts:  # a picture without text; its word results are one empty word
        return []
    return [[_to_glyph(*part) for part in line] for line in found.word_results if line]


def _coloured(picture: Picture) -> Picture:
    return picture[:, :, None].repeat(3, axis=2)


def _smallest_height(lines: Sequence[Sequence[Glyph]]) -> float:
    """The height of the smallest lines, but for a few."""
    heights = sorted(max(glyph.box[3] - glyph.box[1] for glyph in line) for line in lines)
    return heights[int(MOSTLY * len(heights))] if heights else 0.0


def _to_glyph(text: str, confidence: float, corners: list[list[float]]) -> Glyph:
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    return Glyph(text, (min(xs), min(ys), max(xs), max(ys)), float(confidence))


@cache
def _engine(kind: str, side: int) -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=OPTIONS | {"Det.limit_type": kind, "Det.limit_side_len": side})
