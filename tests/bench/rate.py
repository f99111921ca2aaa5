"""grid and regex alone: how many reports one core reads in a second, and whether a long run keeps the pace."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NoReturn

from figures import Figure, Measured

from extractor.pipeline import Settings
from extractor.run import Tally, find_files, plan_tasks, read_task, run_tasks

ROOT = Path(__file__).resolve().parents[2]
SAMPLES, SEEDS = ROOT / "tests" / "documents", ROOT.parent / "shared" / "seeds"
SUFFIXES = (".txt", ".html")
TIMES = 10
PAIRS = 3
MOST = 1.1  # times TIMES: what a folder TIMES as large may take


def grid_and_regex_rate() -> Measured:
    """The seeds where they lie beside the checkout, else the samples; then copies of them, ten times as many."""
    source = SEEDS if SEEDS.is_dir() else SAMPLES
    files = sorted(path for path in source.iterdir() if path.suffix in SUFFIXES)
    with tempfile.TemporaryDirectory() as folder:
        small, large = (copy_files(files, Path(folder) / str(n), n) for n in (1, TIMES))
        time_run(small)  # loads forms and dictionaries
        pairs = [(time_run(small), time_run(large)) for _ in range(PAIRS)]
    ((reports, _), (copies, _)) = pairs[0]
    one, ten = (median(seconds for _, seconds in runs) for runs in zip(*pairs, strict=True))
    return Measured(to_figures(source.name, (reports, one), (copies, ten)))


def copy_files(files: Sequence[Path], folder: Path, times: int) -> list[Path]:
    """That many copies of each file, each under a name of its own."""
    folder.mkdir()
    targets = [(file, folder / f"{n:02d}-{file.name}") for n in range(times) for file in files]
    return [Path(shutil.copyfile(file, target)) for file, target in targets]


def time_run(files: Iterable[Path]) -> tuple[int, float]:
    """How many reports a run over the files found, and its seconds, results written and summed up."""
    settings, tally = Settings(asker=_no_model, readers=("grid", "regex")), Tally()
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        tasks = plan_tasks(find_files(files).places, Path(out)).tasks
        for outcome in run_tasks(tasks, lambda task: read_task(task, settings)):
            tally.add(outcome)
        seconds = time.perf_counter() - started
    if tally.codes:
        raise RuntimeError(f"{len(tally.codes)} files failed: what was measured is no whole run")
    return len(tally.rows), seconds


def to_figures(name: str, small: tuple[int, float], large: tuple[int, float]) -> list[Figure]:
    """The rate, and the ratio of the times, from (reports, seconds) of both runs."""
    (reports, one), (copies, ten) = small, large
    rate = f"{reports} reports of the {name} in {one:.2f} s, one thread"
    longer = f"{copies} reports {ten:.2f} s, {reports} reports {one:.2f} s, medians of {PAIRS}"
    return [
        Figure("grid + regex: reports a second and core", reports / one, "reports/s", None, rate),
        Figure(f"grid + regex: a folder {TIMES} times as large", ten / one, "times", TIMES * MOST, longer),
    ]


def _no_model(path: Path) -> NoReturn:
    raise AssertionError(f"the model was asked about {path}")
