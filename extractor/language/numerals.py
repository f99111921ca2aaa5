"""Numbers in folded text: digits, thousands separators, 万 and 亿, Chinese numerals, 余 and 约."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.language.clauses import opens_clause, opens_entry
from extractor.language.wording import load_wording
from extractor.records import Number

Kind = Literal["count", "percent", "growth", "year", "date", "ordinal", "code"]

# Blanks inside a number are damage ("1 60人次"); they are closed only where a measure word follows at once.
BROKEN = r"\d{1,3}(?: \d{1,3})+(?=[\u4e00-\u9fff])(?![年月日号])"
DIGITS = rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|{BROKEN}|\d+"
# 1万2千, 3亿2000万: a larger scale goes on in a smaller one
SCALED_REST = re.compile(r"(\d{1,4})([万千百]?)(?![\d.])")
ARABIC = re.compile(
    rf"(?<![\d.])(?P<digits>{DIGITS})(?P<fraction>\.\d+)?(?P<more> ?[余多几]?)(?P<scale>[万亿千百]?)"
)
CHINESE = re.compile(r"[零一二两三四五六七八九十百千万亿]+")
MORE = re.compile(r"[余多几]")
DIGIT_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
PLACE_VALUES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# "201411日" was 2014年1月1日 before the page lost 年 and 月: never a count (forms.md: five sites).
FUSED_DATE = re.compile(r"(?:19|20)\d{2}\d{1,4}(?=[日月年,。]|$)|20\d{2}20\d{2}(?=年)")
YEAR = re.compile(r"(?:19|20)\d{2}")
MAX_DIGITS = 15  # no count is longer, and a float holds no more exactly
MAX_NUMERAL = 40  # characters; 九千九百九十九万亿 and so on has fewer


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text: text[start:end] holds it without its measure word; unit is that word or ''."""

    value: Number
    start: int
    end: int
    kind: Kind
    unit: str
    approximate: bool


def find_numbers(text: str) -> tuple[NumberMention, ...]:
    """Every number of the folded text, in order, with what it counts as."""
    found = [*_arabic_numbers(text), *_chinese_numbers(text)]
    return tuple(sorted(found, key=lambda number: number.start))


def _arabic_numbers(text: str) -> Iterator[NumberMention]:
    read = 0
    for match in ARABIC.finditer(text):
        if match.start() < read:
            continue
        whole = match["digits"].replace(",", "").replace(" ", "")
        if len(whole) > MAX_DIGITS:
            continue
        value = _scaled(whole + (match["fraction"] or ""), match["scale"])
        more = bool(match["more"].strip())
        end = match.end() if match["scale"] or more else match.end("digits") + len(match["fraction"] or "")
        rest = SCALED_REST.match(text, end) if match["scale"] and not more else None
        if rest and SCALES[rest[2]] < SCALES[match["scale"]]:
            value, end = value + _scaled(rest[1], rest[2]), rest.end()
        read = end
        yield _mention(text, value, match.start(), end, more, match["digits"])


def _scaled(digits: str, scale: str) -> Number:
    value = float(digits) * SCALES[scale]
    return int(value) if value == int(value) else round(value, 6)


def _chinese_numbers(text: str) -> Iterator[NumberMention]:
    words = load_wording()
    for match in CHINESE.finditer(text):
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


def chinese_to_number(numeral: str) -> int | None:
    """二十七 -> 27, 一百零五 -> 105, 三万两千 -> 32000; None where it is no well-formed number."""
    if not set(numeral) & {*DIGIT_VALUES, "十"}:  # 多万条: a scale alone counts nothing
        return None
    if len(numeral) > MAX_NUMERAL:
        return None
    total = section = digit = 0
    for character in numeral:
        if character in DIGIT_VALUES:
            if digit:
                return None
            digit = DIGIT_VALUES[character]
        elif character in PLACE_VALUES:
            section += (digit or 1) * PLACE_VALUES[character]
            digit = 0
        else:
            total = (total + section + digit) * SCALES[character]
            section = digit = 0
    return total + section + digit


def _mention(text: str, value: Number, start: int, end: int, more: bool, digits: str) -> NumberMention:
    words = load_wording()
    before, after = text[max(0, start - 12) : start], text[end : end + 8].lstrip(" ")
    kind = _kind(text, start, end, before, after, digits)
    measure = words.measure_start.match(after)
    loose = words.approximate_start.match(after, measure.end() if measure else 0)
    if loose and measure is None:
        measure = words.measure_start.match(after, loose.end())
    if kind == "count" and measure is None and _is_outline_number(text, start, end):
        kind = "ordinal"
    if kind == "count" and measure is None and words.hotline.fullmatch(digits):
        kind = "code"
    approximate = more or loose is not None or words.approximate_end.search(before) is not None
    return NumberMention(value, start, end, kind, measure[0] if measure else "", approximate)


def _kind(text: str, start: int, end: int, before: str, after: str, digits: str) -> Kind:
    words = load_wording()
    if after.startswith(("%", "‰", "个百分点", "倍")) or words.percent_end.search(before):
        return "percent"
    if words.growth_end.search(before):
        return "growth"
    if YEAR.fullmatch(digits) and after.startswith(("年", "-", "—", "~", "至")):
        return "year"
    if FUSED_DATE.match(text, start):
        return "date"
    if words.date_start.match(after) or after.startswith(("年", "周")):
        return "date"
    if before.endswith(("〔", "[")) or after.startswith(("〕", "]", "版", "级", "楼", "室", "层")):
        return "ordinal"
    if _is_heading_number(text, start, end) or _is_inside_code(text, start, end):
        return "ordinal" if _is_heading_number(text, start, end) else "code"
    if words.pointing_end.search(before):
        return "ordinal"
    coded = words.codes_end.search(before) or words.code_start.match(after)
    return "code" if coded else "count"


def _is_heading_number(text: str, start: int, end: int) -> bool:
    """`1.` or `(1)` or `1、` at the start of a sentence or clause."""
    return (
        opens_entry(text, start)
        and text[end : end + 1] in {".", "、", ")"}
        and not text[end + 1 : end + 2].isdigit()
    )


def _is_outline_number(text: str, start: int, end: int) -> bool:
    """`3.1 行政复议2件`: a heading's number of several levels."""
    return opens_entry(text, start) and "." in text[start:end] and bool(text[end : end + 1].strip("\n,;。"))


def _is_inside_code(text: str, start: int, end: int) -> bool:
    """Digits glued to letters or hyphens: H7N9, 010-12345678, www.x1.cn, 7·5."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    glued = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    return (
        glued
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
