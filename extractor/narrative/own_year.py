"""Numbers of several years side by side: which of them is the report's own.

2014年收到申请46件,2015年收到31件: the second goes on from the first. 2014年、2015年分别收到申请16件、23件: each has its year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.ids import Refusal
from extractor.language import Parsed, last_clause, load_wording
from extractor.narrative.claims import Claim
from extractor.records import Reason

OF_OTHER_TIMES: frozenset[Refusal] = frozenset(
    {"other-year", "previous-year", "several-years", "part-of-item"}
)
YEAR = re.compile(r"20\d\d")


def tell_own_year(parsed: Parsed, claims: Sequence[Claim], year: int | None) -> tuple[Claim, ...]:
    """The claims, those of numbers that nothing names and that the year's own words stand before with the item of the
    nearest number before them that is of another time; and those of years in turn each with its own."""
    told = [
        _of_own_year(parsed, claim, claims[:n], year) if not claim.owners and not claim.refusal else claim
        for n, claim in enumerate(claims)
    ]
    for each in load_wording().years_each.finditer(parsed.text):
        years = list(map(int, YEAR.findall(each["years"])))
        first = next((n for n, claim in enumerate(told) if claim.number.start >= each.end()), len(told))
        told[first : first + len(years)] = _in_turn(parsed, told[first : first + len(years)], years, year)
    return tuple(told)


def _of_own_year(parsed: Parsed, claim: Claim, earlier: Sequence[Claim], year: int | None) -> Claim:
    number = claim.number
    clause = last_clause(parsed.before(number.start))
    said = load_wording().own_year.fullmatch(clause)
    others = (c for c in reversed(earlier) if c.owners and c.exact and c.number.unit == number.unit)
    other = next(others, None)
    if said is None or other is None or other.refusal is None or other.refusal.id not in OF_OTHER_TIMES:
        return claim
    is_own = said["year"] is None or int(said["year"]) == year
    before = parsed.text[: other.number.start].replace("信息公开", "")
    is_same = said["year"] is None or (said["verb"] or "") in before
    return Claim(number, other.owners, True, None) if is_own and is_same else claim


def _in_turn(
    parsed: Parsed, claims: Sequence[Claim], years: Sequence[int], year: int | None
) -> Sequence[Claim]:
    """Numbers in a row of which one has a name: each is of that item, in its year."""
    numbers = [claim.number for claim in claims]
    between = (parsed.text[a.behind : b.start].strip() for a, b in pairwise(numbers))
    owners = next((claim.owners for claim in claims if claim.owners), frozenset[str]())
    is_row = len(claims) == len(years) and all(gap in load_wording().between_counts for gap in between)
    if not (is_row and owners):
        return claims
    doubts = (None if own == year else Reason.of("other-year", year=own) for own in years)
    return [Claim(number, owners, True, doubt) for number, doubt in zip(numbers, doubts, strict=True)]
