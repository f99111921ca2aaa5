"""Web pages to documents: what of a page is its text, and which of its tables are grids."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import details, fails, no_model

from extractor.errors import UnreadableInput
from extractor.loading import load
from extractor.loading.html_grids import MAX_COLSPAN, MAX_POSITIONS
from extractor.pipeline import Settings, extract_file
from extractor.records import Detail, Document, Finding, Reason, Table

SMALL_TABLE = "<table><tr><td>当面</td><td>1</td></tr><tr><td>网络</td><td>2</td></tr></table>"
PARAGRAPH = "<p>本县按照条例的要求编制年度报告，所列数据自一月一日起，至十二月三十一日止。</p>"


def load_page(folder: Path, content: str | bytes, name: str = "报告.html") -> Document:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    document = load(path)
    for number, table in enumerate(document.tables, start=1):
        assert table.number == number
        assert table.start <= table.cells[0].start <= table.cells[-1].end <= table.end
        for cell in table.cells:
            assert document.text[cell.start : cell.end] == cell.text
            assert not {"\n", "\t"} & set(cell.text)
    return document


def cells(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in table.cells]


TEXTS = {
    "blocks-are-lines": (
        "<h1>标题</h1><p>一</p><div>二</div>三<ul><li>四</li></ul>",
        "标题\n一\n二\n三\n四\n",
    ),
    "breaks-are-lines": ("<p>一<br>二<br/><br>三</p>", "一\n二\n三\n"),
    "inline-adds-no-space": ("<p>全年<b>公</b>开<i>12</i>件</p>", "全年公开12件\n"),
    "printed-spaces-stay": ("<p>共 <b>12</b> 件 </p>", "共 12 件\n"),
    "source-breaks-vanish-in-chinese": ("<p>全年收到\n      申请 12\n件</p>", "全年收到申请 12 件\n"),
    "no-break-spaces": ("<p>甲&nbsp;&nbsp;乙</p><p>&nbsp;</p>", "甲  乙\n"),
    "entities": ("<p>甲&lt;乙&amp;&#20844;开</p>", "甲<乙&公开\n"),
    "preformatted": ("<pre>甲  1\n  乙</pre>", "甲  1\n  乙\n"),
    "head-and-scripts": (
        "<head><title>题</title><style>p{}</style></head><body><script>var a=1</script>文<!-- 注 -->"
        "<noscript>无</noscript><template>板</template></body>",
        "文\n",
    ),
    "form-controls": ("<p>选<select><option>2014</option></select>年</p>", "选年\n"),
    "raised-figures": ("<p>12<sup>1</sup>件，3<sup><b>注2</b></sup></p>", "12¹件，3注²\n"),
    "fields-in-cells": (
        "<table><tr><td>甲<td><input value='12'><input type=submit value=3></table>",
        "甲\n12\n",
    ),
    "unclosed-tags": ("<p>一<p>二<div><span>三", "一\n二\n三\n"),
    "processing-instruction": ("<?php echo 1 ?><p>文</p>", "文\n"),
}


class TestText:
    @pytest.mark.parametrize(("page", "text"), TEXTS.values(), ids=TEXTS)
    def test_of_a_page(self, tmp_path: Path, page: str, text: str) -> None:
        assert load_page(tmp_path, page).text == text

    @pytest.mark.parametrize(
        ("page", "why"),
        [
            pytest.param("<html><body></body></html>", "page.empty", id="empty-body"),
            pytest.param("<frameset><frame src='a.html'></frameset>", "page.empty-because", id="frames"),
            pytest.param("<script>document.write('公开')</script>", "page.empty", id="script-only"),
            pytest.param("<!-- 公开 -->", "page.empty", id="comment-only"),
        ],
    )
    def test_none_in_the_page(self, tmp_path: Path, page: str, why: str) -> None:
        with fails(UnreadableInput, why):
            load_page(tmp_path, page)

    @pytest.mark.parametrize("tag", ["div", "span", "table><tr><td"])
    def test_nested_beyond_measure(self, tmp_path: Path, tag: str) -> None:
        with fails(UnreadableInput, "page.broken"):
            load_page(tmp_path, f"<{tag}>" * 10_000 + "公开")

    def test_nested_deeply(self, tmp_path: Path) -> None:
        assert load_page(tmp_path, "<font>" * 1_500 + "公开").text == "公开\n"

    def test_external_entities_stay_out(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("机密", encoding="utf-8")
        page = f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]><p>公开&e;</p>'
        assert "机密" not in load_page(tmp_path, page).text


class TestEncoding:
    @pytest.mark.parametrize(
        ("declared", "actual"),
        [
            pytest.param("", "utf-8", id="none-utf-8"),
            pytest.param("", "gb18030", id="none-gb18030"),
            pytest.param("gb2312", "gb18030", id="gb2312"),
            pytest.param("GBK", "gbk", id="gbk"),
            pytest.param("utf-8", "gb18030", id="wrongly-utf-8"),
            pytest.param("gb2312", "utf-8", id="wrongly-gb2312"),
            pytest.param("iso-8859-1", "gb18030", id="wrongly-latin"),
            pytest.param("x-unknown", "utf-8", id="unknown"),
            pytest.param("gb2312", "utf-8-sig", id="mark-wins"),
            pytest.param("gb2312", "utf-16", id="utf-16-mark-wins"),
        ],
    )
    @pytest.mark.parametrize(
        "meta",
        ['<meta charset="{}">', '<meta http-equiv="Content-Type" content="text/html; charset={}">'],
        ids=["meta", "http-equiv"],
    )
    def test_declared_or_not(self, tmp_path: Path, meta: str, declared: str, actual: str) -> None:
        page = (meta.format(declared) if declared else "") + "<p>政府信息公开，镕</p>"
        assert load_page(tmp_path, page.encode(actual)).text == "政府信息公开，镕\n"

    def test_declared_by_xml(self, tmp_path: Path) -> None:
        page = '<?xml version="1.0" encoding="gb2312"?><html><body><p>公开</p></body></html>'
        assert load_page(tmp_path, page.encode("gbk"), "a.xhtml").text == "公开\n"

    def test_declared_big5(self, tmp_path: Path) -> None:
        page = '<meta charset="big5"><p>政府資訊公開</p>'
        assert load_page(tmp_path, page.encode("big5")).text == "政府資訊公開\n"


class TestChrome:
    @pytest.mark.parametrize(
        "element",
        [
            "<nav>首页</nav>",
            "<footer>版权 2014</footer>",
            "<header>横幅</header>",
            '<div class="nav">首页</div>',
            '<ul id="topMenu"><li>首页</li></ul>',
            '<div class="page-crumbs">当前位置</div>',
            '<div id="footer_box">备案号 12345</div>',
            '<p class="copyright">版权</p>',
            '<div class="bdsharebuttonbox">分享</div>',
            '<ul class="side"><li>政策解读（210篇）</li></ul>',
            '<div role="navigation">首页</div>',
        ],
    )
    def test_is_dropped(self, tmp_path: Path, element: str) -> None:
        document = load_page(tmp_path, f"{element}{PARAGRAPH}{element}尾")
        assert document.text == load_page(tmp_path, f"{PARAGRAPH}尾").text
        assert document.notes == ()

    @pytest.mark.parametrize(
        ("page", "kept"),
        [
            pytest.param(f"<div class=footer>{SMALL_TABLE}</div>{PARAGRAPH}", "网络\t2", id="holds-a-table"),
            pytest.param(f"<div class=nav>{PARAGRAPH}</div>尾", "编制年度报告", id="holds-the-page"),
            pytest.param(
                f"<header><h1>年度报告</h1></header>{PARAGRAPH}", "年度报告\n", id="holds-the-title"
            ),
            pytest.param(f"<p class=canavan>甲</p>{PARAGRAPH}", "甲\n", id="name-within-a-word"),
        ],
    )
    def test_is_kept(self, tmp_path: Path, page: str, kept: str) -> None:
        assert kept in load_page(tmp_path, page).text

    def test_inside_a_kept_element_is_dropped(self, tmp_path: Path) -> None:
        page = f"<div class=sidebar><div class=menu>首页</div>{PARAGRAPH}</div>"
        assert "首页" not in load_page(tmp_path, page).text


SPANNED = """<table>
<tr><th colspan="4">第二十条第（六）项</th></tr>
<tr><td rowspan="2">信息内容</td><td colspan="2">项目数量</td><td rowspan="2">处理决定数量</td></tr>
<tr><td>上一年</td><td>本年增/减</td></tr>
<tr><td>行政处罚</td><td>90</td><td>&nbsp;</td><td> - </td></tr>
</table>"""

CELL_TEXTS = {
    "label-over-two-lines": ("本年新<br>制作数量", "本年新制作数量"),
    "label-in-two-paragraphs": ("<p>结果</p>\n<p>维持</p>", "结果维持"),
    "label-with-full-width-mark": ("（一）<br/>予以公开", "（一）予以公开"),
    "source-line-break": ("规范性\n    文件", "规范性文件"),
    "word-processor-markup": ("<p><span>规</span><span>章</span></p>", "规章"),
    "numbers-stay-apart": ("1<br>2", "1 2"),
    "label-and-number-stay-apart": ("公开<br>12件", "公开 12件"),
    "spaces-collapse": (" a &nbsp; b\tc ", "a b c"),
    "empty": ("&nbsp;", ""),
    "table-with-one-cell": ("<table><tr><td>规章</td></tr></table>", "规章"),
}


class TestGrids:
    def test_spans_give_true_places(self, tmp_path: Path) -> None:
        document = load_page(tmp_path, f"<p>前</p>{SPANNED}<p>后</p>")
        (table,) = document.tables
        assert cells(table) == [
            ("第二十条第（六）项", 0, 0, 1, 4),
            ("信息内容", 1, 0, 2, 1),
            ("项目数量", 1, 1, 1, 2),
            ("处理决定数量", 1, 3, 2, 1),
            ("上一年", 2, 1, 1, 1),
            ("本年增/减", 2, 2, 1, 1),
            ("行政处罚", 3, 0, 1, 1),
            ("90", 3, 1, 1, 1),
            ("", 3, 2, 1, 1),
            ("-", 3, 3, 1, 1),
        ]
        assert document.text == (
            "前\n第二十条第（六）项\n信息内容\t项目数量\t处理决定数量\n上一年\t本年增/减\n行政处罚\t90\t\t-\n后\n"
        )

    @pytest.mark.parametrize(("cell", "text"), CELL_TEXTS.values(), ids=CELL_TEXTS)
    def test_cell_text(self, tmp_path: Path, cell: str, text: str) -> None:
        page = f"<table><tr><td>{cell}</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
        (table,) = load_page(tmp_path, page).tables
        assert table.cells[0].text == text

    def test_tables_of_one_row_each_are_one(self, tmp_path: Path) -> None:
        rows = ["<td>指标<td>数量", "<td colspan=2>一、申请", "<td>当面<td>1", "<td>网络<td>2"]
        page = "\n".join(f"<table><tr>{row}</tr></table>" for row in rows)
        (table,) = load_page(tmp_path, f"{page}<p>别的</p><table><tr><td>甲<td>乙</table>").tables
        assert [(c.text, c.row) for c in table.cells if c.column == 0] == [
            ("指标", 0),
            ("一、申请", 1),
            ("当面", 2),
            ("网络", 3),
        ]

    def test_rows_in_sections_and_a_caption(self, tmp_path: Path) -> None:
        page = (
            "<table><caption>统计表</caption><thead><tr><th>甲</th><th>乙</th></tr></thead>"
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
        )
        document = load_page(tmp_path, page)
        assert document.text == "统计表\n甲\t乙\n1\t2\n"
        assert [c.row for c in document.tables[0].cells] == [0, 0, 1, 1]

    @pytest.mark.parametrize(
        ("span", "rowspan"),
        [("0", 2), ("9999999999", 2), ("x", 1), ("-1", 1), ("", 1), ("２", 1)],
    )
    def test_odd_row_spans(self, tmp_path: Path, span: str, rowspan: int) -> None:
        page = f'<table><tr><td rowspan="{span}">甲</td><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>'
        (table,) = load_page(tmp_path, page).tables
        assert table.cells[0].rowspan == rowspan

    @pytest.mark.parametrize(
        "table",
        [
            pytest.param(
                SMALL_TABLE.replace("<td>当面", f"<td colspan={MAX_COLSPAN + 1}>当面"), id="colspan"
            ),
            pytest.param(
                "<table>"
                + "<tr><td colspan=1000>当面</td><td>1</td></tr>" * (MAX_POSITIONS // 1000)
                + "</table>",
                id="positions",
            ),
        ],
    )
    def test_too_large_is_text_with_a_finding(self, tmp_path: Path, table: str) -> None:
        document = load_page(tmp_path, PARAGRAPH + table + PARAGRAPH)
        assert document.tables == ()
        assert "当面\t1\n" in document.text
        assert [(note.type, note.severity) for note in document.notes] == [("table-too-large", "warning")]

    @pytest.mark.parametrize(
        "outer",
        [
            pytest.param("<table><tr><td>左栏</td><td>{}</td></tr></table>", id="one-row"),
            pytest.param("<table><tr><td>上</td></tr><tr><td>{}</td></tr></table>", id="one-column"),
            pytest.param(
                "<table><tr><td>左</td><td>右</td></tr><tr><td>{}</td><td>3</td></tr></table>",
                id="rows-and-columns",
            ),
        ],
    )
    def test_layout_tables_are_looked_through(self, tmp_path: Path, outer: str) -> None:
        document = load_page(tmp_path, outer.format(outer.format(PARAGRAPH + SMALL_TABLE)))
        assert [cells(table)[0][0] for table in document.tables] == ["当面"]
        assert "年度报告" in document.text

    @pytest.mark.parametrize("attributes", ["", " role=presentation"])
    def test_paragraphs_in_columns_are_no_grid(self, tmp_path: Path, attributes: str) -> None:
        row = f"<tr><td>问题</td><td>{PARAGRAPH * 6}</td></tr>"
        document = load_page(tmp_path, f"<table{attributes}>{row * 2}</table>")
        assert document.tables == ()
        assert document.text.count("年度报告") == 12

    def test_a_long_note_does_not_undo_a_table(self, tmp_path: Path) -> None:
        note = f"<tr><td colspan=2>{PARAGRAPH * 8}</td></tr>"
        (table,) = load_page(tmp_path, SMALL_TABLE.replace("</table>", note + "</table>")).tables
        assert len(table.cells) == 5

    def test_tables_in_the_text_are_found_too(self, tmp_path: Path) -> None:
        lines = ["第二十条第（一）项", "规章", "0", "1", "规范性文件", "2", "3", "其他", "4"]
        page = SMALL_TABLE + "".join(f"<p>{line}</p>" for line in lines)
        page += "<pre>指标\t单位\t数量\n当面\t件\t3\n</pre>" + SMALL_TABLE
        document = load_page(tmp_path, page)
        assert [(t.shape, len(t.cells)) for t in document.tables] == [
            ("grid", 4),
            ("stream", 9),
            ("grid", 6),
            ("grid", 4),
        ]


ELSEWHERE: dict[str, tuple[str, list[str], str | Reason]] = {
    "frame": ("<iframe src='/att/t1.html?x=1'></iframe>", ["frame-not-read"], "t1.html"),
    "empty-frame": ("<iframe src='about:blank'></iframe>", [], ""),
    "picture": ("<p><img src='W0201.png'></p>", ["picture-not-read"], "W0201.png"),
    "picture-in-the-page": (
        "<p><img src='data:image/png;base64,AA'></p>",
        ["picture-not-read"],
        Reason.of("in-the-page"),
    ),
    "icon": ("<p><img src='i.png' width=16></p>", [], ""),
    "picture-beside-text": ("<p>图标<img src='i.png'></p>", [], ""),
    "attachment": (
        "<a href='P02%E8%A1%A8.xls'>附件</a><a href='b.html'>乙</a>",
        ["attachment-not-read"],
        "P02表.xls",
    ),
    "attachment-in-a-menu": ("<nav><a href='a.pdf'>表</a></nav>", [], ""),
}


@pytest.mark.parametrize(("element", "types", "name"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_is_not_in_the_file_is_told(
    tmp_path: Path, element: str, types: list[str], name: str | Reason
) -> None:
    notes = load_page(tmp_path, PARAGRAPH + element).notes
    assert [note.type for note in notes] == types
    assert all(names(note) == (name,) for note in notes)


def names(note: Finding) -> Detail:
    """The files that a finding names."""
    what = details(note).get("what")
    return dict(what.details if isinstance(what, Reason) else note.details)["names"]


def test_a_page_of_nothing_but_a_frame_says_so(tmp_path: Path) -> None:
    with fails(UnreadableInput, "page.empty-because") as error:
        load_page(tmp_path, "<body><iframe src='t1.html'></iframe></body>")
    told = error.value.details["reasons"]
    assert isinstance(told, tuple)
    assert [(note.finding.type, names(note.finding)) for note in told] == [("frame-not-read", ("t1.html",))]


TITLE = "<h1>2014年政府信息公开工作年度报告</h1>"
CONTROLS = {
    "to-the-top": "<a href='#'>回到顶部</a>",
    "to-the-top-in-a-block": "<p><a href='#top'><b>回到</b>顶部</a></p>",
    "to-nowhere": "<div><a href='#nowhere'>返回顶部</a></div>",
    "scripts": "<div>【<a href='javascript:print()'>打印本页</a>】<a href='javascript:close()'>关闭</a></div>",
    "no-address": "<a onclick='top()'>回到顶部</a>",
    "no-link": "<span onclick='top()'>回到顶部</span>",
    "button": "<div role=button>回到顶部</div>",
    "other-pages": "<p><a href='/'>首页</a> &gt; <a href='/zw'>政务公开</a> &gt; </p>",
    "other-bodies": "<ul><li><a href='//a.gov.cn'>兰溪县教育局</a> | <a href='//b.gov.cn'>兰溪县财政局</a></ul>",
}
NO_CONTROLS = {
    "in-a-sentence": "<p>详见<a href='#'>统计表</a>。</p>",
    "heading": "<h2><a href='javascript:;'>一、概述</a></h2>",
    "chapter": "<h2><a href='javascript:;'>总体情况</a></h2>",
    "target-in-the-page": "<a href='#n'>概况部分</a><p id=n></p>",
    "one-link": "<p><a href='/b'>兰溪县教育局</a></p>",
    "numbers": "<p><a href='/b'>申请12件</a> <a href='/c'>答复12件</a></p>",
    "long": "<p onclick='x()'>本年度政府信息公开工作总体进展顺利。</p>",
    "attached": "<p><a href='a.pdf'>统计表</a> <a href='b.pdf'>情况说明</a></p>",
}


class TestControls:
    @pytest.mark.parametrize("element", CONTROLS.values(), ids=CONTROLS)
    def test_lines_of_nothing_else_are_dropped(self, tmp_path: Path, element: str) -> None:
        document = load_page(tmp_path, f"{element}{TITLE}{PARAGRAPH}{element}")
        assert document.text == load_page(tmp_path, TITLE + PARAGRAPH).text

    @pytest.mark.parametrize("element", NO_CONTROLS.values(), ids=NO_CONTROLS)
    def test_other_lines_are_kept(self, tmp_path: Path, element: str) -> None:
        lines = load_page(tmp_path, f"{TITLE}{PARAGRAPH}{element}").text.splitlines()
        assert len(lines) == 3

    def test_a_page_of_nothing_else_is_kept(self, tmp_path: Path) -> None:
        assert load_page(tmp_path, "<a href='#'>年度报告</a>").text == "年度报告\n"

    def test_cells_are_left_alone(self, tmp_path: Path) -> None:
        table = SMALL_TABLE.replace("当面", "<a href='#'>当面</a>")
        assert load_page(tmp_path, PARAGRAPH + table).tables[0].cells[0].text == "当面"

    def test_name_no_issuer(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text(f"{TITLE}{PARAGRAPH}<a href='#'>回到顶部</a>", encoding="utf-8")
        settings = Settings(asker=no_model, readers=("grid",))
        assert extract_file(tmp_path / "a.html", settings).reports[0].issuer is None
