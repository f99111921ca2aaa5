"""The part of an amount of money that stands behind 元: 八百四十六元五角, 42元6角5分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.language.chinese import chinese_to_number

if TYPE_CHECKING:
    from extractor.language.numerals import NumberMention

COIN = "[0-9一二三四五六七八九两]"
COINS = re.compile(rf"(?:(?P<jiao>{COIN})角)?(?:零?(?P<fen>{COIN})分(?![\u4e00-\u9fff]))?")


def add_coins(text: str, numbers: Sequence[NumberMention]) -> list[NumberMention]:
    """The numbers, amounts with what stands in 角 and 分 behind them, which are no numbers of their own."""
    if "角" not in text and "分" not in text:
        return list(numbers)
    amounts = ((n.start, COINS.match(text, n.behind)) for n in numbers if n.unit == "元")
    coins = {start: found for start, found in amounts if found and found[0]}
    taken = [found.span() for found in coins.values()]
    return [
        n._replace(value=round(n.value + _worth(coins[n.start]), 2)) if n.start in coins else n
        for n in numbers
        if not any(start <= n.start < end for start, end in taken)
    ]


def _worth(found: re.Match[str]) -> float:
    """What the coins are in 元."""
    jiao, fen = (_digit(found[name]) for name in ("jiao", "fen"))
    return jiao / 10 + fen / 100


def _digit(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else chinese_to_number(text or "零") or 0
