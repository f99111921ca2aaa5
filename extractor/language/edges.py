"""What a pattern can begin or end with: where no such character stands it need not be tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from extractor.language.expressions import (
    ESCAPED,
    GROUP,
    MAY_LACK,
    Choice,
    Choices,
    Group,
    Part,
    parse_expression,
)

# Characters, ranges and kinds of characters, as they stand in a class; "" for nothing at all. None: it may be anything.
Edge = frozenset[str] | None
LOOKS = re.compile(r"\(\?<?[=!]")  # ahead or back, which takes no room
NO_ROOM = frozenset({"^", "$", r"\b", r"\Z"})
ONE = r"[^\]\\^-]"
CLASS = re.compile(rf"\[((?:{ONE}-{ONE}|{ONE}|\\[dsw])+)\]")
IN_CLASS = re.compile(rf"{ONE}-{ONE}|\\.|.", re.DOTALL)
KINDS = frozenset({r"\d", r"\s", r"\w"})  # of characters
NOTHING = frozenset({""})


def begun(expression: str) -> str:
    """The expression so that it is tried only where a character stands that it can begin with. Python does that itself
    where each choice begins with a character of its own, and is slow where one begins with a look back or a group."""
    choices = parse_expression(expression)
    first = first_of(choices)
    if first is None or "" in first or _begins_plainly(choices):
        return expression
    return f"(?=[{''.join(map(_in_class, sorted(first)))}])(?:{expression})"


def _begins_plainly(choices: Choices) -> bool:
    return all(choice and _is_plain(*choice[0], alone=len(choices) == 1) for choice in choices)


def _is_plain(part: Part, times: str, *, alone: bool) -> bool:
    if isinstance(part, Group):
        return part.head == "(?:" and not times and len(part.choices) == 1 and _begins_plainly(part.choices)
    is_character = len(part) == 1 or ESCAPED.fullmatch(part) is not None
    is_class = part in KINDS or CLASS.fullmatch(part) is not None
    return not MAY_LACK.match(times) and (is_character or (alone and is_class))


def _in_class(piece: str) -> str:
    return re.escape(piece) if len(piece) == 1 else piece


def first_of(choices: Choices) -> Edge:
    """What each fit of the choices begins with, looking ahead and back aside."""
    return _edge(choices, tuple)


def last_of(choices: Choices) -> Edge:
    """What it ends with."""
    return _edge(choices, lambda choice: tuple(reversed(choice)))


def _edge(choices: Choices, turn: Callable[[Choice], Choice]) -> Edge:
    return _any_of(_edge_of(turn(choice), turn) for choice in choices)


def _edge_of(choice: Choice, turn: Callable[[Choice], Choice]) -> Edge:
    """That of parts in a row: of the first, and of the next as long as there may be nothing of those before."""
    found = NOTHING
    for part, times in choice:
        own = _part_edge(part, turn)
        if own is None:
            return None
        found = (found - NOTHING) | (own | NOTHING if MAY_LACK.match(times) else own)
        if "" not in found:
            break
    return found


def _part_edge(part: Part, turn: Callable[[Choice], Choice]) -> Edge:
    if isinstance(part, Group):
        if LOOKS.match(part.head):
            return NOTHING
        return _edge(part.choices, turn) if GROUP.fullmatch(part.head) else None  # what is of no one case
    if part in NO_ROOM:
        return NOTHING
    if one_of := CLASS.fullmatch(part):
        return frozenset(IN_CLASS.findall(one_of[1]))
    if ESCAPED.fullmatch(part):
        return frozenset(part[1])
    return frozenset({part}) if part in KINDS or (len(part) == 1 and part != ".") else None


def _any_of(edges: Iterable[Edge]) -> Edge:
    found: frozenset[str] = frozenset()
    for edge in edges:
        if edge is None:
            return None
        found |= edge
    return found
