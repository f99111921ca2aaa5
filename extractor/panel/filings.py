"""What a panel is made of: reports, as far as a panel needs them, and where each was put."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from extractor.ids import Severity, Status
from extractor.output import EvidenceResult, Remark, Told
from extractor.records import Number

Scope = Literal["own", "whole", "unstated"]
Why = Literal["same-bytes", "copy", "superseded"]
StepId = Literal[  # by what a report was taken for a body's
    "match-name",
    "match-report",
    "match-body",
    "match-spelling",
    "match-made-by",
    "match-place",
    "match-office",
    "match-last-word",
    "match-completed",
    "match-ambiguous",
    "match-ended",
    "match-merged",
]
Lack = Literal["no-issuer", "no-year"]  # why a report stands in no row
PanelFindingId = Literal[
    "same-bytes",
    "same-bytes-differ",
    "copy",
    "copy-differ",
    "superseded",
    "superseded-differ",
    "cross-year",
    "cross-year-suspect",
    "scope-changes",
    "parts-incomplete",
    "parts-differ",
    "parts-exceed",
    "jump",
    "text-reused",
]
Key = tuple[str, int, Scope]


@dataclass(frozen=True, slots=True)
class Witness:
    """What one reader found for a cell."""

    backend: str
    value: Number | None
    accepted: bool


@dataclass(frozen=True, slots=True)
class PanelCell:
    """A cell of a report, without the candidates' own evidence: a panel holds thousands of reports."""

    value: Number | None
    status: Status
    unit: str
    backend: str | None = None
    rule: str | None = None
    reason: str = ""
    confidence: float | None = None
    evidence: EvidenceResult | None = None
    witnesses: tuple[Witness, ...] = ()
    decided_by: str | None = None  # the person, where one decided it
    decided_at: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A finding of the report itself."""

    type: str
    severity: Severity
    identity: str | None


@dataclass(frozen=True)
class Filing:
    """One report of one file."""

    path: str
    sha256: str
    id: str
    lines: tuple[int, int]
    issuer: str | None
    region: str | None
    year: int | None
    form: str
    sure: str | None
    issuer_from: str | None
    cells: Mapping[str, PanelCell]
    failed: tuple[Failed, ...] = ()
    model: str | None = None
    version: str = ""
    address: str | None = None  # where the file was fetched, and when, as sources.csv beside it says
    fetched: str | None = None

    @property
    def name(self) -> str:
        """The file and the report in it."""
        return f"{self.path}#{self.id}"

    @property
    def given(self) -> int:
        """How many cells have a value that the report states."""
        return sum(cell.value is not None and cell.status != "derived" for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Match:
    """Why a report was taken for a body's: each step by a rule or an entry of the register."""

    body: str
    steps: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """A report of the same body and year that does not stand in the panel, and why."""

    filing: Filing
    why: Why


@dataclass(frozen=True)
class Row:
    """A body's report of a year, with what it stands for."""

    body: str
    year: int
    scope: Scope
    filing: Filing
    match: Match
    corrected: bool = False
    others: tuple[Other, ...] = ()
    breaks: tuple[int, ...] = ()  # years since the body's last report at which series break

    @property
    def key(self) -> Key:
        """What tells it from all other rows."""
        return self.body, self.year, self.scope

    def value(self, key: str) -> Number | None:
        """The cell's value; none where the form has no such cell."""
        cell = self.filing.cells.get(key)
        return cell.value if cell else None


@dataclass(frozen=True, slots=True)
class PanelFinding:
    """A problem that only several reports together show."""

    id: PanelFindingId
    severity: Severity
    body: str
    year: int
    keys: tuple[str, ...]
    remark: Remark
    files: tuple[str, ...]
    scope: Scope = "unstated"

    @classmethod
    def of(
        cls,
        id: PanelFindingId,
        severity: Severity,
        row: Row,
        keys: Iterable[str] = (),
        files: Iterable[Filing] = (),
        /,
        **details: Told,
    ) -> PanelFinding:
        """The finding about the row, with its details by name."""
        remark = Remark("panel", id, tuple(details.items()))
        names = tuple(filing.name for filing in files)
        return cls(id, severity, row.body, row.year, tuple(keys), remark, names, row.scope)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A report that stands in no row, and why."""

    filing: Filing
    why: Remark


@dataclass(frozen=True)
class Panel:
    """Bodies x years x items, and what is not in them."""

    rows: tuple[Row, ...]
    unplaced: tuple[Unplaced, ...] = ()
    missing_years: tuple[tuple[str, tuple[int, ...]], ...] = ()
    missing_bodies: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # entry of the register, its bodies without a row
    findings: tuple[PanelFinding, ...] = field(default=())

    @property
    def years(self) -> tuple[int, ...]:
        """All years of which there is a row."""
        return tuple(sorted({row.year for row in self.rows}))

    @property
    def bodies(self) -> tuple[str, ...]:
        """All bodies of which there is a row."""
        return tuple(dict.fromkeys(row.body for row in self.rows))
