"""Lines that hold nothing but the number of a page."""

from __future__ import annotations

import re

# — 3 —, 第 3 页 共 9 页, 3/9
TOLD = re.compile(
    r"[-—–－·]{1,2}\s*\d{1,4}\s*[-—–－·]{1,2}|第\s*\d{1,4}\s*页.{0,12}|\d{1,3}\s?[/／]\s?\d{1,3}"
)
BARE = re.compile(r"\d{1,3}")


def is_page_footer(text: str) -> bool:
    """Whether the line says of its number that it is a page's: — 3 —, 第3页."""
    return TOLD.fullmatch(text.strip()) is not None


def bare_page_number(text: str) -> int | None:
    """The number of a line with no other character, which may be that of a page."""
    text = text.strip()
    return int(text) if BARE.fullmatch(text) else None
