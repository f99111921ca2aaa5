"""Damage of a text is told, with the text as it stands; reading goes round it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import details, no_model, to_document, whole

from extractor.pipeline import Settings, extract_report
from extractor.records import Finding
from extractor.report.damage import excerpt_to_damage

CASES = {
    "dates": ("统计期限自201511日起到20151231日止。", "info", "统计期限自201511日起到201", 2),
    "years": ("见20142015年规划。", "info", "见20142015年规划", 1),
    "document-numbers": ("依照国办发﹝201432号文。", "info", "办发﹝201432号文", 1),
    "blanks-in-numbers": ("收到申请8 6件。", "info", "收到申请8 6件", 1),
    "masks": ("青岩市人民****收到申请。", "warning", "人民****收到", 1),
    "signs-without-meaning": ("收到\ue123\ue124申请3件。", "warning", "\ue123\ue124", 1),
    "broken-encodings": ("收到锟斤拷烫烫屯屯申请,答复烫烫。", "warning", "锟斤拷烫烫屯屯", 2),
    "pinyin": ("主动公开(gōng kāi)信（xìn）息12条。", "info", "公开(gōng kāi)信", 2),
    "traditional-script": ("沒有發生行政復議與訴訟。", "info", "沒有發生", 7),
    "not-seen": ("收到申请3\u200b256件,答\u00ad复9件。\u200b", "info", "到申请3\u200b256件", 2),
    "struck-out": ("收到申请5\u0336146件。", "warning", "申请5\u0336146", 1),
    "shown-turned-round": ("收到申请\u202e31\u202c件。", "warning", "收到申请\u202e31", 1),
    "lost-inside-a-number": ("收到申请3□6件。", "warning", "申请3□6件", 1),
    "letters-for-digits": ("收到申请 l2 件,答复 l,O3l 件,收费 O 元。", "warning", "申请 l2 件", 3),
    "blots": ("收到申请1■2件。", "warning", "申请1■2件", 1),
    "numbers-over-line-ends": ("全年收到申请共1\n234件,答复1\r\n 230件。", "warning", "收到申请共1 234件", 2),
    "regional-words": ("公布政府资讯12条。", "info", "政府资讯12条", 1),
}


def damage(text: str) -> tuple[Finding, ...]:
    document = to_document(text)
    return excerpt_to_damage(document, whole(document))


@pytest.mark.parametrize(("text", "severity", "shown", "count"), CASES.values(), ids=CASES)
def test_damage_is_told_with_the_text_as_it_stands(text: str, severity: str, shown: str, count: int) -> None:
    (finding,) = damage("青岩市水务局报告\n" + text)
    assert (finding.type, finding.severity) == ("repaired-text", severity)
    told = details(finding)
    assert (told["count"], told["line"]) == (count, 2) and shown in str(told["around"])


@pytest.mark.parametrize(
    "text",
    [
        "2015年1月1日起，收到申请12件，其中网络申请1,024件。",
        "国办发〔2014〕32号，2014-2015年。",
        "公开(PDF)文件3件（见附表）。2015年度12 月。",
        "后來改为「網上」。",  # single characters are slips, and no script
        "12**3，****",
        "O2O平台,电话O27-8l2O,II类,PDF。",
        "\ufeff全年收到申请\u200b\n12件。",  # not seen at the ends of words
        "截至2015\n2016年公开9条，比上年多3\n。其中：当面申请\n12\n3、信函申请",
        "",
    ],
)
def test_whole_text_is_not_called_damaged(text: str) -> None:
    assert damage(text) == ()


def test_numbers_are_read_round_the_damage() -> None:
    text = "青岩市2015年政府信息公开工作年度报告\n全市收到政府信(xìn)息公开申(shen)请8 6件，自201511日起。"
    document = to_document(text)
    settings = Settings(asker=no_model, readers=("regex",), form="2014")
    report = extract_report(document, whole(document), 1, lambda: no_model(Path()), settings)
    cell = report.cells["requests.received"]
    assert cell.value == 86 and cell.evidence and cell.evidence.mark
    start, end = cell.evidence.mark
    assert document.text[start:end] == "8 6"
    assert [f.severity for f in report.findings if f.type == "repaired-text"] == ["info"] * 3


def test_numbers_with_letters_for_digits_are_values() -> None:
    text = "青岩市2Ol5年政府信息公开工作年度报告\n全市收到政府信息公开申请 l,O26 件。"
    document = to_document(text)
    settings = Settings(asker=no_model, readers=("regex",), form="2014")
    report = extract_report(document, whole(document), 1, lambda: no_model(Path()), settings)
    cell = report.cells["requests.received"]
    assert (report.year, cell.value) == (2015, 1026) and cell.evidence and cell.evidence.mark
    start, end = cell.evidence.mark
    assert document.text[start:end] == "l,O26"
