"""Rules to cells, and cells to true grids."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from extractor.loading.paper import PaperGrid, rounded
from extractor.loading.writing import Slot, Spot
from extractor.records import Box

WIDE_ROW = 5  # cells side by side that no frame has
MAX_PAIRS = 200_000  # of level and upright rules
SNAP = 3.0  # points; rules that stand this close to each other are one
MAX_CROSSINGS = (
    5_000  # of rules on a page; the largest statutory table has 400, and each is held against all others
)
MAX_OPEN = 25.0  # points between two rules of an open-sided table where no upright rule stands: a title's row

Edge = dict[str, Any]  # as pdfplumber has it
CellReader = Callable[[Box], tuple[str, bool]]  # the text in the box, and whether it is doubtful


def edges_to_tables(edges: Sequence[Edge], unit: float = 1.0) -> list[list[Box]]:
    """The cells of each table that the rules draw, none where they draw a map or a pattern;
    `unit`: what a point is in the edges' own measure."""
    snap = SNAP * unit
    merged = merge_edges(list(edges), snap, snap, snap, snap)
    long = [edge for edge in merged if edge["width"] + edge["height"] >= snap]
    closed = merge_edges([*long, *_missing_sides(long, unit)], snap, snap, snap, snap)
    upright = sum(edge["orientation"] == "v" for edge in closed)
    if upright * (len(closed) - upright) > MAX_PAIRS:
        return []
    crossings = edges_to_intersections(closed, snap, snap)
    if len(crossings) > MAX_CROSSINGS:
        return []
    tables: list[list[Box]] = cells_to_tables(intersections_to_cells(crossings))
    return tables


def to_edge(x0: float, top: float, x1: float, bottom: float) -> Edge:
    """A rule; it is level where it is wider than high."""
    sides = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top}
    return sides | {"orientation": "h" if x1 - x0 > bottom - top else "v", "object_type": "line"}


def _missing_sides(edges: Sequence[Edge], unit: float) -> Iterator[Edge]:
    """The left and right rules that open-sided tables lack: at the ends of level rules of one length."""
    level = sorted((e for e in edges if e["orientation"] == "h"), key=lambda e: e["top"])
    upright = [e for e in edges if e["orientation"] == "v"]
    for top, bottom in _outer_rules(level, upright, unit):
        if any(_stands_between(e, top, bottom, SNAP * unit) for e in upright):
            yield to_edge(top["x0"], top["top"], top["x0"], bottom["top"])
            yield to_edge(top["x1"], top["top"], top["x1"], bottom["top"])


def _outer_rules(level: Sequence[Edge], upright: Sequence[Edge], unit: float) -> list[tuple[Edge, Edge]]:
    """The first and last level rule of each table that has such rules from side to side."""
    found: list[tuple[Edge, Edge]] = []
    for edge in level:
        same = [i for i, (_, last) in enumerate(found) if _are_as_long(last, edge, SNAP * unit)]
        if same and _go_together(found[same[-1]][1], edge, upright, unit):
            found[same[-1]] = (found[same[-1]][0], edge)
        else:
            found.append((edge, edge))
    return found


def _are_as_long(a: Edge, b: Edge, reach: float) -> bool:
    return bool(abs(a["x0"] - b["x0"]) <= reach and abs(a["x1"] - b["x1"]) <= reach)


def _go_together(a: Edge, b: Edge, upright: Sequence[Edge], unit: float) -> bool:
    """Whether two level rules of one length, `b` below `a`, are of one table."""
    if b["top"] - a["top"] <= MAX_OPEN * unit:
        return True
    reach = SNAP * unit
    return any(
        a["x0"] - reach <= e["x0"] <= a["x1"] + reach
        and e["top"] <= a["top"] + reach
        and e["bottom"] >= b["top"] - reach
        for e in upright
    )


def _stands_between(edge: Edge, top: Edge, bottom: Edge, reach: float) -> bool:
    """Whether an upright rule stands inside: without one, level rules part lines and not cells."""
    inside = top["x0"] + reach < edge["x0"] < top["x1"] - reach
    return bool(inside and edge["top"] >= top["top"] - reach and edge["bottom"] <= bottom["top"] + reach)


def cells_to_grid(cells: Sequence[Box], read: CellReader, number: int) -> PaperGrid | None:
    """The cells at their true places, with their text; None where the lines only frame or arrange."""
    xs = _edges(x for cell in cells for x in (cell[0], cell[2]))
    ys = _edges(y for cell in cells for y in (cell[1], cell[3]))
    is_row = len(ys) == 2 and len(xs) > WIDE_ROW  # the last row of a table, alone on the next page
    if len(xs) < 3 or (len(ys) < 3 and not is_row):
        return None
    rows: list[list[Slot]] = [[] for _ in ys[1:]]
    for cell in sorted(cells):
        left, right = _nearest(xs, cell[0]), _nearest(xs, cell[2])
        top, bottom = _nearest(ys, cell[1]), _nearest(ys, cell[3])
        if left < right and top < bottom:
            text, is_doubtful = read(cell)
            spot = Spot(number, rounded(cell), is_doubtful)
            rows[top].append(Slot(text, top, left, bottom - top, right - left, spot))
    return PaperGrid(rows, (xs[0], ys[0], xs[-1], ys[-1]), tuple(xs))


def _edges(values: Iterable[float]) -> list[float]:
    """The places of the rules, each once."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SNAP:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    """The edge that is nearest, of two as near the first; edges are sorted."""
    after = bisect_left(edges, value)
    if after == 0:
        return 0
    return after if after < len(edges) and edges[after] - value < value - edges[after - 1] else after - 1
