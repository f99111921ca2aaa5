"""What a sentence claims: which of its numbers belongs to which item, and of which items it says there were none.

A number in a report is a count of the year only if nothing says otherwise: shares, growth, other years,
running totals and the counts of single levels of government stand in the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.forms import Cell, Form, units
from extractor.mentions import STOP, Mention, find_mentions
from extractor.numerals import NumberMention, find_numbers
from extractor.records import Number, Sentence
from extractor.wording import wording

NOT_ONE = 4  # characters between the denial and its 一起
NEIGHBOUR_CLAUSES = 1  # how many clause borders may stand between a name and its number


@dataclass(frozen=True, slots=True)
class Claim:
    """A number with the item it belongs to. `exact`: its own clause names the item."""

    number: NumberMention
    owners: frozenset[str]
    exact: bool
    refusal: str  # why it is no count of this year, in words; '' where it is one


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
    denied = _denied(sentence.text, mentions)
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
    free = list(mentions)
    last = 0
    for number in (n for n in numbers if n.kind in {"count", "percent"}):
        fitting = [m for m in free if _fits(m, number, form) and not _is_listed(text, m)]
        owner, exact = _owner(text, fitting, number, last)
        if owner is None and number.kind == "percent":
            continue
        keys = _closest_unit(owner, number, form) if owner else frozenset()
        refusal = _refusal(text, number, numbers, year, any(form.by_key[k].wording.cumulative for k in keys))
        if owner is not None:
            free = [m for m in free if m.start >= owner.end]
            last = number.end
            if _is_merged(text, owner, mentions):
                refusal = refusal or "the number counts several items together"
        claims.append(Claim(number, keys, exact, refusal))
    return tuple(claims)


def _is_listed(text: str, mention: Mention) -> bool:
    """In `公开规章、规范性文件、人事任免等信息68条` the kinds of information own no number."""
    return text.startswith(("、", "等"), mention.end)


def _fits(mention: Mention, number: NumberMention, form: Form) -> bool:
    return any(unit_fits(form.by_key[key], number) for key in mention.keys)


def unit_fits(cell: Cell, number: NumberMention) -> bool:
    if (cell.unit == "%") != (number.kind == "percent"):
        return False
    return not number.unit or number.unit in units()[cell.unit].words


def _closest_unit(mention: Mention, number: NumberMention, form: Form) -> frozenset[str]:
    fitting = {key for key in mention.keys if unit_fits(form.by_key[key], number)}
    exact = {key for key in fitting if form.by_key[key].unit == number.unit}
    return frozenset(exact or fitting)


def _owner(
    text: str, mentions: Sequence[Mention], number: NumberMention, last: int
) -> tuple[Mention | None, bool]:
    before = [m for m in mentions if last <= m.start and m.end <= number.start]
    same = [m for m in before if not STOP.search(text, m.end, number.start)]
    if same:
        return same[-1], True
    after = [m for m in mentions if m.start >= number.end and not STOP.search(text, number.end, m.start)]
    if after and not re.search(r"\d", text[number.end : after[0].start]):
        return after[0], True
    near = [m for m in before if len(STOP.findall(text[m.end : number.start])) <= NEIGHBOUR_CLAUSES]
    return (near[-1], False) if near else (None, False)


def in_form_unit(number: NumberMention, cell: Cell) -> Number:
    """The number in the unit of the form: 86元 is 0.0086 where the form says 万元."""
    factor = units()[cell.unit].factors.get(number.unit)
    return number.value if factor is None else round(number.value * factor, 8)


def _is_merged(text: str, owner: Mention, mentions: Sequence[Mention]) -> bool:
    """主动公开、同意公开和部分公开的10210件: no single cell may take the number."""
    joined = [m for m in mentions if m.end <= owner.start and not m.keys & owner.keys]
    return any(text[m.end : owner.start].strip("的数 ") in wording().merged for m in joined[-1:])


def _refusal(
    text: str, number: NumberMention, numbers: Sequence[NumberMention], year: int | None, cumulative: bool
) -> str:
    words = wording()
    clause = re.split(r"[,;:。；]", text[: number.start])[-1]
    if words.previous.search(clause):
        return "the number is the year before's"
    years = [n.value for n in numbers if n.kind == "year" and n.end <= number.start]
    if year is not None and years and years[-1] != year:
        return f"the number is of {years[-1]}"
    if words.cumulative.search(clause) and not cumulative:
        return "the number runs over several years"
    if _counts_a_part(text[: number.start]):
        return "the number counts one level of government or some bodies only"
    return ""


def _counts_a_part(text: str) -> bool:
    """The nearest clause that says whose number it is decides, a whole before a part in the same clause."""
    words = wording()
    for clause in reversed(re.split(r"[,;:。；]", text)):
        if words.whole.search(clause):
            return False
        if words.part.search(clause):
            return True
    return False


def _denied(text: str, mentions: Sequence[Mention]) -> dict[str, tuple[int, int]]:
    denied: dict[str, tuple[int, int]] = {}
    excepted = False  # 除白石县外,各地没有收取费用: the exception may stand a comma before
    for match in re.finditer(r"[^,;:。；!?]+", text):
        inside = [m for m in mentions if match.start() <= m.start and m.end <= match.end()]
        span = None if excepted else _denial(match[0], inside, match.start())
        excepted = wording().exception.search(match[0]) is not None
        if span and inside:
            denied.update((key, span) for m in _last_group(text, inside) for key in m.keys)
    return denied


def _denial(clause: str, inside: Sequence[Mention], offset: int) -> tuple[int, int] | None:
    words = wording()
    if not inside or words.not_none.search(clause):
        return None
    first = next(words.none.finditer(clause), None)
    before = first if first and first.start() < inside[-1].start - offset else None
    after = words.none_after.search(clause.rstrip("。 "), inside[-1].end - offset)
    found = before or after
    return (offset + found.start(), offset + found.end()) if found else None


def _last_group(text: str, inside: Sequence[Mention]) -> list[Mention]:
    """What is denied stands last in the clause, alone or joined: 行政复议或者行政诉讼."""
    group = [inside[-1]]
    for mention in reversed(inside[:-1]):
        between = wording().filler.sub("", text[mention.end : group[-1].start])
        if between not in wording().merged:
            break
        group.append(mention)
    return group
