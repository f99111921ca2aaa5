"""How issuers, places and titles are written: schemas/places.yaml as compiled patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.definitions import Definition, read_definition
from extractor.language import chinese_to_number
from extractor.resources import SCHEMAS

YEAR = re.compile(r"(?<!\d)(20[0-3]\d|二[零一二三oO0][零一二三四五六七八九oO0]{2})(?!\d)")
YEARS = re.compile(r"(?<!\d)20[0-3]\d年?度? ?[-—~至到、和与] ?(20[0-3]\d)(?!\d)")
TAG = re.compile(r"^\[[^\]]{1,8}\]")  # [年度报告]
DATE_BEHIND = re.compile(r"\(?20[0-3]\d[-./年]\d{1,2}[-./月].*$")
MAX_TITLE = 70


class PlacesFile(Definition):
    """schemas/places.yaml."""

    provinces: dict[str, str]
    organs: tuple[str, ...]
    regions: tuple[str, ...]
    government: str
    subdistrict: dict[str, str]
    publisher: str
    compiled_by: str
    relative: str
    title_subject: str
    title_end: str
    year_in_title: str
    no_name: str
    quoting: str
    not_a_title: str
    title_tag: str
    about: str


@dataclass(frozen=True)
class Title:
    """What a title line says: whose report, of which year. Either may be missing."""

    issuer: str | None
    year: int | None


@cache
def places(folder: Path = SCHEMAS) -> PlacesFile:
    """The places file of the schemas folder."""
    return read_definition(folder / "places.yaml", PlacesFile)


def read_year(text: str) -> int | None:
    """The first year named in the folded text, of 2010-2011 the last; 二零零九 counts too."""
    match = YEARS.search(text) or YEAR.search(text)
    return None if match is None else year_to_int(match[1])


def year_to_int(text: str) -> int:
    """2009 or 二零零九 as a number."""
    if text.isdigit():
        return int(text)
    return int("".join(str(chinese_to_number(c) or 0) for c in text))  # of 二O一一 O is no numeral


def line_to_title(line: str) -> Title | None:
    """The folded line as a title, or None where it is none."""
    words = places()
    line = TAG.sub("", re.sub(r"\s+", "", line).strip("。.*#=-_ "))
    line = re.sub(f"^(?:{words.title_tag})", "", line)
    if not 6 <= len(line) <= MAX_TITLE or re.match(words.not_a_title, line) or re.search("[,;。]", line):
        return None
    match = re.fullmatch(rf"(.*?){words.title_subject}{words.title_end}", line)
    if match is None:
        return None
    year = read_year(line)
    name = re.sub(words.year_in_title, "", match[1]).removeprefix("关于").removesuffix("关于")
    name = name.strip("年度的 -—:()[]")
    if re.search(words.no_name, name):
        return None
    if year is None and (not is_organ(name) or not re.search("报告|年报", line)):
        return None
    return Title(complete_issuer(name) or None, year)


def ends_title(line: str) -> bool:
    """Whether the folded line is a title without issuer and year, which then stand on a line above."""
    words = places()
    return re.fullmatch(words.title_subject + words.title_end, re.sub(r"\s+", "", line)) is not None


def complete_issuer(name: str) -> str:
    """衢州市人民 (its 政府 went into 政府信息公开) and 衢州市政府 both become 衢州市人民政府."""
    government = places().government
    if name.endswith("人民"):
        return name.removesuffix("人民") + government
    if name.endswith("政府") and not name.endswith(government):
        return name.removesuffix("政府") + government
    return name


def region_to_issuer(region: str) -> str:
    """The government of the place."""
    words = places()
    named = (name for ending, name in words.subdistrict.items() if region.endswith(ending))
    return region + next(named, words.government)


def is_organ(name: str) -> bool:
    """Whether the name is one of a body of government."""
    return len(name) > 2 and name.endswith(places().organs)


def line_to_organ(line: str) -> str | None:
    """The folded line as an issuer on a line of its own, a date or the year of the report perhaps behind it."""
    words = places()
    name = re.sub(f"^{words.publisher}|{words.year_in_title}", "", DATE_BEHIND.sub("", line)).strip("年度 ")
    return complete_issuer(name) if is_organ(name) and not re.search("[:,;。]", name) else None


def is_region(name: str) -> bool:
    """Whether the name is one of a place."""
    return len(name) > 1 and name.endswith(places().regions)


def organ_to_region(name: str) -> str | None:
    """The place at the head of an organ's name: 温州市 of 温州市水利局, 北京市东城区 of its government."""
    endings = "|".join(places().regions)
    match = re.match(
        rf"(?:(?!城[市乡])[^省市区县州盟旗和]{{1,8}}?(?:{endings})(?:[市区县](?!场|政|容))?)+(?=.)", name
    )
    if match is None:
        return name if is_region(name) else None
    return match[0]
