"""The four reports of Quzhou that this project began with, in every kind of file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from panel_support import NO_SEEDS, SEEDS

import extractor as ogi
from extractor.export import write_panel
from extractor.panel import Choice, Panel, choose_rows

YEARS = [2009, 2010, 2013, 2020]

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)


@pytest.fixture(scope="module")
def quzhou() -> Panel:
    (source,) = SEEDS.glob("001_*.txt")
    return choose_rows(ogi.extract(source, readers=("grid", "regex"), quiet=True).panel(), Choice(("衢州",)))


def test_four_rows_in_every_kind_of_file(quzhou: Panel, tmp_path: Path) -> None:
    csv, dta, parquet, xlsx = (tmp_path / f"panel.{end}" for end in ("csv", "dta", "parquet", "xlsx"))
    for path in (csv, dta, parquet, xlsx):
        write_panel(quzhou, path, shape="wide")
    frame = pd.read_csv(csv)
    assert frame["year"].tolist() == YEARS
    assert frame["breaks"].tolist()[-1] == "2014; 2019"
    assert pd.read_stata(dta)["req_new_total"].tolist()[-1] == 451
    assert pyreadstat.read_dta(str(dta))[0]["year"].tolist() == YEARS
    found: Any = duckdb.sql(f"select year, req_received from '{parquet}' order by year")
    assert found.fetchall()[2] == (2013, 42.0)
    assert [name[:4] for name in openpyxl.load_workbook(xlsx).sheetnames[2:6]] == [
        str(year) for year in YEARS
    ]


def test_the_series_has_its_breaks(quzhou: Panel, tmp_path: Path) -> None:
    write_panel(quzhou, tmp_path / "series.csv", shape="series")
    frame = pd.read_csv(tmp_path / "series.csv").set_index(["series", "year"]).sort_index()
    assert frame.loc[("received", 2020), "value"] == 451
    assert frame.loc[("refused", 2020), "breaks"] == "2014; 2019"
