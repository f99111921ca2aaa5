"""Kills runs into a store at random moments, and starts them again.

python tests/run/store_kills.py [KILLS] [SEED] [sqlite|postgresql]

A run over reports, some of them asked about at an endpoint, is killed with all its processes, started again, killed, until
it has been killed often enough; then it may end. The store must be that of an undisturbed run, no answer that it had may
be asked for again, and at each moment a reader must see whole documents alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from databases import MISSING, find_programs, new_database, postgresql
from make_files.reports import make_reports
from sqlalchemy import func, select
from support import Endpoint, Wire, first_offers, serving

from extractor.cassettes.files import Asked
from extractor.errors import ExtractorError
from extractor.model import fingerprint as digest
from extractor.output import result_to_json
from extractor.store import open_store
from extractor.store.engine import reading
from extractor.store.tables import documents
from extractor.store.work_tables import calls

REPORTS = 40
AT_START = 0.3  # of the kills; the others come when something more is kept
A_WHILE = 0.1
GLANCE = 0.01
THINKING = 0.02  # seconds that the endpoint takes for an answer
PATIENCE = 300.0
REPORT = """青岩{office}局2015年政府信息公开工作年度报告

一、主动公开情况
2015年，我局主动公开政府信息{public}条。
二、依申请公开情况
全年共收到政府信息公开申请{received}件，其中网络申请{online}件。
"""
OFFICES = ("水务", "林业", "审计", "档案", "民政", "统计", "财政", "教育")
SECONDS = '"seconds"'


@dataclass
class Count:
    """What was done, and what went wrong."""

    kills: int = 0
    rounds: int = 0
    runs: int = 0
    asked: int = 0
    seen: Counter[int] = field(default_factory=Counter)  # documents that a reader saw after a kill
    faults: list[str] = field(default_factory=list)


class Killer:
    """Runs over the same reports, into one store; where that is done before its kills are, into a second one."""

    def __init__(self, folder: Path, endpoint: Endpoint, new_store: Callable[[], str], seed: int) -> None:
        self.count = Count()
        self._folder, self._endpoint, self._new_store = folder, endpoint, new_store
        self._chance = random.Random(seed)
        whole = new_store()
        self._start(whole).wait(PATIENCE)
        self._whole = read_store(whole)
        started = time.monotonic()
        self._start(whole).wait(PATIENCE)  # finds all done
        self._start_up = time.monotonic() - started
        self._asked = Counter(endpoint.bodies)
        if not self._whole:
            raise RuntimeError("an undisturbed run fails")

    def kill(self, times: int) -> None:
        """So many kills, in as few rounds as they take."""
        while self.count.kills < times:
            self.count.rounds += 1
            self._round(times)

    def _round(self, times: int) -> None:
        self._url, before = self._new_store(), self.count.kills
        self._endpoint.bodies.clear()
        self._store = open_store(self._url)
        while self.count.kills < times and self._kill_once():
            self._look()
        code = self._start(self._url).wait(PATIENCE)
        self.count.asked += len(self._endpoint.bodies)
        self._expect_end(code, self.count.kills - before)
        self._store.close()

    def _kill_once(self) -> bool:
        """At any moment of the start, or a little after the run has got on: so that the kills are spread over it. Not
        where it was done before."""
        saved, before = read_calls(self._url), len(self._endpoint.bodies)
        had = self._count_kept()
        process = self._start(self._url)
        if self._chance.random() < AT_START:
            time.sleep(self._chance.uniform(0.0, self._start_up))
        else:
            while process.poll() is None and self._count_kept() == had:
                time.sleep(GLANCE)
            time.sleep(self._chance.uniform(0.0, A_WHILE))
        if process.poll() is not None:
            return False
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.count.kills += 1
        again = [body for body in self._endpoint.bodies[before:] if fingerprint(body) in saved]
        if again:
            self.count.faults.append(f"kill {self.count.kills}: asked {len(again)} saved answers again")
        return True

    def _look(self) -> None:
        """A reader between two runs sees whole documents, each as it will be in the end."""
        try:
            found = read_store(self._url)
        except ExtractorError as error:
            self.count.faults.append(f"kill {self.count.kills}: cannot be read: {error}")
            return
        self.count.seen[len(found)] += 1
        odd = [path for path, text in found.items() if self._whole.get(path) != text]
        if odd:
            self.count.faults.append(f"kill {self.count.kills}: not whole: {', '.join(odd)}")

    def _count_kept(self) -> int:
        """Documents and answers that are there."""
        with reading(self._store._engine) as connection:
            parts = (
                select(func.count()).select_from(table).scalar_subquery() for table in (documents, calls)
            )
            return sum(connection.execute(select(*parts)).one())

    def _expect_end(self, code: int, kills: int) -> None:
        if code:
            self.count.faults.append(f"the last run ended with {code}")
        if read_store(self._url) != self._whole:
            self.count.faults.append("the store is not that of an undisturbed run")
        # An answer that was on its way when the run was killed is asked for once more, and only that.
        twice = sum((Counter(self._endpoint.bodies) - self._asked).values())
        if twice > kills:
            self.count.faults.append(f"{twice} questions were asked again, with {kills} kills")

    def _start(self, url: str) -> subprocess.Popen[bytes]:
        self.count.runs += 1
        told = ["--model", "m", "--mode", "json_schema", "--retries", "0", "--jobs", "1", "--quiet"]
        environment = os.environ | {
            "OPENAI_BASE_URL": self._endpoint.url,
            "OPENAI_API_KEY": "sk-k",
            "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
        }
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "extractor",
                "run",
                str(self._folder),
                "--ask",
                "all",
                "--store",
                url,
                *told,
            ],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def read_store(url: str) -> dict[str, str]:
    """All results, without how long answers took."""
    with open_store(url) as store:
        texts = {result.source.path: result_to_json(result) for result in store.read_results()}
    return {path: without_seconds(text) for path, text in texts.items()}


def read_calls(url: str) -> set[str]:
    """The questions whose answers are there, by the fingerprints of their bodies."""
    with open_store(url) as store, reading(store._engine) as connection:
        asked = [row.asked for row in connection.execute(calls.select())]
    return {Asked.model_validate_json(text).request for text in asked}


def fingerprint(body: bytes) -> str:
    """What a call says of its request."""
    return digest(json.dumps(json.loads(body), ensure_ascii=False, sort_keys=True))


def without_seconds(text: str) -> str:
    """The text without the lines that no two runs share."""
    return "\n".join(line for line in text.split("\n") if SECONDS not in line)


def answer_slowly(body: dict[str, Any]) -> Wire:
    """The first offers, a moment later."""
    time.sleep(THINKING)
    return first_offers(body)


def write_reports(folder: Path) -> None:
    """Some that rules read alone, and some that leave something to ask; and one twice."""
    made = make_reports(folder, REPORTS - 2 * len(OFFICES), seed=9)
    for number in range(2 * len(OFFICES)):
        figures = {"public": 1300 + number, "received": 40 + number, "online": 20 + number}
        text = REPORT.format(office=OFFICES[number % len(OFFICES)], **figures)
        (folder / f"问{number:02d}.txt").write_text(text, encoding="utf-8")
    (folder / f"again-{made[0].path.name}").write_bytes(made[0].path.read_bytes())


@contextmanager
def new_stores(database: str, place: Path) -> Iterator[Callable[[], str]]:
    """One after the other, each empty."""
    numbers = count(1)
    if database == "sqlite":
        yield lambda: str(place / f"{next(numbers)}.db")
        return
    with postgresql() as server:
        yield lambda: new_database(server, f"store{next(numbers)}")


def kill_store_runs(times: int, seed: int, database: str) -> Count:
    """What came of so many kills."""
    if database == "postgresql" and find_programs() is None:
        raise RuntimeError(MISSING)
    with (
        tempfile.TemporaryDirectory() as name,
        serving(otherwise=answer_slowly) as endpoint,
        new_stores(database, Path(name)) as new_store,
    ):
        write_reports(Path(name) / "reports")
        killer = Killer(Path(name) / "reports", endpoint, new_store, seed)
        killer.kill(times)
    return killer.count


def main() -> None:
    """Kills, and says what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", type=int, nargs="?", default=100)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    told = parser.parse_args()
    faults = 0
    for database in told.databases:
        started = time.monotonic()
        done = kill_store_runs(told.kills, told.seed, database)
        seconds = time.monotonic() - started
        print(f"{database}: {done.kills} kills in {done.rounds} rounds, {done.runs} runs, {seconds:.0f} s")
        print(f"  readers saw {len(done.seen)} different numbers of documents, 0 to {max(done.seen)}")
        print(f"  {done.asked} questions asked; {len(done.faults)} faults", flush=True)
        for fault in done.faults:
            print(f"  {fault}")
        faults += len(done.faults)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
