"""A cell as everybody has it, side by side: rules, model, the user's own file, the program in the end, a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from extractor.compare import Compared, Difference, Value, find_difference
from extractor.ids import MODEL, RULES
from extractor.output import is_equal, meet
from extractor.records import Number
from extractor.store import CellRead, Step

Kind = Literal[  # of disagreement
    "differ",  # of rules and model
    "rules-alone",
    "model-alone",
    "file-differs",  # from the program
    "file-alone",
    "file-lacks",
    "person",  # said something else than the program
    "person-file",  # and the file have two values
]
KINDS: tuple[Kind, ...] = get_args(Kind)
OF_READERS: tuple[Kind, ...] = ("differ", "rules-alone", "model-alone")
OF_FILE: tuple[Kind, ...] = ("file-differs", "file-alone", "file-lacks")
OF_PEOPLE: tuple[Kind, ...] = ("person", "person-file")
BY_DIFFERENCE: dict[Difference, Kind] = {
    "value": "file-differs",
    "only_b": "file-alone",
    "only_a": "file-lacks",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """A cell with all that is said of it. `theirs`: none where the user's file cannot speak of the cell."""

    read: CellRead
    person: Step | None = None
    theirs: Value | None = None
    asked: bool = True  # whether a model was: else it is no wonder that the rules are alone

    @property
    def kinds(self) -> frozenset[Kind]:
        """The ways in which these disagree."""
        return frozenset(self._find_kinds())

    @property
    def address(self) -> str:
        """The page of its report, with the cell opened."""
        at = self.read.at
        return f"/report/{at.sha256}/{at.report}?cell={at.key}#s-{at.key}"

    def _find_kinds(self) -> Iterator[Kind]:
        read, person = self.read, self.person
        meeting = meet(read.readings.get(RULES), read.readings.get(MODEL))
        if meeting and meeting != "agree" and self.asked:
            yield meeting
        if self.theirs and (kind := difference_to_kind(read, self.theirs)):
            yield kind
        if person and not is_same(person.value, read.value):
            yield "person"
        if person and self.theirs and not is_same(person.value, self.theirs.value):
            yield "person-file"


def difference_to_kind(read: CellRead, theirs: Value) -> Kind | None:
    """How the file and the program differ; not where only the kind of statement does."""
    own = Value(read.value, read.status)
    difference = find_difference(Compared("", read.form, read.at.key, "", own, theirs))
    return BY_DIFFERENCE.get(difference) if difference else None


def is_same(one: Number | None, other: Number | None) -> bool:
    """The same number, or none on both sides."""
    return is_equal(one, other) or (one is None and other is None)
