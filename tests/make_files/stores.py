"""Stores of any number of reports, made quickly: a few reports are read by the rules, and kept again and again as other
bodies' of other years. What a model would have said of their sentences is made up, right most of the time.

python tests/make_files/stores.py STORE [COUNT] [SEED]
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from support import no_model

from extractor.ids import GIVEN, MODEL, RULES, TABLE
from extractor.loading import load_report
from extractor.output import CandidateResult, CellResult, DocumentResult, ReportResult, cell_to_meeting
from extractor.pipeline import Settings, extract_file
from extractor.store import Packed, Store, open_store, pack
from extractor.store.packing import to_words
from make_files.reports import OFFICES, PLACES, make_reports

READ = 24  # reports that are really read
MODEL_NAME = "qwen-plus"
NUMBERS = ("requests.received", "requests.online", "disclosure.total")  # of a table of one's own
SETTINGS = Settings(asker=no_model, readers=(TABLE, RULES))


@dataclass(frozen=True)
class Kept:
    """A report of the store: its file's hash, and whose it is."""

    sha256: str
    issuer: str
    year: int


def fill_store(store: Store, count: int, seed: int = 1) -> list[Kept]:
    """So many reports in the store; the same for the same seed."""
    chance = Random(seed)
    with tempfile.TemporaryDirectory() as name:
        read = [_read(made.path, chance) for made in make_reports(Path(name), min(count, READ), seed)]
    return [_keep(store, read[number % len(read)], number) for number in range(count)]


def _read(path: Path, chance: Random) -> Packed:
    result = with_model(extract_file(path, SETTINGS), chance)
    return pack(result, "", load_report(path).text)


def with_model(result: DocumentResult, chance: Random) -> DocumentResult:
    """The result with a model's candidates beside those of the rules."""
    return result.model_copy(update={"reports": tuple(_ask(report, chance) for report in result.reports)})


def _ask(report: ReportResult, chance: Random) -> ReportResult:
    cells = {key: _weigh(cell, tuple(_answer(cell, chance))) for key, cell in report.cells.items()}
    usage = report.usage.model_copy(update={"calls": 3, "prompt_tokens": 2400, "completion_tokens": 180})
    provenance = report.provenance.model_copy(update={"model": MODEL_NAME})
    return report.model_copy(update={"cells": cells, "usage": usage, "provenance": provenance})


def _weigh(cell: CellResult, answers: tuple[CandidateResult, ...]) -> CellResult:
    """The cell with the model's answers; what both say alike is surer."""
    cell = cell.model_copy(update={"candidates": (*cell.candidates, *answers)})
    sure = {"agree": 0.99, "rules-alone": 0.85, "differ": 0.55}.get(cell_to_meeting(cell) or "")
    return cell.model_copy(update={"confidence": sure}) if sure and cell.status in GIVEN else cell


def _answer(cell: CellResult, chance: Random) -> Iterator[CandidateResult]:
    """The rules' reading: most often the same, sometimes one more than it, sometimes none."""
    first = next((c for c in cell.candidates if c.backend == RULES and c.accepted), None)
    drawn = chance.random()
    if first is None or first.value is None or drawn < 0.06:
        return
    value = first.value + 1 if drawn > 0.93 else first.value
    yield first.model_copy(update={"backend": MODEL, "value": value})


def _keep(store: Store, packed: Packed, number: int) -> Kept:
    place = f"{PLACES[number % len(PLACES)]}{number // len(PLACES) % 97}县"
    issuer, year = place + OFFICES[number % len(OFFICES)], 2014 + number % 11
    mark = sha256(f"report {number}".encode()).hexdigest()
    path = f"reports/{year}/{place}-{number:05d}.txt"
    document = packed.document | {"key": f"made {number}", "path": path, "sha256": mark}
    changes = {"issuer": issuer, "year": year, "words": to_words(issuer, path)}
    own = [row | changes for row in packed.rows["reports"]]
    rows = packed.rows | {"reports": own}
    usage = {"prompt_tokens": 2400, "completion_tokens": 180, "seconds": 1.5}
    store.add_call({"sha256": mark, "model": MODEL_NAME, "asked": "{}", "answered": "{}", **usage})
    store.keep(replace(packed, key=str(document["key"]), document=document, rows=rows))
    return Kept(mark, issuer, year)


def write_numbers(store: Store, path: Path) -> None:
    """Somebody's own numbers of all reports, one in twenty another."""
    chance, heads = Random(1), list(store.heads())
    values = {(read.head, read.key): read.value for read in store.values(heads, NUMBERS)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("issuer", "year", *NUMBERS))
        for head in heads:
            own = [values.get((head, key)) for key in NUMBERS]
            shown = ["" if v is None else v + (chance.random() < 0.05) for v in own]
            writer.writerow((head.issuer, head.year, *shown))


if __name__ == "__main__":
    target, *told = sys.argv[1:]
    with open_store(target) as opened:
        fill_store(opened, *([int(text) for text in told] or [100]))
