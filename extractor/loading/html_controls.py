"""Takes lines out of a page that hold nothing but links and buttons: what they say is not the report's."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lxml import etree

from extractor.loading.cells import CHAPTERS, NUMBERED
from extractor.loading.html_chrome import BLOCKS, remove
from extractor.loading.html_elsewhere import ATTACHED

Element = etree._Element
Kind = Literal["control", "link"]

LONGEST_CONTROL, LONGEST_LINK = 10, 20  # characters
MANY_LINKS = 2  # in a line of nothing else; one alone may be a title
SEPARATORS = re.compile(r"[\s|｜/／·•›»>＞、，,;；:：\-—_【】\[\]()（）\u200b\ufeff]*")
SCRIPTED = re.compile(r"\s*(?:javascript:|$)", re.I)
ACTING = frozenset({"role", "onclick"})  # attributes of what may be a button
PAGE_TOP = frozenset({"#", "#top"})


@dataclass
class _Line:
    """What stands between two ends of lines."""

    controls: set[Element] = field(default_factory=set)
    links: set[Element] = field(default_factory=set)
    separators: list[tuple[Element, str]] = field(default_factory=list)
    has_text: bool = False  # beside links and buttons

    @property
    def is_navigation(self) -> bool:
        """Whether nothing of the report is in it."""
        return not self.has_text and (bool(self.controls) or len(self.links) >= MANY_LINKS)


def drop_controls(root: Element, keep: Container[Element]) -> None:
    """Removes such lines, unless there is nothing else; what is in the elements to keep is left alone."""
    walk = _Walk(root)
    walk.run(keep)
    if walk.has_text:
        remove(element for line in walk.found for element in (*line.controls, *line.links))
        for element, part in (place for line in walk.found for place in line.separators):
            setattr(element, part, None)


class _Walk:
    """Goes through a page and looks at each line."""

    def __init__(self, root: Element) -> None:
        self.found: list[_Line] = []
        self.has_text = False  # whether any line is text
        self._root = root
        self._line = _Line()
        self._inside: tuple[Element, Kind] | None = None  # the link or button that the walk is in

    def run(self, keep: Container[Element]) -> None:
        """Finds the lines that are navigation."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if element.tag in BLOCKS:
                self._end_line()
            if event == "start" and element in keep:
                self.has_text = True
                walk.skip_subtree()
            elif event == "start":
                kind = self._kind(element) if self._inside is None else None
                self._inside = (element, kind) if kind else self._inside
                self._read(element, "text")
            else:
                if self._inside and self._inside[0] is element:
                    self._inside = None
                if element is not self._root:
                    self._read(element, "tail")
        self._end_line()

    def _end_line(self) -> None:
        self.has_text = self.has_text or self._line.has_text
        if self._line.is_navigation:
            self.found.append(self._line)
        self._line = _Line()

    def _read(self, element: Element, part: str) -> None:
        text = element.text if part == "text" else element.tail
        if not text or text.isspace():
            return
        if self._inside:
            link, kind = self._inside
            (self._line.controls if kind == "control" else self._line.links).add(link)
        elif SEPARATORS.fullmatch(text):
            self._line.separators.append((element, part))
        else:
            self._line.has_text = True

    def _kind(self, element: Element) -> Kind | None:
        """Whether the element is a button of the page or a link, by what it does and how little it says."""
        if element.tag != "a" and ACTING.isdisjoint(element.keys()):
            return None
        address = element.get("href")
        is_control = self._acts(element, address)
        if not is_control and (element.tag != "a" or address is None or ATTACHED.search(address)):
            return None
        text = _short_text(element, LONGEST_CONTROL if is_control else LONGEST_LINK)
        if text is None or any(map(str.isdigit, text)) or NUMBERED.match(text.strip()):
            return None
        return None if any(chapter in text for chapter in CHAPTERS) else "control" if is_control else "link"

    def _acts(self, element: Element, address: str | None) -> bool:
        """Whether the element does something on the page, and leads to no other place."""
        if element.get("role") == "button" or (address is None and element.get("onclick") is not None):
            return True
        if element.tag != "a" or address is None:
            return False
        if address.startswith("#") and address not in PAGE_TOP:
            return address[1:] not in self._targets
        return address in PAGE_TOP or SCRIPTED.match(address) is not None

    @cached_property
    def _targets(self) -> frozenset[str]:
        """What links within the page can lead to."""
        names = (element.get(name) for element in self._root.iter() for name in ("id", "name"))
        return frozenset(filter(None, names))


def _short_text(element: Element, most: int) -> str | None:
    """The element's text; None where it is longer than that."""
    text = ""
    for part in element.itertext():
        text += str(part).strip()
        if len(text) > most:
            return None
    return text
