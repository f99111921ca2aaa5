"""Reports as a panel gets them, in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.forms import find_form
from extractor.ids import Status
from extractor.output import EvidenceResult
from extractor.panel import Filing, Panel, PanelCell, PanelFinding, filings_to_panel
from extractor.panel.rules import panel_rules
from extractor.records import Number

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = SHARED / "seeds"
NO_SEEDS = "the seed reports do not lie beside this checkout"


def filing(
    issuer: str | None,
    year: int | None,
    values: Mapping[str, Number | Status] | None = None,
    *,
    form: str = "2021",
    **changes: Any,
) -> Filing:
    """A report with these cells printed, all others not stated; a word for a value is the cell's status."""
    name = changes.pop("path", f"{issuer}-{year}.html")
    cells = {cell.key: PanelCell(None, "not_stated", cell.unit) for cell in find_form(form).cells}
    for key, value in (values or {}).items():
        cells[key] = printed(value, cells[key].unit, f"{key} {value}")
    options: dict[str, Any] = {
        "sha256": f"{name}-digest",
        "id": f"r1-{year}",
        "lines": (1, 9),
        "region": None,
        "sure": "high",
        "issuer_from": "title",
        "version": "0.1.0",
    }
    return Filing(path=name, issuer=issuer, year=year, form=form, cells=cells, **options | changes)


def printed(value: Number | Status, unit: str, text: str) -> PanelCell:
    """A cell of a table."""
    if isinstance(value, str):
        return PanelCell(0 if value in ("none_stated", "derived") else None, value, unit)
    evidence = EvidenceResult(kind="cell", ref="t1r1c1", start=0, end=len(text), text=text, mark=None)
    return PanelCell(value, "reported", unit, "grid", "printed", "printed table cell", None, evidence)


def panel(*filings: Filing, **options: Any) -> Panel:
    """The panel of the reports."""
    return filings_to_panel(filings, **options)


def found(made: Panel, id: str) -> Sequence[PanelFinding]:
    """The findings of that id."""
    return [finding for finding in made.findings if finding.id == id]


def details(finding: PanelFinding) -> dict[str, Any]:
    """What fills in the finding's words."""
    return dict(finding.remark.details)


RULES = panel_rules()
