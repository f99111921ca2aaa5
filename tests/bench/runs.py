"""Figures of runs into a store: reports a second by one process and by two, memory, and calls against their ideal."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from figures import Figure, ratio, tell

TESTS = Path(__file__).resolve().parents[1]
sys.path.append(str(TESTS))

from make_files.reports import make_reports  # noqa: E402
from support import Wire, first_offers, serving  # noqa: E402

COUNT = int(os.environ.get("OGI_BENCH_REPORTS", "2000"))
ASKED = 200  # reports that leave something to ask
DELAY = 0.5  # seconds that the endpoint takes
CALLS = 4  # at the same time
A_MINUTE = 150  # calls that may be put in one
MINUTE = 59.5  # seconds: a call takes a moment to come
REPORT = """青岩{office}局2015年政府信息公开工作年度报告

一、主动公开情况
2015年，我局主动公开政府信息{number}条。
二、依申请公开情况
全年共收到政府信息公开申请{number}件，其中网络申请{number}件。
"""
# Runs argv[1:] and prints the peak of the largest process, and the processor's seconds of all, for overhead.py's reason.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), used.ru_utime + used.ru_stime)
"""


class Cost(NamedTuple):
    """What a run took."""

    seconds: float
    bytes: int
    processor: float


class Flying:
    """An endpoint of known delay, which counts the calls under way, and knows when they came."""

    def __init__(self) -> None:
        self.now = self.most = self.count = 0
        self._moments: list[float] = []
        self._lock = Lock()

    @property
    def most_in_a_minute(self) -> int:
        """The calls of the busiest minute."""
        came = self._moments
        return max(sum(start <= moment < start + MINUTE for moment in came) for start in came)

    def answer(self, body: dict[str, Any]) -> Wire:
        """The first offers, after the delay."""
        with self._lock:
            self.now, self.count = self.now + 1, self.count + 1
            self._moments.append(time.monotonic())
            self.most = max(self.most, self.now)
        time.sleep(DELAY)
        with self._lock:
            self.now -= 1
        return first_offers(body)


def by_rules() -> Iterator[Figure]:
    """Made reports of all kinds, by grid and regex."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        tell(f"making {COUNT} reports")
        make_reports(place / "all", COUNT)
        make_reports(place / "some", max(COUNT // 10, 1))
        rules = ("--reader", "grid", "--reader", "regex")
        some = _run(place / "some", place / "some.db", *rules, "--jobs", "1")
        one = _run(place / "all", place / "one.db", *rules, "--jobs", "1")
        two = _run(place / "all", place / "two.db", *rules, "--jobs", "2")
        again = _run(place / "all", place / "two.db", *rules, "--jobs", "2")
        size = (place / "one.db").stat().st_size / COUNT
    yield _rate("run into a store, one process", one)
    yield _rate("run into a store, two processes", two)
    what = f"peak of {COUNT} reports {one.bytes / 1e6:.0f} MB, of a tenth {some.bytes / 1e6:.0f} MB"
    yield Figure("memory for ten times the reports", ratio(one.bytes, some.bytes), "times", 1.3, what)
    yield Figure("the same run again", again.seconds, "s", None, f"{COUNT} reports, all of them there")
    yield Figure("store", size / 1000, "kB a report", None, f"SQLite, {COUNT} reports")


def on_ray() -> Iterator[Figure]:
    """The same reports by one worker of a local Ray and by two, and the results beside those of one process."""
    if find_spec("ray") is None:
        tell("no Ray here: pip install '.[ray]'")
        return
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        tell(f"making {COUNT} reports")
        make_reports(place / "all", COUNT)
        rules = ("--reader", "grid", "--reader", "regex", "--jobs")
        plain = _run(place / "all", place / "plain.db", *rules, "2")
        wanted = _digests(str(place / "plain.db"))
        yield _rate("run without Ray, two processes", plain)
        for workers in (1, 2):
            store = place / f"{workers}.db"
            cost = _run(place / "all", store, *rules, str(workers), "--ray")
            yield _rate(f"run on Ray, workers: {workers}", cost)
            same = sum(wanted[path] == text for path, text in _digests(str(store)).items())
            what = f"{same} of {len(wanted)} are those of a run without Ray"
            yield Figure(f"same results, workers: {workers}", same, "results", COUNT, what, at_least=True)


def _digests(url: str) -> dict[str, str]:
    """Of each result, by its file."""
    from extractor.model import fingerprint
    from extractor.output import result_to_json
    from extractor.store import open_store

    with open_store(url, must_exist=True) as store:
        return {r.source.path: fingerprint(result_to_json(r)) for r in store.read_results()}


def _rate(name: str, cost: Cost) -> Figure:
    what = f"{COUNT} reports in {cost.seconds:.1f} s, {cost.processor:.1f} s of processor"
    return Figure(name, COUNT / cost.seconds, "reports/s", None, what)


def by_model() -> Iterator[Figure]:
    """Reports that leave something to ask, at an endpoint that takes a while; with no limit on the rate, and with one."""
    flying, cost = _ask()
    ideal = flying.count * DELAY / CALLS
    what = f"{flying.count} calls of {DELAY} s, {CALLS} at a time, {cost.seconds:.1f} s"
    yield Figure("calls under way", flying.most, "calls", CALLS, what)
    yield Figure("time against the ideal", ratio(cost.seconds, ideal), "times", 1.5, f"ideal {ideal:.1f} s")
    flying, cost = _ask("--calls-per-minute", str(A_MINUTE))
    what = f"--calls-per-minute {A_MINUTE}: {flying.count} calls in {cost.seconds:.1f} s"
    yield Figure("calls in the busiest minute", flying.most_in_a_minute, "calls", A_MINUTE, what)


def _ask(*options: str) -> tuple[Flying, Cost]:
    flying = Flying()
    with tempfile.TemporaryDirectory() as name, serving(otherwise=flying.answer) as endpoint:
        place = Path(name)
        (place / "in").mkdir()
        for number in range(ASKED):
            text = REPORT.format(office="水务林业审计档案"[number % 7 :][:2], number=number + 100)
            (place / "in" / f"{number:03d}.txt").write_text(text, encoding="utf-8")
        told = ("--model", "m", "--mode", "json_schema", "--retries", "0", "--jobs", str(CALLS))
        os.environ |= {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": "sk-x"}
        try:
            return flying, _run(place / "in", place / "a.db", *told, *options)
        finally:
            del os.environ["OPENAI_BASE_URL"], os.environ["OPENAI_API_KEY"]


def measure() -> Iterator[Figure]:
    """Both."""
    yield from by_rules()
    yield from by_model()


def _run(folder: Path, store: Path, *options: str) -> Cost:
    command = [
        sys.executable,
        "-m",
        "extractor",
        "run",
        "--ask",
        "all",
        str(folder),
        "--store",
        str(store),
        "--quiet",
        *options,
    ]
    path = os.pathsep.join(map(os.path.abspath, sys.path))
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-S", "-c", MEASURE, *command],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": path},
    )
    seconds = time.monotonic() - started
    peak, processor = done.stdout.split()
    return Cost(seconds, int(peak), float(processor))
