"""What reading in printed order costs: nearly nothing where tables are whole, and little where they came apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, NoReturn
from unittest.mock import patch

from damage_tables import make_table, read_table
from figures import Figure, ratio

from extractor import pipeline
from extractor.pipeline import Settings, extract_file
from extractor.tables import tables_to_candidates

SAMPLES = Path(__file__).resolve().parents[1] / "documents"
WHOLE = ("demo-2021.txt", "luming-seismology-2022.html", "wanglan-construction-2019.html")
TURNS = 9
TIMES = 5  # that each is read in a turn; one reading is too short to time
BROKEN = 200  # tables
MOST_ADDED = 1.05  # times the time without
MOST_SECONDS = 0.5


def measure() -> Iterator[Figure]:
    """The time that whole tables take beside the time without, and the slowest of tables in pieces."""
    yield to_whole_figure([(time_whole(), time_without()) for _ in range(TURNS)])
    made = [make_table(seed) for seed in range(BROKEN)]
    yield to_pieces_figure([time_of(partial(read_table, table)) for table in made])


def to_whole_figure(turns: Sequence[tuple[float, float]]) -> Figure:
    """The median of the turns, each with and without printed order."""
    added = median(ratio(*turn) for turn in turns)
    return Figure(
        "whole tables: time with printed order",
        added,
        "times",
        MOST_ADDED,
        f"{len(WHOLE)} samples, {TURNS} turns",
    )


def to_pieces_figure(seconds: Sequence[float]) -> Figure:
    """The slowest of them all."""
    what = f"the slowest of {len(seconds)} tables, median {1000 * median(seconds):.0f} ms"
    return Figure("tables in pieces: seconds a report", max(seconds), "s", MOST_SECONDS, what)


def time_whole() -> float:
    """The processor's seconds for the samples with whole tables."""
    settings = Settings(asker=_no_model, readers=("grid",))
    return time_of(lambda: [extract_file(SAMPLES / name, settings) for _ in range(TIMES) for name in WHOLE])


def time_without() -> float:
    """The same where tables are read as they stand, and never in printed order."""

    def as_they_stand(*args: Any, source: object) -> object:
        return tables_to_candidates(*args)

    with patch.object(pipeline, "tables_to_candidates", as_they_stand):
        return time_whole()


def time_of(read: Callable[[], object]) -> float:
    """The processor's seconds."""
    started = time.process_time()
    read()
    return time.process_time() - started


def _no_model(path: Path) -> NoReturn:
    raise AssertionError(f"the model was asked about {path}")
