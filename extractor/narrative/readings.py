"""What claims support in a cell, and the candidates of the rules: what the vocabulary alone reads, with no model.

A number is a cell's if the cell is named in its clause and no other could take it; a denial is a cell's if the clause
names it. What says that the number is another year's, a part's or a running total's, refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Literal, NamedTuple

from extractor.forms import Cell, Form, in_form_unit, unit_fits, vocabulary
from extractor.ids import RULES, Ground, Status
from extractor.language import load_wording
from extractor.narrative.claims import Claim, Claims
from extractor.narrative.names import before
from extractor.narrative.scopes import doubt_weight
from extractor.records import Candidate, Evidence, Number, Reason


class Support(NamedTuple):
    """A place that supports a value for an item. `exact`: the number's own clause names the item."""

    value: Number  # in the unit of the form
    printed: Number
    status: Status
    exact: bool
    span: tuple[int, int]  # in the sentence: the number, or the words of none
    narrowed: bool = False  # the clause narrows the item to a part of it
    why: Reason | None = None  # it is read for the item, where its claim does not say so


def find_supports(claims: Claims, cell: Cell) -> Iterator[Support]:
    """Every value that the sentence can stand for in this cell."""
    if cell.key not in claims.keys:
        return
    for claim in claims.numbers:
        is_own = cell.key in claim.owners
        if not claim.refusal and (is_own or _is_named_before(claims, claim, cell)):
            number = claim.number
            status: Status = "approximate" if number.approximate else "reported"
            span = (number.start, number.end)
            exact, narrowed = is_own and claim.exact, is_own and claim.narrowed
            yield Support(in_form_unit(number, cell), number.value, status, exact, span, narrowed)
    if cell.key in claims.none:
        yield Support(0, 0, "none_stated", True, claims.none[cell.key])


def claims_by_key(claims: Iterable[Claims]) -> dict[str, list[Claims]]:
    """For each item the sentences that may tell something of it, in order."""
    by_key: dict[str, list[Claims]] = {}
    for sentence in (sentence for sentence in claims if not sentence.is_nobodys):
        for key in sentence.keys:
            by_key.setdefault(key, []).append(sentence)
    return by_key


def find_best(cell: Cell, found: Sequence[tuple[Claims, Support]]) -> Sequence[tuple[Claims, Support]]:
    """Those of the supports that outrank the others. A chapter headed 举报投诉情况 tells the number of complaints;
    投诉 elsewhere is another matter. What stands behind an instruction counts where nothing else does."""
    if len(found) < 2:
        return found
    trusted = [pair for pair in found if pair[0].sentence.trusted] or found
    trusted = [pair for pair in trusted if not pair[1].narrowed] or trusted
    if any(_speaks_of_disclosure(*pair, "clause") for pair in trusted):
        trusted = [pair for pair in trusted if _speaks_of_disclosure(*pair, "sentence")]
    home = vocabulary().blocks[cell.block].topic[0]
    return [pair for pair in trusted if pair[1].exact and home in pair[0].sentence.section] or trusted


def _speaks_of_disclosure(claims: Claims, support: Support, within: Literal["clause", "sentence"]) -> bool:
    """用于政府信息公开的专项经费1.8万元 stands before 全局执法经费268万元, but not before a sentence that began
    with 政府信息公开工作会议 and goes on about it."""
    start, end = support.span
    border = claims.parsed.clause_start(0, start) if within == "clause" else None
    return load_wording().own.search(claims.sentence.text, border or 0, end) is not None


def _is_named_before(claims: Claims, claim: Claim, cell: Cell) -> bool:
    """The number is nobody's in its clause, and the item is named just before."""
    if claim.exact or not unit_fits(cell, claim.number):
        return False
    start = claim.number.start
    near = takewhile(lambda m: claims.parsed.count_borders(m.end, start) <= 1, before(claims.mentions, start))
    return any(cell.key in mention.keys for mention in near)


def refusal(claims: Claims, cell: Cell, printed: Number) -> Reason:
    """Why the sentence does not support the value for the cell."""
    held = [claim for claim in claims.numbers if claim.number.value == printed]
    if not held:
        return Reason.of("no-such-number", sentence=claims.sentence.number, number=printed)
    refusals = [claim.refusal for claim in held]
    if refusals[0] and all(refusals):
        return refusals[0]
    return Reason.of("not-named", sentence=claims.sentence.number, number=printed)


def sentence_evidence(claims: Claims, span: tuple[int, int], text: str) -> Evidence:
    """The sentence as evidence, with the span in it marked; `text` is the document's."""
    sentence = claims.sentence
    return Evidence(
        "sentence",
        f"s{sentence.number}",
        sentence.start,
        sentence.end,
        text[sentence.start : sentence.end],
        sentence.span(*span),
    )


def support_to_candidate(support: Support, claims: Claims, cell: Cell, backend: str, text: str) -> Candidate:
    """The supported value as an accepted candidate."""
    evidence = sentence_evidence(claims, support.span, text)
    ground: Ground = "named-in-clause" if support.exact else "named-nearby"
    if support.status == "none_stated":
        ground = "denied"
    why = support.why or Reason.of(ground)
    doubt = doubt_weight(why.id) if support.why else 0
    return Candidate(
        cell.key, support.value, support.status, backend, evidence, True, support.exact, why, doubt
    )


def claims_to_candidates(claims: Sequence[Claims], form: Form, text: str) -> tuple[Candidate, ...]:
    """Every cell that some sentence states beyond doubt; `text` is the document's, for evidence."""
    candidates: list[Candidate] = []
    by_key = claims_by_key(claims)
    for cell in form.named:
        own = by_key.get(cell.key)
        if own is None:
            continue
        found = [(sentence, support) for sentence in own for support in _sure(sentence, cell)]
        best = find_best(cell, found)
        if len(best) > 1 and all(support.narrowed for _, support in best):
            best = ()  # told part by part, and never as a whole
        candidates += _plainest([support_to_candidate(s, c, cell, RULES, text) for c, s in best])
        candidates += (_refuse(s, claim, cell, text) for s in own for claim in _refused(s, cell))
    return tuple(candidates)


def _sure(sentence: Claims, cell: Cell) -> Iterator[Support]:
    """What the sentence says of this cell and of no other."""
    sole = {(c.number.start, c.number.end) for c in sentence.numbers if c.owners == {cell.key}}
    if not sole and cell.key not in sentence.none:
        return
    for support in find_supports(sentence, cell):
        if support.exact and (support.status == "none_stated" or support.span in sole):
            yield support


def _plainest(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Each value once. A printed number outweighs a denial, which is kept beside it: 没有跨年办理的申请 beside 收到申请46件."""
    printed = [candidate for candidate in candidates if candidate.status != "none_stated"]
    by_value: dict[Number | None, Candidate] = {}
    for candidate in printed or candidates:
        by_value.setdefault(candidate.value, candidate)
    yield from by_value.values()
    if printed and 0 not in by_value:
        denials = (c._replace(accepted=False) for c in candidates if c.status == "none_stated")
        yield from islice(denials, 1)


def _refused(sentence: Claims, cell: Cell) -> Iterator[Claim]:
    return (c for c in sentence.numbers if c.refusal and c.exact and c.owners == {cell.key})


def _refuse(sentence: Claims, claim: Claim, cell: Cell, text: str) -> Candidate:
    number = claim.number
    evidence = sentence_evidence(sentence, (number.start, number.end), text)
    return Candidate(cell.key, number.value, "unreadable", RULES, evidence, accepted=False, why=claim.refusal)
