"""Whose report it is, of which year, and on which edition of the form."""

from __future__ import annotations

import pytest
from support import identify

BODY = "主动公开政府信息512条。收到政府信息公开申请9件。"

ISSUERS: dict[str, tuple[str, str | None, str | None]] = {
    "organ": ("青岩市教育局2015年政府信息公开工作年度报告\n" + BODY, "青岩市教育局", "青岩市"),
    "region-alone": ("青岩市2015年政府信息公开工作年度报告\n" + BODY, "青岩市人民政府", "青岩市"),
    "short-government": ("白石县政府2015年政府信息公开工作年度报告\n" + BODY, "白石县人民政府", "白石县"),
    "overlap": ("青岩市人民政府信息公开工作2015年度报告\n青岩市人民政府信息公开工作年度报告(2015年)\n" + BODY, "青岩市人民政府", "青岩市"),
    "compiled-by-office": (
        "青岩市2015年政府信息公开工作年度报告\n本报告由市政府办公室综合各县和市政府各部门的年度报告编制。" + BODY,
        "青岩市人民政府办公室",
        "青岩市",
    ),
    "compiled-by-named-office": (
        "青岩市2015年政府信息公开工作年度报告\n本报告由青岩市人民政府办公室编制。" + BODY,
        "青岩市人民政府办公室",
        "青岩市",
    ),
    "organ-above-title": ("青岩市水利局\n2015年政府信息公开工作年度报告\n" + BODY, "青岩市水利局", "青岩市"),
    "publisher": ("2015年政府信息公开工作年度报告\n发布机构:青岩市林业局\n" + BODY, "青岩市林业局", "青岩市"),
    "publisher-beside-relative-title": (
        "我局2015年政府信息公开工作年度报告\n信息来源:青岩市林业局\n" + BODY,
        "青岩市林业局",
        "青岩市",
    ),
    "traditional": ("青巖市水利局2015年政府信息公開工作年度報告\n" + BODY, "青岩市水利局", "青岩市"),
    "our-bureau": ("我局2015年政府信息公开工作年度报告\n" + BODY, None, None),
    "nested-region": ("青岩市白石区人民政府2015年政府信息公开工作年度报告\n" + BODY, "青岩市白石区人民政府", "青岩市白石区"),
}  # fmt: skip


def test_a_list_that_lost_its_lines_tells_its_form() -> None:
    table = (
        "指标名称 计量单位 2013年度 历年累计 主动公开信息数 条 804 6424 2、政府公报公开 条 104 1024 "
        "1、当面申请数 件 3 8 2、传真申请数 件 0 1 行政复议数 件 0 0 行政诉讼数 件 0 0"
    )
    title = "河湾县2013年政府信息公开工作年度报告\n"
    assert identify(title + BODY + table).form == "2008-fujian"
    assert (
        identify(title + BODY + "指标为主动公开信息数804条，历年累计6424条，行政复议数0件。").form == "2008"
    )


@pytest.mark.parametrize(("text", "issuer", "region"), ISSUERS.values(), ids=ISSUERS)
def test_issuer_and_region(text: str, issuer: str | None, region: str | None) -> None:
    found = identify(text)
    assert (found.issuer, found.region) == (issuer, region)


YEARS: dict[str, tuple[str, int | None]] = {
    "title": ("青岩市教育局2015年政府信息公开工作年度报告\n2014年以来,2014年又2014年公开信息。", 2015),
    "period": (
        "政府信息公开年报\n本报告的统计期限为2013年1月1日至2013年12月31日。2012年2012年2012年公开信息。",
        2013,
    ),
    "most-often": ("政府信息公开情况\n2016年公开信息9条。2016年无申请。2015年有所不同。", 2016),
    "not-the-compared": ("政府信息公开情况\n2016年公开信息9条,比2015年多,比2015年好,比2015年快。", 2016),
    "not-the-document": ("政府信息公开情况\n2016年按〔2015年〕和〔2015年〕文件公开信息。", 2016),
    "damaged-title": ("青岩市教育局政府信息公开工作年度报告\n本报告统计时间自2014年11日起到1231日止。", 2014),
    "none": ("政府信息公开情况\n全年公开信息9条。", None),
}


@pytest.mark.parametrize(("text", "year"), YEARS.values(), ids=YEARS)
def test_year(text: str, year: int | None) -> None:
    assert identify(text).year == year


def test_a_quoted_title_names_issuer_and_year() -> None:
    found = identify("按照要求,现公布青岩市教育局2015年政府信息公开工作年度报告。\n" + BODY)
    assert (found.issuer, found.year) == ("青岩市教育局", 2015)


TITLE = "青岩市教育局{}年政府信息公开工作年度报告\n"
FORM_2019 = "行政许可\n其他对外管理服务事项\n政府集中采购\n采购项目数量\n本年新制作数量\n本年新公开数量\n对外公开总数量\n"
FORM_2021 = "本年制发件数\n本年废止件数\n现行有效件数\n本年处理决定数量\n本年收费金额\n"
FORM_2014 = "政策解读稿件9篇。微博微信回应3次。告知作出更改补充2件。属于已主动公开范围4件。"
FORMS: dict[str, tuple[int, str, str]] = {
    "2019-labels": (2020, FORM_2019, "2019"),
    "2021-labels": (2022, FORM_2021, "2021"),
    "2022-on-the-form-of-2019": (2022, FORM_2019, "2019"),
    "2014-phrases": (2016, FORM_2014, "2014"),
    "2013-already-on-the-form-of-2014": (2013, FORM_2014, "2014"),
    "sentences-before-2014": (2010, BODY, "2008"),
    "sentences-after-2014": (2017, BODY, "2014"),
    "sentences-2019": (2019, BODY, "2019"),
    "sentences-today": (2024, BODY, "2021"),
}


@pytest.mark.parametrize(("year", "body", "form"), FORMS.values(), ids=FORMS)
def test_the_form_is_told_by_its_labels_before_the_year(year: int, body: str, form: str) -> None:
    assert identify(TITLE.format(year) + body).form == form


def test_the_reason_names_the_phrases_and_the_year() -> None:
    reason = identify(TITLE.format(2022) + FORM_2019).form_reason
    assert "采购项目" in reason or "新制作数量" in reason or "对外管理服务" in reason
    assert "2022 lies outside 2019-2020" in reason


def test_the_reason_owns_up_to_having_only_the_year() -> None:
    reason = identify(TITLE.format(2010) + "全年公开信息9条。").form_reason
    assert "no label of a later form" in reason and "2010 lies within 2008-2013" in reason


def test_the_reason_says_that_there_is_no_year() -> None:
    assert "no year found" in identify("政府信息公开情况\n全年公开信息9条。").form_reason


@pytest.mark.parametrize(
    "break_at",
    ["局\n2015", "2015年\n政府", "局\n2015年\n政府"],
    ids=["before-the-year", "behind-the-year", "around-the-year"],
)
def test_a_title_over_two_lines(break_at: str) -> None:
    title = "青岩市教育局2015年政府信息公开工作年度报告"
    found = identify(title.replace(break_at.replace("\n", ""), break_at) + "\n" + BODY)
    assert (found.issuer, found.year) == ("青岩市教育局", 2015)
