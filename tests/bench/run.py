"""Figures, not tests: what the program costs, and how it reads beside one single-shot call. `make bench` runs this.

Each figure stands beside its aim; ratios compare two things measured in the same run, so that they mean the
same on a fast and on a slow machine. The tables are printed; figures and details also go to build/bench.json.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
from comparison_view import compare_with_single_shot
from figures import Figure, Measured, tell, to_json, to_table
from growth import growth_of_time
from overhead import memory_of_tables, memory_with_model, start_up, time_beside_model
from rate import grid_and_regex_rate
from recordings import long_cassettes, replayed_reports
from rich.console import Console

from extractor.errors import ExtractorError

TARGET = Path(__file__).resolve().parents[2] / "build" / "bench.json"
BROKEN_TABLES = Path(__file__).resolve().parents[1] / "tables"  # their maker is the tests'
WIDTH = 120  # where there is no terminal


def _memory() -> Measured:
    return Measured([memory_of_tables(), memory_with_model()])


def _cassettes() -> Measured:
    return Measured([replayed_reports(), *long_cassettes()])


def _pieces() -> Measured:
    sys.path.append(str(BROKEN_TABLES))
    from pieces import measure

    return Measured(list(measure()))


def _files() -> Measured:
    from files import measure  # makes its files with what only the tests need

    return Measured(list(measure()))


def _runs() -> Measured:
    from runs import measure  # makes its files with what only the tests need

    return Measured(list(measure()))


def _ray() -> Measured:
    from runs import on_ray

    return Measured(list(on_ray()))


def _review() -> Measured:
    from review import measure  # makes its stores with what only the tests need

    return measure()


# The quick ones first; the last reads every narrative report twice, which takes most of the time.
PARTS: dict[str, Callable[[], Measured]] = {
    "start": lambda: Measured([start_up()]),
    "cassettes": _cassettes,
    "rate": grid_and_regex_rate,
    "growth": growth_of_time,
    "pieces": _pieces,
    "memory": _memory,
    "files": _files,
    "runs": _runs,
    "ray": _ray,
    "review": _review,
    "beside": lambda: Measured([time_beside_model()]),
    "single": compare_with_single_shot,
}


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)))
def main(parts: tuple[str, ...]) -> None:
    """Measure these PARTS, or all; print the tables and write build/bench.json."""
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
        os.environ.pop(name, None)  # the embedded model is measured, not somebody's endpoint
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    asked = [part for part in PARTS if part in parts or not parts]
    measured = {part: found for part in asked if (found := _measure(part))}
    figures: list[Figure] = [figure for m in measured.values() for figure in m.figures]
    for table in (*(m.table for m in measured.values() if m.table), to_table(figures)):
        console.print(table)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(to_json(measured), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(len(measured) < len(asked))


def _measure(part: str) -> Measured | None:
    """The part's figures. One that fails, for want of a model or a recording, does not lose the others."""
    tell(f"measuring: {part}")
    try:
        return PARTS[part]()
    except ExtractorError as error:
        tell(f"error: {part}: {error}")
        return None


if __name__ == "__main__":
    main()
