"""Which properties can hide text on a page at all, by the values that occur on it: no others are looked into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from extractor.loading.css_properties import Declared, Pending, Value, Wide
from extractor.loading.css_values import BLACK, OPAQUE, WHITE, Colour, Length, Shift

SMALL = 3.0  # pixels; neither text nor a box of less is seen
FAR = 500.0  # pixels outside of the window
FAR_INDENT = 150.0
FAR_RIGHT = 4000.0  # a page that is seen by scrolling sideways is narrower
NEAR = 0.08  # of the range of each of red, green and blue; what differs by less cannot be told apart
MANY_PAIRS = 10_000  # of colours of text and ground
LINK = Colour((0.0, 0.0, 0.93))

OFFSETS = ("position", "left", "right", "top", "bottom", "margin-left", "margin-top", "transform", "width")
BOX = (
    "overflow-x", "overflow-y", "height", "width", "max-height", "max-width", "min-height", "min-width",
    "padding-top", "padding-right", "padding-bottom", "padding-left", "display", "position", "float",
)  # fmt: skip
SIDES = frozenset({"height", "width", "max-height", "max-width"})
COLOURS = ("color", "-webkit-text-fill-color", "background-color", "background-image")


def near(text: Colour, behind: Colour) -> bool:
    """Whether text in a colour is not seen on another."""
    if text.rgb is None or behind.rgb is None:
        return False
    return all(abs(a - b) * text.alpha < NEAR for a, b in zip(text.rgb, behind.rgb, strict=True))


class Risks(NamedTuple):
    """What can hide text on a page: declarations that do, and the properties that tell whether they do it."""

    declared: frozenset[tuple[str, Value]]
    properties: frozenset[str]

    def holds(self, declared: Iterable[Declared]) -> bool:
        """Whether one of the declarations can hide text."""
        return any(
            isinstance(d.value, Pending) or (d.name, d.value) in self.declared
            for d in declared
            if d.name[:2] != "--"
        )


def find_risks(declared: Iterable[Declared]) -> Risks:
    """What can hide text on a page of which this is all that is declared."""
    given = [d for d in declared if not d.name.startswith("--")]
    pending = {d.name for d in given if isinstance(d.value, Pending)}
    pairs = {(d.name, d.value) for d in given if not isinstance(d.value, Pending)}
    risks = [
        (pair, needed)
        for pair in pairs
        for test, names, needed in RISKS
        if pair[0] in names and test(pair[1])
    ]
    if any(map(_clips, pairs)):
        risks.extend((pair, BOX) for pair in pairs if pair[0] in SIDES and _is_small(pair[1]))
    colours = {(name, value) for name, value in pairs if isinstance(value, Colour)}
    risks.extend((pair, COLOURS) for pair in _blending(colours))
    groups = (*((names, needed) for _, names, needed in RISKS), (BOX, BOX), (COLOURS, COLOURS))
    unknown = {name for names, needed in groups if pending.intersection(names) for name in needed}
    return Risks(
        frozenset(pair for pair, _ in risks),
        frozenset(name for _, needed in risks for name in needed) | unknown,
    )


def _clips(pair: tuple[str, Value]) -> bool:
    """Whether what does not fit into a box is cut off; else it is seen beside the box."""
    return pair[0] in ("overflow-x", "overflow-y") and pair[1] != "visible"


def _blending(pairs: Collection[tuple[str, Colour]]) -> Iterator[tuple[str, Value]]:
    """The colours of text that a page without colours makes invisible, and the grounds that do it to others."""
    grounds = {colour for name, colour in pairs if name == "background-color" and colour.alpha}
    texts = {BLACK, *(colour for name, colour in pairs if name != "background-color")}
    faint = {text for text in texts if text.alpha < OPAQUE or near(text, WHITE)}
    is_open = len(texts) * len(grounds) > MANY_PAIRS
    for name, colour in pairs:
        if name != "background-color":
            if colour in faint:
                yield name, colour
        elif colour.alpha and (
            is_open or colour.alpha < 1 or any(near(text, colour) for text in texts - faint)
        ):
            yield name, colour


def _is_far(value: Value) -> bool:
    if not isinstance(value, Length):
        return False
    return abs(value.size) >= 50 if value.unit == "%" else abs(value.to_pixels()) >= FAR


def _is_far_indent(value: Value) -> bool:
    if not isinstance(value, Length):
        return False
    return abs(value.size) >= 10 if value.unit == "%" else abs(value.to_pixels()) >= FAR_INDENT


def _is_small(value: Value) -> bool:
    return isinstance(value, Length) and value.size < SMALL


def _is_small_font(value: Value) -> bool:
    if not isinstance(value, Length):
        return False
    # In shares of the font around it, a font may become smaller again and again.
    return value.size < {"px": SMALL, "%": 100.0}.get(value.unit, 1.0)


def _moves(value: Value) -> bool:
    return isinstance(value, Shift) and (value.is_flat or _is_far(value.x) or _is_far(value.y))


def _is(*values: Value) -> Callable[[Value], bool]:
    return lambda value: value in values and not isinstance(value, Wide)


# What makes a value a risk, of which properties, and which properties tell whether it hides something.
RISKS: tuple[tuple[Callable[[Value], bool], tuple[str, ...], tuple[str, ...]], ...] = (
    (_is("none"), ("display",), ("display",)),
    (_is("hidden", "collapse"), ("visibility",), ("visibility",)),
    (_is("hidden"), ("content-visibility",), ("content-visibility",)),
    (lambda value: isinstance(value, float) and value < OPAQUE, ("opacity",), ("opacity",)),
    (_is(True), ("filter",), ("filter",)),
    (_is_small_font, ("font-size",), ("font-size",)),
    (_is_far_indent, ("text-indent",), ("text-indent", "padding-left", "margin-left", "font-size")),
    (_is(True), ("clip",), ("clip", "position")),
    (_is(True), ("clip-path",), ("clip-path",)),
    (_moves, ("transform", "scale"), (*OFFSETS, "scale", "font-size")),
    (_is_far, ("left", "right", "top", "bottom", "margin-left", "margin-top"), (*OFFSETS, "font-size")),
    (_is(True), ("text-decoration-line",), ("text-decoration-line",)),
    (_is(True), ("vertical-align",), ("vertical-align", "display")),
)
