"""What stands in cassettes: how a change is named, what is found wrong, how two recordings differ; and the
recordings of this project, replayed strictly."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support import DOCUMENTS, Wire, completion
from test_recording import record, recording_of, write_report
from test_seeds import SHARED

from extractor.cassettes.check import check_cassettes, list_cassettes
from extractor.cassettes.drift import find_drift
from extractor.cassettes.files import (
    Answered,
    Asked,
    Entry,
    answered_to_completion,
    completion_to_answered,
    describe_change,
    entry_to_yaml,
    parse_recording,
    read_recording,
)
from extractor.cli.main import ogi
from extractor.errors import why

CASSETTES = Path(__file__).parents[2] / "cassettes"
SAMPLES = sorted(path for path in DOCUMENTS.iterdir() if path.suffix in (".txt", ".html"))
ASKED = Asked(
    report=1,
    section="requests",
    attempt=1,
    model="m",
    parameters={"mode": "json_schema", "max_tokens": 100},
    prompts={"read": "aaa"},
    text="bbb",
    characters=20,
    items=("甲", "乙"),
    offers="ccc",
    request="ddd",
)
ANSWERED = Answered(
    seconds=1.5, prompt_tokens=10, completion_tokens=5, finish_reason="stop", items={"甲": "1:2"}
)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prompts": {"read": "xxx"}}, "prompt read (aaa to xxx)"),
        ({"text": "xxx", "characters": 21}, "text (20 characters to 21)"),
        ({"items": ("甲",)}, "items (乙)"),
        ({"items": ("乙", "甲")}, "items (their order)"),
        ({"offers": "xxx"}, "items (the answers offered)"),
        ({"model": "n"}, "model (m to n)"),
        ({"parameters": {"mode": "tools", "max_tokens": 100}}, "parameter mode (json_schema to tools)"),
        ({"parameters": {"mode": "json_schema"}}, "parameter max_tokens (100 to None)"),
        ({"request": "xxx"}, "wording of the request (hints of items, or what the SDK adds)"),
        ({"model": "n", "text": "xxx", "request": "xxx"}, "text (20 characters to 20); model (m to n)"),
    ],
)
def test_a_change_is_named(changes: dict[str, Any], message: str) -> None:
    recorded = Entry(asked=ASKED, answered=ANSWERED)
    change = describe_change(ASKED.model_copy(update=changes), [recorded])
    assert change.words("en") == f"changed since the recording: {message}"


@pytest.mark.parametrize(
    ("changes", "id"),
    [({"section": "fees"}, "cassette.nothing"), ({}, "cassette.used")],
)
def test_what_is_no_change_is_said_otherwise(changes: dict[str, Any], id: str) -> None:
    recorded = Entry(asked=ASKED, answered=ANSWERED)
    assert describe_change(ASKED.model_copy(update=changes), [recorded]) == why(id)


@pytest.mark.parametrize(
    ("content", "items"),
    [
        ('{"甲":"1:2","乙":"未提及"}', {"甲": "1:2", "乙": "未提及"}),
        ('{ "甲": "1:2" }', {"甲": "1:2"}),
        ('{"甲":"1:2","甲":"1:3"}', None),
        ('{"甲":{"句":1}}', None),
        ('{"甲":null}', None),
        ('["甲"]', None),
        ("甲", None),
        (None, None),
    ],
)
def test_answers_survive_writing_and_reading(content: str | None, items: dict[str, str] | None) -> None:
    choice = {"finish_reason": "stop", "message": {"content": content}}
    answered = completion_to_answered({"choices": [choice], "usage": {"prompt_tokens": 3}}, 0.5)
    assert answered is not None and answered.items == items
    text = entry_to_yaml(Entry(asked=ASKED, answered=answered))
    (entry,) = parse_recording(f"version: 1\ndocument: x\ncalls:\n{text}").calls
    assert (entry.asked, entry.answered) == (ASKED, answered)
    message = answered_to_completion(answered, "m")["choices"][0]["message"]["content"]
    assert message == content if items is None else json.loads(message) == items


def test_tool_calls_survive() -> None:
    tool = {"id": "x", "type": "function", "function": {"name": "Answer", "arguments": "{}"}}
    choice = {"finish_reason": "tool_calls", "message": {"content": None, "tool_calls": [tool]}}
    answered = completion_to_answered({"choices": [choice]}, 0.5)
    assert answered is not None
    (call,) = answered_to_completion(answered, "m")["choices"][0]["message"]["tool_calls"]
    assert call["function"] == tool["function"]


@pytest.mark.parametrize(
    "completion", [{}, {"choices": []}, {"choices": [{}]}, {"choices": [{"message": 1}]}]
)
def test_what_is_no_completion_is_not_kept(completion: dict[str, Any]) -> None:
    assert completion_to_answered(completion, 0.5) is None


@pytest.fixture
def recorded(tmp_path: Path) -> tuple[Path, Path]:
    """A report and the folder of its cassette."""
    report, folder = write_report(tmp_path), tmp_path / "cassettes"
    record(report, folder)
    return report, folder


def problems(folder: Path, *files: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, id and details of each."""
    found = check_cassettes(folder, files, {file: file.name for file in files}, "all")
    return [(problem.kind, problem.remark.id, dict(problem.remark.details)) for problem in found]


class TestCheck:
    def test_nothing_is_wrong(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        assert problems(folder) == problems(folder, report) == []

    def test_an_orphan(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        shutil.copy(folder / f"{report.name}.yaml", folder / "gone.txt.yaml")
        assert problems(folder, report) == [("orphaned", "orphaned", {})]

    def test_a_missing_cassette(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        (folder / f"{report.name}.yaml").unlink()
        ((kind, id, _),) = problems(folder, report)
        assert (kind, id) == ("missing", "miss")

    def test_a_changed_document(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        write_report(report.parent, changes={"40件": "41件"})
        ((kind, id, details),) = problems(folder, report)
        assert (kind, id) == ("stale", "miss")
        assert "question 1" in details["error"] and "text" in details["error"]

    def test_a_sentence_that_is_not_asked_any_more(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        text = report.read_text(encoding="utf-8")
        report.write_text(text.partition("一、")[0], encoding="utf-8")
        place = {"report": 1, "section": "question 1", "attempt": 1}
        assert problems(folder, report) == [("unused", "unused", place)]

    def test_an_edited_prompt(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        path = folder / f"{report.name}.yaml"
        (first, *_) = recording_of(report, folder).calls
        old = first.asked.prompts["read"]
        path.write_text(path.read_text(encoding="utf-8").replace(old, "f" * 12), encoding="utf-8")
        details = {"prompt": "read", "was": "f" * 12, "now": old}
        assert problems(folder) == [("stale", "prompt-changed", details)]

    @pytest.mark.parametrize(
        ("secret", "id"),
        [
            ("sk-abcdefgh12345678", "api-key"),
            ("Bearer x", "authorization"),
            ("https://api.example.org/v1", "address"),
            ("127.0.0.1:8080", "address"),
            ("planted-key", "own-key"),
            ("planted%2Dkey", "own-key"),
        ],
    )
    def test_secrets(
        self, recorded: tuple[Path, Path], secret: str, id: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "planted-key")
        report, folder = recorded
        path = folder / f"{report.name}.yaml"
        text = path.read_text(encoding="utf-8").replace("model: m\n", f"model: {secret}\n", 1)
        path.write_text(text, encoding="utf-8")
        assert {(kind, found) for kind, found, _ in problems(folder)} == {("secret", id)}

    def test_a_short_key_is_no_secret(
        self, recorded: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "0")
        assert problems(recorded[1]) == []

    def test_a_broken_file(self, recorded: tuple[Path, Path]) -> None:
        _, folder = recorded
        (folder / "x.txt.yaml").write_text("no: cassette", encoding="utf-8")
        assert [kind for kind, _, _ in problems(folder)] == ["unreadable"]


def silent(body: dict[str, Any]) -> Wire:
    """A model that finds nothing."""
    properties = body["response_format"]["json_schema"]["schema"]["properties"]
    return completion(json.dumps({name: schema["enum"][-1] for name, schema in properties.items()}))


class TestDrift:
    def test_changed_cells_are_listed_with_their_evidence(
        self, recorded: tuple[Path, Path], tmp_path: Path
    ) -> None:
        report, folder = recorded
        record(report, tmp_path / "new", answer=silent, model="other")
        drift = find_drift(folder, tmp_path / "new", [report], {report: report.name}, ask="all")
        changes = {change.key: (change.old, change.new) for change in drift.changes}
        old, new = changes["requests.received"]
        assert (old.value, new.value, new.status) == (40, None, "not_stated")
        assert old.evidence and "申请40件" in old.evidence.text
        assert drift.old.unanswered == drift.new.unanswered == 0 and drift.old.tokens > 0

    def test_the_same_recording_has_none(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        assert find_drift(folder, folder, [report], {report: report.name}, ask="all").changes == ()

    def test_a_missing_recording_is_counted(self, recorded: tuple[Path, Path], tmp_path: Path) -> None:
        report, folder = recorded
        (tmp_path / "empty").mkdir()
        drift = find_drift(folder, tmp_path / "empty", [report], {report: report.name}, ask="all")
        assert drift.new.unanswered == 5 and drift.new.tokens == 0


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(ogi, [str(argument) for argument in arguments])


class TestCommands:
    def test_show(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        result = run("cassettes", "show", folder / f"{report.name}.yaml")
        assert result.exit_code == 0
        for text in (
            "question 1",
            "收到政府信息公开申请总数",
            "2:40" if "2:40" in result.output else ":40",
        ):
            assert text in result.output

    def test_check(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        result = run("cassettes", "check", folder, report, "--ask", "all")
        assert (result.exit_code, result.output) == (0, "1 cassettes, 0 problems\n")
        report.unlink()
        assert run("cassettes", "check", folder, report, "--ask", "all").exit_code == 3
        assert run("cassettes", "check", folder / "none").exit_code == 3

    def test_drift_with_gold(self, recorded: tuple[Path, Path]) -> None:
        report, folder = recorded
        gold = {
            "id": "q",
            "source": report.name,
            "lines": [1, None],
            "issuer": None,
            "year": 2015,
            "form": "2014",
            "cells": {"requests.received": {"value": 40, "status": "reported"}},
        }
        (report.parent / "q.gold.json").write_text(json.dumps(gold), encoding="utf-8")
        result = run("cassettes", "drift", folder, folder, report, "--gold", report.parent, "--ask", "all")
        assert result.exit_code == 0 and "0 cells changed" in result.output

    def test_replay_and_miss(self, recorded: tuple[Path, Path], tmp_path: Path) -> None:
        report, folder = recorded
        command = (
            "extract",
            report,
            "--out",
            tmp_path / "out",
            "--cassettes",
            folder,
            "--record",
            "none",
            "--ask",
            "all",
            "--quiet",
        )
        assert run(*command).exit_code == 0
        tables = DOCUMENTS / "demo-2021.txt"
        write_report(report.parent, changes={"40件": "41件"})
        result = run(*command, tables)
        assert result.exit_code == 5 and "question 1" in result.output

    def test_record_needs_a_folder(self, recorded: tuple[Path, Path], tmp_path: Path) -> None:
        report, _ = recorded
        assert run("extract", report, "--out", tmp_path, "--record", "none").exit_code == 2
        file = tmp_path / "file"
        file.touch()
        result = run("extract", report, "--out", tmp_path, "--cassettes", file)
        assert result.exit_code == 2 and "--cassettes" in result.output


def replay_strictly(folder: Path, files: list[Path]) -> None:
    assert list(check_cassettes(folder, files, {file: file.name for file in files})) == []


def test_the_samples_recordings_are_whole_and_current() -> None:
    assert len(list_cassettes(CASSETTES / "samples")) >= 4
    replay_strictly(CASSETTES / "samples", SAMPLES)


def test_the_seeds_recordings_are_whole_and_current() -> None:
    if not SHARED.is_dir():
        pytest.skip("the seed reports do not lie beside the checkout")
    assert len(list_cassettes(CASSETTES / "seeds")) > 1
    replay_strictly(CASSETTES / "seeds", sorted((SHARED / "seeds").glob("*.txt")))


def test_no_recording_holds_a_sentence_of_its_report() -> None:
    for sample in SAMPLES:
        cassette = CASSETTES / "samples" / f"{sample.name}.yaml"
        if cassette.is_file():
            text = cassette.read_text(encoding="utf-8")
            sentences = [s for s in sample.read_text(encoding="utf-8").split("。") if len(s) > 30]
            assert not any(sentence in text for sentence in sentences)


def test_every_model_is_the_embedded_one() -> None:
    recordings = [read_recording(path) for path in CASSETTES.glob("*/*.yaml")]
    assert len({call.asked.model for recording in recordings for call in recording.calls}) == 1
