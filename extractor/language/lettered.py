"""Digits that were read off paper as the letters that look like them: O and o for 0, l and I for 1.

A number is given back its digits where it surely is one: it has nothing but such letters, digits and marks of thousands,
and what it counts stands behind it. Wherever it may be a code or a word the letters stay, and nothing of it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.language.edges import begun
from extractor.language.illegible import Span
from extractor.language.wording import load_wording

LETTERS = "OolI"
DIGITS = str.maketrans("OolI零", "00110")
SOME = re.compile(f"[{LETTERS}零]")  # without any there is nothing to look for
ONE = rf"[\d{LETTERS}零]"
TOKEN = re.compile(begun(rf"(?<![A-Za-z\d零]){ONE}+(?:[,.]{ONE}+)*(?![A-Za-z])"))
NUMBER = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+|(?:0|[1-9]\d*)(?:\.\d+)?")
YEAR, DAY = re.compile(r"20[0-3]\d"), re.compile(r"[1-9]|[12]\d|3[01]")
YEAR_BEHIND, DAY_BEHIND = re.compile(" ?年"), re.compile(" ?[月日]")
SCALE = re.compile(r" ?[余多几]?[百千]?[万亿]?[余多几]? ?")
PART = re.compile(r" ?[余多几]?[百千]?[万亿][余多几]? ?|(?=元)")  # behind what has a fraction
BEFORE = 8  # characters in which what stands before it on its line is looked for
NOT_BEFORE = re.compile(r"[A-Za-z\d一二三四五六七八九十百千万亿两零_/@.·-]")


def restore_digits(text: str) -> str:
    """The folded text with digits for such letters, one for one."""
    spans = list(find_lettered(text))
    if not spans:
        return text
    kept, done = [], 0
    for start, end in spans:
        kept += [text[done:start], text[start:end].translate(DIGITS)]
        done = end
    return "".join((*kept, text[done:]))


def find_lettered(text: str) -> Iterator[Span]:
    """Where in the folded text a number has letters for digits."""
    for match in TOKEN.finditer(text) if SOME.search(text) else ():
        if not match[0].replace(",", "").replace(".", "").isdecimal() and _is_number(text, match):
            yield match.span()


def _is_number(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - BEFORE) : match.start()].rpartition("\n")[2].rstrip()
    if NOT_BEFORE.match(before[-1:]):
        return False
    if re.search(r"\d", match[0]) is None:
        return _is_count_of_letters(text, match, before)
    digits = match[0].translate(DIGITS)
    if YEAR.fullmatch(digits) and YEAR_BEHIND.match(text, match.end()):
        return True
    if DAY.fullmatch(digits) and DAY_BEHIND.match(text, match.end()):
        return True
    behind = PART if "." in digits else SCALE
    scale = behind.match(text, match.end())
    is_counted = scale is not None and load_wording().measure_start.match(text, scale.end()) is not None
    return is_counted and NUMBER.fullmatch(digits) is not None


def _is_count_of_letters(text: str, match: re.Match[str], before: str) -> bool:
    """收到 O 件, 共 lO 件; at the head of a line l may be a bullet, and II is a Roman numeral."""
    token = match[0]
    is_roman = len(token) > 1 and set(token) == {"I"}
    is_number = NUMBER.fullmatch(token.translate(DIGITS)) is not None and "零" not in token
    is_counted = load_wording().counted_letters.match(text, match.end()) is not None
    return bool(before) and is_number and not is_roman and is_counted
