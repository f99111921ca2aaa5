"""What the benchmark yields: figures beside their aims, as a table and as JSON."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One line of the table. The aim is an upper bound, or a lower one where at least so much is wanted."""

    name: str
    value: float
    unit: str
    aim: float | None
    from_what: str
    at_least: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether the value is within the aim; None where there is no aim."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.at_least else self.value <= self.aim

    @property
    def bound(self) -> str:
        """The aim in words."""
        if self.aim is None:
            return "-"
        return f"{'>=' if self.at_least else '<='} {self.aim:g} {self.unit}"


@dataclass(frozen=True)
class Measured:
    """What one part measured; `table` and `details` show what its figures are made of."""

    figures: Sequence[Figure]
    table: Table | None = None
    details: dict[str, Any] = field(default_factory=dict)


def to_table(figures: Sequence[Figure]) -> Table:
    """The figures beside their aims."""
    table = Table("figure", "value", "aim", "", "from")
    verdicts = {True: "met", False: "missed", None: ""}
    for f in figures:
        table.add_row(f.name, f"{f.value:.3g} {f.unit}", f.bound, verdicts[f.is_met], f.from_what)
    return table


def to_json(measured: dict[str, Measured]) -> dict[str, Any]:
    """The figures of all parts, and the details of those that have some."""
    figures = [
        {"part": part, **asdict(f), "met": f.is_met} for part, m in measured.items() for f in m.figures
    ]
    return {"figures": figures, "details": {part: m.details for part, m in measured.items() if m.details}}


def ratio(one: float, other: float) -> float:
    """One by the other; infinite where the other is nothing."""
    return one / other if other else math.inf


def tell(text: str) -> None:
    """A line on stderr, so that one sees that it lives."""
    print(text, file=sys.stderr, flush=True)
