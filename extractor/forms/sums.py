"""The form's sums as constraints over what is known of its cells, and the search for what they leave possible.

A cell is known by its bounds: a value is a pair of equal bounds, an unknown cell may be anything from 0. Readers offer
choices (the ways in which one row, or one run of digits, can be read); `Sums.settle` tells which of them are part of
some reading of the whole in which every sum holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from extractor.forms.form import Form, Identity

Bounds = tuple[float, float]
Known = Mapping[str, Bounds]
Extent = tuple[Bounds, ...]  # how far each relation may be from holding
UNKNOWN: Bounds = (0, inf)
TOLERANCE = 1e-6  # sums of money must not fail on their last bit
MOST_TRIED = 20_000  # partial sums made at one step
MOST_STATES = 5_000  # partial sums kept side by side; a report of the forms needs some hundred


@dataclass(frozen=True)
class Settled:
    """What the sums leave of the choices: by choice the numbers of its ways that stand in some solution."""

    ways: tuple[tuple[int, ...], ...]
    solutions: int  # how many readings of the whole hold
    is_whole: bool = True  # False: the search stopped before its end, and nothing is known


class Sums:
    """The relations of a form that hold in every sound report."""

    def __init__(self, form: Form) -> None:
        self._by_key = {
            key: [i for i in identities if i.severity == "error" and i.kind != "at_most"]
            for key, identities in form.relations.items()
        }
        every = (identity for identities in self._by_key.values() for identity in identities)
        self.totals = frozenset(key for i in every if i.kind == "sum" for key in i.left)

    def relations(self, keys: Iterable[str]) -> tuple[Identity, ...]:
        """The relations that these cells are part of."""
        touched = {identity.id: identity for key in keys for identity in self._by_key.get(key, ())}
        return tuple(touched.values())

    def allow(self, placed: Known, others: Known) -> bool:
        """Whether no relation of the placed cells is broken, whatever the unknown cells turn out to be."""
        return all(_may_hold(identity, placed, others) for identity in self.relations(placed))

    def confirm(self, key: str, bounds: Known) -> bool:
        """Whether some relation of the cell holds, all of its cells being known."""
        for identity in self.relations([key]):
            known = [bounds.get(k, UNKNOWN) for k in identity.keys]
            if all(low == high for low, high in known) and _may_hold(identity, bounds, {}):
                return True
        return False

    def empty(self, key: str) -> Bounds:
        """What an empty cell says: 0 among the terms; as a total, nothing of what they add up to."""
        return UNKNOWN if key in self.totals else (0.0, 0.0)

    def settle(self, choices: Sequence[Sequence[Known]]) -> Settled:
        """Which ways of each choice are part of a reading in which all sums hold."""
        offered = {key for ways in choices for way in ways for key in way}
        relations = [r for r in self.relations(sorted(offered)) if offered.intersection(r.keys)]
        absent = tuple(_extent({key: UNKNOWN for key in r.keys if key not in offered}, r) for r in relations)
        steps = [[tuple(_extent(way, r) for r in relations) for way in ways] for ways in choices]
        return _search(absent, steps)


def _may_hold(identity: Identity, placed: Known, others: Known) -> bool:
    low, high = _widest(identity.left, placed, others)
    other_low, other_high = _widest(identity.right, placed, others)
    return low <= other_high and other_low <= high


def _widest(keys: Iterable[str], placed: Known, others: Known) -> Bounds:
    """How little and how much the cells may come to together."""
    least, most = -TOLERANCE, 0.0
    for key in keys:
        low, high = placed.get(key) or others.get(key, UNKNOWN)
        least, most = least + low, most + high
    return least, most


def _extent(known: Known, identity: Identity) -> Bounds:
    """What these cells add to the difference between the relation's sides."""
    low = high = 0.0
    for keys, side in ((identity.left, 1), (identity.right, -1)):
        for signed in keys:
            if bounds := known.get(signed.lstrip("-")):
                ends = [side * (-end if signed.startswith("-") else end) for end in bounds]
                low, high = low + min(ends), high + max(ends)
    return low, high


def _search(start: Extent, steps: Sequence[Sequence[Extent]]) -> Settled:
    """Goes through the choices one by one, keeping the partial sums that the rest can still bring to hold."""
    rest = _rests(steps, len(start))
    layers: list[set[Extent]] = [{start} if _can_hold(start, rest[0]) else set()]
    for step, after in zip(steps, rest[1:], strict=True):
        ways_left = set(step)
        if len(layers[-1]) > MOST_STATES or len(layers[-1]) * len(ways_left) > MOST_TRIED:
            return Settled(tuple(tuple(range(len(step))) for step in steps), 0, is_whole=False)
        sums = (_add(state, way) for state in layers[-1] for way in ways_left)
        layers.append({state for state in sums if _can_hold(state, after)})
    ways: list[tuple[int, ...]] = []
    counts = dict.fromkeys(layers[-1], 1)  # solutions by the partial sums that they go on from
    for step, layer in zip(reversed(steps), reversed(layers[:-1]), strict=True):
        ways.append(tuple(n for n, way in enumerate(step) if any(_add(s, way) in counts for s in layer)))
        counts = {s: n for s in layer if (n := sum(counts.get(_add(s, way), 0) for way in step))}
    return Settled(tuple(reversed(ways)), sum(counts.values()))


def _rests(steps: Sequence[Sequence[Extent]], width: int) -> list[Extent]:
    """For each number of steps taken how far the rest can bring each relation."""
    rests: list[Extent] = [((0.0, 0.0),) * width]
    for step in reversed(steps):
        widest = tuple(
            (min(way[i][0] for way in step), max(way[i][1] for way in step)) if step else (inf, -inf)
            for i in range(width)
        )
        rests.append(_add(rests[-1], widest))
    return rests[::-1]


def _add(state: Extent, way: Extent) -> Extent:
    return tuple((round(a + c, 6), round(b + d, 6)) for (a, b), (c, d) in zip(state, way, strict=True))


def _can_hold(state: Extent, rest: Extent) -> bool:
    return all(a + c <= TOLERANCE and b + d >= -TOLERANCE for (a, b), (c, d) in zip(state, rest, strict=True))
