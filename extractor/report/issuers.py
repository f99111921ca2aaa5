"""issuers: a report's text -> who made it, and what tells so.

A name is looked for where it is told best: in the title, on a line beside it, in the words of who compiled the report, in
the publisher's field, below the text, and last in whom to ask. A place that is named alone reports through its government.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.ids import Basis
from extractor.report.titles import (
    Title,
    complete_issuer,
    ends_title,
    first_name,
    is_organ,
    is_region,
    line_to_organ,
    line_to_title,
    organ_to_region,
    places,
    region_to_issuer,
)

LONGEST_NAME = 30
LONGEST_LINE = 45  # a name with a date behind it
LONGEST_PART = 20  # of a name that is broken over two lines
SIGNED_LINES = 4
OPENING_LINES = 7
HEAD = 1500  # characters in which a report says who made it
SPEAKS = re.compile("[我本](?:局|委|厅|办|院|处|关)")


class Issuer(NamedTuple):
    """Who reports, for which place, and what tells so."""

    name: str | None
    region: str | None
    basis: Basis | None


class _Named(NamedTuple):
    name: str
    basis: Basis


def text_to_issuer(text: str, title: Title | None, basis: Basis) -> Issuer:
    """The issuer of the folded text, whose title or opening sentence this is."""
    name = title.issuer if title and title.issuer and not is_relative(title.issuer) else None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    beside = _organ_beside_title(lines, title.issuer if title else None)
    region = name if name and is_region(name) and not is_organ(name) else None
    found = list(_named_in_text(text, lines, region))
    if name and is_organ(name):
        return _of_organ(_longest(beside if beside and beside.endswith(name) else name, found), basis)
    if beside:
        return _of_organ(_longest(beside, found), "beside-title")
    if region and basis == "opening":  # 由义溪镇编制: the name that it gives itself
        return Issuer(region, region, basis)
    if region:
        return _of_place(region, found, text)
    if found:
        return _of_organ(_longest(found[0].name, found), found[0].basis)
    return _of_province(text, title)


def is_relative(name: str) -> bool:
    """Whether the name is 我局 or 市政府, which only its reader can complete."""
    return places().relative.match(name) is not None


def _of_organ(name: str, basis: Basis) -> Issuer:
    return Issuer(name, organ_to_region(name), basis)


def _longest(name: str, found: Sequence[_Named]) -> str:
    """苇塘镇人民政府 in the title is 临汐县苇塘镇人民政府 where the text has that."""
    longer = (other.name for other in found if other.basis != "contact" and other.name.endswith(name))
    return max(longer, key=len, default=name)


def _of_place(region: str, found: Sequence[_Named], text: str) -> Issuer:
    """A place's report is its government's, or who compiled or published it, or who signed it for the government."""
    government = region_to_issuer(region, text)
    for name, basis in found:
        told = basis in ("compiler", "publisher") and "公开" not in name
        if told or (basis == "signature" and name.endswith(government)):
            return Issuer(name, organ_to_region(name) if name.endswith(government) else region, basis)
    return Issuer(government, region, "place")


def _of_province(text: str, title: Title | None) -> Issuer:
    """The province that a news-like head names: 安徽:去年…"""
    head = text.strip()[:40]
    names = places().provinces
    region = next((full for short, full in names.items() if head.startswith((short, full))), None)
    speaks = SPEAKS.search(text) is not None or bool(title and title.issuer and is_relative(title.issuer))
    if region is None or speaks:
        return Issuer(None, region if region and not title else None, None)
    return Issuer(region_to_issuer(region), region, "place")


def _organ_beside_title(lines: Sequence[str], place: str | None) -> str | None:
    """The issuer on a line of its own: above the title, or below it where that names none or a part of it."""
    opening = [line for line in lines[:OPENING_LINES] if places().year_in_title.sub("", line)]
    for number, (above, line) in enumerate(pairwise(opening)):
        if line_to_title(line) or ends_title(line):
            organ = _organ_of_lines(opening[max(0, number - 1) : number + 1])
            if organ:
                return organ
        title = line_to_title(above)
        if title and (title.issuer is None or place):
            below = _organ_below(line, title, place)
            if below:
                return below
    return None


def _organ_of_lines(lines: Sequence[str]) -> str | None:
    """The organ on the last of the lines, or broken over both."""
    *before, last = lines
    if len(last) > LONGEST_NAME:
        return None
    if before and len(before[0]) <= LONGEST_PART and line_to_organ(before[0]) is None:
        whole = line_to_organ(before[0] + last)
        if whole and organ_to_region(whole) and organ_to_region(last) is None:
            return whole
    return line_to_organ(last)


def _organ_below(line: str, title: Title, place: str | None) -> str | None:
    organ = line_to_organ(line) if len(line) <= LONGEST_LINE else None
    if organ is None or len(organ) > LONGEST_NAME:
        return None
    completes = place is not None and (organ.startswith(place) or organ.endswith(place))
    return organ if title.issuer is None or completes else None


def _named_in_text(text: str, lines: Sequence[str], region: str | None) -> Iterator[_Named]:
    """Whom the text names as its maker, the best told first."""
    flat = "".join(text[:HEAD].split())
    makers = (match[1] for words in places().compiled_by for match in words.finditer(flat))
    named: Iterator[tuple[str | None, Basis]] = (
        *((_compiler(first_name(name), region), "compiler") for name in makers),
        *((name, "publisher") for name in _publishers(text)),
        *((name, "signature") for name in _signatures(lines)),
        *((_asked(match[1]), "contact") for match in places().contact.finditer(flat)),
    )  # type: ignore[assignment]
    return (_Named(name, basis) for name, basis in named if name)


def _compiler(name: str, region: str | None) -> str | None:
    """A name without its place takes the report's: 市政府办公室 of 青岩市 is 青岩市人民政府办公室."""
    if not is_organ(name):
        return None
    own = organ_to_region(name)
    if own and not is_relative(name):
        return region.removesuffix(own) + name if region and region.endswith(own) else complete_issuer(name)
    if region is None:
        return None
    bare = places().relative.sub("", name)
    return complete_issuer(region + bare)


def _publishers(text: str) -> Iterator[str]:
    for match in places().published.finditer(text):
        name = complete_issuer(match[1])
        if not is_relative(name) and line_to_organ(name):
            yield name


def _signatures(lines: Sequence[str]) -> Iterator[str]:
    """The name below the text."""
    for line in lines[-SIGNED_LINES:]:
        organ = line_to_organ(line) if len(line) <= LONGEST_LINE else None
        if organ and not is_relative(organ):
            yield organ


def _asked(name: str) -> str | None:
    """Whom a reader may ask is the report's maker, where it is no office for disclosure alone."""
    organ = line_to_organ(places().office.sub("", name)) or line_to_organ(name)
    return organ if organ and organ_to_region(organ) and "公开" not in organ else None
