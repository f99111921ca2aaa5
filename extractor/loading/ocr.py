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

MISSING = "reading pictures needs the extra `ocr`: pip install 'ogi-extractor[ocr]'"
OPTIONS = {"Global.log_level": "critical", "Global.use_cls": False, "Global.text_score": 0.0}
THREADS = "EngineConfig.onnxruntime.intra_op_num_threads"


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
        numbers = ", ".join(map(str, pages))
        message = f"read from pictures: page {numbers}; compare with the original"
        yield Finding(type="read-by-ocr", severity="info", message=message)


def picture_to_glyphs(picture: Picture) -> list[list[Glyph]]:
    """The characters of each line of text that is found in the picture."""
    coloured = picture[:, :, None].repeat(3, axis=2)
    found = _engine()(coloured, return_word_box=True, return_single_char_box=True)
    if not found.txts:  # a picture without text; its word results are one empty word
        return []
    return [[_to_glyph(*part) for part in line] for line in found.word_results if line]


def _to_glyph(text: str, confidence: float, corners: list[list[float]]) -> Glyph:
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    return Glyph(text, (min(xs), min(ys), max(xs), max(ys)), float(confidence))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=OPTIONS)
