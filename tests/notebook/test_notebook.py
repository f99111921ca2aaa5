"""The program in Python: what the documents show runs, and results show what they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support import fails

import extractor as ogi
from extractor.errors import InputError, UsageError

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "tests" / "documents"
READERS = ("grid", "regex")


def test_the_example_of_the_documents_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / "panel.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"<!-- example: .*-->\n```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(code, names)
    assert len(names["results"]) == len(list(SAMPLES.glob("*.gold.json")))
    assert set(names["frame"]["report"]) == {report.id for report in names["results"]}
    assert names["wide"]["body"].is_unique is False
    assert len(names["late"]) == 5
    assert "requests received" in set(names["series"]["label_en"])


@pytest.fixture(scope="module")
def results() -> ogi.Results:
    return ogi.extract(
        str(SAMPLES / "demo-2014.txt"), [SAMPLES / "demo-2021.txt"], readers=READERS, quiet=True
    )


def test_results_say_what_they_are(results: ogi.Results) -> None:
    assert repr(results) == "<Results: 2 files, 2 reports, 218 of 259 cells given>"
    assert str(results[0]) == "<ReportResult 青柳县人民政府 2014, form 2014: 18 of 59 cells given>"
    assert "<td>青柳县人民政府</td>" in results._repr_html_()
    assert repr(results.documents[0]).startswith("<DocumentResult ")


def test_frames_of_both_libraries(results: ogi.Results) -> None:
    assert results.to_frame().shape[0] == 259
    assert results.to_frame("wide", library="polars").height == 2
    with fails(UsageError, "frame.no-library"):
        results.to_frame(library="R")  # type: ignore[arg-type]


def test_kept_results_are_read_back(tmp_path: Path, results: ogi.Results) -> None:
    kept = ogi.extract(SAMPLES / "demo-2014.txt", readers=READERS, out=tmp_path, quiet=True)
    assert ogi.Results.read(tmp_path) == kept
    assert kept[0] == results[0]


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        ogi.extract(tmp_path / "gone.txt", readers=READERS, quiet=True)
    with fails(UsageError, "reader.unknown"):
        ogi.extract(SAMPLES, readers=("eyes",))


def test_a_file_that_fails_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_text("nothing of that kind", encoding="utf-8")
    results = ogi.extract(broken, SAMPLES / "demo-2014.txt", readers=READERS, quiet=True)
    assert len(results.failures) == 1 and "broken.txt" in results.failures[0]
    assert repr(results).endswith("1 files failed>")
