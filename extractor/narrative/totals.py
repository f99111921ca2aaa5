"""What the numbers before a total come to: 网站发布12条,公开栏发布3条,总计15条."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractor.forms import Form
from extractor.language import Parsed, load_wording
from extractor.narrative.claims import Claim
from extractor.records import Number, Reason

NOBODYS: frozenset[str] = frozenset()
LEVEL = "part-of-bodies"  # the doubt of a part, whose sum with the others is beyond doubt


def sum_up(parsed: Parsed, claims: Sequence[Claim], form: Form) -> tuple[Claim, ...]:
    """网站发布12条,公开栏发布3条,总计15条: the number that those before it come to is that of the item of which theirs are
    parts. In 省级386件、市县7214件,共计7600件 it is that of the one item that they all count, and none of them is."""
    told = list(claims)
    for n, claim in enumerate(claims):
        is_free = n > 0 and (claim.refusal is None or claim.refusal.id == LEVEL)
        if not is_free or not load_wording().total_end.before(parsed.text, claim.number.start):
            continue
        parts = _parts_of(parsed, claim, claims[:n])
        one = _one_item([claims[p] for p in parts], form)
        whole = _whole_of_one(one, form) if one else _whole_of([claims[p] for p in parts], form)
        if claim.owners not in (NOBODYS, whole):
            continue
        if whole:
            told[n] = Claim(claim.number, whole, True, None)
        for p in parts if whole and whole == one else ():
            told[p] = told[p]._replace(refusal=told[p].refusal or Reason.of("part-of-item"))
    return tuple(told)


def _one_item(parts: Sequence[Claim], form: Form) -> frozenset[str] | None:
    """The one item that the numbers count; None where they count several. One that has no name counts it, too, where it is
    a level's, the name stands before them all, or is the whole block's."""
    named = {part.owners for part in parts if part.owners}
    totals = {form.by_key[key].block_total for keys in named for key in keys}
    own_names = any(part.exact for part in parts if part.owners) and not any(k <= totals for k in named)
    is_one = all(part.owners or part.refusal or not own_names for part in parts)
    return next(iter(named)) if is_one and len(named) == 1 and all(len(k) == 1 for k in named) else None


def _whole_of_one(one: frozenset[str], form: Form) -> frozenset[str]:
    """局长参加1次,副局长参加2次,合计3次: what the item is a part of, else the item itself."""
    return implied_by(one, form) or _common_whole(one, form) or one


@cache
def implied_by(keys: frozenset[str], form: Form) -> frozenset[str]:
    """The items of the form that a number of these tells, too."""
    implied = (whole for key in keys for whole in form.by_key[key].wording.implies)
    return frozenset(whole for whole in implied if whole in form.by_key)


def _parts_of(parsed: Parsed, whole: Claim, before: Sequence[Claim]) -> Sequence[int]:
    """The numbers of its unit right before it that come to it: two or more, or one that each of so many has."""
    total: Number = 0
    parts: list[int] = []
    is_apiece = False
    left = len(before)
    while left:
        left -= 1
        one, many = before[left], _bodies(parsed, before[: left + 1])
        if one.number.unit != whole.number.unit and not one.owners:
            continue  # 23个街镇另设23处
        is_doubted = one.refusal is not None and one.refusal.id != LEVEL and many is None
        if one.number.unit != whole.number.unit or is_doubted:
            break
        parts.append(left)
        total += one.number.value * (1 if many is None else many)
        if many is not None:
            is_apiece, left = True, left - 1  # how many there are is no part
        if (len(parts) > 1 or is_apiece) and total == whole.number.value:
            return [*parts, *_noughts_before(before[:left], before[parts[-1]])]
    return ()


def _noughts_before(claims: Sequence[Claim], part: Claim) -> Iterator[int]:
    """The parts of nought of the same item right before the first other: 检索费0元,复制费8元,邮寄费4元,合计12元."""
    for n in range(len(claims) - 1, -1, -1):
        number = claims[n].number
        if number.value or number.unit != part.number.unit or claims[n].owners != part.owners:
            return
        yield n


def find_years(parsed: Parsed, claims: Sequence[Claim]) -> Iterator[Claim]:
    """发布解读稿3篇,全年解读稿计8篇: of two numbers of an item the larger is the year's, where it says so, the other a part."""
    for n, claim in enumerate(claims):
        same = (c for c in claims[n + 1 :] if c.owners == claim.owners and c.is_sure)
        later = next(same, None) if claim.owners and claim.is_sure else None
        is_part = later is not None and later.number.value > claim.number.value
        start, end = claim.number.behind, later.number.start if later else 0
        if is_part and load_wording().of_year.fullmatch(parsed.text, start, end):
            yield claim._replace(refusal=Reason.of("part-of-item"))
        else:
            yield claim


def _bodies(parsed: Parsed, claims: Sequence[Claim]) -> Number | None:
    """11个国土所各设1个: how many bodies have the last number each; None where it is nothing of the kind."""
    *earlier, last = claims
    if not earlier or (earlier[-1].owners and not earlier[-1].refusal):
        return None
    start, end = earlier[-1].number.behind, last.number.start
    is_each = load_wording().each_has.search(parsed.text, start, end) is not None
    return earlier[-1].number.value if is_each and not parsed.count_borders(start, end) else None


def _whole_of(parts: Sequence[Claim], form: Form) -> frozenset[str] | None:
    """What the items of the parts are all parts of."""
    keys = {key for part in parts if part.exact for key in part.owners}
    if parent := parent_of(keys, form):
        return frozenset({parent})
    return _common_whole(keys, form)


def _common_whole(keys: Iterable[str], form: Form) -> frozenset[str] | None:
    """The one item that all of them come to."""
    wholes = {form.by_key[key].wording.whole for key in keys}
    return frozenset(key for key in wholes if key in form.by_key) if len(wholes) == 1 else None


def parent_of(keys: Iterable[str], form: Form) -> str | None:
    """The one item of the form that all of them are parts of."""
    parents = {form.by_key[key].parent for key in keys}
    return parents.pop() if len(parents) == 1 else None
