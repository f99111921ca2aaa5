"""Scores on a tiny gold made up here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from extractor.errors import InputError
from extractor.records import Number, Status
from extractor.results import (
    CandidateResult,
    CellResult,
    DocumentResult,
    EvidenceResult,
    ProvenanceResult,
    ReportResult,
    SourceResult,
    UsageResult,
    result_to_json,
    write_whole,
)
from extractor.score import (
    Counts,
    Gold,
    group_scores,
    score_folders,
    score_results,
    score_to_json,
    score_to_view,
    wilson,
)


def cell(value: Number | None, status: Status = "reported", **others: Number) -> CellResult:
    """A cell that `llm` filled; `others` are what other backends proposed."""
    evidence = EvidenceResult(kind="sentence", ref="s1", start=0, end=4, text="共12件", mark=(1, 3))
    proposals = {"llm": value} | others
    candidates = tuple(
        CandidateResult(backend=b, value=v, status="reported", evidence=evidence, accepted=True, why="")
        for b, v in proposals.items()
        if v is not None and status != "derived"
    )
    return CellResult(
        value=value,
        status=status,
        unit="件",
        backend="llm",
        reason="",
        evidence=evidence,
        candidates=candidates,
    )


def report(cells: dict[str, CellResult], **changes: Any) -> ReportResult:
    options: dict[str, Any] = {
        "issuer": "青柳县人民政府",
        "year": 2014,
        "form": "2014",
        "lines": (1, 10),
    } | changes
    return ReportResult(
        id="r1",
        region=None,
        form_reason="",
        cells=cells,
        findings=(),
        usage=UsageResult(calls=0, retries=0, prompt_tokens=0, completion_tokens=0, seconds=0),
        provenance=ProvenanceResult(model=None, prompts={}, version="0"),
        **options,
    )


def document(*reports: ReportResult, name: str = "a.txt") -> DocumentResult:
    source = SourceResult(path=f"some/where/{name}", sha256="0" * 64, media_type="text/plain")
    return DocumentResult(source=source, reports=reports)


def gold(values: dict[str, Number], **changes: Any) -> Gold:
    options: dict[str, Any] = {"id": "a", "source": "a.txt", "lines": (1, None), "issuer": None, "year": 2014}
    cells = {key: {"value": value, "status": "reported"} for key, value in values.items()}
    return Gold.model_validate({"form": "2014", "cells": cells} | options | changes)


CELLS = {
    "right": cell(12),
    "wrong": cell(13),
    "invented": cell(1),
    "missed": cell(None, "not_stated"),
    "blank": cell(None, "blank"),
    "closed": cell(4, "derived"),
    "unclear": cell(9),
    "none": cell(0, "none_stated"),
}
STATED: dict[str, Number] = {"right": 12, "wrong": 12, "missed": 5, "closed": 4, "unclear": 8, "none": 0}


def test_counts_and_mistakes() -> None:
    (score,) = score_results([document(report(CELLS))], [gold(STATED, ambiguous=["unclear"])])
    assert score.counts == Counts(
        right=2, false=2, missed=3
    )  # the wrong one is both, the derived one not given
    assert [(m.kind, m.key, m.expected, m.given) for m in score.mistakes] == [
        ("missed", "closed", 4, None),
        ("invented", "invented", None, 1),
        ("missed", "missed", 5, None),
        ("wrong", "wrong", 12, 13),
    ]
    assert score.mismatches == ()


def test_shares() -> None:
    counts = Counts(right=8, false=2, missed=8)
    assert (counts.precision, counts.recall) == (0.8, 0.5)
    assert counts.f1 == pytest.approx(2 * 0.8 * 0.5 / 1.3)
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)


@pytest.mark.parametrize(
    ("part", "whole", "interval"),
    [(81, 263, (0.2553, 0.3663)), (0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (0, 0, None)],
)
def test_wilson(part: int, whole: int, interval: tuple[float, float] | None) -> None:
    assert wilson(part, whole) == (interval and pytest.approx(interval, abs=1e-4))


def test_one_backend_alone() -> None:
    reports = [document(report({"a": cell(12, grid=3), "b": cell(2)}))]
    golds = [gold({"a": 3, "b": 2})]
    assert score_results(reports, golds)[0].counts == Counts(1, 1, 1)
    assert score_results(reports, golds, "grid")[0].counts == Counts(1, 0, 1)
    assert score_results(reports, golds)[0].backends == {"grid": Counts(1, 0, 1), "llm": Counts(1, 1, 1)}


def test_a_backend_without_a_proposal_missed_all() -> None:
    results = [document(report({"a": cell(1)})), document(report({"a": cell(1, grid=1)}), name="b.txt")]
    golds = [gold({"a": 1}), gold({"a": 1}, id="b", source="b.txt")]
    assert group_scores(score_results(results, golds))["backend"] == {
        "grid": Counts(1, 0, 1),
        "llm": Counts(2, 0, 0),
    }


class TestMatching:
    def test_by_year_within_a_file(self) -> None:
        results = [document(report({"a": cell(1)}, year=2013), report({"a": cell(2)}, year=2014))]
        golds = [gold({"a": 2}), gold({"a": 1}, id="b", year=2013)]
        assert [score.counts for score in score_results(results, golds)] == [Counts(1, 0, 0)] * 2

    def test_a_misread_year_is_matched_by_lines_and_named(self) -> None:
        results = [document(report({"a": cell(1)}, year=2012, form="2008", issuer="某局"))]
        (score,) = score_results(results, [gold({"a": 1}, issuer="青柳县人民政府")])
        assert score.counts == Counts(1, 0, 0)
        assert score.mismatches == (
            "issuer: 某局 instead of 青柳县人民政府",
            "year: 2012 instead of 2014",
            "form: 2008 instead of 2014",
        )

    def test_an_unknown_issuer_in_the_gold_is_no_mismatch(self) -> None:
        (score,) = score_results([document(report({}))], [gold({})])
        assert score.mismatches == ()

    def test_no_result_misses_all(self) -> None:
        (score,) = score_results([document(report({}), name="other.txt")], [gold({"a": 1, "b": 2})])
        assert (score.found, score.counts) == (False, Counts(0, 0, 2))


class TestFolders:
    def test_from_files_to_json(self, tmp_path: Path) -> None:
        write_whole(tmp_path / "run" / "a.json", result_to_json(document(report(CELLS))))
        write_whole(tmp_path / "gold" / "a.gold.json", gold(STATED).model_dump_json())
        scored = score_folders(tmp_path / "run", tmp_path / "gold")
        content = json.loads(json.dumps(score_to_json(scored)))
        assert content["overall"]["all"]["right"] == 2
        assert content["report"]["a"]["precision_interval"][0] < content["report"]["a"]["precision"]
        assert content["reports"][0]["mistakes"][1]["evidence"]["text"] == "共12件"

    @pytest.mark.parametrize(("name", "text"), [("a.json", "{}"), ("b.txt", "")])
    def test_no_results(self, tmp_path: Path, name: str, text: str) -> None:
        write_whole(tmp_path / "run" / name, text)
        write_whole(tmp_path / "gold" / "a.gold.json", gold({}).model_dump_json())
        with pytest.raises(InputError, match=r"not a result file|no \*\.json in it"):
            score_folders(tmp_path / "run", tmp_path / "gold")

    @pytest.mark.parametrize("text", ["{", "{}", '{"id": 1}'])
    def test_bad_gold(self, tmp_path: Path, text: str) -> None:
        write_whole(tmp_path / "a.gold.json", text)
        with pytest.raises(InputError, match=r"a\.gold\.json: not a gold file"):
            score_folders(tmp_path, tmp_path)

    def test_no_gold_folder(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such folder"):
            score_folders(tmp_path, tmp_path / "gold")


def test_view_lists_mistakes_with_their_evidence() -> None:
    console = Console(width=100, no_color=True)
    with console.capture() as capture:
        console.print(score_to_view(score_results([document(report(CELLS))], [gold(STATED)])))
    shown = capture.get()
    assert "wrong wrong: 13 instead of 12  [s1] 共12件" in shown
    assert "missed missed: nothing instead of 5" in shown
