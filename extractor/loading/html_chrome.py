"""Takes out of a page what is not its text: scripts, menus and footers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from lxml import etree

Element = etree._Element

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
SEAM_TAG = "seam"  # an element of ours, where struck text was: figures on both sides of it are no number
UNPRINTED = (
    "head", "title", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "map",
    "select", "datalist", "button", "textarea", "audio", "video", "canvas",
)  # fmt: skip
CHROME_TAGS = frozenset({"nav", "footer", "aside"})
CHROME_ROLES = frozenset({"navigation", "contentinfo"})
# How pages name their menus and footers in class and id, joined as in topNav, foot_box, navbar2.
CHROME_WORD = re.compile(
    r"(?:top|main|sub|left|right|side|bottom|web|page)?"
    r"(?:nav|navigation|menu|breadcrumbs?|crumbs?|footer|foot|copyright|share|bdshare|side|sidebar|aside|hotnews|ranking|related)"
    r"(?:bar|box|buttonbox|wrap|list|con|s)?"
)
HEADER_WORD = re.compile(r"(?:site|page|top)?header(?:box|wrap)?")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# An element with more than this share of the page's text is the page, whatever it is called.
PAGE_SHARE = 0.5


def drop_unprinted(root: Element) -> None:
    """Removes what browsers never show as text."""
    etree.strip_elements(root, *UNPRINTED, with_tail=False)


def drop_chrome(root: Element, keep: Iterable[Element]) -> None:
    """Removes menus, footers and the like, unless they hold an element to keep or most of the page."""
    kept = _page_spine(root) | _with_ancestors(keep)
    remove(outermost(root, _is_chrome, kept))
    # A header may be a banner or hold the report's title.
    remove(outermost(root, _is_header, kept | _with_ancestors(root.iter("h1"))))


def _is_chrome(element: Element) -> bool:
    if element.tag in CHROME_TAGS or element.get("role") in CHROME_ROLES:
        return True
    return _names(element, CHROME_WORD)


def _is_header(element: Element) -> bool:
    return element.tag == "header" or _names(element, HEADER_WORD)


def _names(element: Element, pattern: re.Pattern[str]) -> bool:
    return any(name and _has_word(name, pattern) for name in (element.get("class"), element.get("id")))


@lru_cache(maxsize=4096)
def _has_word(name: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(word.lower()) for word in WORD.findall(name))


def outermost(
    root: Element, matches: Callable[[Element], bool], kept: Collection[Element] = ()
) -> list[Element]:
    """The matching elements that are in no other; what must be kept is looked into instead."""
    found = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element not in kept and matches(element):
            found.append(element)
            walk.skip_subtree()
    return found


def _page_spine(root: Element) -> set[Element]:
    """The elements that hold most of the page's text; each is inside the one before."""
    total = sum(map(len, root.itertext()))
    spine = {root}
    before = [0]
    seen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            before.append(seen)
            seen += len(element.text or "")
            continue
        if seen - before.pop() > PAGE_SHARE * total:
            spine.add(element)
        seen += len(element.tail or "")
    return spine


def _with_ancestors(elements: Iterable[Element]) -> set[Element]:
    found: set[Element] = set()
    for element in elements:
        node: Element | None = element
        while node is not None and node not in found:
            found.add(node)
            node = node.getparent()
    return found


def remove(elements: Iterable[Element]) -> None:
    """Empties the elements, so that the text after each stays where it is; blocks still break the line."""
    for element in elements:
        del element[:]
        element.text = None
        element.tag = "br" if element.tag in BLOCKS else "span"
