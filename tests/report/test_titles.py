"""Titles, issuers and places."""

from __future__ import annotations

import pytest

from extractor.language.folding import fold
from extractor.report.titles import (
    Title,
    complete_issuer,
    is_organ,
    is_region,
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
