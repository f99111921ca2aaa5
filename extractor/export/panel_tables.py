"""Panel -> the tables of an export: long, wide, series; reports, findings, gaps."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.export.tables import Table, Value, to_table
from extractor.export.words import Column, export_words
from extractor.forms import Form, crosswalk, key_to_english, key_to_variable, load_forms, name_cells, note_in
from extractor.output import remark_to_text
from extractor.panel import Filing, Panel, PanelCell, Row, SeriesValue, panel_to_series

LIST = "; "
Record = dict[str, Value]


def panel_to_long(panel: Panel, *, derived: bool = False) -> Table:
    """A row for each item of each report. What is computed and not reported has its value only if that is asked for."""
    return to_table("long", lambda: (r for row in panel.rows for r in _long_rows(row, derived)))


def _long_rows(row: Row, derived: bool) -> Iterator[Record]:
    filing, form = row.filing, load_forms()[row.filing.form]
    whole = {
        **_head(row),
        "matched": LIST.join(map(remark_to_text, row.match.steps)),
        "sha256": filing.sha256,
        "model": filing.model,
        "version": filing.version,
    }
    for key, cell in filing.cells.items():
        yield {**whole, **_item(key, form), **_value(cell, derived), **_evidence(cell)}


def _head(row: Row) -> Record:
    filing = row.filing
    return {
        "body": row.body or None,
        "year": row.year or None,
        "scope": row.scope,
        "form": filing.form,
        "breaks": LIST.join(map(str, row.breaks)),
        "issuer": filing.issuer,
        "region": filing.region,
        "corrected": int(row.corrected),
        **_origin(filing),
    }


def _origin(filing: Filing) -> Record:
    """The report's file, and where that was fetched."""
    return {
        "file": filing.path,
        "address": filing.address,
        "fetched": filing.fetched,
        "report": filing.id,
    }


def _item(key: str, form: Form) -> Record:
    cell = form.by_key[key]
    return {
        "item": key,
        "variable": key_to_variable(key),
        "label_zh": cell.label,
        "label_en": key_to_english(key),
        "block": cell.block,
        "unit": cell.unit,
    }


def shown_value(cell: PanelCell, derived: bool) -> float | int | None:
    """The cell's value, where it is reported or what is computed is wanted, too."""
    return None if cell.status == "derived" and not derived else cell.value


def _value(cell: PanelCell, derived: bool) -> Record:
    return {
        "value": shown_value(cell, derived),
        "status": cell.status,
        "derived": int(cell.status == "derived"),
        "confidence": cell.confidence,
        "reader": cell.backend,
        "rule": cell.rule,
        "reason": cell.reason,
        "decided_by": cell.decided_by,
        "decided_at": cell.decided_at,
    }


def _evidence(cell: PanelCell) -> Record:
    found = cell.evidence
    return {
        "evidence": found.text if found else None,
        "place": found.ref if found else None,
        "page": found.page if found else None,
        "start": found.start if found else None,
        "stop": found.end if found else None,
    }


def panel_keys(panel: Panel) -> tuple[str, ...]:
    """The items of all forms that the panel's reports use, form after form."""
    used = {row.filing.form for row in panel.rows}
    return tuple(dict.fromkeys(key for id, form in load_forms().items() if id in used for key in form.by_key))


def panel_to_wide(panel: Panel, *, derived: bool = False) -> Table:
    """A row for each report, with a value and a status for each item of any form that the panel has."""
    keys = panel_keys(panel)
    return to_table("wide", lambda: (_wide_row(row, keys, derived) for row in panel.rows), _variables(keys))


def _variables(keys: tuple[str, ...]) -> Iterator[Column]:
    names, companion = name_cells(), export_words().companions["status"]
    for key in keys:
        name, zh, en = key_to_variable(key), names[key], key_to_english(key)
        yield Column(name=name, kind="number", zh=zh, en=en)
        yield Column(
            name=name + companion.suffix,
            kind="text",
            zh=f"{zh}：{companion.zh}",
            en=f"{en}: {companion.en}",
            coded=True,
        )


def _wide_row(row: Row, keys: tuple[str, ...], derived: bool) -> Record:
    suffix = export_words().companions["status"].suffix
    record = {**_head(row), "given": row.filing.given}
    for key in keys:
        cell, name = row.filing.cells.get(key), key_to_variable(key)
        record[name] = shown_value(cell, derived) if cell else None
        record[name + suffix] = cell.status if cell else "no_item"
    return record


def panel_to_series_table(panel: Panel, *, derived: bool = False) -> Table:
    """A row for each comparable item of each report and definition."""
    return to_table("series", lambda: (_series_row(value, derived) for value in panel_to_series(panel)))


def _series_row(value: SeriesValue, derived: bool) -> Record:
    link = next(link for link in crosswalk().links if link.id == value.series)
    computed = value.value is not None and any(
        value.filing.cells[key].status == "derived" for key in value.keys
    )
    return {
        **_head(value.row),
        "series": link.id,
        "label_zh": link.name,
        "label_en": link.english,
        "definition": value.definition,
        "own": int(value.own),
        "bridge": int(value.bridge),
        "value": value.value if derived or not computed else None,
        "status": value.status,
        "derived": int(computed),
        "terms": LIST.join(value.keys),
        "missing": LIST.join(value.missing),
        "exact": int(value.exact),
        "breaks": LIST.join(str(year) for year, _ in value.breaks),
        "why": LIST.join(reason for _, reason in value.breaks),
        "note": note_in(link.note, "en") if link.note else None,
        "form": value.filing.form,
        **_origin(value.filing),
    }


def panel_to_reports(panel: Panel) -> Table:
    """Where each report was put, and why."""
    return to_table("reports", lambda: _report_rows(panel))


def _report_rows(panel: Panel) -> Iterator[Record]:
    for row in panel.rows:
        placed: Record = {"body": row.body, "year": row.year, "scope": row.scope}
        steps = LIST.join(map(remark_to_text, row.match.steps))
        corrected: Record = {"corrected": int(row.corrected), "matched": steps}
        yield {**_report(row.filing), **placed, **corrected, "stands": "panel", "instead": None}
        for other in row.others:
            why: Record = {"stands": other.why, "instead": row.filing.name, "corrected": 0, "matched": None}
            yield {**_report(other.filing), **placed, **why}
    for unplaced in panel.unplaced:
        unknown: Record = {"stands": "unplaced", "instead": None, "corrected": 0}
        nowhere: Record = {"body": None, "year": unplaced.filing.year, "scope": None}
        yield {**_report(unplaced.filing), **nowhere, **unknown, "matched": remark_to_text(unplaced.why)}


def _report(filing: Filing) -> Record:
    return {
        **_origin(filing),
        "sha256": filing.sha256,
        "issuer": filing.issuer,
        "form": filing.form,
        "given": filing.given,
    }


def panel_to_findings(panel: Panel) -> Table:
    """What only several reports together show."""
    return to_table("findings", lambda: _finding_rows(panel))


def _finding_rows(panel: Panel) -> Iterator[Record]:
    for found in panel.findings:
        yield {
            "finding": found.id,
            "severity": found.severity,
            "body": found.body,
            "year": found.year,
            "scope": found.scope,
            "items": LIST.join(found.keys),
            "message": remark_to_text(found.remark),
            "files": LIST.join(found.files),
        }


def panel_to_gaps(panel: Panel) -> Table:
    """Years and bodies that are missing."""
    return to_table("gaps", lambda: _gap_rows(panel))


def _gap_rows(panel: Panel) -> Iterator[Record]:
    for body, years in panel.missing_years:
        yield {"body": body, "missing": "years", "what": LIST.join(map(str, years))}
    for whole, bodies in panel.missing_bodies:
        yield {"body": whole, "missing": "bodies", "what": LIST.join(bodies)}
