"""Numbers in folded text: digits, thousands separators, 万 and 亿, Chinese numerals, 余 and 约."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from extractor.language.chinese import MIXED, PLACES, SCALES, chinese_to_number, find_numerals
from extractor.language.clauses import opens_clause, opens_entry
from extractor.language.coins import add_coins
from extractor.language.edges import begun
from extractor.language.illegible import Span
from extractor.language.lettered import LETTERS
from extractor.language.wording import load_wording
from extractor.records import Number

Kind = Literal["count", "percent", "growth", "year", "date", "ordinal", "code"]

# Blanks inside a number are damage ("1 60人次"); they are closed only where a measure word follows at once.
BROKEN = r"\d{1,3}(?: \d{1,3})+(?=[\u4e00-\u9fff])(?![年月日号十百千])"
DIGITS = rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,3}}(?:['’]\d{{3}})+(?!\d)|{BROKEN}|\d+"
ARABIC = re.compile(
    begun(
        rf"(?<![\d.])(?P<digits>{DIGITS})(?P<fraction>\.\d+)?(?P<more> ?[余多几]?)"
        r"(?P<scale>[百千]?[余多几]?[万亿]|[千百]?)"
    )
)
DIGIT, PLACE = re.compile(r"\d"), re.compile(f"[{''.join(PLACES)}]")
# 申请3、256件: three digits behind a mark that stands between the parts of a list, where nothing is listed.
LISTED, LISTED_HEAD = re.compile(r"、\d{3}(?![\d、.,])"), re.compile(r"(?<![\d.,、])\d{1,3}$")
MORE = re.compile(r"[余多几]")
# "201411日" was 2014年1月1日 before the page lost 年 and 月: never a count (forms.md: five sites).
FUSED_DATE = re.compile(r"(?:19|20)\d{2}\d{1,4}(?=[日月年,。]|$)|20\d{2}20\d{2}(?=年)")
TIME = re.compile(r":[0-5]\d(?!\d)")  # 8:30
FOUR_DIGITS = re.compile(r"(?:19|20)\d{2}")
FRAME_END, FRAME_START = re.compile(r"[(\[_*]+ ?$"), re.compile(r" ?[)\]_*]{1,12} ?")
MAX_FRAME, FRAMES = 12, tuple("([_*")
LIST_REACH = 80  # characters before 3、256 in which names may stand that the two numbers belong to
LIST_NUMBER = re.compile(r"\d{1,2}\.(?=[\u4e00-\u9fff])")
BARE_HEAD = re.compile(r"\d{1,2}(?=[\u4e00-\u9fff])(?![余多几万亿千百年月日号时点分秒季周])")
# l,206 and 3,l42 and 3 O6: what is beside a letter that looks like a digit is a part of a number, and no number.
LETTER_BEFORE, LETTER_AFTER = (
    re.compile(rf"(?<![A-Za-z])[{LETTERS}][,. ]$|\d零$"),
    re.compile(rf"[,. ][{LETTERS}](?![A-Za-z])|零\d"),
)
BESIDE = frozenset(",. 零\n")  # what stands between such a letter and a number
TITLE = re.compile("《[^《》]{1,80}》")  # 《诉讼10个典型案例》: what stands in a title counts nothing here
MAX_DIGITS = 15  # no count is longer, and a float holds no more exactly


class NumberMention(NamedTuple):
    """A number in a text: text[start:end] holds it without its measure word; unit is that word or ''."""

    value: Number
    start: int
    end: int
    kind: Kind
    unit: str
    approximate: bool
    is_money: bool = False  # with a sign of money before it: ￥2950
    is_scaled: bool = False  # with 万 or 亿: of money in 元, where no measure word follows

    @property
    def behind(self) -> int:
        """Where the text goes on behind the number and its measure word."""
        return self.end + len(self.unit)


def may_count(text: str) -> bool:
    """Whether the text may hold a number that counts something: one in digits that is of no date, or in characters."""
    words = load_wording()
    if words.undated.search(text) or any(_chinese_numbers(text)):
        return True
    return DIGIT.search(text) is not None and words.valued.search(text.lower()) is not None


def find_numbers(text: str) -> tuple[NumberMention, ...]:
    """Every number of the folded text, in order, with what it counts as."""
    found = [*_arabic_numbers(text), *_chinese_numbers(text)]
    if not found and DIGIT.search(text) is None:
        return ()
    found = add_coins(text, found)
    if "《" in text and (titles := [match.span() for match in TITLE.finditer(text)]):
        found = [n for n in found if not any(start < n.start < end for start, end in titles)]
    if mixed := list(_mixed_numbers(text)):
        taken = {place for start, end, _ in mixed for place in range(start, end)}
        found = [number for number in found if number.start not in taken]
        found += [number for _, _, number in mixed if number]
    return tuple(sorted((n for n in found if not _is_denied(text, n)), key=lambda number: number.start))


def _is_denied(text: str, number: NumberMention) -> bool:
    """一次也没有开过 counts nothing."""
    return number.value == 1 and load_wording().not_even.match(text, number.behind) is not None


def _mixed_numbers(text: str) -> Iterator[tuple[int, int, NumberMention | None]]:
    """Numbers of which no part is one: in digits and characters together, and 3、256. None: of no certain value."""
    for match in MIXED.finditer(text) if PLACE.search(text) else ():
        value = chinese_to_number(match[0])
        start, end = match.span()
        yield start, end, None if value is None else _mention(text, value, start, end, match[0])
    for match in LISTED.finditer(text):
        yield from _listed_number(text, match)


def _listed_number(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, NumberMention | None]]:
    """3、256件 is 3256 where nothing is listed, two numbers where two names stand before it, and else uncertain."""
    words = load_wording()
    head = LISTED_HEAD.search(text, max(0, match.start() - 4), match.start())
    if head is None or not words.measure_start.match(text, match.end()):
        return
    start, end = head.start(), match.end()
    sentence = re.split("[。;]", text[max(0, start - LIST_REACH) : start])[-1]
    clause = re.split("[,:]", sentence)[-1]
    if not clause.strip() or words.listing.search(clause):
        return
    value = int(text[start:end].replace("、", ""))
    mention = _mention(text, value, start, end, text[start:end])
    yield start, end, None if words.listing.search(sentence) else mention


def _arabic_numbers(text: str) -> Iterator[NumberMention]:
    for match in ARABIC.finditer(text) if DIGIT.search(text) else ():
        digits, fraction, behind, scale = match.groups("")
        whole = digits if digits.isdecimal() else re.sub("[, '’]", "", digits)
        if len(whole) > MAX_DIGITS:
            continue
        value = _scaled(whole + fraction, scale)
        more = bool(behind.strip()) or bool(scale and MORE.search(scale))
        start = match.start()
        end = match.end() if scale or more else start + len(digits) + len(fraction)
        mention = _mention(text, value, start, end, digits)
        yield mention._replace(approximate=True) if more else mention


def _scaled(digits: str, scale: str) -> Number:
    if digits.isdecimal() and not scale:
        return int(digits)
    value = float(digits)
    for character in MORE.sub("", scale):
        value *= SCALES[character]
    return int(value) if value == int(value) else round(value, 6)


def _chinese_numbers(text: str) -> Iterator[NumberMention]:
    words = load_wording()
    for match in find_numerals(text):
        before = text[max(0, match.start() - 2) : match.start()]
        more = MORE.match(text, match.end())
        measure = words.measure_start.match(text, more.end() if more else match.end())
        if measure is None or before[-1:].isdigit():
            continue
        if words.pointing_end.search(before) or words.word_with_numeral_end.search(before):
            continue
        if opens_clause(text, match.start()) and words.back_reference.match(measure[0]):
            continue
        if text.startswith("性", measure.end()):  # 一次性
            continue
        value = chinese_to_number(match[0])
        if value is not None:
            yield NumberMention(value, match.start(), match.end(), "count", measure[0], more is not None)


def _mention(text: str, value: Number, start: int, end: int, digits: str) -> NumberMention:
    words = load_wording()
    is_scaled = text[end - 1] in "万亿"
    start, end = _with_frame(text, start, end)
    before, after = text[max(0, start - 12) : start], text[end : end + 8].lstrip(" ")
    measure = words.measure_start.match(after)
    # Beside a measure word a sign of money says nothing new, but for letters, which would make it a code.
    has_sign = measure is None or (before[-1:].isascii() and not before[-1:].isdigit())
    money = words.currency_end.search(before) if has_sign else None
    is_money = money is not None and money["own"] is not None
    kind: Kind = "code" if money else _kind(text, start, end, before, after, digits)
    kind = "count" if is_money else kind
    loose = words.approximate_start.match(after, measure.end() if measure else 0)
    if loose and measure is None:
        measure = words.measure_start.match(after, loose.end())
    if kind == "count" and measure is None and not is_money and _is_outline_number(text, start, end):
        kind = "ordinal"
    if kind == "count" and measure is None and not is_money and words.hotline.fullmatch(digits):
        kind = "code"
    approximate = loose is not None or words.approximate_end.search(before) is not None
    unit = measure[0] if measure else ""
    return NumberMention(value, start, end, kind, unit, approximate, is_money, is_scaled)


def _with_frame(text: str, start: int, end: int) -> Span:
    """The number with what it was written into: [46]件, _46_件, **46**件."""
    if text[max(0, start - 2) : start].strip(" ")[-1:] not in FRAMES:
        return start, end
    before = FRAME_END.search(text, max(0, start - MAX_FRAME), start)
    after = FRAME_START.match(text, end)
    if before is None or after is None or before.start() == 0:
        return start, end
    measure = load_wording().measure_start.match(text, after.end())
    outside = text[before.start() - 1]
    numbers_entry = outside in "。;:,\n" if before[0].startswith("(") else outside in "。\n〕)]"
    framed = measure is not None and measure[0] != "本" and not numbers_entry  # [1]本表: a note
    return (before.start(), after.end()) if framed else (start, end)


def _kind(text: str, start: int, end: int, before: str, after: str, digits: str) -> Kind:
    words = load_wording()
    if after.startswith(("%", "‰", "个百分点", "倍")) or words.percent_end.search(before):
        return "percent"
    if words.growth_end.search(before):
        return "growth"
    if FOUR_DIGITS.fullmatch(digits) and after.startswith(("年", "-", "—", "~", "至")):
        return "year"
    if FUSED_DATE.match(text, start):
        return "date"
    if words.date_start.match(after) or after.startswith(("年", "周")) or TIME.match(after):
        return "date"
    if before.endswith(("〔", "[")) or after.startswith(("〕", "]", "版", "级", "楼", "室", "层")):
        return "ordinal"
    if _is_heading_number(text, start, end):
        return "ordinal"
    if _is_inside_code(text, start, end):
        return "code"
    if words.pointing_end.search(before) or _is_list_number(text, start, end, digits):
        return "ordinal"
    is_counted = words.measure_start.match(after)  # 电话、网上咨询560人次
    coded = (not is_counted and words.codes_end.search(before)) or words.code_start.match(after)
    return "code" if coded else "count"


def _is_heading_number(text: str, start: int, end: int) -> bool:
    """`1.` or `(1)` or `1、` at the start of a sentence or clause, or a bare `1` before its first word."""
    if start == 0 and BARE_HEAD.match(text) and not load_wording().measure_start.match(text, end):
        return True
    is_marked = text[end : end + 1] in {".", "、", ")"} and not text[end + 1 : end + 2].isdigit()
    return is_marked and opens_entry(text, start)


def _is_list_number(text: str, start: int, end: int, digits: str) -> bool:
    """主要问题1.公开意识…2.更新…: the first, or one behind the last, wherever the line was joined."""
    if not LIST_NUMBER.match(text, start) or len(digits) > 2:
        return False
    return digits == "1" or f"{int(digits) - 1}." in text[:start]


def _is_outline_number(text: str, start: int, end: int) -> bool:
    """`3.1 行政复议2件`: a heading's number of several levels."""
    return opens_entry(text, start) and "." in text[start:end] and bool(text[end : end + 1].strip("\n,;。"))


def _is_inside_code(text: str, start: int, end: int) -> bool:
    """Digits glued to letters or hyphens: H7N9, 010-12345678, www.x1.cn, 7·5."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    glued = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    return (
        glued
        or (before in BESIDE and LETTER_BEFORE.search(text[max(0, start - 3) : start]) is not None)
        or LETTER_AFTER.match(text, end) is not None
        or before in {"·", "/", "_"}
        or after in {"·", "_"}
        or (before in {"-", "—"} and text[max(0, start - 2) : start - 1].isdigit())
        or (after in {"-", "—"} and text[end + 1 : end + 2].isdigit())
    )


def parse_number(text: str) -> NumberMention | None:
    """The number that the whole folded text is, measure word allowed; None where it is anything else."""
    numbers = find_numbers(text)
    if len(numbers) != 1:
        return None
    number = numbers[0]
    rest = (text[: number.start] + text[number.end :].removeprefix(number.unit)).strip()
    return number if not rest else None


def plain(value: Number) -> str:
    """The number in digits, without a fraction where it has none."""
    return str(int(value)) if value == int(value) else f"{value:.10g}"
