"""How often what nobody looks at is wrong: cells drawn at random, looked at by people, and counted."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from extractor.review.columns import is_same
from extractor.score import wilson
from extractor.store import CellAt, Step

if TYPE_CHECKING:
    from extractor.store import Store


@dataclass(frozen=True, slots=True)
class Audited:
    """The sample, each cell with what was decided of it."""

    cells: tuple[tuple[CellAt, Step | None], ...]

    @property
    def decided(self) -> int:
        """How many were looked at."""
        return sum(step is not None for _, step in self.cells)

    @property
    def wrong(self) -> int:
        """How many of these were read wrongly."""
        return sum(step is not None and is_wrong(step) for _, step in self.cells)

    @property
    def rate(self) -> float | None:
        """The share of these."""
        return self.wrong / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between what shares the rate of errors lies, at 95%."""
        return wilson(self.wrong, self.decided)


class Audit:
    """A sample of the given cells of a store. Which cells these are does not depend on what was decided of them."""

    def __init__(self, store: Store, size: int) -> None:
        self._store, self.size = store, size

    @cached_property
    def drawn(self) -> tuple[CellAt, ...]:
        """The cells, drawn once, and the same ones at each start."""
        return tuple(heapq.nsmallest(self.size, self._store.given_cells(), key=_lot)) if self.size else ()

    def look(self) -> Audited:
        """The sample as it stands."""
        standings = self._store.decisions.of_files({at.sha256 for at in self.drawn})
        held = ((at, standings.get((at.sha256, at.report), {}).get(at.key)) for at in self.drawn)
        return Audited(tuple((at, standing.decision if standing else None) for at, standing in held))


def is_wrong(step: Step) -> bool:
    """Whether the program said something else than the person."""
    return not is_same(step.value, step.was)


def _lot(at: CellAt) -> bytes:
    return sha256("|".join(map(str, at)).encode()).digest()
