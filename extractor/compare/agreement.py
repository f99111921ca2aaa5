"""How far two sides agree: on the value, on the kind of statement, on whether there is a value at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from extractor.compare.sides import StatusClass, Value
from extractor.compare.statistics import kappa
from extractor.score import is_equal

Difference = Literal["value", "only_a", "only_b", "class"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell of one report, as both sides have it."""

    report: str
    form: str
    key: str
    block: str
    a: Value
    b: Value


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cells counted: both sides give a value, the same one, the first alone, the second alone, neither;
    and those of which both say the same kind of thing."""

    both: int = 0
    same: int = 0
    a_only: int = 0
    b_only: int = 0
    neither: int = 0
    same_class: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.both + other.both,
            self.same + other.same,
            self.a_only + other.a_only,
            self.b_only + other.b_only,
            self.neither + other.neither,
            self.same_class + other.same_class,
        )

    @property
    def cells(self) -> int:
        """All cells compared."""
        return self.both + self.a_only + self.b_only + self.neither

    @property
    def value_agreement(self) -> float | None:
        """Of the values that both give, the share that is the same."""
        return self.same / self.both if self.both else None

    @property
    def class_agreement(self) -> float | None:
        """Of all cells, the share of which both say the same kind of thing."""
        return self.same_class / self.cells if self.cells else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa on whether a value is given."""
        return kappa(self.both, self.a_only, self.b_only, self.neither)


def cell_to_agreement(cell: Compared) -> Agreement:
    """One cell as a tally."""
    a, b = cell.a.is_given, cell.b.is_given
    return Agreement(
        both=a and b,
        same=a and b and is_equal(cell.a.value, cell.b.value),
        a_only=a and not b,
        b_only=b and not a,
        neither=not a and not b,
        same_class=cell.a.status_class == cell.b.status_class,
    )


def find_difference(cell: Compared) -> Difference | None:
    """What sets the two sides apart; None where they agree. A derived value is not given, but one that differs
    from the other side's is a conflict of values."""
    a, b = cell.a, cell.b
    if a.is_given or b.is_given:
        if is_equal(a.value, b.value):
            return None if a.status_class == b.status_class else "class"
        if a.value is not None and b.value is not None:
            return "value"
        return "only_a" if a.is_given else "only_b"
    return None if a.status == b.status else "class"


def group_cells(cells: Iterable[Compared]) -> dict[str, dict[str, Agreement]]:
    """The tallies overall, by form, block, status class of the first side, and item."""
    groups: dict[str, dict[str, Agreement]] = {
        name: {} for name in ("overall", "form", "block", "class", "item")
    }
    for cell in cells:
        counted = cell_to_agreement(cell)
        names = ("all", cell.form, cell.block, cell.a.status_class, cell.key)
        for group, name in zip(groups.values(), names, strict=True):
            group[name] = group.get(name, Agreement()) + counted
    return groups


def cross_classes(cells: Iterable[Compared]) -> Counter[tuple[StatusClass, StatusClass]]:
    """How often the first side's class meets the second's."""
    return Counter((cell.a.status_class, cell.b.status_class) for cell in cells)
