"""Kills recorded runs, at random moments and before and after each step of a write, and lets them go on.

python tests/run/kills.py [KILLS] [SEED]

In rounds: a run over a few reports is killed some times, and each next run goes on with --resume. No saved answer may
be asked for again, whatever was written must be whole, and in the end everything must be as if nothing had happened:
the same results and recordings, no temporary file, no process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from launcher import Fate, Order
from support import Endpoint, Wire, first_offers, left_processes, serving

from extractor.cassettes.files import read_recording
from extractor.model import fingerprint

KILLED = -9
MOST = 12  # kills in a round
PATIENCE = 30.0  # seconds for a killed run's processes to end
THINKING = 0.01  # seconds that the endpoint takes for an answer, so that some runs are killed meanwhile
FORKED = 0.9  # of the rounds have the processes that read forked; see launcher.py
MARK = "OGI_KILLS"  # in the environment of all that the runs start
REPORT = """青岩市{office}局{year}年政府信息公开工作年度报告

一、主动公开情况
{year}年，我局主动公开政府信息{public}条。
二、依申请公开情况
全年共收到政府信息公开申请{received}件，其中网络申请{online}件。
"""
OFFICES = ("水务", "林业", "审计", "档案")
SECONDS = "seconds"


@dataclass
class Count:
    """What was done, and what went wrong."""

    kills: Counter[str] = field(default_factory=Counter)  # by how the moment was chosen
    runs: int = 0
    rounds: int = 0
    saved: int = 0  # answers there when a run went on
    faults: list[str] = field(default_factory=list)


class Launcher:
    """The process that starts the runs."""

    def __init__(self, url: str) -> None:
        folder = Path(__file__).parent
        environment = os.environ | {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "sk-k", MARK: str(os.getpid())}
        self._process = subprocess.Popen(
            [sys.executable, str(folder / "launcher.py")],
            env=environment | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, order: Order) -> Fate:
        """How the run ended."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        return Fate(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate()


class Killer:
    """Rounds of kills over the same reports."""

    def __init__(self, place: Path, endpoint: Endpoint, launcher: Launcher, seed: int) -> None:
        self.count = Count()
        self._place = place
        self._endpoint = endpoint
        self._launcher = launcher
        self._chance = random.Random(seed)
        self._turn: list[int] = []
        write_reports(place / "reports")
        fate = self._run("whole")
        self._whole = read_made(place / "whole")
        self._steps, self._seconds = fate.steps, fate.seconds
        self._asked = len(endpoint.bodies)
        if fate.code or not self._whole:
            raise RuntimeError(f"an undisturbed run fails: {(place / 'whole.log').read_text('utf-8')}")

    def kill(self, times: int) -> None:
        """So many kills, and after each few of them the end that must come out."""
        while sum(self.count.kills.values()) < times:
            left = times - sum(self.count.kills.values())
            self.count.rounds += 1
            self._round(f"round-{self.count.rounds}", min(left, self._chance.randint(1, MOST)))

    def _round(self, name: str, kills: int) -> None:
        jobs, forks = self._chance.choice((1, 1, 2)), self._chance.random() < FORKED
        for _ in range(kills):
            way, when = self._choose()
            fate = self._go_on(name, jobs, forks, **when)
            if fate.code == KILLED:
                self.count.kills[way] += 1
            else:  # it was done before its moment came
                self._expect_end(name, fate)
                break
        fate = self._go_on(name, jobs, forks)
        self._expect_end(name, fate)
        if read_made(self._place / name) != self._whole:
            self._fault(name, "is not as if nothing had happened")

    def _expect_end(self, name: str, fate: Fate) -> None:
        if fate.code:
            self._fault(name, f"ended with {fate.code}")

    def _choose(self) -> tuple[str, dict[str, Any]]:
        """Steps come in turns, so that each is met."""
        if self._chance.random() < 0.5:
            return "at a moment", {"seconds": self._chance.uniform(0, self._seconds)}
        if not self._turn:
            self._turn = self._chance.sample(range(1, self._steps + 1), self._steps)
        return "at a step", {"step": self._turn.pop()}

    def _go_on(self, name: str, jobs: int, forks: bool, **when: Any) -> Fate:
        """The run once more; what was saved before it must not be asked for again."""
        saved, before = self._saved(name), len(self._endpoint.bodies)
        fate = self._run(name, jobs, forks, **when)
        asked = [fingerprint_of(body) for body in self._endpoint.bodies[before:]]
        again = [one for one in asked if one in saved]
        if again:
            self._fault(name, f"asked {len(again)} saved answers again")
        # A set: the last request of a killed run may come in late.
        if when == {} and len(set(asked)) != self._asked - len(saved):
            self._fault(name, f"asked {len(asked)} times, with {len(saved)} of {self._asked} answers saved")
        self.count.saved += len(saved)
        return fate

    def _saved(self, name: str) -> set[str]:
        """The requests whose answers are there. A recording that is not whole raises."""
        paths = (self._place / name / "cassettes").glob("*.yaml")
        return {call.asked.request for path in paths for call in read_recording(path).calls}

    def _run(self, name: str, jobs: int = 1, forks: bool = True, **when: Any) -> Fate:
        folder = self._place / name
        arguments = [
            "extract",
            str(self._place / "reports"),
            "--quiet",
            "--resume",
            "--ask",
            "all",
            "--jobs",
            str(jobs),
        ]
        arguments += ["--out", str(folder / "out"), "--cassettes", str(folder / "cassettes")]
        arguments += ["--record", "new", "--model", "m", "--mode", "json_schema", "--retries", "0"]
        self.count.runs += 1
        return self._launcher.run(Order(arguments, str(folder) + ".log", forks=forks, **when))

    def _fault(self, name: str, what: str) -> None:
        said = (self._place / f"{name}.log").read_text("utf-8")
        self.count.faults.append(f"{name}: {what}\n{said}")


def write_reports(folder: Path) -> None:
    """Reports that leave something to ask, one of them beside another of the same file."""
    folder.mkdir()
    for number, office in enumerate(OFFICES):
        years = (2015, 2016) if number == 0 else (2015,)
        figures = {"public": 1300 + number, "received": 40 + number, "online": 20 + number}
        texts = [REPORT.format(office=office, year=year, **figures) for year in years]
        (folder / f"{office}.txt").write_text("\n".join(texts), encoding="utf-8")


def read_made(folder: Path) -> dict[str, str]:
    """All files below the folder; how long answers took is left out."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): without_seconds(path.read_text("utf-8")) for path in paths}


def without_seconds(text: str) -> str:
    """The text without the lines that no two runs share."""
    return "\n".join(line for line in text.split("\n") if SECONDS not in line)


def fingerprint_of(body: bytes) -> str:
    """What a recording says of the request."""
    return fingerprint(json.dumps(json.loads(body), ensure_ascii=False, sort_keys=True))


def answer_slowly(body: dict[str, Any]) -> Wire:
    """The first offers, a moment later."""
    time.sleep(THINKING)
    return first_offers(body)


@contextmanager
def killing(seed: int) -> Iterator[Killer]:
    """Reports, an endpoint and a launcher, as long as they are needed."""
    with tempfile.TemporaryDirectory() as place, serving(otherwise=answer_slowly) as endpoint:
        launcher = Launcher(endpoint.url)
        try:
            yield Killer(Path(place), endpoint, launcher, seed)
        finally:
            launcher.close()


def kill_runs(times: int, seed: int) -> Count:
    """What came of so many kills."""
    with killing(seed) as killer:
        killer.kill(times)
    left = left_processes(f"{MARK}={os.getpid()}", PATIENCE)
    if left:
        killer.count.faults.append(f"processes are left: {left}")
    return killer.count


def main() -> None:
    """Kills, and says what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    told = parser.parse_args()
    started = time.monotonic()
    count = kill_runs(told.kills, told.seed)
    kinds = ", ".join(f"{number} {way}" for way, number in sorted(count.kills.items()))
    print(f"{sum(count.kills.values())} kills ({kinds}) in {count.rounds} rounds, {count.runs} runs")
    print(f"{count.saved} answers were saved when a run went on; {len(count.faults)} faults")
    print(f"{time.monotonic() - started:.0f} s, seed {told.seed}")
    for fault in count.faults:
        print(fault)
    sys.exit(bool(count.faults))


if __name__ == "__main__":
    main()
