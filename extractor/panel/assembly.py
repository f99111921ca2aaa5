"""Filings -> panel: the steps in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.forms import crosswalk
from extractor.output import Remark
from extractor.panel.checks import rows_to_findings
from extractor.panel.duplicates import Placed, placed_to_rows
from extractor.panel.filings import Filing, Match, Panel, Row, Unplaced
from extractor.panel.gaps import missing_bodies, missing_years
from extractor.panel.matching import filings_to_matches, report_entry
from extractor.panel.reading import read_decided, results_to_filings
from extractor.panel.register import Register, load_register
from extractor.panel.reuse import rows_to_reuse
from extractor.panel.rules import PanelRules, panel_rules
from extractor.panel.scopes import filing_to_scope, is_corrected
from extractor.panel.texts import Load, find_texts


def is_named(body: str, names: Iterable[str]) -> bool:
    """Whether one of the names is part of the body's."""
    return any(name in body for name in names)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are wanted; all where nothing is said. A body is named by any part of its name."""

    bodies: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None

    def wants(self, body: str, year: int) -> bool:
        """Whether the body's row of the year is one of them."""
        named = not self.bodies or is_named(body, self.bodies)
        return named and (self.first or 0) <= year <= (self.last or 9999)


def read_panel(
    where: str | Path, *, bodies: Path | None = None, sources: Path | None = None, load: Load | None = None
) -> Panel:
    """The panel of the results. With `sources`, the folder of the reports, their texts tell more of them."""
    filings = list(results_to_filings(read_decided(where)))
    texts = find_texts(filings, sources, load) if sources and load else {}
    return filings_to_panel(filings, load_register(bodies), texts)


def filings_to_panel(
    filings: Sequence[Filing],
    register: Register | None = None,
    texts: Mapping[str, str] | None = None,
    rules: PanelRules | None = None,
) -> Panel:
    """Bodies matched, copies set aside, breaks marked, years and bodies held against each other."""
    register, rules, texts = register or load_register(), rules or panel_rules(), texts or {}
    placed, unplaced = _place(filings, register, texts, rules)
    rows, copies = placed_to_rows(placed, rules)
    rows = _mark_breaks(rows)
    found = (*copies, *rows_to_findings(rows, register, rules), *rows_to_reuse(rows, texts, rules))
    return Panel(
        rows=tuple(rows),
        unplaced=tuple(unplaced),
        missing_years=tuple(missing_years(rows, register)),
        missing_bodies=tuple(missing_bodies(rows, register)),
        findings=found,
    )


def filings_to_rows(filings: Sequence[Filing], register: Register | None = None) -> tuple[Row, ...]:
    """A row for every report, copies and those that tell neither issuer nor year among them."""
    register, rules = register or load_register(), panel_rules()
    rows = []
    for filing, match in zip(filings, filings_to_matches(filings, register), strict=True):
        entry = report_entry(filing, register)
        year = entry.year if entry and entry.year else filing.year
        nobody = Match("", (Remark("panel", "no-issuer"),))
        scope = filing_to_scope(filing, "", entry, rules)
        corrected = is_corrected(filing, "", entry, rules)
        rows.append(Row((match or nobody).body, year or 0, scope, filing, match or nobody, corrected))
    return tuple(rows)


def choose_rows(panel: Panel, choice: Choice) -> Panel:
    """The panel with the wanted rows alone; what was found of them stays."""
    rows = tuple(row for row in panel.rows if choice.wants(row.body, row.year))
    keys = {(row.body, row.year) for row in rows}
    bodies = {row.body for row in rows}
    return replace(
        panel,
        rows=rows,
        missing_years=tuple((body, years) for body, years in panel.missing_years if body in bodies),
        findings=tuple(f for f in panel.findings if (f.body, f.year) in keys),
    )


def _place(
    filings: Sequence[Filing], register: Register, texts: Mapping[str, str], rules: PanelRules
) -> tuple[list[Placed], list[Unplaced]]:
    placed, unplaced = [], []
    for filing, match in zip(filings, filings_to_matches(filings, register), strict=True):
        entry, text = report_entry(filing, register), texts.get(filing.name, "")
        year = entry.year if entry and entry.year else filing.year
        if match is None or year is None:
            unplaced.append(Unplaced(filing, Remark("panel", "no-issuer" if match is None else "no-year")))
            continue
        scope = filing_to_scope(filing, text, entry, rules)
        placed.append(Placed(filing, year, match, scope, is_corrected(filing, text, entry, rules)))
    return placed, unplaced


def _mark_breaks(rows: Sequence[Row]) -> list[Row]:
    """Each row with the years of breaks since its body's last year before."""
    breaks = [found.year for found in crosswalk().breaks]
    years: dict[str, list[int]] = {}
    for row in rows:
        years.setdefault(row.body, []).append(row.year)
    marked = []
    for row in rows:
        before = max((year for year in years[row.body] if year < row.year), default=row.year)
        marked.append(replace(row, breaks=tuple(y for y in breaks if before < y <= row.year)))
    return marked
