"""The ids that records carry and results print; their wording is in schemas/messages.yaml and its neighbours."""

from __future__ import annotations

from typing import Literal

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
    "several-rows",
    "no-number",
    "sign-of-change",
    "words-of-change",
    "foreign-unit",
    "fraction",
    "two-numbers",
    "several-partings",
]
Amendment = Literal[
    "correction", "corrected"
]  # of a number by the report itself: what it ought to be, and was
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
Damage = Literal[  # what a text lost or gained on its way
    "fused-date",
    "spaced-number",
    "masked",
    "meaningless",
    "illegible",
    "broken-number",
    "lettered",
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
    Rule
    | Ground
    | Refusal
    | Rejection
    | Flaw
    | Amendment
    | Unowned
    | Hiding
    | Unstyled
    | Unread
    | Turn
    | Damage
    | Part
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
    "taken-wholes",
    "undivided-rows",
    "search-stopped",
    "several-readings",
    "came-apart",
    "not-searched",
    "other-year-table",
    "part-table",
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
    "corrected-number",
    "identity-broken-by-report",
    "identity-suspect-reading",
    "identity-explained",
    "identity-not-demanded",
    "smallest-change",
    "no-statistics",
    "not-identified",
]
