"""Small reports through the whole flow, each with one way in which real ones are misread: tests/small/*.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from quality import refuse

from extractor.ids import GIVEN
from extractor.output.results import ReportResult
from extractor.pipeline import Settings, extract_file

SMALL = Path(__file__).parent / "small"


def small_reports() -> Iterator[Any]:
    for path in sorted(SMALL.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            missed = case.get("missed")
            marks = [pytest.mark.xfail(reason=missed, strict=True)] if missed else []
            yield pytest.param(case, id=case["id"], marks=marks)


def given(report: ReportResult) -> dict[str, float]:
    return {key: float(cell.value or 0) for key, cell in report.cells.items() if cell.status in GIVEN}


@pytest.mark.parametrize("case", list(small_reports()))
def test_a_small_report(case: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(f"{case['title']}\n{case['text']}\n", encoding="utf-8")
    read = extract_file(file, Settings(asker=refuse, readers=("grid", "regex"))).reports
    wanted = case.get("reports") or [case]
    assert len(read) == len(wanted)
    for report, want in zip(read, wanted, strict=True):
        cells = given(report)
        stated = want.get("cells") or {}
        assert {key: cells.get(key) for key in stated} == pytest.approx(stated)
        assert cells.keys().isdisjoint(want.get("absent") or ())
        assert all(cells.get(key) != value for key, value in (want.get("not_value") or {}).items())
        assert report.issuer == want.get("issuer", report.issuer)
