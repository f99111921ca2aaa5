"""`ogi run --batch`: the same results as with single calls, at half the price; killed, lost and refused batches."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from batch_desk import BatchDesk
from sqlalchemy import select
from support import Wire, completion, first_offers, refusal, serving
from test_store_run import A_CALL, PRICES, Ran, _start, results, run, wait_until, write_prose

from extractor.store import open_store
from extractor.store.engine import reading
from extractor.store.work_tables import batches, calls, questions

KEY = "sk-planted-0123456789"
Options = Sequence[object]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.cli.run_batch.PAUSES", (0.01,))
    monkeypatch.setattr("extractor.cli.run_post.SETTLING", 0.0)
    monkeypatch.setattr("extractor.model.retrying.LONGEST_WAIT", 0.0)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def options(place: Path, url: str = "a.db", **told: object) -> list[object]:
    (place / "prices.yaml").write_text(PRICES, "utf-8")
    store = url if "://" in url else place / url
    where = ("--store", store, "--prices", place / "prices.yaml")
    return [place / "in", *where, "--model", "m", "--mode", "json_schema", "--jobs", "2"]


def run_at(url: str, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Ran:
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    return run(*arguments)


def rows(url: str | Path, table: Any) -> list[dict[str, Any]]:
    with open_store(url, must_exist=True) as store, reading(store._engine) as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def test_the_results_are_those_of_single_calls_at_half_the_price(
    tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_prose(tmp_path / "in", 5)
    desk = BatchDesk(looks=3)
    with serving(otherwise=first_offers, desk=desk) as endpoint:
        live = run_at(endpoint.url, monkeypatch, *options(tmp_path, "live.db"), "--retries", "0")
        asked = [json.loads(body) for body in endpoint.bodies]
        endpoint.bodies.clear()
        ran = run_at(endpoint.url, monkeypatch, *options(tmp_path, store_url), "--retries", "0", "--batch")
        assert endpoint.bodies == [] and ran.code == 0, ran.said + ran.errors
        again = run_at(endpoint.url, monkeypatch, *options(tmp_path, store_url), "--retries", "0", "--batch")
    assert "5 done before" in again.said and len(desk.batches) == 1
    assert sorted(map(str, (line["body"] for line in desk.asked))) == sorted(map(str, asked))
    assert {line["url"] for line in desk.asked} == {"/v1/chat/completions"}
    assert len({line["custom_id"] for line in desk.asked}) == len(asked) == 5
    assert _without_seconds(results(store_url)) == _without_seconds(results(str(tmp_path / "live.db")))
    assert f"{5 * A_CALL / 2:.4f} CNY" in ran.said and f"{5 * A_CALL:.4f} CNY" in live.said
    with open_store(store_url) as store:
        assert store.costs() == {"CNY": pytest.approx(5 * A_CALL / 2)}
    assert rows(store_url, questions) == [] and [b["state"] for b in rows(store_url, batches)] == [
        "completed"
    ]


def test_what_is_asked_again_goes_into_the_next_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_prose(tmp_path / "in", 3)

    def answer(body: dict[str, Any]) -> Wire:
        return completion("{}") if len(body["messages"]) == 2 else first_offers(body)

    desk = BatchDesk(answer)
    with serving(otherwise=answer, desk=desk) as endpoint:
        run_at(endpoint.url, monkeypatch, *options(tmp_path, "live.db"))
        ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
    assert ran.code == 0 and len(desk.batches) == 2 and "6 calls" in ran.said
    assert _without_seconds(results(str(tmp_path / "a.db"))) == _without_seconds(
        results(str(tmp_path / "live.db"))
    )


def test_no_more_lines_than_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_prose(tmp_path / "in", 5)
    desk = BatchDesk()
    with serving(desk=desk) as endpoint:
        ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch", "--batch-lines", "2")
    assert ran.code == 0
    assert [len(desk.files[batch.input_file].splitlines()) for batch in desk.batches.values()] == [2, 2, 1]


def test_a_dry_run_counts_at_half_the_price(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_prose(tmp_path / "in", 2)
    with serving(desk=BatchDesk()) as endpoint:
        whole = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--dry-run")
        half = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--dry-run", "--batch")
    amounts = [float(ran.line("would ask").split("tokens, ")[1].split(" CNY")[0]) for ran in (whole, half)]
    assert amounts[1] == pytest.approx(amounts[0] / 2, abs=1e-4)


class TestComingBack:
    def test_the_same_command_takes_the_answers(
        self, tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 3)
        desk = BatchDesk(looks=2)
        with serving(otherwise=first_offers, desk=desk) as endpoint:
            told = (*options(tmp_path, store_url), "--batch", "--no-wait")
            first = run_at(endpoint.url, monkeypatch, *told)
            assert first.code == 1 and "3 files wait for the answers of a batch" in first.said
            single = run_at(endpoint.url, monkeypatch, *options(tmp_path, store_url))
            assert single.code == 1 and endpoint.bodies == []  # what waits is not asked a second time
            assert "3 files wait for the answers of a batch" in single.said
            last = run_at(endpoint.url, monkeypatch, *told)
        assert last.code == 0 and "3 read" in last.said and len(desk.batches) == 1
        assert len(rows(store_url, calls)) == 3

    def test_new_files_go_into_another_batch(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_prose(tmp_path / "in", 2)
        desk = BatchDesk(looks=4)
        with serving(desk=desk) as endpoint:
            run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch", "--no-wait")
            write_prose(tmp_path / "in", 2, first=2)
            ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
        assert ran.code == 0 and len(results(str(tmp_path / "a.db"))) == 4
        assert [len(desk.files[b.input_file].splitlines()) for b in desk.batches.values()] == [2, 2]

    def test_a_batch_that_the_endpoint_does_not_know(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 1)
        with serving(desk=BatchDesk(looks=9)) as endpoint:
            run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch", "--no-wait")
        with serving(desk=BatchDesk()) as endpoint:  # another one, by mistake
            ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
        assert ran.code == 4 and "batch batch_1: NotFoundError: no such thing" in ran.errors
        assert len(rows(tmp_path / "a.db", questions)) == 1


class TestKilled:
    """Sent once, whenever the run ends."""

    @pytest.mark.parametrize("when", ["before", "after", "broken"])
    def test_while_the_batch_is_created(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
    ) -> None:
        write_prose(tmp_path / "in", 2)
        desk, first = BatchDesk(), [True]
        create = desk._create

        def dies(told: dict[str, Any]) -> Wire:
            if first.pop() if first else False:
                if when != "before":
                    create(told)
                if when == "broken":
                    return 500, {}, b"{}"
                raise ConnectionError  # the answer never comes
            return create(told)

        desk._create = dies  # type: ignore[method-assign]
        with serving(desk=desk) as endpoint:
            run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
            ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
        assert ran.code == 0 and len(desk.batches) == 1
        assert len(rows(tmp_path / "a.db", calls)) == len(desk.asked) == 2

    @pytest.mark.parametrize("path", ["/files", "/batches", "/batches/batch_1", "/files/file-2/content"])
    def test_at_each_step(self, tmp_path: Path, path: str) -> None:
        """Once the endpoint has done it, and before the run knows."""
        write_prose(tmp_path / "in", 4)
        desk = BatchDesk()
        handle, runs = desk.handle, list[subprocess.Popen[str]]()

        def kill(method: str, asked: str, body: bytes) -> Wire | None:
            told = handle(method, asked, body)
            if len(runs) == 1 and asked.partition("/v1")[2].partition("?")[0] == path:
                runs[0].send_signal(signal.SIGKILL)
                runs[0].wait()
            return told

        desk.handle = kill  # type: ignore[method-assign, assignment]
        with serving(desk=desk) as endpoint:
            environment = {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": KEY}
            for code in (-signal.SIGKILL, 0):
                arguments = [*map(str, options(tmp_path)), "--batch"]
                runs.append(_start(arguments, environment, program=SETTLED))
                said, errors = runs[-1].communicate(timeout=120)
                assert runs[-1].returncode == code, said + errors
        assert len(desk.batches) == 1 and len(rows(tmp_path / "a.db", calls)) == len(desk.asked) == 4
        assert len(results(str(tmp_path / "a.db"))) == 4

    def test_ctrl_c_while_waiting(self, tmp_path: Path) -> None:
        write_prose(tmp_path / "in", 2)
        desk = BatchDesk(looks=1000)
        with serving(desk=desk) as endpoint:
            environment = {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": KEY}
            process = _start([*map(str, options(tmp_path)), "--batch"], environment)
            wait_until(lambda: any(batch.looks < 999 for batch in desk.batches.values()))
            process.send_signal(signal.SIGINT)
            said, errors = process.communicate(timeout=60)
        assert process.returncode == 130 and "2 files left; the same command goes on" in said, errors
        assert "waiting for 1 batches" in errors


SETTLED = """
from extractor.cli import run_batch, run_post
from extractor.cli.main import main
run_batch.PAUSES, run_post.SETTLING = (0.05,), 0.0
main()
"""


class TestFaults:
    """Questions and batches that come to nothing: failures with a reason, asked again by the same command."""

    @pytest.mark.parametrize(
        ("lost", "reason"),
        [("batch_expired", "batch batch_1: it was batch_expired"), ("silence", "without an answer")],
    )
    def test_a_line_without_an_answer(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str, reason: str
    ) -> None:
        write_prose(tmp_path / "in", 3)
        desk = BatchDesk(lost=lambda body: lost if "青岩乙市" in str(body) else "", ends="expired")
        with serving(desk=desk) as endpoint:
            ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
            assert ran.code == 1 and "2 read, 1 failed" in ran.said and reason in ran.line("failed:")
            with open_store(tmp_path / "a.db") as store:
                (failure,) = store.failures()
            assert (failure.error, failure.exit_code) == ("EndpointError", 4) and reason in failure.reason
            assert rows(tmp_path / "a.db", questions) == []
            desk.lost, desk.ends = (lambda body: ""), "completed"
            again = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch", "--failed")
        assert again.code == 0 and len(desk.asked) == 4 and len(rows(tmp_path / "a.db", calls)) == 3

    def test_a_batch_that_fails_whole(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_prose(tmp_path / "in", 2)
        errors = [{"code": "token_limit_exceeded", "message": f"Enqueued token limit reached, key {KEY}"}]
        with serving(desk=BatchDesk(ends="failed", errors=errors)) as endpoint:
            ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
        assert ran.code == 4 and ran.said.count("failed: Enqueued token limit reached") == 2
        assert KEY not in ran.said + ran.errors and rows(tmp_path / "a.db", questions) == []

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (lambda body: refusal(429, "too many"), "HTTP 429: too many"),
            (lambda body: (200, {}, b'{"object": "list"}'), "no chat completion"),
        ],
    )
    def test_a_line_that_broke(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Callable[[Any], Wire], reason: str
    ) -> None:
        write_prose(tmp_path / "in", 1)
        with serving(desk=BatchDesk(answer)) as endpoint:
            ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
        assert ran.code == 4 and reason in ran.said and rows(tmp_path / "a.db", calls) == []

    def test_a_refused_question_is_an_answer_as_it_is_live(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 2)

        def answer(body: dict[str, Any]) -> Wire:
            held = body["model"] == "m" and "青岩甲市" in str(body["messages"])
            return refusal(400, "content_filter") if held else first_offers(body)

        desk = BatchDesk(answer)
        with serving(desk=desk) as endpoint:
            told = (*options(tmp_path), "--batch", "--fallback-model", "other")
            ran = run_at(endpoint.url, monkeypatch, *told)
        assert ran.code == 0 and "asking other about 1 files" in ran.errors
        assert [line["body"]["model"] for line in desk.asked] == ["m", "m", "other"]
        with open_store(tmp_path / "a.db") as store:
            assert [r.reports[0].provenance.model for r in store.read_results()] == ["other", "m"]

    def test_an_endpoint_without_batches(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_prose(tmp_path / "in", 1)
        with serving(desk=BatchDesk(before=lambda method, path: refusal(405, "not here"))) as endpoint:
            ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
        assert ran.code == 4 and "not here" in ran.errors and rows(tmp_path / "a.db", batches) == []

    def test_max_cost_sends_what_it_covers(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_prose(tmp_path / "in", 5)
        with serving(desk=(desk := BatchDesk())) as endpoint:
            ran = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch", "--max-cost", "1.0")
            assert ran.code == 1 and "stopped before --max-cost 1.0 was passed" in ran.said
            assert 0 < len(desk.asked) < 5
            last = run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
        assert last.code == 0 and len(desk.asked) == 5

    def test_what_takes_no_batches(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_prose(tmp_path / "in", 1)
        monkeypatch.delenv("OPENAI_API_KEY")
        told = (tmp_path / "in", "--store", tmp_path / "a.db", "--batch")
        assert "the embedded model takes no batches" in run(*told).errors
        assert "add --reader llm" in run(*told, "--reader", "grid").errors


def test_no_key_and_no_address_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_prose(tmp_path / "in", 1)
    with serving(desk=BatchDesk()) as endpoint:
        run_at(endpoint.url, monkeypatch, *options(tmp_path), "--batch")
        assert {headers["authorization"] for headers in endpoint.headers} == {f"Bearer {KEY}"}
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("a.db*"))
    assert KEY.encode() not in kept and endpoint.url.encode() not in kept


def _without_seconds(texts: dict[str, str]) -> dict[str, str]:
    """Nobody knows how long an answer of a batch took."""
    kept: dict[str, str] = {}
    for path, text in texts.items():
        kept[path] = "\n".join(line for line in text.splitlines() if '"seconds"' not in line)
    return kept
