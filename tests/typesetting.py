"""One report as different programs and papers set it: the text stays, blanks, lines and pages change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

UNPARTED = re.compile(r"[\d.,%A-Za-z]")
NO_HEAD = "，。；：、）”》"  # marks that may not begin a line
PAGE = 22  # lines, as official documents have


def with_blanks(text: str) -> str:
    """Blanks between Chinese characters and numbers, as word processors put them."""
    text = re.sub(r"(?<=[\u4e00-\u9fff，。；：、（）])(?=\d)", " ", text)
    return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", " ", text)


def with_wide_digits(text: str) -> str:
    """Digits as wide as Chinese characters."""
    return text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def in_lines(text: str, width: int) -> str:
    """Broken into lines of so many Chinese characters; rows between pipes are left whole."""
    lines = text.split("\n")
    return "\n".join(part for line in lines for part in ([line] if "|" in line else _break(line, width)))


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


def _break(line: str, width: int) -> Iterator[str]:
    while (end := _fitting(line, width)) < len(line):
        while end > 1 and (
            line[end] in NO_HEAD or (UNPARTED.match(line[end]) and UNPARTED.match(line[end - 1]))
        ):
            end -= 1
        yield line[:end]
        line = line[end:]
    yield line


def _fitting(line: str, width: int) -> int:
    """How many of its characters have room; two narrow ones take that of one."""
    room = float(width)
    for n, character in enumerate(line):
        room -= 0.5 if character.isascii() else 1
        if room < 0:
            return n
    return len(line)
