"""2014年收到申请46件,2015年收到31件: a number of the report's own year that goes on from one of another time."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.ids import Refusal
from extractor.language import Parsed, last_clause, load_wording
from extractor.narrative.claims import Claim

OF_OTHER_TIMES: frozenset[Refusal] = frozenset(
    {"other-year", "previous-year", "several-years", "part-of-item"}
)


def tell_own_year(parsed: Parsed, claims: Sequence[Claim], year: int | None) -> tuple[Claim, ...]:
    """The claims, those of numbers that nothing names and that the year's own words stand before with the item of the
    nearest number before them that is of another time."""
    return tuple(
        _of_own_year(parsed, claim, claims[:n], year) if not claim.owners and not claim.refusal else claim
        for n, claim in enumerate(claims)
    )


def _of_own_year(parsed: Parsed, claim: Claim, earlier: Sequence[Claim], year: int | None) -> Claim:
    number = claim.number
    clause = last_clause(parsed.before(number.start))
    said = load_wording().own_year.fullmatch(clause)
    others = (c for c in reversed(earlier) if c.owners and c.exact and c.number.unit == number.unit)
    other = next(others, None)
    if said is None or other is None or other.refusal is None or other.refusal.id not in OF_OTHER_TIMES:
        return claim
    is_own = said["year"] is None or int(said["year"]) == year
    is_same = said["verb"] is None or said["verb"] in parsed.text[: other.number.start]
    return Claim(number, other.owners, True, None) if is_own and is_same else claim
