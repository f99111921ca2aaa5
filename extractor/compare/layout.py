"""A table of text to reports: which row is the header, which columns say whose row it is, long or wide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from extractor.compare.files import RawTable, Row
from extractor.compare.labelling import find_in_any_form
from extractor.compare.sides import Field, SideReport, Unmapped
from extractor.compare.words import ROLES, Role, bare, find_role
from extractor.language import fold

HEADER_REACH = 10  # titles and notes may stand above the header
IDENTITY: tuple[Role, ...] = ("source", "report", "issuer", "year", "form")
YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Layout:
    """The header's row, and what each column holds: a role, or the label of an item."""

    header: int
    roles: Mapping[Role, int]
    items: Mapping[int, str]
    ignored: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Whether every row is one cell of the form."""
        return "item" in self.roles and "value" in self.roles


@dataclass
class _Gathered:
    """One report's fields while its rows are read."""

    parts: dict[Role, str]
    fields: list[Field] = field(default_factory=list)


def table_to_reports(
    table: RawTable, mapping: Mapping[str, str]
) -> tuple[tuple[SideReport, ...], tuple[Unmapped, ...]]:
    """The table's reports with their fields, and what of the table is nobody's."""
    layout = table_to_layout(table, mapping)
    if layout is None:
        return (), (Unmapped("no-header", table.name, count=len(table.rows)),)
    gathered: dict[tuple[str, ...], _Gathered] = {}
    for number, row in enumerate(table.rows[layout.header + 1 :], layout.header + 2):
        if any(row):
            _gather(row, number, layout, gathered)
    labels = frozenset((f.block, f.label) for g in gathered.values() for f in g.fields)
    reports = tuple(_to_report(found, labels, layout, table.name) for found in gathered.values())
    return reports, tuple(_passed_over(table, layout))


def table_to_layout(table: RawTable, mapping: Mapping[str, str]) -> Layout | None:
    """The layout by the row whose texts are known best; None where no row names items."""
    layouts = [_row_to_layout(i, row, mapping) for i, row in enumerate(table.rows[:HEADER_REACH])]
    known = [(_known(layout, mapping), -layout.header, layout) for layout in layouts]
    best = max(known, key=lambda k: k[:2], default=None)
    return best[2] if best and best[0] else None


def _known(layout: Layout, mapping: Mapping[str, str]) -> int:
    if layout.is_long:
        return len(layout.roles)
    items = sum(bare(t) in mapping or find_in_any_form(t) for t in layout.items.values())
    return items + len(layout.roles) if items else 0


def _row_to_layout(number: int, row: Row, mapping: Mapping[str, str]) -> Layout:
    texts = [(text or "").strip() for text in row]
    found = [_role(text, mapping) for text in texts]
    is_long = {"item", "value"} <= set(found)
    roles: dict[Role, int] = {}
    items, ignored = {}, []
    for column, (text, role) in enumerate(zip(texts, found, strict=True)):
        if role == "unit" and not is_long:
            role = "issuer"  # 单位 is an organ where every row is a report
        usable = role is not None and (is_long or role in IDENTITY) and role not in roles
        if role is not None and usable and role != "ignored":
            roles[role] = column
        elif role == "ignored" or (is_long and text):
            ignored.append(text)
        elif text:
            items[column] = text
    return Layout(number, roles, items, tuple(ignored))


def _role(text: str, mapping: Mapping[str, str]) -> Role | None:
    target = mapping.get(bare(text))
    if target is not None:
        return next((role for role in ROLES if role == target), None)
    return find_role(text)


def _gather(row: Row, number: int, layout: Layout, gathered: dict[tuple[str, ...], _Gathered]) -> None:
    parts = {role: _at(row, layout.roles.get(role)) for role in IDENTITY}
    whose = tuple(parts[role] for role in IDENTITY)
    if not layout.is_long:
        whose = (*whose, str(number))  # every row is a report, even one like another
    found = gathered.setdefault(whose, _Gathered(parts))
    found.fields.extend(_row_to_fields(row, number, layout))


def _row_to_fields(row: Row, number: int, layout: Layout) -> Iterator[Field]:
    if not layout.is_long:
        for column, label in layout.items.items():
            if column < len(row) and row[column] is not None:
                yield Field(label, row[column] or "", f"row {number}")
        return
    told = {role: _at(row, column) for role, column in layout.roles.items()}
    yield Field(
        told["item"],
        told["value"],
        f"row {number}",
        told.get("block", ""),
        told.get("unit", ""),
        told.get("evidence", ""),
        told.get("status", ""),
    )


def _at(row: Row, column: int | None) -> str:
    return "" if column is None or column >= len(row) else (row[column] or "").strip()


def _to_report(
    found: _Gathered, labels: frozenset[tuple[str, str]], layout: Layout, table: str
) -> SideReport:
    parts = found.parts
    if not layout.is_long:
        labels = frozenset(("", label) for label in layout.items.values())
    year = YEAR.search(fold(parts["year"]))
    shown = " ".join(parts[role] for role in ("source", "report", "issuer", "year") if parts[role])
    return SideReport(
        name=shown or (found.fields[0].place if not layout.is_long and found.fields else table),
        names=text_to_names(parts["source"]) | text_to_names(parts["report"]),
        issuer=parts["issuer"] or None,
        year=int(year[0]) if year else None,
        form=parts["form"] or None,
        fields=tuple(found.fields),
        labels=labels,
        is_long=layout.is_long,
    )


def text_to_names(text: str) -> frozenset[str]:
    """What a file or report may go by: its name without folders, and without its suffix."""
    if not text:
        return frozenset()
    path = PurePath(text.replace("\\", "/"))
    return frozenset(name.casefold() for name in (path.name, path.stem) if name)


def _passed_over(table: RawTable, layout: Layout) -> Iterator[Unmapped]:
    if layout.header:
        yield Unmapped("above-header", table.name, (("last", layout.header),), layout.header)
    for text in layout.ignored:
        yield Unmapped("no-role", text)


def headers(reports: Sequence[SideReport]) -> frozenset[str]:
    """All labels of the reports' files, bare, for telling which lines of a mapping fit none."""
    return frozenset(bare(label) for report in reports for _, label in report.labels)
