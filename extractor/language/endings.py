"""Patterns at the end of a text: what stands right before a number or a name.

Such a pattern is asked before every number and every name, and seldom fits: it is sought only behind a character that it
can end with.
"""

from __future__ import annotations

import re
from collections import deque

from extractor.language.clauses import fill_in, to_pattern
from extractor.language.cues import ESCAPED, GROUP, MAY_LACK, QUANTIFIER, TOKEN

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
        lasts = _Reader(fill_in(pattern)).choices()
        # `$` fits before a line's end, too.
        self.lasts = None if lasts is None or "" in lasts else lasts | {"\n"}

    def search(self, text: str) -> re.Match[str] | None:
        """Where it begins that ends the text."""
        return self.pattern.search(text) if self.lasts is None or text[-1:] in self.lasts else None

    def before(self, text: str, at: int) -> re.Match[str] | None:
        """Where it ends what stands before `at`."""
        may_be = self.lasts is None or text[at - 1 : at] in self.lasts
        return self.pattern.search(text, max(0, at - REACH), at) if may_be else None


class _Reader:
    """Reads a pattern from left to right for what it may end with."""

    def __init__(self, pattern: str) -> None:
        self.tokens = deque(TOKEN.findall(pattern))

    def choices(self) -> Lasts:
        """What the choices end with, up to the bracket that closes them."""
        found = self._choice()
        while self.tokens and self.tokens.popleft() == "|":
            found = _either(found, self._choice())
        return found

    def _choice(self) -> Lasts:
        lasts: Lasts = NOTHING
        while self.tokens and self.tokens[0] not in ("|", ")"):
            own = self._part(self.tokens.popleft())
            times = self.tokens.popleft() if self.tokens and QUANTIFIER.match(self.tokens[0]) else ""
            if own is not None and MAY_LACK.match(times):
                own |= NOTHING
            lasts = _either(own - NOTHING, lasts) if own is not None and "" in own else own
        return lasts

    def _part(self, token: str) -> Lasts:
        if token.startswith("("):
            own = self.choices()
            known = own if GROUP.fullmatch(token) else None  # what is of no one case
            return NOTHING if LOOKS.match(token) else known
        if token in NO_ROOM:
            return NOTHING
        if PLAIN_CLASS.fullmatch(token):
            return frozenset(token[1:-1])
        if ESCAPED.fullmatch(token):
            return frozenset(token[1])
        return frozenset(token) if len(token) == 1 and token != "." else None


def _either(one: Lasts, other: Lasts) -> Lasts:
    return None if one is None or other is None else one | other
