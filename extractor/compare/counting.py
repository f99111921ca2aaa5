"""The conflicts counted, by item and by what the slips look like, and swaps told as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.compare.comparison import Comparison, Conflict
from extractor.speech import say


def count_items(comparison: Comparison) -> Counter[str]:
    """The conflicts of values by item."""
    return Counter(conflict.cell.name for conflict in comparison.conflicts if conflict.kind != "class")


def count_slips(comparison: Comparison) -> Counter[str]:
    """The conflicts of values by what the wrong one looks like, each counted under every likeness it has."""
    slips: Counter[str] = Counter()
    for conflict in comparison.conflicts:
        ids = {blame.remark.id for blame in conflict.verdict.blames if blame.rule == "likeness"}
        if conflict.kind != "class":
            slips.update(say(f"compare.slip-{id}") for id in ids or {"other"})
    return slips


def pair_swaps(conflicts: Sequence[Conflict]) -> list[tuple[Conflict, Conflict | None]]:
    """The conflicts, two cells that changed places as one: the first with its twin."""
    by_place = {(c.report, c.form, c.cell.key): c for c in conflicts}
    cards: list[tuple[Conflict, Conflict | None]] = []
    told: set[tuple[str, str, str]] = set()
    for place, conflict in by_place.items():
        if place in told:
            continue
        twin = by_place.get((conflict.report, conflict.form, _swapped_with(conflict) or ""))
        if twin and _swapped_with(twin) == conflict.cell.key:
            told.add((twin.report, twin.form, twin.cell.key))
            cards.append((conflict, twin))
        else:
            cards.append((conflict, None))
    return cards


def _swapped_with(conflict: Conflict) -> str | None:
    """The key of the cell that this one changed places with."""
    for blame in conflict.verdict.blames:
        if blame.remark.id == "swapped":
            return str(dict(blame.remark.details)["key"])
    return None
