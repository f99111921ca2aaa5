"""Panels as a whole: what is missing, where series break, and the reports that this project began with."""

from __future__ import annotations

from pathlib import Path

import pytest
from panel_support import NO_SEEDS, SEEDS, filing, panel
from support import fails

import extractor as ogi
from extractor.errors import MissingInput, UnreadableInput
from extractor.forms import crosswalk
from extractor.panel import (
    Choice,
    SeriesValue,
    choose_rows,
    load_register,
    panel_to_series,
    places_of_region,
    read_panel,
    read_results,
)

BODY = "青柳县人民政府"


def test_missing_years_are_listed_within_the_panels_years() -> None:
    made = panel(filing(BODY, 2019, form="2019"), filing(BODY, 2021), filing("白鹭县人民政府", 2022))
    assert dict(made.missing_years) == {BODY: (2020, 2022), "白鹭县人民政府": (2019, 2020, 2021)}


def test_a_place_that_ended_owes_no_more() -> None:
    made = panel(filing("江干区人民政府", 2019, form="2019"), filing(BODY, 2022))
    assert dict(made.missing_years)["江干区人民政府"] == (2020,)


def test_parts_without_any_report_are_listed() -> None:
    made = panel(filing("舟山市人民政府", 2021), filing("定海区人民政府", 2021))
    assert made.missing_bodies == (("舟山市", ("普陀区", "岱山县", "嵊泗县")),)


def test_breaks_are_marked_at_the_first_row_behind_them() -> None:
    made = panel(
        filing(BODY, 2012, form="2008"),
        filing(BODY, 2013, form="2008"),
        filing(BODY, 2015, form="2014"),
        filing(BODY, 2021),
    )
    assert [row.breaks for row in made.rows] == [(), (), (2014,), (2019, 2021)]
    made = panel(filing(BODY, 2013, form="2008"), filing(BODY, 2015, form="2014", path="汇总.html"))
    assert made.rows[1].breaks == (2014,)  # whatever the figures count


def test_rows_are_chosen_by_body_and_year() -> None:
    made = panel(filing(BODY, 2020, form="2019"), filing(BODY, 2021), filing("白鹭县人民政府", 2021))
    assert [row.key[:2] for row in choose_rows(made, Choice(("青柳",), 2021)).rows] == [(BODY, 2021)]


def test_a_region_is_its_places_down_to_the_last() -> None:
    places = places_of_region("浙江省", load_register())
    assert {"浙江省", "衢州市", "江山市", "舟山市"} <= set(places)
    assert "普陀区" not in places  # Shanghai has one, too
    assert places_of_region("青柳县", load_register()) == ("青柳县",)


def values(made: tuple[SeriesValue, ...], series: str) -> list[tuple[int, int, float | None, bool]]:
    return [(v.row.year, v.definition, v.value, v.bridge) for v in made if v.series == series]


def test_a_series_goes_over_editions() -> None:
    made = panel_to_series(
        panel(
            filing(BODY, 2013, {"requests.received": 40}, form="2008"),
            filing(BODY, 2018, {"requests.received": 42}, form="2014"),
            filing(BODY, 2019, {"requests.new.total": 44}, form="2019"),
        )
    )
    assert values(made, "received") == [
        (2013, 2008, 40, False),
        (2018, 2014, 42, False),
        (2019, 2019, 44, False),
    ]
    assert all(value.breaks == () for value in made if value.series == "received")


def test_a_series_whose_meaning_changed_breaks() -> None:
    denied = dict.fromkeys(
        ("replies.denied", "replies.not_this_organ", "replies.nonexistent", "replies.amend"), 2
    )
    made = panel_to_series(
        panel(
            filing(BODY, 2013, {"replies.refused": 9}, form="2008-shanghai"),
            filing(BODY, 2014, denied, form="2014"),
        )
    )
    refused = [value for value in made if value.series == "refused"]
    assert [(value.row.year, value.value, [year for year, _ in value.breaks]) for value in refused] == [
        (2013, 9, []),
        (2014, 8, [2014]),
    ]


def test_a_year_that_is_reported_by_two_definitions_is_a_bridge() -> None:
    both = dict.fromkeys(
        ("replies.denied", "replies.not_this_organ", "replies.nonexistent", "replies.amend"), 2
    )
    made = panel_to_series(panel(filing(BODY, 2013, both | {"replies.refused": 9}, form="2008")))
    assert values(made, "refused") == [(2013, 2008, 9, True), (2013, 2014, 8, True)]


def test_two_reports_of_a_year_on_two_editions_are_a_bridge() -> None:
    denied = dict.fromkeys(
        ("replies.denied", "replies.not_this_organ", "replies.nonexistent", "replies.amend"), 2
    )
    made = panel(
        filing(BODY, 2014, denied, form="2014", path="new.html"),
        filing(BODY, 2014, {"replies.refused": 9}, form="2008-shanghai", path="old.html"),
    )
    assert values(panel_to_series(made), "refused") == [(2014, 2014, 8, True), (2014, 2008, 9, True)]


def test_a_sum_with_a_missing_term_has_no_value() -> None:
    made = panel_to_series(panel(filing(BODY, 2015, {"replies.denied": 2}, form="2014")))
    (value,) = (value for value in made if value.series == "refused")
    assert (value.value, value.status, len(value.missing)) == (None, "not_stated", 3)


def test_a_form_that_merges_two_items_has_them_in_the_series() -> None:
    merged = {"replies.not_this_organ_or_nonexistent": 9}
    made = panel_to_series(panel(filing(BODY, 2013, merged, form="2008-zhejiang")))
    assert values(made, "not_held") == [(2013, 2008, 9, False)]


def test_every_link_has_an_id_of_its_own() -> None:
    ids = [link.id for link in crosswalk().links]
    assert len(set(ids)) == len(ids)


def test_where_there_are_no_results_is_said(tmp_path: Path) -> None:
    with fails(MissingInput, "panel.no-results"):
        read_results(tmp_path)
    with fails(MissingInput, "panel.missing"):
        read_results(tmp_path / "gone")
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with fails(UnreadableInput, "result.foreign"):
        list(read_results(tmp_path))


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
def test_the_four_reports_of_quzhou_are_four_rows_with_their_breaks(tmp_path: Path) -> None:
    (source,) = SEEDS.glob("001_*.txt")
    results = ogi.extract(source, readers=("grid", "regex"), out=tmp_path, quiet=True)
    assert len(results) == 5
    made = choose_rows(read_panel(tmp_path), Choice(("衢州",)))
    assert [(row.body, row.year, row.filing.form, row.breaks) for row in made.rows] == [
        ("衢州市人民政府", 2009, "2008", ()),
        ("衢州市人民政府", 2010, "2008", ()),
        ("衢州市人民政府", 2013, "2008-zhejiang", ()),
        ("衢州市人民政府", 2020, "2019", (2014, 2019)),
    ]
    received = [v.value for v in panel_to_series(made) if v.series == "received"]
    assert received[2:] == [42, 451]
