"""decide: sums that fail and whose rest the report's text accounts for: schemas/explained.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from extractor.definitions import Definition, read_definition
from extractor.forms import TOLERANCE, Check, Form
from extractor.language import find_numbers, fold
from extractor.records import Number
from extractor.resources import SCHEMAS

CASES = ("件", "宗", "份", "例", "起", "条", "个")
CLAUSE = re.compile(r"[^,，;；。!！?？\n]+")


class ExplainedFile(Definition):
    """schemas/explained.yaml."""

    words: tuple[str, ...]


@cache
def load_explained() -> re.Pattern[str]:
    """The words that account for a rest."""
    words = read_definition(SCHEMAS / "explained.yaml", ExplainedFile).words
    return re.compile("|".join(map(re.escape, words)))


def find_explained(checks: Iterable[Check], form: Form, text: str) -> frozenset[str]:
    """The ids of those of the failed sums that leave over just what the text names."""
    failed = [c for c in checks if c.outcome == "fails" and not c.missing and not _is_whole(c, form)]
    if not failed:
        return frozenset()
    rests = set(find_rests(text))
    return frozenset(c.identity.id for c in failed if _leaves(c) in rests)


def find_rests(text: str) -> Iterator[Number]:
    """The numbers of cases that the text says were carried on, withdrawn or are pending."""
    for clause in CLAUSE.findall(fold(text)):
        if load_explained().search(clause):
            yield from (number.value for number in find_numbers(clause) if number.unit in CASES)


def _is_whole(check: Check, form: Form) -> bool:
    """Whether the form has a place for whatever may be left over."""
    return check.identity.left[0].lstrip("-") in form.places


def _leaves(check: Check) -> Number | None:
    """What the parts leave of their total; nothing where they exceed it."""
    gap = check.left - check.right
    if check.identity.kind == "equal":
        gap = abs(gap)
    return round(gap, 8) if gap > TOLERANCE else None
