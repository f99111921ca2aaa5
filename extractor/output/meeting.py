"""How the readings of rules and model stand to each other at a cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from extractor.ids import GIVEN, MODEL, RULES
from extractor.records import Number

if TYPE_CHECKING:
    from extractor.output.results import CandidateResult, CellResult

Meeting = Literal["agree", "differ", "rules-alone", "model-alone"]
MEETINGS: tuple[Meeting, ...] = ("agree", "differ", "rules-alone", "model-alone")


def is_equal(one: Number | None, other: Number | None) -> bool:
    """The same number; 12.10 in a file may be 12.1 a rounding away."""
    return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-9)


def meet(rules: Number | None, model: Number | None) -> Meeting | None:
    """How two values stand to each other; nothing where there is none."""
    if rules is None:
        return None if model is None else "model-alone"
    if model is None:
        return "rules-alone"
    return "agree" if is_equal(rules, model) else "differ"


def cell_to_meeting(cell: CellResult) -> Meeting | None:
    """The same of a cell's readings."""
    rules, model = (find_reading(cell, reader) for reader in (RULES, MODEL))
    return meet(rules.value if rules else None, model.value if model else None)


def find_reading(cell: CellResult, reader: str) -> CandidateResult | None:
    """What the reader alone would give: the first of its readings that were taken."""
    own = (c for c in cell.candidates if c.backend == reader and c.accepted and c.status in GIVEN)
    return next(own, None)
