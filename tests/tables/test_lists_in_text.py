"""The lists of the forms before 2019 that came apart: copied as one line, or with everything run together."""

from __future__ import annotations

import random

import pytest
from support import given_cells, read_tables

from extractor.forms.editions import find_form
from extractor.ids import GIVEN
from extractor.tables.read import GridReading

FORMS = ["2014", "2008-anhui", "2008-fujian", "2008-shanghai", "2008-zhejiang"]
SHAPES = {"one-line": " ", "run-together": "", "a-cell-a-line": "\n"}
SHARE = 0.8  # of the cells: the first row of a list that is run together has no border to its heads


def make_list(form_id: str, gap: str) -> tuple[str, dict[str, int]]:
    """A report with the form's list, and the truth."""
    form, chance = find_form(form_id), random.Random(7)
    assert form.definition.columns is not None
    truth: dict[str, int] = {}
    pieces = [
        form.definition.columns.item[0],
        form.definition.columns.unit[0],
        "2013年度" if form_id == "2008-fujian" else "统计数",
    ]
    for row in form.definition.rows:
        if row.key is None:
            pieces.append(row.heading or "")
            continue
        truth[row.key] = chance.choice([0, 0, 3, 12, 345])
        pieces += [row.label or form.by_key[row.key].name, row.unit or "", str(truth[row.key])]
    table = gap.join(piece for piece in pieces if piece)
    return f"河湾县2013年政府信息公开工作年度报告\n全年公开工作有序推进。{table}\n", truth


@pytest.mark.parametrize("gap", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("form_id", FORMS)
def test_lists_in_text(form_id: str, gap: str) -> None:
    text, truth = make_list(form_id, gap)
    given = given_cells(text, form_id)
    assert {key: truth.get(key) for key in given} == given
    assert len(given) >= SHARE * len(truth)


LABELS = ("收到申请数", "当面申请数", "传真申请数", "网络申请数", "信函申请数")
NUMBERS = ("63", "29", "1", "23", "10")
# What stands behind each number, and between one and the next of a row.
WIDE = {"blanks before the unit": " " * 8 + "件 ", "wide blanks before the unit": "\u3000" * 8 + "件 "}
ROWS = {
    "units": "63件29件1件23件10件",
    "units over two lines": "63件29件\n1件23件\n10件",
    "a number a line": "63\n29\n1\n23\n10",
}


@pytest.mark.parametrize("gap", WIDE.values(), ids=WIDE.keys())
def test_a_unit_may_stand_far_behind_its_number(gap: str) -> None:
    entries = "".join(f"{label} {number}{gap}" for label, number in zip(LABELS, NUMBERS, strict=True))
    given = given_cells(f"河湾县2015年政府信息公开工作年度报告\n{entries}\n")
    assert sorted(given.values(), key=str) == sorted(map(int, NUMBERS), key=str)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_numbers_in_a_row_may_run_into_each_other(row: str) -> None:
    labels = "\n".join(LABELS)
    given = given_cells(f"河湾县2015年政府信息公开工作年度报告\n{labels}\n{row}\n")
    assert sorted(given.values(), key=str) == sorted(map(int, NUMBERS), key=str)


@pytest.mark.parametrize("row", ["63 29 1 -23 10", "63 +29 1 +23 10", "63 30 -0 23 10"])
def test_signs_part_no_row(row: str) -> None:
    labels = "\n".join(LABELS)
    assert given_cells(f"河湾县2015年政府信息公开工作年度报告\n{labels}\n{row}\n")


@pytest.mark.parametrize("form_id", FORMS)
def test_labels_in_sentences_are_no_list(form_id: str) -> None:
    """A sentence has its numbers behind verbs, and a measure word behind each."""
    names = [row.label for row in find_form(form_id).definition.rows if row.label][:12]
    text = (
        "河湾县2013年政府信息公开工作年度报告\n全年"
        + "，".join(f"{name}为{n}件" for n, name in enumerate(names))
        + "。\n"
    )
    assert read_tables(text, form_id) == GridReading((), (), ())


def test_questions_are_no_list() -> None:
    asked = "2013年收到多少件申请?主动公开政府信息270条?收到申请61件吗?是否有行政复议4件?\n"
    text = "河湾县2013年政府信息公开工作年度报告\n" + 5 * asked
    assert given_cells(text) == {}


def make_blocks(form_id: str, *, numbers_less: int = 0) -> tuple[str, dict[str, int]]:
    """A report with the form's labels, then their units, then their numbers, as viewers of PDF copy a page."""
    form, chance = find_form(form_id), random.Random(11)
    rows = [row for row in form.definition.rows if row.key]
    truth = dict.fromkeys((row.key for row in rows if row.key), 0)
    for key in truth:
        truth[key] = chance.choice([0, 3, 12])
    for identity in [i for i in form.identities if i.kind == "sum"] * 3:  # sums of sums
        truth[identity.left[0]] = sum(truth[key] for key in identity.right)
    labels = [row.label or row.heading or "" for row in form.definition.rows]
    numbers = list(map(str, truth.values()))[: len(truth) - numbers_less]
    blocks = ["统计指标", *labels, "单位", *(row.unit or "件" for row in rows), "统计数", *numbers]
    return "河湾县2013年政府信息公开工作年度报告\n全年公开工作有序推进。\n" + "\n".join(blocks) + "\n", truth


def test_a_list_printed_block_by_block() -> None:
    text, truth = make_blocks("2014")
    given = given_cells(text)
    assert given == truth


def test_blocks_of_which_one_is_shorter_are_no_list() -> None:
    text, truth = make_blocks("2014", numbers_less=1)
    given = given_cells(text)
    assert {key: truth.get(key) for key in given} == given
    assert len(given) < SHARE * len(truth)


def test_blocks_that_name_an_item_twice_are_no_list() -> None:
    """A caption that sounds like a row makes as many labels as there are numbers, each of them one off."""
    heads = ["当面申请数", "传真申请数", "网络申请数", "信函申请数", "其他"]
    text = (
        "河湾县2015年政府信息公开工作年度报告\n表二 收到申请数\n收到申请数\n"
        + "\n".join(heads)
        + "\n64\n29\n1\n23\n10\n1\n"
    )
    given = given_cells(text)
    assert given.get("requests.in_person") in (None, 29)


CODED = """
          政府信息公开情况统计表
  填表单位：河湾县教育局             2013年度
      指标名称                    计量单位  代码   数值
        甲                           乙      丙      1
一、主动公开信息数                  条      01      1846
    其中：主动公开规范性文件数      条      02      6
    1.政府网站公开数                条      03      1511
二、收到申请数                      件      04      26
    1.当面申请数                    件      05      19
    2.网络申请数                    件      06      5
    3.其他形式申请数（含电话
申请）                              件      07      2
                                 1
三、申请办结数                      件      08      26
    1.按时办结数                    件      09      25
四、行政复议数量                    件      10      3
五、行政诉讼数量                    件      11      2
六、举报投诉数量                    件      12      4
七、专职人员数                      人      13      5
八、兼职人员数                      人      14      23
九、召开会议数                      次      15      8
    举办培训班数                    次      16      7
    接受培训人员数                  人次    17
                                 2
"""


def test_the_codes_of_rows_and_the_numbers_of_pages_are_no_values() -> None:
    given = given_cells("河湾县教育局2013年政府信息公开工作年度报告\n" + CODED)
    assert given["disclosure.total"] == 1846
    assert given["requests.in_person"] == 19
    assert given["complaints.total"] == 4
    assert "training.participants" not in given
    assert not {float(n) for n in (1, 3, 9, 10, 11, 12, 13, 14, 15, 16, 17)} & set(given.values()) - {3.0}


def test_a_label_that_its_number_stands_below() -> None:
    rows = [
        "统计指标\t单位\t统计数",
        "1.参加或举办新闻发布会总次数\t次\t6",
        "其中：主要负责同志参加新闻发布",
        "会次数\t次\t3",
        "2.政府网站在线访谈次数\t次\t4",
        "其中：主要负责同志参加政府网站",
        "在线访谈次数\t次\t2",
    ]
    text = "河湾县2015年政府信息公开工作年度报告\n" + "\n".join(rows) + "\n"
    given = given_cells(text)
    assert given == {
        "response.press_conferences": 6,
        "response.press_conferences_led": 3,
        "response.online_interviews": 4,
        "response.online_interviews_led": 2,
    }


@pytest.mark.parametrize("has_heads", [True, False], ids=["heads", "no-heads"])
@pytest.mark.parametrize("gap", ["\t", "\n", "    "], ids=["tabs", "a-cell-a-line", "blanks"])
@pytest.mark.parametrize("form_id", FORMS)
def test_numbers_before_their_labels_are_those_of_the_labels_behind_them(
    form_id: str, gap: str, has_heads: bool
) -> None:
    form, chance = find_form(form_id), random.Random(7)
    assert form.definition.columns is not None
    truth: dict[str, int] = {}
    lines = [gap.join(["统计数", form.definition.columns.unit[0], form.definition.columns.item[0]])]
    for row in form.definition.rows:
        label = row.label or row.heading or (form.by_key[row.key].name if row.key else "")
        if row.key:
            truth[row.key] = chance.choice([0, 0, 3, 12, 345, 7, 28])
        lines.append(gap.join([str(truth[row.key]), row.unit or "件", label]) if row.key else label)
    text = "河湾县2013年政府信息公开工作年度报告\n全年公开工作有序推进。\n"
    text += "\n".join(lines if has_heads else lines[1:]) + "\n"
    given = given_cells(text, form_id)
    assert {key: truth.get(key) for key in given} == given
    if gap == "\t" and has_heads:
        assert given == truth


def make_parts(
    *, is_first: bool = True, off: int = 0, heads: str = "合计 市本级 县（市、区）"
) -> tuple[str, dict[str, int]]:
    """Rows with the numbers of all together and of two parts, their heads in a line apart; of the last, `off` more than
    they come to."""
    rows = [row for row in find_form("2014").definition.rows if row.key][:12]
    lines, truth = [], {}
    for n, row in enumerate(rows):
        parts = [10 + n, 4 + 3 * n]
        whole = sum(parts) + (off if row is rows[-1] else 0)
        truth[row.key or ""] = whole
        numbers = [whole, *parts] if is_first else [*parts, whole]
        lines.append("\t".join([row.label or "", row.unit or "", *map(str, numbers)]))
    head = f"统计指标 单位 {heads}\n一、主动公开情况\n"
    return "河湾市2015年政府信息公开工作年度报告\n" + head + "\n".join(lines) + "\n", truth


@pytest.mark.parametrize(
    "heads",
    ["2014年数 2015年数 减少数", "上年 本年 增减", "历年累计 以前年度 当年", "县政府办 教育局 两家小计"],
)
def test_numbers_that_add_up_under_other_heads_have_no_whole(heads: str) -> None:
    reading = read_tables(make_parts(heads=heads)[0], "2014")
    assert "taken-wholes" not in [finding.type for finding in reading.findings]


@pytest.mark.parametrize("is_first", [True, False])
def test_of_numbers_under_lost_heads_the_one_that_the_others_come_to_is_taken(is_first: bool) -> None:
    text, truth = make_parts(is_first=is_first)
    reading = read_tables(text, "2014")
    assert {c.key: c.value for c in reading.candidates if c.status in GIVEN} == truth
    assert "taken-wholes" in [finding.type for finding in reading.findings]


@pytest.mark.parametrize("heads", ["合计 市本级 县（市、区）", "合计 县政府办 教育局"])
def test_a_row_that_does_not_add_up_is_left(heads: str) -> None:
    text, truth = make_parts(off=1, heads=heads)
    assert given_cells(text) == dict(list(truth.items())[:-1])


def test_where_many_rows_do_not_add_up_nothing_is_taken() -> None:
    text, _ = make_parts()
    assert given_cells(text.replace("\t10\t", "\t9\t").replace("\t11\t", "\t9\t")) == {}


def test_of_several_rows_that_a_phrase_of_one_item_names_none_is_its_own() -> None:
    rows = [
        "统计指标\t单位\t统计数",
        "（一）收到申请数\t件\t16",
        "1.当面申请数\t件\t7",
        "2.传真申请数\t件\t9",
    ]
    fees = ["检索费\t元\t120", "复制费\t元\t860", "邮寄费\t元\t75"]
    text = "河湾县2015年政府信息公开工作年度报告\n" + "\n".join([*rows, *fees]) + "\n"
    given = given_cells(text)
    assert given == {"requests.received": 16, "requests.in_person": 7, "requests.fax": 9}


def test_a_page_s_number_between_a_label_and_its_unit_is_not_the_row_s() -> None:
    rows = [r for r in find_form("2014").definition.rows if r.key and r.key.startswith("requests")]
    truth = {r.key: 28 - n for n, r in enumerate(rows)}
    lines = [f"{r.label}\n" + ("7\n" if n == 3 else "") + f"件\n{truth[r.key]}" for n, r in enumerate(rows)]
    text = "河湾县2015年政府信息公开工作年度报告\n" + "\n".join(lines) + "\n"
    given = given_cells(text)
    assert given == truth


BRACKETED = "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点"


@pytest.mark.parametrize(
    "label",
    [BRACKETED + "或舆情计 1 次）", BRACKETED + "\n2\n或舆情计1次）", BRACKETED + "\n\n2\n\n\f或舆情计1次）"],
    ids=["blanks", "a-page-ends", "a-page-ends-with-a-form-feed"],
)
def test_a_number_inside_the_brackets_of_a_label_is_not_its_row_s(label: str) -> None:
    rows = [f"{label} 次 9", "1.参加或举办新闻发布会总次数 次 2", "2.政府网站在线访谈次数 次 4"]
    more = ["3.政策解读稿件发布数 篇 10", "4.微博微信回应事件数 次 7", "5.其他方式回应事件数 次 0"]
    text = "河湾县2015年政府信息公开工作年度报告\n统计指标 单位 统计数\n" + "\n".join([*rows, *more]) + "\n"
    given = given_cells(text)
    assert given["response.total"] == 9


LYING = "收到申请数\t当面申请数\t传真申请数\t网络申请数\t信函申请数"
TITLE = "河湾县2015年政府信息公开工作年度报告\n表二 收到申请情况（单位：件）\n"


def test_a_list_that_lies_on_its_side() -> None:
    text = f"{TITLE}{LYING}\n64\t29\t1\t24\t10\n表三 复议情况\n维持\t纠错\t其他\n3\t0\t1\n"
    given = given_cells(text)
    assert given == OWN


@pytest.mark.parametrize(
    "caption",
    ["各项占比（%）", "2014年情况", "责任分工", "信访方式", "各乡镇情况", "建议提案情况"],
)
def test_heads_below_a_caption_of_something_else_are_no_list(caption: str) -> None:
    title = f"河湾县2013年政府信息公开工作年度报告\n{caption}\n"
    assert given_cells(f"{title}{LYING}\n64\t29\t1\t24\t10\n") == {}


STREAMS = {
    "a-row-of-no-form-first": (["人", "领导小组成员数", "9"], ["件", "{label}", "{n}"]),
    "another-year-above": (["2012年度", "指标", "单位", "数量"], ["{label}", "件", "{n}"]),
}


@pytest.mark.parametrize(("head", "row"), STREAMS.values(), ids=STREAMS)
def test_streams_that_may_be_read_in_two_ways_are_not_shifted(head: list[str], row: list[str]) -> None:
    rows = [
        r for r in find_form("2014").definition.rows if r.key and r.key.startswith(("requests", "replies"))
    ]
    truth = {r.key: 28 - n for n, r in enumerate(rows)}
    cells = [c.format(label=r.label, n=truth[r.key]) for n, r in enumerate(rows) for c in row]
    text = "河湾县2013年政府信息公开工作年度报告\n" + "\n".join([*head, *cells]) + "\n"
    given = given_cells(text)
    assert {key: truth.get(key) for key in given} == given


OWN = {
    "requests.received": 64,
    "requests.in_person": 29,
    "requests.fax": 1,
    "requests.online": 24,
    "requests.mail": 10,
}


@pytest.mark.parametrize(
    "lines",
    [
        "年份\t{heads}\n2014年\t58\t25\t3\t20\t10\n2013年\t{own}\n2012年\t41\t30\t0\t4\t7",
        "单位\t{heads}\n环保局\t40\t20\t0\t15\t5\n教育局\t24\t9\t1\t9\t5\n合计\t{own}",
        "\t{heads}\n本局\t40\t20\t0\t15\t5\n总计\t{own}",
    ],
    ids=["years", "bodies", "empty-corner"],
)
def test_of_several_lines_below_heads_the_report_s_own_is_read(lines: str) -> None:
    table = lines.format(heads=LYING, own="64\t29\t1\t24\t10")
    given = given_cells(f"{TITLE}{table}\n")
    assert given == OWN


def test_two_lines_that_blanks_align_are_heads_and_their_numbers() -> None:
    table = LYING.replace("\t", "    ") + "\n64          29          1           24          10"
    given = given_cells(f"{TITLE}{table}\n")
    assert given == OWN


@pytest.mark.parametrize(
    "numbers",
    ["64\t29\t1\t24\t10\n58\t25\t3\t20\t10", "64\t29\t1\t24", "环保局\t29\t1\t24\t10"],
    ids=["two-lines", "one-less", "a-body-s"],
)
def test_heads_over_other_lines_of_numbers_are_no_list(numbers: str) -> None:
    given = {c.key: c.value for c in read_tables(f"{TITLE}{LYING}\n{numbers}\n", "2014").candidates}
    assert given == {}


def test_a_list_with_more_numbers_than_one_takes_that_of_the_whole() -> None:
    form = find_form("2014")
    rows = [row for row in form.definition.rows if row.key][:12]
    lines = [f"{row.label} {row.unit} {10 + n} {4 + n} 6" for n, row in enumerate(rows)]
    head = "统计指标 单位 合计 市本级 县（市、区）"
    text = f"河湾市2013年政府信息公开工作年度报告\n附表 {head} {' '.join(lines)}\n"
    given = given_cells(text)
    assert given == {row.key: 10 + n for n, row in enumerate(rows)}


@pytest.mark.parametrize(
    "places", ["{code} {label} {unit} {n}", "{label} {code} {unit} {n}", "{label} {unit} {code} {n}"]
)
@pytest.mark.parametrize("is_whole", [True, False], ids=["plain", "of-levels"])
def test_codes_of_rows_are_none_of_their_numbers(places: str, is_whole: bool) -> None:
    """One cell a line, every third number blank: then a code stands where a number is looked for."""
    rows = [r for r in find_form("2014").definition.rows if r.key][:18]
    codes = (
        [f"{n + 1:02d}" for n in range(18)]
        if is_whole
        else [".".join(["1", str(n // 3 + 1), str(n % 3)][: 3 if n % 3 else 2]) for n in range(18)]
    )
    truth = {row.key: 30 - n for n, row in enumerate(rows) if n % 3 != 1}
    head = places.format(code="序号", label="统计指标", unit="单位", n="统计数")
    lines = [
        places.format(code=code, label=row.label, unit=row.unit, n=truth.get(row.key, ""))
        for code, row in zip(codes, rows, strict=True)
    ]
    cells = "\n".join(part for line in [head, *lines] for part in line.split(" "))
    given = {
        c.key: c.value
        for c in read_tables(f"河湾县2013年政府信息公开工作年度报告\n{cells}\n", "2014").candidates
        if c.status in GIVEN
    }
    assert given == truth


def test_columns_that_are_all_of_other_years_hold_no_number_of_the_report_s() -> None:
    rows = [
        "统计指标\t单位\t2011年\t2012年",
        "收到申请数\t件\t9\t",
        "当面申请数\t件\t3\t4",
        "网络申请数\t件\t6\t",
    ]
    rows += ["传真申请数\t件\t0\t0", "信函申请数\t件\t0\t"]
    assert not given_cells(TITLE + "\n".join(rows) + "\n")


def test_shares_beside_counts_are_no_second_number() -> None:
    rows = ["方式\t数量（件）\t比重", "申请总数\t93\t100%", "当面申请\t58\t62.4%", "网络申请\t20\t21.5%"]
    rows += ["信函申请\t14\t15.1%", "传真申请\t1\t1.1%"]
    given = given_cells(TITLE + "\n".join(rows) + "\n")
    assert given == {"requests.in_person": 58, "requests.online": 20, "requests.mail": 14, "requests.fax": 1}


WHOLES = {
    "review.total": 4,
    "review.upheld": 3,
    "review.corrected": 0,
    "review.other": 1,
    "litigation.total": 1,
    "litigation.upheld": 1,
    "litigation.corrected": 0,
    "litigation.other": 0,
}


@pytest.mark.parametrize("gap", ["\t", "      ", "\n"], ids=["tabs", "blanks", "a-cell-a-line"])
@pytest.mark.parametrize("total", ["总数", "件数"])
def test_wholes_beside_their_parts(gap: str, total: str) -> None:
    lines = [["类别", total, "维持（驳回）", "纠错", "其他"], ["行政复议", "4", "3", "0", "1"]]
    lines += [["行政诉讼", "1", "1", "0", "0"], ["举报投诉", "—", "—", "—", "—"]]
    text = TITLE + "三、复议和诉讼\n" + "\n".join(gap.join(line) for line in lines) + "\n"
    given = given_cells(text)
    assert given == WHOLES


def test_numbers_of_rows_that_nothing_heads() -> None:
    """The head stands above a rule, apart from the rows; the tenth of these is blank."""
    rows = [r for r in find_form("2014").definition.rows if r.key][:14]
    cells = [
        c for n, r in enumerate(rows) for c in (str(n + 1), r.label or "", "" if n == 9 else f"{40 - n}")
    ]
    given = given_cells(TITLE + "\n".join(cells) + "\n")
    assert given == {r.key: 40 - n for n, r in enumerate(rows) if n != 9}


def test_an_annex_of_another_body_is_not_the_report_s() -> None:
    """One sheet of a workbook: the office's own list, in which cells are blank, and below it that of a school."""
    rows = [r for r in find_form("2014").definition.rows if r.key][:12]
    own = [f"{r.label}\t{r.unit}\t{'' if n % 3 else 9 + n}" for n, r in enumerate(rows)]
    other = [f"{r.label}\t{r.unit}\t0" for r in rows]
    head = "统计指标\t单位\t统计数"
    lines = [
        "表1 政府信息公开情况统计表",
        head,
        *own,
        "附表1 河湾县教育考试院政府信息公开情况统计表",
        head,
        *other,
    ]
    given = given_cells(TITLE + "\n".join(lines) + "\n")
    assert given == {r.key: 9 + n for n, r in enumerate(rows) if n % 3 == 0}


def test_the_same_list_twice_under_the_office_s_own_name_is_disputed() -> None:
    """Nothing says which is right: no annex, and no other body."""
    rows = [r for r in find_form("2014").definition.rows if r.key][:12]
    head = "统计指标\t单位\t统计数"
    first, second = ([f"{r.label}\t{r.unit}\t{n + less}" for n, r in enumerate(rows)] for less in (9, 8))
    lines = [
        "河湾县教育局政府信息公开情况统计表",
        head,
        *first,
        "河湾县教育局2013年政府信息公开情况统计表",
        head,
        *second,
    ]
    found = read_tables(TITLE + "\n".join(lines) + "\n", "2014").candidates
    values = {r.key: {c.value for c in found if c.key == r.key and c.status in GIVEN} for r in rows}
    assert all(len(told) == 2 for told in values.values())
