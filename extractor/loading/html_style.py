"""How the text of an element looks: what style sheets, attributes and the elements around it make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree
from tinycss2.ast import FunctionBlock, Node

from extractor.ids import Hiding
from extractor.loading.css_declarations import read_property
from extractor.loading.css_elements import Overwork, Work
from extractor.loading.css_matching import Fit
from extractor.loading.css_properties import Declared, Pending, Value, Wide
from extractor.loading.css_risks import FAR_INDENT, LINK, SMALL, near
from extractor.loading.css_values import (
    BLACK,
    OPAQUE,
    WHITE,
    WINDOW,
    Colour,
    Length,
    attribute_colour,
    call,
    significant,
)
from extractor.loading.html_boxes import box_to_reason

Element = etree._Element
Values = Mapping[str, Value]

STRUCK_TAGS = frozenset({"s", "strike", "del"})
UNSHOWN_TAGS = frozenset({"noframes", "noembed", "rp"})
# The elements, and the attributes of others, that say something of how their text looks.
DEFAULT_TAGS = STRUCK_TAGS | UNSHOWN_TAGS | {"details", "dialog", "small", "a"}
DEFAULT_ATTRIBUTES = frozenset({"hidden", "popover", "bgcolor", "color", "text", "background"})
MAX_SUBSTITUTED = 1_000  # tokens that the variables of one declaration stand for
MAX_NESTING = 10
# What `initial` means where it is not what an element has without any declaration.
INITIAL: dict[str, Value] = {
    "display": "inline",
    "visibility": "visible",
    "font-size": Length(16.0, "px"),
    "color": BLACK,
    "text-indent": Length(0.0, "px"),
}
INHERITED = frozenset({"visibility", "font-size", "color", "-webkit-text-fill-color", "text-indent"})


class Look(NamedTuple):
    """How text directly in an element looks; what an element hands on to those in it."""

    gone: Hiding | None = None  # what hides the element with all that is in it
    is_visible: bool = True
    font: float = 16.0
    colour: Colour = BLACK
    fill: Colour | None = None
    ground: Colour | None = WHITE  # behind the text; None where a picture is
    indent: float = 0.0
    is_struck: bool = False
    is_raised: bool = False
    variables: Mapping[str, Sequence[Node]] = MappingProxyType({})

    def hides_text(self) -> Hiding | None:
        """What hides text that looks like this, as it is declared in style sheets; None where it is seen."""
        if self.gone or not self.is_visible:
            return self.gone or "visibility"
        if self.font < SMALL:
            return "font-size"
        if self.indent <= -FAR_INDENT or self.indent >= WINDOW:
            return "text-indent"
        return "color" if self._blends() else None

    def _blends(self) -> bool:
        colour = self.fill or self.colour
        if colour.alpha < OPAQUE:
            return True
        return self.ground is not None and near(colour, self.ground)


PLAIN = Look()


def _over(colour: Colour, ground: Colour) -> Colour:
    """The colour as it comes out on what is behind it."""
    if colour.alpha >= 1 or colour.rgb is None or ground.rgb is None:
        return colour
    a = colour.alpha
    red, green, blue = (a * c + (1 - a) * g for c, g in zip(colour.rgb, ground.rgb, strict=True))
    return Colour((red, green, blue))


def element_to_defaults(element: Element) -> Iterator[Declared]:
    """What the element's name and its older attributes declare, before any style sheet."""
    tag, attributes = element.tag, element.attrib
    is_shut = (tag == "dialog" and "open" not in attributes) or tag in UNSHOWN_TAGS
    if is_shut or "hidden" in attributes or "popover" in attributes:
        yield Declared("display", "none")
    if tag in STRUCK_TAGS:
        yield Declared("text-decoration-line", True)
    if tag == "small":
        yield Declared("font-size", Length(1 / 1.2, "em"))
    if tag == "a" and "href" in attributes:
        yield Declared("color", LINK)
    yield from _attribute_colours(element)


def _attribute_colours(element: Element) -> Iterator[Declared]:
    names = {"bgcolor": "background-color", "color": "color", "text": "color"}
    for attribute, name in names.items():
        given = element.get(attribute)
        if given and (attribute == "bgcolor" or (element.tag == "font") == (attribute == "color")):
            found = attribute_colour(given)
            if found and (attribute != "text" or element.tag == "body"):
                yield Declared(name, found)
    if element.get("background"):
        yield Declared("background-image", True)


def cascade(defaults: Iterable[Declared], fits: Sequence[Fit], own: Sequence[Declared]) -> dict[str, Value]:
    """What holds of all that is declared for an element; `fits` has the weakest rule first, `own` is its attribute."""
    first = {d.name: d.value for d in defaults}
    values = dict(first)
    layered = [d for fit in fits if fit.is_layered for d in fit.declared]
    free = [d for fit in fits if not fit.is_layered for d in fit.declared]
    plain = (d for group in (layered, free, own) for d in group if not d.is_important)
    strong = (d for group in (free, layered, own) for d in group if d.is_important)
    for declared in (*plain, *strong):
        values[declared.name] = declared.value
    return {
        name: value for name, given in values.items() if (value := _given(name, given, first)) is not None
    }


def _given(name: str, value: Value, first: Mapping[str, Value]) -> Value | None:
    """The value, or what a keyword that every property takes puts in its place."""
    if not isinstance(value, Wide):
        return value
    if value.keyword.startswith("revert"):
        return first.get(name)
    is_kept = value.keyword == "inherit" or (value.keyword == "unset" and name in INHERITED)
    return None if is_kept else INITIAL.get(name)


def to_look(around: Look, values: dict[str, Value], element: Element) -> Look:
    """How an element looks that stands in another and has these values."""
    variables = around.variables
    own = {name: value for name, value in values.items() if name.startswith("--")}
    if own:
        variables = MappingProxyType({**variables, **own})  # type: ignore[dict-item]
    if any(isinstance(value, Pending) for value in values.values()):
        values = _resolved(values, variables)
    font = _font(around.font, values.get("font-size"))
    colour, fill = values.get("color"), values.get("-webkit-text-fill-color")
    return around._replace(
        gone=around.gone or box_to_reason(values, font, element.tag),
        is_visible=values["visibility"] == "visible" if "visibility" in values else around.is_visible,
        font=font,
        colour=colour if isinstance(colour, Colour) else around.colour,
        fill=fill if isinstance(fill, Colour) else around.fill,
        ground=_ground(values, around.ground),
        indent=_indent(values, font, around.indent),
        is_struck=around.is_struck or values.get("text-decoration-line") is True,
        is_raised=around.is_raised or values.get("vertical-align") is True,
        variables=variables,
    )


def _font(around: float, value: Value | None) -> float:
    return value.to_pixels(around, around) if isinstance(value, Length) else around


def _ground(values: Values, around: Colour | None) -> Colour | None:
    """What is behind the element's text: its own colour, on what is behind the element."""
    own = values.get("background-color")
    if values.get("background-image") is True:
        return None
    if not isinstance(own, Colour) or own.alpha < OPAQUE:
        return around
    return _over(own, around) if around else own if own.alpha >= 1 else None


def _indent(values: Values, font: float, around: float) -> float:
    value = values.get("text-indent")
    if not isinstance(value, Length):
        return around
    room = (values.get("padding-left"), values.get("margin-left"))
    return value.to_pixels(font) + sum(
        r.to_pixels(font) for r in room if isinstance(r, Length) and r.size > 0
    )


def _resolved(values: Values, variables: Mapping[str, Sequence[Node]]) -> dict[str, Value]:
    """The values with those of the variables put in; what comes to nothing counts as not declared."""
    found: dict[str, Value] = {}
    for name, value in values.items():
        if isinstance(value, Pending):
            tokens = _substituted(value.tokens, variables)
            given = dict(read_property(value.name, tokens)).get(name)
            value = given if given is None or isinstance(given, Pending) else _given(name, given, {})  # type: ignore[assignment]
        if value is not None and not isinstance(value, Pending):
            found[name] = value
    return found


def _substituted(tokens: Sequence[Node], variables: Mapping[str, Sequence[Node]]) -> list[Node]:
    work = Work(MAX_SUBSTITUTED)
    try:
        return list(_substitute(tokens, variables, work, MAX_NESTING))
    except Overwork:
        return []


def _substitute(
    tokens: Sequence[Node], variables: Mapping[str, Sequence[Node]], work: Work, nesting: int
) -> Iterator[Node]:
    for token in tokens:
        work.take()
        if not isinstance(token, FunctionBlock) or not nesting:
            yield token
        elif call(token) == "var":
            parts = significant(token.arguments)
            name = getattr(parts[0], "value", "") if parts else ""
            yield from _substitute(variables.get(name, parts[2:]), variables, work, nesting - 1)
        else:
            inner = list(_substitute(significant(token.arguments), variables, work, nesting - 1))
            yield FunctionBlock(token.source_line, token.source_column, token.name, inner)
