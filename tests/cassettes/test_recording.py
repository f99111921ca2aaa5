"""Recording against a local endpoint, and replaying with nothing to connect to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support import Endpoint, Wire, completion, fails, first_offers, refusal, serving

from extractor.cassettes.files import Recording, read_recording
from extractor.cassettes.tape import Record
from extractor.cassettes.transport import Cassettes
from extractor.errors import (
    CassetteMiss,
    EndpointError,
    EndpointFault,
    ExtractorError,
    UnreadableInput,
    Why,
    why,
)
from extractor.model import rendering as prompting
from extractor.model.backend import Endpoint as EndpointBackend
from extractor.model.extras import Extras, Mode
from extractor.narrative import rounds
from extractor.output.results import result_to_json
from extractor.pipeline import Settings, extract_file
from extractor.run import Tally, find_files, plan_tasks, read_task, run_tasks

KEY = "sk-planted-0123456789abcdef"
REPORT = """青岩市水务局2015年政府信息公开工作年度报告

一、主动公开情况
2015年，我局主动公开政府信息{public}条。
二、依申请公开情况
全年共收到政府信息公开申请{received}件，其中网络申请{online}件。
"""


def write_report(folder: Path, number: int = 0, changes: Mapping[str, str] = {}) -> Path:
    figures = {"public": 1300 + number, "received": 40 + number, "online": 20 + number}
    text = REPORT.format(**figures)
    for old, new in changes.items():
        text = text.replace(old, new)
    path = folder / f"qingyan-{number}.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return write_report(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cassettes"


def live(endpoint: Endpoint, model: str = "m") -> EndpointBackend:
    return EndpointBackend(endpoint.url, KEY, model, mode="json_schema")


def extract(path: Path, cassettes: Cassettes) -> str:
    try:
        return result_to_json(extract_file(path, Settings(asker=cassettes.asker, ask="all")))
    finally:
        cassettes.close()


def record(
    path: Path,
    folder: Path,
    mode: Record = "once",
    answer: Callable[[dict[str, Any]], Wire] = first_offers,
    model: str = "m",
) -> tuple[str, int]:
    """The result, and how many requests reached the endpoint."""
    with serving(otherwise=answer) as endpoint:
        result = extract(path, Cassettes(folder, mode, live(endpoint, model)))
    return result, len(endpoint.bodies)


def replay(path: Path, folder: Path, **options: Any) -> str:
    return extract(path, Cassettes(folder, "none", **options))


def recording_of(path: Path, folder: Path) -> Recording:
    return read_recording(folder / f"{path.name}.yaml")


def everything_kept(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())


def test_a_replay_gives_the_same_bytes_without_an_endpoint(report: Path, folder: Path) -> None:
    recorded, calls = record(report, folder)
    assert calls == 1 and '"seconds": 0.' in recorded
    assert replay(report, folder) == recorded


def test_a_replay_opens_no_socket(report: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded, _ = record(report, folder)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert replay(report, folder) == recorded


def test_what_a_cassette_holds(report: Path, folder: Path) -> None:
    with serving(otherwise=first_offers) as endpoint:
        extract(report, Cassettes(folder, "once", live(endpoint)))
    text = everything_kept(folder)
    host, port = endpoint.url.split("/")[2].split(":")
    for secret in (KEY, host, f":{port}", "我局主动公开", "全年共收到", "\\u"):
        assert secret not in text
    first = recording_of(report, folder).calls[0]
    assert (first.asked.report, first.asked.section, first.asked.attempt) == (1, "question 1", 1)
    assert first.asked.prompts == {"read": prompting.load_prompt("read").fingerprint}
    assert first.asked.parameters["temperature"] == 0 and first.asked.characters > 20
    assert first.answered.items and set(first.answered.items) == set(first.asked.items)
    assert first.answered.items[first.asked.items[0]].endswith(":1300")


def test_a_cassette_is_written_in_readable_lines(report: Path, folder: Path) -> None:
    record(report, folder)
    lines = everything_kept(folder).splitlines()
    assert lines[:3] == ["version: 1", "document: qingyan-0.txt", "calls:"]
    assert max(map(len, lines)) < 100
    assert any(line.strip() == "- 收到政府信息公开申请总数" for line in lines)


@pytest.mark.parametrize("mode", ["none", "once", "new"])
def test_recorded_answers_are_not_asked_again(report: Path, folder: Path, mode: Record) -> None:
    recorded, _ = record(report, folder)
    assert record(report, folder, mode) == (recorded, 0)


def test_all_records_everything_anew(report: Path, folder: Path) -> None:
    _, calls = record(report, folder)
    before = everything_kept(folder)
    assert record(report, folder, "all")[1] == calls
    assert len(recording_of(report, folder).calls) == calls
    assert strip_seconds(everything_kept(folder)) == strip_seconds(before)


def strip_seconds(text: str) -> list[str]:
    return [line for line in text.splitlines() if "seconds" not in line]


def missed(error: CassetteMiss) -> tuple[object, list[Why]]:
    """The question that was not recorded, and what changed since."""
    change = error.details["change"]
    assert isinstance(change, Why) and (error.id, change.id) == ("cassette.miss", "cassette.changed")
    changes = change.details["changes"]
    assert isinstance(changes, tuple)
    return error.details["section"], list(changes)


def test_once_adds_nothing_to_a_cassette(report: Path, folder: Path) -> None:
    record(report, folder)
    changed = write_report(report.parent, changes={"40件": "41件"})
    with fails(CassetteMiss, "cassette.miss") as miss:
        record(changed, folder, "once")
    assert "change.text" in [change.id for change in missed(miss.value)[1]]
    assert record(changed, folder, "new")[1] == 1


def test_a_replay_without_a_cassette_is_a_miss(report: Path, folder: Path) -> None:
    with fails(CassetteMiss, "cassette.none-to-play", path=str(folder / "qingyan-0.txt.yaml")) as miss:
        replay(report, folder)
    assert miss.value.exit_code == 5


def test_a_document_without_questions_needs_no_cassette(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "silent.txt"
    path.write_text("青岩市水务局2015年政府信息公开工作年度报告\n我局认真开展工作。\n", encoding="utf-8")
    replay(path, folder)
    assert not folder.exists()


def test_an_edited_prompt_is_named(report: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded, _ = record(report, folder)
    load = prompting.load_prompt
    monkeypatch.setattr(rounds, "load_prompt", lambda name: replace(load(name), fingerprint="edited"))
    with fails(CassetteMiss, "cassette.miss") as miss:
        replay(report, folder)
    section, (change,) = missed(miss.value)
    assert (section, change.id, change.details["now"]) == ("question 1", "change.prompt", "edited")
    monkeypatch.undo()
    assert replay(report, folder) == recorded


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"1300条": "1301条"}, ["change.text", "change.offers"]),
        ({"全年共": "本年度共"}, ["change.text"]),
    ],
)
def test_a_changed_sentence_names_the_text(
    report: Path, folder: Path, changes: dict[str, str], named: list[str]
) -> None:
    record(report, folder)
    with fails(CassetteMiss, "cassette.miss") as miss:
        replay(write_report(report.parent, changes=changes), folder)
    section, found = missed(miss.value)
    assert (section, [change.id for change in found]) == ("question 1", named)


@pytest.mark.parametrize(
    ("options", "change"),
    [
        ({"model": "n"}, why("change.model", before="m", now="n")),
        ({"mode": "tools"}, why("change.parameter", name="mode", before="json_schema", now="tools")),
    ],
)
def test_another_model_or_mode_is_named(
    report: Path, folder: Path, options: dict[str, str], change: Why
) -> None:
    record(report, folder)
    with fails(CassetteMiss, "cassette.miss") as miss:
        replay(report, folder, **options)
    assert missed(miss.value)[1][-1] == change


def test_failed_calls_are_not_kept(report: Path, folder: Path) -> None:
    with serving([refusal(429, retry_after="0"), refusal(503)], first_offers) as endpoint:
        cassettes = Cassettes(folder, "once", live(endpoint))
        asker = cassettes.asker(report)
        asker._client._sleep = lambda _: None
        extract_file(report, Settings(asker=lambda _: asker, ask="all"))
        cassettes.close()
    assert len(recording_of(report, folder).calls) == len(endpoint.bodies) - 2


def test_a_refused_key_is_shown_nowhere(report: Path, folder: Path) -> None:
    with serving([refusal(401, f"bad key {KEY}")]) as endpoint, pytest.raises(EndpointError) as error:
        extract(report, Cassettes(folder, "once", live(endpoint)))
    assert KEY not in str(error.value) and not folder.exists()


def test_an_echoed_key_is_kept_nowhere(report: Path, folder: Path) -> None:
    def echo(body: dict[str, Any]) -> Wire:
        names = body["response_format"]["json_schema"]["schema"]["properties"]
        return completion(json.dumps(dict.fromkeys(names, f"1:{KEY}"), ensure_ascii=False))

    result, _ = record(report, folder, answer=echo)
    assert KEY not in everything_kept(folder) and KEY not in result
    assert replay(report, folder) == result


def test_an_answer_that_is_no_object_is_kept_word_for_word(report: Path, folder: Path) -> None:
    result, _ = record(report, folder, answer=lambda body: completion("我不知道", finish="stop"))
    assert recording_of(report, folder).calls[0].answered.content == "我不知道"
    assert '"bad-answer"' in result and replay(report, folder) == result


def test_a_cut_off_answer_stays_one(report: Path, folder: Path) -> None:
    result, _ = record(report, folder, answer=lambda body: completion('{"收到', finish="length"))
    assert "cut off" in result and replay(report, folder) == result


def odd_completion(body: dict[str, Any]) -> Wire:
    """A good answer with nulls, floats and parts."""
    status, headers, sent = first_offers(body)
    whole = json.loads(sent)
    whole["usage"] = {"prompt_tokens": 11.0, "completion_tokens": None}
    choice = whole["choices"][0]
    choice["finish_reason"] = None
    choice["message"]["content"] = [{"type": "text", "text": choice["message"]["content"]}]
    return status, headers, json.dumps(whole, ensure_ascii=False).encode()


def test_an_odd_completion_is_recorded_as_a_plain_one(report: Path, folder: Path) -> None:
    result, _ = record(report, folder, answer=odd_completion)
    answered = recording_of(report, folder).calls[0].answered
    assert (answered.prompt_tokens, answered.completion_tokens, answered.finish_reason) == (11, 0, "stop")
    assert answered.items and replay(report, folder) == result


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json_object", "markdown"])
def test_what_is_wrapped_around_an_answer_stays_in_its_recording(
    report: Path, folder: Path, mode: Mode
) -> None:
    names: list[str] = []

    def wrapped(body: dict[str, Any]) -> Wire:
        text = json.dumps(dict.fromkeys(names, "未提及"), ensure_ascii=False)
        return completion(f"想一想</think>好的:```JSON\n{text}\n```\ud83d\x1b")

    record(report, folder / "first")
    names += recording_of(report, folder / "first").calls[0].asked.items
    with serving(otherwise=wrapped) as endpoint:
        backend = EndpointBackend(endpoint.url, KEY, "m", mode=mode)
        result = extract(report, Cassettes(folder, "once", backend))
    assert '"bad-answer"' not in result and len(endpoint.bodies) == 1
    content = recording_of(report, folder).calls[0].answered.content
    assert content is not None and content.startswith("想一想</think>") and content.endswith("\ufffd\ufffd")
    assert replay(report, folder) == result


@pytest.mark.parametrize(
    ("message", "finish", "calls"),
    [
        ("maximum context length is 10 tokens", "refused-length", 4),
        ("data_inspection_failed", "refused-content", 1),
    ],
)
def test_a_refused_question_is_recorded_without_the_endpoints_words(
    report: Path, folder: Path, message: str, finish: str, calls: int
) -> None:
    said = f"{message}: 全年共收到政府信息公开申请"
    result, sent = record(report, folder, answer=lambda body: refusal(400, said))
    answers = [call.answered for call in recording_of(report, folder).calls]
    assert [answered.finish_reason for answered in answers] == [finish] * calls and sent == calls
    assert '"question-refused"' in result and "全年共" not in everything_kept(folder)
    assert replay(report, folder) == result


@pytest.mark.parametrize(
    "wire",
    [(200, {}, b"<html>"), (204, {}, b""), completion("x", finish="content_filter"), (307, {}, b"")],
    ids=["page", "nothing", "filter", "redirect"],
)
def test_a_fault_is_not_recorded(report: Path, folder: Path, wire: Wire) -> None:
    with serving(otherwise=lambda _: wire) as endpoint, pytest.raises(EndpointFault):
        extract(report, Cassettes(folder, "once", live(endpoint)))
    assert len(endpoint.bodies) == 1 and not folder.exists()


def test_what_the_user_adds_is_kept_of_fields_and_not_of_headers(report: Path, folder: Path) -> None:
    extras = Extras(
        {"x-gateway": "a-secret-of-it"}, {"enable_thinking": False, "seed": None, "x": {"y": [1]}}
    )
    with serving(otherwise=first_offers) as endpoint:
        backend = EndpointBackend(endpoint.url, KEY, "m", mode="json_schema", extras=extras)
        result = extract(report, Cassettes(folder, "once", backend))
    assert endpoint.headers[0]["x-gateway"] == "a-secret-of-it"
    parameters = recording_of(report, folder).calls[0].asked.parameters
    assert (parameters["enable_thinking"], parameters["x"]) == (False, {"y": [1]})
    assert "seed" not in parameters and "a-secret-of-it" not in everything_kept(folder)
    assert replay(report, folder, extras=extras) == result
    with fails(CassetteMiss, "cassette.miss") as miss:
        replay(report, folder)
    gone = why("change.parameter", name="enable_thinking", before=False, now=None)
    assert gone in missed(miss.value)[1]


def test_a_run_of_recordings_asks_a_dead_endpoint_once(tmp_path: Path, folder: Path) -> None:
    reports = [write_report(tmp_path, n) for n in range(4)]
    with serving(otherwise=first_offers) as endpoint:
        extract(reports[3], Cassettes(folder, "new", live(endpoint)))
    with serving(otherwise=lambda _: (200, {}, b"<html>")) as endpoint:
        cassettes = Cassettes(folder, "new", live(endpoint))
        plan = plan_tasks(find_files(reports).places, tmp_path / "out")
        settings = Settings(asker=cassettes.asker, ask="all")
        outcomes = list(run_tasks(plan.tasks, lambda task: read_task(task, settings)))
        cassettes.close()
    assert [type(outcome.error) for outcome in outcomes] == [EndpointFault] * 3 + [type(None)]
    assert len(endpoint.bodies) == 3


def test_what_is_no_cassette_is_refused(report: Path, folder: Path) -> None:
    folder.mkdir()
    for text in ("calls: [", "version: 1\ndocument: x\nheaders: {}\ncalls: []\n", "\x00"):
        (folder / "qingyan-0.txt.yaml").write_text(text, encoding="utf-8")
        with fails(UnreadableInput, "cassette.foreign"):
            replay(report, folder)


def test_a_folder_that_is_none_is_an_error(report: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with serving(otherwise=first_offers) as endpoint, fails(ExtractorError, "said", why="Not a directory"):
        extract(report, Cassettes(file, "new", live(endpoint)))


def test_sixteen_documents_at_once_do_not_mix(tmp_path: Path, folder: Path) -> None:
    found = find_files(write_report(tmp_path, n) for n in range(16))
    tasks = plan_tasks(found.places, tmp_path / "out").tasks
    with serving(otherwise=first_offers) as endpoint:
        cassettes = Cassettes(folder, "once", live(endpoint), names=found.recordings)
        tally, settings = Tally(), Settings(asker=cassettes.asker, ask="all")
        for outcome in run_tasks(tasks, lambda task: read_task(task, settings), jobs=16):
            tally.add(outcome)
        cassettes.close()
    assert tally.exit_code == 0 and len(list(folder.iterdir())) == 16
    for number, task in enumerate(tasks):
        recording = recording_of(task.source, folder)
        answers = [a for call in recording.calls for a in (call.answered.items or {}).values()]
        told = {answer.partition(":")[2] for answer in answers}
        assert recording.document == task.source.name
        assert told == {str(1300 + number), str(40 + number), str(20 + number)}


def test_documents_of_one_name_have_a_cassette_each(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_report(tmp_path / name)
    assert list(find_files([tmp_path]).recordings.values()) == ["a/qingyan-0.txt", "b/qingyan-0.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_killed_run_keeps_its_calls_and_new_repeats_none(tmp_path: Path, folder: Path) -> None:
    paths = [write_report(tmp_path, n) for n in range(4)]
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "extractor",
        "extract",
        *map(str, paths),
        "--ask",
        "all",
        "--out",
        str(out),
    ]
    command += [
        "--quiet",
        "--model",
        "m",
        "--mode",
        "json_schema",
        "--cassettes",
        str(folder),
        "--record",
        "new",
    ]

    def slow(body: dict[str, Any]) -> Wire:
        time.sleep(0.1)
        return first_offers(body)

    with serving(otherwise=slow) as endpoint:
        environment = {**os.environ, "OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": KEY}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as program:
            deadline = time.monotonic() + 60
            while len(endpoint.bodies) < 4 and time.monotonic() < deadline:
                time.sleep(0.01)
            program.send_signal(signal.SIGKILL)
        kept = sum(
            len(recording_of(path, folder).calls) for path in paths if (folder / f"{path.name}.yaml").exists()
        )
        assert 3 <= kept <= 4
        asked = len(endpoint.bodies)
        done = subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8")
        total = sum(len(recording_of(path, folder).calls) for path in paths)
        assert len(endpoint.bodies) - asked == total - kept
    assert KEY not in done.stdout + done.stderr + everything_kept(tmp_path)
