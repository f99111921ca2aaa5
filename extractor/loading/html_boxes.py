"""Whether an element's box is seen at all: where it stands, how large it is, what is left of it."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.ids import Hiding
from extractor.loading.css_properties import Value
from extractor.loading.css_risks import FAR, FAR_RIGHT, SMALL
from extractor.loading.css_values import OPAQUE, WINDOW, Length, Shift
from extractor.loading.html_chrome import BLOCKS

Values = Mapping[str, Value]

# Their boxes are as large as what is in them, whatever is declared; what the page clips can be scrolled to.
GROWING = frozenset({"html", "body", "table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th"})
FLOATING = frozenset({"absolute", "fixed"})
DISPLAY_NONE: Hiding = "display-none"
MANY_FAR = 4  # a column is put to its place by a margin as wide as the one beside it; none is so wide


def box_to_reason(values: Values, font: float, tag: str) -> Hiding | None:
    """The property that hides the box with all that is in it; None where the box is seen."""
    if not values:
        return None
    if values.get("display") == "none" or (values.get("visibility") == "collapse" and tag in GROWING):
        return DISPLAY_NONE
    opacity = values.get("opacity")
    if isinstance(opacity, float) and opacity < OPAQUE:
        return "opacity"
    if values.get("content-visibility") == "hidden":
        return "content-visibility"
    if values.get("filter") is True:
        return "filter"
    if values.get("clip-path") is True or (values.get("clip") is True and values.get("position") in FLOATING):
        return "clip"
    if any(isinstance(shift := values.get(name), Shift) and shift.is_flat for name in ("transform", "scale")):
        return "transform"
    if _is_outside(values, font):
        return "position"
    return "overflow" if _is_shut(values, font, tag) else None


def _is_shut(values: Values, font: float, tag: str) -> bool:
    """Whether the box has no size and cuts off what does not fit."""
    if {values.get("overflow-x", "visible"), values.get("overflow-y", "visible")} == {"visible"}:
        return False
    floats = values.get("position") in FLOATING or values.get("float", "none") != "none"
    display = values.get("display", "block" if tag in BLOCKS else "inline")
    if tag in GROWING or not (floats or display == "block"):
        return False
    return _is_flat(values, font, "height", ("top", "bottom")) or _is_flat(
        values, font, "width", ("left", "right")
    )


def _is_flat(values: Values, font: float, side: str, edges: tuple[str, str]) -> bool:
    def pixels(name: str, other: float) -> float:
        value = values.get(name)
        # Of what the percentages are is not known, except where there are none of it.
        return value.to_pixels(font, WINDOW) if isinstance(value, Length) else other

    room = max(pixels(f"min-{side}", 0.0), sum(pixels(f"padding-{edge}", 0.0) for edge in edges))
    return room < SMALL and min(pixels(side, WINDOW), pixels(f"max-{side}", WINDOW)) < SMALL


def _is_outside(values: Values, font: float) -> bool:
    """Whether the box stands where no window shows it: far to the left or above, or much too far to the right."""
    position = values.get("position", "static")
    shift = values.get("transform")
    x, y = (_own(shift.x, font), _own(shift.y, font)) if isinstance(shift, Shift) else (0.0, 0.0)
    across, down = x + _margin(values, "margin-left", font), y + _margin(values, "margin-top", font)
    if position in ("static", "sticky"):
        return min(across, down) <= -FAR * MANY_FAR or min(x, y) <= -FAR
    left, right, top, bottom = (_offset(values, name, font) for name in ("left", "right", "top", "bottom"))
    floats = position in FLOATING
    if floats and left is None and right is not None:
        return right <= -FAR or right >= WINDOW
    across += left if left is not None else -(right or 0.0)
    if across >= FAR_RIGHT or (across <= -FAR and across + _reach(values, font) <= 0):
        return True
    if floats and top is None and bottom is not None:
        return bottom <= -FAR * (1 if position == "fixed" else MANY_FAR) or bottom >= FAR_RIGHT
    down += top if top is not None else -(bottom or 0.0)
    return down <= -FAR or (position == "fixed" and down >= WINDOW)


def _reach(values: Values, font: float) -> float:
    width = values.get("width")
    return width.to_pixels(font) if isinstance(width, Length) and width.unit != "%" else 0.0


def _offset(values: Values, name: str, font: float) -> float | None:
    value = values.get(name)
    return value.to_pixels(font) if isinstance(value, Length) else None


def _margin(values: Values, name: str, font: float) -> float:
    value = values.get(name)
    return value.to_pixels(font) if isinstance(value, Length) and value.unit != "%" else 0.0


def _own(length: Length, font: float) -> float:
    """How far a transform moves; a share of the box is little, unless it is a multiple."""
    return length.to_pixels(font) if length.unit != "%" or abs(length.size) >= 200 else 0.0
