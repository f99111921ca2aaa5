"""Declarations of style sheets split into single properties: shorthands, other names, keywords for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from tinycss2 import parse_blocks_contents
from tinycss2.ast import Declaration

from extractor.loading.css_properties import OVERFLOWS, READERS, Declared, Pending, Value, Wide
from extractor.loading.css_values import (
    EDGE_SIDES,
    Colour,
    Length,
    Token,
    call,
    colour,
    number,
    significant,
    word,
)

Pairs = Iterator[tuple[str, Value]]

WIDE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
KEPT = 1_000  # characters; what is longer hardly comes twice
MAX_NESTING = 20
PLAIN = re.compile(r"""[^\\"'(){}\[\]@/*<]*""")
# Other names of the same properties, in a page that is written from left to right.
ALIASES = {
    "inline-size": "width", "block-size": "height", "max-inline-size": "max-width", "max-block-size": "max-height",
    "min-inline-size": "min-width", "min-block-size": "min-height", "inset-inline-start": "left",
    "inset-inline-end": "right", "inset-block-start": "top", "inset-block-end": "bottom",
    "margin-inline-start": "margin-left", "margin-block-start": "margin-top",
    "overflow-inline": "overflow-x", "overflow-block": "overflow-y", "-webkit-transform": "transform",
    "-webkit-clip-path": "clip-path", "-webkit-filter": "filter", "-webkit-opacity": "opacity",
    "-webkit-text-decoration": "text-decoration", "-webkit-text-decoration-line": "text-decoration-line",
}  # fmt: skip
FONT_SYSTEMS = frozenset({"caption", "icon", "menu", "message-box", "small-caption", "status-bar"})
EDGES = ("top", "right", "bottom", "left")


def read_style(text: str) -> tuple[Declared, ...]:
    """What a style attribute declares."""
    if not PLAIN.fullmatch(text):
        return _read_known(text)
    # Without brackets, strings and escapes, declarations end at the semicolons; few of them have to do with seeing.
    return tuple(chain.from_iterable(map(_read_known, filter(_is_known, text.split(";")))))


def _read_known(text: str) -> tuple[Declared, ...]:
    return _read_and_keep(text) if len(text) < KEPT else _read(text)


@lru_cache(maxsize=4096)
def _read_and_keep(text: str) -> tuple[Declared, ...]:
    return _read(text)


def _read(text: str) -> tuple[Declared, ...]:
    return read_declarations(parse_blocks_contents(text, skip_comments=True, skip_whitespace=True))


def _is_known(declaration: str) -> bool:
    name = declaration.partition(":")[0].strip().lower()
    name = ALIASES.get(name, name)
    return name in READERS or name in SHORTHANDS or name.startswith("--")


def read_declarations(nodes: Iterable[Token]) -> tuple[Declared, ...]:
    """The declarations among the nodes that are valid, each split into single properties."""
    found: list[Declared] = []
    for node in nodes:
        if isinstance(node, Declaration):
            name, tokens = _name(node), significant(node.value)
            found.extend(Declared(key, value, node.important) for key, value in read_property(name, tokens))
    return tuple(found)


def read_property(name: str, tokens: Sequence[Token]) -> Pairs:
    """The single properties that a property stands for, with their values."""
    if name.startswith("--"):
        yield name, tuple(tokens)
        return
    if name not in READERS and name not in SHORTHANDS:
        return
    if _has_variable(tokens, MAX_NESTING):
        yield from ((key, Pending(name, tuple(tokens))) for key in SHORTHANDS.get(name, ((name,), None))[0])
    elif len(tokens) == 1 and word(tokens[0]) in WIDE:
        yield from ((key, Wide(word(tokens[0]))) for key in SHORTHANDS.get(name, ((name,), None))[0])
    elif name in SHORTHANDS:
        yield from SHORTHANDS[name][1](tokens)
    elif (value := READERS[name](tokens)) is not None:
        yield name, value


def _name(declaration: Declaration) -> str:
    if declaration.name.startswith("--"):
        return str(declaration.name)
    return ALIASES.get(declaration.lower_name, str(declaration.lower_name))


def _has_variable(tokens: Iterable[Token], nesting: int) -> bool:
    inside = (t.arguments for t in tokens if t.type == "function")
    return any(call(t) == "var" for t in tokens) or (
        nesting > 0 and any(_has_variable(part, nesting - 1) for part in inside)
    )


def _background(tokens: Sequence[Token]) -> Pairs:
    colours = filter(None, map(colour, tokens))
    yield "background-color", next(colours, Colour(None, 0.0))
    yield "background-image", bool(READERS["background-image"](tokens))


def _font(tokens: Sequence[Token]) -> Pairs:
    if len(tokens) == 1 and word(tokens[0]) in FONT_SYSTEMS:
        yield "font-size", Length(13.0, "px")
    for i, token in enumerate(tokens):
        # A plain number is a weight, unless it is nought or a line height follows it.
        is_weight = token.type == "number" and number(token) and tokens[i + 1 : i + 2] != ["/"]
        size = None if is_weight else READERS["font-size"]([token])
        if size is not None:
            yield "font-size", size
            return


def _edges(pattern: str) -> Callable[[Sequence[Token]], Pairs]:
    def read(tokens: Sequence[Token]) -> Pairs:
        values = [READERS["top"]([token]) for token in tokens]
        if 0 < len(values) <= 4 and None not in values:
            for edge, i in zip(EDGES, EDGE_SIDES[len(values) - 1], strict=True):
                name, value = pattern.format(edge), values[i]
                if name in READERS and value is not None:
                    yield name, value

    return read


def _overflow(tokens: Sequence[Token]) -> Pairs:
    words = list(map(word, tokens))
    if 0 < len(words) <= 2 and OVERFLOWS.issuperset(words):
        yield "overflow-x", words[0]
        yield "overflow-y", words[-1]


def _decoration(tokens: Sequence[Token]) -> Pairs:
    yield "text-decoration-line", bool(READERS["text-decoration-line"](tokens))


# What stands for several properties: which, and how they are read out of it.
SHORTHANDS: dict[str, tuple[tuple[str, ...], Callable[[Sequence[Token]], Pairs]]] = {
    "background": (("background-color", "background-image"), _background),
    "font": (("font-size",), _font),
    "inset": (EDGES, _edges("{}")),
    "margin": (("margin-left", "margin-top"), _edges("margin-{}")),
    "padding": (tuple(f"padding-{edge}" for edge in EDGES), _edges("padding-{}")),
    "overflow": (("overflow-x", "overflow-y"), _overflow),
    "text-decoration": (("text-decoration-line",), _decoration),
}
