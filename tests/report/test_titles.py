"""Titles, issuers and places."""

from __future__ import annotations

import pytest

from extractor.language.folding import fold
from extractor.report.titles import (
    Title,
    complete_issuer,
    is_organ,
    is_region,
    line_to_opening,
    line_to_organ,
    line_to_title,
    organ_to_region,
    read_year,
)

TITLES: dict[str, tuple[str, Title]] = {
    "organ-and-year": ("青岩市教育局2015年政府信息公开工作年度报告", Title("青岩市教育局", 2015)),
    "year-first": ("2016年青岩市教育局政府信息公开年报", Title("青岩市教育局", 2016)),
    "fiscal-year": ("青岩市水利局2012年度政府信息公开工作报告", Title("青岩市水利局", 2012)),
    "chinese-year": ("青岩市水利局二〇一二年政府信息公开工作年度报告", Title("青岩市水利局", 2012)),
    "region-alone": ("青岩市2017年政府信息公开工作年度报告", Title("青岩市", 2017)),
    "government-overlap": ("青岩市人民政府信息公开工作年度报告(2013年)", Title("青岩市人民政府", 2013)),
    "blanks": ("青岩市 教育局 2015 年 政府信息公开 年度报告", Title("青岩市教育局", 2015)),
    "no-year": ("青岩市教育局政府信息公开工作年度报告", Title("青岩市教育局", None)),
    "summary": ("青岩市商务局2014年政务公开工作总结", Title("青岩市商务局", 2014)),
    "path-through-the-site": (
        "您的位置:首页 > 信息公开 | 青岩市教育局2015年政府信息公开年度报告",
        Title("青岩市教育局", 2015),
    ),
    "field-of-a-title": ("  •标题：青岩市教育局2015年政府信息公开年度报告", Title("青岩市教育局", 2015)),
    "cell-of-a-row": ("题名 | 青岩市教育局2015年政府信息公开年度报告 |", Title("青岩市教育局", 2015)),
    "date-before-it": ("2016-03-01 青岩市教育局2015年政府信息公开年度报告", Title("青岩市教育局", 2015)),
    "date-behind-it": ("青岩市教育局2015年政府信息公开年度报告（2016年3月1日）", Title("青岩市教育局", 2015)),
    "end-of-the-name-repeated": ("青岩海关2015年海关政府信息公开年度报告", Title("青岩海关", 2015)),
    "short-government-office": (
        "青岩市政府办公室2015年政府信息公开年度报告",
        Title("青岩市人民政府办公室", 2015),
    ),
    "rest-of-a-name": ("2016年度镇政府信息公开年度报告", Title(None, 2016)),
    "issuer-in-brackets": ("2014年度政府信息公开工作年度报告(青岩市水利局)", Title("青岩市水利局", 2014)),
    "letter-that-sends-it": (
        "青岩市水利局关于报送2015年度政府信息公开工作年度报告的函",
        Title("青岩市水利局", 2015),
    ),
    "no-issuer": ("2014年政府信息公开工作年度报告", Title(None, 2014)),
}


@pytest.mark.parametrize(("line", "title"), TITLES.values(), ids=TITLES)
def test_a_title(line: str, title: Title) -> None:
    assert line_to_title(fold(line)) == title


@pytest.mark.parametrize(("digits", "year"), [("二〇〇九", 2009), ("二○一五", 2015), ("二零一八", 2018)])
def test_any_chinese_year_is_taken_off_the_issuer(digits: str, year: int) -> None:
    line = fold(f"青岩市水利局{digits}年政府信息公开工作年度报告")
    assert line_to_title(line) == Title("青岩市水利局", year)


def test_the_year_may_stand_behind_the_subject() -> None:
    line = "青岩市水利局政府信息公开2013年度报告"
    assert line_to_title(line) == Title("青岩市水利局", 2013)


OPENINGS: dict[str, tuple[str, Title | None]] = {
    "organ": ("本报告是根据《条例》要求,由青岩市审计局编制的2012年度政府信息公开年度报告。", Title("青岩市审计局", 2012)),
    "place": ("根据《条例》要求,由柳溪镇编制的2009年政府信息公开年度报告。", Title("柳溪镇", 2009)),
    "with-others": ("为落实条例,由青岩市政府办公室以及各街道编写的2013年政府信息公开报告。", Title("青岩市人民政府办公室", 2013)),
    "no-name": ("根据要求,由各有关方面编制的2009年政府信息公开年度报告。", Title(None, 2009)),
    "not-the-years": ("本报告由青岩市审计局编制,包括概述等五部分。", None),
    "another-report": ("2012年,由青岩市审计局编制的2011年政府信息公开年度报告获得好评。", None),
}  # fmt: skip


@pytest.mark.parametrize(("line", "title"), OPENINGS.values(), ids=OPENINGS)
def test_a_sentence_that_opens_a_report(line: str, title: Title | None) -> None:
    assert line_to_opening(fold(line)) == title


ORGAN_LINES: dict[str, tuple[str, str | None]] = {
    "organ": ("青岩市水利局", "青岩市水利局"),
    "short-government": ("青岩市政府", "青岩市人民政府"),
    "spaced": ("青 岩 市 水 利 局", "青岩市水利局"),
    "date-behind": ("青岩市水利局 2015年1月8日", "青岩市水利局"),
    "field": ("发布机构: 青岩市水利局", "青岩市水利局"),
    "cell": ("[颁发部门] | 青岩市水利局 |", "青岩市水利局"),
    "department-of-a-county": ("白石县委宣传部", "白石县委宣传部"),
    "links": ("首页 政务公开 办事大厅 市政府办公室", None),
    "two-links": ("青岩市水利局 白石县水利局", None),
    "link-to-the-top": ("回到顶部", None),
    "link-to-the-bottom": ("页面底部", None),
    "heading": ("(一)不足之处", None),
    "words-with-such-an-end": ("存在不少短处", None),
    "copy-to": ("抄送:青岩市监察局", None),
}


@pytest.mark.parametrize(("line", "organ"), ORGAN_LINES.values(), ids=ORGAN_LINES)
def test_a_line_that_is_a_name(line: str, organ: str | None) -> None:
    assert line_to_organ(fold(line)) == organ


def test_a_sentence_that_quotes_a_title_is_none() -> None:
    assert line_to_title("现公布青岩市教育局2014年政府信息公开工作年度报告。") is None


NO_TITLES: dict[str, str] = {
    "link": "上一篇:青岩市教育局2014年政府信息公开工作年度报告",
    "attachment": "附件:2014年政府信息公开工作年度报告",
    "heading": "一、2014年政府信息公开工作情况",
    "clause": "根据要求,编制2014年政府信息公开工作年度报告",
    "regulation": "关于2014年政府信息公开工作年度报告",
    "law": "政府信息公开条例",
    "too-short": "年度报告",
}


@pytest.mark.parametrize("line", NO_TITLES.values(), ids=NO_TITLES)
def test_no_title(line: str) -> None:
    assert line_to_title(fold(line)) is None


@pytest.mark.parametrize(
    ("name", "complete"),
    [
        ("青岩市人民", "青岩市人民政府"),
        ("青岩市政府", "青岩市人民政府"),
        ("青岩市人民政府", "青岩市人民政府"),
        ("青岩市教育局", "青岩市教育局"),
        ("", ""),
    ],
)
def test_complete_issuer(name: str, complete: str) -> None:
    assert complete_issuer(name) == complete


REGIONS: dict[str, str | None] = {
    "青岩市水利局": "青岩市",
    "青岩市白石区人民政府": "青岩市白石区",
    "云岭省人民政府办公厅": "云岭省",
    "白石区河东街道办事处": "白石区河东街道",
    "教育局": None,
}


@pytest.mark.parametrize(("organ", "region"), REGIONS.items(), ids=REGIONS)
def test_organ_to_region(organ: str, region: str | None) -> None:
    assert organ_to_region(organ) == region


@pytest.mark.parametrize(
    "organ", ["青岩市住房和城乡建设局", "青岩市城乡规划局", "青岩市城市管理局", "青岩市市场监督管理局"]
)
def test_words_within_an_organ_are_no_places(organ: str) -> None:
    assert organ_to_region(organ) == "青岩市"


def test_organs_and_places_are_told_apart() -> None:
    assert is_organ("青岩市教育局") and not is_region("青岩市教育局")
    assert is_region("青岩市白石区") and not is_organ("青岩市白石区")
    assert not is_organ("局") and not is_region("市")


@pytest.mark.parametrize(
    ("text", "year"), [("2014年", 2014), ("二零一六年", 2016), ("12014件", None), ("无", None)]
)
def test_read_year(text: str, year: int | None) -> None:
    assert read_year(text) == year


def test_a_field_of_the_page_before_a_title_is_no_part_of_the_issuer() -> None:
    title = line_to_title("标题: 河湾市水务局2021年政府信息公开工作年度报告")
    assert title == line_to_title("河湾市水务局2021年政府信息公开工作年度报告")
    assert title is not None
    assert title.issuer == "河湾市水务局"
