"""How much a text resembles the names of a form's cells: the pairs of characters that it shares with them, no alias needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from math import fsum, log

FIRST, LAST = "\u4e00", "\u9fff"


def to_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters."""
    return frozenset(a + b for a, b in pairwise(text) if _is_han(a) and _is_han(b))


def _is_han(character: str) -> bool:
    return FIRST <= character <= LAST


class Resemblance:
    """The names of cells as pairs, each worth the more the fewer cells have it."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names`: what each cell is called, by key."""
        pairs = {
            key: {found for name in called if (found := to_pairs(name))} for key, called in names.items()
        }
        self._pairs = {key: tuple(found) for key, found in pairs.items()}

    @cached_property
    def _worth(self) -> dict[str, float]:
        held = Counter(pair for names in self._pairs.values() for pair in frozenset().union(*names))
        return {pair: log(1 + len(self._pairs) / count) for pair, count in held.items()}

    def rank(self, text: str) -> dict[str, float]:
        """The share of its best name that the text holds, for each cell of which it holds some."""
        shared = to_pairs(text) & self._worth.keys()
        if not shared:
            return {}
        ranked = {
            key: max((self._share(name, shared) for name in names), default=0.0)
            for key, names in self._pairs.items()
        }
        return {key: share for key, share in ranked.items() if share}

    def _share(self, name: frozenset[str], shared: frozenset[str]) -> float:
        # fsum gives the same in any order, and sets have another order in each process.
        return fsum(self._worth[pair] for pair in name & shared) / fsum(self._worth[pair] for pair in name)
