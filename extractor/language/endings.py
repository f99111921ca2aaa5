"""Patterns at the end of a text: what stands right before a number or a name.

Such a pattern is asked before every number and every name, and seldom fits: it is sought only behind a character that it
can end with.
"""

from __future__ import annotations

import re

from extractor.language.clauses import fill_in, to_pattern
from extractor.language.cues import GROUP
from extractor.language.expressions import (
    ESCAPED,
    MAY_LACK,
    Choice,
    Choices,
    Group,
    Part,
    parse_expression,
)

Lasts = frozenset[str] | None  # characters, "" for nothing at all; None: any
REACH = 24  # characters before a place in which it is looked for, not from the start
LOOKS = re.compile(r"\(\?<?[=!]")  # ahead or back, which takes no room
PLAIN_CLASS = re.compile(r"\[[^\]\\^-][^\]\\-]*\]")
NO_ROOM = frozenset({"^", "$", r"\b", r"\Z"})
NOTHING = frozenset({""})


class Ending:
    """A pattern that ends the text."""

    def __init__(self, pattern: str) -> None:
        self.pattern = to_pattern(f"(?:{pattern})$")
        lasts = _lasts(parse_expression(fill_in(pattern)))
        # `$` fits before a line's end, too.
        self.lasts = None if lasts is None or "" in lasts else lasts | {"\n"}

    def search(self, text: str) -> re.Match[str] | None:
        """Where it begins that ends the text."""
        return self.pattern.search(text) if self.lasts is None or text[-1:] in self.lasts else None

    def before(self, text: str, at: int) -> re.Match[str] | None:
        """Where it ends what stands before `at`."""
        may_be = self.lasts is None or text[at - 1 : at] in self.lasts
        return self.pattern.search(text, max(0, at - REACH), at) if may_be else None


def _lasts(choices: Choices) -> Lasts:
    """What the choices end with."""
    found: Lasts = frozenset()
    for choice in choices:
        found = _either(found, _last_of(choice))
    return found


def _last_of(choice: Choice) -> Lasts:
    lasts: Lasts = NOTHING
    for part, times in choice:
        own = _end_of(part)
        if own is not None and MAY_LACK.match(times):
            own |= NOTHING
        lasts = _either(own - NOTHING, lasts) if own is not None and "" in own else own
    return lasts


def _end_of(part: Part) -> Lasts:
    if isinstance(part, Group):
        known = _lasts(part.choices) if GROUP.fullmatch(part.head) else None  # what is of no one case
        return NOTHING if LOOKS.match(part.head) else known
    if part in NO_ROOM:
        return NOTHING
    if PLAIN_CLASS.fullmatch(part):
        return frozenset(part[1:-1])
    if ESCAPED.fullmatch(part):
        return frozenset(part[1])
    return frozenset(part) if len(part) == 1 and part != "." else None


def _either(one: Lasts, other: Lasts) -> Lasts:
    return None if one is None or other is None else one | other
