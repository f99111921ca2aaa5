"""Patterns at the end of a text: what stands right before a number or a name.

Such a pattern is asked before every number and every name, and seldom fits: it is sought only behind a character that it
can end with.
"""

from __future__ import annotations

import re

from extractor.language.clauses import fill_in, to_pattern
from extractor.language.edges import last_of
from extractor.language.expressions import parse_expression

REACH = 24  # characters before a place in which it is looked for, not from the start


class Ending:
    """A pattern that ends the text."""

    def __init__(self, pattern: str) -> None:
        self.pattern = to_pattern(f"(?:{pattern})$")
        lasts = last_of(parse_expression(fill_in(pattern)))
        is_told = lasts is not None and all(len(last) == 1 for last in lasts)
        self.lasts = lasts | {"\n"} if lasts and is_told else None  # `$` fits before a line's end, too

    def search(self, text: str) -> re.Match[str] | None:
        """Where it begins that ends the text."""
        return self.pattern.search(text) if self.lasts is None or text[-1:] in self.lasts else None

    def before(self, text: str, at: int) -> re.Match[str] | None:
        """Where it ends what stands before `at`."""
        may_be = self.lasts is None or text[at - 1 : at] in self.lasts
        return self.pattern.search(text, max(0, at - REACH), at) if may_be else None
