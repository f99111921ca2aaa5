"""The parts of a Word file as trees, and the properties of their elements."""

from __future__ import annotations

from zipfile import ZipFile

from lxml import etree

from extractor.errors import UnreadableInput
from extractor.loading.archive import read_xml
from extractor.loading.source import Source

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Written by strict editors; the names of the elements are the same.
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
OFF = frozenset({"0", "false", "off"})


def parse_part(archive: ZipFile, part: str, source: Source) -> Element:
    """The part's tree; nothing that it refers to is looked up."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(read_xml(archive, part, source), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput("archive.part-broken", path=source.path, name=part, why=error.msg) from error


def name_of(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child_of(element: Element | None, name: str) -> Element | None:
    """The element's first child of that name."""
    return None if element is None else next((child for child in element if name_of(child) == name), None)


def property_of(element: Element, group: str, name: str) -> Element | None:
    """The named property of a run, paragraph, row or cell; `group` is the element that holds them."""
    return child_of(child_of(element, group), name)


def value_of(element: Element, name: str = "val") -> str | None:
    """An attribute of the element."""
    return element.get(W + name, element.get(STRICT + name))


def is_on(mark: Element) -> bool:
    """Whether a property that is on or off is on."""
    return value_of(mark) not in OFF
