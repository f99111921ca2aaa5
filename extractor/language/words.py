"""Which of many words a text holds, in one pass over it however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class WordFinder:
    """Finds words as they stand, also inside and across each other."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({word for word in words if word})

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick  # only text needs it

        return AhoCorasick(self.words, store_patterns=True)

    def find(self, text: str) -> frozenset[str]:
        """Those of the words that the text holds."""
        return frozenset(self._automaton.find_matches_as_strings(text, overlapping=True))

    @cached_property
    def _longest(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick, MatchKind

        return AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest)

    def find_longest(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words stand, left to right: of those that begin at a place the longest, and none over another."""
        return ((start, end) for _, start, end in self._longest.find_matches_as_indexes(text))
