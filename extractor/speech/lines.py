"""Text broken into lines by cells: a Chinese character takes two, and a line may end behind any of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

CLOSING = frozenset("，。；：、）”’》！？｜…%％")  # never the first of a line


def break_lines(text: str, width: int) -> Iterator[str]:
    """The text in lines of that many cells. Numbers, Latin words and option names stay whole where they fit in a line;
    closing marks may stand over its end."""
    line, taken = "", 0
    for piece in _pieces(text, max(width, 2)):
        size = count_cells(piece)
        if taken + size > width and line and piece not in CLOSING:
            yield line.rstrip()
            line, taken = "", 0
            piece = piece.lstrip()
            size = count_cells(piece)
        line, taken = line + piece, taken + size
    yield line.rstrip()


def count_cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pieces(text: str, width: int) -> Iterator[str]:
    """What is never broken: a character, or a word of narrow ones."""
    word = ""
    for character in text:
        if count_cells(character) == 1 and character != " " and len(word) < width:
            word += character
            continue
        if word:
            yield word
        word = ""
        if count_cells(character) == 1 and character != " ":
            word = character
        else:
            yield character
    if word:
        yield word
