"""A regular expression as a tree, for those who ask what it must hold or may end with."""

from __future__ import annotations

import re
from collections import deque
from typing import NamedTuple

# What a regular expression is made of: an escape, a class, the head of a group, a quantifier, a character.
TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:[:>=!#]|<[=!]|P<\w+>|P=|\(\w+\)|[a-zA-Z-]+[:)])|(?:[*+?]|\{\d*,?\d*\})[?+]?|.",
    re.DOTALL,
)
QUANTIFIER = re.compile(r"[*+?]|\{[\d,]")
MAY_LACK = re.compile(r"[*?]|\{(?:0|,)")
GROUP = re.compile(r"\(|\(\?(?:[:>=]|<=)|\(\?P<\w+>")  # what is looked ahead or back for stands there, too
ESCAPED = re.compile(r"\\[^a-zA-Z0-9]")


class Group(NamedTuple):
    """What stands in brackets, with what opens them: `(`, `(?:`, `(?=`."""

    head: str
    choices: Choices


Part = str | Group  # a token, or a group
Choice = tuple[tuple[Part, str], ...]  # parts in a row, each with its quantifier or ""
Choices = tuple[Choice, ...]


def parse_expression(pattern: str) -> Choices:
    """The choices of the pattern, each with its parts."""
    return _parse_choices(deque(TOKEN.findall(pattern)))


def _parse_choices(tokens: deque[str]) -> Choices:
    """The choices up to the bracket that closes them, which is taken, too."""
    found = [_parse_choice(tokens)]
    while tokens and tokens.popleft() == "|":
        found.append(_parse_choice(tokens))
    return tuple(found)


def _parse_choice(tokens: deque[str]) -> Choice:
    found: list[tuple[Part, str]] = []
    while tokens and tokens[0] not in ("|", ")"):
        token = tokens.popleft()
        part = Group(token, _parse_choices(tokens)) if token.startswith("(") else token
        times = tokens.popleft() if tokens and QUANTIFIER.match(tokens[0]) else ""
        found.append((part, times))
    return tuple(found)
