"""Lists of an office's own making: 方式 | 件数, with shares, other years and 合计 beside what they count."""

from __future__ import annotations

import pytest
from support import given_cells

from extractor.forms.editions import find_form

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
    [
        "信访件来源如下：",
        "热线诉求渠道：",
        "2012年申请方式如下：",
        "县局本级申请方式",
        "各乡镇申请方式",
        "2013年上半年申请方式",
        "2013年一季度申请方式",
        "历年受理申请统计",
        "行政许可申请方式",
        "低保申请渠道情况",
        "对申请答复不满意投诉方式",
        "政策咨询申请渠道",
    ],
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
        f"方式\t累计件数\n{ROWS}",
        f"方式\t不予公开件数\n{ROWS}",
        f"方式\t2013年6月\n{ROWS}",
        f"方式\t截至2013年\n{ROWS}",
        "项目\t当面\t网络\t信函\n复议件数\t7\t12\t4\n",
    ],
    ids=[
        "too-few",
        "mostly-others",
        "two-counts",
        "other-years",
        "of-bodies",
        "running-total",
        "of-an-outcome",
        "a-month",
        "up-to",
        "a-line-of-something-else",
    ],
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


def test_whose_channel_it_is_stands_before_it() -> None:
    table = "公开渠道\n渠道\t条数\n局门户网站\t40\n县局微博\t6\n局微信公众号\t9\n教育局政府公报\t300\n"
    assert read(f"主动公开情况\n{table}") == {
        "disclosure.website": 40,
        "disclosure.weibo": 6,
        "disclosure.wechat": 9,
    }


@pytest.mark.parametrize(
    ("caption", "head"),
    [
        ("微信公众号公开阅读量", "渠道\t数量"),
        ("政务公开平台粉丝情况", "平台\t人数"),
        ("主动公开情况", "平台\t人次"),
    ],
)
def test_what_readers_did_is_no_information_published(caption: str, head: str) -> None:
    assert read(f"{caption}\n{head}\n网站\t40000\n微博\t6000\n微信\t9000\n") == {}


def test_a_count_of_people_is_of_no_place() -> None:
    table = "类别\t人数\n专职人员\t3\n兼职人员\t5\n工作人员\t8\n查阅点\t2\n"
    assert read(f"公开机构和人员\n{table}", "2008") == {
        "capacity.staff_full_time": 3,
        "capacity.staff_part_time": 5,
        "capacity.staff": 8,
    }


def test_a_head_with_a_scale_of_its_own_is_not_read_as_plain_counts() -> None:
    assert read("主动公开情况\n渠道\t条数（万条）\n政府网站\t4\n政府公报\t6\n政务微博\t2\n", "2008") == {}


def test_a_part_s_part_may_lack_its_share() -> None:
    rows = [
        "同意公开 40 57.1%",
        "同意部分公开 3 4.3%",
        "不同意公开 12 17.2%",
        "其中：涉及国家秘密 5",
        "涉及商业秘密 7",
    ]
    cells = [cell for row in ("答复类型 件数 占比", *rows, "信息不存在 15 21.4%") for cell in row.split()]
    assert read("答复情况\n" + "\n".join(cells) + "\n", "2008") == {
        "replies.granted": 40,
        "replies.partial": 3,
        "replies.denied": 12,
        "replies.denied_state_secret": 5,
        "replies.denied_trade_secret": 7,
        "replies.nonexistent": 15,
    }


def test_a_list_under_the_form_s_head_whose_rows_only_sentences_name() -> None:
    rows = "工作人员\t人\t19\t21\n其中：专职\t人\t1\t2\n兼职\t人\t18\t19\n专项经费\t万元\t8\t10.5\n参加培训\t人次\t120\t186\n"
    given = read(f"四、保障情况\n项目\t单位\t2012年\t2013年\n{rows}", "2008")
    assert given == {
        "capacity.staff": 21,
        "capacity.staff_full_time": 2,
        "capacity.staff_part_time": 19,
        "capacity.budget": 10.5,
        "training.participants": 186,
    }


def test_the_part_that_rows_are_of_may_stand_before_them() -> None:
    """类别 and 项目 head one list, not two beside each other."""
    rows = "收到申请\t当面申请\t7\n收到申请\t网络申请\t12\n收到申请\t信函申请\t4\n收到申请\t传真申请\t1\n"
    assert read(f"{CAPTION}类别\t项目\t件数\n{rows}") == {**OWN, "requests.fax": 1}


def test_captions_part_lists_that_blanks_align() -> None:
    """A blank behind 表1 sets no cell apart."""
    first = "　　　　表1　公开形式\n　　形式　　　　　数量（条）　　　占比\n　　政府网站　　　　　　　３１　　　７４．６％\n"
    first += (
        "　　政府公报　　　　　　　　４　　　　１．０％\n　　其他方式　　　　　　　１０　　　２４．４％\n"
    )
    second = "　　　　表2　申请方式\n　　方　式　　　　件　数\n　　当面　　　　　　 7\n　　网络　　　　　　12\n　　信函　　　　　　 4\n"
    assert read(f"公开\n{first}{second}", "2008") == {
        **OWN,
        "disclosure.website": 31,
        "disclosure.gazette": 4,
        "disclosure.other_channels": 10,
    }


PAGES = (range(30, 38), range(38, 46), (10, 4, 1, 3, 2, 10, 9, 1), (8, 1, 3, 1, 3, 1, 1, 1))


def test_the_numbers_of_pages_are_none_of_a_column_s() -> None:
    """Labels, then units, then numbers, page by page, a page's number alone at its end."""
    rows = [row for row in find_form("2014").definition.rows if row.key]
    lines, truth = ["附表", ""], dict[str, int]()
    for page, numbers in enumerate(PAGES, 1):
        own, rows = rows[: len(numbers)], rows[len(numbers) :]
        lines += [*(row.label or "" for row in own), "", *(row.unit or "" for row in own), ""]
        lines += [*map(str, numbers), "", str(page), ""]
        truth |= {row.key or "": number for row, number in zip(own, numbers, strict=True)}
    assert read("\n".join(lines) + "\n") == truth


def test_signs_of_change_may_stand_apart_from_their_number() -> None:
    """增加 3 is one cell, also where blanks set cells apart."""
    table = (
        "第二十条第（五）项\n信息内容        上一年项目数量    本年增/减    处理决定数量\n"
        "行政许可             41            增加 3         6120\n其他对外管理服务事项     58            减少 4         937\n"
        "第二十条第（六）项\n信息内容        上一年项目数量    本年增/减    处理决定数量\n"
        "行政处罚             612           增加 7         875\n行政强制             66            0            31\n"
    )
    given = dict(given_cells(f"河湾县2020年政府信息公开工作年度报告\n{table}", "2019", 2020))
    assert given["article20.licences.change"] == 3
    assert given["article20.other_services.change"] == -4
    assert given["article20.penalties.decisions"] == 875


def test_a_column_of_the_year_before_stands_beside_the_report_s_own() -> None:
    """2020年总计 is 总计, 2019年总计 another's."""
    grid = next(g for g in find_form("2019").definition.grids if g.block == "requests")
    columns = [column for column in grid.columns if column.key != "total"]
    rows = [row for row in grid.rows if row.key]
    head = ["项目", *(column.label for column in columns), "2020年总计", "2019年总计"]
    told = ["1", *["0"] * (len(columns) - 1), "1", "8"]
    numbers = [told if row.key in {"new", "granted", "total"} else ["0"] * 8 for row in rows]
    lines = [head, *([row.label or "", *own] for row, own in zip(rows, numbers, strict=True))]
    text = f"河湾县2020年政府信息公开工作年度报告\n{grid.title}\n" + "\n".join(
        "| " + " | ".join(line) + " |" for line in lines
    )
    given = given_cells(f"{text}\n", "2019", 2020)
    assert len(given) == 7 * len(rows)
    assert given["requests.new.total"] == 1
