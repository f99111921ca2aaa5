"""How quickly recorded answers are replayed, and whether long cassettes keep the pace."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import httpx2
from figures import Figure

from extractor.cassettes.tape import Tape
from extractor.cassettes.transport import UNREACHED, Cassettes, CassetteTransport, RecordedAsker
from extractor.model.answers import Answer
from extractor.model.asker import Request
from extractor.pipeline import Settings, extract_file

ROOT = Path(__file__).resolve().parents[2]
TESTS, CASSETTES = ROOT / "tests", ROOT / "cassettes"
RECORDED = {CASSETTES / "samples": TESTS / "documents", CASSETTES / "unseen": TESTS / "unseen"}


def replayed_reports() -> Figure:
    """Reports a second of a strict replay of the project's recorded reports, in one process. The first is read before: it
    loads what all need; what only the edition of another needs is loaded while the time is taken."""
    files = [
        (folder / path.stem, Settings(asker=Cassettes(recorded).asker))
        for recorded, folder in RECORDED.items()
        for path in sorted(recorded.glob("*.yaml"))
    ]
    extract_file(*files[0])
    started = time.perf_counter()
    reports = sum(len(extract_file(file, settings).reports) for file, settings in files)
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
    message = {"role": "assistant", "content": "{}"}
    body = {"choices": [{"index": 0, "finish_reason": "stop", "message": message}]}
    requests = [Request([{"role": "user", "content": str(n)}], Answer(), 10, report=n) for n in range(calls)]

    def run() -> float:
        started = time.perf_counter()
        tape = Tape(folder / f"{calls}.yaml", "bench", "new")
        transport = CassetteTransport(tape, lambda _: httpx2.Response(200, json=body))
        asker = RecordedAsker("bench", None, transport, UNREACHED)
        for request in requests:
            asker.ask(request)
        return time.perf_counter() - started

    return run(), median(run() for _ in range(3))
