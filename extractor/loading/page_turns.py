"""How a page lay when it was scanned: upright, on its side, or upside down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from extractor.ids import Turn
from extractor.loading.ocr import Glyph, strip_confidence
from extractor.loading.paper import Note, around
from extractor.records import Box, Reason

if TYPE_CHECKING:
    from extractor.loading.ocr import Picture

SURE = 0.85  # mean confidence: upright pages, however rough, have more than 0.98, others about 0.65
LONG = 2.0  # times its width: a line that is as high stands on its side
STRIPS = 5  # lines that are read in each direction
HOW: dict[int, Turn] = {1: "on-its-side", 2: "upside-down", 3: "on-its-side"}


def quarter_turns(picture: Picture, lines: Sequence[Sequence[Glyph]]) -> int:
    """How many quarters the page has to be turned, counterclockwise; `lines`: what was read of it as it is.
    The longest lines are read in all four directions, unless the page was read well."""
    boxes = [around(glyph.box for glyph in line) for line in lines]
    if not boxes or (_mean_confidence(lines) >= SURE and not _stand_on_side(boxes)):
        return 0
    longest = sorted(boxes, key=lambda box: max(_size(box)), reverse=True)[:STRIPS]
    strips = [_cut(picture, box) for box in longest]
    return max(range(4), key=lambda turns: sum(strip_confidence(turned(strip, turns)) for strip in strips))


def turned(picture: Picture, turns: int) -> Picture:
    """The picture turned counterclockwise by so many quarters."""
    return np.ascontiguousarray(np.rot90(picture, turns))


def turn_notes(turns: int) -> tuple[Note, ...]:
    """That the page was turned, if it was."""
    return (Note("page-turned", (("how", Reason.of(HOW[turns])),)),) if turns else ()


def _mean_confidence(lines: Sequence[Sequence[Glyph]]) -> float:
    return float(np.mean([glyph.confidence for line in lines for glyph in line]))


def _stand_on_side(boxes: Sequence[Box]) -> bool:
    """Whether there is more text from top to bottom than from left to right."""
    sizes = [_size(box) for box in boxes]
    level = sum(width for width, height in sizes if width > LONG * height)
    return sum(height for width, height in sizes if height > LONG * width) > level


def _size(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _cut(picture: Picture, box: Box) -> Picture:
    left, top, right, bottom = (max(0, round(side)) for side in box)
    return picture[top : bottom + 1, left : right + 1]
