"""Lines that hold nothing but the number of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

# — 3 —, 第 3 页 共 9 页, 3/9
TOLD = re.compile(
    r"[-—–－·]{1,2}\s*\d{1,4}\s*[-—–－·]{1,2}|第\s*\d{1,4}\s*页.{0,12}|\d{1,3}\s?[/／]\s?\d{1,3}"
)
LONGEST_NUMBER = 3  # digits
OPEN, CLOSES = re.compile(r"[（(][^（()）]*$"), re.compile(r"[^（()）]*[)）]")
MIN_PAGES = 3  # that count on, where other numbers stand between them
SHORTEST = 10  # lines of a page; numbers below each other are a list or a column


def is_page_footer(text: str) -> bool:
    """Whether the line says of its number that it is a page's: — 3 —, 第3页."""
    return TOLD.fullmatch(text.strip()) is not None


def bare_page_number(text: str) -> int | None:
    """The number of a line with no other character, which may be that of a page."""
    text = text.strip()
    return int(text) if len(text) <= LONGEST_NUMBER and text.isdecimal() else None


def count_pages(texts: Sequence[str]) -> Iterator[int]:
    """The lines of bare numbers that count the pages: each is one more than the one before, a page further on."""
    bare = _bare_numbers(texts)
    for one, following in pairwise(bare):
        if _follows(one, following):
            yield from (one[0], following[0])
    yield from _count_alone(bare, texts)


def count_alone(texts: Sequence[str]) -> Iterator[int]:
    """Those with nothing but blank lines around them, whatever bare numbers stand between: the cells of a table, one a
    line."""
    return _count_alone(_bare_numbers(texts), texts)


def _bare_numbers(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The lines with a bare number, and that number."""
    found = ((n, bare_page_number(text)) for n, text in enumerate(texts))
    return [(n, number) for n, number in found if number is not None]


def _follows(one: tuple[int, int], following: tuple[int, int]) -> bool:
    return following[1] == one[1] + 1 and following[0] - one[0] >= SHORTEST


def _count_alone(bare: Sequence[tuple[int, int]], texts: Sequence[str]) -> Iterator[int]:
    if len(bare) < MIN_PAGES:
        return
    filled = list(accumulate(bool(text.strip()) for text in texts))  # blank lines make no page
    alone = [
        (n, page)
        for n, page in bare
        if not any(map(str.strip, (*texts[max(n - 1, 0) : n], *texts[n + 1 : n + 2])))
    ]
    for first in range(len(alone) - MIN_PAGES + 1):
        pages = alone[first : first + MIN_PAGES]
        if all(_follows(one, following) for one, following in pairwise((filled[n], p) for n, p in pages)):
            yield from (n for n, _ in pages)


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
