"""`ogi run --ray`: two workers of a local Ray give what one process gives; one of them is killed on its way."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from make_files.reports import make_reports
from support import find_processes, first_offers, left_processes, serving
from test_store_run import RULES, _start, results, run, wait_until, write_prose

from extractor.errors import UsageError
from extractor.store import open_store

MISSING = "no Ray here: pip install '.[ray]'"
MARK = "OGI_TEST_RAY"
needs_ray = pytest.mark.skipif(find_spec("ray") is None or sys.platform != "linux", reason=MISSING)


@needs_ray
def test_a_killed_worker_loses_nothing(
    tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where a run into a server's store lists its failures
    folder = tmp_path / "in"
    make_reports(folder, 40)
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    assert run(folder, "--store", tmp_path / "one.db", *RULES).code == 1
    with open_store(store_url) as store:
        mark = str(tmp_path)
        options = ["--store", store_url, "--reader", "grid,regex", "--jobs", "2", "--ray"]
        process = _start([str(folder), *options], {MARK: mark})
        wait_until(lambda: len(store.files()) >= 3, patience=120)
        killed = workers(mark)
        os.kill(killed[0], signal.SIGKILL)
        said, errors = process.communicate(timeout=240)
        (failure,) = store.failures()
    assert process.returncode == 1 and "41 files: 40 read, 1 failed" in said, said + errors
    assert len(killed) == 2 and failure.path.endswith("坏.pdf") and failure.error == "UnreadableInput"
    assert results(store_url) == results(str(tmp_path / "one.db"))
    assert left_processes(f"{MARK}={mark}", 30) == []
    (folder / "坏.pdf").unlink()
    again = run(folder, "--store", store_url, *RULES, "--ray")  # nothing to read, and no Ray for it
    assert again.code == 0 and "0 read, 40 done before" in again.said


@needs_ray
def test_workers_ask_and_keep_what_was_answered(tmp_path: Path) -> None:
    write_prose(tmp_path / "in", 4)
    told = ["--store", str(tmp_path / "a.db"), "--model", "m", "--mode", "json_schema", "--retries", "0"]
    with serving(otherwise=first_offers) as endpoint:
        environment = {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": "sk-planted-0123456789"}
        ray = _start([str(tmp_path / "in"), *told, "--jobs", "2", "--ray"], environment)
        said, errors = ray.communicate(timeout=240)
        assert ray.returncode == 0 and "4 read" in said and "4 calls, 44 + 28 tokens" in said, said + errors
        plain = _start([str(tmp_path / "in"), *told, "--form", "2014"], environment)  # the same questions
        assert "4 read" in plain.communicate(timeout=240)[0]
        assert len(endpoint.bodies) == len(set(endpoint.bodies)) == 4
    assert b"sk-planted" not in (tmp_path / "a.db").read_bytes()


@pytest.mark.parametrize("other", [("--batch",), ("--max-cost", "1")])
def test_what_workers_apart_cannot_do(tmp_path: Path, other: tuple[str, ...]) -> None:
    ran = run(tmp_path, "--store", tmp_path / "a.db", "--ray", *other)
    assert ran.code == UsageError.exit_code and f"--ray and {other[0]} do not go together" in ran.errors


def workers(mark: str) -> list[int]:
    """The processes that Ray reads in."""
    found = []
    for process in find_processes(f"{MARK}={mark}".encode()):
        name = Path(f"/proc/{process}/cmdline").read_bytes()
        if name.startswith(b"ray::") and b"read_row" in name:
            found.append(process)
    return found
