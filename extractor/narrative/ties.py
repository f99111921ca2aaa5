"""What a sentence claims: which of its numbers belongs to which item, and of which items it says there were none.

A number in a report is a count of the year only if nothing says otherwise: shares, growth, other years,
running totals and the counts of single levels of government stand in the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.forms import Form
from extractor.language import NumberMention, find_numbers, load_wording
from extractor.narrative.absences import find_denied
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
from extractor.narrative.names import STOP, Mention, find_mentions, is_near
from extractor.narrative.scopes import refuse_number
from extractor.records import Reason, Sentence

NOT_ONE = 4  # characters between the denial and its 一起
OWN = 2  # characters between a name and the number that is its own
ENTRY_END = re.compile(r" ?(?:[,;。、；()]|$)")
OPENS_PARTS = re.compile(r"\(|^[^(]{0,2}中")


@dataclass(frozen=True, slots=True)
class Claim:
    """A number with the item it belongs to. `exact`: its own clause names the item."""

    number: NumberMention
    owners: frozenset[str]
    exact: bool
    refusal: Reason | None  # why it is no count of this year; None where it is one
    narrowed: bool = False  # 当面提交的申请4件: of all requests only where nothing else tells their number


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a sentence claims. `none`: item -> span of the words that deny it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    numbers: tuple[Claim, ...]
    none: dict[str, tuple[int, int]]


def sentence_to_claims(
    sentence: Sentence, before: Sequence[Sentence], form: Form, year: int | None
) -> Claims:
    """The sentence read against the form; `before`: the report's sentences before it."""
    mentions = find_mentions(sentence, before, form)
    numbers = find_numbers(sentence.text)
    denied = find_denied(sentence.text, mentions, form)
    owners = tuple(mention for mention in mentions if not mention.only_none)
    claims = _Walk(sentence.text, owners, numbers, form, year).read()
    claims += tuple(_of_all(sentence.text, claims, owners, form))
    if load_wording().plan_heading.search(sentence.section):  # 五、2016年安排: nothing there is of the year
        claims = tuple(replace(claim, refusal=claim.refusal or Reason.of("plan")) for claim in claims)
        denied = {}
    counted = tuple(claim for claim in claims if not _is_not_one(claim.number, denied))
    return Claims(sentence, owners, counted, denied)


def _of_all(text: str, claims: Sequence[Claim], mentions: Sequence[Mention], form: Form) -> Iterator[Claim]:
    """共办理申请5件,均同意公开: what is said of all that was counted has their number, too."""
    words = load_wording()
    for claim in (claim for claim in claims if claim.exact and claim.owners and not claim.refusal):
        after = claim.number.end + len(claim.number.unit)
        said = words.of_all if claim.number.value != 1 else words.of_the_one
        mention = next((m for m in mentions if m.start >= after), None)
        if mention and said.fullmatch(text, after, mention.start) and ENTRY_END.match(text, mention.end):
            keys = frozenset(key for key in mention.keys if _is_outcome(key, claim.owners, form))
            if keys:
                yield Claim(claim.number, keys, True, None)


def _is_outcome(key: str, wholes: frozenset[str], form: Form) -> bool:
    """Whether the item counts what became of some of the whole: a part of it, or an answer to requests."""
    cell = form.by_key[key]
    if cell.parent in wholes:
        return True
    blocks = {form.by_key[whole].block for whole in wholes}
    return cell.block == "replies" and blocks == {"requests"}


def _is_not_one(number: NumberMention, denied: dict[str, tuple[int, int]]) -> bool:
    """未发生一起: the one that there was not."""
    return number.value == 1 and any(0 <= number.start - end <= NOT_ONE for _, end in denied.values())


@dataclass
class _Walk:
    """Left to right over a sentence: a name serves the first number after it, or the number it directly follows."""

    text: str
    mentions: Sequence[Mention]
    numbers: Sequence[NumberMention]
    form: Form
    year: int | None
    claims: list[Claim] = field(default_factory=list)
    last: int = 0  # the end of the last number that has an owner

    def __post_init__(self) -> None:
        starts = {number.start for number in self.numbers}
        listed = (m for m in self.mentions if not is_listed(self.text, m, starts))
        self.free = [m for m in listed if not _is_negated(self.text, m)]
        self.in_turn = share_out(self.text, self.mentions, self.numbers, self.form)

    def read(self) -> tuple[Claim, ...]:
        """The claims of all numbers."""
        for number in (n for n in self.numbers if n.kind in {"count", "percent"}):
            sharers = self._sharers(number)
            owner, exact = self._owner(number, sharers)
            if owner is not None:
                self._claim(number, owner, exact, sharers)
            elif number.kind == "count":
                self.claims.append(Claim(number, frozenset(), exact, self._refusal(number, None)))
        return tuple(self.claims)

    def _sharers(self, number: NumberMention) -> list[Mention]:
        if number in self.in_turn:
            return [self.in_turn[number]]
        return find_sharers(self.text, self.mentions, number, self.form)

    def _owner(self, number: NumberMention, sharers: Sequence[Mention]) -> tuple[Mention | None, bool]:
        if number in self.in_turn:
            return self.in_turn[number], True
        fitting = [m for m in self.free if fits(m, number, self.form)]
        owner, exact = _owner(self.text, fitting, number, self.last, self.numbers)
        if exact:
            return owner, exact
        left_over = _left_over(self.text, self.claims, number, self.mentions, self.form)
        if left_over or (owner is None and sharers):
            return left_over or sharers[-1], True
        return owner, exact

    def _claim(self, number: NumberMention, owner: Mention, exact: bool, sharers: Sequence[Mention]) -> None:
        """The number as its owner's, and as that of the names that share it or are its part or its whole."""
        refusal = self._refusal(number, owner)
        part = whole = None
        if not sharers:
            if is_merged(self.text, owner, self.mentions):
                refusal = refusal or Reason.of("several-items")
            part = find_narrower(self.text, owner, self.mentions, self.form)
            whole = None if part else find_wider(self.text, owner, number, self.mentions, self.form)
        if _is_share(self.text, number, closest_unit(owner, number, self.form), self.claims):
            refusal = refusal or Reason.of("share")
        for name in dict.fromkeys((owner, *sharers, *(m for m in (part, whole) if m))):
            keys = closest_unit(name, number, self.form)
            is_whole = name is whole or (part is not None and name is owner)
            why = refusal or (_summed(keys, self.form) if is_whole else None)
            self.claims.append(Claim(number, keys, exact, why, is_whole))
        if refusal is None or refusal.id != "other-register":
            self.free = [m for m in self.free if m.start >= (whole or owner).end]
            self.last = number.end

    def _refusal(self, number: NumberMention, owner: Mention | None) -> Reason | None:
        keys = closest_unit(owner, number, self.form) if owner else ()
        cells = [self.form.by_key[key] for key in keys]
        named = owner.start if owner else number.start
        return refuse_number(self.text, number, self.numbers, self.year, cells, named)


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
    if not load_wording().going_on.fullmatch(text, last.number.end + len(last.number.unit), number.start):
        return None
    named = [m for m in mentions if m.end <= last.number.start and last.owners < m.keys]
    spare = [Mention(m.start, m.end, m.keys - last.owners) for m in named[-1:]]
    return next((m for m in spare if fits(m, number, form)), None)


def _is_share(text: str, number: NumberMention, keys: frozenset[str], before: Sequence[Claim]) -> bool:
    """咨询326人次,其中现场咨询41人次: the item has its number already."""
    wholes = [claim for claim in before if claim.owners & keys and claim.exact and not claim.refusal]
    return bool(wholes) and load_wording().share.search(text, wholes[0].number.end, number.start) is not None


def _is_negated(text: str, mention: Mention) -> bool:
    """未公开的2件: what was not done has no number here."""
    return load_wording().negated_end.search(text, 0, mention.start) is not None


def _owner(
    text: str,
    mentions: Sequence[Mention],
    number: NumberMention,
    last: int,
    numbers: Sequence[NumberMention],
) -> tuple[Mention | None, bool]:
    before = [m for m in mentions if last <= m.start and m.end <= number.start]
    same = [m for m in before if not STOP.search(text, m.end, number.start)]
    is_part = load_wording().of_these_end.search(text, 0, number.start) is not None
    if same and not is_part:
        return same[-1], True
    after = [m for m in mentions if m.start >= number.end and not STOP.search(text, number.end, m.start)]
    if after and _reaches(text, number, after[0], numbers):
        return after[0], True
    if before and (_is_entry(text, before[-1], number) or _is_resumed(text, before[-1], number)):
        return before[-1], True
    near = [m for m in before if is_near(text, m.end, number.start) and not (is_part and m in same)]
    return (near[-1], False) if near else (None, False)


def _is_entry(text: str, mention: Mention, number: NumberMention) -> bool:
    """申请总数:12件: an entry of a list, its name before the colon and nothing but the number behind it."""
    return (
        load_wording().entry.fullmatch(text, mention.end, number.start) is not None
        and ENTRY_END.match(text, number.end + len(number.unit)) is not None
    )


def _is_resumed(text: str, mention: Mention, number: NumberMention) -> bool:
    """属于主动公开范围的,告知查阅途径,共28件: the clause of the number goes back to what was named."""
    clause = max((m.end() for m in STOP.finditer(text, mention.end, number.start)), default=0)
    if clause and load_wording().own_part.fullmatch(text, clause, number.start):
        return True
    return (
        load_wording().resumed.fullmatch(text, clause, number.start) is not None
        and load_wording().left_open.fullmatch(text, mention.end, clause) is not None
    )


def _reaches(text: str, number: NumberMention, mention: Mention, numbers: Sequence[NumberMention]) -> bool:
    """Whether a number counts what is named behind it: 3件申请 does; 评论(0) 举报, 一份…的答复 do not."""
    between = text[number.end : mention.start]
    is_article = text[number.start : number.end] == "一" and "的" in between
    if re.search(r"[\d)]", between) or is_article:
        return False
    limit = text.find(")", mention.end) if "(" in between else mention.end + OWN
    counted = any(n.kind == "count" and mention.end <= n.start <= limit for n in numbers)
    return not (counted and OPENS_PARTS.search(between))  # 4件(属于执法案卷3件), 24件中主动公开3件
