"""The floor of what was reached: this project's own, and how one is made, held, renewed and lowered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import quality
from quality import CORPORA, FLOOR, Corpus, check_floor, measure, read_floor, renew_floor
from support import first_offers
from test_cassettes import silent
from test_recording import record, write_report

from extractor.records import Number
from extractor.score import Counts

STATED: Mapping[str, Number] = {"disclosure.total": 1300, "requests.received": 40, "requests.online": 20}


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
def test_this_project_holds_its_floor(corpus: Corpus) -> None:
    if not corpus.is_here:
        pytest.skip(f"the {corpus.name} do not lie beside this checkout")
    if problems := "\n".join(check_floor([corpus], FLOOR)):
        pytest.fail(problems, pytrace=False)


def write_gold(folder: Path, stated: Mapping[str, Number] = STATED) -> None:
    cells = {key: {"value": value, "status": "reported"} for key, value in stated.items()}
    head = {"id": "qingyan", "source": "qingyan-0.txt", "lines": [1, None], "issuer": None, "year": 2015}
    path = folder / "qingyan.gold.json"
    path.write_text(json.dumps(head | {"form": "2014", "cells": cells}), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """One report with its gold, answered by a model that finds everything."""
    report = write_report(tmp_path)
    write_gold(tmp_path)
    record(report, tmp_path / "good", answer=first_offers)
    return Corpus("made-up", tmp_path, tmp_path, tmp_path / "good", "all")


@pytest.fixture
def fallen(corpus: Corpus) -> Corpus:
    """The same, answered by a model that finds nothing."""
    record(corpus.documents / "qingyan-0.txt", corpus.documents / "bad", answer=silent)
    return replace(corpus, cassettes=corpus.documents / "bad")


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    return tmp_path / "quality.json"


def check(corpus: Corpus, floor: Path) -> list[str]:
    return list(check_floor([corpus], floor))


def renew(corpus: Corpus, floor: Path, *, lower: bool = False) -> list[str]:
    return list(renew_floor([corpus], floor, lower=lower))


def test_what_is_reached_is_counted_decided_and_by_backend(corpus: Corpus, fallen: Corpus) -> None:
    reached = measure(corpus).reached
    assert {name: way.counts for name, way in reached.items()} == {
        "decided": Counts(3, 0, 0),
        "llm, narrative": Counts(3, 0, 0),
        "regex, narrative": Counts(3, 0, 0),
    }
    assert measure(fallen).reached["llm, narrative"].counts == Counts(0, 0, 3)


def test_a_floor_is_asked_for_made_and_held(corpus: Corpus, floor: Path) -> None:
    (problem,) = check(corpus, floor)
    assert "there is no floor yet" in problem
    assert renew(corpus, floor) == []
    assert check(corpus, floor) == []
    assert read_floor(floor) == {"made-up": measure(corpus)}


def test_a_drop_fails_and_names_the_cells(corpus: Corpus, fallen: Corpus, floor: Path) -> None:
    renew(corpus, floor)
    assert check(fallen, floor) == [
        "made-up: llm, narrative: precision 100.00% to 0.00%, f1 100.00% to 0.00%\n"
        "  qingyan disclosure.total: missed, was right\n"
        "  qingyan requests.online: missed, was right\n"
        "  qingyan requests.received: missed, was right"
    ]


def test_a_rise_passes_and_is_kept_when_asked(corpus: Corpus, fallen: Corpus, floor: Path) -> None:
    renew(fallen, floor)
    assert check(corpus, floor) == []
    assert read_floor(floor)["made-up"] == measure(fallen)
    assert renew(corpus, floor) == []
    assert read_floor(floor)["made-up"] == measure(corpus)


def test_lowering_needs_its_flag(corpus: Corpus, fallen: Corpus, floor: Path) -> None:
    renew(corpus, floor)
    before = floor.read_bytes()
    (problem,) = renew(fallen, floor)
    assert "llm, narrative: precision 100.00% to 0.00%" in problem and floor.read_bytes() == before
    assert renew(fallen, floor, lower=True) == []
    assert check(fallen, floor) == []


def test_a_lower_precision_fails_though_f1_rises(corpus: Corpus, floor: Path) -> None:
    write_gold(corpus.gold, {key: STATED[key] for key in ("requests.received", "requests.online")})
    renew(corpus, floor)
    levels = json.loads(floor.read_text(encoding="utf-8"))
    levels["made-up"]["reached"]["decided"] = {"right": 1, "false": 0, "missed": 1, "mistakes": {}}
    floor.write_text(json.dumps(levels), encoding="utf-8")
    assert check(corpus, floor) == [
        "made-up: decided: precision 100.00% to 66.67%\n  qingyan disclosure.total: invented, was right"
    ]


def test_gold_that_changed_needs_a_new_floor(corpus: Corpus, floor: Path) -> None:
    renew(corpus, floor)
    write_gold(corpus.gold, {**STATED, "requests.mail": 20})
    (problem,) = check(corpus, floor)
    assert "the gold changed" in problem
    assert "decided: f1 100.00% to 85.71%" in renew(corpus, floor)[0]
    assert renew(corpus, floor, lower=True) == []
    assert check(corpus, floor) == []


def test_stale_recordings_are_named_and_nothing_is_written(corpus: Corpus, floor: Path) -> None:
    write_report(corpus.documents, changes={"40件": "41件"})
    (problem,) = check(corpus, floor)
    assert problem.startswith("made-up: the recordings are stale") and "question 1" in problem
    assert renew(corpus, floor) == [problem] and not floor.exists()


def test_what_does_not_lie_here_keeps_its_floor(corpus: Corpus, floor: Path) -> None:
    renew(corpus, floor)
    away = replace(corpus, name="away", documents=corpus.documents / "away")
    assert list(check_floor([corpus, away], floor)) == []
    assert renew(away, floor) == []
    assert list(read_floor(floor)) == ["made-up"]


class TestCommand:
    def run(self, monkeypatch: pytest.MonkeyPatch, floor: Path, corpus: Corpus, *options: str) -> None:
        monkeypatch.setattr(quality, "CORPORA", (corpus,))
        monkeypatch.setattr(quality, "FLOOR", floor)
        monkeypatch.setattr("sys.argv", ["quality.py", *options])
        quality.main()

    def test_raise_then_check(
        self,
        corpus: Corpus,
        floor: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.run(monkeypatch, floor, corpus, "--raise")
        self.run(monkeypatch, floor, corpus)
        line = "made-up: decided: 3 right, 0 false, 0 missed; precision 100.00%, f1 100.00%\n"
        assert capsys.readouterr().out.count(line) == 2

    def test_a_drop_ends_with_an_error(
        self, corpus: Corpus, fallen: Corpus, floor: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.run(monkeypatch, floor, corpus, "--raise")
        with pytest.raises(SystemExit, match=r"f1 100\.00% to 0\.00%"):
            self.run(monkeypatch, floor, fallen)
        with pytest.raises(SystemExit, match=r"nothing was written; .*--lower records a drop"):
            self.run(monkeypatch, floor, fallen, "--raise")
        self.run(monkeypatch, floor, fallen, "--lower")

    def test_what_is_skipped_is_said(
        self,
        corpus: Corpus,
        floor: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.run(monkeypatch, floor, replace(corpus, gold=corpus.gold / "away"))
        assert "made-up: skipped, the reports do not lie beside this checkout" in capsys.readouterr().out


def test_reports_without_recordings_are_read_without_a_model(corpus: Corpus) -> None:
    level = measure(replace(corpus, cassettes=None))
    assert set(level.reached) == {"decided", "regex, narrative"}
    assert level.reached["decided"].counts == Counts(3, 0, 0)


def test_what_is_not_measured_any_more_is_a_drop(corpus: Corpus, floor: Path) -> None:
    assert list(renew_floor([corpus], floor)) == []
    assert check(replace(corpus, cassettes=None), floor) == [
        "made-up: llm, narrative: is not measured any more"
    ]
