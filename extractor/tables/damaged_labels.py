"""Labels that print or filters have damaged: run together with the headings or titles over them, or masked."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractor.forms import label_key

GAP = re.compile(r"\s+")
MASK = re.compile("[*＊×□■�]+")  # by filters of words, or where characters were lost
TITLED = re.compile(r"(?P<title>[\u4e00-\u9fff]{2,})\s*(?:[:：—–-]+|[(（])\s*(?P<label>[^()（）]{3,})[)）]?")
CUT_OFF = re.compile(r"(?P<label>.*[\u4e00-\u9fff])\s*[(（][^()（）]*", re.DOTALL)
MIN_KNOWN = 5  # characters of a masked label without which it could be any
MAX_MASKED = 6  # characters under one mask


def behind_headings(text: str, is_heading: Callable[[str], bool]) -> str:
    """The label behind the headings that stand before it on its line; '' where none does."""
    begin = 0
    for gap in GAP.finditer(text):
        if is_heading(text[begin : gap.start()]):
            begin = gap.end()
    return text[begin:] if begin else ""


def split_title(text: str) -> tuple[str, str]:
    """The words before a label that a mark parts from it, or brackets around it, and the label; '' where none does."""
    match = TITLED.fullmatch(text.strip())
    return (match["title"], match["label"]) if match else ("", "")


def before_open_bracket(text: str) -> str:
    """The label before a bracket that its cut-off end does not close; '' where there is none."""
    match = CUT_OFF.fullmatch(text)
    return match["label"] if match else ""


def mask_pattern(text: str) -> re.Pattern[str] | None:
    """What fits the labels that the masked text can stand for; None where nothing is masked, or too much."""
    parts = [label_key(part) for part in MASK.split(text)]
    if len(parts) < 2 or sum(map(len, parts)) < MIN_KNOWN:
        return None
    return re.compile(f".{{1,{MAX_MASKED}}}".join(map(re.escape, parts)))


def is_masked(text: str) -> bool:
    """Whether characters of the label are masked; stars at its ends make it bold or point to a note."""
    return MASK.search(text.strip("* ")) is not None
