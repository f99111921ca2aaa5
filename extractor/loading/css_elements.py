"""Elements as selectors see them, within a limit on the work of looking at those around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from cssselect2 import ElementWrapper
from lxml import etree

Element = etree._Element

MAX_WORK = 5_000_000  # steps in finding the rules of all elements of a page
MAKING = 20  # steps, for an element that a selector looks at beside the one in question


class Overwork(Exception):
    """The rules of the page take too many steps to apply; never leaves the loading of a page."""


class Work:
    """Counts the steps that finding the rules has taken."""

    def __init__(self, most: int = MAX_WORK) -> None:
        self.left = most

    def take(self, steps: int = 1) -> None:
        """Counts some more."""
        self.left -= steps
        if self.left < 0:
            raise Overwork


class _Children(list[Any]):
    """An element's children; to look through them all is work."""

    def __init__(self, children: Iterable[Element], work: Work) -> None:
        super().__init__(children)
        self._work = work

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            self._work.take(len(self))
        return super().__getitem__(index)

    def __iter__(self) -> Iterator[Any]:
        self._work.take(len(self))
        return super().__iter__()


class Styled(ElementWrapper):  # type: ignore[misc]
    """An element as selectors see it. What is around it is looked at when it is asked for, and counted: the library
    would list all elements before and around each one, which grows with the square."""

    def __init__(self, element: Element, parent: Styled | None, work: Work) -> None:
        self.etree_element, self.parent, self.work = element, parent, work
        self.in_html_document, self.transport_content_language = True, None

    @cached_property
    def etree_siblings(self) -> Sequence[Element]:
        """The elements in the parent."""
        return self.parent.etree_children if self.parent is not None else [self.etree_element]

    @cached_property
    def etree_children(self) -> _Children:
        """The elements in this one."""
        self.work.take(len(self.etree_element))
        return _Children(self.etree_element, self.work)

    @cached_property
    def index(self) -> int:
        """The element's place in its parent."""
        self.work.take(len(self.etree_siblings) // 10)
        return self.etree_siblings.index(self.etree_element)

    @cached_property
    def previous(self) -> Styled | None:
        """The element before this one."""
        before = self.etree_element.getprevious()
        return None if before is None else self._make(before, self.parent)

    @property
    def ancestors(self) -> Iterator[Styled]:
        """The elements around this one, the nearest first."""
        return self._walk("parent")

    @property
    def previous_siblings(self) -> Iterator[Styled]:
        """The elements before this one, the nearest first."""
        return self._walk("previous")

    def iter_children(self) -> Iterator[Styled]:
        """The elements in this one as selectors see them."""
        return (self._make(child, self) for child in self.etree_children)

    def _make(self, element: Element, parent: Styled | None) -> Styled:
        self.work.take(MAKING)
        return Styled(element, parent, self.work)

    def _walk(self, step: str) -> Iterator[Styled]:
        node = getattr(self, step)
        while node is not None:
            self.work.take()
            yield node
            node = getattr(node, step)
