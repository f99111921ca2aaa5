"""Lists of an office's own making: 方式 | 件数, with shares, other years and 合计 beside what they count."""

from __future__ import annotations

import pytest
from support import given_cells

TITLE = "河湾县2013年政府信息公开工作年度报告\n"
CAPTION = "申请方式如下（单位：件）：\n"
ROWS = "当面\t7\n网络\t12\n信函\t4\n"
OWN = {"requests.in_person": 7, "requests.online": 12, "requests.mail": 4}


def read(table: str, form: str = "2014") -> dict[str, object]:
    return dict(given_cells(f"{TITLE}{table}", form))


@pytest.mark.parametrize("head", ["方式\t件数", "申请方式\t数量（件）", "申请渠道\t2013年"])
def test_rows_that_sentences_name_are_read(head: str) -> None:
    assert read(f"{CAPTION}{head}\n{ROWS}") == OWN


@pytest.mark.parametrize(
    ("head", "others"),
    [
        ("方式\t件数\t占比", ("30.4%", "52.2%", "17.4%")),
        ("方式\t件数\t2012年件数", ("5", "9", "6")),
        ("方式\t2013年\t2012年\t增减", ("5\t2", "9\t3", "6\t-2")),
        ("方式\t件数\t备注", ("含来访", "", "")),
    ],
    ids=["share", "other-year", "change", "notes"],
)
def test_what_stands_beside_the_counts_is_none(head: str, others: tuple[str, ...]) -> None:
    rows = [f"{row}\t{other}" for row, other in zip(ROWS.splitlines(), others, strict=True)]
    assert read(f"{CAPTION}{head}\n" + "\n".join(rows) + "\n") == OWN


def test_of_quarters_the_year_is_read() -> None:
    rows = ["当面\t1\t2\t2\t2\t7", "网络\t3\t3\t3\t3\t12", "信函\t1\t1\t1\t1\t4"]
    head = "方式\t一季度\t二季度\t三季度\t四季度\t全年"
    assert read(f"{CAPTION}{head}\n" + "\n".join(rows) + "\n") == OWN


@pytest.mark.parametrize("label", ["合计", "小计", "合    计", "总数"])
def test_the_whole_is_what_the_form_says_that_the_rows_come_to(label: str) -> None:
    assert read(f"{CAPTION}方式\t件数\n{ROWS}{label}\t23\n") == {**OWN, "requests.received": 23}


def test_a_whole_to_which_the_rows_do_not_come_is_none() -> None:
    assert read(f"{CAPTION}方式\t件数\n{ROWS}合计\t25\n") == OWN


def test_the_channels_of_what_was_published() -> None:
    """The same information may stand in several of them: their sum is not what was disclosed."""
    table = "主动公开途径统计表\n公开途径\t条数\n县政府门户网站\t40\n《河湾县政府公报》\t6\n其他（公告栏、电子屏）\t9\n合计\t55\n"
    assert read(table, "2008") == {
        "disclosure.website": 40,
        "disclosure.gazette": 6,
        "disclosure.other_channels": 9,
    }


@pytest.mark.parametrize(
    "caption",
    ["信访件来源如下：", "热线诉求渠道：", "2012年申请方式如下：", "县局本级申请方式", "各乡镇申请方式"],
)
def test_below_a_caption_of_something_else_nothing_is_read(caption: str) -> None:
    assert read(f"{caption}\n方式\t件数\n{ROWS}") == {}


@pytest.mark.parametrize(
    "table",
    [
        "方式\t件数\n当面\t7\n网络\t12\n",
        "方式\t件数\n当面\t7\n网络\t12\n信函\t4\n窗口\t3\n热线\t2\n政风行风\t2\n市民信箱\t1\n",
        "方式\t件数\t办结数\n当面\t7\t7\n网络\t12\t12\n信函\t4\t4\n",
        "方式\t2012年\t2011年\n当面\t7\t7\n网络\t12\t12\n信函\t4\t4\n",
        "单位\t件数\n教育局\t7\n民政局\t12\n公安局\t4\n",
    ],
    ids=["too-few", "mostly-others", "two-counts", "other-years", "of-bodies"],
)
def test_of_other_tables_nothing_is_read(table: str) -> None:
    assert read(f"{CAPTION}{table}") == {}


def test_two_rows_of_one_item_are_neither_s() -> None:
    assert read(f"{CAPTION}方式\t件数\n{ROWS}传真\t1\n网上\t3\n") == {
        "requests.in_person": 7,
        "requests.mail": 4,
        "requests.fax": 1,
    }


def test_a_line_of_the_year_below_heads_of_one_block() -> None:
    table = "近三年受理申请情况（件）\n年份\t受理总数\t当面\t网络\t信函\n2012年\t67\t41\t12\t14\n2013年\t23\t7\t12\t4\n"
    assert OWN.items() <= read(table).items()
    assert 41 not in read(table).values()


def test_columns_of_years_without_a_head_over_the_rows() -> None:
    """The form's own labels, so that the table is the form's without its heads."""
    rows = "行政复议数\t1\t9\n维持具体行政行为数\t1\t6\n被依法纠错数\t0\t2\n其他情形数\t0\t1\n"
    given = read(f"近两年复议情况（件）\n\t2012年\t2013年\n{rows}")
    assert given == {"review.total": 9, "review.upheld": 6, "review.corrected": 2, "review.other": 1}


def test_shares_of_a_list_that_lost_its_rows() -> None:
    cells = [
        "答复类型",
        "件数（件）",
        "占比",
        "同意公开",
        "35",
        "58.3%",
        "同意部分公开",
        "2",
        "3.3%",
        "不同意公开",
        "7",
        "11.7%",
    ]
    cells += ["信息不存在", "16", "26.7%"]
    given = read("2013年答复情况\n" + "\n".join(cells) + "\n", "2008")
    assert given == {
        "replies.granted": 35,
        "replies.partial": 2,
        "replies.denied": 7,
        "replies.nonexistent": 16,
    }
