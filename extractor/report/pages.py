"""Where pages end in text that was taken from paper: a sentence goes on behind the number of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.loading import bare_page_number, count_pages, is_page_footer

# A heading with the page that it stands on: 一、概述……1
ENTRY = re.compile(r"(?:…{2}|\.{4}|·{4}|[-_]{5}|—{4})\s*(\d{1,3})$")
REACH = 20  # characters at the end of a line that are looked at
MIN_ENTRIES = 3
FEED = "\f"  # at the head of a page's first line


def without_page_ends(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines, each behind its place, but those that end a page, with the blank ones around them."""
    ends = set(_find_ends([text for _, text in lines]))
    for n, (start, text) in enumerate(lines):
        if n not in ends:
            own = text.removeprefix(FEED)
            yield start + len(text) - len(own), own


def without_contents(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines without a table of contents: headings below each other, each with dots and its page, which count upwards."""
    ends = [(n, end) for n, (_, text) in enumerate(lines) if (end := text.rstrip()[-REACH:])[-1:].isdigit()]
    pages = [(n, int(entry[1])) for n, end in ends if (entry := ENTRY.search(end))]
    is_listed = all(below[0] - above[0] <= 2 and above[1] <= below[1] for above, below in pairwise(pages))
    listed = {n for n, _ in pages} if is_listed and len(pages) >= MIN_ENTRIES else set()
    return [line for n, line in enumerate(lines) if n not in listed]


def _find_ends(texts: Sequence[str]) -> Iterator[int]:
    told = {n for n, text in enumerate(texts) if is_page_footer(text)}
    for end in told.union(count_pages(texts)):
        yield from (end, *_blanks_from(end, -1, texts), *_blanks_from(end, 1, texts))
    for head in (n for n, text in enumerate(texts) if text.startswith(FEED)):
        blanks = _blanks_from(head, -1, texts)
        last = min((head, *blanks)) - 1
        yield from blanks
        if not texts[head].strip():
            yield from (head, *_blanks_from(head, 1, texts))
        if last >= 0 and bare_page_number(texts[last]) is not None:
            yield from (last, *_blanks_from(last, -1, texts))


def _blanks_from(line: int, step: int, texts: Sequence[str]) -> list[int]:
    """The blank lines above it, or below it."""
    blanks = []
    line += step
    while 0 <= line < len(texts) and not texts[line].strip():
        blanks.append(line)
        line += step
    return blanks
