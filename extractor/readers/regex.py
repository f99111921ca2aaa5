"""The regex reader: what the sentences claim by the vocabulary of the schemas alone, with no model.

A number is an item's if the item is named in its clause and no other item could take it; a denial is an item's if
the clause names it. What says that the number is another year's, a part's or a running total's, refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.claims import Claim, Claims
from extractor.forms import Cell, Form
from extractor.grounding import (
    Support,
    find_best,
    find_supports,
    sentence_evidence,
    support_to_candidate,
)
from extractor.records import Candidate, Number

BACKEND = "regex"


def claims_to_candidates(claims: Sequence[Claims], form: Form, text: str) -> tuple[Candidate, ...]:
    """Every cell that some sentence states beyond doubt; `text` is the document's, for evidence."""
    candidates: list[Candidate] = []
    for cell in form.named:
        found = [(sentence, support) for sentence in claims for support in _sure(sentence, cell)]
        best = find_best(cell, found)
        if len(best) > 1 and all(support.narrowed for _, support in best):
            best = ()  # told part by part, and never as a whole
        candidates += _plainest([support_to_candidate(s, c, cell, BACKEND, text) for c, s in best])
        candidates += (_refuse(s, claim, cell, text) for s in claims for claim in _refused(s, cell))
    return tuple(candidates)


def _sure(sentence: Claims, cell: Cell) -> Iterator[Support]:
    """What the sentence says of this cell and of no other."""
    sole = {(c.number.start, c.number.end) for c in sentence.numbers if c.owners == {cell.key}}
    for support in find_supports(sentence, cell):
        if support.exact and (support.status == "none_stated" or support.span in sole):
            yield support


def _plainest(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Each value once. A printed number outweighs a denial: 没有跨年办理的申请 beside 收到申请46件."""
    printed = [candidate for candidate in candidates if candidate.status != "none_stated"]
    by_value: dict[Number | None, Candidate] = {}
    for candidate in printed or candidates:
        by_value.setdefault(candidate.value, candidate)
    yield from by_value.values()


def _refused(sentence: Claims, cell: Cell) -> Iterator[Claim]:
    return (c for c in sentence.numbers if c.refusal and c.exact and c.owners == {cell.key})


def _refuse(sentence: Claims, claim: Claim, cell: Cell, text: str) -> Candidate:
    number = claim.number
    evidence = sentence_evidence(sentence, (number.start, number.end), text)
    return Candidate(
        cell.key, number.value, "unreadable", BACKEND, evidence, accepted=False, why=claim.refusal
    )
