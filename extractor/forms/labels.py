"""Printed labels made comparable: numbering, punctuation, explanations in brackets and endings aside."""

from __future__ import annotations

import re
from functools import cache

from extractor.language import fold

NUMBERING = re.compile(
    r"^(?:其中[:：]?|[(（]?[一二三四五六七八九十]{1,3}[)）、.．:：]|[(（]?\d{1,2}[)）、.．:：](?!\d)"
    r"|\d{1,2}(?=[\u4e00-\u9fff])(?![年月日])|第[一二三四五六七八九十]+[、:：]|[①-⑳⑴-⒛㈠-㈩])+"
)
BLANK = re.compile(r"\s+|<br\s*/?>")  # Markdown breaks a cell's lines as web pages do
BRACKETS = re.compile(r"[(（][^()（）]*[)）]")  # of one width or, as OCR reads them, of two
NOISE = re.compile(r"[\W_]+")
COUNT_ENDING = re.compile(r"(?<=.{2})(?:总次数|总数量|总数|次数|件数|数量|人数|数)$")


@cache
def label_key(label: str) -> str:
    """What two prints of the same label have in common: `1.当面申请数` and ` 当面 申请数（件）` are one."""
    text = BLANK.sub("", label)
    text = BRACKETS.sub("", NUMBERING.sub("", fold(fold_numbering(text))))
    text = NOISE.sub("", text)
    return COUNT_ENDING.sub("", text)


def fold_numbering(text: str) -> str:
    """Circled numbers stay apart from digits, which NFKC would make of them."""
    return text.lstrip("①②③④⑤⑥⑦⑧⑨⑩")
