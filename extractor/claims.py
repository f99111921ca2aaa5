"""What a sentence claims: which of its numbers belongs to which item, and of which items it says there were none.

A number in a report is a count of the year only if nothing says otherwise: shares, growth, other years,
running totals and the counts of single levels of government stand in the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.denials import find_denied
from extractor.forms import Form
from extractor.joins import (
    closest_unit,
    find_narrower,
    find_sharers,
    find_wider,
    fits,
    is_listed,
    is_merged,
    share_out,
)
from extractor.mentions import STOP, Mention, find_mentions, is_near
from extractor.numerals import NumberMention, find_numbers
from extractor.records import Sentence
from extractor.refusals import OTHER_REGISTER, refuse_number
from extractor.wording import wording

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
    refusal: str  # why it is no count of this year, in words; '' where it is one
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
    claims = _own_numbers(sentence.text, mentions, numbers, form, year)
    counted = tuple(claim for claim in claims if not _is_not_one(claim.number, denied))
    return Claims(sentence, mentions, counted, denied)


def _is_not_one(number: NumberMention, denied: dict[str, tuple[int, int]]) -> bool:
    """未发生一起: the one that there was not."""
    return number.value == 1 and any(0 <= number.start - end <= NOT_ONE for _, end in denied.values())


def _own_numbers(
    text: str,
    mentions: Sequence[Mention],
    numbers: Sequence[NumberMention],
    form: Form,
    year: int | None,
) -> tuple[Claim, ...]:
    """Left to right: a name serves the first number after it, or the number it directly follows."""
    claims: list[Claim] = []
    free = [m for m in mentions if not is_listed(text, m, numbers) and not _is_negated(text, m)]
    last = 0
    shared_out = share_out(text, mentions, numbers, form)
    for number in (n for n in numbers if n.kind in {"count", "percent"}):
        fitting = [m for m in free if fits(m, number, form)]
        in_turn = shared_out.get(number)
        joined = find_sharers(text, mentions, number, form)
        owner, exact = (in_turn, True) if in_turn else _owner(text, fitting, number, last, numbers)
        if owner is None or not exact:
            owner, exact = _left_over(text, claims, number, mentions, form) or (owner, exact)
        if owner is None and joined:
            owner, exact = joined[-1], True
        if owner is None and number.kind == "percent":
            continue
        keys = closest_unit(owner, number, form) if owner else frozenset()
        cells, named = [form.by_key[key] for key in keys], owner.start if owner else number.start
        refusal = refuse_number(text, number, numbers, year, cells, named)
        if owner is None:
            claims.append(Claim(number, keys, exact, refusal))
            continue
        if in_turn is None and not joined and is_merged(text, owner, mentions):
            refusal = refusal or "the number counts several items together"
        if _is_share(text, number, keys, claims):
            refusal = refusal or "the number is a share of the one before it"
        narrower = None if in_turn or joined else find_narrower(text, owner, mentions, numbers, form)
        wider = None if in_turn or joined or narrower else find_wider(text, owner, number, mentions, form)
        whole = keys if narrower else wider.keys if wider else frozenset()
        only_part = refusal or _summed(whole, form)
        claims.append(Claim(number, keys, exact, only_part if narrower else refusal, narrower is not None))
        if refusal != OTHER_REGISTER:
            free = [m for m in free if m.start >= (wider or owner).end]
            last = number.end
        for other in (m for m in (*joined, narrower, wider) if m and m != owner):
            why, is_wider = (only_part, True) if other is wider else (refusal, False)
            claims.append(Claim(number, closest_unit(other, number, form), exact, why, is_wider))
    return tuple(claims)


def _summed(whole: frozenset[str], form: Form) -> str:
    """Why a number beside a part of it is not the whole's own: replies are told outcome by outcome."""
    summed = any(form.by_key[key].wording.summed for key in whole)
    return "the number counts a part only" if summed else ""


def _left_over(
    text: str, claims: Sequence[Claim], number: NumberMention, mentions: Sequence[Mention], form: Form
) -> tuple[Mention, bool] | None:
    """培训2次120人次: of a name that stands for two items, the one that the number before left."""
    if not claims or not claims[-1].exact:
        return None
    last = claims[-1]
    if not wording().going_on.fullmatch(text, last.number.end + len(last.number.unit), number.start):
        return None
    named = [m for m in mentions if m.end <= last.number.start and last.owners < m.keys]
    spare = [Mention(m.start, m.end, m.keys - last.owners) for m in named[-1:]]
    return next(((m, True) for m in spare if fits(m, number, form)), None)


def _is_share(text: str, number: NumberMention, keys: frozenset[str], before: Sequence[Claim]) -> bool:
    """咨询326人次,其中现场咨询41人次: the item has its number already."""
    wholes = [claim for claim in before if claim.owners & keys and claim.exact and not claim.refusal]
    return bool(wholes) and wording().share.search(text, wholes[0].number.end, number.start) is not None


def _is_negated(text: str, mention: Mention) -> bool:
    """未公开的2件: what was not done has no number here."""
    return wording().negated_end.search(text, 0, mention.start) is not None


def _owner(
    text: str,
    mentions: Sequence[Mention],
    number: NumberMention,
    last: int,
    numbers: Sequence[NumberMention],
) -> tuple[Mention | None, bool]:
    before = [m for m in mentions if last <= m.start and m.end <= number.start]
    same = [m for m in before if not STOP.search(text, m.end, number.start)]
    is_part = wording().of_these_end.search(text, 0, number.start) is not None
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
        wording().entry.fullmatch(text, mention.end, number.start) is not None
        and ENTRY_END.match(text, number.end + len(number.unit)) is not None
    )


def _is_resumed(text: str, mention: Mention, number: NumberMention) -> bool:
    """属于主动公开范围的,告知查阅途径,共28件: the clause of the number goes back to what was named."""
    clause = max((m.end() for m in STOP.finditer(text, mention.end, number.start)), default=0)
    if clause and wording().own_part.fullmatch(text, clause, number.start):
        return True
    return (
        wording().resumed.fullmatch(text, clause, number.start) is not None
        and wording().left_open.fullmatch(text, mention.end, clause) is not None
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
