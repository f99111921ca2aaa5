"""The crosswalk applied: one item over the editions of the form, with the years where it must not be drawn through.

A link of the crosswalk has a definition for each series of forms. Of a report every definition is computed whose items its
form has: where a year has two, both are given, which is what a bridge over a break is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from extractor.forms import CrosswalkDefinition, Form, LinkDefinition, crosswalk, load_forms
from extractor.ids import Status
from extractor.panel.filings import Filing, Panel, PanelCell, Row
from extractor.records import Number


@dataclass(frozen=True, slots=True)
class SeriesValue:
    """One item of a series in one report, by one definition."""

    series: str
    row: Row
    filing: Filing  # the row's, or another report of that year on another form
    definition: int
    keys: tuple[str, ...]
    value: Number | None
    status: Status
    missing: tuple[str, ...]  # items of the definition without a value
    own: bool  # whether it is the definition of the report's own form
    exact: bool  # whether the definitions of all editions mean the same
    bridge: bool = False  # whether the year has it by another definition, too
    breaks: tuple[tuple[int, str], ...] = ()  # since the body's last value by that series: years and reasons


def panel_to_series(panel: Panel) -> tuple[SeriesValue, ...]:
    """All series of all rows, a body after the other."""
    links = crosswalk().links
    found = [value for link in links for row in panel.rows for value in _of_row(link, row)]
    return tuple(_with_breaks(found, crosswalk()))


def _of_row(link: LinkDefinition, row: Row) -> list[SeriesValue]:
    own = load_forms()[row.filing.form].definition.series
    filings = [row.filing]
    for other in row.others:
        if load_forms()[other.filing.form].definition.series != own:
            filings.append(other.filing)
    values = [value for filing in filings for value in _of_filing(link, row, filing)]
    if len({value.keys for value in values if value.value is not None}) > 1:
        return [replace(value, bridge=value.value is not None) for value in values]
    return values


def _of_filing(link: LinkDefinition, row: Row, filing: Filing) -> Iterator[SeriesValue]:
    form, seen = load_forms()[filing.form], set()
    its_own = form.definition.series
    for series, patterns in sorted(link.by_series.items(), key=lambda item: item[0] != its_own):
        own = series == its_own
        keys = _keys(link.forms.get(form.id, patterns) if own else patterns, form)
        if keys is None or keys in seen:
            continue
        seen.add(keys)
        yield _value(link, row, filing, series, keys, own=own)


def _keys(patterns: Sequence[str], form: Form) -> tuple[str, ...] | None:
    """The form's items that the definition asks for; none where it lacks one of them."""
    found: list[str] = []
    for pattern in patterns:
        matching = [key for key in form.by_key if fnmatchcase(key, pattern)]
        if not matching:
            return None
        found += matching
    return tuple(found) or None


def _value(
    link: LinkDefinition, row: Row, filing: Filing, series: int, keys: tuple[str, ...], *, own: bool
) -> SeriesValue:
    cells = [filing.cells[key] for key in keys]
    missing = tuple(key for key, cell in zip(keys, cells, strict=True) if cell.value is None)
    value = None if missing else round(sum(cell.value or 0 for cell in cells), 8)
    return SeriesValue(
        series=link.id,
        row=row,
        filing=filing,
        definition=series,
        keys=keys,
        value=value,
        status=_status(cells),
        missing=missing,
        own=own,
        exact=link.exact,
    )


def _status(cells: Sequence[PanelCell]) -> Status:
    """That of a sum is the weakest of its terms'."""
    order: tuple[Status, ...] = (
        "unreadable",
        "disputed",
        "not_stated",
        "not_applicable",
        "blank",
        "approximate",
        "derived",
        "none_stated",
        "reported",
    )
    return min((cell.status for cell in cells), key=order.index)


def _with_breaks(values: Sequence[SeriesValue], known: CrosswalkDefinition) -> Iterator[SeriesValue]:
    """Each value with the breaks between it and the one before, where the definition changed at them."""
    last: dict[tuple[str, str, str], SeriesValue] = {}
    for value in values:
        place = (value.series, value.row.body, value.row.scope)
        before = last.get(place)
        if before and before.row.year < value.row.year:
            value = replace(value, breaks=_between(before, value, known))
        if value.own or place not in last:
            last[place] = value
        yield value


def _between(
    before: SeriesValue, value: SeriesValue, known: CrosswalkDefinition
) -> tuple[tuple[int, str], ...]:
    if value.exact or before.keys == value.keys:
        return ()
    return tuple((b.year, b.reason) for b in known.breaks if before.row.year < b.year <= value.row.year)
