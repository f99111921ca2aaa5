"""Footnotes that correct a number with their mark, in sentences and in printed cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from support import no_model

from extractor.output.results import ReportResult
from extractor.pipeline import Settings, extract_file

TITLE = "云溪县水利局2014年政府信息公开工作年度报告"


def read(body: str, folder: Path) -> ReportResult:
    file = folder / "report.txt"
    file.write_text(f"{TITLE}\n\n{body}\n", encoding="utf-8")
    return extract_file(file, Settings(asker=no_model, readers=("grid", "regex"))).reports[0]


CORRECTED: dict[str, tuple[str, Mapping[str, float]]] = {
    "ring": (
        "一、主动公开情况\n网站公开政府信息714条①,政务微博公开203条。\n注:①录入有误,应为741条。",
        {"disclosure.website": 741, "disclosure.weibo": 203},
    ),
    "star-in-a-cell": (
        "指标名称 | 单位 | 统计数\n主动公开政府信息数 | 条 | 903\n收到申请数 | 件 | 47*\n当面申请数 | 件 | 12\n\n*经复核为74件。",
        {"disclosure.total": 903, "requests.received": 74, "requests.in_person": 12},
    ),
    "two-marks": (
        "网站公开政府信息714条①,政务微博公开203条②。\n注:①应为741条;②应为230条。",
        {"disclosure.website": 741, "disclosure.weibo": 230},
    ),
    "the-marks-of-another-page": (
        "网站公开政府信息714条①。\n注:①应为741条。\n收到政府信息公开申请12件①。\n注:①应为21件。",
        {"disclosure.website": 714, "requests.received": 12},
    ),
    "one-mark-on-two-numbers": (
        "网站公开政府信息714条*,政务微博公开203条*。\n*实际为1000条。",
        {"disclosure.website": 714, "disclosure.weibo": 203},
    ),
    "another-mark": (
        "网站公开政府信息714条①。\n注:②应为741条。",
        {"disclosure.website": 714},
    ),
    "nothing-corrected": (
        "网站公开政府信息714条①。\n注:①不含转载的信息30条。",
        {"disclosure.website": 714},
    ),
}


@pytest.mark.parametrize(("body", "wanted"), CORRECTED.values(), ids=CORRECTED)
def test_what_a_mark_corrects(body: str, wanted: Mapping[str, float], tmp_path: Path) -> None:
    cells = read(body, tmp_path).cells
    assert {key: cells[key].value for key in wanted} == wanted


def test_a_finding_tells_of_the_printed_number(tmp_path: Path) -> None:
    findings = read(CORRECTED["ring"][0], tmp_path).findings
    assert [
        (f.type, f.details["was"], f.details["now"]) for f in findings if f.type == "corrected-number"
    ] == [("corrected-number", 714, 741)]
