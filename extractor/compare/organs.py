"""Whose report it is, made comparable: 青柳县, 青柳县政府 and 临沅市青柳县人民政府 are one, 青柳县人民政府办公室 is another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.compare.words import OrganWords, bare, header_words

LONGEST = 60  # characters; no organ's name is longer


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ's places, the largest first, and its office; none where the place's government itself speaks."""

    places: tuple[str, ...]
    office: str

    @property
    def mark(self) -> tuple[str, str]:
        """What all names of the same organ have in common, if they name a place."""
        return (_stem(self.places[-1]) if self.places else "", self.office)


@cache
def text_to_organ(text: str) -> Organ | None:
    """The name taken apart; None where there is none. A name without a level (青柳) is a place unless it ends as offices do."""
    rest, places = _usual(bare(text)[:LONGEST]), []
    while match := _patterns().place.match(rest):
        places.append(match[0])
        rest = rest[match.end() :]
    rest = _patterns().relative.sub("", rest, count=1)
    office = "" if rest in _words().governments else rest
    if office and not places and not _patterns().office.search(office):
        places, office = [office], ""
    return Organ(tuple(places), office) if places or office else None


def texts_to_organ(texts: Iterable[str]) -> Organ | None:
    """Columns of places and of an organ as one, from the largest; what two of them repeat counts once."""
    places: tuple[str, ...] = ()
    office = ""
    for organ in map(text_to_organ, texts):
        if organ is not None:
            places = _joined(places, organ.places)
            office = organ.office or office
    return Organ(places, office) if places or office else None


def is_same_organ(one: Organ, other: Organ) -> bool:
    """The same office, and places that agree as far as both name them."""
    if one.office != other.office:
        return False
    if not (one.places and other.places):
        return bool(one.office)
    pairs = zip(reversed(one.places), reversed(other.places), strict=False)
    return all(_is_same_place(a, b) for a, b in pairs)


def is_organ(text: str) -> bool:
    """Whether the text ends as the names of places and offices do."""
    name = bare(text)
    return len(name) <= LONGEST and (
        _patterns().level.search(name) is not None or _patterns().office.search(name) is not None
    )


def is_place(text: str) -> bool:
    """Whether the text ends as the names of places do."""
    return _patterns().level.search(bare(text)) is not None


def _joined(first: Sequence[str], then: Sequence[str]) -> tuple[str, ...]:
    """Both, with the longest end of the first that begins the second only once."""
    for length in range(min(len(first), len(then)), 0, -1):
        if all(_is_same_place(a, b) for a, b in zip(first[-length:], then[:length], strict=True)):
            return (*first[:-length], *then)
    return (*first, *then)


def _is_same_place(one: str, other: str) -> bool:
    """青柳 may be 青柳县; 青柳县 is not 青柳市."""
    return one == other or (_stem(one) == _stem(other) and _stem(one) in (one, other))


def _stem(place: str) -> str:
    return _patterns().level.sub("", place, count=1)


def _usual(name: str) -> str:
    for written, usual in _words().same.items():
        name = name.replace(written, usual)
    return name


@dataclass(frozen=True, slots=True)
class _Patterns:
    place: re.Pattern[str]  # at the beginning of a name
    level: re.Pattern[str]  # what a place's name ends with
    office: re.Pattern[str]  # what an office's name ends with
    relative: re.Pattern[str]  # 县 of 县政府办, which names no place


def _words() -> OrganWords:
    return header_words().organs


@cache
def _patterns() -> _Patterns:
    levels = "|".join(sorted(map(re.escape, _words().levels), key=len, reverse=True))
    offices = "|".join(map(re.escape, _words().offices))
    governments = "|".join(map(re.escape, _words().governments))
    return _Patterns(
        place=re.compile(rf".{{1,10}}?(?:{levels})"),
        level=re.compile(rf"(?<=.)(?:{levels})$"),
        office=re.compile(rf"(?:{offices})$"),
        relative=re.compile(rf"^(?:{levels})(?={governments})"),
    )
