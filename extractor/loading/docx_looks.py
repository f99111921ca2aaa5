"""How the text of a Word document looks: what its styles and its own properties make of a run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from extractor.ids import Hiding
from extractor.loading.css_risks import near
from extractor.loading.css_values import Colour, attribute_colour
from extractor.loading.word_xml import child_of, is_on, name_of, property_of, value_of

Element = etree._Element

SMALL = 4  # half points; smaller text is not seen
MAX_BASES = 50  # styles that one is made of
# The colours of a theme that hardly any document changes.
THEME = {"background1": "FFFFFF", "light1": "FFFFFF", "text1": "000000", "dark1": "000000"}


class Look(NamedTuple):
    """What properties say of a run's text; None: nothing."""

    vanish: bool | None = None
    strike: bool | None = None
    dstrike: bool | None = None
    size: int | None = None  # in half points
    colour: str | None = None
    ground: str | None = None  # behind the text; 'unknown' where it is not looked into
    raised: bool | None = None

    def over(self, below: Look) -> Look:
        """These properties, and those of the other where these say nothing."""
        return below._replace(**{name: own for name, own in self._asdict().items() if own is not None})


class Looks:
    """The styles of a document, and how its runs look in them."""

    def __init__(self, styles: Element | None, body: Element) -> None:
        self._styles = {
            (value_of(style, "type"), value_of(style, "styleId")): style
            for style in (styles if styles is not None else ())
            if name_of(style) == "style"
        }
        self._root = styles
        self._known: dict[tuple[str, str | None], Look] = {}
        self._page = _ground_of_page(body)

    def of_run(self, run: Element) -> Look:
        """How the run looks, with what is behind it."""
        paragraph = next((e for e in run.iterancestors() if name_of(e) == "p"), None)
        from_paragraph = self._of_style("paragraph", _style(paragraph, "pPr", "pStyle"))
        from_run = self._of_style("character", _style(run, "rPr", "rStyle"))
        styled = from_run.over(from_paragraph).over(self._defaults)
        if from_run.vanish and from_paragraph.vanish:  # such marks switch: set twice, they are off
            styled = styled._replace(vanish=False)
        if from_run.strike and from_paragraph.strike:
            styled = styled._replace(strike=False)
        look = _properties(child_of(run, "rPr")).over(styled)
        return look if look.ground or not look.colour else look._replace(ground=self._ground(run))

    @cached_property
    def _defaults(self) -> Look:
        defaults = child_of(child_of(self._root, "docDefaults"), "rPrDefault")
        return _properties(child_of(defaults, "rPr"))

    @cached_property
    def _usual(self) -> str | None:
        """The style of paragraphs that name none."""
        for (kind, name), style in self._styles.items():
            if kind == "paragraph" and value_of(style, "default") in ("1", "true", "on"):
                return name
        return None

    def _of_style(self, kind: str, name: str | None) -> Look:
        if kind == "paragraph":
            name = name or self._usual
        if (kind, name) not in self._known:
            look = Look()
            for style in self._bases(kind, name):
                look = look.over(_properties(child_of(style, "rPr")))
                look = look.over(Look(ground=_shade(property_of(style, "pPr", "shd"))))
            self._known[kind, name] = look
        return self._known[kind, name]

    def _bases(self, kind: str, name: str | None) -> Iterator[Element]:
        """The style, the one that it is based on, and so on."""
        for _ in range(MAX_BASES):
            style = self._styles.get((kind, name))
            if style is None:
                return
            yield style
            based = child_of(style, "basedOn")
            name = value_of(based) if based is not None else None

    def _ground(self, run: Element) -> str:
        """What is behind the run: the shade of its paragraph, its cells or the page."""
        for element in run.iterancestors():
            name = name_of(element)
            shade = None
            if name in ("p", "tc"):
                shade = _shade(property_of(element, f"{name}Pr", "shd"))
            elif name == "tbl":
                shade = _shade(property_of(element, "tblPr", "shd")) or self._shade_of_table(element)
            elif name == "txbxContent":
                shade = "unknown"  # a box has a colour of its own
            if shade:
                return shade
        return self._page

    def _shade_of_table(self, table: Element) -> str | None:
        """'unknown' where the table's style shades any of its parts."""
        styles = self._bases("table", _style(table, "tblPr", "tblStyle"))
        return "unknown" if any(name_of(e) == "shd" for style in styles for e in style.iter()) else None


def hides_text(look: Look) -> Hiding | None:
    """The property that keeps the text from being seen; None where it is seen."""
    if look.vanish:
        return "hidden"
    if look.size is not None and look.size < SMALL:
        return "small-type"
    text, ground = _to_colour(look.colour), _to_colour(look.ground)
    return "same-colour" if text and ground and near(text, ground) else None


def _properties(group: Element | None) -> Look:
    """What a group of a run's properties says."""
    if group is None:
        return Look()
    marks = {name_of(mark): mark for mark in group}
    on = {name: is_on(marks[name]) for name in ("vanish", "strike", "dstrike") if name in marks}
    size = value_of(marks["sz"]) if "sz" in marks else None
    raised = value_of(marks["vertAlign"]) if "vertAlign" in marks else None
    return Look(
        **on,
        size=int(size[:6]) if size and size.isascii() and size.isdigit() else None,
        colour=_colour(marks["color"], "val", "themeColor") if "color" in marks else None,
        ground=_highlight(marks.get("highlight")) or _shade(marks.get("shd")),
        raised=raised in ("superscript", "subscript") if raised else None,
    )


def _colour(mark: Element, name: str, theme: str) -> str | None:
    """A colour as digits; 'auto' is what can be seen on the ground, whatever that is."""
    return THEME.get(value_of(mark, theme) or "", value_of(mark, name))


def _shade(mark: Element | None) -> str | None:
    if mark is None:
        return None
    if value_of(mark) not in ("clear", "nil", None):  # a pattern: of two colours
        return "unknown"
    fill = _colour(mark, "fill", "themeFill")
    return None if fill in (None, "auto") else fill


def _highlight(mark: Element | None) -> str | None:
    value = value_of(mark) if mark is not None else None
    return None if value in (None, "none") else value.lower()


def _ground_of_page(body: Element) -> str:
    document = body.getparent()
    background = child_of(document, "background")
    return (_colour(background, "color", "themeColor") if background is not None else None) or "FFFFFF"


def _to_colour(value: str | None) -> Colour | None:
    return None if value in (None, "auto", "unknown") else attribute_colour(value)


def _style(element: Element | None, group: str, name: str) -> str | None:
    mark = property_of(element, group, name) if element is not None else None
    return value_of(mark) if mark is not None else None
