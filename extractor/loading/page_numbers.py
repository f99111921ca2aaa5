"""Lines that hold nothing but the number of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

# — 3 —, 第 3 页 共 9 页, 3/9
TOLD = re.compile(
    r"[-—–－·]{1,2}\s*\d{1,4}\s*[-—–－·]{1,2}|第\s*\d{1,4}\s*页.{0,12}|\d{1,3}\s?[/／]\s?\d{1,3}"
)
BARE = re.compile(r"\d{1,3}")
OPEN, CLOSES = re.compile(r"[（(][^（()）]*$"), re.compile(r"[^（()）]*[)）]")
SHORTEST = 10  # lines of a page; numbers below each other are a list or a column


def is_page_footer(text: str) -> bool:
    """Whether the line says of its number that it is a page's: — 3 —, 第3页."""
    return TOLD.fullmatch(text.strip()) is not None


def bare_page_number(text: str) -> int | None:
    """The number of a line with no other character, which may be that of a page."""
    text = text.strip()
    return int(text) if BARE.fullmatch(text) else None


def count_pages(texts: Sequence[str]) -> Iterator[int]:
    """The lines of bare numbers that count the pages: each is one more than the one before, a page further on."""
    bare = ((n, number) for n, text in enumerate(texts) if (number := bare_page_number(text)) is not None)
    for (n, number), (m, following) in pairwise(bare):
        if following == number + 1 and m - n >= SHORTEST:
            yield from (n, m)


def find_in_brackets(texts: Sequence[str]) -> Iterator[int]:
    """The lines of bare numbers between a line that leaves a bracket open and one that closes it: a page ends there."""
    filled = [n for n, text in enumerate(texts) if text.strip()]
    for above, n, below in zip(filled, filled[1:], filled[2:], strict=False):
        if (
            bare_page_number(texts[n]) is not None
            and OPEN.search(texts[above])
            and CLOSES.match(texts[below])
        ):
            yield n
