"""Takes out of a page the text that it does not show or strikes out, and tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from extractor.ids import Hiding
from extractor.loading.css_matching import Matching
from extractor.loading.css_risks import find_risks
from extractor.loading.html_boxes import DISPLAY_NONE
from extractor.loading.html_chrome import BLOCKS, SEAM_TAG, UNPRINTED, remove
from extractor.loading.html_declared import Page, find_at_risk, read_page
from extractor.loading.html_style import (
    PLAIN,
    Look,
    cascade,
    to_look,
)
from extractor.loading.unshown import hidden_notes, struck_notes
from extractor.records import Finding, Reason

Element = etree._Element

CLOSED: Hiding = "closed-details"
FIELD = PLAIN._replace(font=13.0)  # fields look like themselves, whatever is around them
RAISED = "sup"
CELLS = frozenset({"td", "th"})


@dataclass
class Passage:
    """Hidden text in its parts, and what hides it."""

    reason: Hiding
    texts: list[str] = field(default_factory=list)


@dataclass
class Unseen:
    """What was taken out of a page."""

    passages: list[Passage] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    struck_cells: set[Element] = field(default_factory=set)  # the cells that it stood in
    problems: list[Reason] = field(default_factory=list)  # what kept style sheets from being applied

    def notes(self, shown: str) -> tuple[Finding, ...]:
        """What there is to tell of it, beside the text that is shown."""
        unread = tuple(
            Finding.of("style-not-read", "warning", problem=problem)
            for problem in dict.fromkeys(self.problems)
        )
        hidden = [("".join(passage.texts), passage.reason) for passage in self.passages]
        return (*hidden_notes(hidden, shown), *struck_notes(self.struck, shown), *unread)


def drop_unseen(root: Element, linked: Mapping[str, str]) -> Unseen:
    """Empties what the page hides or strikes out; `linked` are style sheets beside the page, by their address."""
    page = read_page(root, linked)
    risks = find_risks(page.declared())
    outer, problems = find_at_risk(root, page, risks)
    unseen = Unseen(problems=[*page.problems, *problems])
    if outer:
        matching = Matching(page.sheets.rules, risks.properties)
        walk = _Walk(unseen, matching, page.limited_to(risks))
        for element in outer:
            walk.run(element)
        remove(walk.removed)
        unseen.problems.extend(matching.problems())
    return unseen


class _Walk:
    """Goes through a page once, and knows at each text how it looks."""

    def __init__(self, unseen: Unseen, matching: Matching, page: Page) -> None:
        self._unseen, self._matching = unseen, matching
        self._styles, self._defaults = page.styles, page.defaults
        self.removed: list[Element] = []  # what is not displayed at all
        self._known: dict[Element, Look] = {}  # of the elements around what is looked through
        self._looks: list[Look] = []
        self._is_open = False  # whether the passage found last goes on

    def run(self, top: Element) -> None:
        """Empties what is not seen of the element."""
        self._looks = [PLAIN, *self._looks_around(top)]
        self._is_open = False
        walk = etree.iterwalk(top, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._leave(element)
                if element is not top:
                    self._read(element, "tail", self._looks[-1])
                continue
            self._enter(element)
            if element.tag in UNPRINTED:
                walk.skip_subtree()
            else:
                self._read(element, "text", self._looks[-1])

    def _looks_around(self, top: Element) -> list[Look]:
        """How the elements around this one look, from the outermost on."""
        looks = [PLAIN]
        for element in reversed(list(top.iterancestors())):
            if element not in self._known:
                self._known[element] = self._look(element, looks[-1])
            looks.append(self._known[element])
        return looks

    def _enter(self, element: Element) -> None:
        around = self._looks[-1]
        if element.tag == "input":
            around = FIELD._replace(gone=around.gone, is_visible=around.is_visible)
        elif element.tag == "summary" and self._opens(element):
            around = around._replace(gone=None)
        look = self._look(element, around)
        if look.gone == DISPLAY_NONE and around.gone != DISPLAY_NONE:
            self.removed.append(element)
        if element.tag == "details" and "open" not in element.attrib:
            look = look._replace(gone=look.gone or CLOSED)
        if element.tag == "input" and (reason := look.hides_text()):
            self._hide(str(element.attrib.pop("value", "")), reason)
        self._looks.append(look)

    def _leave(self, element: Element) -> None:
        look = self._looks.pop()
        if element.tag not in BLOCKS:
            # What selectors say of the elements inside is told already: the names can change.
            if look.is_struck and not self._looks[-1].is_struck:
                element.tag = SEAM_TAG
            elif look.is_raised and not self._looks[-1].is_raised:
                element.tag = RAISED

    def _opens(self, summary: Element) -> bool:
        """Whether the element is what is seen of closed details that are seen themselves."""
        parent = summary.getparent()
        if (
            parent is None
            or parent.tag != "details"
            or self._looks[-1].gone != CLOSED
            or self._looks[-2].gone
        ):
            return False
        return next(parent.iterchildren("summary")) is summary

    def _look(self, element: Element, around: Look) -> Look:
        fits = self._matching.fits(element)
        own = self._styles.get(element.get("style") or "", ())
        defaults = self._defaults.get(element, ())
        if not (fits or own or defaults):
            return around
        return to_look(around, cascade(defaults, fits, own), element)

    def _read(self, element: Element, part: str, look: Look) -> None:
        """Looks at one text, and takes it out where it is not seen."""
        text = element.text if part == "text" else element.tail
        if text is None or text.isspace():
            return
        if reason := look.hides_text():
            self._hide(text, reason)
        elif look.is_struck:
            self._unseen.struck.append(text)
            self._unseen.struck_cells.update(islice(element.iterancestors("td", "th"), 1))
            if element.tag in CELLS and part == "text":
                self._unseen.struck_cells.add(element)
        else:
            self._is_open = False
            return
        setattr(element, part, None)

    def _hide(self, text: str, reason: Hiding) -> None:
        passages = self._unseen.passages
        if not self._is_open or passages[-1].reason != reason:
            passages.append(Passage(reason))
        passages[-1].texts.append(text)
        self._is_open = True
