"""Names of bodies taken apart and written in one way: places from the largest, then the office."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.language import fold
from extractor.panel.register import Names

LONGEST_PLACE = 10
JOINING = re.compile("[和与及]")
SUFFIX = re.compile("(?:委员会|办公室|委|局|厅|部|办)$")


@dataclass(frozen=True, slots=True)
class BodyParts:
    """A body's places, the largest first, and its office; none where the government itself reports."""

    places: tuple[str, ...]
    office: str

    @property
    def place(self) -> str:
        """The body's own place."""
        return self.places[-1] if self.places else ""

    @property
    def stem(self) -> str:
        """The office without its last word, by which offices stay the same when 局 becomes 委员会."""
        return JOINING.sub("", SUFFIX.sub("", self.office))


def name_to_parts(name: str, names: Names) -> BodyParts:
    """The name taken apart, as written out in full."""
    rest, places = _usual(re.sub(r"[\s()\[\]]+", "", fold(name)), names), []
    pattern = _place(names.levels, names.never)
    while match := pattern.match(rest):
        places.append(match[0])
        rest = rest[match.end() :]
    office = "" if rest == names.government else rest
    if office and not places and not SUFFIX.search(office) and office != names.office:
        return BodyParts((office.removesuffix(names.government),), "")
    return BodyParts(tuple(places), names.offices.get(office, office))


def parts_to_name(parts: BodyParts, names: Names) -> str:
    """The name written out: a place alone stands for its government."""
    ending = next(
        (e for level, e in names.subdistrict.items() if parts.place.endswith(level)), names.government
    )
    return "".join(parts.places) + (parts.office or ending)


def _usual(name: str, names: Names) -> str:
    for written, usual in names.same:
        if name.endswith(written):
            return name if name.endswith(usual) else name.removesuffix(written) + usual
    return name


@lru_cache
def _place(levels: tuple[str, ...], never: tuple[str, ...]) -> re.Pattern[str]:
    """A place at the beginning of a name. One letter of a level may be a part of the place's own name (通州市, 沙市区),
    or of a word that is no place (市场, 城乡)."""
    long = "|".join(re.escape(level) for level in levels if len(level) > 1)
    short = "".join(level for level in levels if len(level) == 1)
    words = "|".join(map(re.escape, never))
    goes_on = rf"(?!(?!{words})(?:(?<=[州镇乡])[市区县]|(?<=市)(?:[区县]|市(?:$|人民政府))))"
    step = rf"(?:(?!{words}).)"
    return re.compile(rf"(?!{words}).{step}{{0,{LONGEST_PLACE}}}?(?:{long}|[{short}]{goes_on})")
