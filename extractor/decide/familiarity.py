"""How familiar a clause is that a value was read from: whether the like of it has been read rightly before.

Where a reading is wrong its clause mostly tells of something that no report tells of this item. So the share of its pairs
of characters that stand in no clause of schemas/familiar.yaml, which were read rightly for the same item, is a sign of
doubt; the better one the less the vocabulary was made for such reports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from operator import add
from pathlib import Path

from extractor.definitions import Definition, read_definition
from extractor.language import fold
from extractor.records import Evidence
from extractor.resources import SCHEMAS

Familiar = Mapping[str, frozenset[str]]  # item -> pairs of characters

BORDER = re.compile(r"[,;:。]")
DIGITS = re.compile(r"\d[\d,.]*")
NOISE = re.compile(r"[\s*_]+")  # blanks, and Markdown's emphasis
NUMBER = "#"  # stands for any number


class FamiliarFile(Definition):
    """schemas/familiar.yaml: the pairs of each item, one string with blanks between."""

    pairs: dict[str, str]


@cache
def load_familiar(folder: Path = SCHEMAS) -> Familiar:
    """The pairs of the schemas folder."""
    file = read_definition(folder / "familiar.yaml", FamiliarFile)
    return {key: frozenset(pairs.split()) for key, pairs in file.pairs.items()}


def rate_strangeness(key: str, evidence: Evidence | None, familiar: Familiar) -> float | None:
    """The share of the pairs of the value's clause that are strange to the item; none for a printed cell."""
    pairs = evidence_to_pairs(evidence)
    known = familiar.get(key, frozenset())
    return (len(pairs) - sum(map(known.__contains__, pairs))) / len(pairs) if pairs else None


@lru_cache(maxsize=256)  # a sentence tells several items
def _fold_sentence(text: str) -> str:
    return fold(text)


def evidence_to_pairs(evidence: Evidence | None) -> list[str]:
    """The pairs of characters of the clause around the number or the words of none; of a printed cell there are none."""
    if evidence is None or evidence.kind != "sentence" or evidence.mark is None:
        return []
    start, end = (place - evidence.start for place in evidence.mark)
    folded = _fold_sentence(evidence.text)
    before, behind = BORDER.split(folded[:start])[-1], BORDER.split(folded[end:])[0]
    clause = DIGITS.sub(NUMBER, f"{before}{NUMBER}{behind}")
    bare = NOISE.sub("", clause)
    return list(map(add, bare, bare[1:]))
