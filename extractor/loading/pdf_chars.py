"""The characters of a PDF page: those that are printed, each once, and which of them stand in a box."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from pdfplumber.utils.clustering import cluster_objects

from extractor.loading.spacing import raised
from extractor.records import Box

Char = dict[str, Any]  # as pdfplumber has it
Point = tuple[float, float, int]  # from the top, from the left, and the number of the character there

UNMAPPED = re.compile(r"\(cid:|[\x00-\x08\ufffd]")  # a glyph of which the file does not tell the character
OVERPRINT = 1.0  # points; characters printed twice for bold stand this close
SMALL = 0.8  # of a character's size: one that is set smaller on the same line
SLANT = 0.18  # 10 degrees; scans that were given a text are turned by less, watermarks by more
GAP = 4.0  # points between a number and what is raised behind it, and the point by which they may overlap

kind_of = itemgetter("upright", "text", "fontname", "size")


class CharsByHeight:
    """Characters sorted by the height of their middles: a cell looks at those at its own height, not at all."""

    def __init__(self, chars: Sequence[Char]) -> None:
        self._chars = chars
        middles = [_middle(char) for char in chars]
        self._order = sorted(range(len(chars)), key=lambda n: middles[n][1])
        self._heights = [middles[n][1] for n in self._order]
        self._sides = [middle[0] for middle in middles]

    def inside(self, box: Box) -> list[Char]:
        """The characters whose middles are in the box, in the order of the page."""
        left, top, right, bottom = box
        level = self._order[bisect_left(self._heights, top) : bisect_right(self._heights, bottom)]
        return [self._chars[n] for n in sorted(n for n in level if left <= self._sides[n] <= right)]


def outside(box: Box, chars: Iterable[Char]) -> list[Char]:
    """The characters whose middles are not in the box."""
    left, top, right, bottom = box
    middles = ((char, *_middle(char)) for char in chars)
    return [char for char, x, y in middles if not (left <= x <= right and top <= y <= bottom)]


def is_slanted(char: Char) -> bool:
    """Whether the character stands on a line that is neither level nor upright, as a watermark's do."""
    level, upright = abs(char["matrix"][0]), abs(char["matrix"][1])
    return bool(min(level, upright) > SLANT * max(level, upright))


def printed_chars(chars: Sequence[Char]) -> list[Char]:
    """The characters that the file tells, each once; without what lies slanted across the page."""
    straight = [char for char in chars if not is_slanted(char)]
    return [char for char in _without_overprint(straight) if not UNMAPPED.match(char["text"])]


def _middle(char: Char) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _without_overprint(chars: Sequence[Char]) -> list[Char]:
    """Characters printed twice for bold, once. As pdfplumber's `dedupe_chars`, but not in quadratic time."""
    alike: dict[tuple[Any, ...], list[Point]] = defaultdict(list)
    for number, char in enumerate(chars):
        alike[kind_of(char)].append((char["doctop"], char["x0"], number))
    kept = sorted(number for points in alike.values() for number in _apart(points))
    return [chars[number] for number in kept]


def _apart(points: list[Point]) -> Iterator[int]:
    """The first of each few characters that stand in one place."""
    if len(points) == 1:
        yield points[0][2]
        return
    for level in cluster_objects(points, itemgetter(0), OVERPRINT):
        for close in cluster_objects(level, itemgetter(1), OVERPRINT):
            yield min(close)[2]


def with_raised(chars: Iterable[Char]) -> Iterator[Char]:
    """The characters, figures that are set smaller and higher behind a number as raised ones."""
    base: Char | None = None
    end = 0.0
    for char in chars:
        if base and char["text"].isdecimal() and _is_raised(char, base) and 0 <= char["x0"] - end + 1 < GAP:
            level = {
                "top": base["top"],
                "bottom": base["bottom"],
                "size": base["size"],
            }  # on the number's line
            yield char | level | {"text": raised(char["text"])}
        else:
            base = char if char["text"].isdecimal() else None
            yield char
        end = char["x1"]


def _is_raised(char: Char, base: Char) -> bool:
    is_small = char["size"] < SMALL * base["size"]
    return bool(is_small and base["top"] - char["size"] < char["top"] and char["bottom"] < base["bottom"] - 1)
