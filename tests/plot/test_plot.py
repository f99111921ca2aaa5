"""What charts draw, and that they are drawn with their Chinese."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from panel_support import filing, panel

from extractor.panel import Failed, Panel, PanelCell, Witness
from extractor.plot import FIGURES, panel_to_pictures, panel_to_subject, write_pictures

BODY = "青柳县人民政府"
PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def made() -> Panel:
    old = filing(BODY, 2018, {"requests.received": 12, "requests.fax": 3}, form="2014")
    broken = replace(old, failed=(Failed("identity-broken-by-report", "warning", "req-channels"),))
    cells = dict(broken.cells)
    for key, (rules, model) in {
        "requests.mail": (4, 4),
        "requests.online": (4, 5),
        "requests.closed": (4, None),
    }.items():
        read = [Witness("regex", rules, True)] + [Witness("llm", model, True)] * (model is not None)
        cells[key] = PanelCell(4, "reported", "件", witnesses=tuple(read))
    other = filing("白鹭县人民政府", 2018, {}, form="2014")
    new = {"requests.new.total": 20, "requests.granted.total": 9, "requests.partial.total": 2}
    return panel(replace(broken, cells=cells), other, filing(BODY, 2019, new, form="2019"))


def test_coverage_is_a_share_of_the_reports_whose_form_has_the_item(made: Panel) -> None:
    shares = {(f["key"], f["year"]): f["share"] for f in FIGURES["coverage"](made)}
    assert shares["requests.received", 2018] == 0.5
    assert ("requests.received", 2019) not in shares
    assert shares["requests.new.total", 2019] == 1
    assert ("requests.new.business", 2019) not in shares


def test_outcomes_are_summed_by_year_and_scope(made: Panel) -> None:
    found = [(f["year"], f["series"], f["value"], f["bodies"]) for f in FIGURES["outcomes"](made)]
    assert found == [
        (2018, "received", 12, 1),
        (2019, "granted", 9, 1),
        (2019, "partial", 2, 1),
        (2019, "received", 20, 1),
    ]


def test_failed_identities_are_a_share_of_the_forms_reports(made: Panel) -> None:
    assert [(f["identity"], f["failing"], f["reports"]) for f in FIGURES["identities"](made)] == [
        ("2014 req-channels", 1, 2)
    ]


def test_rules_and_model_agree_differ_or_are_alone(made: Panel) -> None:
    found = {f["reading"]: f["cells"] for f in FIGURES["agreement"](made)}
    assert found == {"一致": 1, "不一致": 1, "仅规则": 1}


def test_pictures_are_written_with_one_page(made: Panel, tmp_path: Path) -> None:
    subject = panel_to_subject(made, ())
    pictures = panel_to_pictures(made, subject, ("outcomes", "agreement"))
    written = write_pictures(pictures, tmp_path, subject)
    assert [path.name for path in written] == [
        "outcomes.svg", "outcomes.png", "agreement.svg", "agreement.png", "index.html",
    ]  # fmt: skip
    assert all(picture.png.startswith(PNG) for picture in pictures)
    assert "收到申请" in pictures[0].svg and "WenQuanYi Micro Hei" in pictures[0].svg
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2 and "<script" not in page and "收到申请" in page


def test_the_font_draws_chinese_and_no_boxes(made: Panel) -> None:
    """Two subjects of other characters give other pictures; boxes in their place would be alike."""
    one, two = (panel_to_pictures(made, subject, ("agreement",))[0].png for subject in ("青柳", "白鹭"))
    assert one != two


def test_a_chart_without_figures_says_so() -> None:
    (picture,) = panel_to_pictures(panel(), "无", ("identities",))
    assert "没有可画的数据" in picture.svg


def test_markup_of_names_is_text(tmp_path: Path) -> None:
    made = panel(filing("<script>alert(1)</script>局", 2021, {"requests.new.total": 3}))
    pictures = panel_to_pictures(made, "<script>", ("outcomes",))
    write_pictures(pictures, tmp_path, "<script>")
    assert "<script>" not in (tmp_path / "index.html").read_text(encoding="utf-8")
