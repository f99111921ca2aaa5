"""Folding for reading: one character for one, so that offsets stay true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.folding import (
    UNSEEN,
    find_odd,
    fold,
    fold_line_characters,
    fold_lines,
    fold_seen,
)

CASES: dict[str, tuple[str, str]] = {
    "full-width-digits": ("１２３件", "123件"),
    "full-width-letters": ("ＡＢ", "AB"),
    "full-width-marks": ("，；：（）％", ",;:()%"),
    "full-stop-stays": ("。", "。"),
    "brackets": ("［2014］﹝2015﹞【1】", "[2014]〔2015〕[1]"),
    "circle-zero": ("二〇一四", "二零一四"),
    "traditional": ("行政訴訟", "行政诉讼"),
    "regional-words": ("上一年專案數量 大量反覆申請", "上一年项目数量 大量反复申请"),
    "radicals-of-the-supplement": ("⺠⻚⻬⻅⻔⻓", "民页齐见门长"),
    "radicals-seldom-seen": ("⻢⻝⻨⻤⺮⻌", "马食麦鬼⺮辶"),
    "kangxi-radicals": ("⼯⼀⾏⾦", "工一行金"),
    "no-break-space": ("12\u00a0件", "12 件"),
    "wide-space": ("总\u3000计", "总 计"),
    "lines-stay": ("一\r\n二\t三", "一\r\n二\t三"),
    "pinyin-in-brackets": ("公开(gōng kāi)信(xin)息", "公开" + " " * 10 + "信" + " " * 5 + "息"),
    "pinyin-in-wide-brackets": ("申（shēn）请", "申" + " " * 6 + "请"),
    "other-words-in-brackets-stay": ("公开(PDF)12件(a)", "公开(PDF)12件" + " " * 3),
    "ellipsis-stays-one": ("…", "…"),
    "keys-number-entries": ("1\ufe0f\u20e3公开", ";" + UNSEEN * 2 + "公开"),
    "ligature-stays-one": ("㎡", "㎡"),
}


@pytest.mark.parametrize(("text", "folded"), CASES.values(), ids=CASES)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_the_length_is_kept_and_lines_stay_where_they_are(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert [i for i, c in enumerate(folded) if c in "\r\n\t"] == [
        i for i, c in enumerate(text) if c in "\r\n\t"
    ]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


NOT_SEEN = {
    "zero-width-space": "\u200b",
    "non-joiner": "\u200c",
    "joiner": "\u200d",
    "word-joiner": "\u2060",
    "byte-order-mark": "\ufeff",
    "soft-hyphen": "\u00ad",
    "variation-selector": "\ufe0f",
    "ideographic-variation-selector": "\U000e0100",
    "combining-accent": "\u0301",
    "grapheme-joiner": "\u034f",
    "left-to-right-mark": "\u200e",
    "embedding": "\u202b",
    "isolate": "\u2066",
    "separator-that-is-not-seen": "\u2063",
    "tag": "\U000e0031",
    "hangul-filler": "\u3164",
    "control": "\x08",
}


@pytest.mark.parametrize("character", NOT_SEEN.values(), ids=NOT_SEEN)
def test_what_is_not_seen_is_gone_over(character: str) -> None:
    text = f"资{character}讯3{character}256件"
    assert len(fold(text)) == len(text)
    seen, places = fold_seen(text)
    assert seen == "信息3256件"  # words are known, too
    assert [text[place] for place in places] == list("资讯3256件")


@given(st.text())
def test_the_places_of_what_is_seen_rise(text: str) -> None:
    seen, places = fold_seen(text)
    assert len(seen) == len(places) and UNSEEN not in seen
    assert list(places) == sorted(set(places))


PIECES = [
    "\n",
    "报(bao)",
    "报",
    "(bao)",
    "1",
    "\ufe0f\u20e3",
    UNSEEN,
    "反覆",
    "反",
    "覆",
    "\u200b",
    " ",
    "，",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_a_document_folds_line_by_line(text: str) -> None:
    whole = fold_lines(text, 0, len(text))
    assert whole.split("\n") == [fold(line) for line in text.split("\n")]
    assert fold_seen(text, whole)[0].split("\n") == [fold_seen(line)[0] for line in text.split("\n")]


def test_each_character_folds_to_one_that_stays() -> None:
    every = "".join(c for c in map(chr, range(0x20000)) if not 0xD800 <= ord(c) < 0xE000)
    once = fold_line_characters(every, 0, len(every))
    assert len(once) == len(every)
    assert fold_line_characters(once, 0, len(once)) == once


def test_what_may_fold_is_found() -> None:
    text = "收到2件, 見《條例》。\u200b"
    assert find_odd(text) == {"見", "條", "《", "》", "。", "\u200b"}


def test_characters_alone_leave_words_as_they_are() -> None:
    text = "标题\n大量反覆１２"
    assert fold_lines(text, 3, len(text)) == "大量反复12"
    assert fold_line_characters(text, 3, len(text)) == "大量反覆12"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("收到申请30件.其中网络申请9件.", "收到申请30件。其中网络申请9件。"),
        ("公开信息9条(含转载).2015年", "公开信息9条(含转载)。2015年"),
        ("一.主动公开情况", "一.主动公开情况"),
        ("(二).申请情况 1.收到申请3.5万件", "(二).申请情况 1.收到申请3.5万件"),
        ("网址www.gov.cn", "网址www.gov.cn"),
    ],
)
def test_a_point_behind_chinese_characters_is_a_full_stop(text: str, folded: str) -> None:
    assert fold(text) == folded
