"""Whose report a name stands for: every match says by which entry or rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from panel_support import filing, panel
from support import fails

from extractor.errors import DefinitionError
from extractor.output import remark_to_text
from extractor.panel import Row, load_register
from extractor.panel.names import name_to_parts, parts_to_name

REGISTER = load_register()


def parts(name: str) -> tuple[tuple[str, ...], str]:
    found = name_to_parts(name, REGISTER.names)
    return found.places, found.office


def steps(row: Row) -> list[str]:
    return [remark_to_text(step) for step in row.match.steps]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("衢州市人民政府", (("衢州市",), "")),
        ("青柳县", (("青柳县",), "")),
        ("临沅市青柳县政府", (("临沅市", "青柳县"), "")),
        ("浙江省人民政府办公厅", (("浙江省",), "人民政府办公室")),
        ("南通市通州区人民政府", (("南通市", "通州区"), "")),
        ("荆州市沙市区人民政府", (("荆州市", "沙市区"), "")),
        ("津市市人民政府", (("津市市",), "")),
        ("乐山市市中区人民政府", (("乐山市", "市中区"), "")),
        ("景德镇市浮梁县人民政府", (("景德镇市", "浮梁县"), "")),
        ("衢州市市场监督管理局", (("衢州市",), "市场监督管理局")),
        ("衢州市住房和城乡建设局", (("衢州市",), "住房和城乡建设局")),
        ("衢州市乡村振兴局", (("衢州市",), "乡村振兴局")),
        ("衢州市发改委", (("衢州市",), "发展和改革委员会")),
        ("景宁畲族自治县人民政府", (("景宁畲族自治县",), "")),
        ("上城区清波街道办事处", (("上城区", "清波街道"), "")),
        ("财政部", ((), "财政部")),
    ],
)
def test_a_name_is_taken_apart(name: str, expected: tuple[tuple[str, ...], str]) -> None:
    assert parts(name) == expected


def test_a_name_is_written_out() -> None:
    names = REGISTER.names
    written = [
        parts_to_name(name_to_parts(n, names), names) for n in ("青柳县", "清波街道办事处", "青柳县人社局")
    ]
    assert written == ["青柳县人民政府", "清波街道办事处", "青柳县人力资源和社会保障局"]


def test_one_body_under_its_spellings_is_one_row_a_year() -> None:
    made = panel(
        filing("青柳县政府", 2020),
        filing("青柳县人民政府", 2021),
        filing("青柳县政府办公厅", 2022, issuer_from="compiler"),
    )
    assert made.bodies == ("青柳县人民政府",)
    assert [steps(row) for row in made.rows] == [
        ["written 青柳县政府"],
        ["by its name as written"],
        ["written 青柳县政府办公厅", "made by 青柳县人民政府办公室, for its government"],
    ]


def test_a_general_office_that_is_named_in_the_title_reports_for_itself() -> None:
    made = panel(filing("青柳县人民政府办公室", 2021), filing("青柳县人民政府", 2021))
    assert made.bodies == ("青柳县人民政府", "青柳县人民政府办公室")


def test_a_county_that_became_a_district_goes_on() -> None:
    made = panel(filing("富阳市人民政府", 2013), filing("杭州市富阳区人民政府", 2016))
    assert made.bodies == ("杭州市富阳区人民政府",)
    assert steps(made.rows[0])[0] == "entry fuyang-2014: 富阳市 became 富阳区 in 2014"


def test_a_district_without_its_city_is_joined_where_only_one_can_be_meant() -> None:
    made = panel(filing("江干区人民政府", 2017), filing("杭州市江干区人民政府", 2018))
    assert made.bodies == ("杭州市江干区人民政府",)
    assert steps(made.rows[0])[0] == "江干区人民政府 has one larger place alone in other reports"


def test_a_name_of_several_cities_is_left_by_itself() -> None:
    made = panel(filing("鼓楼区人民政府", 2017), filing("南京市鼓楼区人民政府", 2018))
    assert made.bodies == ("南京市鼓楼区人民政府", "鼓楼区人民政府")
    (alone,) = (row for row in made.rows if row.body == "鼓楼区人民政府")
    assert steps(alone) == ["may lie in 南京市: left by itself"]


def test_an_office_goes_on_under_the_latest_name_that_reports_have() -> None:
    made = panel(
        filing("青柳县卫生局", 2012, form="2008"),
        filing("青柳县卫生健康局", 2020),
        filing("青柳县环境保护局", 2016, form="2014"),
    )
    assert made.bodies == ("青柳县卫生健康局", "青柳县环境保护局")
    assert steps(made.rows[0]) == [
        "entry health-2013: 卫生 became 卫生和计划生育 in 2013",
        "entry health-2018: 卫生和计划生育 became 卫生健康 in 2018",
    ]


def test_offices_that_were_merged_are_not_joined() -> None:
    made = panel(filing("青柳县工商行政管理局", 2016, form="2014"), filing("青柳县市场监督管理局", 2020))
    assert len(made.bodies) == 2
    assert steps(made.rows[0])[-1] == (
        "entry commerce-trade-2018: became a part of 市场监督管理 in 2018; not joined with it"
    )


def test_a_place_that_ended_is_not_joined_with_its_heirs() -> None:
    made = panel(filing("杭州市江干区人民政府", 2019, form="2019"), filing("杭州市上城区人民政府", 2021))
    assert len(made.bodies) == 2
    (ended,) = (row for row in made.rows if row.year == 2019)
    assert (
        steps(ended)[-1] == "entry jianggan-2021: ended in 2021, went into 上城区, 钱塘区; not joined with it"
    )


def test_who_does_not_say_whose_report_it_is_stands_in_no_row() -> None:
    made = panel(filing(None, 2020), filing("青柳县人民政府", None))
    assert made.rows == ()
    assert [remark_to_text(one.why) for one in made.unplaced] == [
        "does not say whose it is",
        "does not say of which year it is",
    ]


def test_the_users_file_stands_before_the_register(tmp_path: Path) -> None:
    own = tmp_path / "bodies.yaml"
    own.write_text(
        "bodies:\n- {id: lake, body: 镜湖新区, names: [{name: 镜湖管委会, last: 2019}, {name: 镜湖区政府, first: 2020}]}\n"
        "reports:\n- {file: '*odd*', body: 镜湖新区, year: 2018, scope: own}\n",
        encoding="utf-8",
    )
    made = panel(
        filing("镜湖管委会", 2017, form="2014"),
        filing("镜湖区政府", 2020),
        filing(None, None, path="odd.html"),
        register=load_register(own),
    )
    assert made.bodies == ("镜湖新区",)
    assert [(row.year, row.scope) for row in made.rows] == [
        (2017, "unstated"),
        (2018, "own"),
        (2020, "unstated"),
    ]
    assert steps(made.rows[1]) == ["the user's file says so of *odd*"]


def test_an_id_that_stands_twice_is_a_mistake(tmp_path: Path) -> None:
    own = tmp_path / "bodies.yaml"
    own.write_text(
        "places: [{id: fuyang-2014, was: 甲县, now: 甲区, year: 2014, kind: county-to-district}]",
        encoding="utf-8",
    )
    with fails(DefinitionError, "bodies.twice", names=("fuyang-2014",)):
        load_register(own)


def test_every_changed_place_leads_to_an_end() -> None:
    was = {(entry.within, entry.was): entry.now for entry in REGISTER.places}
    for (within, place), now in was.items():
        assert now != place
        assert (within, now) not in was


def test_every_part_and_end_is_a_place() -> None:
    for entry in REGISTER.parts:
        for place in (entry.whole, *entry.parts):
            assert parts(place) == ((place,), "")
    for ended in REGISTER.ended:
        assert parts(ended.place) == ((ended.place,), "")
