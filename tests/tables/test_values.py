"""What a printed cell says, by the kind of cell of the form that it fills."""

from __future__ import annotations

import pytest

from extractor.forms.editions import find_form
from extractor.tables.cell_texts import fills_cell
from extractor.tables.measures import is_unit, unit_in_label
from extractor.tables.values import text_to_value

COUNT = "article20.normative.new_made"
CHANGE = "article20.fees.change"
AMOUNT = "article20.procurement.amount_wan"

CASES = {
    "empty": (COUNT, "", None, "blank"),
    "no-break-space": (COUNT, "\u00a0", None, "blank"),
    "zero-width-space": (COUNT, "\u200b", None, "blank"),
    "not-seen-inside-a-number": (COUNT, "1234\u200b567", 1234567, "reported"),
    "not-seen-before-a-unit": (COUNT, "150\u200b件", 150, "reported"),
    "struck-out-digits": (COUNT, "5\u033646", None, "unreadable"),
    "digits-shown-turned-round": (COUNT, "\u202e31\u202c", None, "unreadable"),
    "a-lost-digit": (COUNT, "3\ufffd6", None, "unreadable"),
    "stroke": (COUNT, "/", None, "not_applicable"),
    "wide-stroke": (COUNT, "／", None, "not_applicable"),
    "hyphen": (COUNT, "-", None, "not_applicable"),
    "dash": (COUNT, "—", None, "not_applicable"),
    "two-dashes": (COUNT, "——", None, "not_applicable"),
    "none-is-no-zero": (COUNT, "无", None, "not_applicable"),
    "empty-in-words": (COUNT, "空", None, "not_applicable"),
    "not-applicable": (COUNT, "N/A", None, "not_applicable"),
    "zero": (COUNT, "0", 0, "reported"),
    "zero-in-a-word": (COUNT, "零", 0, "reported"),
    "zero-as-a-circle": (COUNT, "〇", 0, "reported"),
    "bold-in-markdown": (COUNT, "**52**", 52, "reported"),
    "digits": (COUNT, " 52 ", 52, "reported"),
    "full-width-digits": (COUNT, "５２", 52, "reported"),
    "like-a-date": (COUNT, "201411", 201411, "reported"),
    "like-a-year": (COUNT, "2019", 2019, "reported"),
    "unit": (COUNT, "150件", 150, "reported"),
    "unit-apart": (COUNT, "150 件", 150, "reported"),
    "other-unit-of-count": (COUNT, "997项", 997, "reported"),
    "unit-of-another-kind": (COUNT, "3万元", None, "unreadable"),
    "unknown-unit": (COUNT, "5户", None, "unreadable"),
    "thousands": (COUNT, "1,234", 1234, "reported"),
    "wide-thousands": (COUNT, "12，345，678件", 12345678, "reported"),
    "spaced-digits": (COUNT, "1 3 4", 134, "reported"),
    "spaced-digits-and-more": (COUNT, "1 3 4件", None, "unreadable"),
    "spaced-digits-with-a-point": (AMOUNT, "1 2 3 . 4 5", 123.45, "reported"),
    "amount-before-a-spaced-unit": (AMOUNT, "2.5 万元", 2.5, "reported"),
    "circled-pointer-to-a-note": (COUNT, "12①", 12, "reported"),
    "raised-pointer-to-a-note": (COUNT, "12²", 12, "reported"),
    "bracketed-pointer-to-a-note": (COUNT, "12[1]", 12, "reported"),
    "star-points-to-a-note": (COUNT, "12件*", 12, "reported"),
    "nothing-but-a-pointer": (COUNT, "①", None, "unreadable"),
    "long-pieces": (COUNT, "1234 567", None, "unreadable"),
    "ten-thousands": (COUNT, "3.2万件", 32000, "reported"),
    "more-than": (COUNT, "3900余", 3900, "approximate"),
    "more-than-with-unit": (COUNT, "3900余件", 3900, "approximate"),
    "about": (COUNT, "约3900件", 3900, "approximate"),
    "or-so": (COUNT, "3900件左右", 3900, "approximate"),
    "note-behind": (COUNT, "13（含修订5件）", 13, "reported"),
    "fraction-of-a-count": (COUNT, "12.5", None, "unreadable"),
    "negative-count": (COUNT, "-8", None, "unreadable"),
    "change-in-a-count": (COUNT, "减少5项", None, "unreadable"),
    "no-change-in-a-count": (COUNT, "无变化", None, "unreadable"),
    "percentage": (COUNT, "5%", None, "unreadable"),
    "words": (COUNT, "见附件", None, "unreadable"),
    "two-numbers": (COUNT, "3/5", None, "unreadable"),
    "less": (CHANGE, "减少5项", -5, "reported"),
    "more": (CHANGE, "增加 3 项", 3, "reported"),
    "plus": (CHANGE, "+3", 3, "reported"),
    "minus": (CHANGE, "-8", -8, "reported"),
    "wide-minus": (CHANGE, "－8", -8, "reported"),
    "arrow-up": (CHANGE, "↑3", 3, "reported"),
    "arrow-down": (CHANGE, "↓3", -3, "reported"),
    "no-change": (CHANGE, "无变化", 0, "reported"),
    "plain-change": (CHANGE, "4", 4, "reported"),
    "none-in-change": (CHANGE, "无", None, "not_applicable"),
    "doubly-signed": (CHANGE, "减少-3", None, "unreadable"),
    "amount": (AMOUNT, "27042.62万元", 27042.62, "reported"),
    "amount-without-unit": (AMOUNT, "0.092", 0.092, "reported"),
    "amount-in-yuan": (AMOUNT, "251000元", 25.1, "reported"),
    "amount-in-hundred-millions": (AMOUNT, "1.5亿元", 15000, "reported"),
    "amount-with-its-unit-in-brackets": (AMOUNT, "2950（元）", 0.295, "reported"),
    "amount-with-its-unit-named-in-brackets": (AMOUNT, "2950(单位:元)", 0.295, "reported"),
    "amount-in-ten-thousands-in-brackets": (AMOUNT, "0.295（万元）", 0.295, "reported"),
    "amount-with-a-scale-and-a-unit-in-brackets": (AMOUNT, "0.295万（元）", 0.295, "reported"),
    "amount-with-a-scale-alone": (AMOUNT, "0.5万", 0.5, "reported"),
    "amount-in-hundred-millions-alone": (AMOUNT, "1.5亿", 15000, "reported"),
    "amount-with-a-sign-of-money": (AMOUNT, "￥2950", 0.295, "reported"),
    "amount-in-renminbi": (AMOUNT, "人民币 2,950.00", 0.295, "reported"),
    "amount-in-letters": (AMOUNT, "约RMB2950元", 0.295, "approximate"),
    "amount-of-foreign-money": (AMOUNT, "2950美元", None, "unreadable"),
    "amount-with-a-foreign-sign": (AMOUNT, "$2950", None, "unreadable"),
    "sign-of-money-in-a-count": (COUNT, "￥3", None, "unreadable"),
    "unit-in-brackets": (COUNT, "150（件）", 150, "reported"),
    "foreign-unit-in-brackets": (COUNT, "150（元）", None, "unreadable"),
    "thousands-by-apostrophe": (COUNT, "3'256", 3256, "reported"),
    "list-mark": (COUNT, "3、256", None, "unreadable"),
    "numeral-with-a-unit": (COUNT, "廿三件", 23, "reported"),
    "formal-numeral-with-a-unit": (COUNT, "肆拾陆件", 46, "reported"),
    "mixed-numeral-with-a-unit": (COUNT, "1百零3件", 103, "reported"),
    "mixed-numeral-of-no-certain-value": (COUNT, "1万5件", None, "unreadable"),
    "framed-number-with-a-unit": (COUNT, "共【46】件", None, "unreadable"),
    "numeral-that-may-number-a-row": (COUNT, "十二", None, "unreadable"),
    "about-an-amount": (AMOUNT, "约3万元", 3, "approximate"),
    "count-in-an-amount": (AMOUNT, "3件", None, "unreadable"),
}


@pytest.mark.parametrize(("key", "text", "value", "status"), CASES.values(), ids=CASES.keys())
def test_text_to_value(key: str, text: str, value: float | None, status: str) -> None:
    read = text_to_value(text, find_form("2019").by_key[key])
    assert (read.value, read.status, bool(read.problem)) == (value, status, status == "unreadable")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("86", "元", 0.0086),
        ("86", "（元）", 0.0086),
        ("86", "万元", 86),
        ("86", "——", 86),
        ("2万元", "元", 2),
        ("2万", "万元", 2),
        ("￥86", "万元", 86),
        ("￥86", "元", 0.0086),
    ],
    ids=[
        "unit-cell",
        "unit-in-brackets",
        "same-unit",
        "no-unit",
        "own-unit-first",
        "own-scale-first",
        "sign-in-a-column",
        "sign-in-a-column-of-yuan",
    ],
)
def test_unit_beside_the_cell(text: str, unit: str, value: float) -> None:
    assert text_to_value(text, find_form("2019").by_key[AMOUNT], unit).value == value


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("减少5项", "5"),
        ("1，234件", "1，234"),
        ("约3900", "3900"),
        ("-8", "-8"),
        ("\u200b减少3\u200b256\u200b项", "3\u200b256"),
        ("27042.62万元", "27042.62"),
    ],
)
def test_mark_is_the_number(text: str, marked: str) -> None:
    mark = text_to_value(text, find_form("2019").by_key[CHANGE]).mark
    assert mark is not None
    assert text[slice(*mark)] == marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", True),
        ("无", True),
        ("——", True),
        ("增加3项", True),
        ("", False),
        ("总计", False),
        ("2019年", False),
    ],
)
def test_fills_cell(text: str, expected: bool) -> None:
    assert fills_cell(text) is expected


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("本年收费金额（单位：元）", "元"),
        ("采购总金额（万元）", "万元"),
        ("现行有效件数", ""),
        ("数量(指2020年)", ""),
    ],
)
def test_unit_in_label(head: str, unit: str) -> None:
    assert unit_in_label(head) == unit


def test_is_unit() -> None:
    assert [is_unit(text) for text in ("件", "（万元）", "人次", "总计", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("21 0", None), ("351 13", None), ("0 5", None), ("1 3 4", 134), ("1 234", 1234)],
    ids=["two", "two-long", "nought-first", "digits-apart", "thousands"],
)
def test_a_blank_between_digits_may_part_two_numbers(text: str, value: int | None) -> None:
    cell = find_form("2019").by_key[COUNT]
    assert text_to_value(text, cell).value == value
    assert text_to_value(text, cell, is_one=True).value == int(text.replace(" ", ""))
