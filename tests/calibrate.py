"""Fits schemas/confidence.yaml and schemas/familiar.yaml on gold: `make calibrate`. Scikit-learn is needed here and
nowhere else.

Reports with recordings are read with the model and without, the others without: what is learned holds for both. How
strange a clause is, is learned from the reports of other writers, as it will be where the program is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import yaml
from quality import CORPORA, Corpus, hash_gold, refuse
from sklearn.linear_model import LogisticRegression

from extractor.cassettes.transport import Cassettes
from extractor.decide import decisions_to_signs
from extractor.decide.confidence import PLACES, Calibration, Signs
from extractor.decide.familiarity import Familiar, evidence_to_pairs
from extractor.forms import check_identities
from extractor.ids import GIVEN
from extractor.loading import load_report
from extractor.model.weights import QWEN
from extractor.output.files import write_whole
from extractor.pipeline import DecidedReport, Settings, decide_report
from extractor.records import Decision, Excerpt
from extractor.report import document_to_excerpts
from extractor.resources import SCHEMAS
from extractor.score import Gold, is_equal, read_golds

OWN = (
    "samples",
    "unseen",
    "offices",
)  # the corpora that lie in this project: what is familiar is learned from them
MIXED = "offices"  # by several writers, whom the first letter of a report names
NEAREST = (
    "unseen",
    "offices",
    "traps",
    "real-like",
    "tables",
)  # the corpora nearest to reports that nobody tuned on
SHARPNESS = 1.0  # of the regression; less keeps the weights smaller
WITHOUT = ("grid", "regex")
HEADER = """\
# How likely a given value is right: weights of what speaks for and against it (extractor/decide/confidence.py), fitted
# by logistic regression on gold. Written by `make calibrate`; do not edit.
"""

FAMILIAR_HEADER = """\
# Pairs of characters of clauses from which values were rightly read, by item (extractor/decide/familiarity.py); # stands
# for a number. Written by `make calibrate`; do not edit.
"""
WIDTH = 120

FOR = frozenset({"printed", "agreed", "sum-holds"})  # the other signs speak against a value
Rated = tuple[Signs, bool]  # what speaks for a value, and whether it is right


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that was read and decided, its gold, and who wrote it."""

    made: DecidedReport
    gold: Gold
    writer: str

    def judged(self) -> Iterator[tuple[Decision, bool]]:
        """Each given value with whether it is right; where the text is ambiguous there is no saying."""
        for key, decision in self.made.decisions.items():
            if decision.status in GIVEN and key not in self.gold.ambiguous:
                yield decision, is_equal(decision.value, self.gold.stated.get(key))


def corpus_to_readings(corpus: Corpus) -> Iterator[Reading]:
    """All reports of the corpus that have gold, read in every way."""
    golds = read_golds(corpus.gold)
    for name in sorted({gold.source for gold in golds}):
        writer = f"{corpus.name} {name[0]}" if corpus.name == MIXED else corpus.name
        for settings in _settings(corpus):
            for made, gold in _decide(corpus.documents / name, golds, settings):
                yield Reading(made, gold, writer)


def _settings(corpus: Corpus) -> Iterator[Settings]:
    yield Settings(asker=refuse, readers=WITHOUT)
    if corpus.cassettes is not None:
        yield Settings(asker=Cassettes(corpus.cassettes, "none").asker)


def _decide(path: Path, golds: Sequence[Gold], settings: Settings) -> Iterator[tuple[DecidedReport, Gold]]:
    document = load_report(path)
    for number, excerpt in enumerate(document_to_excerpts(document), 1):
        gold = next((g for g in golds if g.source == path.name and _is_of(g, excerpt)), None)
        if gold is not None:
            yield decide_report(document, excerpt, number, partial(settings.asker, path), settings), gold


def _is_of(gold: Gold, excerpt: Excerpt) -> bool:
    first, last = gold.lines[0] or 1, gold.lines[1] or excerpt.last
    return first <= excerpt.last and excerpt.first <= last


def readings_to_familiar(readings: Iterable[Reading]) -> Familiar:
    """The pairs of characters of all clauses that were rightly read, by item."""
    pairs: dict[str, set[str]] = {}
    for reading in readings:
        for decision, is_right in reading.judged():
            if is_right and (found := evidence_to_pairs(decision.evidence)):
                pairs.setdefault(decision.key, set()).update(found)
    return {key: frozenset(found) for key, found in sorted(pairs.items())}


def readings_to_rated(readings: Sequence[Reading], learned: Sequence[Reading]) -> Iterator[Rated]:
    """Every given value with its signs; what is familiar is learned from all writers but its own."""
    for writer in sorted({reading.writer for reading in readings}):
        familiar = readings_to_familiar(reading for reading in learned if reading.writer != writer)
        for reading in (reading for reading in readings if reading.writer == writer):
            checks = check_identities(reading.made.form, reading.made.decisions)
            signs = decisions_to_signs(reading.made.decisions, checks, familiar)
            yield from ((signs[decision.key], is_right) for decision, is_right in reading.judged())


def fit(rated: Sequence[Rated]) -> tuple[float, dict[str, float]]:
    """The intercept and the weight of each sign. A sign that comes out the wrong way round weighs nothing: what speaks
    for a value does not speak against it because few wrong ones are there to learn from."""
    every = sorted({name for signs, _ in rated for name in signs})
    names, right = every, np.array([is_right for _, is_right in rated])
    while True:
        signs = np.array([[float(row.get(name, 0)) for name in names] for row, _ in rated])
        model = LogisticRegression(C=SHARPNESS, max_iter=1000).fit(signs, right)
        weights = {name: round(float(w), PLACES) for name, w in zip(names, model.coef_[0], strict=True)}
        kept = [name for name in names if (weights[name] >= 0 if name in FOR else weights[name] <= 0)]
        if kept == names:
            return round(float(model.intercept_[0]), PLACES), {name: weights.get(name, 0.0) for name in every}
        names = kept


def calibrate(corpora: Sequence[Corpus], model: str) -> tuple[Calibration, Familiar]:
    """The calibration on all gold that is at hand, and what is familiar in the reports of this project."""
    here = [corpus for corpus in corpora if corpus.is_here and corpus.name in (*NEAREST, *OWN)]
    readings = {corpus.name: [*corpus_to_readings(corpus)] for corpus in here}
    learned = [reading for name in OWN for reading in readings[name]]
    fitted = [corpus for corpus in here if corpus.name in NEAREST]
    rated = [*readings_to_rated([r for corpus in fitted for r in readings[corpus.name]], learned)]
    intercept, weights = fit(rated)
    wrong = sum(not is_right for _, is_right in rated)
    found = Calibration(
        gold=_hash(fitted), model=model, cells=len(rated), wrong=wrong, intercept=intercept, weights=weights
    )
    return found, readings_to_familiar(learned)


def _hash(corpora: Sequence[Corpus]) -> str:
    """One digest of the gold of all of them."""
    told = "\n".join(f"{corpus.name} {hash_gold(corpus.gold)}" for corpus in corpora)
    return hashlib.sha256(told.encode()).hexdigest()


def to_yaml(content: Mapping[str, object], header: str) -> str:
    """The file as it is written."""
    return header + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=WIDTH)


def main() -> None:
    """Writes the calibration of this checkout."""
    calibration, familiar = calibrate(CORPORA, QWEN.file_name)
    text = to_yaml(calibration.model_dump(mode="json"), HEADER)
    write_whole(SCHEMAS / "confidence.yaml", text)
    pairs = {key: " ".join(sorted(found)) for key, found in familiar.items()}
    write_whole(SCHEMAS / "familiar.yaml", to_yaml({"pairs": pairs}, FAMILIAR_HEADER))
    print(text)


if __name__ == "__main__":
    main()
