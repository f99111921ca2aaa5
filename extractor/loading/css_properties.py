"""The properties that decide whether text is seen, and how their values are read; a wrong value is None."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.loading.css_values import (
    OPAQUE,
    SIZES,
    ZERO,
    Colour,
    Length,
    Shift,
    Token,
    arguments,
    call,
    colour,
    is_nothing_left,
    length,
    number,
    transform,
    word,
)


class Wide(NamedTuple):
    """A keyword that every property takes: where its value comes from instead."""

    keyword: str


class Pending(NamedTuple):
    """A declaration with variables, to be read where their values are known."""

    name: str
    tokens: tuple[Token, ...]


Value = str | float | bool | Length | Colour | Shift | Wide | Pending | tuple[Token, ...]


class Declared(NamedTuple):
    """What a declaration says of one property."""

    name: str
    value: Value
    is_important: bool = False


Reader = Callable[[Sequence[Token]], Value | None]

INLINE = frozenset({"inline", "ruby"})
DISPLAYS = INLINE | {
    "none", "block", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "table", "inline-table",
    "table-row", "table-cell", "table-row-group", "table-header-group", "table-footer-group", "table-caption",
    "table-column", "table-column-group", "list-item", "flow-root", "flow", "contents", "run-in", "-webkit-box",
    "-webkit-flex", "-webkit-inline-box", "-ms-flexbox",
}  # fmt: skip
OVERFLOWS = frozenset({"visible", "hidden", "clip", "scroll", "auto", "overlay"})
IMAGES = ("gradient", "image", "image-set", "cross-fade", "element", "paint")
EDGES = ("top", "right", "bottom", "left")


def _keyword(words: frozenset[str]) -> Reader:
    def read(tokens: Sequence[Token]) -> Value | None:
        return word(tokens[0]) if len(tokens) == 1 and word(tokens[0]) in words else None

    return read


def _display(tokens: Sequence[Token]) -> Value | None:
    words = list(map(word, tokens))
    if not words or not DISPLAYS.issuperset(words):
        return None
    return (
        words[0] if (words[0] in INLINE and len(words) < 2) or words[0] in ("none", "contents") else "block"
    )


def _opacity(tokens: Sequence[Token]) -> Value | None:
    return number(tokens[0]) if len(tokens) == 1 else None


def _length(tokens: Sequence[Token]) -> Value | None:
    """A length, or 'auto' for what only a layout would tell."""
    if len(tokens) != 1:
        return None
    found = length(tokens[0])
    return found if found else "auto" if word(tokens[0]) or call(tokens[0]) else None


def _font_size(tokens: Sequence[Token]) -> Value | None:
    name = word(tokens[0]) if len(tokens) == 1 else ""
    if name in SIZES:
        return Length(SIZES[name], "px")
    if name in ("larger", "smaller"):
        return Length(1.2 if name == "larger" else 1 / 1.2, "em")
    found = length(tokens[0]) if len(tokens) == 1 else None
    return found if found and found.size >= 0 else None


def _colour(tokens: Sequence[Token]) -> Value | None:
    if len(tokens) == 1 and word(tokens[0]) == "currentcolor":
        return Wide("inherit")
    return colour(tokens[0]) if len(tokens) == 1 else None


def _image(tokens: Sequence[Token]) -> Value | None:
    return any(
        token.type == "url" or call(token) == "url" or call(token).endswith(IMAGES) for token in tokens
    )


def _indent(tokens: Sequence[Token]) -> Value | None:
    return next(filter(None, map(length, tokens)), None)


def _clip(tokens: Sequence[Token]) -> Value | None:
    return bool(tokens) and any(map(is_nothing_left, tokens))


def _filter(tokens: Sequence[Token]) -> Value | None:
    """Whether a filter leaves nothing to see."""
    clear = (number(arguments(t)[0]) for t in tokens if call(t) == "opacity" and arguments(t))
    return any(value is not None and value < OPAQUE for value in clear)


def _scale(tokens: Sequence[Token]) -> Value | None:
    values = [number(token) for token in tokens]
    return Shift(any(value is not None and abs(value) < 0.02 for value in values[:2]), ZERO, ZERO)


def _line_through(tokens: Sequence[Token]) -> Value | None:
    return any(word(token) == "line-through" for token in tokens)


def _raising(tokens: Sequence[Token]) -> Value | None:
    return len(tokens) == 1 and word(tokens[0]) in ("super", "sub")


READERS: dict[str, Reader] = {
    "display": _display,
    "visibility": _keyword(frozenset({"visible", "hidden", "collapse"})),
    "content-visibility": _keyword(frozenset({"visible", "hidden", "auto"})),
    "opacity": _opacity,
    "filter": _filter,
    "font-size": _font_size,
    "color": _colour,
    "-webkit-text-fill-color": _colour,
    "background-color": _colour,
    "background-image": _image,
    "position": _keyword(frozenset({"static", "relative", "absolute", "fixed", "sticky"})),
    "float": _keyword(frozenset({"none", "left", "right"})),
    "text-indent": _indent,
    "clip": _clip,
    "clip-path": _clip,
    "transform": transform,
    "scale": _scale,
    "text-decoration-line": _line_through,
    "vertical-align": _raising,
    "overflow-x": _keyword(OVERFLOWS),
    "overflow-y": _keyword(OVERFLOWS),
    **dict.fromkeys(EDGES, _length),
    **dict.fromkeys(("height", "width", "max-height", "max-width", "min-height", "min-width"), _length),
    **dict.fromkeys(("margin-left", "margin-top", *(f"padding-{edge}" for edge in EDGES)), _length),
}
