"""Lists in pages that each go on from a place in the list: none takes longer the more stand before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Connection, Select, literal, tuple_

T = TypeVar("T")
Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Cut:
    """A place in a list, from which a page goes on, or goes back."""

    place: tuple[float, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page, and the places from which the pages before and after it go on, where there are any."""

    rows: tuple[T, ...]
    earlier: Cut | None = None
    later: Cut | None = None


def cut_page(
    connection: Connection,
    chosen: Select[Any],
    order: Sequence[Column[Any]],
    cut: Cut | None,
    *,
    size: int,
    falling: bool = False,
) -> Page[Row]:
    """So many rows from there on, in the order of these columns, which an index has and which tell rows apart."""
    if cut and len(cut.place) != len(order):
        cut = None
    back = cut is not None and cut.back
    down = back != falling
    ordered = chosen.add_columns(*(column.label(f"at{n}") for n, column in enumerate(order)))
    ordered = ordered.order_by(*(column.desc() if down else column.asc() for column in order))
    if cut:
        here, there = tuple_(*order), tuple_(*map(literal, cut.place))
        ordered = ordered.where(here < there if down else here > there)
    found = connection.execute(ordered.limit(size + 1)).mappings().all()
    rows = found[:size][::-1] if back else found[:size]
    return _to_page(rows, len(order), more=len(found) > size, cut=cut)


def _to_page(rows: Sequence[Row], width: int, *, more: bool, cut: Cut | None) -> Page[Row]:
    if not rows:
        return Page(())
    back = cut is not None and cut.back
    first, last = (tuple(row[f"at{n}"] for n in range(width)) for row in (rows[0], rows[-1]))
    earlier = Cut(first, back=True) if (more if back else cut) else None
    later = Cut(last) if back or more else None
    return Page(tuple(rows), earlier, later)


def cut_sequence(rows: Sequence[T], cut: Cut | None, *, size: int) -> Page[T]:
    """The same of rows that are at hand: a place is how many stand before it."""
    at = int(cut.place[0]) if cut else 0
    start = max(0, min(at - size if cut and cut.back else at, len(rows)))
    end = start + size
    earlier = Cut((start,), back=True) if start else None
    later = Cut((end,)) if end < len(rows) else None
    return Page(tuple(rows[start:end]), earlier, later)
