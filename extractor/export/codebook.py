"""The codebook: what each variable is, as a table and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from extractor.export.panel_tables import LIST, Record, panel_keys
from extractor.export.tables import Table, to_table
from extractor.export.words import export_words
from extractor.forms import (
    crosswalk,
    english_labels,
    key_to_english,
    key_to_variable,
    load_forms,
    name_cells,
)
from extractor.panel import Panel


def panel_to_codebook(panel: Panel) -> Table:
    """A row for each item of the panel's forms."""
    return to_table("codebook", lambda: (_entry(key, panel) for key in panel_keys(panel)))


def _entry(key: str, panel: Panel) -> Record:
    having = [form for form in load_forms().values() if key in form.by_key]
    rows = [row for row in panel.rows if key in row.filing.cells]
    unit = having[-1].by_key[key].unit
    traps = dict.fromkeys(trap for form in having if (trap := form.by_key[key].trap))
    return {
        "variable": key_to_variable(key),
        "item": key,
        "label_zh": name_cells()[key],
        "label_en": key_to_english(key),
        "unit": unit,
        "unit_en": english_labels().units[unit],
        "forms": LIST.join(form.id for form in having),
        "printed": LIST.join(f"{form.id}: {form.by_key[key].label}" for form in having),
        "series": LIST.join(_series_of(key)),
        "note": LIST.join(traps),
        "reports": len(rows),
        "values": sum(row.value(key) is not None for row in rows),
    }


def _series_of(key: str) -> Iterator[str]:
    for link in crosswalk().links:
        patterns = [*link.forms.values(), *link.by_series.values()]
        if any(fnmatchcase(key, pattern) for keys in patterns for pattern in keys):
            yield link.id


def codebook_to_markdown(panel: Panel, tables: tuple[Table, ...]) -> str:
    """All that a reader of the files must know, with what is true of this panel alone."""
    parts = [
        "# 变量说明 / Codebook",
        f"{len(panel.rows)} reports, {len(panel.bodies)} bodies, years {', '.join(map(str, panel.years))}.",
        *_statuses(),
        *_breaks(),
        *(_columns(table) for table in tables if table.name != "wide"),
        _columns(panel_to_codebook(panel)),
        "## 指标 / Items",
        _to_markdown(panel_to_codebook(panel), ("variable", "label_zh", "label_en", "unit", "forms", "note")),
    ]
    return "\n\n".join(parts) + "\n"


def _statuses() -> Iterator[str]:
    yield "## 状态 / Statuses"
    lines = (f"| {s.code} | `{id}` | {s.zh} | {s.en} |" for id, s in export_words().statuses.items())
    yield "\n".join(("| code | status | 中文 | English |", "|---|---|---|---|", *lines))
    yield (
        "A value whose status is `derived` is computed from others by the form's sums. It stands in the files only "
        "where that was asked for (`--derived`), and `derived` is 1 beside it."
    )


def _breaks() -> Iterator[str]:
    yield "## 断点 / Breaks"
    yield "\n".join(f"- {found.year}: {found.reason}" for found in crosswalk().breaks)


def _columns(table: Table) -> str:
    head = (f"## {table.title.zh} / {table.title.en}", "", "| name | 中文 | English |", "|---|---|---|")
    return "\n".join((*head, *(f"| `{c.name}` | {_cell(c.zh)} | {_cell(c.en)} |" for c in table.columns)))


def _to_markdown(table: Table, wanted: tuple[str, ...]) -> str:
    places = [table.names.index(name) for name in wanted]
    head = "| " + " | ".join(wanted) + " |\n|" + "---|" * len(wanted)
    lines = ("| " + " | ".join(_cell(str(row[n] or "")) for n in places) + " |" for row in table.rows)
    return "\n".join((head, *lines))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
