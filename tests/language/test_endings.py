"""What may end a pattern, and that what is not sought is not there."""

from __future__ import annotations

from dataclasses import fields

import pytest

from extractor.language import load_wording
from extractor.language.endings import REACH, Ending

LASTS = {
    "(?:网站|微博)(?:以及|和|与|、)": "及和与、",
    "公开(?:或者?|和)(?:告知|已)*": "或者和知已",
    "[未不非]": "未不非",
    "中[有共]?": "中有共",
    "(?:约|近) ?": "约近 ",
    "附[表图]": "表图",
    r"\((?:含|包括)": "含括",
    "(?<!信息)公开(?=的)": "开",
    "a{0,3}b{1,2}": "b",
}
TEXT = (
    "收到申请约 12 件,其中网络申请3件、信函2件,答复公开和告知共5件,同比增加了1件,未公开2件,均为0件,"
    "公开栏(含网站)发布30条,网站和微博各7条,第3次会议,比上年多4件,合计为9件,12件中有3件"
)
ENDINGS = {
    field.name: ending
    for field in fields(load_wording())
    if isinstance(ending := getattr(load_wording(), field.name), Ending)
}


@pytest.mark.parametrize(("pattern", "lasts"), LASTS.items())
def test_a_pattern_ends_with_its_last_characters(pattern: str, lasts: str) -> None:
    assert Ending(pattern).lasts == frozenset({*lasts, "\n"})


@pytest.mark.parametrize(
    "pattern", ["附[^表]", "(?i:copy)", "第?", "", r"第\d", "[一-九]", "约.", "约<clause>{0,3}"]
)
def test_of_some_patterns_nothing_tells_what_they_end_with(pattern: str) -> None:
    assert Ending(pattern).lasts is None


@pytest.mark.parametrize("name", ENDINGS)
def test_nothing_is_missed(name: str) -> None:
    ending = ENDINGS[name]
    for at in range(len(TEXT) + 1):
        plain = ending.pattern.search(TEXT[:at])
        found = ending.search(TEXT[:at])
        assert (found and found.span()) == (plain and plain.span())
        assert (
            ending.before(TEXT, at) is not None or ending.pattern.search(TEXT, max(0, at - REACH), at) is None
        )


def test_some_of_the_wording_ends_the_text() -> None:
    found = {
        name for name, ending in ENDINGS.items() if any(ending.before(TEXT, at) for at in range(len(TEXT)))
    }
    assert found >= {
        "growth_end",
        "included_end",
        "each_of_end",
        "negated_end",
        "approximate_end",
        "total_end",
    }


def test_it_is_looked_for_near_the_end_of_the_text() -> None:
    joined = ENDINGS["joined_end"]
    assert joined.before("主动公开和依申请公开", 5)
    assert not joined.before("主动公开和依申请公开", 6)
    assert not Ending("收到.{30}件").before("收到" + "一" * 30 + "件", 33)
