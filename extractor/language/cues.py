"""What a pattern cannot be found without: where none of these words stands, it need not be sought.

Most patterns of schemas/ are found in few sentences. One pass over a sentence for all their words tells which may be.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import Generic, TypeVar

from extractor.language.clauses import fill_in
from extractor.language.words import WordFinder

Thing = TypeVar("Thing")
Words = frozenset[str]
# What a regular expression is made of: an escape, a class, the head of a group, a quantifier, a character.
TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:[:>=!]|<[=!]|P<\w+>|[a-zA-Z-]+[:)])|(?:[*+?]|\{\d*,?\d*\})[?+]?|.",
    re.DOTALL,
)
GROUP = re.compile(r"\(|\(\?[:>]|\(\?P<\w+>")
QUANTIFIER = re.compile(r"[*+?{]")
MAY_LACK = re.compile(r"[*?]|\{(?:0|,)")
ESCAPED = re.compile(r"\\[^a-zA-Z0-9]")
NO_WORD = frozenset(".^$ ")  # a blank stands in place of what is in brackets, too


def find_needed(pattern: str) -> Words | None:
    """Words of which at least one stands in whatever the pattern fits; None where that cannot be told."""
    return _Reader(fill_in(pattern)).choices()


class _Reader:
    """Reads the pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.tokens = deque(TOKEN.findall(pattern))

    def choices(self) -> Words | None:
        """One word of each choice, up to the bracket that closes them."""
        found = [self._choice()]
        while self.tokens and self.tokens.popleft() == "|":
            found.append(self._choice())
        known = [words for words in found if words is not None]
        return frozenset().union(*known) if len(known) == len(found) else None

    def _choice(self) -> Words | None:
        """The rarest of what stands in the choice: of words that stand there the longest."""
        found: list[Words] = []
        word = ""
        while self.tokens and self.tokens[0] not in ("|", ")"):
            part = self._part(self.tokens.popleft())
            times = self.tokens.popleft() if self.tokens and QUANTIFIER.match(self.tokens[0]) else ""
            is_sure = not MAY_LACK.match(times)
            if isinstance(part, str):
                word += part if is_sure else ""
            elif part and is_sure:
                found.append(part)
            if not isinstance(part, str) or times:
                found, word = [*found, frozenset([word])], ""
        rated = [(min(map(len, words)), -len(words), words) for words in (*found, frozenset([word]))]
        shortest, _, best = max(rated, key=lambda one: one[:2])
        return best if shortest else None

    def _part(self, token: str) -> str | Words | None:
        """A character, the words of a group, or what tells nothing."""
        if GROUP.fullmatch(token):
            return self.choices()
        if token.startswith("(?"):
            self.choices()  # looks around, or is of no one case
            return None
        if ESCAPED.fullmatch(token):
            return token[1]
        return token if len(token) == 1 and token not in NO_WORD else None


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

    def sift(self, text: str) -> tuple[Thing, ...]:
        """Those that the text may hold, in their order."""
        held = self._finder.find(text)
        places = self._anywhere.union(*(self._by_word[word] for word in held)) if held else self._anywhere
        return tuple([self.things[n] for n in sorted(places)])
