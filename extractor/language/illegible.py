"""illegible: text -> where its digits cannot be read for certain: struck out, turned round, or broken over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

Span = tuple[int, int]

OVERLAYS = (
    "\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20ea\u20eb"  # strokes through the character before
)
STRUCK = re.compile(rf"[^\s{OVERLAYS}][{OVERLAYS}]+")
TURNED = re.compile("\u202e[^\u202c\n]*\u202c?")  # shown from right to left, so that 13 is seen as 31
BLOTS = "■█▇▉▓▒░◼"  # what stands for a character that could not be read off paper
UNCLEAR = "□"  # stands for a numeral that could not be read with confidence
LOST = f"\ufffd\ue000-\uf8ff{UNCLEAR}{BLOTS}"  # what stands for a character that a page or a file has lost
GAP = re.compile(
    rf"\d[\d.,，]{{0,20}}(?:[{LOST}]+[\d.,，]{{0,20}}(?<=\d))+|\d{{1,20}}\ufffd+|(?<=\ufffd)\d{{1,20}}"
)
# A blot at the end of a number, or at its head; at the head of a line it may be a bullet.
BLOTTED = re.compile(
    rf"\d[\d.,，]{{0,20}}[{BLOTS}]+(?= ?[一-鿿])|(?:(?<=[一-鿿])|(?<=[一-鿿] ))[{BLOTS}]+\d[\d.,，]{{0,20}}"
)
ODD = re.compile(rf"[{OVERLAYS}\u202e{LOST}]")  # without any of these nothing of the above is to be found
# 3|2条: a stroke that may be a 1, or a border between columns where a line has more of them.
PIPED = re.compile(
    r"^[^|\n]{0,200}?(?<=[一-鿿 ])(\d{1,9}\|\d{1,9}) ?(?=[件条次人份个])[^|\n]*$", re.MULTILINE
)
# A number goes over the end of its line: words before it, and what it counts behind it. Years, dates and numbers of
# entries begin a line of their own.
BROKEN = re.compile(
    r"\d(?:(?<=[\u4e00-\u9fff:：]\d)|(?<=[\u4e00-\u9fff:：][ 　]\d))[\d.,，]{0,20}[ 　]?\r?\n\s{0,20}"
    r"[\d.,，]{0,20}(?<=\d)[ 　]?(?=[\u4e00-\u9fff])(?![年月日])"
)


def find_illegible(text: str) -> Iterator[Span]:
    """Where characters are struck out, turned round or lost inside a number, or a stroke in it may be a digit."""
    for pattern in (STRUCK, TURNED, GAP, BLOTTED) if ODD.search(text) else ():
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span(1) for match in (PIPED.finditer(text) if "|" in text else ()))


@lru_cache(maxsize=4)  # asked where a report's lines are read, and again where its damage is told
def find_broken(text: str) -> tuple[Span, ...]:
    """Where a number goes over the end of a line."""
    return tuple(match.span() for match in BROKEN.finditer(text))
