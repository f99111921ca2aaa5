"""The rules of tables in a picture of a page: how far the page is turned, where the cells are, which hold ink."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractor.loading.ruled_tables import Edge, edges_to_tables, to_edge
from extractor.records import Box

if TYPE_CHECKING:
    from extractor.loading.ocr import Picture

MIN_RULE = 0.03  # of the page's width or height; the strokes of characters are shorter
MAX_THICKNESS = 12  # pixels
MAX_GAP = 6  # pixels by which a rule's parts may stand apart
MIN_LEVEL = 0.2  # of the page's width: lines that tell how far it is turned
MIN_RUN = 9  # level pixels; a line of one pixel that falls by MAX_TURN has 11
MAX_TURN = 5.0  # degrees; a page that is turned further is no scan of a report
MIN_TURN = 0.05
INSET = 4  # pixels of a cell's border that its rules may cover
MIN_INK = 12  # dark pixels; the dot of a decimal point at 150 dpi has 9
DARK = 160


def straighten(picture: Picture) -> Picture:
    """The picture turned so that its long horizontal lines are level."""
    level = [turn for turn in _turns(_ink(picture)) if abs(turn) <= MAX_TURN]
    turn = float(np.median(level)) if level else 0.0
    if abs(turn) < MIN_TURN:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(turned, dtype=np.uint8)


def _turns(ink: Picture) -> Iterator[float]:
    """By how many degrees each long line that is nearly level falls to the right."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, MIN_RUN), np.uint8))
    joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, MAX_GAP + 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for number, (left, top, width, height, _) in enumerate(stats.tolist()):
        if (
            number
            and width >= MIN_LEVEL * ink.shape[1]
            and height <= width * np.tan(np.radians(MAX_TURN)) + MAX_THICKNESS
        ):
            ys, xs = np.nonzero(labels[top : top + height, left : left + width] == number)
            slope, start = np.polyfit(xs, ys, 1)
            if np.abs(ys - (start + slope * xs)).max() <= MAX_THICKNESS:  # else a line of text
                yield float(np.degrees(np.arctan(slope)))


def find_tables(picture: Picture, scale: float) -> list[list[Box]]:
    """The cells of each ruled table, in pixels, of which a point has `scale`."""
    ink = _ink(picture)
    edges = [*_edges(ink, horizontal=True), *_edges(ink, horizontal=False)]
    return edges_to_tables(edges, scale)


def has_ink(picture: Picture, box: Box) -> bool:
    """Whether anything is printed in the cell."""
    left, top, right, bottom = (round(side) for side in box)
    inside = picture[top + INSET : bottom - INSET, left + INSET : right - INSET]
    return int((inside < DARK).sum()) >= MIN_INK


def _ink(picture: Picture) -> Picture:
    _, ink = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return np.asarray(ink, dtype=np.uint8)


def _edges(ink: Picture, *, horizontal: bool) -> Iterator[Edge]:
    """The rules of one direction."""
    length = round(MIN_RULE * ink.shape[1 if horizontal else 0])
    kernel = np.ones((1, length) if horizontal else (length, 1), np.uint8)
    # Rules are often broken by a pixel; closing mends that before what is shorter than a rule is removed.
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel)
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened)
    for left, top, width, height, _ in stats[1:].tolist():
        thickness = height if horizontal else width
        if thickness > MAX_THICKNESS:
            continue
        if horizontal:
            yield to_edge(left, top + height / 2, left + width, top + height / 2)
        else:
            yield to_edge(left + width / 2, top, left + width / 2, top + height)
