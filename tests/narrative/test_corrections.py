"""Notes in which a report corrects what it prints: which cell they mean, and what becomes of the printed number."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from support import no_model, to_claims

from extractor.forms.editions import find_form
from extractor.narrative.corrections import claims_to_corrections
from extractor.output.results import ReportResult
from extractor.pipeline import Settings, extract_file
from extractor.records import Number

Corrected = dict[str, tuple[Number, Number]]


def corrected(text: str, form: str, year: int) -> Corrected:
    found = claims_to_corrections(to_claims(text, form, year), (), find_form(form), year, text)
    return {c.key: (c.was, c.now) for c in found}


GRID: dict[str, tuple[str, Corrected]] = {
    "row-and-column": (
        "更正:本年新收政府信息公开申请数量,商业企业由3更正为5,总计由41更正为43。",
        {"requests.new.business": (3, 5), "requests.new.total": (41, 43)},
    ),
    "column-in-the-sentence-behind": (
        "现更正如下:予以公开一行自然人原为9,应为19。科研机构由2改为1。",
        {"requests.granted.natural_person": (9, 19), "requests.granted.research": (2, 1)},
    ),
    "row-named-as-a-column-is": (
        "勘误:(七)总计,自然人由63更正为64。",
        {"requests.total.natural_person": (63, 64)},
    ),
    "column-named-as-a-row-is": (
        "勘误:二、上年结转政府信息公开申请数量,其他由1订正为0,总计由8订正为7。",
        {"requests.carried_in.other_org": (1, 0), "requests.carried_in.total": (8, 7)},
    ),
    "side-by-side": (
        "表格录入有误,行政复议结果维持由2更正为3,复议后起诉总计由1更正为0。",
        {"review.upheld": (2, 3), "litigation_after_review.total": (1, 0)},
    ),
    "one-column": (
        "更正:行政处罚由215件更正为251件。",
        {"article20.penalties.decisions": (215, 251)},
    ),
    "unit-left-out": (
        "更正:行政事业性收费由“385000”更正为“38.5万元”。",
        {"article20.fees.amount_wan": (385000, 38.5)},
    ),
}


@pytest.mark.parametrize(("text", "expected"), GRID.values(), ids=GRID.keys())
def test_cells_of_a_grid(text: str, expected: Corrected) -> None:
    assert corrected(text, "2021", 2022) == expected


LIST: dict[str, tuple[str, Corrected]] = {
    "item": ("更正:收到政府信息公开申请74件应为47件。", {"requests.received": (74, 47)}),
    "item-named-twice": (
        "有一处错误:“当面申请8件”应为“当面申请18件”。",
        {"requests.in_person": (8, 18)},
    ),
    "money": ("更正:收取检索复制费用2.6万元更正为260元。", {"fees.collected": (2.6, 0.026)}),
}


@pytest.mark.parametrize(("text", "expected"), LIST.values(), ids=LIST.keys())
def test_items_of_a_list(text: str, expected: Corrected) -> None:
    assert corrected(text, "2008", 2012) == expected


NONE = {
    "no-note": "收到政府信息公开申请74件应为历年最多。答复时限由15件改为5件。",
    "another-item": "更正:收到政府信息公开申请74件,应为当面申请18件。",
    "no-number-corrected": "更正误报信息2条,收到政府信息公开申请74件,答复70件。",
    "last-year-s-report": "2011年度报告更正:收到政府信息公开申请74件应为47件。",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_what_corrects_nothing_of_the_report(text: str) -> None:
    assert corrected(text, "2008", 2012) == {}


PRINTED = """青禾县农业农村局2022年政府信息公开工作年度报告
更正说明：表中数据有误，行政处罚由215更正为251。
一、总体情况
本局认真落实条例各项要求。
二、主动公开政府信息情况
| 第二十条第（五）项 | |
| 信息内容 | 本年处理决定数量 |
| 行政许可 | 96 |
| 第二十条第（六）项 | |
| 信息内容 | 本年处理决定数量 |
| 行政处罚 | {printed} |
| 行政强制 | 4 |
"""


def read(folder: Path, printed: int, readers: Collection[str]) -> ReportResult:
    path = folder / "report.txt"
    path.write_text(PRINTED.format(printed=printed), encoding="utf-8")
    return extract_file(path, Settings(asker=no_model, readers=readers)).reports[0]


def test_the_note_goes_before_the_table_that_was_left_as_it_was(tmp_path: Path) -> None:
    report = read(tmp_path, 215, ("grid", "regex"))
    cell = report.cells["article20.penalties.decisions"]
    assert (cell.value, cell.status) == (251, "reported")
    assert cell.evidence is not None and "更正为251" in cell.evidence.text
    assert report.cells["article20.compulsion.decisions"].value == 4
    (finding,) = [f for f in report.findings if f.type == "corrected-number"]
    assert finding.keys == ("article20.penalties.decisions",)
    assert (finding.details["was"], finding.details["now"]) == (215, 251)


def test_the_old_number_is_not_given_where_no_sentences_are_read(tmp_path: Path) -> None:
    cell = read(tmp_path, 215, ("grid",)).cells["article20.penalties.decisions"]
    assert (cell.value, cell.status) == (None, "not_stated")


@pytest.mark.parametrize("printed", [251, 37], ids=["mended-already", "another-number"])
def test_a_table_without_the_old_number_stands(tmp_path: Path, printed: int) -> None:
    report = read(tmp_path, printed, ("grid", "regex"))
    assert report.cells["article20.penalties.decisions"].value == printed
    assert not [f for f in report.findings if f.type == "corrected-number"]
