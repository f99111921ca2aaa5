"""The forms themselves: as tables on the terminal, and as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.forms import (
    CrosswalkDefinition,
    Form,
    GridDefinition,
    IdentityDefinition,
    LinkDefinition,
    RowDefinition,
    note_in,
)
from extractor.speech import language, say

RELATIONS = {"sum": "=", "equal": "=", "at_most": "<="}


def forms_to_table(forms: Iterable[Form]) -> Table:
    """One form a line."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(say("forms.id"), no_wrap=True)
    table.add_column(say("forms.years"), no_wrap=True)
    table.add_column(say("forms.cells"), justify="right", no_wrap=True)
    table.add_column(say("forms.name"), overflow="fold", ratio=2)
    table.add_column(say("forms.legal-basis"), overflow="fold", ratio=3)
    for form in forms:
        definition = form.definition
        table.add_row(
            form.id, form_to_years(form), str(len(form.cells)), definition.name, definition.legal_basis
        )
    return table


def form_to_years(form: Form) -> str:
    """`2014-2018`, or `2021-` where the form is still in force."""
    first, last = form.definition.years
    return f"{first}-" if form.definition.open_ended else f"{first}-{last}"


def form_to_view(form: Form, crosswalk: CrosswalkDefinition) -> RenderableType:
    """The form in its printed order, its identities, and what other series have for it."""
    definition = form.definition
    region = f", {definition.region}" if definition.region else ""
    return Group(
        Text.assemble((f"{form.id}  {definition.name}", "bold"), f"  {form_to_years(form)}{region}"),
        Text(definition.legal_basis),
        *(Text(say("forms.note", note=note_in(note, language())), style="dim") for note in definition.notes),
        *([_rows(form)] if form.definition.rows else []),
        *(_grid(grid) for grid in definition.grids),
        *_identities(definition.identities),
        *_crosswalk(form, crosswalk),
    )


def _rows(form: Form) -> RenderableType:
    rows = {row.key: row for row in form.definition.rows if row.key}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(say("forms.label"), overflow="fold", ratio=3)
    table.add_column(say("forms.unit"), no_wrap=True)
    table.add_column(say("forms.key"), overflow="fold", style="dim", ratio=2)
    for row in form.definition.rows:
        if row.key is None:
            table.add_row(Text(row.heading or "", style="bold"))
            continue
        cell = form.by_key[row.key]
        label = Text("  " * _depth(row, rows) + cell.label)
        table.add_row(_marked(label, row), cell.unit, row.key)
    return table


def _depth(row: RowDefinition, rows: dict[str, RowDefinition]) -> int:
    return 0 if row.parent is None else 1 + _depth(rows[row.parent], rows)


def _marked(label: Text, row: RowDefinition) -> Text:
    """The label with what must be known of it: that it was not seen printed, or that some places add it."""
    mark = "" if row.evidence == "read" else say(f"forms.{row.evidence}")
    notes = [mark, say("forms.local") if row.local else ""]
    return label.append("".join(f" {note}" for note in notes if note), style="yellow")


def _grid(grid: GridDefinition) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left", title=Text(grid.title, "bold"))
    table.add_column(say("forms.row"), overflow="fold", ratio=3)
    table.add_column(say("forms.key"), overflow="fold", style="dim", ratio=2)
    for row in grid.rows:
        key = ".".join(part for part in (grid.block, row.key) if part)
        if row.key is None:
            table.add_row(Text(row.heading or "", style="bold"))
        else:
            table.add_row(_marked(Text(row.label or row.key), row), f"{key}.*")
    columns = (f"{column.label} [{column.unit or grid.unit}] .{column.key}" for column in grid.columns)
    return Group(table, Text(say("forms.columns", columns="; ".join(columns)) + "\n"))


def _identities(identities: Iterable[IdentityDefinition]) -> Iterator[RenderableType]:
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left", title=Text(say("forms.identities"), "bold")
    )
    table.add_column(say("forms.id"), overflow="fold", ratio=1)
    table.add_column(say("forms.severity"), no_wrap=True)
    table.add_column(say("forms.relation"), overflow="fold", ratio=4)
    for identity in identities:
        relation = Text(identity_to_relation(identity))
        if identity.note:
            relation.append(f"\n{note_in(identity.note, language())}", style="dim")
        table.add_row(identity.id, say(f"severity.{identity.severity}"), relation)
    if table.row_count:
        yield table


def identity_to_relation(identity: IdentityDefinition) -> str:
    """`a = b + c - d`; keys of the year before are marked so."""
    right = [*identity.right, *(say("forms.year-before", key=key) for key in identity.previous)]
    return f"{_sum(identity.left)} {RELATIONS[identity.kind]} {_sum(right)}"


def _sum(keys: Iterable[str]) -> str:
    return " ".join(f"- {key[1:]}" if key.startswith("-") else f"+ {key}" for key in keys).removeprefix("+ ")


def _crosswalk(form: Form, crosswalk: CrosswalkDefinition) -> Iterator[RenderableType]:
    links = [link for link in crosswalk.links if _concerns(link, form)]
    if links:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
        table.title = Text(say("forms.others"), "bold")
        table.add_column(say("forms.this"), overflow="fold", ratio=1)
        table.add_column(say("forms.the-others"), overflow="fold", ratio=1)
        for link in links:
            table.add_row(" + ".join(link.by_series[form.definition.series]), _others(link, form))
        yield table
    for broken in (b for b in crosswalk.breaks if _touches(b.year, form)):
        yield Text.assemble((say("forms.break", year=broken.year), "bold"), broken.reason)


def _touches(year: int, form: Form) -> bool:
    """A break lies at the form's first year, or right after its last."""
    first, last = form.definition.years
    return year == first or (year == last + 1 and not form.definition.open_ended)


def _concerns(link: LinkDefinition, form: Form) -> bool:
    own = link.by_series[form.definition.series]
    return any(fnmatchcase(key, pattern) for pattern in own for key in form.by_key)


def _others(link: LinkDefinition, form: Form) -> Text:
    """What the other series have, a line each; those of the same shape in one."""
    years: dict[str, list[str]] = {}
    for series, keys in link.by_series.items():
        if keys and series != form.definition.series:
            years.setdefault(" + ".join(keys), []).append(str(series))
    sign = "=" if link.exact else "~"
    text = Text("\n".join(f"{'/'.join(group)} {sign} {keys}" for keys, group in years.items()))
    return text.append(f"\n{note_in(link.note, language())}", style="dim") if link.note else text


def form_to_json_schema(form: Form) -> dict[str, Any]:
    """JSON Schema of the filled form: one number or null a cell."""
    properties = {
        cell.key: {
            "type": ["number", "null"],
            "title": cell.label,
            "description": f"{cell.name} ({cell.unit})",
        }
        for cell in form.cells
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.definition.name,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
