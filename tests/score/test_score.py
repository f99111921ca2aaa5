"""Scores on a tiny gold made up here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from support import fails

from extractor.errors import InputError
from extractor.forms.editions import find_form
from extractor.ids import Rule, Status
from extractor.output.files import write_whole
from extractor.output.messages import rule_to_text
from extractor.output.results import (
    CandidateResult,
    CellResult,
    DocumentResult,
    EvidenceResult,
    ProvenanceResult,
    ReportResult,
    SourceResult,
    UsageResult,
    result_to_json,
)
from extractor.records import Number
from extractor.score import (
    Counts,
    Gold,
    Outcome,
    count_outcomes,
    count_rules,
    estimate,
    group_scores,
    score_folders,
    score_results,
    score_to_json,
    wilson,
)
from extractor.score.counts import ENOUGH_REPORTS, bootstrap_f1
from extractor.score.markdown import score_to_markdown
from extractor.score.score_view import score_to_view
from extractor.score.scoring import Mismatch


def cell(
    value: Number | None,
    status: Status = "reported",
    rule: Rule = "sole",
    text: str = "共12件",
    **others: Number | None,
) -> CellResult:
    """A cell that `llm` filled; `others` are what other backends proposed."""
    evidence = EvidenceResult(kind="sentence", ref="s1", start=0, end=4, text=text, mark=(1, 3))
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
        reason=rule_to_text(rule),
        rule=rule,
        evidence=None if value is None else evidence,
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
BAR = re.compile(r"(?<!\\)\|")  # not those that are escaped
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
    backends = score_results(reports, golds)[0].backends
    assert backends == {"grid": {"a": "right", "b": "missed"}, "llm": {"a": "wrong", "b": "right"}}


def test_a_backend_without_a_proposal_missed_all() -> None:
    results = [document(report({"a": cell(1)})), document(report({"a": cell(1, grid=1)}), name="b.txt")]
    golds = [gold({"a": 1}), gold({"a": 1}, id="b", source="b.txt")]
    assert group_scores(score_results(results, golds))["backend"] == {
        "grid": Counts(1, 0, 1),
        "llm": Counts(2, 0, 0),
        "decided": Counts(2, 0, 0),
    }


def test_what_a_table_told_is_not_held_against_those_who_read_sentences() -> None:
    cells = {"told": cell(1, llm=None, grid=1), "said": cell(2), "heard": cell(3, llm=4, regex=3)}
    scores = score_results([document(report(cells))], [gold({"told": 1, "said": 2, "heard": 3})])
    groups = group_scores(scores)
    assert groups["backend"] == {
        "grid": Counts(1, 0, 2),
        "llm": Counts(1, 1, 2),
        "regex": Counts(1, 0, 2),
        "decided": Counts(3, 0, 0),
    }
    assert groups["backend, narrative"] == {
        "llm": Counts(1, 1, 1),
        "regex": Counts(1, 0, 1),
        "decided": Counts(2, 0, 0),
    }


def test_by_block() -> None:
    cells = {"requests.received": cell(1), "requests.mail": cell(2), "fees.collected": cell(3)}
    stated: dict[str, Number] = {"requests.received": 1, "requests.mail": 3, "review.total": 1}
    blocks = group_scores(score_results([document(report(cells))], [gold(stated)]))["block"]
    assert blocks == {"fees": Counts(0, 1, 0), "requests": Counts(1, 1, 1), "review": Counts(0, 0, 1)}


def test_each_rule_with_what_became_of_its_cells() -> None:
    silent = cell(None, "not_stated", "silent")
    cells = {
        "a": cell(1),
        "b": cell(2),
        "c": cell(None, "disputed", "disputed"),
        "d": cell(None, "disputed", "disputed"),
        "e": cell(1, "derived", "closed"),
        **dict.fromkeys("fgh", silent),
    }
    rules = count_rules(score_results([document(report(cells))], [gold({"a": 1, "b": 1, "c": 7, "f": 1})]))
    assert {name: (rule.cells, rule.counts) for name, rule in rules.items()} == {
        "silent": (3, Counts(0, 0, 1)),
        "sole": (2, Counts(1, 1, 1)),
        "disputed": (2, Counts(0, 0, 1)),
        "closed": (1, Counts(0, 0, 0)),
    }
    assert next(iter(rules)) == "silent"


def kinds(right: int, wrong: int = 0, invented: int = 0, missed: int = 0) -> list[Outcome]:
    counts: dict[Outcome, int] = {"right": right, "wrong": wrong, "invented": invented, "missed": missed}
    return [kind for kind, count in counts.items() for _ in range(count)]


class TestBootstrap:
    def test_it_is_the_same_each_time_and_holds_the_share(self) -> None:
        sample = [kinds(80, 5, 5, 10)]
        low, high = bootstrap_f1(sample) or (1, 0)
        f1 = count_outcomes(sample[0]).f1
        assert f1 and low < f1 < high and high - low == pytest.approx(0.12, abs=0.03)
        assert bootstrap_f1(sample) == (low, high)

    def test_many_reports_are_resampled_whole(self) -> None:
        """The cells of a report fail together here: resampled one by one they would look surer than they are."""
        good, bad = kinds(20), kinds(0, missed=20)
        few = bootstrap_f1([good, bad] * (ENOUGH_REPORTS // 2 - 1)) or (0, 0)
        many = bootstrap_f1([good, bad] * (ENOUGH_REPORTS // 2)) or (0, 0)
        assert few[1] - few[0] < 0.2 < 0.4 < many[1] - many[0]

    @pytest.mark.parametrize("sample", [[], [[]], [kinds(9)], [kinds(0, missed=4)], [kinds(3)] * 20])
    def test_what_has_no_spread_has_no_interval(self, sample: list[list[Outcome]]) -> None:
        assert bootstrap_f1(sample) is None

    def test_an_estimate_has_all_three(self) -> None:
        found = estimate([kinds(8, missed=2), kinds(9, invented=1)])
        assert found.counts == Counts(17, 1, 2)
        assert found.precision == wilson(17, 18) and found.recall == wilson(17, 19)
        assert found.f1 and found.f1[0] < 34 / 37 < found.f1[1]


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
            Mismatch("issuer", "青柳县人民政府", "某局"),
            Mismatch("year", 2014, 2012),
            Mismatch("form", "2014", "2008"),
        )

    def test_an_unknown_issuer_in_the_gold_is_no_mismatch(self) -> None:
        (score,) = score_results([document(report({}))], [gold({})])
        assert score.mismatches == ()

    def test_no_result_misses_all(self) -> None:
        (score,) = score_results([document(report({}), name="other.txt")], [gold({"a": 1, "b": 2})])
        assert (score.found, score.counts) == (False, Counts(0, 0, 2))


class TestFolders:
    def test_from_files_to_json(self, tmp_path: Path) -> None:
        silent = dict.fromkeys(find_form("2014").by_key, cell(None, "not_stated", "silent"))
        run = tmp_path / "run" / "county"  # below the folder that is named, as its sources lay below theirs
        write_whole(run / "a.json", result_to_json(document(report({**silent, **CELLS}))))
        write_whole(tmp_path / "gold" / "a.gold.json", gold(STATED).model_dump_json())
        scored = score_folders(tmp_path / "run", tmp_path / "gold")
        content = json.loads(json.dumps(score_to_json(scored)))
        assert content["overall"]["all"]["right"] == 2
        for share in ("precision", "recall", "f1"):
            low, high = content["report"]["a"][f"{share}_interval"]
            assert low < content["report"]["a"][share] < high
        assert content["rule"]["sole"]["cells"] == len(CELLS)
        assert content["reports"][0]["mistakes"][1]["evidence"]["text"] == "共12件"

    @pytest.mark.parametrize(
        ("name", "text", "id"), [("a.json", "{}", "result.foreign"), ("b.txt", "", "folder.lacks")]
    )
    def test_no_results(self, tmp_path: Path, name: str, text: str, id: str) -> None:
        write_whole(tmp_path / "run" / name, text)
        write_whole(tmp_path / "gold" / "a.gold.json", gold({}).model_dump_json())
        with fails(InputError, id):
            score_folders(tmp_path / "run", tmp_path / "gold")

    @pytest.mark.parametrize(
        "text",
        ["{", "{}", '{"id": 1}', "[" * 100_000, '{"id": "\\ud800"}']
        + [
            gold({"a": 5}).model_dump_json().replace("5", n) for n in ("NaN", "-Infinity", "1e400", "9" * 400)
        ],
    )
    def test_bad_gold(self, tmp_path: Path, text: str) -> None:
        write_whole(tmp_path / "a.gold.json", text)
        with fails(InputError, "gold.foreign"):
            score_folders(tmp_path, tmp_path)

    def test_no_gold_folder(self, tmp_path: Path) -> None:
        with fails(InputError, "folder.missing"):
            score_folders(tmp_path, tmp_path / "gold")


def render(golds: list[Gold], *reports: ReportResult, width: int = 100) -> str:
    console = Console(width=width, no_color=True)
    with console.capture() as capture:
        console.print(score_to_view(score_results([document(*reports)], golds), width))
    return capture.get()


def test_view_lists_mistakes_with_their_evidence() -> None:
    cells = {**CELLS, "missed": cell(None, "disputed", "disputed")}
    shown = render([gold(STATED)], report(cells))
    assert "wrong wrong: 13 instead of 12  [s1] 共12件" in shown
    assert "missed missed: nothing instead of 5  disputed" in shown


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_cut_on_a_narrow_screen(width: int) -> None:
    shown = render([gold(STATED)], report(CELLS), width=width)
    (row,) = [line for line in shown.splitlines() if line.startswith(" all ")]
    counts, last = row.split()[:4], row.split()[-1]
    assert counts == ["all", "2", "3", "4"] and last.startswith("(") == (width >= 76)
    assert ("have room on a screen of 76 columns" in shown) == (width < 76)


def test_view_has_every_group_and_rule() -> None:
    shown = render([gold(STATED)], report(CELLS))
    titles = ("by report", "by form", "by block", "by backend", "by backend, narrative", "overall")
    assert [title for title in titles if title not in shown] == []
    assert "decided by" in shown and "the only grounded candidate" in shown


class TestMarkdown:
    def test_every_table_has_as_many_columns_as_its_head(self) -> None:
        scores = score_results([document(report(CELLS))], [gold(STATED), gold({}, id="b", source="b.txt")])
        blocks = score_to_markdown(scores).split("\n\n")
        tables = [block.splitlines() for block in blocks if block.startswith("|")]
        assert len(tables) == 9
        for head, marks, *rows in tables:
            assert re.fullmatch(r"\|( :?-+:? \|)+", marks)
            assert {len(BAR.findall(row)) for row in (marks, *rows)} == {len(BAR.findall(head))}
        assert "- b: no result" in blocks[-1]

    def test_what_a_report_says_cannot_break_a_table(self) -> None:
        text = "甲|乙\n<b>*12*</b> `件` \\ [x](y)"
        scores = score_results([document(report({"a": cell(13, text=text)}))], [gold({"a": 12})])
        (line,) = (line for line in score_to_markdown(scores).splitlines() if "wrong" in line)
        assert line == (r"| a | wrong | a | 13 | 12 | s1 | 甲\|乙 \<b\>\*12\*\</b\> \`件\` \\ \[x\](y) |")

    def test_nothing_wrong_lists_nothing(self) -> None:
        scores = score_results([document(report({"a": cell(1)}))], [gold({"a": 1})])
        assert "###" not in score_to_markdown(scores)
