"""What a sentence says of all that one before it counted: 收到申请94件。…。上述申请已全部办结。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.forms import Form
from extractor.language import NumberMention, load_wording
from extractor.narrative.claims import Claim, Claims
from extractor.narrative.consequences import said_of_all

RECEIVED = frozenset({"requests.received"})  # what such a sentence goes back to


def tell_of_those_before(claims: Sequence[Claims], form: Form) -> tuple[Claims, ...]:
    """The sentences, those that speak of all requests with how many were counted before them in their chapter."""
    return tuple(
        told.with_numbers((*told.numbers, *_claims_of_all(told, claims[:n], form)))
        if load_wording().those_before.match(told.sentence.text)
        else told
        for n, told in enumerate(claims)
    )


def _claims_of_all(told: Claims, earlier: Sequence[Claims], form: Form) -> Iterator[Claim]:
    text = told.sentence.text
    own = frozenset[str]().union(*(claim.owners for claim in told.numbers if not claim.refusal))
    for key, pattern in _said_of_requests(form):
        said = pattern.match(text)
        ends = said and load_wording().of_end.match(text, said.end())
        if said and ends and key not in own and told.parsed.ends_member(ends.end()):
            count = _counted(told, earlier)
            named = [claim.number.value for claim in told.numbers if claim.number.end <= said.end()]
            if count is not None and all(value == count.value for value in named):
                number = count._replace(start=said.start(), end=said.end())
                yield Claim(number, frozenset({key}), True, None)


def _counted(told: Claims, earlier: Sequence[Claims]) -> NumberMention | None:
    """The one number of requests that the chapter has before the sentence."""
    owned = (before for before in earlier if not before.is_nobodys)
    chapter = [before for before in owned if before.sentence.section == told.sentence.section]
    claims = (claim for before in chapter for claim in before.numbers)
    counts = [claim.number for claim in claims if claim.is_sure and claim.owners == RECEIVED]
    return counts[-1] if len({count.value for count in counts}) == 1 else None


@cache
def _said_of_requests(form: Form) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The items that may be said of all requests, with the words that open a sentence so."""
    opening = load_wording().those_before.pattern
    said = said_of_all(RECEIVED, form)
    return tuple((key, re.compile(f"(?:{opening})?已?(?:{words.pattern})")) for key, words in said)
