"""Names -> numbers, left to right over a sentence.

A number in a report is a count of the year only if nothing says otherwise: shares, growth, other years,
running totals and the counts of single levels of government stand in the same sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from extractor.forms import Form
from extractor.language import UNCLEAR, NumberMention, Parsed, load_wording
from extractor.narrative.claims import Claim
from extractor.narrative.frames import (
    closest_unit,
    find_narrower,
    find_sharers,
    find_wider,
    fits,
    is_listed,
    is_merged,
    share_out,
)
from extractor.narrative.names import Mention, before
from extractor.narrative.scopes import Scope, Situation, find_doubt, scopes_within
from extractor.narrative.ways import Gap, find_owner
from extractor.records import Reason

COUNTED = frozenset({"count", "percent"})  # kinds of numbers that may be an item's
LEAVING = frozenset(
    {"other-register", "previous-year", "something-else"}
)  # a number with such a doubt leaves its name


@dataclass
class Walk:
    """Left to right over a sentence: a name serves the first number after it, or the number it directly follows."""

    parsed: Parsed
    mentions: Sequence[Mention]
    numbers: Sequence[NumberMention]
    form: Form
    year: int | None
    claims: list[Claim] = field(default_factory=list)
    last: int = 0  # the end of the last number that has an owner

    def __post_init__(self) -> None:
        self.text = self.parsed.text
        self.years = [number for number in self.numbers if number.kind == "year"]
        starts = {number.start for number in self.numbers}
        behind = {self._behind_people(number) for number in self.numbers}  # 2人专职、各股室11人兼职
        listed = (m for m in self.mentions if m.start in behind or not is_listed(self.text, m, starts))
        self.free = [m for m in listed if not _is_negated(self.text, m)]
        self.in_turn = share_out(self.parsed, self.mentions, self.numbers, self.form)

    def _behind_people(self, number: NumberMention) -> int:
        people = load_wording().persons.match(self.text, number.end)
        return people.end() if people else number.behind

    def read(self) -> tuple[Claim, ...]:
        """The claims of all numbers."""
        for number in (n for n in self.numbers if n.kind in COUNTED):
            sharers = self._sharers(number)
            owner, exact = self._owner(number, sharers)
            if owner is not None:
                self._claim(number, owner, exact, sharers)
            elif number.kind == "count":
                self.claims.append(Claim(number, frozenset(), exact, self._refusal(number, number.start)))
        return tuple(self.claims)

    def _sharers(self, number: NumberMention) -> list[Mention]:
        if number in self.in_turn.owners:
            return [self.in_turn.owners[number]]
        return find_sharers(self.text, self.mentions, number, self.form)

    def _owner(self, number: NumberMention, sharers: Sequence[Mention]) -> tuple[Mention | None, bool]:
        if number in self.in_turn.owners:
            return self.in_turn.owners[number], True
        owner, exact = find_owner(Gap(self.parsed, self.form, self.numbers, self.free, self.last, number))
        if exact:
            return owner, exact
        left_over = _left_over(self.text, self.claims, number, self.mentions, self.form)
        if left_over or (owner is None and sharers):
            return left_over or sharers[-1], True
        return owner, exact

    def _claim(self, number: NumberMention, owner: Mention, exact: bool, sharers: Sequence[Mention]) -> None:
        """The number as its owner's, and as that of the names that share it or are its part or its whole."""
        own = closest_unit(owner, number, self.form)
        refusal = self._refusal(number, owner.start, own)
        part = whole = None
        if not sharers:
            if is_merged(self.text, owner, self.mentions):
                refusal = refusal or Reason.of("several-items")
            if load_wording().each_of_end.before(self.text, number.start):
                refusal = refusal or Reason.of("something-else")
            part = find_narrower(self.text, owner, self.mentions, self.form)
            whole = None if part else find_wider(self.text, owner, number, self.mentions, self.form)
        if self._is_share(number, own):
            refusal = refusal or Reason.of("share")
        for name in dict.fromkeys((owner, *sharers, *(m for m in (part, whole) if m))):
            keys = own if name is owner else closest_unit(name, number, self.form)
            is_whole = name is whole or (part is not None and name is owner)
            why = refusal or (_summed(keys, self.form) if is_whole else None)
            self.claims.append(Claim(number, keys, exact, why, is_whole))
        if refusal is None or refusal.id not in LEAVING:
            self.free = [m for m in self.free if m.start >= (whole or owner).end]
            self.last = number.end

    def _is_share(self, number: NumberMention, keys: frozenset[str]) -> bool:
        """咨询326人次,其中现场咨询41人次: the item has its number already, though it be one that cannot be read."""
        wholes = (claim.number.end for claim in self.claims if claim.owners & keys and claim.is_sure)
        unread = (m.end for m in self.mentions if m.keys & keys and self.text.startswith(UNCLEAR, m.end))
        first = next(chain(wholes, unread), None)
        return first is not None and load_wording().share.search(self.text, first, number.start) is not None

    @cached_property
    def scopes(self) -> Sequence[Scope]:
        """What may cast a doubt on a number of the sentence."""
        return scopes_within(self.parsed)

    def _refusal(self, number: NumberMention, named: int, keys: Iterable[str] = ()) -> Reason | None:
        """Why the number does not count the items that are named there."""
        cells = [self.form.by_key[key] for key in keys]
        at = Situation(self.parsed, self.scopes, number, self.years, self.year, cells, named)
        return find_doubt(at) or (Reason.of("several-items") if number in self.in_turn.odd else None)


def _summed(whole: frozenset[str], form: Form) -> Reason | None:
    """Why a number beside a part of it is not the whole's own: replies are told outcome by outcome."""
    summed = any(form.by_key[key].wording.summed for key in whole)
    return Reason.of("part-of-item") if summed else None


def _left_over(
    text: str, claims: Sequence[Claim], number: NumberMention, mentions: Sequence[Mention], form: Form
) -> Mention | None:
    """培训2次120人次: of a name that stands for two items, the one that the number before left."""
    if not claims or not claims[-1].exact:
        return None
    last = claims[-1]
    if not load_wording().going_on.fullmatch(text, last.number.behind, number.start):
        return None
    named = next((m for m in before(mentions, last.number.start) if last.owners < m.keys), None)
    spare = named and Mention(named.start, named.end, named.keys - last.owners)
    return spare if spare and fits(spare, number, form) else None


def _is_negated(text: str, mention: Mention) -> bool:
    """未公开的2件: what was not done has no number here."""
    return load_wording().negated_end.before(text, mention.start) is not None
