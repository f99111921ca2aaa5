"""One report as different programs and papers set it: the text stays, blanks, lines and pages change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import cycle

from extractor.speech import break_lines

PAGE = 22  # lines, as official documents have


def with_blanks(text: str) -> str:
    """Blanks between Chinese characters and numbers, as word processors put them."""
    text = re.sub(r"(?<=[\u4e00-\u9fff，。；：、（）])(?=\d)", " ", text)
    return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", " ", text)


def with_wide_digits(text: str) -> str:
    """Digits as wide as Chinese characters."""
    return text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def with_bold_numbers(text: str) -> str:
    """Numbers in Markdown's bold, as converters write what stands out on a page."""
    return re.sub(r"(?<![\d.,，])(?<!\d )(\d+)(?=[件条次人])", r"**\1**", text)


def with_points(text: str) -> str:
    """Sentences that end with a point and a blank, as in what was typed in a hurry."""
    return re.sub(r"(?<![\d])。", ". ", text)


def in_lines(text: str, width: int) -> str:
    """Broken into lines of so many Chinese characters; rows between pipes are left whole."""
    lines = text.split("\n")
    return "\n".join(
        part for line in lines for part in ([line] if "|" in line else break_lines(line, 2 * width))
    )


def in_ragged_lines(text: str, widths: Sequence[int]) -> str:
    """Broken into lines of those widths in turn, as where each was typed by hand."""
    turn = cycle(widths)
    return "\n".join(part for line in text.split("\n") for part in _take_lines(line, turn))


def _take_lines(line: str, widths: Iterator[int]) -> Iterator[str]:
    while line and "|" not in line:
        part = next(break_lines(line, 2 * next(widths)))
        yield part
        line = line[len(part) :].lstrip()
    yield from [line] if line else []


def on_pages(text: str, width: int, foot: str) -> str:
    """The same, with `foot` between the lines of the pages, # in it for the page's number."""
    lines = in_lines(text, width).split("\n")
    pages = ["\n".join(lines[first : first + PAGE]) for first in range(0, len(lines), PAGE)]
    return (
        "".join(page + foot.replace("#", str(number)) for number, page in enumerate(pages[:-1], 1))
        + pages[-1]
    )


def as_web_page(text: str) -> str:
    """A paragraph for each line and an element around each number, as office programs save web pages."""
    paragraphs = [
        re.sub(r"(\d[\d,.]*)", r'<span lang="EN-US">\1</span>', escape(line)) for line in text.split("\n")
    ]
    body = "".join(f'<p class="MsoNormal"><span>{paragraph}</span></p>\n' for paragraph in paragraphs)
    return f'<html><head><meta charset="utf-8"></head><body><div>{body}</div></body></html>'
