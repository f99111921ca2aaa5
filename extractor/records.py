"""The frozen records that the stages hand on. Positions are character offsets into Document.text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Literal, NamedTuple, Union

from extractor.ids import (
    Basis,
    FindingId,
    ReasonId,
    Severity,
    Status,
    Sureness,
)

Number = int | float
LINE_END = re.compile("\n")
Box = tuple[float, float, float, float]  # left, top, right, bottom; in points from the page's top left corner
Detail = Union[str, int, float, None, tuple["Detail", ...], "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was taken, refused or decided: an id, and what fills in its wording in schemas/messages.yaml."""

    id: ReasonId
    details: tuple[tuple[str, Detail], ...] = ()

    @classmethod
    def of(cls, id: ReasonId, /, **details: Detail) -> Reason:
        """The reason with its details by name."""
        return cls(id, tuple(details.items())) if details else _bare(id)


@cache
def _bare(id: ReasonId) -> Reason:
    return Reason(id)


class TableCell(NamedTuple):
    """One printed cell. In a grid a merged cell stands once, at its top left corner, with its spans."""

    text: str
    start: int
    end: int
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    is_doubtful: bool = False  # whatever it says is no value: see Document.doubtful


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table. `grid`: rows and columns are true. `stream`: cells in reading order, columns lost
    (column counts the cells since the last row break, and row breaks cannot be relied on)."""

    number: int  # 1-based within the document
    shape: Literal["grid", "stream"]
    cells: tuple[TableCell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where on paper the text from `start` stands, up to the next place's start. Pages count from 1."""

    start: int
    page: int
    box: Box | None = None


@dataclass(frozen=True)
class Document:
    """A file as text. `text` is what all offsets point into: for .txt the decoded file itself, for a format
    that is no text what was read from it. `doubtful`: spans in their order, none over another, of which
    no number is read: not clear in a picture, broken by the end of a line, partly struck out, not worked out."""

    path: str
    sha256: str
    media_type: str
    text: str
    tables: tuple[Table, ...] = ()
    notes: tuple[Finding, ...] = ()
    places: tuple[Place, ...] = ()
    doubtful: tuple[tuple[int, int], ...] = ()

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of each line's first character; line n (1-based) starts at line_starts[n - 1]."""
        return (0, *(end.end() for end in LINE_END.finditer(self.text)))

    def line_at(self, offset: int) -> int:
        """The 1-based line that holds the offset."""
        return bisect_right(self.line_starts, offset)

    def place_at(self, offset: int) -> Place | None:
        """Where on paper the offset stands; None where the file has no pages."""
        number = bisect_right(self.places, offset, key=lambda place: place.start)
        return self.places[number - 1] if number else None

    def lines(self, first: int = 1, last: int | None = None) -> Iterator[tuple[int, str]]:
        """The offset of each of these lines, both included, with its text without the line end."""
        starts = self.line_starts
        for start, following in pairwise((*starts[first - 1 : last], *self._following(last))):
            yield start, self.text[start : following - 1]

    def _following(self, line: int | None) -> tuple[int, ...]:
        """Where the line after this one begins, or would begin."""
        return (
            self.line_starts[line : line + 1]
            if line and line < len(self.line_starts)
            else (len(self.text) + 1,)
        )


class Evidence(NamedTuple):
    """Where a value stands. `text` is document.text[start:end]; `mark` is the number's own span in it,
    or the words of none."""

    kind: Literal["sentence", "cell"]
    ref: str
    start: int
    end: int
    text: str
    mark: tuple[int, int] | None = None


class Candidate(NamedTuple):
    """A value that one backend proposes for one cell, and whether the checks let it stand."""

    key: str
    value: Number | None
    status: Status
    backend: str
    evidence: Evidence | None
    accepted: bool = True
    exact: bool = True  # the evidence itself names the item; False: only its neighbourhood does
    why: Reason | None = None
    doubt: int = 0  # what a scope of the text takes from its weight


@dataclass(frozen=True, slots=True)
class Correction:
    """That the report says of a number it prints what it ought to be, both in the form's unit."""

    key: str
    was: Number
    now: Number
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in the data, as a value. `type` is an id of schemas/messages.yaml, which `details` fill in."""

    type: FindingId
    severity: Severity
    keys: tuple[str, ...] = ()
    details: tuple[tuple[str, Detail], ...] = ()

    @classmethod
    def of(
        cls, type: FindingId, severity: Severity, keys: tuple[str, ...] = (), /, **details: Detail
    ) -> Finding:
        """The finding with its details by name."""
        return cls(type, severity, keys, tuple(details.items()))


class Decision(NamedTuple):
    """What adjudication made of one cell's candidates, and why."""

    key: str
    value: Number | None
    status: Status
    backend: str | None
    reason: Reason
    evidence: Evidence | None = None
    candidates: tuple[Candidate, ...] = ()
    confidence: float | None = None  # how likely the value is right; none where none is given


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a document that is one report: lines `first` to `last`, 1-based, both included."""

    first: int
    last: int
    start: int
    end: int
    title: str | None


@dataclass(frozen=True, slots=True)
class Identification:
    """Whose report it is, of which year, on which form, and why that form. `sure`: how far issuer and year may be relied
    on, by what tells them."""

    issuer: str | None
    region: str | None
    year: int | None
    form: str
    form_reason: str
    sure: Sureness = "low"
    issuer_from: Basis | None = None
    year_from: Basis | None = None


class Sentence(NamedTuple):
    """A numbered sentence. `text` is folded for reading (half-width digits and punctuation, simplified
    script, no line breaks); `places[i]` is the document offset of its i-th character."""

    number: int
    text: str
    start: int
    end: int
    section: str
    paragraph: int
    places: Sequence[int] = ()
    trusted: bool = True  # False: stands behind an instruction in its paragraph

    @property
    def heading(self) -> str:
        """The last of the headings above."""
        return self.section.rsplit(" ", 1)[-1]

    def opens_section(self, earlier: Sequence[Sentence]) -> bool:
        """Whether it is the first below its headings; `earlier`: the sentences before it."""
        return not earlier or earlier[-1].section != self.section

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Document offsets of the characters text[start:end]."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True)
class Segments:
    """A report cut into what readers read: its tables, and the sentences outside them. `sections`: from where on each
    heading holds, with those above it that it stands under."""

    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]
    sections: tuple[tuple[int, str], ...]

    def section_at(self, offset: int) -> str:
        """The headings above this place."""
        number = bisect_right(self.sections, offset, key=itemgetter(0))
        return self.sections[number - 1][1] if number else ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the model cost for one report. Seconds are those spent waiting for answers."""

    calls: int = 0
    retries: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.retries + other.retries,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
        )
