"""Text that a page does not show or strikes out: not read, and told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support import details, fails

from extractor.errors import UnreadableInput
from extractor.loading import load
from extractor.loading.css_media import holds
from extractor.loading.css_sheets import MAX_CSS
from extractor.records import Document, Finding, Reason

SHOWN = "<p>本县按照条例的要求编制年度报告，全年收到政府信息公开申请12件，答复12件。</p>"
SECRET = "隐藏的申请99件"


def load_page(folder: Path, content: str) -> Document:
    path = folder / "报告.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8>{content}", encoding="utf-8")
    return load(path)


def of_type(document: Document, kind: str) -> list[Finding]:
    return [note for note in document.notes if note.type == kind]


# How a style attribute hides text that stands in a block.
STYLES = {
    "display-none": "display:none",
    "display-none-upper": "color:red; DISPLAY : None",
    "display-none-important": "display:none !important; display:block",
    "display-escaped": r"dis\70lay:none",
    "display-value-escaped": r"display:n\6f ne",
    "display-comment": "/* ; */display/**/:/**/none",
    "display-before-one-that-is-wrong": "display:none; display:nonsense",
    "visibility-hidden": "visibility:hidden",
    "visibility-collapse": "visibility: collapse",
    "content-visibility": "content-visibility:hidden",
    "opacity-0": "opacity:0",
    "opacity-percent": "opacity:0%",
    "opacity-nearly-0": "opacity:.01",
    "filter-opacity": "filter:opacity(0)",
    "font-size-0": "font-size:0",
    "font-size-1px": "font-size:1px",
    "font-size-points": "font-size:1pt",
    "font-size-percent": "font-size:1%",
    "font-size-em": "font-size:.05em",
    "font-shorthand": "font:0/0 a",
    "font-shorthand-weight": "font:bold 1px/1 serif",
    "font-size-calc": "font-size:calc(2px - 1px)",
    "white-text": "color:white",
    "white-hex": "color:#fff",
    "white-nearly": "color:#fefefe",
    "white-rgb": "color:rgb(255,255,255)",
    "white-hsl": "color:hsl(0, 0%, 100%)",
    "transparent": "color:transparent",
    "transparent-rgba": "color:rgba(0,0,0,0)",
    "transparent-hex": "color:#0000",
    "transparent-modern": "color:rgb(0 0 0 / 0%)",
    "same-as-ground": "color:#336699;background:#369",
    "black-on-black": "background-color:black",
    "fill-transparent": "-webkit-text-fill-color:transparent",
    "off-screen-left": "position:absolute;left:-9999px",
    "off-screen-em": "position:absolute;left:-999em",
    "off-screen-window": "position:fixed;left:-100vw",
    "off-screen-top": "position:absolute;top:-9999px",
    "off-screen-right": "position:absolute;right:-9999px",
    "off-screen-far-right": "position:absolute;left:99999px",
    "off-screen-relative": "position:relative;left:-9999px",
    "off-screen-inset": "position:fixed;inset:0 auto auto -9999px",
    "off-screen-margin": "margin-left:-9999px",
    "off-screen-translate": "transform:translateX(-9999px)",
    "text-indent": "text-indent:-9999px",
    "text-indent-em": "text-indent:-999em",
    "text-indent-percent": "text-indent:100%;white-space:nowrap;overflow:hidden",
    "clip-rect": "position:absolute;clip:rect(0,0,0,0)",
    "clip-rect-spaces": "position:absolute;clip:rect(1px 1px 1px 1px)",
    "clip-path-inset": "clip-path:inset(50%)",
    "clip-path-inset-100": "clip-path: inset(100% 0 0 0)",
    "clip-path-circle": "clip-path:circle(0)",
    "clip-path-polygon": "clip-path:polygon(0 0, 0 0, 0 0, 0 0)",
    "height-0": "height:0;overflow:hidden",
    "height-1px": "height:1px;overflow:hidden",
    "max-height-0": "max-height:0;overflow-y:hidden",
    "width-0": "width:0;overflow:hidden;white-space:nowrap",
    "screen-readers-only": "position:absolute;width:1px;height:1px;overflow:hidden;margin:-1px;padding:0",
    "scale-0": "transform:scale(0)",
    "scale-x-0": "transform:scaleX(0)",
    "scale-property": "scale:0",
    "matrix": "transform:matrix(0,0,0,0,0,0)",
    "rotated-edge-on": "transform:rotateY(90deg)",
}

# What a style attribute does without hiding the text.
SEEN_STYLES = {
    "display-overridden": "display:none;display:block",
    "visibility": "visibility:visible",
    "small-font": "font-size:9px",
    "faint": "opacity:.6",
    "white-on-blue": "color:#fff;background:#06c",
    "white-on-picture": "color:#fff;background:url(a.png)",
    "centred": "position:absolute;left:50%;margin-left:-500px;width:1000px",
    "hanging-indent": "text-indent:-2em;padding-left:2em",
    "moved-by-half": "position:absolute;left:50%;top:50%;transform:translate(-50%,-50%)",
    "clip-not-positioned": "clip:rect(0,0,0,0)",
    "height-0-shown": "height:0",
    "height-of-padding": "height:0;padding-bottom:56%;overflow:hidden",
    "scale-1": "transform:scale(1)",
    "comment-only": "/* display:none */color:red",
    "in-a-string": "font-family:'a;display:none'",
    "holy-grail": "float:left;margin-left:-100%",
    "left-without-position": "left:-9999px",
}


class TestStyleAttributes:
    @pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
    def test_hiding_text_is_not_read_and_told(self, tmp_path: Path, style: str) -> None:
        document = load_page(tmp_path, f'{SHOWN}<div style="{style}">{SECRET}</div>')
        assert "99" not in document.text
        assert "申请12件" in document.text
        (note,) = of_type(document, "hidden-text")
        assert (details(note)["count"], details(note)["first"]) == (8, SECRET)

    @pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
    def test_the_same_in_a_rule(self, tmp_path: Path, style: str) -> None:
        page = f"<style>.a1 {{ {style} }}</style>{SHOWN}<div class='b a1'>隐藏的<b>申请</b>99件</div>"
        document = load_page(tmp_path, page)
        assert "99" not in document.text
        assert len(of_type(document, "hidden-text")) == 1

    @pytest.mark.parametrize("style", SEEN_STYLES.values(), ids=SEEN_STYLES)
    def test_not_hiding_text_is_read(self, tmp_path: Path, style: str) -> None:
        document = load_page(tmp_path, f'{SHOWN}<div style="{style}">{SECRET}</div>')
        assert SECRET in document.text
        assert document.notes == ()


# How elements and attributes hide text without a style.
ELEMENTS = {
    "hidden": f"<p hidden>{SECRET}</p>",
    "hidden-inline": f"<p>甲<span hidden='hidden'>{SECRET}</span>乙</p>",
    "hidden-until-found": f"<p hidden=until-found>{SECRET}</p>",
    "details": f"<details><summary>更多</summary><p>{SECRET}</p></details>",
    "details-text": f"<details><summary>更多</summary>{SECRET}</details>",
    "details-second-summary": f"<details><summary>更多</summary><summary>{SECRET}</summary></details>",
    "details-in-details": f"<details><details open><summary>{SECRET}</summary></details></details>",
    "dialog": f"<dialog>{SECRET}</dialog>",
    "popover": f"<div popover>{SECRET}</div>",
    "noframes": f"<noframes>{SECRET}</noframes>",
    "white-font": f"<font color=white>{SECRET}</font>",
    "white-font-without-mark": f"<font color=ffffff>{SECRET}</font>",
    "cell-of-its-colour": f"<table bgcolor='#336699'><tr><td><font color='#336699'>{SECRET}</font></table>",
    "field": f"<table><tr><td><input value='{SECRET}' style='color:#fff'></table>",
}

# The same by rules that take more than a class.
RULES = {
    "id": ("#x{display:none}", "<div id=x>{}</div>"),
    "attribute": ("[data-a='1']{display:none}", "<div data-a=1>{}</div>"),
    "name": ("section{display:none}", "<section>{}</section>"),
    "child": (".o > p{display:none}", "<div class=o><p>{}</p></div>"),
    "inherited": (".o{visibility:hidden}", "<div class=o><p><b>{}</b></p></div>"),
    "inherited-size": (".o{font-size:1px}", "<div class=o><p>{}</p></div>"),
    "inherited-colour": (".o{color:#fff}", "<div class=o><p>{}</p></div>"),
    "after-a-sibling": ("i + p{display:none}", "<i>甲</i><p>{}</p>"),
    "any-sibling": ("i ~ p{display:none}", "<i>甲</i><b>乙</b><p>{}</p>"),
    "nth-child": ("li:nth-child(2){display:none}", "<ul><li>甲<li>{}<li>乙</ul>"),
    "not": ("em:not(.seen){display:none}", "<div class=k><em>{}</em></div>"),
    "is": (":is(.a, .b) em{display:none}", "<div class=b><em>{}</em></div>"),
    "more-specific": ("div.x{display:none} .x{display:block}", "<div class=x>{}</div>"),
    "later": (".x{display:block} .x{display:none}", "<div class=x>{}</div>"),
    "important": (".x{display:none!important} #y{display:block}", "<div class=x id=y>{}</div>"),
    "important-against-the-attribute": (".x{display:none!important}", "<div class=x style='display:block'>{}</div>"),
    "escaped-name": (r".\78 {display:none}", "<div class=x>{}</div>"),
    "screen": ("@media screen{.x{display:none}}", "<div class=x>{}</div>"),
    "wide-screen": ("@media (min-width:600px) and (max-width:2000px){.x{display:none}}", "<div class=x>{}</div>"),
    "not-print": ("@media not print{.x{display:none}}", "<div class=x>{}</div>"),
    "supports": ("@supports (display:grid){.x{display:none}}", "<div class=x>{}</div>"),
    "layer": ("@layer a{.x{display:none}}", "<div class=x>{}</div>"),
    "layer-important": ("@layer a{.x{display:none!important}} .x{display:block!important}", "<div class=x>{}</div>"),
    "nested": (".o{color:red; & .x{display:none}}", "<div class=o><p class=x>{}</p></div>"),
    "nested-without-mark": (".o{.x{display:none}}", "<div class=o><p class=x>{}</p></div>"),
    "nested-media": (".x{@media screen{display:none}}", "<div class=x>{}</div>"),
    "variable": (":root{--c:#fff} .x{color:var(--c)}", "<div class=x>{}</div>"),
    "variable-fallback": (".x{display:var(--none, none)}", "<div class=x>{}</div>"),
    "variable-of-variable": (".x{--a:var(--b);--b:1px;font-size:var(--a)}", "<div class=x>{}</div>"),
    "after-a-broken-rule": (".y { color } @x; .z{ .x{display:none}", "<div class=z><i class=x>{}</i></div>"),
    "in-a-comment-of-old": ("<!-- .x{display:none} -->", "<div class=x>{}</div>"),
    "after-strings": (""".y{content:'}';a:url( "b{" )} .x{display:none}""", "<div class=x>{}</div>"),
    "after-a-quote-in-an-address": ('.y{a:url(b"c)} .x{display:none} .z{d:"e)}', "<div class=x>{}</div>"),
    "after-a-brace-in-an-address": (".y{a:url(b}c)} .x{display:none}", "<div class=x>{}</div>"),
    "after-a-comment-in-a-rule": (".y{color:red/*}*/} .x{display:none}", "<div class=x>{}</div>"),
    "backdrop-of-a-box": (".o{background:#036} .x{color:#003366}", "<div class=o><p class=x>{}</p></div>"),
}  # fmt: skip

SEEN_RULES = {
    "less-specific": ("div.x{display:block} .x{display:none}", "<div class=x>{}</div>"),
    "earlier": (".x{display:none} .x{display:block}", "<div class=x>{}</div>"),
    "attribute-wins": (".x{display:none}", "<div class=x style='display:block'>{}</div>"),
    "hidden-attribute-undone": (".x{display:block}", "<div class=x hidden>{}</div>"),
    "print": ("@media print{.x{display:none}}", "<div class=x>{}</div>"),
    "narrow-screen": ("@media (max-width:600px){.x{display:none}}", "<div class=x>{}</div>"),
    "dark": ("@media (prefers-color-scheme:dark){.x{display:none}}", "<div class=x>{}</div>"),
    "layer-is-weaker": ("@layer a{.x{display:none}} .x{display:block}", "<div class=x>{}</div>"),
    "pseudo-element": (".x::before{display:none}", "<div class=x>{}</div>"),
    "hover": (".x:hover{display:none}", "<div class=x>{}</div>"),
    "other-class": (".y{display:none}", "<div class=x>{}</div>"),
    "visible-again": (".o{visibility:hidden} .x{visibility:visible}", "<div class=o><p class=x>{}</p></div>"),
    "large-again": (".o{font-size:0} .x{font-size:14px}", "<div class=o><p class=x>{}</p></div>"),
    "dark-again": (".o{color:#fff} .x{color:#000}", "<div class=o><p class=x>{}</p></div>"),
    "white-on-its-box": (".o{background:#06c} .x{color:#fff}", "<div class=o><p class=x>{}</p></div>"),
    "white-on-picture": (".o{background:url(a.gif)} .x{color:#fff}", "<div class=o><p class=x>{}</p></div>"),
    "initial": (".x{display:none;display:initial}", "<div class=x>{}</div>"),
    "selector-that-is-wrong": (".x, :::y{display:none}", "<div class=x>{}</div>"),
    "variable-unknown": (".x{display:var(--none)}", "<div class=x>{}</div>"),
    "aria-hidden": ("", "<div aria-hidden=true>{}</div>"),
    "open-details": ("", "<details open><summary>更多</summary>{}</details>"),
    "summary": ("", "<details><summary>{}</summary></details>"),
    "open-dialog": ("", "<dialog open>{}</dialog>"),
    "white-on-coloured-cell": ("", "<table><tr><td bgcolor=blue><font color=white>{}</font></table>"),
    "deleted-undone": ("", "<del style='text-decoration:none'>{}</del>"),
}  # fmt: skip


class TestElementsAndRules:
    @pytest.mark.parametrize("page", ELEMENTS.values(), ids=ELEMENTS)
    def test_an_element_that_hides_is_not_read_and_told(self, tmp_path: Path, page: str) -> None:
        document = load_page(tmp_path, SHOWN + page)
        assert "99" not in document.text
        (note,) = of_type(document, "hidden-text")
        assert details(note)["first"] == SECRET

    @pytest.mark.parametrize(("css", "page"), RULES.values(), ids=RULES)
    def test_a_rule_that_hides_is_applied_and_told(self, tmp_path: Path, css: str, page: str) -> None:
        document = load_page(tmp_path, f"<style>{css}</style>{SHOWN}{page.format(SECRET)}")
        assert "99" not in document.text
        (note,) = of_type(document, "hidden-text")
        assert details(note)["first"] == SECRET

    @pytest.mark.parametrize(("css", "page"), SEEN_RULES.values(), ids=SEEN_RULES)
    def test_what_is_shown_is_read(self, tmp_path: Path, css: str, page: str) -> None:
        document = load_page(tmp_path, f"<style>{css}</style>{SHOWN}{page.format(SECRET)}")
        assert SECRET in document.text
        assert of_type(document, "hidden-text") == []

    @pytest.mark.parametrize(
        ("attributes", "is_read"),
        [
            ("media=print", True),
            ("media=screen", False),
            ("type='text/x-less'", True),
            ("type='text/css'", False),
        ],
    )
    def test_sheets_for_other_readers_do_not_count(
        self, tmp_path: Path, attributes: str, is_read: bool
    ) -> None:
        document = load_page(
            tmp_path, f"<style {attributes}>.x{{display:none}}</style>{SHOWN}<p class=x>{SECRET}"
        )
        assert ("99" in document.text) is is_read

    def test_what_a_browser_never_prints_is_not_told(self, tmp_path: Path) -> None:
        page = f"<template>{SECRET}</template><noscript>{SECRET}</noscript><script>'{SECRET}'</script>"
        document = load_page(tmp_path, SHOWN + page)
        assert ("99" in document.text, document.notes) == (False, ())


@pytest.mark.parametrize("name", ["Content-Location: http://a.gov.cn/b.css", "Content-ID: <b.css>"])
@pytest.mark.parametrize("address", ["http://a.gov.cn/b.css", "cid:b.css"])
def test_style_sheets_in_a_web_archive_count(tmp_path: Path, name: str, address: str) -> None:
    page = f"<link rel=stylesheet href='{address}'>{SHOWN}<p class=x>{SECRET}</p>"
    parts = (
        f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}",
        f"Content-Type: text/css\n{name}\n\n.x{{display:none}}",
    )
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    path = tmp_path / "a.mht"
    path.write_text(head + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n", encoding="utf-8")
    is_meant = ("cid" in address) == ("ID" in name)
    document = load(path)
    assert ("99" not in document.text, len(of_type(document, "hidden-text"))) == (is_meant, int(is_meant))


class TestFinding:
    def test_is_one_for_all_passages(self, tmp_path: Path) -> None:
        page = f"{SHOWN}<p hidden>甲乙</p>{SHOWN}<p style='opacity:0'>丙 丁</p>"
        (note,) = load_page(tmp_path, page).notes
        by = Reason.of("display-none")
        assert note == Finding.of("hidden-text", "info", count=4, by=by, first="甲乙")

    def test_shows_marks_that_steer_as_their_codes(self, tmp_path: Path) -> None:
        (note,) = load_page(tmp_path, f"{SHOWN}<p hidden>甲&#x202e;乙&#xad;丙</p>").notes
        assert details(note)["first"] == r"甲\u202e乙\u00ad丙"

    def test_is_short(self, tmp_path: Path) -> None:
        (note,) = load_page(tmp_path, f"{SHOWN * 20}<p hidden>{'甲' * 500}</p>").notes
        assert details(note)["first"] == "甲" * 30 + "…"

    @pytest.mark.parametrize(
        ("page", "severity"),
        [
            pytest.param(f"{SHOWN}<p hidden>{SECRET}</p>", "info", id="beside-the-report"),
            pytest.param(f"<p>概况</p><p hidden>{SECRET}</p>", "warning", id="most-of-the-page"),
            pytest.param(f"<p>{'概况' * 50}</p><p hidden>{SECRET}</p>", "warning", id="the-only-counts"),
        ],
    )
    def test_warns_where_the_report_may_be_hidden(self, tmp_path: Path, page: str, severity: str) -> None:
        (note,) = load_page(tmp_path, page).notes
        assert note.severity == severity

    @pytest.mark.parametrize("attributes", ["style='display:none'", "hidden", "style='opacity:0'"])
    def test_a_page_that_shows_nothing_is_refused_with_it(self, tmp_path: Path, attributes: str) -> None:
        with fails(UnreadableInput, "page.empty-because") as error:
            load_page(tmp_path, f"<body {attributes}>{SHOWN}</body>")
        told = error.value.details["reasons"]
        assert isinstance(told, tuple) and [note.finding.type for note in told] == ["hidden-text"]


class TestTables:
    TABLE = "<table><tr><td>当面</td><td {}>1</td><td>2</td></tr><tr><td>网络</td><td>3</td><td>4</td></tr></table>"

    def test_a_cell_not_displayed_gives_up_its_place(self, tmp_path: Path) -> None:
        (table,) = load_page(tmp_path, SHOWN + self.TABLE.format("style='display:none'")).tables
        assert [(c.text, c.column) for c in table.cells[:2]] == [("当面", 0), ("2", 1)]

    @pytest.mark.parametrize("style", ["visibility:hidden", "color:white", "opacity:0"])
    def test_a_cell_not_seen_keeps_it(self, tmp_path: Path, style: str) -> None:
        (table,) = load_page(tmp_path, SHOWN + self.TABLE.format(f"style='{style}'")).tables
        assert [(c.text, c.column) for c in table.cells[:3]] == [("当面", 0), ("", 1), ("2", 2)]

    def test_a_collapsed_row_is_gone(self, tmp_path: Path) -> None:
        table = self.TABLE.format("").replace("</table>", "<tr><td>信函<td>5<td>6</table>")
        page = SHOWN + table.replace("<tr>", "<tr style='visibility:collapse'>", 1)
        document = load_page(tmp_path, page)
        assert ("当面" in document.text, "网络\t3\t4" in document.text) == (False, True)


class TestLimits:
    def test_a_large_page_with_many_rules_is_read_in_time(self, tmp_path: Path) -> None:
        rules = "".join(
            f".k{i} .m{i % 50} li a, .k{i} td, #i{i} > div p {{ color:#{i % 9}0f; display:block }}"
            for i in range(2000)
        )
        rows = "".join(
            f"<div class='k{i} m{i}' id=i{i}><div><p>第{i}条</p><ul><li><a>甲</a></ul><table><tr><td>乙<td>{i}</table></div></div>"
            for i in range(6000)
        )
        start = time.process_time()
        document = load_page(tmp_path, f"<style>{rules} .m9 p{{display:none!important}}</style>{rows}")
        assert time.process_time() - start < 10
        assert ("第8条" in document.text, "第9条" in document.text) == (True, False)
        assert [note.type for note in document.notes] == ["hidden-text"]

    @pytest.mark.parametrize(
        ("css", "body"),
        [
            pytest.param("div " * 60 + "q{display:none}", "<div>" * 500, id="selectors-of-ancestors"),
            pytest.param(
                ".a ~ " * 9 + "b{display:none}", "<i class=a></i>" * 3000 + "<b></b>" * 2000, id="of-siblings"
            ),
            pytest.param("i:nth-last-of-type(3n){display:none}", "<i></i>" * 60_000, id="counting-siblings"),
            pytest.param(
                "div:has(q){display:none}", "<div><i></i>" * 500 + "<b></b>" * 50_000, id="looking-inside"
            ),
            pytest.param("i{display:none}" * 5_000, "<q></q>" + "<i></i>" * 20_000, id="many-rules"),
        ],
    )
    def test_rules_that_take_too_long_are_given_up_and_told(
        self, tmp_path: Path, css: str, body: str
    ) -> None:
        start = time.process_time()
        document = load_page(tmp_path, f"<style>{css}</style>{SHOWN}{body}")
        assert time.process_time() - start < 30
        assert "12件" in document.text
        assert [(note.type, note.severity) for note in of_type(document, "style-not-read")] in (
            [],
            [("style-not-read", "warning")],
        )

    @pytest.mark.parametrize(
        ("css", "problem"),
        [
            pytest.param(
                "/*" + "甲" * MAX_CSS + "*/.x{display:none}",
                Reason.of("css-characters", limit=MAX_CSS),
                id="size",
            ),
            pytest.param(".a{" * 50 + ".x{display:none}", Reason.of("css-nesting", limit=12), id="nesting"),
            pytest.param(
                "@media all{" * 50 + ".x{display:none}", Reason.of("css-nesting", limit=12), id="media"
            ),
            pytest.param(
                ":not(" * 300 + ".x" + ")" * 300 + "{display:none}", Reason.of("css-unread"), id="selector"
            ),
            pytest.param(".x{display:none}" * 20_001, Reason.of("css-rules", limit=20_000), id="rules"),
        ],
    )
    def test_sheets_beyond_measure_are_told(self, tmp_path: Path, css: str, problem: Reason) -> None:
        (note,) = of_type(load_page(tmp_path, f"<style>{css}</style>{SHOWN}"), "style-not-read")
        assert note == Finding.of("style-not-read", "warning", problem=problem)

    @pytest.mark.parametrize("css", ["{{{{", "}}}}", "@", "@media", ".x{", "/*", "\\", "'", ".x{color:rgb()}", ".x{color:color()}",
                                     ".x{transform:scale()}", ".x{clip:rect()}", ".x{font:}", ".x{inset:}", "@media ({{}})", "[*|a]{display:none}"])  # fmt: skip
    def test_broken_sheets_do_not_stop_the_reading(self, tmp_path: Path, css: str) -> None:
        assert "12件" in load_page(tmp_path, f"<style>{css}</style>{SHOWN}<p class=x>甲</p>").text

    def test_variables_that_grow_come_to_nothing(self, tmp_path: Path) -> None:
        grow = "".join(f"--v{i}:var(--v{i + 1}) var(--v{i + 1});" for i in range(60))
        page = f"<style>.x{{{grow}--v60:none;display:var(--v0)}}</style>{SHOWN}<p class=x>乙</p>"
        assert load_page(tmp_path, page).text.endswith("乙\n")


@pytest.mark.parametrize(
    ("query", "is_met"),
    [
        ("", True),
        ("all", True),
        ("print", False),
        ("print, screen", True),
        ("only screen and (min-width: 768px)", True),
        ("(min-width: 1500px)", False),
        ("(width >= 600px)", True),
        ("(width < 600px)", False),
        ("not all", False),
        ("(orientation: portrait)", False),
        ("(hover)", True),
        ("(nonsense: 1)", False),
    ],
)
def test_media_queries(query: str, is_met: bool) -> None:
    assert holds(query) is is_met
