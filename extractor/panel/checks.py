"""Checks that need several reports, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.panel.filings import PanelFinding, Row
from extractor.panel.jumps import check_jumps
from extractor.panel.parts import check_parts
from extractor.panel.register import Register
from extractor.panel.rules import PanelRules
from extractor.panel.years import check_years


def rows_to_findings(rows: Sequence[Row], register: Register, rules: PanelRules) -> Iterator[PanelFinding]:
    """All that the rows show together."""
    yield from check_years(rows)
    yield from check_parts(rows, register, rules)
    yield from check_jumps(rows, rules.jumps)
