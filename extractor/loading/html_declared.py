"""What a page declares of the looks of its elements: in style sheets, in attributes, by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from lxml import etree

from extractor.loading.css_declarations import read_style
from extractor.loading.css_matching import Matching
from extractor.loading.css_media import holds
from extractor.loading.css_properties import Declared
from extractor.loading.css_risks import Risks
from extractor.loading.css_sheets import Sheets
from extractor.loading.html_chrome import outermost
from extractor.loading.html_style import DEFAULT_ATTRIBUTES, DEFAULT_TAGS, element_to_defaults
from extractor.records import Reason

Element = etree._Element

MAX_STYLES = 50_000  # style attributes that differ; a page of 1 MB has a few thousand
UNUSED = ("noscript", "template")  # the page has scripts, and what a template holds is no part of it


class Page(NamedTuple):
    """All that is declared on a page."""

    sheets: Sheets
    styles: Mapping[str, tuple[Declared, ...]]  # by the text of the style attribute
    defaults: Mapping[Element, tuple[Declared, ...]]
    folds: bool  # whether any element can be opened and closed
    problems: tuple[Reason, ...]

    def declared(self) -> Iterator[Declared]:
        """Each single declaration."""
        for group in (self.sheets.declared(), *self.styles.values(), *self.defaults.values()):
            yield from group

    def limited_to(self, risks: Risks) -> Page:
        """The page with only those properties that tell whether something is hidden."""
        styles = {key: _only(own, risks) for key, own in self.styles.items()}
        return self._replace(
            styles=styles, defaults={key: _only(own, risks) for key, own in self.defaults.items()}
        )


def read_page(root: Element, linked: Mapping[str, str]) -> Page:
    """What the page declares; `linked` are style sheets beside it, by their address."""
    sheets = _read_sheets(root, linked)
    texts: dict[str, None] = {}
    defaults = {}
    folds = False
    for element in root.iter():
        names = element.keys()
        if "style" in names:
            texts[element.get("style", "")] = None
        if element.tag in DEFAULT_TAGS or not DEFAULT_ATTRIBUTES.isdisjoint(names):
            defaults[element] = tuple(element_to_defaults(element))
            folds = folds or element.tag == "details"
    styles = {text: read_style(text) for text in islice(texts, MAX_STYLES)}
    cut = (Reason.of("css-attributes", limit=MAX_STYLES),) if len(texts) > MAX_STYLES else ()
    return Page(sheets, styles, defaults, folds, (*sheets.problems, *cut))


def find_at_risk(root: Element, page: Page, risks: Risks) -> tuple[list[Element], list[Reason]]:
    """The outermost elements of which something is declared that can hide text, and what could not be told."""
    if not (risks.properties or page.folds):
        return [], []
    matching = Matching((rule for rule in page.sheets.rules if risks.holds(rule.declared)), risks.properties)
    styles = {text for text, own in page.styles.items() if risks.holds(own)}
    elements = {element for element, own in page.defaults.items() if risks.holds(own)}

    def is_at_risk(element: Element) -> bool:
        if element in elements or element.get("style") in styles or element.tag == "details":
            return True
        return matching.is_over or matching.fits_any(element)

    return outermost(root, is_at_risk), matching.problems()


def _only(declared: tuple[Declared, ...], risks: Risks) -> tuple[Declared, ...]:
    return tuple(d for d in declared if d.name in risks.properties or d.name.startswith("--"))


def _read_sheets(root: Element, linked: Mapping[str, str]) -> Sheets:
    sheets = Sheets()
    for element in root.iter("style", "link"):
        if not holds(element.get("media", "")) or next(element.iterancestors(*UNUSED), None) is not None:
            continue
        if element.tag == "style" and element.get("type", "text/css").strip().lower() in ("", "text/css"):
            sheets.add("".join(map(str, element.itertext())))
        elif element.tag == "link" and "stylesheet" in element.get("rel", "").lower().split():
            sheets.add(linked.get(element.get("href", "").strip(), ""))
    return sheets
