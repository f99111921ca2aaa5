"""Several reports of one body and year: one stands, and what the others have otherwise is said."""

from __future__ import annotations

import pytest
from panel_support import RULES, details, filing, found, panel

from extractor.output import remark_to_text
from extractor.panel.scopes import filing_to_scope, is_corrected

BODY = "青柳县人民政府"
NEW, OUT = "requests.new.total", "requests.carried_out.total"


def test_the_same_bytes_are_set_aside() -> None:
    one = filing(BODY, 2021, {NEW: 3}, path="a.html", sha256="x")
    made = panel(one, filing(BODY, 2021, {NEW: 3}, path="b.html", sha256="x"))
    assert [row.filing.path for row in made.rows] == ["a.html"]
    assert [(other.filing.path, other.why) for other in made.rows[0].others] == [("b.html", "same-bytes")]
    assert [finding.id for finding in made.findings] == ["same-bytes"]


def test_the_fuller_of_two_copies_is_kept_and_their_difference_told() -> None:
    made = panel(
        filing(BODY, 2021, {NEW: 3}, path="a.html"),
        filing(BODY, 2021, {NEW: 4, OUT: 1}, path="b.html"),
    )
    (row,) = made.rows
    assert row.filing.path == "b.html"
    (finding,) = found(made, "copy-differ")
    assert (finding.severity, finding.keys, finding.year) == ("warning", (NEW,), 2021)
    assert remark_to_text(finding.remark) == (
        "a.html#r1-2021 reports the same body and year as b.html#r1-2021 and differs: "
        "requests.new.total 4 / 3; the better one is kept"
    )


def test_a_corrected_report_supersedes_though_it_has_less() -> None:
    first = filing(BODY, 2021, {NEW: 3, OUT: 1}, path="报告.html")
    made = panel(first, filing(BODY, 2021, {NEW: 5}, path="报告（更正）.html"))
    (row,) = made.rows
    assert (row.filing.path, row.corrected) == ("报告（更正）.html", True)
    assert [(other.filing, other.why) for other in row.others] == [(first, "superseded")]
    (finding,) = found(made, "superseded-differ")
    assert details(finding)["differ"] == ("requests.new.total 5 / 3",)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("青柳县人民政府2021年政府信息公开工作年度报告（修订版）\n本报告", True),
        ("关于更正青柳县2021年年报的说明", True),
        ("本报告根据修订后的《政府信息公开条例》编制", False),
        ("根据《政府信息公开条例》（修订）的规定", False),
        ("青柳县人民政府2021年年度报告", False),
        ("2021年年度报告。修订完善了公开指南", False),
        ("2021年年度报告。因统计口径有误，现予以更正", True),
    ],
)
def test_a_head_tells_whether_a_report_corrects_another(head: str, expected: bool) -> None:
    assert is_corrected(filing(BODY, 2021), head, None, RULES) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报告由县政府办公室综合各乡镇、街道和县级各部门的年度报告编制而成。", "whole"),
        ("报告数据为全县汇总数据。", "whole"),
        ("本年报统计范围为县本级。", "own"),
        ("报告所列数据不含各乡镇、部门的数据。", "own"),
        ("现公布本县年度报告。", "unstated"),
        ("县本级数据如下，汇总数据另见附件。", "unstated"),
    ],
)
def test_an_opening_tells_whose_figures_it_gives(text: str, expected: str) -> None:
    assert filing_to_scope(filing(BODY, 2021), text, None, RULES) == expected


def test_figures_of_different_scope_are_two_rows() -> None:
    made = panel(
        filing(BODY, 2021, {NEW: 3}, path="本级.html"), filing(BODY, 2021, {NEW: 30}, path="汇总.html")
    )
    assert [(row.scope, row.value(NEW)) for row in made.rows] == [("own", 3), ("whole", 30)]
    assert made.findings == ()


def test_a_copy_that_tells_no_scope_joins_the_one_that_it_agrees_with() -> None:
    values = {f"requests.{row}.total": 4 for row in ("new", "granted", "partial", "total", "carried_out")}
    made = panel(filing(BODY, 2021, values, path="汇总.html"), filing(BODY, 2021, values, path="copy.html"))
    assert [(row.scope, len(row.others)) for row in made.rows] == [("whole", 1)]
    other = values | {NEW: 9}
    made = panel(filing(BODY, 2021, values, path="汇总.html"), filing(BODY, 2021, other, path="copy.html"))
    assert [row.scope for row in made.rows] == ["unstated", "whole"]


def test_years_of_different_scope_are_not_held_against_each_other() -> None:
    made = panel(
        filing(BODY, 2021, {OUT: 3}, path="本级-2021.html"),
        filing(BODY, 2022, {"requests.carried_in.total": 5}, path="汇总-2022.html"),
    )
    assert [finding.id for finding in made.findings] == ["scope-changes"]
