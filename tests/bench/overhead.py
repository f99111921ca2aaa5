"""What the program costs besides the model's answers: start-up, memory, and the time between two questions."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from figures import Figure

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
        result = extract_file(SENTENCES, Settings(asker=lambda path: client, ask="all"))
        wall = time.perf_counter() - started
        client.close()
    waited = sum(report.usage.seconds for report in result.reports)
    what = f"{wall - waited:.2f} s of {wall:.1f} s, {SENTENCES.name}"
    return Figure("time beside the model", (wall - waited) / wall * 100, "%", 3, what)


def _seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _peak_bytes(*arguments: str) -> int:
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-S", "-c", PEAK, OGI, "extract", *arguments, "--ask", "all", "--out", out]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return int(done.stdout)
