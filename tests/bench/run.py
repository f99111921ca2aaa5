"""Figures, not tests: start-up, memory, and the time that is spent beside the model. `make bench` runs this.

Each figure stands beside its aim; ratios compare two things measured in the same run, so that they mean the
same on a fast and on a slow machine. The table is printed, the figures also go to build/bench.json.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "documents"
TABLES, SENTENCES = SAMPLES / "demo-2021.txt", SAMPLES / "demo-2014.txt"
OGI = str(Path(sys.executable).with_name("ogi"))
PAIRS = 15
# Runs argv[1:] and prints the peak of the largest process below it. In a small process of its own, because a
# child's peak starts at that of the process it was forked from, and the sum is over all children so far.
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    value: float
    unit: str
    aim: float
    from_what: str

    @property
    def is_met(self) -> bool:
        return self.value <= self.aim


def start_up() -> Figure:
    """`ogi --help` against an interpreter that does nothing, in turns."""
    pairs = [(_seconds(sys.executable, "-c", "pass"), _seconds(OGI, "--help")) for _ in range(PAIRS)]
    bare, full = (median(times) for times in zip(*pairs, strict=True))
    what = f"{full * 1e3:.0f} ms against {bare * 1e3:.0f} ms, medians of {PAIRS}"
    return Figure("start-up: ogi --help / python -c pass", full / bare, "times", 8, what)


def memory_of_tables() -> Figure:
    """The peak of an extraction that reads tables alone."""
    peak = _peak_bytes("--reader", "grid", str(TABLES))
    return Figure("peak memory, tables only", peak / 1e6, "MB", 300, TABLES.name)


def memory_with_model() -> Figure:
    """The peak of the largest process, which is the embedded model's server."""
    peak = _peak_bytes(str(SENTENCES))
    return Figure("peak memory, embedded model", peak / 1e6, "MB", 3000, f"{SENTENCES.name}, largest process")


def time_beside_model() -> Figure:
    """What of an extraction is not spent waiting for answers, once everything is loaded."""
    from extractor import Client, EmbeddedServer, Settings, extract_file

    with EmbeddedServer() as server:
        client = Client(server.base_url, server.api_key, server.model)
        # Once without the model: loads forms and dictionaries.
        extract_file(SENTENCES, Settings(asker=lambda path: client, readers=["grid"]))
        started = time.perf_counter()
        result = extract_file(SENTENCES, Settings(asker=lambda path: client))
        wall = time.perf_counter() - started
        client.close()
    waited = sum(report.usage.seconds for report in result.reports)
    what = f"{wall - waited:.2f} s of {wall:.1f} s, {SENTENCES.name}"
    return Figure("time beside the model", (wall - waited) / wall * 100, "%", 3, what)


def replayed_reports() -> Figure:
    """Reports a second of a strict replay of the recorded samples, in one process."""
    from extractor import Settings, extract_file
    from extractor.recording import Cassettes

    folder = ROOT / "cassettes" / "samples"
    files = [SAMPLES / path.stem for path in sorted(folder.glob("*.yaml"))]
    settings = Settings(asker=Cassettes(folder).asker)
    extract_file(files[0], settings)  # loads forms and dictionaries
    started = time.perf_counter()
    reports = sum(len(extract_file(file, settings).reports) for file in files)
    rate = reports / (time.perf_counter() - started)
    return Figure("seconds a replayed report", 1 / rate, "s", 1, f"{rate:.1f} reports a second, one core")


def long_cassettes() -> Iterator[Figure]:
    """Ten times the calls in one cassette, recorded and replayed."""
    with tempfile.TemporaryDirectory() as folder:
        short, long = (_record_and_replay(Path(folder), calls) for calls in (100, 1000))
    for name, one, other in zip(("recording", "replaying"), short, long, strict=True):
        what = f"1000 calls {other:.2f} s, 100 calls {one:.2f} s"
        yield Figure(f"{name} 10 times the calls", other / one, "times", 12, what)


def _record_and_replay(folder: Path, calls: int) -> tuple[float, float]:
    """Seconds to record that many calls in one cassette, and to replay them."""
    import httpx2

    from extractor.answers import Answer
    from extractor.asking import Request
    from extractor.recording import UNREACHED, CassetteTransport, RecordedAsker, Tape

    message = {"role": "assistant", "content": "{}"}
    body = {"choices": [{"index": 0, "finish_reason": "stop", "message": message}]}
    requests = [Request([{"role": "user", "content": str(n)}], Answer, 10, report=n) for n in range(calls)]

    def run() -> float:
        started = time.perf_counter()
        tape = Tape(folder / f"{calls}.yaml", "bench", "new")
        transport = CassetteTransport(tape, lambda _: httpx2.Response(200, json=body))
        asker = RecordedAsker("bench", None, transport, UNREACHED)
        for request in requests:
            asker.ask(request)
        return time.perf_counter() - started

    return run(), median(run() for _ in range(3))


def _seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _peak_bytes(*arguments: str) -> int:
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-S", "-c", PEAK, OGI, "extract", *arguments, "--out", out]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return int(done.stdout)


def measure() -> Iterator[Figure]:
    """All figures, the quick ones first."""
    yield start_up()
    yield memory_of_tables()
    yield replayed_reports()
    yield from long_cassettes()
    yield memory_with_model()
    yield time_beside_model()


def to_table(figures: list[Figure]) -> Table:
    """The figures beside their aims."""
    table = Table("figure", "value", "aim", "", "from")
    for f in figures:
        verdict = "met" if f.is_met else "missed"
        table.add_row(f.name, f"{f.value:.3g} {f.unit}", f"<= {f.aim:g} {f.unit}", verdict, f.from_what)
    return table


def main() -> None:
    """Prints the table and writes build/bench.json."""
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
        os.environ.pop(name, None)  # the embedded model is measured, not somebody's endpoint
    figures = list(measure())
    Console(width=120 if not sys.stdout.isatty() else None).print(to_table(figures))
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps([asdict(f) for f in figures], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
