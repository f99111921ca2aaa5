"""What only several reports together show."""

from __future__ import annotations

import pytest
from panel_support import details, filing, found, panel

from extractor.output import remark_to_text
from extractor.panel import Filing

BODY = "青柳县人民政府"
IN, OUT, NEW = ("requests.carried_in.total", "requests.carried_out.total", "requests.new.total")


def test_three_carried_out_and_five_carried_in_is_found() -> None:
    made = panel(filing(BODY, 2021, {OUT: 3}), filing(BODY, 2022, {IN: 5}))
    (finding,) = made.findings
    assert (finding.id, finding.severity, finding.body, finding.year) == ("cross-year", "warning", BODY, 2022)
    assert finding.keys == (IN, OUT)
    assert remark_to_text(finding.remark) == (
        "carried-over[total]: 5 against 3 (2022 requests.carried_in.total 5, 2021 requests.carried_out.total 3); "
        "every term is read as printed"
    )


def test_carrying_over_is_held_in_each_column_and_over_editions() -> None:
    columns = ("natural_person", "business", "total")
    before = {f"requests.carried_out.{column}": 3 for column in columns}
    after = {f"requests.carried_in.{column}": 3 + (column == "business") for column in columns}
    made = panel(filing(BODY, 2020, before, form="2019"), filing(BODY, 2021, after))
    assert [details(finding)["identity"] for finding in made.findings] == ["carried-over[business]"]


@pytest.mark.parametrize(
    "before",
    [filing(BODY, 2021, {}), filing(BODY, 2021, {OUT: "blank"}), filing(BODY, 2020, {OUT: 3})],
    ids=["not stated", "blank", "a year is missing"],
)
def test_what_is_not_known_breaks_nothing(before: Filing) -> None:
    assert found(panel(before, filing(BODY, 2022, {IN: 5})), "cross-year") == []


def test_a_term_that_is_no_printed_number_makes_the_reading_suspect() -> None:
    made = panel(filing(BODY, 2021, {OUT: "none_stated"}), filing(BODY, 2022, {IN: 5}))
    assert [finding.id for finding in made.findings] == ["cross-year-suspect"]


def stock(valid: int, issued: int = 0, repealed: int = 0) -> dict[str, int]:
    counts = {"valid": valid, "issued": issued, "repealed": repealed}
    return {f"article20.normative.{column}": count for column, count in counts.items()}


@pytest.mark.parametrize(("valid", "expected"), [(12, []), (13, ["stock[normative]"])])
def test_the_stock_is_last_years_and_what_was_made_less_what_was_repealed(
    valid: int, expected: list[str]
) -> None:
    made = panel(filing(BODY, 2021, stock(11)), filing(BODY, 2022, stock(valid, 2, 1)))
    assert [details(finding)["identity"] for finding in made.findings] == expected


PARTS = ("定海区", "普陀区", "岱山县", "嵊泗县")


def city(whole: int, parts: tuple[int, ...], own: int | None = 1) -> tuple[Filing, ...]:
    reports = [filing("舟山市人民政府", 2021, {NEW: whole}, path="舟山市汇总.html")]
    reports += [
        filing(f"{place}人民政府", 2021, {NEW: count}, path=f"{place}汇总.html")
        for place, count in zip(PARTS, parts, strict=False)
    ]
    if own is not None:
        reports.append(filing("舟山市人民政府", 2021, {NEW: own}, path="舟山市本级.html"))
    return tuple(reports)


def test_a_whole_is_the_sum_of_its_parts() -> None:
    assert panel(*city(11, (1, 2, 3, 4))).findings == ()
    (finding,) = panel(*city(12, (1, 2, 3, 4))).findings
    assert (finding.id, finding.keys) == ("parts-differ", (NEW,))
    assert details(finding)["figures"] == ("requests.new.total 12 against 11",)
    assert len(finding.files) == 6


def test_inputs_that_are_incomplete_are_named() -> None:
    (finding,) = panel(*city(30, (1, 2, 3), own=None)).findings
    assert finding.id == "parts-incomplete"
    assert remark_to_text(finding.remark) == (
        "inputs incomplete: of the parts of entry zhoushan 3 are there; not there: 嵊泗县, 舟山市本级"
    )


def test_some_parts_can_be_more_than_the_whole_already() -> None:
    assert [f.id for f in panel(*city(5, (1, 2, 3), own=None)).findings] == [
        "parts-incomplete",
        "parts-exceed",
    ]


def test_figures_of_parts_that_are_not_told_leave_the_sum_open() -> None:
    reports = city(12, (1, 2, 3, 4))
    silent = filing("嵊泗县人民政府", 2021, {}, path="嵊泗县汇总.html")
    assert panel(*reports[:4], silent, *reports[5:]).findings == ()


def years(*counts: int) -> tuple[Filing, ...]:
    return tuple(filing(BODY, 2016 + n, {NEW: count}) for n, count in enumerate(counts))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((40, 44, 39, 47, 410), [2020]),
        ((40, 44, 39, 47, 60), []),
        ((4, 5, 3, 6, 29), []),  # small figures jump
        ((10, 90, 700, 4000, 30000), []),  # this body's figures are all over
        ((40, 44, 410), []),  # too few years to know its range
        ((400, 440, 390, 470, 4), [2020]),
    ],
)
def test_a_figure_out_of_its_bodys_range_is_told(counts: tuple[int, ...], expected: list[int]) -> None:
    assert [finding.year for finding in found(panel(*years(*counts)), "jump")] == expected


def text(year: int, *, same: bool) -> str:
    """Ten sentences, whose figures are the year's own."""
    topics = ["会议", "培训", "网站", "公报", "热线", "专栏", "档案", "目录", "督查", "考核"]
    other = "" if same else f"与往年不同的是第{'甲乙丙'[year % 3]}组负责"
    return "".join(f"全县认真做好{topic}方面的各项工作并取得{year}项明显成效{other}。" for topic in topics)


@pytest.mark.parametrize(("same", "expected"), [(True, ["text-reused"]), (False, [])])
def test_text_of_the_year_before_is_told(same: bool, expected: list[str]) -> None:
    reports = [filing(BODY, year) for year in (2021, 2022)]
    texts = {one.name: text(one.year or 0, same=same) for one in reports}
    assert [finding.id for finding in panel(*reports, texts=texts).findings] == expected
