"""Numerals in Chinese characters: plain, formal, set digit by digit, or with digits among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

DIGIT_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
PLACES = {"亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100, "十": 10}  # the highest first
MAX_NUMERAL = 40  # characters; 九千九百九十九万亿 and so on has fewer
TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
FORMAL_DIGITS, FORMAL_PLACES = "壹贰叁肆伍陆柒捌玖", "拾佰仟"
FORMAL = str.maketrans(FORMAL_DIGITS + FORMAL_PLACES, "一二三四五六七八九十百千")
PLAIN = "零一二两三四五六七八九十百千万亿廿卅卌"
# 伍 and 拾 are parts of words (队伍, 收拾): among themselves formal numerals are told by their places.
NUMERAL = re.compile(
    rf"(?:[{FORMAL_DIGITS}][{FORMAL_PLACES}万亿]|拾[{FORMAL_DIGITS}])[{FORMAL_DIGITS}{FORMAL_PLACES}零万亿]*"
    rf"|[壹贰叁肆柒捌玖]|[{PLAIN}]+"
)
RUN = re.compile(rf"[{PLAIN}{FORMAL_DIGITS}{FORMAL_PLACES}]+")
FORMAL_CHARACTERS = frozenset(FORMAL_DIGITS + FORMAL_PLACES)
# 1百零3, 3千5百, 3千万, 五百20: digits and characters in one numeral.
MIXED = re.compile(
    rf"(?<![\d.,'’])(?:\d{{1,8}}(?:十|[百千万亿](?=[{PLAIN}\d]))|[{PLAIN}]{{0,40}}[十百千万亿]零?(?=\d))[{PLAIN}\d]*(?![.,]\d)"
)


def find_numerals(text: str) -> Iterator[re.Match[str]]:
    """The numerals in Chinese characters, well formed or not."""
    for run in RUN.finditer(text):
        if FORMAL_CHARACTERS.isdisjoint(run[0]):
            yield run
        else:
            yield from NUMERAL.finditer(text, *run.span())


def chinese_to_number(numeral: str) -> int | None:
    """二十七 -> 27, 三万两千 -> 32000, 廿三 -> 23, 肆拾陆 -> 46, 一零三 -> 103, 1百零3 -> 103; None where it is no
    well-formed number, or may be two: 三五, 一百五."""
    if len(numeral) > MAX_NUMERAL:
        return None
    plain = "".join(TENS.get(c, c) for c in numeral.translate(FORMAL))
    if len(plain) > 1 and set(plain) <= set(DIGIT_VALUES):
        return _by_digits(plain)
    return _by_places(plain)


def _by_digits(numeral: str) -> int | None:
    """一零三: only a nought among them shows that they are the digits of one number."""
    if "零" not in numeral[1:] or numeral.startswith("零"):
        return None
    return int("".join(str(DIGIT_VALUES[character]) for character in numeral))


def _by_places(numeral: str) -> int | None:
    for place, value in PLACES.items():
        if place in numeral:
            head, _, tail = numeral.rpartition(place) if value >= PLACES["万"] else numeral.partition(place)
            count = 1 if place == "十" and not head else _by_places(head)
            rest = _rest(tail, value)
            if count is None or rest is None or (count >= 10 and value < PLACES["万"]):
                return None
            return count * value + rest
    return int(numeral) if numeral.isdecimal() else DIGIT_VALUES.get(numeral)


def _rest(tail: str, value: int) -> int | None:
    """What stands behind a place of this value. 一百五 may be 105 or 150, so bare digits have to fill it."""
    bare = tail.lstrip("零")
    if not bare:
        return 0
    fills = len(bare) == len(str(value)) - 1 or len(bare) < len(tail) or not set(PLACES).isdisjoint(bare)
    rest = _by_places(bare) if fills else None
    return rest if rest is not None and rest < value else None
