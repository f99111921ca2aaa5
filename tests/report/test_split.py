"""How many reports a file holds, and where each begins and ends."""

from __future__ import annotations

import pytest
from support import fails, to_document

from extractor.errors import NotAReport
from extractor.report.split import document_to_excerpts

BODY = "全年主动公开政府信息512条,收到政府信息公开申请9件,均已按时答复申请人。" * 3
TITLE = "青岩市教育局{}年政府信息公开工作年度报告"
SCRAP = "白石县2010年政府信息公开工作情况,主动公开信息..."


def cut(*lines: str) -> list[tuple[int, int]]:
    """The first and last line of each report."""
    return [(e.first, e.last) for e in document_to_excerpts(to_document("\n".join(lines)))]


def test_one_report_has_the_whole_file() -> None:
    assert cut("首页", TITLE.format(2014), BODY, "主办:青岩市教育局") == [(1, 4)]


def test_a_report_without_title_has_the_whole_file() -> None:
    assert cut("2014年工作", BODY) == [(1, 2)]


def test_each_title_with_a_body_opens_a_report() -> None:
    assert cut(TITLE.format(2013), BODY, TITLE.format(2014), BODY, BODY) == [(1, 2), (3, 5)]


def test_reports_of_several_bodies_in_one_year_stay_apart() -> None:
    other = "白石县水利局2013年政府信息公开工作年度报告"
    assert cut(TITLE.format(2013), BODY, other, BODY) == [(1, 2), (3, 4)]


def test_a_repeated_title_opens_no_second_report() -> None:
    assert cut(TITLE.format(2014), BODY, TITLE.format(2014), BODY) == [(1, 4)]


def test_a_title_repeated_without_issuer_opens_none_either() -> None:
    assert cut(TITLE.format(2014), BODY, "2014年政府信息公开工作年度报告", BODY) == [(1, 4)]


@pytest.mark.parametrize("link", ["上一篇:" + TITLE.format(2013), TITLE.format(2013), TITLE.format(2015)])
def test_links_to_reports_of_other_years_are_no_reports(link: str) -> None:
    assert len(cut(TITLE.format(2014), BODY, link)) == 1


FEET = {
    "one-line": ["版权所有:青岩市人民政府 网站标识码:3300000000 浙ICP备00000000号 建议使用1024×768以上分辨率浏览本网站,本站已支持IPv6"],
    "lines": ["主办单位:青岩市人民政府办公室 技术支持:青岩市大数据中心", "网站地图 联系我们 版权所有:青岩市人民政府", "备案号:浙ICP备00000000号"],
}  # fmt: skip


@pytest.mark.parametrize("foot", FEET.values(), ids=FEET)
def test_links_above_the_foot_of_the_page_are_no_reports(foot: list[str]) -> None:
    assert len(cut(TITLE.format(2014), BODY, TITLE.format(2013), TITLE.format(2012), *foot)) == 1


SHORT = {
    "counted": "本局共公开信息7条。",
    "denied": "未收到公开申请。",
    "over-two-lines": "本局共公开\n信息7条。",
}


@pytest.mark.parametrize("body", SHORT.values(), ids=SHORT)
def test_a_title_with_one_sentence_of_the_work_opens_a_report(body: str) -> None:
    other = "白石县水利局2013年政府信息公开工作年度报告"
    assert len(cut(TITLE.format(2013), body, "", other, body)) == 2
    assert len(cut(TITLE.format(2013), BODY, other, body)) == 2


@pytest.mark.parametrize(
    "line", ["发布时间:2013年3月1日", "公开目录", "本局公开信息7条,收到申请。本局2...", "2013年信息公开。"]
)
def test_a_title_with_a_short_line_that_tells_nothing_opens_none(line: str) -> None:
    assert len(cut(TITLE.format(2014), BODY, "白石县水利局2013年政府信息公开工作年度报告", line)) == 1


def test_a_list_of_links_above_the_report_is_none() -> None:
    links = [TITLE.format(year) for year in (2011, 2012, 2013)]
    assert len(cut(*links, TITLE.format(2014), BODY)) == 1


OPENING = "本报告是根据《条例》要求,由青岩市{}局编制的2012年度政府信息公开年度报告。"


def test_a_sentence_that_names_maker_and_year_opens_a_report_without_title() -> None:
    lines = [OPENING.format("审计"), "全年公开信息44条。", "", OPENING.format("统计"), "全年公开信息81条。"]
    assert cut(*lines) == [(1, 2), (4, 5)]


def test_such_a_sentence_below_a_title_opens_none_of_its_own() -> None:
    assert cut("青岩市2012年政府信息公开年度报告", OPENING.format("审计"), BODY) == [(1, 3)]


def test_a_second_such_sentence_below_a_title_opens_another_report() -> None:
    lines = [
        "青岩市审计局2012年政府信息公开年度报告",
        OPENING.format("审计"),
        BODY,
        OPENING.format("统计"),
        BODY,
    ]
    assert cut(*lines) == [(1, 3), (4, 5)]


def test_such_a_sentence_repeated_opens_none() -> None:
    assert cut(OPENING.format("审计"), BODY, OPENING.format("审计"), BODY) == [(1, 4)]


def test_a_title_is_told_and_a_sentence_is_none() -> None:
    (excerpt,) = document_to_excerpts(to_document(OPENING.format("审计") + "\n" + BODY))
    assert excerpt.title is None


def test_scraps_above_and_below_the_report_are_left_out() -> None:
    assert cut(SCRAP, "", TITLE.format(2014), BODY, "", SCRAP) == [(3, 4)]


def test_scraps_between_reports_belong_to_neither() -> None:
    assert cut(TITLE.format(2013), BODY, SCRAP, TITLE.format(2014), BODY) == [(1, 2), (4, 5)]


def test_the_organ_above_the_title_belongs_to_the_report() -> None:
    title = "2014年政府信息公开工作年度报告"
    assert cut(TITLE.format(2013), BODY, "青岩市水利局", title, BODY) == [(1, 2), (3, 5)]


def test_offsets_fit_the_lines() -> None:
    document = to_document("\n".join([TITLE.format(2013), BODY, TITLE.format(2014), BODY]))
    first, second = document_to_excerpts(document)
    assert document.text[first.start : first.end] == f"{TITLE.format(2013)}\n{BODY}"
    assert document.text[second.start : second.end] == f"{TITLE.format(2014)}\n{BODY}"
    assert [first.title, second.title] == [TITLE.format(2013), TITLE.format(2014)]


@pytest.mark.parametrize(
    "text", ["", "关于春节放假的通知", "公开招聘公告\n报名时间3月1日"], ids=["empty", "notice", "job"]
)
def test_other_texts_are_no_reports(text: str) -> None:
    with fails(NotAReport, "report.none") as caught:
        document_to_excerpts(to_document(text))
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("break_at", ["2014年\n政府", "局\n2014", "信息公开\n工作"])
def test_a_title_over_two_lines_is_one_report(break_at: str) -> None:
    title = TITLE.format(2014).replace(break_at.replace("\n", ""), break_at)
    assert len(cut(title, BODY)) == 1
