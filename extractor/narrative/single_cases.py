"""其中一件索要规范性文件,属于同意公开: what became of a case, or of several together, told in clauses behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.forms import Form, unit_fits
from extractor.language import last_clause, load_wording
from extractor.narrative.claims import Claim, Claims

OUTCOMES = "replies"  # the block of what becomes of requests
CASES = frozenset({OUTCOMES, "requests"})  # blocks that count what an outcome may be of


def tell_single_cases(claims: Sequence[Claims], form: Form) -> tuple[Claims, ...]:
    """The sentences, those that tell of cases with their outcome; none where several sentences tell of the same outcome,
    or the report counts it elsewhere."""
    told = [_outcome(one, form) for one in claims]
    owned = (claim for one in claims if not one.is_nobodys for claim in one.numbers)
    counted = {key for claim in owned if claim.is_sure for key in claim.owners}
    times = Counter(claim.owners for claim in told if claim)
    return tuple(
        one.with_numbers((*(c for c in one.numbers if c.number != claim.number), claim))
        if claim and times[claim.owners] == 1 and counted.isdisjoint(claim.owners)
        else one
        for one, claim in zip(claims, told, strict=True)
    )


def _outcome(told: Claims, form: Form) -> Claim | None:
    """The last number of the sentence, which opens its clause, with the one outcome that is named behind it."""
    if told.is_nobodys or not told.numbers or told.numbers[-1].owners or told.numbers[-1].refusal:
        return None
    number = told.numbers[-1].number
    opening = last_clause(told.sentence.text[: number.start])
    if not load_wording().single_case.fullmatch(opening) or _counts_others(told.numbers[:-1], form):
        return None
    behind = [mention for mention in told.mentions if mention.start >= number.end]
    named = (form.by_key[key] for key in frozenset[str]().union(*(mention.keys for mention in behind)))
    outcomes = [cell for cell in named if cell.block == OUTCOMES and cell.key != cell.block_total]
    is_one = len(outcomes) == 1 and unit_fits(outcomes[0], number)
    return Claim(number, frozenset({outcomes[0].key}), True, None) if is_one and not told.none else None


def _counts_others(claims: Sequence[Claim], form: Form) -> bool:
    """制发规范性文件4件,已公开3件,另1件不予公开: whether other things than cases were counted in the sentence."""
    blocks = {form.by_key[key].block for claim in claims if claim.is_sure for key in claim.owners}
    return bool(blocks) and blocks.isdisjoint(CASES)
