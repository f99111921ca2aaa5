"""Where a sentence divides: into clauses at borders of known strength, and in them into brackets. Nobody else knows the marks.

`parse` gives the tree of a folded sentence. Patterns of schemas/ name what they may run over by a placeholder, which
`to_pattern` fills in: `<clause>` for a character within a clause, `<words>` for one that is no digit either, `<sentence>`
for one within a sentence or a part of a list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from itertools import islice, takewhile

from extractor.language.edges import begun


class Border(IntEnum):
    """What a mark ends, weakest first."""

    MEMBER = 1  # of an enumeration: no clause ends here
    NAME = 2  # what stands before a colon names what follows
    CLAUSE = 3
    PART = 4  # of a list whose parts are sentences of their own
    SENTENCE = 5


MARKS = {
    "、": Border.MEMBER,
    ":": Border.NAME,
    ",": Border.CLAUSE,
    ";": Border.PART,
    "。": Border.SENTENCE,
    "!": Border.SENTENCE,
    "?": Border.SENTENCE,
}
CLAUSE_ENDS = "".join(mark for mark, border in MARKS.items() if border >= Border.NAME)
SENTENCE_ENDS = "".join(mark for mark, border in MARKS.items() if border >= Border.PART)
PLACEHOLDERS = {
    "<clause>": f"[^{CLAUSE_ENDS}]",
    "<words>": rf"[^{CLAUSE_ENDS}\d]",
    "<sentence>": f"[^{SENTENCE_ENDS}]",
}
BORDER = re.compile(f"[{CLAUSE_ENDS}]")
BRACKET = re.compile(r"\([^()]*\)")
DIGIT = re.compile(r"\d")
HEADING_REACH = 12  # characters before a heading's number that are looked at


@dataclass(frozen=True, slots=True)
class Bracket:
    """text[start:end] is in brackets, and holds no other brackets."""

    start: int
    end: int
    has_digit: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """text[start:end] is a clause, without the mark that ends it, with the brackets that open in it."""

    start: int
    end: int
    border: Border | None  # none at the end of a text without a mark
    brackets: tuple[Bracket, ...]


class Parsed:
    """A sentence with its clauses and brackets. `asides`: 收到申请29件(2010年为18件),当面20件: what such a bracket says
    holds for nothing behind it."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = BRACKET.finditer(text) if "(" in text else ()
        self.brackets = tuple([Bracket(m.start(), m.end(), DIGIT.search(m[0]) is not None) for m in found])
        self.asides = tuple([bracket for bracket in self.brackets if bracket.has_digit])
        self._held: dict[int, bool] = {}

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, left to right, each with its brackets."""
        clauses, start, first = [], 0, 0
        for end in (*self._ends, len(self.text)):
            last = bisect_left(self.brackets, end, first, key=_start)
            border = MARKS.get(self.text[end : end + 1])
            clauses.append(Clause(start, end, border, self.brackets[first:last]))
            start, first = end + 1, last
        return tuple(clauses)

    @cached_property
    def _ends(self) -> list[int]:
        return [mark.start() for mark in BORDER.finditer(self.text)]

    def count_borders(self, start: int, end: int) -> int:
        """How many clauses end in text[start:end]; none does within an aside that is closed there."""
        count = max(bisect_left(self._ends, end) - bisect_left(self._ends, start), 0)
        if count and self.asides:
            first = bisect_left(self.asides, start, key=_start)
            within = takewhile(lambda aside: aside.end <= end, islice(self.asides, first, None))
            count -= sum(bisect_left(self._ends, a.end) - bisect_left(self._ends, a.start) for a in within)
        return count

    def clause_start(self, start: int, end: int) -> int | None:
        """Where the last clause begins that begins in text[start:end] and not at its very start; None where none does."""
        last = bisect_left(self._ends, end) - 1
        return self._ends[last] + 1 if last >= 0 and self._ends[last] >= start else None

    def ends_member(self, at: int) -> bool:
        """Whether an entry of a list, in brackets or not, ends at text[at]."""
        at += self.text.startswith(" ", at)
        mark = self.text[at : at + 1]
        return not mark or mark in "()—" or MARKS.get(mark, Border.NAME) != Border.NAME

    @cached_property
    def plain(self) -> str:
        """The text with blanks in place of the asides."""
        if not self.asides:
            return self.text
        pieces: list[str] = []
        done = 0
        for aside in self.asides:
            pieces += (self.text[done : aside.start], " " * (aside.end - aside.start))
            done = aside.end
        return "".join((*pieces, self.text[done:]))

    def may_say(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is found anywhere, asides blanked or not: what is not need not be sought before each number."""
        held = self._held.get(id(pattern))  # its own hash is worked out anew each time
        if held is None:
            texts = (self.text, self.plain) if self.asides else (self.text,)
            held = self._held[id(pattern)] = any(map(pattern.search, texts))
        return held

    def before(self, at: int) -> str:
        """text[:at] with blanks in place of the asides that are closed there."""
        if not self.asides:
            return self.text[:at]
        last = bisect_left(self.asides, at, key=_start) - 1
        if last < 0 or self.asides[last].end <= at:
            return self.plain[:at]
        return self.plain[: self.asides[last].start] + self.text[self.asides[last].start : at]


def _start(bracket: Bracket) -> int:
    return bracket.start


def parse(text: str) -> Parsed:
    """The sentence as a tree."""
    return Parsed(text)


def split_clauses(text: str) -> list[str]:
    """The clauses of a part of a sentence."""
    return BORDER.split(text)


def last_clause(text: str) -> str:
    """The last clause of a part of a sentence, as far as it goes."""
    return text[max(map(text.rfind, CLAUSE_ENDS)) + 1 :]


def ends_list_part(text: str) -> bool:
    """Whether the text goes on in the next part of a list."""
    return MARKS.get(text[-1:]) == Border.PART


def opens_clause(text: str, at: int) -> bool:
    """Whether text[at] is the first character of a clause, but for a blank."""
    before = text[max(0, at - 2) : at]
    return (before[:-1] if before.endswith(" ") else before)[-1:] in CLAUSE_ENDS


def opens_entry(text: str, at: int) -> bool:
    """Whether nothing but blanks, pipes and opened brackets stands between text[at] and the start of its clause."""
    window = text[max(0, at - HEADING_REACH) : at].rstrip(" (|")
    return window[-1] in CLAUSE_ENDS if window else at <= HEADING_REACH


@cache
def to_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern with its placeholders filled in."""
    expression = fill_in(pattern)
    return re.compile(expression if flags else begun(expression), flags)


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Any of the patterns, the first that fits."""
    return to_pattern("|".join(f"(?:{pattern})" for pattern in patterns))


def fill_in(pattern: str) -> str:
    """The regular expression that a pattern of schemas/ stands for."""
    for placeholder, characters in PLACEHOLDERS.items():
        pattern = pattern.replace(placeholder, characters)
    return pattern
