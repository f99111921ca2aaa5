"""Fits schemas/confidence.yaml on gold: `make calibrate`. Scikit-learn is needed here and nowhere else.

Reports with recordings are read with the model and without, the others without: what is learned holds for both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import yaml
from quality import CORPORA, Corpus, hash_gold, refuse
from sklearn.linear_model import LogisticRegression

from extractor.cassettes.transport import Cassettes
from extractor.decide import decisions_to_signs
from extractor.decide.confidence import PLACES, Calibration, Signs
from extractor.loading import load_report
from extractor.model.weights import QWEN
from extractor.output.files import write_whole
from extractor.pipeline import DecidedReport, Settings, decide_report
from extractor.records import Excerpt
from extractor.report import document_to_excerpts
from extractor.resources import SCHEMAS
from extractor.score import Gold, is_equal, read_golds

NEAREST = ("unseen", "traps", "real-like", "tables")  # the corpora nearest to reports that nobody tuned on
SHARPNESS = 1.0  # of the regression; less keeps the weights smaller
WITHOUT = ("grid", "regex")
HEADER = """\
# How likely a given value is right: weights of what speaks for and against it (extractor/decide/confidence.py), fitted
# by logistic regression on gold. Written by `make calibrate`; do not edit.
"""

Rated = tuple[Signs, bool]  # what speaks for a value, and whether it is right


def corpus_to_rated(corpus: Corpus) -> Iterator[Rated]:
    """Every given cell of the corpus that gold judges."""
    for name in sorted({gold.source for gold in read_golds(corpus.gold)}):
        golds = [gold for gold in read_golds(corpus.gold) if gold.source == name]
        for settings in _settings(corpus):
            yield from _rate(corpus, name, golds, settings)


def _settings(corpus: Corpus) -> Iterator[Settings]:
    yield Settings(asker=refuse, readers=WITHOUT)
    if corpus.cassettes is not None:
        yield Settings(asker=Cassettes(corpus.cassettes, "none").asker)


def _rate(corpus: Corpus, name: str, golds: Sequence[Gold], settings: Settings) -> Iterator[Rated]:
    path = corpus.documents / name
    document = load_report(path)
    for number, excerpt in enumerate(document_to_excerpts(document), 1):
        gold = next((gold for gold in golds if _is_of(gold, excerpt)), None)
        if gold is not None:
            asker = partial(settings.asker, path)
            yield from _rate_report(decide_report(document, excerpt, number, asker, settings), gold)


def _is_of(gold: Gold, excerpt: Excerpt) -> bool:
    first, last = gold.lines[0] or 1, gold.lines[1] or excerpt.last
    return first <= excerpt.last and excerpt.first <= last


def _rate_report(made: DecidedReport, gold: Gold) -> Iterator[Rated]:
    for key, signs in decisions_to_signs(made.decisions, made.form).items():
        if key not in gold.ambiguous:
            yield signs, is_equal(made.decisions[key].value, gold.stated.get(key))


def fit(rated: Sequence[Rated]) -> tuple[float, dict[str, float]]:
    """The intercept and the weight of each sign."""
    names = sorted({name for signs, _ in rated for name in signs})
    signs = np.array([[float(row.get(name, 0)) for name in names] for row, _ in rated])
    right = np.array([is_right for _, is_right in rated])
    model = LogisticRegression(C=SHARPNESS, max_iter=1000).fit(signs, right)
    weights = {name: round(float(w), PLACES) for name, w in zip(names, model.coef_[0], strict=True)}
    return round(float(model.intercept_[0]), PLACES), weights


def calibrate(corpora: Sequence[Corpus], model: str) -> Calibration:
    """The calibration on all gold that is at hand."""
    here = [corpus for corpus in corpora if corpus.is_here and corpus.name in NEAREST]
    rated = [pair for corpus in here for pair in corpus_to_rated(corpus)]
    intercept, weights = fit(rated)
    wrong = sum(not is_right for _, is_right in rated)
    return Calibration(
        gold=_hash(here), model=model, cells=len(rated), wrong=wrong, intercept=intercept, weights=weights
    )


def _hash(corpora: Sequence[Corpus]) -> str:
    """One digest of the gold of all of them."""
    told = "\n".join(f"{corpus.name} {hash_gold(corpus.gold)}" for corpus in corpora)
    return hashlib.sha256(told.encode()).hexdigest()


def to_yaml(calibration: Calibration) -> str:
    """The file as it is written."""
    content: Mapping[str, object] = calibration.model_dump(mode="json")
    return HEADER + yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def main() -> None:
    """Writes the calibration of this checkout."""
    text = to_yaml(calibrate(CORPORA, QWEN.file_name))
    write_whole(SCHEMAS / "confidence.yaml", text)
    print(text)


if __name__ == "__main__":
    main()
