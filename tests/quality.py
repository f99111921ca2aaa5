"""The floor of what was reached, in quality.json. `make quality` checks it, `make raise` renews it.

Recorded answers are replayed strictly, and what comes out is scored against the gold; reports without recordings are
read without a model. A drop of F1 or precision
fails and names the cells; so does gold that changed. `--lower` records a drop, which nothing else does.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from extractor.cassettes.transport import Cassettes
from extractor.errors import CassetteMiss
from extractor.ids import Ask
from extractor.model.asker import Asker
from extractor.output.files import write_whole
from extractor.output.results import DocumentResult
from extractor.pipeline import Settings, extract_file
from extractor.score import (
    GOLD,
    Counts,
    Outcome,
    ReportScore,
    count_outcomes,
    list_files,
    read_golds,
    score_results,
)
from extractor.score.groups import DECIDED, untold
from extractor.score.scoring import Judged

ROOT = Path(__file__).resolve().parent.parent
FLOOR = ROOT / "tests" / "quality.json"
DEV = ROOT.parent / "shared" / "dev"
RENEW = "python tests/quality.py --raise"
LOWER = "python tests/quality.py --lower"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reports with their gold and their recordings; None: they are read without a model."""

    name: str
    documents: Path
    gold: Path
    cassettes: Path | None
    ask: Ask = "open"  # what they were recorded with

    @property
    def is_here(self) -> bool:
        """Whether there is something to measure: the seed reports lie beside some checkouts only."""
        return self.documents.is_dir() and self.gold.is_dir()


CORPORA = (
    Corpus("samples", ROOT / "tests/documents", ROOT / "tests/documents", ROOT / "cassettes/samples"),
    Corpus("unseen", ROOT / "tests/unseen", ROOT / "tests/unseen", ROOT / "cassettes/unseen"),
    Corpus("offices", ROOT / "tests/offices", ROOT / "tests/offices", None),
    Corpus("sheets", ROOT / "tests/sheets", ROOT / "tests/sheets", None),
    Corpus("seeds", ROOT.parent / "shared/seeds", ROOT.parent / "shared/gold", ROOT / "cassettes/seeds"),
    Corpus("traps", DEV, DEV, ROOT / "cassettes/traps"),
    Corpus("real-like", DEV / "real-like", DEV / "real-like", ROOT / "cassettes/real-like"),
    Corpus("tables", DEV / "tables", DEV / "tables", None),
)


class Reached(BaseModel):
    """What one way of reading reached, with every cell that is not right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    right: int
    false: int
    missed: int
    mistakes: Mapping[str, Outcome]

    @property
    def counts(self) -> Counts:
        """As the scores count."""
        return Counts(self.right, self.false, self.missed)


class Level(BaseModel):
    """What was reached on one corpus, and on which gold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gold: str
    reached: dict[str, Reached]


Levels = dict[str, Level]
LEVELS = TypeAdapter(Levels)


class Stale(Exception):
    """The recordings do not fit what is asked now."""


def read_floor(path: Path) -> Levels:
    """The floor; where there is no file, none."""
    return LEVELS.validate_json(path.read_text(encoding="utf-8")) if path.is_file() else {}


def measure(corpus: Corpus) -> Level:
    """What the recorded answers come to now: decided, and by backend where no table told the cell."""
    scores = score_results(replay(corpus), read_golds(corpus.gold))
    ways: Mapping[str, Callable[[ReportScore], Judged]] = {
        DECIDED: lambda score: score.decided,
        "llm, narrative": lambda score: untold(score, score.judge_backend("llm")),
        "regex, narrative": lambda score: untold(score, score.judge_backend("regex")),
    }
    if corpus.cassettes is None or corpus.ask == "open":  # what was not asked the model cannot tell
        ways = {name: way for name, way in ways.items() if name != "llm, narrative"}
    reached = {name: _reached({s.gold.id: way(s) for s in scores}) for name, way in ways.items()}
    return Level(gold=hash_gold(corpus.gold), reached=reached)


def replay(corpus: Corpus) -> list[DocumentResult]:
    """The results of all reports that have gold, without a model; Stale names each that cannot be replayed."""
    settings = Settings(asker=refuse, readers=("grid", "regex"))
    if corpus.cassettes is not None:
        settings = Settings(asker=Cassettes(corpus.cassettes, "none").asker, ask=corpus.ask)
    results, misses = [], []
    for name in sorted({gold.source for gold in read_golds(corpus.gold)}):
        try:
            results.append(extract_file(corpus.documents / name, settings))
        except CassetteMiss as miss:
            misses.append(f"  {miss}")
    if misses:
        raise Stale("\n".join((f"{corpus.name}: the recordings are stale, make record renews them", *misses)))
    return results


def refuse(path: Path) -> Asker:
    raise AssertionError(f"a model was asked about {path}")


def hash_gold(folder: Path) -> str:
    """One digest of all gold files, names included."""
    digest = hashlib.sha256()
    for path in list_files(folder, GOLD):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _reached(reports: Mapping[str, Judged]) -> Reached:
    cells = {f"{id} {key}": kind for id, judged in reports.items() for key, kind in judged.items()}
    counts = count_outcomes(cells.values())
    mistakes = {name: kind for name, kind in cells.items() if kind != "right"}
    return Reached(right=counts.right, false=counts.false, missed=counts.missed, mistakes=mistakes)


def find_drops(name: str, floor: Level, now: Level) -> Iterator[str]:
    """Each share that is less than it was, with the cells that made it so."""
    for way, before in floor.reached.items():
        after = now.reached.get(way)
        if after is None:
            yield f"{name}: {way}: is not measured any more"
            continue
        fallen = [
            f"{share} {100 * old:.2f}% to {100 * new:.2f}%"
            for share in ("precision", "f1")
            if (new := getattr(after.counts, share) or 0.0) < (old := getattr(before.counts, share) or 0.0)
        ]
        if fallen:
            yield "\n".join((f"{name}: {way}: {', '.join(fallen)}", *_changed(before, after)))


def _changed(before: Reached, after: Reached) -> Iterator[str]:
    for cell, kind in after.mistakes.items():
        if kind != before.mistakes.get(cell):
            yield f"  {cell}: {kind}, was {before.mistakes.get(cell, 'right')}"


def check_floor(corpora: Sequence[Corpus], path: Path) -> Iterator[str]:
    """Everything that is not as the floor has it."""
    floor = read_floor(path)
    for corpus in (corpus for corpus in corpora if corpus.is_here):
        try:
            yield from _compare(corpus.name, floor.get(corpus.name), measure(corpus))
        except Stale as stale:
            yield str(stale)


def _compare(name: str, floor: Level | None, now: Level) -> Iterator[str]:
    if floor is None:
        yield f"{name}: there is no floor yet; {RENEW} makes it"
    elif floor.gold != now.gold:
        yield f"{name}: the gold changed since the floor was made; {RENEW} renews it"
    else:
        yield from find_drops(name, floor, now)


def renew_floor(corpora: Sequence[Corpus], path: Path, *, lower: bool = False) -> Iterator[str]:
    """Writes what is reached now, unless something stands against it; that is told."""
    floor = read_floor(path)
    problems, levels = [], {}
    for corpus in (corpus for corpus in corpora if corpus.is_here):
        try:
            levels[corpus.name] = now = measure(corpus)
        except Stale as stale:
            problems.append(str(stale))
        else:
            old = floor.get(corpus.name)
            problems += find_drops(corpus.name, old, now) if old and not lower else ()
    if not problems:
        write_whole(path, LEVELS.dump_json({**floor, **levels}, indent=1).decode() + "\n")
    yield from problems


def level_to_lines(name: str, level: Level) -> Iterator[str]:
    """What is reached, a line each."""
    for way, reached in level.reached.items():
        counts = reached.counts
        shares = ", ".join(f"{n} {100 * (getattr(counts, n) or 0):.2f}%" for n in ("precision", "f1"))
        yield f"{name}: {way}: {counts.right} right, {counts.false} false, {counts.missed} missed; {shares}"


def main() -> None:
    """Checks or renews the floor of this checkout."""
    parser = argparse.ArgumentParser(description="The floor of what was reached, in tests/quality.json.")
    parser.add_argument("--raise", dest="renew", action="store_true", help="write what is reached now")
    parser.add_argument("--lower", action="store_true", help="write it although it is less than it was")
    options = parser.parse_args()
    for corpus in (corpus for corpus in CORPORA if not corpus.is_here):
        print(f"{corpus.name}: skipped, the reports do not lie beside this checkout")
    renewing = options.renew or options.lower
    problems = [
        *(renew_floor(CORPORA, FLOOR, lower=options.lower) if renewing else check_floor(CORPORA, FLOOR))
    ]
    for name, level in read_floor(FLOOR).items():
        print(*level_to_lines(name, level), sep="\n")
    if problems:
        hint = f"\nnothing was written; {LOWER} records a drop" if renewing else ""
        sys.exit("\n".join(problems) + hint)


if __name__ == "__main__":
    main()
