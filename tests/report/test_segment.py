"""From a report's lines to numbered sentences that know where each of their characters stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import to_document, to_segments, to_sentences, whole

from extractor.language.folding import fold
from extractor.language.illegible import UNCLEAR
from extractor.loading import load
from extractor.records import Document, Segments, Table
from extractor.report.segment import QUOTES, report_to_segments, table_to_sentences

LONG = "全年通过各种方式和渠道主动公开政府信息共计1200条并做好"

TEXTS: dict[str, tuple[str, list[str]]] = {
    "contents": (
        "一、概述……1\n二、主动公开……3\n三、依申请公开……5\n收到申请9件。",
        ["收到申请9件。"],
    ),
    "dots-before-a-count": ("收到申请……5\n答复申请9件。", ["收到申请……5", "答复申请9件。"]),
    "full-stops": ("收到申请9件。答复9件。", ["收到申请9件。", "答复9件。"]),
    "half-width-semicolons": ("收到申请9件;答复9件。", ["收到申请9件;", "答复9件。"]),
    "full-width-semicolons": ("收到申请9件；答复9件。", ["收到申请9件;", "答复9件。"]),
    "full-width-digits": ("收到申请９件，答复９件。", ["收到申请9件,答复9件。"]),
    "quotes": ("公开“三公”经费「信息」9条。", ["公开三公经费信息9条。"]),
    "blanks-beside-characters": ("收到 申请 9 件。", ["收到申请9件。"]),
    "blanks-between-digits-stay": ("咨询1 60人次。", ["咨询1 60人次。"]),
    "wrapped": (LONG + "\n解读工作9次。", [LONG + "解读工作9次。"]),
    "wrapped-after-comma": ("收到申请9件,\n答复9件。", ["收到申请9件,答复9件。"]),
    "broken-inside-a-number": (LONG + "12\n34条。", [LONG + "□□□□条。"]),
    "broken-inside-a-number-of-a-short-line": ("公开信息26\n10条。", ["□□条。"]),
    "wrapped-before-a-number": (LONG + "为\n34条。", [LONG + "为34条。"]),
    "wrapped-behind-a-number": (LONG + "12\n条。", [LONG + "12条。"]),
    "wrapped-before-a-year": (LONG + "12\n2016年公开9条。", [LONG + "122016年公开9条。"]),
    "entries-that-begin-with-numbers": ("公开信息26\n2、申请3件", ["公开信息26", "2、申请3件"]),
    "not-seen-inside-words-and-numbers": ("收到申\u200b请3\u200b256件\ufeff。", ["收到申请3256件。"]),
    "struck-out": ("收到申请5\u03361\u033646件。", ["收到申请□□46件。"]),
    "shown-turned-round": ("收到申请\u202e31件\u202c。", ["收到申请□□件。"]),
    "lost-inside-a-number": ("收到申请3\ufffd6件。", ["收到申请□\ufffd□件。"]),
    "short-lines-are-entries": ("当面申请9件\n信函申请2件", ["当面申请9件", "信函申请2件"]),
    "empty-line-ends-a-paragraph": (LONG + "\n\n解读工作9次。", [LONG, "解读工作9次。"]),
    "numbered-line-opens-a-paragraph": (LONG + "\n(二)申请9件。", [LONG, "(二)申请9件。"]),
    "windows-lines": ("收到申请9件。\r\n答复9件。", ["收到申请9件。", "答复9件。"]),
    "traditional": ("行政訴訟9件。", ["行政诉讼9件。"]),
    "blanks-around-numbers": (
        "2009 年收到申请 3 件,比上年多 1 件。当面 2 件,其他 1 件。答复 3 件,公开 2 件,没有 1 件。",
        ["2009年收到申请3件,比上年多1件。", "当面2件,其他1件。", "答复3件,公开2件,没有1件。"],
    ),
    "a-row-without-its-table": ("收到申请数 3 2 0 1 0 0", []),
    "markdown-heading": ("## 五、行政复议:0件", ["五、行政复议:0件"]),
    "nothing": ("\n \n", []),
}


@pytest.mark.parametrize(("text", "sentences"), TEXTS.values(), ids=TEXTS)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [s.text for s in to_sentences(text)] == sentences


def test_places_go_over_what_is_not_seen() -> None:
    text = "收到申请3\u200b2\u00ad56件\u202c。"
    (sentence,) = to_sentences(text)
    start, end = sentence.span(4, 8)
    assert sentence.text[4:8] == "3256" and text[start:end] == "3\u200b2\u00ad56"
    assert len(sentence.places) == len(sentence.text)


def test_sentences_are_numbered_from_one_over_paragraphs() -> None:
    sentences = to_sentences("收到申请9件。答复9件。\n诉讼1件。")
    assert [s.number for s in sentences] == [1, 2, 3]
    assert sentences[0].paragraph == sentences[1].paragraph != sentences[2].paragraph


HEADINGS: dict[str, str] = {
    "chapter": "三、依申请公开情况",
    "bracketed": "(一)申请情况",
    "digit": "2.申请情况",
    "bare": "依申请公开情况",
    "with-year": "2015年依申请公开情况",
}


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_a_heading_names_the_section_and_is_no_sentence(heading: str) -> None:
    (sentence,) = to_sentences(f"{heading}\n收到申请9件。")
    assert (sentence.section, sentence.text) == (heading, "收到申请9件。")


def test_a_sub_heading_stands_behind_its_chapter() -> None:
    lines = [
        "三、依申请公开情况",
        "(一)申请情况",
        "收到申请9件。",
        "2.答复情况",
        "答复9件。",
        "四、复议情况",
        "复议1件。",
    ]
    assert [s.section for s in to_sentences("\n".join(lines))] == [
        "三、依申请公开情况 (一)申请情况",
        "三、依申请公开情况 2.答复情况",
        "四、复议情况",
    ]


def test_a_heading_may_stand_before_its_text() -> None:
    text = "三、依申请公开。收到申请9件。(一)答复情况。答复9件。\n四.复议。没有发生。"
    assert [(s.section, s.text) for s in to_sentences(text)] == [
        ("三、依申请公开", "收到申请9件。"),
        ("三、依申请公开 (一)答复情况", "答复9件。"),
        ("四.复议", "没有发生。"),
    ]


def test_blanks_before_marks_make_no_row() -> None:
    line = "召开专题会议 3 次 ，举办培训班 2 期 ，培训信息员 176 人次 。"
    assert len(to_sentences(line)) == 1


def test_a_label_in_brackets_is_a_heading() -> None:
    text = "【复议诉讼】有1件申请被提起行政复议;未发生诉讼。\n【复议】0 【诉讼】0\n【政府网站】公开信息120条,比上年多。"
    assert [(s.section, s.text) for s in to_sentences(text)] == [
        ("复议诉讼", "有1件申请被提起行政复议;"),
        ("复议诉讼", "未发生诉讼。"),
        ("复议诉讼", "[复议]0[诉讼]0"),
        ("复议诉讼", "[政府网站]公开信息120条,比上年多。"),
    ]


def test_the_heads_of_a_small_table_are_no_heading() -> None:
    lines = ["三、依申请公开情况", "方式    数量(件)", "办结9件。"]
    assert {s.section for s in to_sentences("\n".join(lines))} == {"三、依申请公开情况"}


@pytest.mark.parametrize("line", ["(一)收到申请9件", "1.当面申请3件,信函2件", "没有收到申请。"])
def test_a_line_with_a_statement_is_no_heading(line: str) -> None:
    assert [s.text for s in to_sentences(f"{line}\n收到申请9件。")] == [line, "收到申请9件。"]


@pytest.mark.parametrize("line", ["(二)未发生行政诉讼案件", "没有收到政府信息公开申请", "发生行政复议一件"])
def test_a_statement_in_words_is_no_heading(line: str) -> None:
    assert [s.text for s in to_sentences(f"{line}\n其他情况见附表9。")] == [line, "其他情况见附表9。"]


def test_the_title_is_the_first_section() -> None:
    assert to_segments("收到申请9件。", title="青岩市年度報告").sentences[0].section == "青岩市年度报告"


def loaded(folder: Path, lines: Sequence[str]) -> tuple[Document, Segments]:
    """A file of these lines, its tables found, and what it is cut into."""
    path = folder / "report.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    document = load(path)
    return document, report_to_segments(document, whole(document))


def test_tables_are_kept_out_of_the_sentences(tmp_path: Path) -> None:
    lines = [
        "2013年政府信息公开情况。",
        "指标名称|单位|数量|",
        "收到申请数|件|12|",
        "答复数|件|11|",
        "以上是全部数据12条。",
    ]
    document, segments = loaded(tmp_path, lines)
    assert len(segments.tables) == 1
    assert [s.text for s in segments.sentences] == ["2013年政府信息公开情况。", "以上是全部数据12条。"]
    rows = table_to_sentences(document, segments.tables[0], 3, "")
    assert [(r.number, r.text) for r in rows] == [
        (3, "指标名称|单位|数量|"),
        (4, "收到申请数|件|12|"),
        (5, "答复数|件|11|"),
    ]


def test_rows_stand_below_the_headings_above_their_table(tmp_path: Path) -> None:
    lines = [
        "一、概述",
        "公开12条。",
        "二、依申请公开情况",
        "同意公开　12宗",
        "信息不存在　3宗",
        "告知补正　1宗",
        "告知转办　2宗",
        "三、收费",
        "未收费。",
    ]
    document, segments = loaded(tmp_path, lines)
    (table,) = segments.tables
    assert segments.section_at(table.start) == "二、依申请公开情况"
    assert segments.section_at(document.text.index("公开12")) == "一、概述"
    rows = table_to_sentences(document, table, 1, segments.section_at(table.start))
    assert {row.section for row in rows} == {"二、依申请公开情况"}


def test_rows_of_several_numbers_are_no_sentences(tmp_path: Path) -> None:
    document, segments = loaded(tmp_path, ["指标|上年|本年|", "收到申请数|12|13|", "答复数|11||", ""])
    (table,) = segments.tables
    assert [row.text for row in table_to_sentences(document, table, 1, "")] == [
        "指标|上年|本年|",
        "答复数|11||",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "收到申请数  12  13",
        "6 收到申请数 件 12",
        "规章 0 1 / 许可 24 处罚 301 强制 —",
        "行政强制  155+6  43595",
        "行政处罚  264减少3项  24270",
    ],
)
def test_a_row_without_its_table_is_no_sentence(line: str) -> None:
    assert [s.text for s in to_sentences(f"{line}\n收到申请9件。")] == ["收到申请9件。"]


def test_a_span_of_a_sentence_is_a_span_of_the_document() -> None:
    text = "前言。\n收到 “申请” １２\u3000件。"
    sentence = to_sentences(text)[-1]
    start, end = sentence.span(sentence.text.index("12"), sentence.text.index("12") + 2)
    assert text[start:end] == "１２"


DAMAGED = st.text(
    "收到申請信息公开件条0123456789０１２，,。;；、:：（）()“”「」 \u3000\t\n\r\u200b\u202e一二三、.…行政訴訟⺠",
    max_size=120,
)


@given(DAMAGED)
def test_every_character_of_a_sentence_is_folded_from_its_place(text: str) -> None:
    for sentence in to_sentences(text):
        assert len(sentence.places) == len(sentence.text)
        assert list(sentence.places) == sorted(set(sentence.places))
        pairs = zip(sentence.text, sentence.places, strict=True)
        told = ((character, fold(text[place])) for character, place in pairs)
        assert all(c in (own, UNCLEAR) or (c, own) == ("。", ".") for c, own in told)
        assert (sentence.start, sentence.end) == (sentence.places[0], sentence.places[-1] + 1)


@given(DAMAGED)
def test_no_character_stands_in_two_sentences(text: str) -> None:
    places = [place for s in to_sentences(text) for place in s.places]
    assert places == sorted(set(places))


@given(DAMAGED)
def test_sentences_hold_no_quotes_and_no_line_ends(text: str) -> None:
    for sentence in to_sentences(text):
        assert not set(sentence.text) & (QUOTES | {"\n"})


def test_a_report_within_a_document_keeps_the_offsets_of_the_document() -> None:
    document = to_document("别的内容。\n收到申请9件。")
    excerpt = whole(document)
    part = type(excerpt)(2, 2, 6, len(document.text), None)
    (sentence,) = report_to_segments(document, part).sentences
    assert document.text[sentence.start : sentence.end] == "收到申请9件。"


@pytest.mark.parametrize(
    ("doubtful", "read"),
    [
        ((), ["12件", "34件"]),
        (((0, 2),), ["□□件", "34件"]),
        (((1, 5),), ["1□件", "□4件"]),
        (((0, 1), (5, 6)), ["□2件", "3□件"]),
        (((2, 4), (6, 9)), ["12件", "34件"]),
    ],
)
def test_doubtful_numerals_are_none_in_a_table_without_a_form(
    doubtful: tuple[tuple[int, int], ...], read: list[str]
) -> None:
    document = replace(to_document("12件\n34件\n"), doubtful=doubtful)
    tables = (Table(1, "stream", (), 0, 3), Table(2, "stream", (), 4, 7))
    assert [row.text for table in tables for row in table_to_sentences(document, table, 1, "")] == read


def test_of_a_table_of_the_form_only_entries_that_nobody_read_are_sentences() -> None:
    text = "收到申请数：9件\n行政诉讼：无\n投诉 3件\n"
    table = Table(1, "stream", (), 0, len(text))
    told = table_to_sentences(to_document(text), table, 1, "", lambda start, end: start == 0)
    assert [sentence.text for sentence in told] == ["行政诉讼:无"]
