"""What the comparison hands on: what a side says, and what came of holding two sides together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.compare.organs import Organ
from extractor.compare.words import Role
from extractor.ids import GIVEN, Status
from extractor.output import EvidenceResult, ReportResult, SourceResult, Told
from extractor.records import Number, Reason

SideName = Literal["a", "b"]
StatusClass = Literal["given", "derived", "blank", "unreadable", "not_stated"]
CLASSES: dict[Status, StatusClass] = {
    "reported": "given",
    "none_stated": "given",
    "approximate": "given",
    "derived": "derived",
    "blank": "blank",
    "not_applicable": "blank",
    "unreadable": "unreadable",
    "disputed": "unreadable",
    "not_stated": "not_stated",
}
Leftover = Literal[  # why something of a file was not compared
    "no-header",
    "above-header",
    "no-role",
    "unused-mapping",
    "no-item",
    "ambiguous",
    "second-value",
    "same-item",
    "repeated-item",
    "uncached",
]
# What a column is taken for, if not for a role: the values of an item; of one that it does not tell from others; of one
# that has other columns under other headings; text of unknown meaning, which may tell whose a row is; nothing known.
Taken = Role | Literal["cell", "unclear", "repeated", "text", "unknown", "empty"]
SIDES: tuple[SideName, SideName] = ("a", "b")
OTHER: dict[SideName, SideName] = {"a": "b", "b": "a"}


@dataclass(frozen=True, slots=True)
class Value:
    """What a side says of one cell. `printed`: the text in another program's file, where it says more."""

    value: Number | None
    status: Status
    evidence: EvidenceResult | None = None
    printed: str = ""
    problem: Reason | None = None  # why the printed text is no value of this cell

    @property
    def is_given(self) -> bool:
        """Whether the side says that the report states this value."""
        return self.status in GIVEN

    @property
    def status_class(self) -> StatusClass:
        """The class that its status belongs to."""
        return CLASSES[self.status]


SILENT = Value(None, "not_stated")


@dataclass(frozen=True, slots=True)
class Field:
    """A value in another program's file, before its label is known to be one of the form's items."""

    label: str
    text: str
    place: str
    block: str = ""
    unit: str = ""
    evidence: str = ""
    status: str = ""
    is_lost: bool = False  # there is a value, and the file does not say which


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a result comes from: enough to find its source and read it again."""

    source: SourceResult
    report: ReportResult


@dataclass(frozen=True, slots=True)
class SideReport:
    """One report as one side has it: values by key, or fields that wait for a form to be read by."""

    name: str
    names: frozenset[str]  # folded names that it may go by on the other side
    issuer: str | None = None
    organ: Organ | None = None  # the issuer, comparable
    year: int | None = None
    form: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    origin: Origin | None = None
    fields: tuple[Field, ...] = ()
    labels: frozenset[tuple[str, str]] = frozenset()  # block and label of all items of the fields' file
    is_long: bool = False
    ambiguous: frozenset[str] = frozenset()  # keys of a gold report that are not judged
    is_veiled: bool = (
        False  # its file tells whose it is in a way that was not understood, or leaves it open here
    )

    @property
    def is_foreign(self) -> bool:
        """Whether it is of another program's file, whose labels wait for a form."""
        return bool(self.labels)


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Something in another program's file that was not compared, and why."""

    id: Leftover
    what: str
    details: tuple[tuple[str, Told], ...] = ()
    count: int = 1
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of another program's file, and what it was taken for; `keys`: the items that a cell's column may be.
    `block` and `label`: its head's upper rows, and its last one; `tells`: what of the report its head says."""

    table: str
    header: str
    taken: Taken
    keys: tuple[str, ...] = ()
    block: str = ""
    label: str = ""
    tells: Literal["", "year", "issuer"] = ""

    def as_taken(self, taken: Taken, keys: tuple[str, ...] = ()) -> Column:
        """The column taken for something else."""
        return replace(self, taken=taken, keys=keys)


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its name as given, its reports, what of its file could not be used, and how its columns were
    understood."""

    name: str
    reports: tuple[SideReport, ...]
    unmapped: tuple[Unmapped, ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What two sides say differently of whose report it is."""

    about: Literal["year", "issuer", "form"]
    a: str | int
    b: str | int


@dataclass(frozen=True, slots=True)
class Pair:
    """The same report on both sides."""

    a: SideReport
    b: SideReport
    mismatches: tuple[Mismatch, ...] = ()
