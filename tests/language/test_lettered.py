"""Letters that stand for digits: read where a number is sure, and never read in part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language import find_illegible, find_lettered, find_numbers, fold

SURE: dict[str, tuple[str, float]] = {
    "at-the-head": ("登记来访 l8 人次", 18),
    "at-the-end": ("登记来访72l人次", 721),
    "inside": ("回复留言4O5条", 405),
    "capital": ("回复留言4I5条", 415),
    "round-nought": ("回复留言4〇5条", 405),
    "thousands": ("回复留言4,O5l条", 4051),
    "thousands-of-a-letter": ("回复留言 l,O52 条", 1052),
    "letters-alone": ("回复留言lO条", 10),
    "one-letter": ("其中传真 O 件", 0),
    "in-ten-thousands": ("点击2.l万次", 21_000),
    "money": ("收费5.O元", 5),
    "and-more": ("点击3OO余次", 300),
    "year": ("2Ol3年", 2013),
    "month": ("自 l2 月起", 12),
}


@pytest.mark.parametrize(("text", "value"), SURE.values(), ids=SURE)
def test_a_sure_number_is_read(text: str, value: float) -> None:
    (number,) = find_numbers(fold(text))
    assert number.value == value and len(fold(text)) == len(text)


UNSURE = {
    "telephone": "电话 O7l6-82l4O99",
    "nothing-counted": "回复留言4,O5l。",
    "head-of-thousands": "回复留言l,052。",
    "leading-nought": "O2O个平台",
    "broken": "回复留言3 O6 条",
    "letter-apart": "回复留言 3 l 件",
    "latin-word": "回复PDFl2件",
    "bullet": "l 条目清楚",
    "bullet-before-a-measure": "l 件件有回复",
    "roman": "共 II 项",
    "class": "属 I 类",
    "mixed": "十l件",
    "odd-thousands": "回复留言4,O5条",
    "ordinal-of-parts": "见12.O条",
    "other-letters": "回复留言4B5条",
}


@pytest.mark.parametrize("text", UNSURE.values(), ids=UNSURE)
def test_what_may_be_something_else_is_read_neither_whole_nor_in_part(text: str) -> None:
    assert not list(find_lettered(fold(text)))
    assert not [number for number in find_numbers(fold(text)) if number.kind == "count"]


BLOTTED = ["留言1■8条", "留言 ■8 条", "留言8■条", "留言8▓ 条", "留言3|2条"]


@pytest.mark.parametrize("text", BLOTTED)
def test_digits_beside_a_blot_are_illegible(text: str) -> None:
    (span,) = find_illegible(text)
    assert text[slice(*span)].strip("■▓|1238") == ""


@pytest.mark.parametrize("text", ["■8条措施", "留言|3|2条|", "是□8件", "共8件■ 条目"])
def test_bullets_boxes_and_borders_are_none(text: str) -> None:
    assert not list(find_illegible(text))


PIECES = ["O", "l", "I", "3", "零", ",", ".", " ", "件", "条", "年", "收", "\n", "(a)", "万"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_restoring_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text) and len(fold(text)) == len(text)
