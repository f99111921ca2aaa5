"""Which items a number may belong to beside those that the rules claim it for: those that its clause resembles, and those
that the rules doubt it for. For a model, which may see what no alias names and no rule lets pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest

from extractor.forms import Cell, Form, in_form_unit, unit_fits
from extractor.ids import Status
from extractor.language import NumberMention
from extractor.narrative.claims import Claim, Claims
from extractor.narrative.readings import Support
from extractor.records import Reason

LIKEST = 2  # items a number
LIKE = 0.4  # of an item's name that the clause holds, with AROUND of what the sentence and its headings hold
AROUND = 0.3

Pair = tuple[Claims, Support]


def find_alike(claims: Sequence[Claims], form: Form) -> dict[str, list[Pair]]:
    """For each item the numbers that no rule claims for it and that may yet be its own, in order."""
    found: dict[str, list[Pair]] = {}
    for sentence in (s for s in claims if s.sentence.trusted):
        for key, support in (*_doubted(sentence, form), *_resembling(sentence, form)):
            found.setdefault(key, []).append((sentence, support))
    return found


def _doubted(claims: Claims, form: Form) -> Iterator[tuple[str, Support]]:
    """What the rules would have read but for a doubt."""
    for claim in (claim for claim in claims.numbers if claim.refusal):
        for key in sorted(claim.owners):
            yield key, _support(claim, form.by_key[key], claim.refusal)


def _resembling(claims: Claims, form: Form) -> Iterator[tuple[str, Support]]:
    """Each count for the items that the text around it resembles most; a 0 would be like many."""
    for claim in (c for c in claims.numbers if c.number.kind == "count" and c.number.value):
        for key in _likest(claims, claim, form):
            if key not in claim.owners:
                yield key, _support(claim, form.by_key[key], claim.refusal)


def _support(claim: Claim, cell: Cell, doubt: Reason | None) -> Support:
    number = claim.number
    status: Status = "approximate" if number.approximate else "reported"
    span = (number.start, number.end)
    value = in_form_unit(number, cell)
    return Support(value, number.value, status, False, span, why=doubt or Reason.of("resembles"))


def _likest(claims: Claims, claim: Claim, form: Form) -> Iterable[str]:
    ranked = rank_items(claims, claim.number, form)
    likest = nlargest(LIKEST, ranked, key=ranked.__getitem__)
    return (key for key in likest if ranked[key] >= LIKE)


def rank_items(claims: Claims, number: NumberMention, form: Form) -> dict[str, float]:
    """How much the text around the number resembles each item that it may count; nothing where that is little."""
    text = claims.sentence.text
    start = claims.parsed.clause_start(0, number.start) or 0
    end = next(clause.end for clause in claims.parsed.clauses if clause.end >= number.end)
    ranked = form.resemblance.rank(f"{text[start : number.start]} {text[number.end : end]}")
    near = {key: share for key, share in ranked.items() if unit_fits(form.by_key[key], number)}
    if max(near.values(), default=0.0) + AROUND < LIKE:  # whatever stands around
        return {}
    around = form.resemblance.rank(f"{claims.sentence.section} {text[:end]}")
    return {key: share + AROUND * around.get(key, 0.0) for key, share in near.items()}
