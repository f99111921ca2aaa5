"""How issuers, places and titles are written: schemas/places.yaml as compiled patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from extractor.definitions import Definition, read_definition
from extractor.language import chinese_to_number
from extractor.resources import SCHEMAS

ANY_YEAR = re.compile(r"(?<!\d)(20[0-3]\d|二[零一二三oO0][零一二三四五六七八九oO0]{2})(?!\d)")
YEAR_SPAN = re.compile(r"(?<!\d)20[0-3]\d年?度? ?[-—~至到、和与] ?(20[0-3]\d)(?!\d)")
TAG = re.compile(r"\[[^\]]{1,8}\]")  # [年度报告]
IS_REPORT = re.compile("报告|年报")
SENTENCE_MARK = re.compile("[,;。]")
DATE_BEHIND = re.compile(r"\(?20[0-3]\d[-./年]\d{1,2}[-./月].*$")
NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff、()·]{2,39}")
SHORT_GOVERNMENT = re.compile("(?<!人民)政府(?=办公[室厅]$|$)")
SHORT_ENDINGS = tuple("部院处站所委办台社馆")  # also the ends of other words: 回到顶部, 不足之处
NAME_BEHIND = re.compile(r"\(([\u4e00-\u9fff]{3,24})\)$")
MAX_TITLE = 70
MAX_OPENING = 400


class PlacesFile(Definition):
    """schemas/places.yaml."""

    provinces: dict[str, str]
    organs: tuple[str, ...]
    regions: tuple[str, ...]
    government: str
    offices: dict[str, str]
    zones: tuple[str, ...]
    publisher: str
    compiled_by: tuple[re.Pattern[str], ...]
    beside: re.Pattern[str]
    opening: re.Pattern[str]
    contact: re.Pattern[str]
    office: re.Pattern[str]
    relative: re.Pattern[str]
    trail: re.Pattern[str]
    field: re.Pattern[str]
    title_subject: str
    sending: re.Pattern[str]
    title_end: str
    year_in_title: re.Pattern[str]
    printed_on: re.Pattern[str]
    stamps: re.Pattern[str]
    no_name: re.Pattern[str]
    quoting: re.Pattern[str]
    quoting_others: re.Pattern[str]
    not_a_title: re.Pattern[str]
    templates: dict[str, str]
    about: re.Pattern[str]
    foot: re.Pattern[str]

    @cached_property
    def title(self) -> re.Pattern[str]:
        """A whole title line; the name before its subject in group 1."""
        return re.compile(f"(.*?){self.title_subject}{self.title_end}")

    @cached_property
    def nameless_title(self) -> re.Pattern[str]:
        """A title line without a name."""
        return re.compile(self.title_subject + self.title_end)

    @cached_property
    def published(self) -> re.Pattern[str]:
        """The publisher's field, with the name in group 1."""
        return re.compile(self.publisher + r"([^\s,;。:|]{3,30})")

    @cached_property
    def around_name(self) -> re.Pattern[str]:
        """What else stands on a line with an issuer."""
        return re.compile(rf"^\[?{self.publisher}|{self.year_in_title.pattern}")

    @cached_property
    def of_region(self) -> re.Pattern[str]:
        """The place at the head of an organ's name."""
        ends = "|".join(self.regions)
        place = rf"(?!城[市乡])[^省市区县州盟旗和]{{1,8}}?(?:{ends})(?:[市区县](?!场|政|容))?"
        return re.compile(f"(?:{place})+(?=.)")


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
    match = YEAR_SPAN.search(text) or ANY_YEAR.search(text)
    return None if match is None else year_to_int(match[1])


def year_to_int(text: str) -> int:
    """2009 or 二零零九 as a number."""
    if text.isdigit():
        return int(text)
    return int("".join(str(chinese_to_number(c) or 0) for c in text))  # of 二O一一 O is no numeral


@lru_cache(maxsize=1024)  # asked where a document is split, and again where its lines are joined
def line_to_title(line: str) -> Title | None:
    """The folded line as a title, or None where it is none."""
    words = places()
    if "公" not in line or "开" not in line or line.lstrip().startswith(("上一", "下一", "相关")):
        return None
    parts = [part for part in words.trail.split(_without_start(words.field, line)) if part.strip()]
    line = _without_start(TAG, "".join(parts[-1].split() if parts else "").strip("。.*#=-_ "))
    if SENTENCE_MARK.search(line):
        return None
    line = words.printed_on.sub("", line)
    if not 6 <= len(line) <= MAX_TITLE or words.not_a_title.match(line):
        return None
    match = words.title.fullmatch(line)
    if match is None:
        return None
    year = read_year(line)
    name = _without_year(match[1]).removeprefix("关于").strip("年度的 -—:()[]")
    name = words.sending.sub("", name) or _name_behind(line)
    if words.no_name.search(name):
        return None
    if year is None and (not is_organ(name) or not IS_REPORT.search(line)):
        return None
    return Title(complete_issuer(name) if len(name) > 1 else None, year)


def _name_behind(line: str) -> str:
    """The organ that a title names in brackets at its end; '' where it names none."""
    match = NAME_BEHIND.search(line)
    return match[1] if match and is_organ(match[1]) else ""


def _without_start(pattern: re.Pattern[str], line: str) -> str:
    match = pattern.match(line)
    return line[match.end() :] if match else line


def _without_year(name: str) -> str:
    """云州海关2015年海关 is 云州海关: what stands behind the year only repeats the end of the name."""
    parts = [part for part in places().year_in_title.split(name) if part]
    return parts[0] if len(parts) == 2 and parts[0].endswith(parts[1]) else "".join(parts)


def line_to_opening(line: str) -> Title | None:
    """The sentence that opens a report without a title: 本报告由青岩市教育局编制的2014年度政府信息公开年度报告."""
    if "由" not in line or "公" not in line:
        return None
    match = places().opening.search("".join(line[:MAX_OPENING].split()))
    if match is None:
        return None
    name = first_name(match["issuer"])
    return Title(complete_issuer(name) if is_organ(name) or is_region(name) else None, int(match["year"]))


def first_name(name: str) -> str:
    """The first of several names: 青岩市人民政府办公室 of it 以及各街道."""
    return places().beside.split(name)[0]


def ends_title(line: str) -> bool:
    """Whether the folded line is a title without issuer and year, which then stand on a line above."""
    return places().nameless_title.fullmatch("".join(line.split())) is not None


def complete_issuer(name: str) -> str:
    """衢州市人民 (its 政府 went into 政府信息公开), 衢州市政府 and 衢州市政府办公室 become those of 衢州市人民政府."""
    government = places().government
    if name.endswith("人民"):
        return name.removesuffix("人民") + government
    return SHORT_GOVERNMENT.sub(government, name)


def region_to_issuer(region: str, text: str = "") -> str:
    """The government of the place, or the name of the place where its body may have another that the text does not say."""
    words = places()
    for ending, office in words.offices.items():
        if region.endswith(ending):
            return region + office if region + office in text else region
    return region if region.endswith(words.zones) else region + words.government


def is_organ(name: str) -> bool:
    """Whether the name is one of a body of government."""
    return len(name) > 2 and name.endswith(places().organs) and places().no_name.search(name) is None


def line_to_organ(line: str) -> str | None:
    """The folded line as an issuer on a line of its own, a date or the year of the report perhaps behind it."""
    name = _close(places().around_name.sub("", DATE_BEHIND.sub("", line)).strip("年度| "))
    if not NAME.fullmatch(name) or not is_organ(name):
        return None
    return complete_issuer(name) if organ_to_region(name) or not name.endswith(SHORT_ENDINGS) else None


def _close(name: str) -> str:
    """The name without blanks between its characters; a line of several names, as links are, is none."""
    tokens = name.split()
    if (len(tokens) > 2 and any(len(token) > 1 for token in tokens)) or any(map(is_organ, tokens[:-1])):
        return ""
    return "".join(tokens)


def is_region(name: str) -> bool:
    """Whether the name is one of a place."""
    return len(name) > 1 and name.endswith(places().regions)


def organ_to_region(name: str) -> str | None:
    """The place at the head of an organ's name: 温州市 of 温州市水利局, 北京市东城区 of its government and its streets."""
    head, government, _ = name.partition(places().government)
    match = places().of_region.match(head + (government and "府"))
    if match is None:
        return name if is_region(name) else None
    return match[0]
