"""Printed tables to candidates: the shapes in which the forms' tables are met, whole and damaged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from support import details

from extractor.forms.editions import find_form
from extractor.ids import GIVEN
from extractor.records import Number, Table, TableCell
from extractor.tables.read import GridReading, tables_to_candidates

Values = dict[str, Number]
Rows = list[list[str]]
Shape = Callable[..., Table]

COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total")
HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
NOUGHTS = "0 0 0 0 0 0 0"
# A sound report: every row adds up to its total, every column to 总计, and received to dealt with.
PRINTED = {
    "new": "12 3 0 1 0 2 18",
    "carried_in": "1 0 0 0 0 0 1",
    "granted": "6 1 0 1 0 1 9",
    "partial": "2 0 0 0 0 0 2",
    "denied_law": "1 1 0 0 0 0 2",
    "denied_process": "0 1 0 0 0 0 1",
    "unable_not_held": "2 0 0 0 0 1 3",
    "refused_repeat": "1 0 0 0 0 0 1",
    "total": "12 3 0 1 0 2 18",
    "carried_out": "1 0 0 0 0 0 1",
}
REVIEW_HEADS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
REVIEW_COLUMNS = ("upheld", "corrected", "other", "pending", "total")
REVIEW = ["4", "1", "0", "1", "6", "2", "0", "0", "0", "2", "0", "0", "1", "1", "2"]


def grid(rows: Sequence[Sequence[str]], number: int = 1) -> Table:
    """A true grid. `<` and `^` continue the cell to the left or above; `~` is a place without a cell."""
    cells: list[TableCell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in ("<", "^", "~"):
                wide = next((i for i, t in enumerate(row[c + 1 :]) if t != "<"), len(row) - c - 1)
                below = [line[c] if c < len(line) else "" for line in rows[r + 1 :]]
                high = next((i for i, t in enumerate(below) if t != "^"), len(below))
                start = 1000 * number + 20 * len(cells)
                cells.append(TableCell(text, start, start + len(text), r, c, high + 1, wide + 1))
    return Table(number, "grid", tuple(cells), cells[0].start, cells[-1].end)


def stream(rows: Sequence[Sequence[str]], number: int = 1) -> Table:
    """The cells in reading order; empty and merged ones leave no trace."""
    texts = [text for row in rows for text in row if text not in ("", "<", "^", "~")]
    spans = [(text, 1000 * number + 20 * i) for i, text in enumerate(texts)]
    cells = tuple(TableCell(t, start, start + len(t), 0, i) for i, (t, start) in enumerate(spans))
    return Table(number, "stream", cells, cells[0].start, cells[-1].end)


SHAPES = pytest.mark.parametrize("shape", [grid, stream])


def read(form: str, *tables: Table, year: int | None = None) -> GridReading:
    return tables_to_candidates(tables, find_form(form), year)


def given(reading: GridReading) -> Values:
    return {c.key: c.value for c in reading.candidates if c.status in GIVEN and c.value is not None}


def statuses(reading: GridReading) -> dict[str, str]:
    return {c.key: c.status for c in reading.candidates if c.status not in GIVEN}


def findings(reading: GridReading) -> list[str]:
    return [finding.type for finding in reading.findings]


def request_labels() -> dict[str, str]:
    rows = next(g for g in find_form("2021").definition.grids if g.block == "requests").rows
    return {row.key or row.heading or "": row.label or "" for row in rows}


def request_rows(**other: str) -> Rows:
    """The rows of the requests table with their headings; `other` replaces the values of rows."""
    values = PRINTED | other
    return [
        [label or key, *(values.get(key, NOUGHTS).split() if label else [""] * 7)]
        for key, label in request_labels().items()
    ]


def request_values(order: Sequence[str] = COLUMNS, /, **other: Sequence[int | None]) -> Values:
    printed: dict[str, Sequence[int | None]] = {
        key: [int(v) for v in PRINTED.get(key, NOUGHTS).split()]
        for key, label in request_labels().items()
        if label
    }
    table = {key: dict(zip(COLUMNS, row, strict=True)) for key, row in (printed | other).items()}
    return {
        f"requests.{key}.{c}": v for key, row in table.items() for c in order if (v := row[c]) is not None
    }


HEAD = ["", *HEADS]
NESTED = [
    ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况", *["<"] * 6],
    ["^", "自然人", "法人或其他组织", "<", "<", "<", "<", "总计"],
    ["^", "^", *HEADS[1:6], "^"],
]


def with_labels(rows: Rows, **other: str) -> Rows:
    labels = {label: other[key] for key, label in request_labels().items() if key in other}
    return [[labels.get(row[0], row[0]), *row[1:]] for row in rows]


def reordered(rows: Rows, order: Sequence[int]) -> Rows:
    return [[row[0], *(row[1 + i] for i in order)] for row in rows]


PLAIN = [[row[0].lstrip("一二三四五六七八（）123456789.、"), *row[1:]] for row in request_rows()]
REQUESTS = {
    "one-head": [HEAD, *request_rows()],
    "nested-head": [*NESTED, *request_rows()],
    "no-head": request_rows(),
    "total-first": reordered([HEAD, *request_rows()], [6, 0, 1, 2, 3, 4, 5]),
    "reversed": reordered([HEAD, *request_rows()], [6, 5, 4, 3, 2, 1, 0]),
    "labels-without-numbers": [HEAD, *PLAIN],
    "sum-for-total": [[h.replace("总计", "合计") for h in HEAD], *request_rows()],
    "total-row-in-other-words": [HEAD, *with_labels(request_rows(), total="合计")],
    "label-in-other-words": [
        HEAD,
        *with_labels(
            request_rows(),
            denied_third_party="4.保护第三方合法权益的",
            denied_law="2.其他法律、行政法规禁止公开",
        ),
    ],
    "label-cut-off": [HEAD, *with_labels(request_rows(), refused_mass="4.无正当理由大量反")],
    "head-repeated": [HEAD, *request_rows()[:9], HEAD, *request_rows()[9:]],
    "nested-head-repeated": [*NESTED, *request_rows()[:9], *NESTED, *request_rows()[9:]],
    "full-width-digits": [HEAD, *request_rows(new="１２ ３ ０ １ ０ ２ １８")],
    "units-in-cells": [HEAD, *request_rows(new="12件 3件 0 1件 0件 2件 18件")],
    "traditional-script": [
        ["", "自然人", "商業企業", "科研機構", "社會公益組織", "法律服務機構", "其他", "總計"],
        *request_rows(),
    ],
}


@SHAPES
@pytest.mark.parametrize("rows", REQUESTS.values(), ids=REQUESTS.keys())
def test_requests_table(shape: Shape, rows: Rows) -> None:
    table = shape(rows)
    reading = read("2021", table)
    assert given(reading) == request_values()
    assert (statuses(reading), findings(reading), reading.read) == ({}, [], (table,))


def test_head_that_lost_its_first_cells() -> None:
    heads = [[text for text in row if text not in ("", "<", "^")] for row in NESTED]
    rows = [row + ["~"] * (8 - len(row)) for row in heads] + request_rows()
    reading = read("2021", grid(rows))
    assert (given(reading), findings(reading)) == (request_values(), [])


@SHAPES
def test_requests_table_without_totals(shape: Shape) -> None:
    rows = [row[:7] for row in [HEAD, *request_rows()]]
    reading = read("2021", shape(rows))
    assert given(reading) == request_values(COLUMNS[:6])
    assert findings(reading) == []


GROUPED = [["" if not any(row[1:]) else row[0], *row] for row in request_rows()]
WITH_SPANS = {
    "numbered-rows": [["序号", *HEAD], *([str(i), *row] for i, row in enumerate(request_rows(), 1))],
    "blank-columns": [[*HEAD[:3], "", *HEAD[3:], ""], *([*r[:3], "", *r[3:], ""] for r in request_rows())],
    "remarks": [[*HEAD, "备注"], *([*r, "5" if i == 3 else ""] for i, r in enumerate(request_rows()))],
    "group-labels-at-the-left": [["", *HEAD], *(["三、本年度办理结果", *row] for row in request_rows())],
    "merged-groups": [
        ["", "<", *HEADS],
        *(
            ["三、本年度办理结果" if i == 3 else "^", *row] if 3 <= i < 25 else [row[0], "<", *row[1:]]
            for i, row in enumerate(request_rows())
        ),
    ],
}


@pytest.mark.parametrize("rows", WITH_SPANS.values(), ids=WITH_SPANS.keys())
def test_requests_table_with_more_columns(rows: Rows) -> None:
    reading = read("2021", grid(rows))
    assert given(reading) == request_values()
    assert findings(reading) == []


@SHAPES
@pytest.mark.parametrize("cut", [4, 9, 20])
def test_table_cut_by_a_page_break(shape: Shape, cut: int) -> None:
    rows = request_rows()
    first, second = shape([HEAD, *rows[:cut]], 1), shape([HEAD, *rows[cut:]], 2)
    reading = read("2021", first, second)
    assert (given(reading), reading.read) == (request_values(), (first, second))


def test_page_break_keeps_an_unusual_order_of_columns() -> None:
    rows = reordered([HEAD, *request_rows()], [6, 0, 1, 2, 3, 4, 5])
    reading = read("2021", stream(rows[:12], 1), stream(rows[12:], 2))
    assert given(reading) == request_values()


CAPTION = "2020年政府信息公开申请情况(供对比)"


def captioned(caption: str, rows: Rows, number: int) -> Table:
    return grid([[caption, *[""] * 7], *rows], number)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["before", "behind"])
def test_last_year_beside_the_own_table_is_another_years(order: Sequence[int]) -> None:
    own, last = request_rows(), request_rows(new=NOUGHTS, granted=NOUGHTS)
    tables = (captioned("2021年政府信息公开申请情况", own, 1), captioned(CAPTION, last, 2))
    reading = read("2021", *(tables[n] for n in order), year=2021)
    assert given(reading) == request_values()
    assert findings(reading) == ["other-year-table"]


LAST_YEAR = request_rows(new=NOUGHTS, granted=NOUGHTS)
TWICE = {
    "last-year-first": ("2020年（上年度）", LAST_YEAR, "2021年"),
    "no-year-named": ("附：上年度同口径数据", LAST_YEAR, "本年度数据"),
    "one-level-first": ("附表1 局机关本级", LAST_YEAR, "附表2 全市教育系统"),
    "of-these": ("其中：市级机关", LAST_YEAR, "全市合计"),
    "with-those-below": ("（一）局机关本级", LAST_YEAR, "（二）局机关及所属单位"),
}


@SHAPES
@pytest.mark.parametrize("twice", TWICE.values(), ids=TWICE.keys())
def test_of_two_prints_in_a_table_captions_say_which_is_the_report_s(
    twice: tuple[str, Rows, str], shape: Shape
) -> None:
    other, rows, own = twice
    printed = [[other, *["<"] * 7], HEAD, *rows, [own, *["<"] * 7], HEAD, *request_rows()]
    reading = read("2021", shape(printed), year=2021)
    assert given(reading) == request_values()
    assert findings(reading) in (["other-year-table"], ["part-table"])


@pytest.mark.parametrize("twice", TWICE.values(), ids=TWICE.keys())
def test_of_two_tables_captions_say_which_is_the_report_s(twice: tuple[str, Rows, str]) -> None:
    other, rows, own = twice
    tables = captioned(other, [HEAD, *rows], 1), captioned(own, [HEAD, *request_rows()], 2)
    reading = read("2021", *tables, year=2021)
    assert given(reading) == request_values()
    assert findings(reading) in (["other-year-table"], ["part-table"])


def test_a_caption_over_the_whole_leaves_out_the_part_behind_it() -> None:
    parts = captioned("全县汇总（含县本级）", request_rows(), 1), captioned("其中：县本级", LAST_YEAR, 2)
    reading = read("2021", *parts, year=2021)
    assert (given(reading), findings(reading)) == (request_values(), ["part-table"])


def test_two_prints_of_which_no_caption_tells_are_both_printed() -> None:
    tables = captioned("表一", request_rows(), 1), captioned("表二", LAST_YEAR, 2)
    assert set(findings(read("2021", *tables, year=2021))) == {"printed-twice"}


def test_the_only_table_is_the_report_s_whichever_level_stands_above() -> None:
    reading = read("2021", captioned("区政府办公室（本级）", request_rows(), 1), year=2021)
    assert given(reading) == request_values() and not findings(reading)


def test_the_only_table_is_the_reports_whatever_year_stands_above() -> None:
    reading = read("2021", captioned(CAPTION, request_rows(), 1), year=2021)
    assert given(reading) == request_values() and not findings(reading)


def test_label_broken_over_two_cells() -> None:
    label = request_labels()["denied_law"]
    rows = [
        [*(("2.其他法律行政法", "规禁止公开") if row[0] == label else (row[0],)), *row[1:]]
        for row in request_rows()
    ]
    heads = ["自然", "人", "商业企业", "科研机构", "社会公益", "组织", "法律服务机构", "其他", "总", "计"]
    assert given(read("2021", stream([heads, *rows]))) == request_values()


SHORT: dict[str, tuple[dict[str, str], dict[str, tuple[int | None, ...]]]] = {
    "total-row": ({"total": "12 3 1 2 18"}, {"total": (12, 3, None, 1, None, 2, 18)}),
    "two-of-seven": ({"refused_repeat": "1 1"}, {"refused_repeat": (1, None, None, None, None, None, 1)}),
    "two-rows": (
        {"denied_law": "1 1 2", "refused_repeat": "1 1"},
        {
            "denied_law": (1, 1, None, None, None, None, 2),
            "refused_repeat": (1, None, None, None, None, None, 1),
        },
    ),
}


@pytest.mark.parametrize(("printed", "expected"), SHORT.values(), ids=SHORT.keys())
def test_lost_cells_are_found_by_the_sums(
    printed: dict[str, str], expected: dict[str, tuple[int | None, ...]]
) -> None:
    reading = read("2021", stream([HEAD, *request_rows(**printed)]))
    assert given(reading) == request_values(COLUMNS, **expected)
    assert findings(reading) == ["realigned"] * len(printed)


def test_lost_cells_of_a_grid_are_found_by_the_sums() -> None:
    rows = [row + ["~"] * (8 - len(row)) for row in request_rows(refused_repeat="1 1")]
    reading = read("2021", grid([HEAD, *rows]))
    assert given(reading) == request_values(refused_repeat=(1, None, None, None, None, None, 1))
    assert [(f.type, f.severity) for f in reading.findings] == [("realigned", "info")]


def test_row_that_may_stand_in_several_columns_is_not_read() -> None:
    reading = read("2021", stream([HEAD, *request_rows(denied_state_secret="0 0 0")]))
    empty: Sequence[int | None] = (None,) * 7
    assert given(reading) == request_values(denied_state_secret=empty)
    assert statuses(reading) == {f"requests.denied_state_secret.{c}": "unreadable" for c in COLUMNS}
    assert [(f.type, f.severity, len(f.keys)) for f in reading.findings] == [("row-short", "warning", 7)]


def test_row_that_fits_no_sum_is_not_read() -> None:
    reading = read("2021", stream([HEAD, *request_rows(refused_repeat="1 5")]))
    assert given(reading) == request_values(refused_repeat=(None,) * 7)
    assert findings(reading) == ["row-short"]


@SHAPES
def test_row_with_too_many_values_is_not_read(shape: Shape) -> None:
    rows = [row + [""] * (9 - len(row)) for row in request_rows(partial="2 0 0 0 0 0 2 7")]
    reading = read("2021", shape(rows))
    assert given(reading) == request_values(partial=(None,) * 7)
    assert (findings(reading), statuses(reading)) == (["row-long"], {})


def test_empty_cells_of_a_grid_are_blank() -> None:
    rows = [HEAD, *request_rows()]
    rows[1] = [rows[1][0], "12", "", "/", "1", "0", "2", "见附件"]
    reading = read("2021", grid(rows))
    assert given(reading) == request_values(new=(12, None, None, 1, 0, 2, None))
    assert statuses(reading) == {
        "requests.new.business": "blank",
        "requests.new.research": "not_applicable",
        "requests.new.total": "unreadable",
    }
    assert findings(reading) == ["unreadable-cell"]


def review_values(rows: Sequence[str] = ("review", "litigation_direct", "litigation_after_review")) -> Values:
    names = ("review", "litigation_direct", "litigation_after_review")
    keys = [(row, column) for row in names for column in REVIEW_COLUMNS]
    return {f"{r}.{c}": int(v) for (r, c), v in zip(keys, REVIEW, strict=True) if r in rows}


REVIEW_HEAD = [
    ["行政复议", *["<"] * 4, "行政诉讼", *["<"] * 9],
    [*REVIEW_HEADS, "未经复议直接起诉", *["<"] * 4, "复议后起诉", *["<"] * 4],
    [*["^"] * 5, *REVIEW_HEADS, *REVIEW_HEADS],
]
WRAPPED = ["结果", "结果", "其他", "尚未", "总"] * 3 + ["维持", "纠正", "结果", "审结", "计"] * 3
REVIEWS = {
    "spans": (grid, [*REVIEW_HEAD, REVIEW]),
    "empty-cells-for-spans": (grid, [*([c.strip("<^") for c in row] for row in REVIEW_HEAD), REVIEW]),
    "stream": (stream, [*REVIEW_HEAD, REVIEW]),
    "total-in-two-cells": (
        stream,
        [[c for h in row for c in h.replace("总计", "总 计").split()] for row in REVIEW_HEAD] + [REVIEW],
    ),
    "wrapped-heads": (stream, [["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"], WRAPPED, REVIEW]),
    "heads-run-together": (
        stream,
        [
            ["行政复议 行政诉讼"],
            ["结果 结果 其他 尚未 总 未经复议直接起诉 复议后起诉"],
            ["维持 纠正 结果 审结 计"],
            REVIEW,
        ],
    ),
    "broken-heads-in-a-grid": (
        grid,
        [
            ["行政复议", *["<"] * 4, "未经复议直接起诉", *["<"] * 4, "复议后起诉", *["<"] * 4],
            ["结果"] * 15,
            REVIEW,
        ],
    ),
    "label-before-the-numbers": (grid, [*(["", *row] for row in REVIEW_HEAD), ["件数", *REVIEW]]),
    "rows": (
        grid,
        [
            ["", *REVIEW_HEADS],
            ["行政复议", *REVIEW[:5]],
            ["未经复议直接起诉", *REVIEW[5:10]],
            ["复议后起诉", *REVIEW[10:]],
        ],
    ),
    "rows-in-a-stream": (
        stream,
        [
            REVIEW_HEADS,
            ["行政复议", *REVIEW[:5]],
            ["未经复议直接起诉", *REVIEW[5:10]],
            ["复议后起诉", *REVIEW[10:]],
        ],
    ),
}


@pytest.mark.parametrize(("shape", "rows"), REVIEWS.values(), ids=REVIEWS.keys())
def test_review_table(shape: Shape, rows: Rows) -> None:
    reading = read("2021", shape(rows))
    assert (given(reading), findings(reading)) == (review_values(), [])


@SHAPES
def test_review_table_in_two_parts(shape: Shape) -> None:
    first = shape([["行政复议", *["<"] * 4], REVIEW_HEADS, REVIEW[:5]], 1)
    second = shape([row[5:] for row in REVIEW_HEAD] + [REVIEW[5:]], 2)
    reading = read("2021", first, second)
    assert (given(reading), reading.read) == (review_values(), (first, second))


def test_review_table_with_lost_cells() -> None:
    printed = [v for i, v in enumerate(REVIEW) if i != 2]
    reading = read("2021", stream([*REVIEW_HEAD, printed]))
    assert given(reading) == {k: v for k, v in review_values().items() if not k.startswith("review.")}
    assert {key for key, status in statuses(reading).items() if status == "unreadable"} == {
        f"review.{column}" for column in REVIEW_COLUMNS
    }
    assert findings(reading) == ["row-short"]


def test_traces_of_empty_cells_decide_where_the_sums_do_not() -> None:
    lines = [HEAD[1:], ["一、本年新收政府信息公开申请数量", "5", "", "", "3", "", "", "8"]]
    texts = [text for line in lines for text in line]
    cells = tuple(TableCell(text, 9 * i, 9 * i + len(text), 0, i) for i, text in enumerate(texts))
    reading = read("2021", Table(1, "stream", cells, 0, 9 * len(cells)))
    assert given(reading) == {
        "requests.new.natural_person": 5,
        "requests.new.public_welfare": 3,
        "requests.new.total": 8,
    }
    assert set(statuses(reading).values()) == {"blank"}


def test_review_table_with_results_as_rows() -> None:
    values = [REVIEW[i::5] for i in range(5)]
    heads = [["", "行政复议", "行政诉讼", "<"], ["^", "^", "未经复议直接起诉", "复议后起诉"]]
    rows = [[head, *line] for head, line in zip(REVIEW_HEADS, values, strict=True)]
    rows[1][1:] = ["", "", ""]
    requests = grid([HEAD, *request_rows()], 1)
    reading = read("2021", requests, grid([*heads, *rows], 2))
    expected = {key: v for key, v in review_values().items() if not key.endswith(".corrected")}
    assert given(reading) == request_values() | expected
    assert {key for key, status in statuses(reading).items() if status == "blank"} == {
        key for key in review_values() if key.endswith(".corrected")
    }


ARTICLE_2021 = [
    ["第二十条第（一）项", *["<"] * 3],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "/", ""],
    ["行政规范性文件", "7", "3", "52件"],
    ["第二十条第（五）项", *["<"] * 3],
    ["信息内容", "本年处理决定数量", "<", "<"],
    ["行政许可", "24,618", "<", "<"],
    ["第二十条第（六）项", *["<"] * 3],
    ["信息内容", "本年处理决定数量", "<", "<"],
    ["行政处罚", "1937", "<", "<"],
    ["行政强制", "46", "<", "<"],
    ["第二十条第（八）项", *["<"] * 3],
    ["信息内容", "本年收费金额（单位：万元）", "<", "<"],
    ["行政事业性收费", "3185.62", "<", "<"],
]
ARTICLE_VALUES: Values = {
    "article20.regulations.issued": 0,
    "article20.normative.issued": 7,
    "article20.normative.repealed": 3,
    "article20.normative.valid": 52,
    "article20.licences.decisions": 24618,
    "article20.penalties.decisions": 1937,
    "article20.compulsion.decisions": 46,
    "article20.fees.amount_wan": 3185.62,
}


def article(first: int, last: int, *, skip: Sequence[int] = ()) -> Rows:
    return [row for i, row in enumerate(ARTICLE_2021) if first <= i < last and i not in skip]


ARTICLES = {
    "one-table": [article(0, 14)],
    "separate-tables": [article(0, 4), article(4, 7), article(7, 11), article(11, 14)],
    "no-titles": [article(0, 14, skip=(0, 4, 7, 11))],
    "no-heads": [article(0, 14, skip=(1, 5, 8, 12))],
    "empty-cells-for-spans": [[[c.strip("<") for c in row] for row in article(0, 14)]],
    "columns-in-another-order": [
        [[row[0], row[3], row[2], row[1]] for row in article(1, 4)] + article(4, 14)
    ],
}


@pytest.mark.parametrize("tables", ARTICLES.values(), ids=ARTICLES.keys())
def test_article_20(tables: list[Rows]) -> None:
    printed = [grid(rows, n) for n, rows in enumerate(tables, 1)]
    reading = read("2021", *printed)
    assert given(reading) == ARTICLE_VALUES
    assert statuses(reading) == {
        "article20.regulations.repealed": "not_applicable",
        "article20.regulations.valid": "blank",
    }
    assert (findings(reading), reading.read) == ([], tuple(printed))


@SHAPES
def test_article_20_of_2019(shape: Shape) -> None:
    rows = [
        ["第二十条第（一）项", "<", "<", "<"],
        ["信息内容", "本年新制作数量", "本年新公开数量（指2020年）", "对外公开总数量"],
        ["规范性文件（决定、公告等）", "2", "2", "19"],
        ["其他主动公开文件", "186", "86", "255"],
        ["第二十条第（五）项", "<", "<", "<"],
        ["信息内容", "上一年项目数量", "本年增/减（减用负值，如-8）", "处理决定数量"],
        ["行政许可", "997项", "减少5项", "388件"],
        ["其他对外管理服务事项", "40", "+3", "100"],
        ["第二十条第（九）项", "<", "<", "<"],
        ["信息内容", "采购项目数量", "采购总金额（万元）", "<"],
        ["政府集中采购", "21笔", "251000元", "<"],
    ]
    reading = read("2019", shape(rows))
    assert given(reading) == {
        "article20.normative.new_made": 2,
        "article20.normative.new_disclosed": 2,
        "article20.normative.disclosed_total": 19,
        "article20.licences.items_last_year": 997,
        "article20.licences.change": -5,
        "article20.licences.decisions": 388,
        "article20.other_services.items_last_year": 40,
        "article20.other_services.change": 3,
        "article20.other_services.decisions": 100,
        "article20.procurement.projects": 21,
        "article20.procurement.amount_wan": 25.1,
    }
    assert [(f.type, f.severity) for f in reading.findings] == [("unknown-rows", "info")]
    assert "其他主动公开文件" in str(details(reading.findings[0])["labels"])


def test_row_parted_by_level_is_not_the_whole() -> None:
    rows = [
        ["信息内容", "", "本年处理决定数量"],
        ["行政许可", "本级", "5"],
        ["^", "下级", "7"],
        ["行政处罚", "", "4"],
    ]
    reading = read("2021", grid(rows))
    assert given(reading) == {"article20.penalties.decisions": 4}
    assert findings(reading) == ["unknown-rows"]


def test_broken_sums_place_nothing() -> None:
    reading = read("2021", stream([HEAD, *request_rows(partial="3 0 0 0 0 0 3", refused_repeat="1 1")]))
    assert given(reading) == request_values(partial=(3, 0, 0, 0, 0, 0, 3), refused_repeat=(None,) * 7)
    assert findings(reading) == ["row-short"]


@SHAPES
@pytest.mark.parametrize("label", ["行政诉讼：{}", "行政诉讼（{}）", "行政诉讼——{}"])
def test_words_of_the_title_may_stand_before_a_row_s_label(shape: Shape, label: str) -> None:
    lawsuits = [label.format(name) for name in ("未经复议直接起诉", "复议后起诉")]
    rows = [["", *REVIEW_HEADS], ["行政复议", *REVIEW[:5]], *([n, *REVIEW[5:10]] for n in lawsuits)]
    keys = [
        f"{row}.{c}"
        for row in ("review", "litigation_direct", "litigation_after_review")
        for c in REVIEW_COLUMNS
    ]
    values = map(int, [*REVIEW[:5], *REVIEW[5:10] * 2])
    assert given(read("2021", shape(rows))) == dict(zip(keys, values, strict=True))


def test_words_of_another_sheet_s_title_name_no_row() -> None:
    rows = [["", *REVIEW_HEADS], ["行政复议", *REVIEW[:5]], ["申请情况：复议后起诉", *REVIEW[5:10]]]
    assert not any(key.startswith("litigation") for key in given(read("2021", grid(rows))))


def test_unit_of_a_head_counts_for_its_cells() -> None:
    reading = read("2021", grid([["信息内容", "本年收费金额（单位：元）"], ["行政事业性收费", "86"]]))
    assert given(reading) == {"article20.fees.amount_wan": 0.0086}


@SHAPES
def test_unit_that_a_row_names_goes_before_the_head_s(shape: Shape) -> None:
    rows = [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费（单位：元）", "40500"]]
    assert given(read("2021", shape(rows))) == {"article20.fees.amount_wan": 4.05}


def test_unit_of_a_list_s_column_counts_where_no_row_names_another() -> None:
    rows = [["指标名称", "数据统计（元）"], *without(LIST[:-1], 1), ["七、依申请公开收费情况", "300"]]
    assert given(read("2008-zhejiang", grid(rows), year=2013)) == LIST_VALUES


def test_head_and_rows_in_tables_of_their_own() -> None:
    rows = request_rows(new="12 3 0 1 0 2 18")
    parts = [[HEAD], rows[:2], rows[2:-1], rows[-1:]]
    reading = read("2021", *(grid(part, n) for n, part in enumerate(parts, 1)))
    assert (given(reading), findings(reading)) == (request_values(), [])


@SHAPES
def test_headings_before_the_label_of_their_first_row(shape: Shape) -> None:
    rows = request_rows()
    joined = [
        [f"三、本年度办理结果 {rows[3][0]}", *rows[3][1:]],
        rows[4],
        [f"{rows[5][0]} {rows[6][0]}", *rows[6][1:]],
    ]
    assert given(read("2021", shape([HEAD, *rows[:2], *joined, *rows[7:]]))) == request_values()


def test_a_masked_label_is_read_and_told() -> None:
    rows = request_rows()
    masked = [[row[0].replace("第三", "**"), *row[1:]] for row in rows]
    reading = read("2021", grid([HEAD, *masked]))
    assert given(reading) == request_values()
    assert findings(reading) == ["masked-label"]
    assert "保护**方合法权益" in str(details(reading.findings[0])["label"])


def test_a_masked_label_that_can_be_two_rows_is_left_alone() -> None:
    rows = [["信息内容", "本年处理决定数量"], ["行政**", "5"], ["行政处罚", "4"]]
    assert given(read("2021", grid(rows))) == {"article20.penalties.decisions": 4}


SUMMARIES = {
    "count": (["数量（件）"], lambda total: [total]),
    "count-and-share": (["数量", "占比"], lambda total: [total, "9%"]),
    "two-years": (["2021年", "2022年", "增幅"], lambda total: ["7", total, "9%"]),
    "levels": (["县本级", "乡镇", "合计"], lambda total: ["3", "4", total]),
}


@pytest.mark.parametrize(("heads", "to_row"), SUMMARIES.values(), ids=SUMMARIES)
def test_summary_of_the_totals(heads: list[str], to_row: Callable[[str], list[str]]) -> None:
    rows = [[row[0], *to_row(row[-1])] for row in request_rows() if row[-1]]
    reading = read("2021", grid([["类别", *heads], *rows]), year=2022)
    assert given(reading) == {k: v for k, v in request_values().items() if k.endswith(".total")}
    assert (statuses(reading), findings(reading)) == ({}, [])


def test_heads_that_cannot_be_read_make_no_summary() -> None:
    rows = [["", "人然自", "", "研", "公", "", "", "总计"], *request_rows()]
    assert given(read("2021", grid(rows))) == request_values()


GARBLED = {
    "heads-unreadable": [["", "自然", "商业企业", "科研机构", "织", "法律服务机构", "其他", "总计"]],
    "heads-missing": [["", "", "商业企业", "科研机构", "", "法律服务机构", "其他", "总计"]],
    "heads-stuck-together": [
        ["", "自然人 法人或其他组织", "总计"],
        ["", *HEADS[1:6]],
    ],
}


@pytest.mark.parametrize("heads", GARBLED.values(), ids=GARBLED)
def test_heads_that_cannot_be_read_leave_the_order_of_the_form(heads: Rows) -> None:
    shape = stream if len(heads) > 1 else grid
    assert given(read("2021", shape([*heads, *request_rows()]))) == request_values()


def test_heads_broken_over_lines_leave_the_order_of_the_form_to_whole_rows() -> None:
    heads = [["信息内容", "本年新"], ["制作数量", "本年新"], ["公开数量", "对外公开总数量"]]
    rows = [["第二十条第（一）项"], *heads, ["规章", "1", "2", "9"], ["规范性文件", "3", "4", "27"]]
    found = given(read("2019", grid(rows)))
    assert {key: value for key, value in found.items() if "normative" in key} == {
        "article20.normative.new_made": 3,
        "article20.normative.new_disclosed": 4,
        "article20.normative.disclosed_total": 27,
    }


def test_cells_under_no_known_head_are_not_moved_to_another() -> None:
    head = ["", "自然人", "商业企业", "科研机构", "公益法律", "", "其他", "总计"]
    row = ["一、本年新收政府信息公开申请数量", "8", "7", "2", "~", "5", "~", "22"]
    assert not any(
        c.key.endswith("other_org") and c.value for c in read("2021", grid([head, row])).candidates
    )


LIST_HEAD = ["指标名称", "单位", "数据统计"]
LIST = [
    ["一、主动公开数量", "条", "721"],
    ["（一）政府公报刊发公文数", "件", "68"],
    ["二、依申请公开数量", "件", "16"],
    ["（一）依申请方式", "", ""],
    ["1.当面申请数", "件", "12"],
    ["2.传真申请数", "件", "4"],
    ["三、行政复议数量", "件", "2"],
    ["（一）维持具体行政行为数", "件", "1"],
    ["（三）其他纠错数", "件", "1"],
    ["四、行政诉讼数量", "件", "3"],
    ["（一）维持具体行政行为数", "件", "0"],
    ["（三）其他纠错数", "件", "3"],
    ["七、依申请公开收费情况", "万元", "0.03"],
]
LIST_VALUES: Values = {
    "disclosure.total": 721,
    "disclosure.gazette": 68,
    "requests.received": 16,
    "requests.in_person": 12,
    "requests.fax": 4,
    "review.total": 2,
    "review.upheld": 1,
    "review.otherwise_corrected": 1,
    "litigation.total": 3,
    "litigation.upheld": 0,
    "litigation.otherwise_corrected": 3,
    "fees.collected": 0.03,
}


def without(rows: Rows, column: int) -> Rows:
    return [[text for i, text in enumerate(row) if i != column] for row in rows]


LISTS = {
    "last-year-and-this": [
        ["指标名称", "单位", "上年数", "本年数"],
        *([*r[:2], "9" if r[2] else "", r[2]] for r in LIST),
    ],
    "plain": [LIST_HEAD, *LIST],
    "no-head": LIST,
    "no-units": without([LIST_HEAD, *LIST], 1),
    "neither-head-nor-units": without(LIST, 1),
    "two-amounts": [[*LIST_HEAD, "累计"], *([*row, "9999" if row[2] else ""] for row in LIST)],
    "codes": [
        ["指标名称", "单位", "代码", "本年度"],
        *([*row[:2], f"{i:02}" if row[2] else "", row[2]] for i, row in enumerate(LIST)),
    ],
    "numbered": [["序号", *LIST_HEAD], *([str(i), *row] for i, row in enumerate(LIST, 1) if row[2])],
    "year-as-head": [
        ["指标名称", "单位", "2012年", "2013年"],
        *([*r[:2], "9" if r[2] else "", r[2]] for r in LIST),
    ],
    "total-of-levels": [
        ["指标名称", "单位", "市级", "县级", "合计"],
        *([*r[:2], *(["7", "8"] if r[2] else ["", ""]), r[2]] for r in LIST),
    ],
    "head-repeated": [LIST_HEAD, *LIST[:5], LIST_HEAD, *LIST[5:]],
    "litigation-first": [LIST_HEAD, *LIST[:6], *LIST[9:12], *LIST[6:9], *LIST[12:]],
    "amount-in-yuan": [LIST_HEAD, *LIST[:-1], ["七、依申请公开收费情况", "元", "300"]],
    "units-in-labels": [
        ["指标名称", "数据统计"],
        *([f"{row[0]}（{row[1]}）", row[2]] for row in LIST[:-1]),
        ["七、依申请公开收费情况（元）", "300"],
    ],
}


@SHAPES
@pytest.mark.parametrize("rows", LISTS.values(), ids=LISTS.keys())
def test_list(shape: Shape, rows: Rows) -> None:
    reading = read("2008-zhejiang", shape(rows), year=2013)
    assert given(reading) == LIST_VALUES
    assert findings(reading) == []


def test_two_lists_side_by_side() -> None:
    pairs = zip(LIST, [*LIST[7:], *[["", "", ""]] * 7], strict=True)
    rows = [LIST_HEAD * 2, *([*left, *right] for left, right in list(pairs)[:7])]
    assert given(read("2008-zhejiang", grid(rows), year=2013)) == LIST_VALUES


def test_number_merged_over_two_rows_of_a_list_is_that_of_neither() -> None:
    rows = [[*row] for row in [LIST_HEAD, *LIST]]
    rows[6][2] = "^"  # one cell for both ways of applying
    reading = read("2008-zhejiang", grid(rows), year=2013)
    apart = ("requests.in_person", "requests.fax")
    assert given(reading) == {key: value for key, value in LIST_VALUES.items() if key not in apart}
    assert statuses(reading) == dict.fromkeys(apart, "unreadable")
    assert [(f.type, f.keys) for f in reading.findings] == [("unreadable-cell", (key,)) for key in apart]


def test_number_merged_over_two_rows_of_a_grid_is_that_of_neither() -> None:
    rows = [HEAD, *request_rows(granted="6 1 0 1 0 1 9", partial="^ 0 0 0 0 0 2")]
    reading = read("2021", grid(rows))
    apart = ("requests.granted.natural_person", "requests.partial.natural_person")
    assert given(reading) == {key: value for key, value in request_values().items() if key not in apart}
    assert statuses(reading) == dict.fromkeys(apart, "unreadable")


@pytest.mark.parametrize("below", ["^", ""], ids=["label-merged-too", "label-above-only"])
def test_number_merged_over_rows_without_another_label_is_its_row_s(below: str) -> None:
    rows = [LIST_HEAD, *LIST[:2], [below, "^", "^"], *LIST[2:]]
    assert given(read("2008-zhejiang", grid(rows), year=2013)) == LIST_VALUES


@SHAPES
def test_list_with_numbered_reasons(shape: Shape) -> None:
    rows = [["3.不同意公开答复数", "件", "5"], ["其中：1.涉及国家秘密", "件", "5"]]
    reading = read("2008-zhejiang", shape([LIST_HEAD, *LIST[:6], *rows, *LIST[6:]]), year=2013)
    assert given(reading) == LIST_VALUES | {"replies.denied": 5, "replies.denied_state_secret": 5}


@pytest.mark.parametrize("gap", ["<", ""], ids=["spans", "spans-lost"])
def test_heads_of_a_list_in_two_levels(gap: str) -> None:
    upper = [*LIST_HEAD, gap, gap]
    lower = ["^", "^", "市级", "县级", "合计"] if gap else ["", "", "市级", "县级", "合计"]
    rows = [[*row[:2], *(["7", "8"] if row[2] else ["", ""]), row[2]] for row in LIST]
    assert given(read("2008-zhejiang", grid([upper, lower, *rows]), year=2013)) == LIST_VALUES


@SHAPES
def test_list_cut_by_a_page_break(shape: Shape) -> None:
    first, second = shape([LIST_HEAD, *LIST[:11]], 1), shape([LIST_HEAD, *LIST[11:]], 2)
    assert given(read("2008-zhejiang", first, second, year=2013)) == LIST_VALUES


@SHAPES
def test_list_with_remarks(shape: Shape) -> None:
    rows = [[*LIST_HEAD, "备注"], *([*row, "含网站公开" if i == 1 else ""] for i, row in enumerate(LIST))]
    assert given(read("2008-zhejiang", shape(rows), year=2013)) == LIST_VALUES


@SHAPES
def test_levels_without_a_total_are_not_read(shape: Shape) -> None:
    head = ["指标名称", "单位", "区直单位统计数", "乡镇街道统计数"]
    table = shape([head, *([*row, row[2]] for row in LIST)])
    reading = read("2014", table, year=2015)
    assert (given(reading), findings(reading), reading.read) == ({}, ["split-columns"], (table,))


@SHAPES
def test_rows_added_locally_are_reported(shape: Shape) -> None:
    rows = [LIST_HEAD, *LIST[:2], ["其中：机构领导类", "条", "31"], ["规划计划类", "条", "5"], *LIST[2:]]
    reading = read("2008-zhejiang", shape(rows), year=2013)
    assert given(reading) == LIST_VALUES
    assert [(f.type, f.severity) for f in reading.findings] == [("unknown-rows", "info")]
    assert all(
        word in str(details(reading.findings[0])["labels"]) for word in ("其中：机构领导类", "规划计划类")
    )


def test_lost_value_of_a_list_is_not_taken_from_the_next_column() -> None:
    rows = [["指标名称", "单位", "本年", "累计"], *([*row, "99"] if row[2] else row for row in LIST)]
    rows[1] = ["一、主动公开数量", "条", "99"]
    reading = read("2008-zhejiang", stream(rows), year=2013)
    assert given(reading) == {key: v for key, v in LIST_VALUES.items() if key != "disclosure.total"}
    assert (findings(reading), statuses(reading)) == (["row-short"], {"disclosure.total": "unreadable"})


def test_same_value_in_two_tables_is_given_once() -> None:
    first, second = grid(ARTICLE_2021, 1), stream(article(0, 14, skip=[2]), 2)
    reading = read("2021", first, second)
    assert given(reading) == ARTICLE_VALUES
    assert (findings(reading), reading.read) == ([], (first, second))
    assert {c.evidence.ref[:2] for c in reading.candidates if c.evidence} == {"t1"}


def test_different_values_in_two_tables_are_both_given() -> None:
    other = [row.copy() for row in ARTICLE_2021]
    other[6][1] = "24619"
    reading = read("2021", grid(ARTICLE_2021, 1), grid(other, 2))
    twice = [(c.value, c.evidence and c.evidence.ref) for c in reading.candidates if "licences" in c.key]
    assert twice == [(24618, "t1r6c1"), (24619, "t2r6c1")]
    assert [(f.type, f.severity, f.keys) for f in reading.findings] == [
        ("printed-twice", "warning", ("article20.licences.decisions",))
    ]


FOREIGN = {
    "budget": [
        ["项目", "预算数", "决算数"],
        ["培训费", "1.2", "0.9"],
        ["会议费", "3", "2.5"],
        ["合计", "4.2", "3.4"],
    ],
    "projects": [
        ["项目名称", "数量"],
        ["行政许可", "34"],
        ["行政处罚", "12"],
        ["行政强制", "0"],
        ["公共服务", "8"],
    ],
    "visits": [["月份", "访问量"], ["1月", "120"], ["2月", "98"], ["合计", "218"]],
    "applicants": [
        ["类别", "自然人", "其他", "总计"],
        ["听证会", "3", "1", "4"],
        ["座谈会", "5", "0", "5"],
        ["合计", "8", "1", "9"],
    ],
    "channels": [["投诉渠道", "件数"], ["网络", "120"], ["信函", "5"], ["当面", "3"], ["电话", "40"]],
    "staff": [["姓名", "电话", "件数"], ["张三", "88001234", "4"], ["李四", "88001235", "5"]],
}


@SHAPES
@pytest.mark.parametrize("form", ["2008-zhejiang", "2014", "2019", "2021", "2008"])
@pytest.mark.parametrize("rows", FOREIGN.values(), ids=FOREIGN.keys())
def test_tables_of_other_content_are_left_alone(shape: Shape, form: str, rows: Rows) -> None:
    assert read(form, shape(rows), year=2021) == GridReading((), (), ())


def test_foreign_table_after_the_form_is_left_alone() -> None:
    form, foreign = grid(ARTICLE_2021, 1), grid(FOREIGN["projects"], 2)
    reading = read("2021", form, foreign)
    assert (given(reading), findings(reading), reading.read) == (ARTICLE_VALUES, [], (form,))


def test_evidence_is_the_cell_and_its_number() -> None:
    table = grid([["信息内容", "本年处理决定数量"], ["行政许可", "150件"]])
    (candidate,) = read("2021", table).candidates
    cell = table.cells[3]
    assert candidate.evidence is not None
    assert (candidate.backend, candidate.evidence.kind, candidate.evidence.ref) == ("grid", "cell", "t1r1c1")
    assert (candidate.evidence.start, candidate.evidence.end, candidate.evidence.text) == (
        cell.start,
        cell.end,
        "150件",
    )
    assert candidate.evidence.mark == (cell.start, cell.start + 3)


def test_cells_of_a_stream_are_counted() -> None:
    (candidate,) = read("2021", stream([["信息内容", "本年处理决定数量"], ["行政许可", "150件"]])).candidates
    assert candidate.evidence is not None
    assert candidate.evidence.ref == "t1#3"


def test_no_tables() -> None:
    assert read("2021") == GridReading((), (), ())
