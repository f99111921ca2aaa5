"""What a pattern cannot be found without: where none of these words stands, it need not be sought.

Most patterns of schemas/ are found in few sentences. One pass over a sentence for all their words tells which may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from extractor.language.clauses import fill_in, to_pattern
from extractor.language.expressions import (
    ESCAPED,
    GROUP,
    MAY_LACK,
    Choice,
    Choices,
    Group,
    Part,
    parse_expression,
)
from extractor.language.words import WordFinder

Thing = TypeVar("Thing")
Words = frozenset[str]
PERCENT = (100, 3, 2, 1)  # sentences that hold a word, by its length
# Those of reports hold these oftener, as counted in the samples.
COMMON = {
    "。": 77,
    ",": 70,
    **dict.fromkeys("0123456789", 60),  # some digit
    **dict.fromkeys((*"公开政信息", "公开", "信息", "政府", "20"), 45),
    **dict.fromkeys((*"的府年、件全;", "政府信息", "信息公开"), 25),
    **dict.fromkeys((*"和作中工市行人请一务办条申", "工作", "申请", "行政"), 17),
    **dict.fromkeys("有发网在动主是部不关报其理本进复", 12),
    **dict.fromkeys("个布为制度各要设.及次机门等规事项上局(共)告站会收", 10),
    **dict.fromkeys(("主动", "主动公开", "公开工作", "网站", "政务", "发布", "其中", "全年", "部门"), 8),
    **dict.fromkeys("分了省建点以时区民重文专到情新目查三法业%对依提县实计内通级议:范面单用同", 7),
    **dict.fromkeys("》《大众费加方定统期类月推结诉体数位下答", 6),
    **dict.fromkeys(("报告", "建设", "服务", "情况", "答复", "没有", "机关", "单位", "文件", "内容"), 5),
}
NO_WORD = frozenset(".^$ ")  # a blank stands in place of what is in brackets, too


def find_needed(pattern: str) -> Words | None:
    """Words of which at least one stands in whatever the pattern fits; None where that cannot be told."""
    return _needed(parse_expression(fill_in(pattern)))


def _needed(choices: Choices) -> Words | None:
    """One word of each choice."""
    known = [words for words in map(_rarest, choices) if words is not None]
    return frozenset().union(*known) if len(known) == len(choices) else None


def _rarest(choice: Choice) -> Words | None:
    """The rarest of what stands in the choice."""
    found: list[Words] = []
    word = ""
    for part, times in choice:
        own = _words_of(part)
        is_sure = not MAY_LACK.match(times)
        if isinstance(own, str):
            word += own if is_sure else ""
        elif own and is_sure:
            found.append(own)
        if not isinstance(own, str) or times:
            found, word = [*found, frozenset([word])], ""
    best = min((*found, frozenset([word])), key=commonness)
    return best if all(best) else None


def _words_of(part: Part) -> str | Words | None:
    """A character, the words of a group, or what tells nothing: what must not stand there, or is of no one case."""
    if isinstance(part, Group):
        return _needed(part.choices) if GROUP.fullmatch(part.head) else None
    if ESCAPED.fullmatch(part):
        return part[1]
    return part if len(part) == 1 and part not in NO_WORD else None


def commonness(words: Iterable[str]) -> float:
    """How many of a hundred sentences hold one of the words, as a guess."""
    return sum(COMMON.get(word) or PERCENT[min(len(word), len(PERCENT) - 1)] for word in words)


class Cued:
    """A pattern that few sentences hold: it is sought only where one of the words stands that it is not found without."""

    def __init__(self, pattern: str) -> None:
        self.pattern = to_pattern(pattern)
        words = find_needed(pattern) or {""}
        self.cues = tuple(w for w in words if not any(other != w and other in w for other in words))

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where the pattern fits."""
        return self.pattern.search(text) if self._may_be_in(text) else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """All of them, left to right."""
        return self.pattern.finditer(text) if self._may_be_in(text) else ()

    def _may_be_in(self, text: str) -> bool:
        return any(map(text.__contains__, self.cues))


class Sieve(Generic[Thing]):
    """Things that are found by patterns each, and which of them a text may hold."""

    def __init__(self, things: Iterable[tuple[Thing, Iterable[str]]]) -> None:
        """The things, each with all its patterns; what has none may be anywhere."""
        needed = [(thing, find_needed("|".join(patterns))) for thing, patterns in things]
        self.things = tuple(thing for thing, _ in needed)
        self._anywhere = frozenset(n for n, (_, words) in enumerate(needed) if words is None)
        self._by_word: dict[str, set[int]] = {}
        for n, (_, words) in enumerate(needed):
            for word in words or ():
                self._by_word.setdefault(word, set()).add(n)
        self._finder = WordFinder(self._by_word)
        self._unheld = tuple([self.things[n] for n in sorted(self._anywhere)])

    def sift(self, text: str) -> tuple[Thing, ...]:
        """Those that the text may hold, in their order."""
        held = self._finder.find(text)
        if not held:
            return self._unheld
        places = self._anywhere.union(*map(self._by_word.__getitem__, held))
        return tuple([self.things[n] for n in sorted(places)])
