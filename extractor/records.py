"""The frozen records that the stages hand on. Positions are character offsets into Document.text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal, Union

Status = Literal[
    "reported",  # a number is printed
    "none_stated",  # the text says in words that there was none; the value is 0
    "approximate",  # 3900余条
    "blank",  # an empty table cell
    "not_applicable",  # "/" or "—"
    "unreadable",  # something is printed that cannot be read as a number
    "disputed",  # two values weigh alike; the candidates have both
    "not_stated",  # the report says nothing
    "derived",  # computed from other cells, never passed off as reported
]
GIVEN: frozenset[Status] = frozenset({"reported", "none_stated", "approximate"})
TABLE, RULES, MODEL = READERS = ("grid", "regex", "llm")  # who reads, as results name them
Ask = Literal["open", "all"]  # the model is asked what tables and rules leave open, or all that it could tell
Severity = Literal["error", "warning", "info"]
Rule = Literal[  # what decided a cell
    "printed",
    "agreement",
    "sole",
    "outweighs",
    "identities",
    "closed",
    "disputed",
    "tables-differ",
    "unsupported",
    "silent",
    "decided",  # by a person, in place of what was read
]
Ground = Literal[
    "named-in-clause", "named-nearby", "denied", "resembles"
]  # why a reading of a sentence was taken
Refusal = Literal[  # why a number beside an item's name is no count of the year
    "something-else",
    "other-register",
    "previous-year",
    "plan",
    "other-year",
    "several-years",
    "part-of-bodies",
    "several-items",
    "share",
    "part-of-item",
]
Rejection = Literal[  # why an answer of the model was not taken
    "no-such-number", "not-named", "uncited", "withdrawn", "of-another-item", "passed-over"
]
Flaw = Literal[  # why a printed cell cannot be read as a value of its item
    "short-row",
    "doubtful",
    "no-number",
    "sign-of-change",
    "words-of-change",
    "foreign-unit",
    "fraction",
    "two-numbers",
    "several-partings",
]
Basis = Literal[  # what tells an issuer or a year
    "title",
    "opening",
    "beside-title",
    "quoted-title",
    "compiler",
    "publisher",
    "signature",
    "contact",
    "place",
    "template",
    "period",
    "most-named",
    "given",
]
Sureness = Literal["high", "medium", "low"]
Unowned = Literal["sample", "rumour", "draft", "neighbour"]  # what a report says, and not as its own
Hiding = (
    Literal[  # what keeps text of a file from being seen: a property of a style sheet, or of a cell or run
        "display-none",
        "closed-details",
        "visibility",
        "font-size",
        "text-indent",
        "color",
        "opacity",
        "content-visibility",
        "filter",
        "clip",
        "transform",
        "position",
        "overflow",
        "hidden",
        "small-type",
        "same-colour",
        "hidden-row",
        "row-or-column",
        "hidden-sheet",
        "number-format",
    ]
)
Unstyled = Literal[  # what kept style sheets from being applied
    "css-characters",
    "css-rules",
    "css-nesting",
    "css-selectors",
    "css-attributes",
    "css-work",
    "css-unread",
]
Unread = Literal[  # why a page was not read
    "too-many-objects", "too-many-characters", "damaged", "picture-without-ocr", "too-many-pictures"
]
Turn = Literal["on-its-side", "upside-down"]  # how a page lay when it was scanned
Number = int | float
LINE_END = re.compile("\n")
Box = tuple[float, float, float, float]  # left, top, right, bottom; in points from the page's top left corner


Damage = Literal[  # what a text lost or gained on its way
    "fused-date",
    "spaced-number",
    "masked",
    "meaningless",
    "illegible",
    "broken-number",
    "pinyin",
    "script",
    "regional",
    "unseen",
]
Part = Literal[  # of a finding
    "way",
    "way-that-was-read",
    "more-ways",
    "nothing",
    "instructs",
    "endless",
    "no-way",
    "several-ways",
    "went",
    "struck-passages",
    "struck-on-paper",
    "pictures-in-text",
    "pictures-by-name",
    "picture-on-page",
    "in-the-page",
    "and-more",
]
ReasonId = (
    Rule | Ground | Refusal | Rejection | Flaw | Unowned | Hiding | Unstyled | Unread | Turn | Damage | Part
)
FindingId = Literal[
    # of the file
    "damaged-text",
    "hidden-text",
    "struck-out",
    "style-not-read",
    "broken-number",
    "note-mark",
    "formula-without-result",
    "table-too-large",
    "picture-not-read",
    "frame-not-read",
    "attachment-not-read",
    "page-not-read",
    "page-turned",
    "read-by-ocr",
    "watermark",
    # of a report's text
    "repaired-text",
    "instruction",
    "unowned",
    "long-sentence",
    # of its tables
    "row-long",
    "row-short",
    "realigned",
    "masked-label",
    "unknown-rows",
    "printed-twice",
    "split-columns",
    "undivided-rows",
    "search-stopped",
    "several-readings",
    "came-apart",
    "not-searched",
    "rows-outside",
    "headless-rows",
    "unreadable-cell",
    # of the model
    "bad-answer",
    "question-refused",
    "model-unreachable",
    "not-asked",
    "too-long-to-ask",
    # of what was decided
    "disputed",
    "narrative-differs",
    "denied-too",
    "identity-broken-by-report",
    "identity-suspect-reading",
    "identity-explained",
    "identity-not-demanded",
    "smallest-change",
    "no-statistics",
    "not-identified",
]
Detail = Union[str, int, float, None, tuple["Detail", ...], "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was taken, refused or decided: an id, and what fills in its wording in schemas/messages.yaml."""

    id: ReasonId
    details: tuple[tuple[str, Detail], ...] = ()

    @classmethod
    def of(cls, id: ReasonId, /, **details: Detail) -> Reason:
        """The reason with its details by name."""
        return cls(id, tuple(details.items()))


@dataclass(frozen=True, slots=True)
class TableCell:
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands. `text` is document.text[start:end]; `mark` is the number's own span in it,
    or the words of none."""

    kind: Literal["sentence", "cell"]
    ref: str
    start: int
    end: int
    text: str
    mark: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
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


@dataclass(frozen=True, slots=True)
class Decision:
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


@dataclass(frozen=True)
class Sentence:
    """A numbered sentence. `text` is folded for reading (half-width digits and punctuation, simplified
    script, no line breaks); `places[i]` is the document offset of its i-th character."""

    number: int
    text: str
    start: int
    end: int
    section: str
    paragraph: int
    places: tuple[int, ...] = field(repr=False, default=())
    trusted: bool = True  # False: stands behind an instruction in its paragraph

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Document offsets of the characters text[start:end]."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True)
class Segments:
    """A report cut into what readers read: its tables, and the sentences outside them."""

    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]


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
