"""The identities that forms declare across years, held against a body's reports of two years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.forms import TOLERANCE, Identity, load_forms
from extractor.language import plain
from extractor.panel.filings import Filing, PanelCell, PanelFinding, Row
from extractor.records import Number

BLANK = frozenset({"blank", "not_applicable"})


def check_years(rows: Sequence[Row]) -> Iterator[PanelFinding]:
    """What does not go on from one year to the next, and where scopes change between them."""
    for row, before in _neighbours(rows):
        yield from _across_years(row, before)
    yield from _changes_of_scope(rows)


def _neighbours(rows: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Each row whose body has a row of the year before, of the same scope, with it."""
    by_key = {row.key: row for row in rows}
    for row in by_key.values():
        before = by_key.get((row.body, row.year - 1, row.scope))
        if before:
            yield row, before


def _across_years(row: Row, before: Row) -> Iterator[PanelFinding]:
    """The identities of the form that reach back into the year before. A term that either form lacks, or that is not
    known, leaves them open."""
    for identity in load_forms()[row.filing.form].identities:
        if identity.scope != "cross_year":
            continue
        left = _sum(identity.left, row.filing, identity)
        right = _sum(identity.right, row.filing, identity)
        previous = _sum(identity.previous, before.filing, identity)
        if left is None or right is None or previous is None:
            continue
        if abs(left - right - previous) > TOLERANCE:
            yield _broken(row, before, identity, left, right + previous)


def _sum(keys: Iterable[str], filing: Filing, identity: Identity) -> Number | None:
    total: Number = 0
    for signed in keys:
        cell = filing.cells.get(signed.lstrip("-"))
        if cell is None or (cell.value is None and not (identity.blank_is_zero and cell.status in BLANK)):
            return None
        total += -(cell.value or 0) if signed.startswith("-") else cell.value or 0
    return round(total, 8)


def _broken(row: Row, before: Row, identity: Identity, left: Number, expected: Number) -> PanelFinding:
    cells = [row.filing.cells[key] for key in identity.keys]
    cells += [before.filing.cells[key.lstrip("-")] for key in identity.previous]
    printed = all(cell.status == "reported" for cell in cells)
    return PanelFinding.of(
        "cross-year" if printed else "cross-year-suspect",
        identity.severity,
        row,
        dict.fromkeys(key.lstrip("-") for key in (*identity.keys, *identity.previous)),
        (row.filing, before.filing),
        identity=identity.id,
        left=float(left),
        right=float(expected),
        terms=tuple(_terms(identity, row, before)),
    )


def _terms(identity: Identity, row: Row, before: Row) -> Iterator[str]:
    for key in identity.keys:
        yield f"{row.year} {key} {_shown(row.filing.cells[key])}"
    for key in identity.previous:
        yield f"{before.year} {key} {_shown(before.filing.cells[key.lstrip('-')])}"


def _shown(cell: PanelCell) -> str:
    return plain(cell.value) if cell.value is not None else cell.status


def _changes_of_scope(rows: Sequence[Row]) -> Iterator[PanelFinding]:
    """Where a body's figures count other things than those of the year before, they are not held together."""
    years: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        years.setdefault((row.body, row.year), []).append(row)
    for (body, year), now in sorted(years.items()):
        before = tuple(row.scope for row in years.get((body, year - 1), ()))
        scopes = tuple(row.scope for row in now)
        if before and not set(before) & set(scopes):
            filings = (row.filing for row in now)
            yield PanelFinding.of("scope-changes", "info", now[0], (), filings, before=before, now=scopes)
