"""The tables found in plain text, in each shape in which they survive, and the prose that is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extractor.loading import load
from extractor.records import Document, Table

PROSE_PAGE = "某县2014年政府信息公开年度报告\n全年收到申请12件，答复12件。\n"


def load_text(folder: Path, text: str) -> Document:
    path = folder / "报告.txt"
    path.write_text(text, encoding="utf-8", newline="")
    document = load(path)
    for number, table in enumerate(document.tables, start=1):
        assert table.number == number
        assert table.start <= table.cells[0].start <= table.cells[-1].end <= table.end
        for cell in table.cells:
            assert document.text[cell.start : cell.end] == cell.text == cell.text.strip()
    return document


def rows(table: Table) -> list[list[str]]:
    numbers = sorted({cell.row for cell in table.cells})
    return [[cell.text for cell in table.cells if cell.row == number] for number in numbers]


def tables(document: Document) -> list[tuple[str, list[list[str]]]]:
    return [(table.shape, rows(table)) for table in document.tables]


GRIDS = {
    "markdown": (
        "前文。\n\n| 指标 | 数量 |\n|---|---:|\n| 当面 | 3 |\n| 网络 | |\n\n后文。\n",
        [["指标", "数量"], ["当面", "3"], ["网络", ""]],
    ),
    "markdown-title-row": (
        "| 第二十条第（一）项 | | |\n|---|---|---|\n| 信息内容 | 制发 | 废止 |\n| 规章 | 0 | / |\n",
        [["第二十条第（一）项", "", ""], ["信息内容", "制发", "废止"], ["规章", "0", "/"]],
    ),
    "markdown-without-edges": ("指标 | 数量\n--- | ---\n当面 | 3\n", [["指标", "数量"], ["当面", "3"]]),
    "pipes-between-cells-only": (
        "指标|当面|网络|\n|3||\n传真|4|5|6\n信函|7|8|9\n",
        [["指标", "当面", "网络", ""], ["", "3", "", ""], ["传真", "4", "5", "6"], ["信函", "7", "8", "9"]],
    ),
    "markdown-blank-lines": (
        "| 指标 | 数量 |\n\n|:-:|:-:|\n\n| 当面 | 3 |\n\n| 网络 | 4 |\n",
        [["指标", "数量"], ["当面", "3"], ["网络", "4"]],
    ),
    "row-of-hyphens-is-no-rule": (
        "| 指标 | 甲 | 乙 |\n|---|---|---|\n| - | - | - |\n| 当面 | 1 | 2 |\n",
        [["指标", "甲", "乙"], ["-", "-", "-"], ["当面", "1", "2"]],
    ),
    "escaped-pipe": ("| 甲\\|乙 | 1 |\n| 丙 | 2 |\n", [["甲\\|乙", "1"], ["丙", "2"]]),
    "box-drawing": (
        "┌──┬──┐\n│指标│数量│\n├──┼──┤\n│当面│3│\n└──┴──┘\n",
        [["指标", "数量"], ["当面", "3"]],
    ),
    "tabs": (
        "统计如下：\n指标\t单位\t数量\n当面申请数\t件\t3\n传真申请数\t件\t\n以上。\n",
        [["指标", "单位", "数量"], ["当面申请数", "件", "3"], ["传真申请数", "件", ""]],
    ),
    "tabs-with-leading-empty-cells": (
        "\t\t自然人\t总计\n一、新收\t\t4\t4\n",
        [["", "", "自然人", "总计"], ["一、新收", "", "4", "4"]],
    ),
    "tabs-with-titles": (
        "第二十条第（一）项\n信息内容\t制发\t废止\n规章\t0\t1\n第二十条第（五）项\n信息内容\t处理决定\n行政许可\t86\n",
        [
            ["第二十条第（一）项"],
            ["信息内容", "制发", "废止"],
            ["规章", "0", "1"],
            ["第二十条第（五）项"],
            ["信息内容", "处理决定"],
            ["行政许可", "86"],
        ],
    ),
    "one-tab": ("指标\t数量\n当面\t3\n网络\t4\n", [["指标", "数量"], ["当面", "3"], ["网络", "4"]]),
    "two-spaces": (
        "指标  单位  数量\n当面申请数  件  3\n网络申请数  件  4\n",
        [["指标", "单位", "数量"], ["当面申请数", "件", "3"], ["网络申请数", "件", "4"]],
    ),
    "full-width-spaces": (
        "　　指标　　数量\n　　当面申请　　3\n　　总　计　　3\n",
        [["指标", "数量"], ["当面申请", "3"], ["总　计", "3"]],
    ),
}


class TestGrids:
    @pytest.mark.parametrize(("text", "expected"), GRIDS.values(), ids=GRIDS)
    def test_finds(self, tmp_path: Path, text: str, expected: list[list[str]]) -> None:
        assert tables(load_text(tmp_path, text)) == [("grid", expected)]

    def test_empty_cells_have_a_place(self, tmp_path: Path) -> None:
        (table,) = load_text(tmp_path, GRIDS["markdown"][0]).tables
        empty = table.cells[-1]
        assert (empty.text, empty.row, empty.column, empty.end - empty.start) == ("", 2, 1, 0)

    def test_a_title_spans_the_table(self, tmp_path: Path) -> None:
        (table,) = load_text(tmp_path, GRIDS["tabs-with-titles"][0]).tables
        assert [cell.colspan for cell in table.cells if cell.text.startswith("第二十条")] == [3, 3]

    def test_a_table_covers_its_lines(self, tmp_path: Path) -> None:
        document = load_text(tmp_path, GRIDS["markdown"][0])
        (table,) = document.tables
        assert document.text[: table.start] + document.text[table.end :] == "前文。\n\n\n\n后文。\n"

    def test_a_new_head_starts_a_new_table(self, tmp_path: Path) -> None:
        text = "| 甲 | 乙 |\n|---|---|\n| 一 | 1 |\n\n| 丙 | 丁 |\n|---|---|\n| 二 | 2 |\n"
        assert len(load_text(tmp_path, text).tables) == 2

    def test_a_chapter_parts_tables(self, tmp_path: Path) -> None:
        text = "规章\t0\t1\n文件\t2\t3\n三、收到和处理政府信息公开申请情况\n新收\t4\t5\n结转\t0\t1\n"
        assert [len(rows(table)) for table in load_text(tmp_path, text).tables] == [2, 2]

    def test_rows_that_lost_empty_cells_are_no_grid(self, tmp_path: Path) -> None:
        text = "指标  甲  乙\n当面  3  1\n网络  4\n信函  5  2\n传真  6  0\n"
        assert [table.shape for table in load_text(tmp_path, text).tables] == ["stream"]


PIPED = """附表
指标名称 |
单位 |
数量 |
一、主动公开数量 |
条 |
48 |
(一)依申请方式 |
||
1.当面申请数 |
件 |
3 |
2.网络申请数 |
件 |
4
某某县人民政府2020年政府信息公开工作年度报告。
二、主动公开政府信息情况
第二十条第(五)项 |
||||
信息内容 |
处理决定数量 |
|
行政许可 |
27.62万元
三、收到和处理政府信息公开申请情况
新收 |
1 |
0 |
||
结转 |
2 |
0
五、存在的主要问题
"""


class TestStreams:
    def test_one_piped_cell_a_line(self, tmp_path: Path) -> None:
        assert tables(load_text(tmp_path, PIPED)) == [
            (
                "stream",
                [
                    ["指标名称", "单位", "数量", "一、主动公开数量", "条", "48", "(一)依申请方式"],
                    ["1.当面申请数", "件", "3", "2.网络申请数", "件", "4"],
                ],
            ),
            ("stream", [["第二十条第(五)项"], ["信息内容", "处理决定数量", ""], ["行政许可", "27.62万元"]]),
            ("stream", [["新收", "1", "0"], ["结转", "2", "0"]]),
        ]

    def test_a_note_may_go_over_lines(self, tmp_path: Path) -> None:
        lines = [
            "公开情况",
            "12（",
            "主动公开",
            "6",
            "依申请公开",
            "7",
            "不予公开",
            "8",
            "部分公开",
            "9",
            "）",
            "备注情况",
        ]
        ((shape, cells),) = tables(load_text(tmp_path, "\n".join(lines) + "\n"))
        assert (shape, [text for row in cells for text in row]) == ("stream", lines[:10])

    def test_columns_count_from_the_row_break(self, tmp_path: Path) -> None:
        (table, *_) = load_text(tmp_path, PIPED).tables
        assert [(c.row, c.column) for c in table.cells if c.text in ("指标名称", "1.当面申请数", "4")] == [
            (0, 0),
            (1, 0),
            (1, 5),
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param(
                "指标 |\n（一）通过政府网\n站公开数 |\n条 |\n12 |\n其他 |\n3 |\n",
                ["指标", "（一）通过政府网", "站公开数", "条", "12", "其他", "3"],
                id="broken-label",
            ),
            pytest.param(
                "5.重新出具已获取信息 4 0 0 |\n合计 |\n4 |\n",
                ["5.重新出具已获取信息", "4", "0", "0", "合计", "4"],
                id="label-with-its-numbers",
            ),
            pytest.param(
                "当面\n\n件 |\n3 |\n网络 |\n件 |\n4 |\n",
                ["件", "3", "网络", "件", "4"],
                id="starts-at-the-first-pipe",
            ),
        ],
    )
    def test_piped_lines(self, tmp_path: Path, text: str, expected: list[str]) -> None:
        assert tables(load_text(tmp_path, text)) == [("stream", [expected])]

    @pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\u3000\n"], ids=["none", "blank", "wide-blank"])
    def test_one_bare_cell_a_line(self, tmp_path: Path, gap: str) -> None:
        cells = ["第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）", "行政事业性收费", "3.5"]
        cells += [
            "信息内容",
            "本年增/减",
            "行政许可",
            "减少5项",
            "行政处罚",
            "/",
            "行政强制",
            "0",
            "规章",
            "12件",
        ]
        text = gap.join(
            ["二、主动公开政府信息情况", *cells, "三、收到和处理政府信息公开申请情况", "全文如上。"]
        )
        assert tables(load_text(tmp_path, text)) == [("stream", [cells])]

    @pytest.mark.parametrize(
        "label",
        [
            "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
            "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
            "主动公开政府信息数（不同渠道和方式公开相同信息计1条）",
            "危及国家安全、公共安全、经济安全和社会稳定",
            "其中：",
        ],
    )
    def test_long_labels_belong(self, tmp_path: Path, label: str) -> None:
        lines = ["当面", "1", "网络", "2", label, "7", "0", "信函", "4"]
        assert tables(load_text(tmp_path, "\n".join(lines))) == [("stream", [lines])]

    def test_rows_with_single_spaces(self, tmp_path: Path) -> None:
        text = "（一）予以公开 267 1 0 269\n2. 其他法律行政法规禁\n止公开 27 0 0 27\n- 3 -\n"
        text += "规范性文件 150件 减少5项 / 无\n"
        ((shape, (cells,)),) = tables(load_text(tmp_path, text))
        assert shape == "stream"
        assert cells[:5] == ["（一）予以公开", "267", "1", "0", "269"]
        assert cells[5:11] == ["2. 其他法律行政法规禁", "止公开", "27", "0", "0", "27"]
        assert cells[11:] == ["规范性文件", "150件", "减少5项", "/", "无"]

    def test_labels_with_a_colon_before_their_value(self, tmp_path: Path) -> None:
        labels = [
            "收到申请数",
            "当面申请数",
            "其中：传真申请数",
            "网络申请数",
            "信函申请数",
            "办结数",
            "答复数",
            "同意数",
        ]
        text = "".join(f"{label}：{n}件\n" for n, label in enumerate(labels))
        (table,) = load_text(tmp_path, text).tables
        assert [c.text for c in table.cells] == [
            t for n, label in enumerate(labels) for t in (label, f"{n}件")
        ]

    def test_a_table_copied_as_one_line(self, tmp_path: Path) -> None:
        text = (
            "信息内容 本年制发件数 规章 0 1 / 行政规范性文件 12 3 44 行政许可 24618 行政处罚 301 行政强制 0"
        )
        (table,) = load_text(tmp_path, f"{text}\n").tables
        assert [cell.text for cell in table.cells] == text.split()
        assert not load_text(tmp_path, "指标 1 3 4 项目 2 5 5 事项 7 8 内容 6 6 情形 1 0 条款 9 2\n").tables

    def test_gaps_of_wide_and_narrow_spaces(self, tmp_path: Path) -> None:
        text = "指标\u3000\u3000  单位   数量\n当面\u3000\u3000  件      3\n网络\u3000\u3000\u3000 件      4\n传真   \u3000 件     5\n"
        assert tables(load_text(tmp_path, text)) == [
            (
                "grid",
                [["指标", "单位", "数量"], ["当面", "件", "3"], ["网络", "件", "4"], ["传真", "件", "5"]],
            )
        ]

    def test_lines_as_long_as_their_gaps(self, tmp_path: Path) -> None:
        lines = [(" " * 30).join(["收到申请数", *"1234567"]), (" " * 30).join(["答复数", *"12345"])]
        (table,) = load_text(tmp_path, "\n".join(lines) + "\n").tables
        assert len(table.cells) == 14

    def test_units_in_their_own_column(self, tmp_path: Path) -> None:
        text = "当面申请数 件 16\n传真申请数 件 0\n网络申请数 件 4\n信函申请数 件 3\n"
        ((_, (cells,)),) = tables(load_text(tmp_path, text))
        assert cells[:3] == ["当面申请数", "件", "16"]

    def test_a_menu_before_a_table_is_left_out(self, tmp_path: Path) -> None:
        menu = [f"栏目{name}" for name in "甲乙丙丁戊己庚辛壬癸" * 6]
        cells = ["当面", "1", "网络", "2", "信函", "0", "传真", "4", "其他", "0"]
        ((_, (found,)),) = tables(load_text(tmp_path, "\n".join([*menu, *cells])))
        assert found[-10:] == cells
        assert len(found) < 30


PROSE = {
    "paragraphs": PROSE_PAGE * 5,
    "headings": "".join(f"{number}、工作情况\n" for number in "一二三四五六七八九"),
    "hard-wrapped": "2020年，全市共受理申请案件数为 456\n件，比 2019 年的 598\n件下降了 25.6\n个百分点，其中"
    "咨询类的申请呈上升趋势，共 12\n件，办结 9\n件，结转 3\n件，合计 456\n件。\n",
    "counted-list": "同意公开7件；\n部分公开1件；\n不同意公开0件；\n信息不存在1件；\n" * 3,
    "list-without-marks": "主动公开1027条\n依申请公开459条\n不予公开1535条\n当面申请3件\n" * 3,
    "short-list-with-numbers": "主动公开 1027条\n依申请公开 459条\n不予公开 1535条\n当面申请 3件\n",
    "page-links": "首页\n新闻\n公开\n互动\n上一页\n1\n2\n3\n4\n5\n下一页\n",
    "menu": "首页 | 新闻 | 公开\n互动 | 数据 | 服务\n",
    "menu-one-a-line": "首页 |\n新闻 |\n公开 |\n互动 |\n数据 |\n",
    "page-head": "来源：县政府办　　发布时间：2015-03-27　　阅读：604\n索引号：1　　文号：2\n" * 2,
    "signature": "特此报告\n\n某县人民政府办公室\n\n2015年3月27日\n",
    "attachments": "\n".join(f"附件 {n}" for n in range(2, 12)),
    "rules-of-hyphens": ("-" * 40 + "\n第一段。\n") * 6,
    "tab-indent": "\t\t第一段文字从这里开始，写到这里为止。\n\t\t第二段文字也写到这里为止。\n",
}


class TestProse:
    @pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
    def test_is_no_table(self, tmp_path: Path, text: str) -> None:
        document = load_text(tmp_path, text)
        assert document.tables == ()
        assert document.text == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PROSE_PAGE * 40_000, id="prose"),
        pytest.param(PIPED * 4_000, id="piped"),
        pytest.param("甲\n12\n" * 100_000, id="stream"),
        pytest.param("甲\t1\t2\n" * 100_000, id="tabs"),
        pytest.param("|" * 1_000_000, id="pipes"),
        pytest.param("甲" + " " * 1_000_000 + "乙", id="spaces"),
        pytest.param("（" * 1_000_000, id="brackets"),
        pytest.param("─" * 1_000_000 + ":", id="rules"),
        pytest.param("1 " * 500_000, id="numbers"),
    ],
)
def test_time_grows_with_length_only(tmp_path: Path, text: str) -> None:
    started = time.process_time()
    load_text(tmp_path, text)
    assert time.process_time() - started < 10  # takes 3 at most; quadratic work would take minutes


def test_a_word_set_with_blanks_is_one_cell_beside_a_digit(tmp_path: Path) -> None:
    text = "当面申请        4\n网络申请        2\n信函申请        1\n合          计  7\n"
    ((shape, found),) = tables(load_text(tmp_path, f"{PROSE_PAGE}{text}"))
    assert shape == "grid"
    assert found[-1] == ["合          计", "7"]


def test_counts_between_blank_lines_are_no_pages(tmp_path: Path) -> None:
    """Label, unit and number, each alone: three lines make no page, however many blank ones stand between."""
    labels = [f"{way}申请数" for way in ("当面", "传真", "网络", "信函", "电话", "口头", "其他", "集体")]
    counts = ["11", "1", "2", "3", "5", "9", "9", "0"]
    lines = [cell for label, count in zip(labels, counts, strict=True) for cell in (label, "件", count)]
    document = load_text(tmp_path, PROSE_PAGE + "\n\n\n\n".join(lines) + "\n")
    values = [cell.text for table in document.tables for cell in table.cells if cell.text.isdigit()]
    assert values == counts
