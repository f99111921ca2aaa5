"""Whose report it is, of which year, and on which edition of the form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import identify, no_model, to_document, whole

from extractor.forms.editions import load_forms
from extractor.loading.text_tables import text_to_tables
from extractor.pipeline import Settings, identify_report
from extractor.records import Identification
from extractor.report.identify import Given, excerpt_to_identification
from extractor.report.split import document_to_excerpts

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
    "letters-for-digits": ("青岩市水利局2Ol5年政府信息公开工作年度报告\n" + BODY, "青岩市水利局", "青岩市"),
    "not-seen": (
        "\ufeff青岩\u200b市教育\u00ad局20\u206015年政府\u200d信息公开工作年度报告\n" + BODY,
        "青岩市教育局",
        "青岩市",
    ),
    "compiled-in-a-sentence": (
        "根据《条例》要求,由柳溪镇编制的2009年政府信息公开年度报告。\n" + BODY,
        "柳溪镇",
        "柳溪镇",
    ),
    "compiled-with-others": (
        "青岩市2015年政府信息公开工作年度报告\n本报告由市政府办公室以及各街道办事处编制。" + BODY,
        "青岩市人民政府办公室",
        "青岩市",
    ),
    "compiled-by-an-office-for-disclosure": (
        "青岩市2015年政府信息公开工作年度报告\n本报告由青岩市政务公开工作办公室编制。" + BODY,
        "青岩市人民政府",
        "青岩市",
    ),
    "compiled-of-all-bodies-reports": (
        "现公布2015年情况。\n本报告综合2015年度白石区人民政府和各街道的政府信息公开年度报告编制而成。" + BODY,
        "白石区人民政府",
        "白石区",
    ),
    "who-has-the-work-did-not-compile-it": (
        "柳溪镇2015年政府信息公开工作年度报告\n信息公开工作由2名专职干部负责。由党政办牵头,各站所配合。" + BODY,
        "柳溪镇人民政府",
        "柳溪镇",
    ),
    "compiler-broken-over-lines": (
        "2015年政府信息公开工作年度报告\n本报告由青岩市教\n育局编制。" + BODY,
        "青岩市教育局",
        "青岩市",
    ),
    "name-broken-over-lines": (
        "青岩市经济和信息化\n委员会\n2015年政府信息公开工作年度报告\n" + BODY,
        "青岩市经济和信息化委员会",
        "青岩市",
    ),
    "longer-in-the-signature": (
        "柳溪镇2015年政府信息公开工作年度报告\n" + BODY + "\n白石县柳溪镇人民政府\n2016年1月8日",
        "白石县柳溪镇人民政府",
        "白石县柳溪镇",
    ),
    "cell-of-the-publisher": (
        "2015年政府信息公开工作年度报告\n索引号 | 12 |\n填报单位 | 青岩市林业局 |\n" + BODY,
        "青岩市林业局",
        "青岩市",
    ),
    "whom-to-ask": (
        "2015年政府信息公开情况\n" + BODY + "如有疑问,请向青岩市粮食局办公室(电话:1)了解。",
        "青岩市粮食局",
        "青岩市",
    ),
    "whom-to-ask-of-disclosure": (
        "2015年政府信息公开情况\n" + BODY + "请与青岩市政府信息公开办公室联系。",
        "青岩市人民政府",
        "青岩市",
    ),
    "links-above-the-title": (
        "首页 政务公开 办事大厅 市政府办公室\n2015年政府信息公开工作年度报告\n" + BODY,
        None,
        None,
    ),
    "links-below-the-text": ("2015年政府信息公开工作年度报告\n" + BODY + "\n相关阅读\n回到顶部", None, None),
    "heading-below-the-text": ("2015年政府信息公开工作年度报告\n" + BODY + "\n(一)不足之处", None, None),
    "to-the-public": ("现向社会公开2016年度镇政府信息公开年度报告。\n" + BODY, None, None),
    "streets-of-a-government": (
        "青岩市白石区人民政府枣园街道办事处2011年政府信息公开年报\n" + BODY,
        "青岩市白石区人民政府枣园街道办事处",
        "青岩市白石区",
    ),
    "subdistrict-that-names-its-office": (
        "枣园街道2011年政府信息公开年报\n枣园街道办事处认真工作。" + BODY,
        "枣园街道办事处",
        "枣园街道",
    ),
    "zone-without-a-body": ("青岩高新技术开发区2011年政府信息公开年报\n" + BODY, "青岩高新技术开发区", "青岩高新技术开发区"),
    "another-bodys-report-quoted": (
        "按照《白石县人民政府2015年政府信息公开工作年度报告》的体例,我局编制报告。政府信息公开情况如下。\n" + BODY,
        None,
        None,
    ),
    "copies-to-others": (
        "2015年政府信息公开工作年度报告\n" + BODY + "\n抄送:青岩市监察局",
        None,
        None,
    ),
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


def test_a_list_of_no_known_province_is_of_the_form_that_knows_all_its_labels() -> None:
    labels = (
        "主动公开信息数 全文电子化的主动公开信息数 政府公报公开数 接受咨询人次数 依申请公开信息总数 1.当面申请数 2.传真申请数 "
        "4.网上申请数 5.信函申请数 对申请的答复总数 1.同意公开答复数 2.同意部分公开答复数 3.不同意公开答复数 维持具体行政行为数 "
        "被依法纠错数 其他情形数 举报投诉数 收取费用总额 专职人员数 兼职人员数 政府信息公开专项经费 举办培训班数 接受培训人次"
    )
    lines = "\n".join(f"{label}\t件\t{n}" for n, label in enumerate(labels.split(), 20))
    title = "河湾县2011年政府信息公开工作年度报告\n"
    text = title + BODY + "\n指标名称\t计量单位\t数值\n" + lines
    document = replace(to_document(text), tables=text_to_tables(text))
    assert excerpt_to_identification(document, whole(document), load_forms().values()).form == "2008"


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
    "day-of-printing": ("政府信息公开情况\n发布时间:2017年3月1日\n2016年公开信息9条。", 2016),
    "day-of-signing": ("政府信息公开情况\n2016年公开信息9条。\n2017年1月8日\n二〇一七年一月八日", 2016),
    "day-beside-the-title": ("2017年1月8日 青岩市教育局2016年政府信息公开工作年度报告\n公开信息9条。", 2016),
    "another-report-quoted": (
        "参照《白石县水利局2014年政府信息公开工作年度报告》,形成政府信息公开情况。\n2016年公开信息9条。",
        2016,
    ),
    "opening-sentence": ("根据要求,由青岩市审计局编制的2012年度政府信息公开年度报告。\n公开信息9条。", 2012),
    "none": ("政府信息公开情况\n全年公开信息9条。", None),
}


@pytest.mark.parametrize(("text", "year"), YEARS.values(), ids=YEARS)
def test_year(text: str, year: int | None) -> None:
    assert identify(text).year == year


TITLED = "青岩市教育局2015年政府信息公开工作年度报告\n" + BODY
SURE: dict[str, tuple[str, tuple[str, str | None, str | None]]] = {
    "title": (TITLED, ("high", "title", "title")),
    "place": ("青岩市2015年政府信息公开工作年度报告\n" + BODY, ("medium", "place", "title")),
    "quoted": ("现公布" + TITLED.replace("\n", "。\n"), ("medium", "quoted-title", "quoted-title")),
    "opening": (
        "根据要求,由青岩市审计局编制的2012年度政府信息公开年度报告。\n" + BODY,
        ("high", "opening", "opening"),
    ),
    "beside": ("青岩市水利局\n2015年政府信息公开工作年度报告\n" + BODY, ("high", "beside-title", "title")),
    "signed": (
        "2015年政府信息公开工作年度报告\n" + BODY + "\n青岩市水利局",
        ("medium", "signature", "title"),
    ),
    "most-named": ("政府信息公开情况\n2016年公开9条。\n青岩市水利局", ("low", "signature", "most-named")),
    "nothing": ("政府信息公开情况\n公开9条。", ("low", None, None)),
}


@pytest.mark.parametrize(("text", "told"), SURE.values(), ids=SURE)
def test_identification_says_what_it_rests_on(text: str, told: tuple[str, str | None, str | None]) -> None:
    found = identify(text)
    assert (found.sure, found.issuer_from, found.year_from) == told


def given(text: str, issuer: str | None, year: int | None) -> Identification:
    document = to_document(text)
    known = Given(issuer, year)
    return excerpt_to_identification(document, whole(document), load_forms().values(), given=known)


def test_what_the_file_lacks_is_supplied() -> None:
    found = given("政府信息公开情况\n公开9条。", "青岩市水利局", 2010)
    assert (found.issuer, found.region, found.year) == ("青岩市水利局", "青岩市", 2010)
    assert (found.issuer_from, found.year_from, found.sure) == ("given", "given", "high")
    assert found.form == "2008" and "2010 lies within 2008-2013" in found.form_reason


def test_what_the_file_only_lets_guess_gives_way() -> None:
    assert given("政府信息公开情况\n2016年公开9条。", None, 2015).year == 2015


def test_what_the_file_says_stays() -> None:
    found = given(TITLED, "白石县水利局", 2010)
    assert (found.issuer, found.year) == ("青岩市教育局", 2015)


def test_a_run_supplies_what_files_lack() -> None:
    document = to_document("政府信息公开情况\n公开9条。")
    settings = Settings(asker=no_model, issuer="青岩市水利局", year=2010)
    found = identify_report(document, whole(document), settings)
    assert (found.issuer, found.year, found.form) == ("青岩市水利局", 2010, "2008")


BEIJING = "本报告是根据《中华人民共和国政府信息公开条例》要求,由{}编制的2012年度政府信息公开年度报告。\n"


@pytest.mark.parametrize(
    ("organ", "body", "issuer", "form"),
    [
        (
            "白石区审计局",
            "公开信息9条,全文电子化率达100%,业务动态类9条。",
            "北京市白石区审计局",
            "2008-beijing",
        ),
        ("北京市白石区审计局", "文后附指标统计图表。公开信息9条。", "北京市白石区审计局", "2008-beijing"),
        ("青岩市审计局", "公开信息9条,全文电子化率达100%,业务动态类9条。", "青岩市审计局", "2008-beijing"),
        ("白石区审计局", "公开信息9条,全文电子化率达100%。", "白石区审计局", "2008"),
        ("北京市白石区审计局", "公开信息9条。", "北京市白石区审计局", "2008"),
    ],
    ids=["labels", "place-and-a-label", "another-city", "one-label", "place-alone"],
)
def test_the_form_of_beijing_tells_the_place(organ: str, body: str, issuer: str, form: str) -> None:
    found = identify(BEIJING.format(organ) + body)
    assert (found.issuer, found.form) == (issuer, form)


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
    "2013-in-words-of-the-form-of-2014": (2013, FORM_2014, "2008"),
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


def test_a_year_before_all_editions_has_the_first_of_them() -> None:
    found = identify("临湖县人民政府2003年政府信息公开工作年度报告\n全年收到申请12件。\n")
    assert (found.year, found.form) == (2003, "2008")


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


def test_links_to_other_reports_above_the_title_are_no_title() -> None:
    text = (
        "历年报告\n· 青岩市2014年政府信息公开工作年度报告\n首页\n青岩市2015年政府信息公开工作年度报告\n"
        + 3 * BODY
        + "2015年举办培训班3期,受训120人次。"
    )
    document = to_document(text)
    (excerpt,) = document_to_excerpts(document)
    assert excerpt_to_identification(document, excerpt, load_forms().values()).year == 2015


def test_a_row_of_fields_is_no_title() -> None:
    text = (
        "索引号\t3412/2018-0057\t分类\t政府信息公开年报\n青岩市水利局2017年政府信息公开工作年度报告\n"
        + 3 * BODY
    )
    header = identify(text)
    assert (header.issuer, header.year) == ("青岩市水利局", 2017)
