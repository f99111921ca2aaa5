"""Results of many reports -> one panel: body x year x item, each row with why it stands there.

Door: `read_panel` (or `filings_to_panel`), `choose_rows`, `panel_to_series`; `read_results` says where results come from.

reading     where results lie -> filings: reports as far as a panel needs them
filings     the records: Filing, Row, Panel, PanelFinding
register    schemas/bodies.yaml and the user's file: names, changes, parts of wholes
names       a body's name taken apart
matching    filings -> bodies, each by named steps
texts       the reports' texts, where their files are at hand
scopes      what figures count; which report corrects another
duplicates  several reports of one body and year -> one row
gaps        years and bodies that are missing
checks      years, parts, jumps: what only several reports show; reuse: text of the year before
rules       schemas/panel.yaml
series      the crosswalk applied: items over editions, with breaks
assembly    all of it in its order"""

from __future__ import annotations

from extractor.panel.assembly import (
    Choice,
    choose_rows,
    filings_to_panel,
    filings_to_rows,
    is_named,
    read_panel,
)
from extractor.panel.filings import (
    Failed,
    Filing,
    Match,
    Other,
    Panel,
    PanelCell,
    PanelFinding,
    Row,
    Scope,
    Unplaced,
    Witness,
)
from extractor.panel.gaps import places_of_region
from extractor.panel.reading import SOURCES, read_results, results_to_filings
from extractor.panel.register import Register, load_register
from extractor.panel.series import SeriesValue, panel_to_series

__all__ = [
    "SOURCES",
    "Choice",
    "Failed",
    "Filing",
    "Match",
    "Other",
    "Panel",
    "PanelCell",
    "PanelFinding",
    "Register",
    "Row",
    "Scope",
    "SeriesValue",
    "Unplaced",
    "Witness",
    "choose_rows",
    "filings_to_panel",
    "filings_to_rows",
    "is_named",
    "load_register",
    "panel_to_series",
    "places_of_region",
    "read_panel",
    "read_results",
    "results_to_filings",
]
