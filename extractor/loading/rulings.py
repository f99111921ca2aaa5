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
MAX_TURN = 5.0  # degrees; a page that is turned further is no scan of a report
MIN_TURN = 0.05
INSET = 4  # pixels of a cell's border that its rules may cover
MIN_INK = 12  # dark pixels; the dot of a decimal point at 150 dpi has 9
DARK = 160


def straighten(picture: Picture) -> Picture:
    """The picture turned so that its long horizontal lines are level."""
    lines = cv2.HoughLinesP(_ink(picture), 1, np.pi / 3600, 200, None, picture.shape[1] * 0.2, MAX_GAP)
    if lines is None:
        return picture
    angles = [np.degrees(np.arctan2(y1 - y0, x1 - x0)) for x0, y0, x1, y1 in lines.reshape(-1, 4)]
    level = [angle for angle in angles if abs(angle) <= MAX_TURN]
    turn = float(np.median(level)) if level else 0.0
    if abs(turn) < MIN_TURN:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(turned, dtype=np.uint8)


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
