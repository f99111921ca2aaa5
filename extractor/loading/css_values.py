"""Values of style sheets, as far as a page that is not laid out can know them: lengths, colours, shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import cos, pi
from typing import Any, NamedTuple

from tinycss2 import color5, parse_one_component_value
from tinycss2.ast import FunctionBlock

PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}
# The window that a page is seen in, and of what share of it these units are.
WINDOW = 1280.0
OF_WINDOW = {f"{size}{side}": WINDOW / 100 for size in ("", "s", "l", "d") for side in ("vw", "vi", "vmax")}
OF_WINDOW |= {f"{size}{side}": 8.0 for size in ("", "s", "l", "d") for side in ("vh", "vb", "vmin")}
OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "lh": 1.2, "cap": 0.7}
SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
    "xx-large": 32.0, "xxx-large": 48.0,
}  # fmt: skip
TURNS = {"deg": 1 / 360, "grad": 1 / 400, "rad": 1 / (2 * pi), "turn": 1.0}
FLAT = 0.02  # a side scaled to less than this share of itself is not seen
OPAQUE = 0.1  # what is less opaque is not seen
MAX_NESTING = 20  # of brackets in a sum

EDGE_SIDES = (
    (0, 0, 0, 0),
    (0, 1, 0, 1),
    (0, 1, 2, 1),
    (0, 1, 2, 3),
)  # which of one to four values each edge gets

Token = Any  # a node of the parser; those of single characters are equal to them
Rgb = tuple[float, float, float]


class Length(NamedTuple):
    """A length in pixels (`px`), in font sizes (`em`, `rem`), or in percent of something (`%`)."""

    size: float
    unit: str

    def to_pixels(self, font: float = 16.0, whole: float = WINDOW) -> float:
        """The length in pixels, in a font of that size; `whole` is what percentages are of."""
        return self.size * {"px": 1.0, "em": font, "rem": 16.0, "%": whole / 100}[self.unit]


class Colour(NamedTuple):
    """A colour and how opaque it is; `rgb` is None where it is in a space that is not looked into."""

    rgb: Rgb | None
    alpha: float = 1.0


class Shift(NamedTuple):
    """What a transform does: whether it leaves nothing to see, and how far it moves what it leaves."""

    is_flat: bool
    x: Length
    y: Length


ZERO = Length(0.0, "px")
WHITE, BLACK = Colour((1.0, 1.0, 1.0)), Colour((0.0, 0.0, 0.0))


def significant(tokens: Iterable[Token] | None) -> list[Token]:
    """The tokens without white space and comments."""
    return [token for token in tokens or () if token.type not in ("whitespace", "comment")]


def split_list(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """The parts between the commas."""
    part: list[Token] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def word(token: Token) -> str:
    """The keyword, in lower case; '' where the token is none."""
    return str(token.lower_value) if token.type == "ident" else ""


def call(token: Token) -> str:
    """The name of the function that is called, in lower case; '' where none is."""
    return str(token.lower_name) if token.type == "function" else ""


def arguments(token: Token) -> list[Token]:
    """What a function is called with, without the commas."""
    assert isinstance(token, FunctionBlock)
    return [part for part in significant(token.arguments) if part != ","]


def number(token: Token) -> float | None:
    """A plain number, or a percentage as a share."""
    if token.type not in ("number", "percentage"):
        return None
    value = float(token.value)
    return value / 100 if token.type == "percentage" else value


def length(token: Token) -> Length | None:
    """A length or percentage; a plain number counts pixels, as browsers read it in old pages."""
    if token.type == "percentage":
        return Length(float(token.value), "%")
    if token.type == "number":
        return Length(float(token.value), "px")
    if token.type == "dimension":
        return _dimension(float(token.value), token.lower_unit)
    if call(token) == "calc":
        return _sum(significant(token.arguments), MAX_NESTING)
    return None


def _dimension(value: float, unit: str) -> Length | None:
    if unit in PIXELS or unit in OF_WINDOW:
        return Length(value * (PIXELS.get(unit) or OF_WINDOW[unit]), "px")
    if unit == "rem":
        return Length(value, "rem")
    return Length(value * OF_FONT[unit], "em") if unit in OF_FONT else None


def _sum(tokens: Sequence[Token], nesting: int) -> Length | None:
    """What a calculation of lengths in one unit comes to; None where units are mixed."""
    terms: list[Length] = []
    sign = 1.0
    for i, token in enumerate(tokens):
        if token == "+" or token == "-":
            sign = -1.0 if token == "-" else 1.0
        elif token == "*" or token == "/":
            factor = number(tokens[i + 1]) if i + 1 < len(tokens) else None
            if not terms or not factor:
                return None
            last = terms.pop()
            terms.append(last._replace(size=last.size * factor if token == "*" else last.size / factor))
        elif not (i and (tokens[i - 1] == "*" or tokens[i - 1] == "/")):
            term = _term(token, nesting)
            if term is None:
                return None
            terms.append(term._replace(size=sign * term.size))
    units = {term.unit for term in terms if term.size} or {"px"}
    return Length(sum(term.size for term in terms), units.pop()) if len(units) == 1 else None


def _term(token: Token, nesting: int) -> Length | None:
    if token.type == "() block" and nesting:
        return _sum(significant(token.content), nesting - 1)
    return length(token) if call(token) != "calc" else None


def colour(token: Token) -> Colour | None:
    """A colour, or None where the token is none."""
    try:
        parsed: Any = color5.parse_color(token)
    except (ValueError, TypeError, IndexError, AttributeError):  # functions with too few arguments
        return None
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        rgb = tuple(float(channel) for channel in parsed.to("srgb").coordinates)
    except NotImplementedError:
        return Colour(None, parsed.alpha)
    return Colour((rgb[0], rgb[1], rgb[2]), parsed.alpha)


def attribute_colour(value: str) -> Colour | None:
    """A colour as old attributes give it, also without its #."""
    for text in (value.strip(), f"#{value.strip()}"):
        found = colour(parse_one_component_value(text))
        if found:
            return found
    return None


def is_nothing_left(token: Token) -> bool:
    """Whether a clipping shape has no area."""
    name = call(token)
    if not name:
        return False
    sides = [length(part) for part in arguments(token)]
    known = [side.size for side in sides if side]
    if name == "rect":
        box = [side.to_pixels() if side else None for side in sides]
        return len(box) == 4 and (_is_empty(box[0], box[2]) or _is_empty(box[3], box[1]))
    if name == "inset" and known and all(side.unit == "%" or not side.size for side in sides if side):
        top, right, bottom, left = four_sides(known)
        return top + bottom >= 100 or left + right >= 100
    if name in ("circle", "ellipse"):
        return bool(sides) and sides[0] is not None and sides[0].size < 1
    if name == "polygon":
        return len(known) >= 2 and not _area(known)
    return False


def four_sides(values: Sequence[float]) -> tuple[float, float, float, float]:
    """Top, right, bottom and left of one to four values."""
    top, right, bottom, left = (values[i] for i in EDGE_SIDES[len(values[:4]) - 1])
    return top, right, bottom, left


def _is_empty(start: float | None, end: float | None) -> bool:
    """Whether less than a pixel is left between two edges that are both known."""
    return start is not None and end is not None and end - start < 2


def _area(numbers: Sequence[float]) -> float:
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    pairs = zip(points, [*points[1:], *points[:1]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)


def transform(tokens: Sequence[Token]) -> Shift | None:
    """What a list of transform functions comes to, as far as it can be told."""
    is_flat, x, y = False, ZERO, ZERO
    for token in tokens:
        name = call(token)
        if not name:
            return Shift(False, ZERO, ZERO) if word(token) == "none" else None
        parts = arguments(token)
        is_flat = is_flat or _flattens(name, parts)
        lengths = [length(part) or ZERO for part in parts]
        if name in ("translate", "translatex", "translate3d") and lengths:
            x = lengths[0]
        if name == "translatey" and lengths:
            y = lengths[0]
        if name in ("translate", "translate3d") and len(lengths) > 1:
            y = lengths[1]
    return Shift(is_flat, x, y)


def _flattens(name: str, parts: Sequence[Token]) -> bool:
    values = [value for value in map(number, parts) if value is not None]
    if name in ("scale", "scalex", "scaley", "scale3d"):
        return any(abs(value) < FLAT for value in values[:2])
    if name == "matrix" and len(values) == 6:
        return abs(values[0] * values[3] - values[1] * values[2]) < FLAT**2
    if name in ("rotatex", "rotatey") and parts and parts[0].type == "dimension":
        turn = parts[0].value * TURNS.get(parts[0].lower_unit, 0.0)
        return abs(cos(2 * pi * turn)) < FLAT
    return False
