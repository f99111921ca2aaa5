"""Rows with fewer cells than columns: where the form's sums leave one way only, the columns they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import inf

from extractor.forms import Form, Identity
from extractor.tables.printed import PrintedRow
from extractor.tables.values import text_to_value

Placement = tuple[int, ...]  # for each printed cell the index of the key that it fills
Bounds = tuple[float, float]
UNKNOWN: Bounds = (0, inf)
TOLERANCE = 1e-6  # sums of money must not fail on their last bit
MAX_PLACEMENTS = 10_000  # 15 columns have 6,435 at most


def align_rows(rows: Sequence[PrintedRow], form: Form) -> list[list[Placement]]:
    """For each row the placements that the form's sums allow; a blank cell counts as 0, a blank total as
    anything. A row that fits no way breaks the sums itself, so the others are placed without it."""
    sums = _Sums(form)
    everything = [_placements(row) for row in rows]
    open_rows = {i for i, places in enumerate(everything) if len(places) > 1}
    broken: set[int] = set()
    while True:
        options = _narrow(rows, [[] if i in broken else p for i, p in enumerate(everything)], form, sums)
        newly_broken = {i for i in open_rows - broken if not options[i]}
        if not newly_broken:
            return [_trust_trace(row, places) for row, places in zip(rows, options, strict=True)]
        broken |= newly_broken


def _trust_trace(row: PrintedRow, places: list[Placement]) -> list[Placement]:
    """Of several ways the one that the traces of empty cells tell; alone they could be ends of rows."""
    return [row.trace] if row.traced and row.trace in places else places


def _narrow(
    rows: Sequence[PrintedRow], options: list[list[Placement]], form: Form, sums: _Sums
) -> list[list[Placement]]:
    """Drops placements until nothing changes: rows depend on each other through the columns' sums."""
    bounds = _merge(_row_bounds(row, places, form, sums) for row, places in zip(rows, options, strict=True))
    open_rows = [i for i, places in enumerate(options) if len(places) > 1]
    changed = True
    while changed:
        changed = False
        for i in open_rows:
            kept = [p for p in options[i] if sums.allow(_placed(rows[i], p, form, sums), bounds)]
            if len(kept) < len(options[i]):
                options[i], changed = kept, True
                bounds.update(_row_bounds(rows[i], kept, form, sums))
    return options


class _Sums:
    """The relations of the form that hold in every sound report."""

    def __init__(self, form: Form) -> None:
        self._by_key: dict[str, list[Identity]] = {}
        self.totals: set[str] = set()
        for identity in form.identities:
            if identity.scope == "cross_year" or identity.severity != "error" or identity.kind == "at_most":
                continue
            if identity.kind == "sum":
                self.totals.update(identity.left)
            for key in identity.keys:
                self._by_key.setdefault(key, []).append(identity)

    def allow(self, placed: Mapping[str, Bounds], bounds: Mapping[str, Bounds]) -> bool:
        """Whether no relation of these cells is broken, whatever the open cells turn out to be."""
        touched = {identity.id: identity for key in placed for identity in self._by_key.get(key, ())}
        return all(_may_hold(identity, placed, bounds) for identity in touched.values())


def _may_hold(identity: Identity, placed: Mapping[str, Bounds], bounds: Mapping[str, Bounds]) -> bool:
    def extent(keys: Iterable[str]) -> Bounds:
        terms = [placed.get(key) or bounds.get(key, UNKNOWN) for key in keys]
        return sum(low for low, _ in terms) - TOLERANCE, sum(high for _, high in terms)

    (low, high), (other_low, other_high) = extent(identity.left), extent(identity.right)
    return low <= other_high and other_low <= high


def _placements(row: PrintedRow) -> list[Placement]:
    width, count = len(row.keys), len(row.cells)
    if count > width:
        return []
    found: list[Placement] = []
    for placement in combinations(range(width), count):
        if len(found) == MAX_PLACEMENTS:
            return []
        found.append(placement)
    return found


def _placed(row: PrintedRow, placement: Placement, form: Form, sums: _Sums) -> dict[str, Bounds]:
    cells = dict(zip(placement, row.cells, strict=True))
    placed: dict[str, Bounds] = {}
    for i, key in enumerate(row.keys):
        if key:
            empty = UNKNOWN if key in sums.totals else (0.0, 0.0)
            placed[key] = _bounds(cells[i].text, key, row.units[i], form) or empty if i in cells else empty
    return placed


def _bounds(text: str, key: str, unit: str, form: Form) -> Bounds | None:
    """What the cell says; None where it says that there is nothing."""
    value = text_to_value(text, form.by_key[key], unit)
    if value.value is not None:
        return value.value, value.value
    return UNKNOWN if value.status == "unreadable" else None


def _row_bounds(row: PrintedRow, places: Sequence[Placement], form: Form, sums: _Sums) -> dict[str, Bounds]:
    """What the row says of its keys; one that does not add up in itself is no witness for other rows."""
    placed = (_placed(row, placement, form, sums) for placement in places)
    sound = [cells for cells in placed if sums.allow(cells, {})]
    return _merge(sound) if sound else dict.fromkeys(row.own_keys, UNKNOWN)


def _merge(parts: Iterable[Mapping[str, Bounds]]) -> dict[str, Bounds]:
    """The widest bounds of each key."""
    merged: dict[str, Bounds] = {}
    for part in parts:
        for key, (low, high) in part.items():
            least, most = merged.get(key, (low, high))
            merged[key] = min(low, least), max(high, most)
    return merged
