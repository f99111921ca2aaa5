"""How much a text resembles the names of a form's cells: the pairs of characters that it shares with them, no alias needed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, pairwise
from math import fsum, log

HANS = re.compile("[\u4e00-\u9fff]{2,}")


def to_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters."""
    return frozenset(map("".join, chain.from_iterable(map(pairwise, HANS.findall(text)))))


class Resemblance:
    """The names of cells as pairs, each worth the more the fewer cells have it."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names`: what each cell is called, by key."""
        called = {key: {pairs for name in own if (pairs := to_pairs(name))} for key, own in names.items()}
        self._keys = tuple(names)
        self._names = [(n, pairs) for n, own in enumerate(called.values()) for pairs in own]

    @cached_property
    def _worth(self) -> dict[str, float]:
        held = {(n, pair) for n, pairs in self._names for pair in pairs}
        count = Counter(pair for _, pair in held)
        return {pair: log(1 + len(self._keys) / times) for pair, times in count.items()}

    @cached_property
    def _wholes(self) -> list[float]:
        # fsum gives the same in any order, and sets have another order in each process.
        return [fsum(self._worth[pair] for pair in pairs) for _, pairs in self._names]

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        holders: dict[str, list[int]] = {}
        for place, (_, pairs) in enumerate(self._names):
            for pair in pairs:
                holders.setdefault(pair, []).append(place)
        return holders

    def rank(self, text: str) -> dict[str, float]:
        """The share of its best name that the text holds, for each cell of which it holds some."""
        parts: defaultdict[int, list[float]] = defaultdict(list)
        for pair in to_pairs(text) & self._worth.keys():
            worth = self._worth[pair]
            for place in self._holders[pair]:
                parts[place].append(worth)
        best: dict[int, float] = {}
        names, wholes = self._names, self._wholes
        for place, worths in parts.items():
            n, share = names[place][0], fsum(worths) / wholes[place]
            if share > best.get(n, 0.0):
                best[n] = share
        return {self._keys[n]: best[n] for n in sorted(best)}
