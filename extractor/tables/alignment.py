"""Rows with fewer cells than columns: where the form's sums leave one way only, the columns they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations

from extractor.forms import UNKNOWN, Bounds, Form, Sums
from extractor.records import TableCell
from extractor.tables.printed import PrintedRow
from extractor.tables.table_lines import is_shared
from extractor.tables.values import text_to_value

Placement = tuple[int, ...]  # for each printed cell the index of the key that it fills
MAX_PLACEMENTS = 10_000  # 15 columns have 6,435 at most


def align_rows(rows: Sequence[PrintedRow], known: KnownCells) -> list[list[Placement]]:
    """For each row the placements that the form's sums allow; a blank cell counts as 0, a blank total as
    anything. A row that fits no way breaks the sums itself, so the others are placed without it."""
    everything = [_placements(row) for row in rows]
    open_rows = {i for i, places in enumerate(everything) if len(places) > 1}
    broken: set[int] = set()
    while True:
        options = _narrow(rows, [[] if i in broken else p for i, p in enumerate(everything)], known)
        newly_broken = {i for i in open_rows - broken if not options[i]}
        if not newly_broken:
            return [_trust_trace(row, places) for row, places in zip(rows, options, strict=True)]
        broken |= newly_broken


def _trust_trace(row: PrintedRow, places: list[Placement]) -> list[Placement]:
    """Of several ways the one that the traces of empty cells tell; alone they could be ends of rows."""
    return [row.trace] if row.traced and row.trace in places else places


def _narrow(
    rows: Sequence[PrintedRow], options: list[list[Placement]], known: KnownCells
) -> list[list[Placement]]:
    """Drops placements until nothing changes: rows depend on each other through the columns' sums."""
    open_rows = [i for i, places in enumerate(options) if len(places) > 1]
    if not open_rows:
        return options
    bounds = _merge(_row_bounds(row, places, known) for row, places in zip(rows, options, strict=True))
    changed = True
    while changed:
        changed = False
        for i in open_rows:
            kept = [p for p in options[i] if known.sums.allow(row_to_bounds(rows[i], p, known), bounds)]
            if len(kept) < len(options[i]):
                options[i], changed = kept, True
                bounds.update(_row_bounds(rows[i], kept, known))
    return options


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


@cache
def _sums(form: Form) -> Sums:
    return Sums(form)


class KnownCells:
    """What printed cells say, each worked out once: a row is tried in many ways."""

    def __init__(self, form: Form) -> None:
        self.sums = _sums(form)
        self._form = form
        self._known: dict[tuple[str, str, str], Bounds] = {}

    def bounds(self, text: str, key: str, unit: str) -> Bounds:
        """The cell's value as bounds; of an unreadable cell nothing is known."""
        place = (text, key, unit)
        if place not in self._known:
            self._known[place] = self._read(*place)
        return self._known[place]

    def _read(self, text: str, key: str, unit: str) -> Bounds:
        value = text_to_value(text, self._form.by_key[key], unit, is_one=True)
        if value.value is not None:
            return value.value, value.value
        return UNKNOWN if value.status == "unreadable" else self.sums.empty(key)


def row_to_bounds(row: PrintedRow, placement: Placement, known: KnownCells) -> dict[str, Bounds]:
    """What the row says of its keys, with its cells placed so."""
    cells = dict(zip(placement, row.cells, strict=True))
    return {
        key: _cell_to_bounds(cells[i], key, row.units[i], known) if i in cells else known.sums.empty(key)
        for i, key in enumerate(row.keys)
        if key
    }


def _cell_to_bounds(cell: TableCell, key: str, unit: str, known: KnownCells) -> Bounds:
    return UNKNOWN if is_shared(cell) else known.bounds(cell.text, key, unit)


def _row_bounds(row: PrintedRow, places: Sequence[Placement], known: KnownCells) -> dict[str, Bounds]:
    """What the row says of its keys; one that does not add up in itself is no witness for other rows."""
    every = (row_to_bounds(row, placement, known) for placement in places)
    sound = [cells for cells in every if known.sums.allow(cells, {})]
    return _merge(sound) if sound else dict.fromkeys(row.own_keys, UNKNOWN)


def _merge(parts: Iterable[Mapping[str, Bounds]]) -> dict[str, Bounds]:
    """The widest bounds of each key."""
    merged: dict[str, Bounds] = {}
    for part in parts:
        for key, (low, high) in part.items():
            least, most = merged.get(key, (low, high))
            merged[key] = min(low, least), max(high, most)
    return merged
