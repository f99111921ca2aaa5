"""Which digits and numerals of running text are counts, and how much they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.chinese import chinese_to_number
from extractor.language.folding import fold
from extractor.language.numerals import find_numbers, may_count, parse_number, plain
from extractor.records import Number

COUNTS: dict[str, tuple[str, list[tuple[Number, str]]]] = {
    "plain": ("收到申请16件。", [(16, "件")]),
    "blank-before-measure": ("收到申请16 件。", [(16, "件")]),
    "thousands-comma": ("公开信息12,345条。", [(12345, "条")]),
    "two-commas": ("公开信息1,012,345条。", [(1012345, "条")]),
    "full-width-comma": ("公开信息１２，３４５条。", [(12345, "条")]),
    "full-width-digits": ("收到申请１６件。", [(16, "件")]),
    "list-is-no-thousand": ("分别为12,34件。", [(12, ""), (34, "件")]),
    "fraction": ("收取费用0.35万元。", [(3500, "元")]),
    "ten-thousand": ("公开信息3.9万条。", [(39000, "条")]),
    "hundred-million": ("采购1.5亿元。", [(150000000, "元")]),
    "blank-inside": ("接受咨询1 60人次。", [(160, "人次")]),
    "blanks-inside": ("接受咨询1 2 3 4人次。", [(1234, "人次")]),
    "measure-of-two": ("接待35人次。", [(35, "人次")]),
    "no-measure": ("(当面):7", [(7, "")]),
    "zero": ("收到申请0件。", [(0, "件")]),
    "several": ("当面3件、信函12件,网络1件。", [(3, "件"), (12, "件"), (1, "件")]),
    "chinese": ("发生诉讼二十七件。", [(27, "件")]),
    "chinese-zero": ("公开一百零五条。", [(105, "条")]),
    "chinese-two": ("召开会议两次。", [(2, "次")]),
    "chinese-one": ("发生复议一起。", [(1, "起")]),
    "chinese-ten": ("共十条。", [(10, "条")]),
    "chinese-thousands": ("公开三千二百一十六条。", [(3216, "条")]),
    "twenties-in-one-character": ("收到申请廿三件。", [(23, "件")]),
    "thirty-in-one-character": ("收到申请卅件。", [(30, "件")]),
    "forty-in-one-character": ("公开信息一百卌二条。", [(142, "条")]),
    "chinese-digit-by-digit": ("收到申请一〇三件。", [(103, "件")]),
    "chinese-formal": ("收到申请肆拾陆件。", [(46, "件")]),
    "chinese-formal-hundreds": ("公开信息叁佰零伍条。", [(305, "条")]),
    "chinese-formal-alone": ("收到申请叁件。", [(3, "件")]),
    "team-is-no-five": ("组建队伍二十人。", [(20, "人")]),
    "mainland-is-no-six": ("大陆籍三十人。", [(30, "人")]),
    "digits-and-characters": ("收到申请1百零3件。", [(103, "件")]),
    "characters-and-digits": ("收到申请五百20件。", [(520, "件")]),
    "digits-before-ten": ("收到申请2十5件。", [(25, "件")]),
    "two-scales": ("公开信息1万2千条。", [(12000, "条")]),
    "two-large-scales": ("采购3亿2000万元。", [(320000000, "元")]),
    "two-large-scales-in-characters": ("采购三亿二千万元。", [(320000000, "元")]),
    "scale-upon-scale": ("采购3千万元。", [(30000000, "元")]),
    "scale-upon-scale-with-a-point": ("采购3.5千万元。", [(35000000, "元")]),
    "apostrophe": ("公开信息3'256条。", [(3256, "条")]),
    "raised-comma": ("公开信息3’256’000条。", [(3256000, "条")]),
    "apostrophe-of-two": ("用时5'30条。", [(5, ""), (30, "条")]),
    "list-mark-in-a-number": ("全年收到申请3、256件。", [(3256, "件")]),
    "list-mark-in-a-list": ("当面、信函申请分别为3、256件。", [(3, ""), (256, "件")]),
    "list-mark-between-two-names": ("培训班和讲座3、256次。", [(3, ""), (256, "次")]),
    "list-mark-without-thousands": ("全年收到申请3、25件。", [(3, ""), (25, "件")]),
    "frame-of-corners": ("收到申请【46】件。", [(46, "件")]),
    "frame-of-brackets": ("收到申请(46)件。", [(46, "件")]),
    "frame-of-a-blank": ("收到申请 __46__ 件。", [(46, "件")]),
    "frame-of-stars": ("收取费用**46**元。", [(46, "元")]),
    "ten-thousand-zero": ("公开10万件。", [(100000, "件")]),
}


@pytest.mark.parametrize(("text", "expected"), COUNTS.values(), ids=COUNTS)
def test_a_count_is_read_with_its_measure_word(text: str, expected: list[tuple[Number, str]]) -> None:
    found = find_numbers(fold(text))
    assert [(n.value, n.unit) for n in found] == expected
    assert {n.kind for n in found} == {"count"}


APPROXIMATE: dict[str, tuple[str, Number]] = {
    "odd": ("公开3900余条。", 3900),
    "many": ("公开信息60多条。", 60),
    "about": ("公开约120条。", 120),
    "close-to": ("公开近300条。", 300),
    "over": ("公开超过500条。", 500),
    "ten-thousand-odd": ("公开18万余条。", 180000),
    "odd-ten-thousand": ("公开3.99多万条。", 39900),
}


@pytest.mark.parametrize(("text", "value"), APPROXIMATE.values(), ids=APPROXIMATE)
def test_a_round_number_is_approximate(text: str, value: Number) -> None:
    assert [(n.value, n.approximate) for n in find_numbers(text)] == [(value, True)]


@pytest.mark.parametrize("text", ["公开80条左右。", "公开80条以上。"])
def test_words_behind_the_measure_make_a_number_approximate(text: str) -> None:
    assert [(n.value, n.approximate) for n in find_numbers(text)] == [(80, True)]


@pytest.mark.parametrize(("text", "value"), [("公开三十余条。", 30), ("召开会议十多次。", 10)])
def test_a_round_chinese_numeral_is_approximate(text: str, value: Number) -> None:
    assert [(n.value, n.approximate) for n in find_numbers(text)] == [(value, True)]


def test_a_nearby_station_is_not_nearly() -> None:
    assert not find_numbers("最近3次会议。")[0].approximate


KINDS: dict[str, tuple[str, list[str]]] = {
    "percent": ("同意公开占8.6%。", ["percent"]),
    "full-width-percent": ("办结率９４．３％。", ["percent"]),
    "percent-in-words": ("占百分之30。", ["percent"]),
    "points": ("高出3个百分点。", ["percent"]),
    "times": ("是去年的2倍。", ["percent"]),
    "growth": ("同比增长21件。", ["growth"]),
    "growth-aspect": ("增加了15件。", ["growth"]),
    "decline": ("比上年下降30件。", ["growth"]),
    "year": ("2015年,", ["year"]),
    "year-span": ("2014-2015年度", ["year", "year"]),
    "month-and-day": ("3月31日前", ["date", "date"]),
    "time": ("上午9时", ["date"]),
    "fused-date": ("自201411日起", ["date"]),
    "fused-day": ("到20141231日止", ["date"]),
    "fused-years": ("如下图:20112014年", ["date"]),
    "article": ("依据第31条", ["ordinal"]),
    "phone": ("联系电话:0512-12345678", ["code", "code"]),
    "plain-phone": ("咨询电话:05721234567", ["code"]),
    "postcode": ("邮编:313000", ["code"]),
    "hotline": ("12345热线", ["code"]),
    "note-in-corners": ("如下表[1]本表", ["ordinal"]),
    "entry-in-brackets": ("其中:(1)个人申请", ["ordinal"]),
    "listed-articles": ("第3、256条", ["ordinal"]),
    "foreign-money": ("收取US$2950。", ["code"]),
    "heading-dot": ("1.主动公开情况", ["ordinal"]),
    "heading-bracket": ("(2)申请情况", ["ordinal"]),
    "heading-comma": ("3、其他情况", ["ordinal"]),
    "letters": ("H7N9防控", ["code", "code"]),
    "address": ("www.x1.cn", ["code"]),
    "room": ("设在5楼306室", ["ordinal", "ordinal"]),
}


@pytest.mark.parametrize(("text", "kinds"), KINDS.values(), ids=KINDS)
def test_what_is_no_count_says_what_it_is(text: str, kinds: list[str]) -> None:
    assert [n.kind for n in find_numbers(fold(text))] == kinds


@pytest.mark.parametrize("text", ["国办发〔2014〕32号", "国办发[2014]32号", "令第492号", "浙政发〔2008〕1号"])
def test_document_numbers_hold_no_count(text: str) -> None:
    assert "count" not in {n.kind for n in find_numbers(fold(text))}


NO_NUMBERS: dict[str, str] = {
    "enumeration": "一是加强领导",
    "ordinal-article": "根据第三十一条",
    "one-stop": "提供一站式服务",
    "all-year": "全年一直",
    "scale-alone": "发布百万条",
    "several": "发布数十条",
    "each": "每一件申请",
    "list-mark-of-uncertain-sense": "当面、信函申请,共3、256件。",
    "may-be-two-numbers": "收到申请一百五件。",
    "may-be-two-numbers-in-digits": "收到申请1万5件。",
    "year-before-ten": "公布2015十大案例。",
    "nothing": "没有收到申请",
}


@pytest.mark.parametrize("text", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_chinese_words_with_numerals_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == ()


MONEY = {
    "sign": ("收取费用￥2950。", 2950, ""),
    "half-width-sign": ("收取费用¥ 2,950。", 2950, ""),
    "letters": ("收取费用RMB 2950。", 2950, ""),
    "letters-glued": ("收取费用rmb2950。", 2950, ""),
    "in-words": ("收取费用人民币2950。", 2950, ""),
    "letters-with-measure": ("收取费用RMB2950元。", 2950, "元"),
}


@pytest.mark.parametrize(("text", "value", "unit"), MONEY.values(), ids=MONEY)
def test_a_sign_of_money_is_kept(text: str, value: Number, unit: str) -> None:
    (number,) = find_numbers(fold(text))
    assert (number.value, number.unit, number.kind, number.is_money) == (value, unit, "count", True)


@pytest.mark.parametrize(
    ("text", "value"),
    [("收取费用846元5角。", 846.5), ("收取费用四十二元六角五分。", 42.65), ("收取费用42元5分。", 42.05)],
    ids=["digits", "in-words", "no-tens"],
)
def test_coins_belong_to_their_amount(text: str, value: Number) -> None:
    (number,) = find_numbers(fold(text))
    assert (number.value, number.unit) == (value, "元")


def test_a_place_on_the_web_is_not_above() -> None:
    assert [n.value for n in find_numbers("微信上三十条,比上一项多六件")] == [30, 6]


def test_what_stands_in_a_title_is_no_number() -> None:
    assert [n.value for n in find_numbers(fold("学习《公开案例12个》,收到申请3件。"))] == [3]


@pytest.mark.parametrize("text", ["收取费用2950美元。", "收取费用2950港币。"])
def test_foreign_money_has_its_own_measure(text: str) -> None:
    (number,) = find_numbers(text)
    assert number.unit in {"美元", "港币"}


@pytest.mark.parametrize("text", ["按照市政府统一部署", "一次性告知申请人"], ids=["as-one", "at-once"])
def test_numerals_inside_words_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == ()


CHINESE: dict[str, int | None] = {
    "七": 7, "十": 10, "十二": 12, "二十": 20, "二十七": 27, "一百零五": 105, "一百一十": 110,
    "廿三": 23, "卅": 30, "肆拾陆": 46, "壹仟零伍": 1005, "一零三": 103, "二零一六": 2016, "零三": None, "一三五": None,
    "1百零3": 103, "3千万": 30000000, "三万亿": 3000000000000, "一百十五": 115, "一百五": None, "1万2345": 12345,
    "1万5": None, "二十二十": None, "百五十": None, "": None, "亿亿": None, "三千百": None,
    "两千": 2000, "三万两千": 32000, "一亿零三": 100000003, "百": None, "万": None, "三五": None,
}  # fmt: skip


@pytest.mark.parametrize(("numeral", "value"), CHINESE.items(), ids=CHINESE)
def test_chinese_numeral(numeral: str, value: int | None) -> None:
    assert chinese_to_number(numeral) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("23,267", 23267), ("54件", 54), ("3.5万元", 35000), ("二十七件", 27), ("0", 0)],
)
def test_a_whole_text_is_a_number(text: str, value: Number) -> None:
    number = parse_number(text)
    assert number is not None and number.value == value


@pytest.mark.parametrize("text", ["", "没有", "12和13", "约莫", "共12件申请", "十分"])
def test_other_text_is_not(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("value", "text"), [(12, "12"), (12.0, "12"), (0.35, "0.35"), (59237.2449, "59237.2449")]
)
def test_plain(value: Number, text: str) -> None:
    assert plain(value) == text


@given(st.integers(0, 10**9))
def test_any_printed_count_is_read_back(value: int) -> None:
    assert [(n.value, n.kind) for n in find_numbers(f"收到申请{value:,}件")] == [(value, "count")]


@given(
    st.lists(
        st.sampled_from(
            [
                *"0123456789,. 万亿余约年月日号一二十百件条第〔〕%()-￥",
                "RMB",
                "百分之",
                "增长",
                "2015",
                "个月",
            ]
        )
    )
)
def test_what_counts_nothing_holds_no_count(pieces: list[str]) -> None:
    text = fold("".join(pieces))
    assert may_count(text) or not any(number.kind in {"count", "percent"} for number in find_numbers(text))


@pytest.mark.parametrize("text", ["申请O,\n206件", "5零\n3件"])
def test_what_is_beside_a_letter_for_a_digit_is_part_of_a_number_over_the_end_of_a_line(text: str) -> None:
    assert "count" not in {number.kind for number in find_numbers(text)}


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("2015年3月12日", False),
        ("〔2015〕37号", False),
        ("7个工作日", False),
        ("占百分之5日", True),
        ("RMB 20年", True),
        ("2015年3件", True),
        ("三件", True),
        ("三家", True),
        ("没有", False),
    ],
)
def test_what_may_count(text: str, may: bool) -> None:
    assert may_count(text) is may


@given(st.text("0123456789,. 万亿余约年月日一二十百件条第〔〕%()-"))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    numbers = find_numbers(text)
    ends = [0, *(n.end for n in numbers)]
    assert all(end <= n.start < n.end <= len(text) for end, n in zip(ends, numbers, strict=False))
