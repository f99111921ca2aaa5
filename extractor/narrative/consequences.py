"""Claims that follow from claims: what is said of all that was counted, sums of parts, parts of what others have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, islice, pairwise, takewhile

from extractor.forms import NARRATIVE_COLUMN, Form
from extractor.language import Parsed, find_end, load_wording, to_pattern
from extractor.narrative.claims import Claim
from extractor.narrative.names import Mention, behind
from extractor.records import Number, Reason

NEXT = 2  # names behind a number of which one may say what came of all that it counts
SHARE = Reason.of("share")
LEVEL = "part-of-bodies"  # the doubt of a part, whose sum with the others is beyond doubt
OF_OTHERS = "other-register"  # the doubt of a whole that holds for its parts


def doubt_parts(claims: Sequence[Claim], form: Form) -> Iterator[Claim]:
    """作为复议机关办理复议11件,其中维持8件: parts of what is told of others only are told of others, too."""
    wholes: dict[str, list[Reason | None]] = {}
    for claim in claims:
        told = wholes.get(_parent_of(claim.owners, form) or "", ())
        doubt = told[-1] if told and all(why and why.id == OF_OTHERS for why in told) else None
        yield claim._replace(refusal=claim.refusal or doubt)
        for key in claim.owners:
            wholes.setdefault(key, []).append(claim.refusal)


def raise_wholes(claims: Sequence[Claim], form: Form) -> tuple[Claim, ...]:
    """6件均在期限内办结,其中5件按时办结,1件延期办结: a number that has the name of its first part, and to which the
    parts come, is that of their whole. In 收到申请9件,其中书面申请6件(含信函4件、当面2件) the whole has its own."""
    read = list(claims)
    for n, (whole, first) in enumerate(pairwise(claims)):
        is_part = first.refusal == SHARE and first.owners == whole.owners and not whole.refusal
        if is_part and _come_to(whole, claims[n + 1 :], form):
            read[n] = _raised(whole, claims[:n], form)
            read[n + 1] = first._replace(refusal=None)
    return tuple(read)


def _raised(whole: Claim, earlier: Sequence[Claim], form: Form) -> Claim:
    """The claim as that of the item that its parts have in common; of no single one where that is told before."""
    parent = _parent_of(whole.owners, form)
    if parent is None or any(parent in claim.owners for claim in earlier):
        return whole._replace(refusal=Reason.of("several-items"))
    return whole._replace(owners=frozenset({parent}))


def _come_to(whole: Claim, following: Sequence[Claim], form: Form) -> bool:
    """Whether the numbers behind the whole, of its own item and of others like it, come to it."""
    kind = _kinship(whole, form)
    of_it = list(takewhile(lambda part: kind and _kinship(part, form) == kind, following))
    sums = accumulate(part.number.value for part in of_it)
    return any(
        total == whole.number.value and part.owners != whole.owners
        for part, total in zip(of_it, sums, strict=True)
    )


def _kinship(claim: Claim, form: Form) -> set[tuple[str, str | None]]:
    """The blocks of the claim's items, with what these are parts of."""
    return {(form.by_key[key].block, form.by_key[key].parent) for key in claim.owners}


def tell_of_all(
    parsed: Parsed, claims: Sequence[Claim], mentions: Sequence[Mention], form: Form
) -> Iterator[Claim]:
    """共办理申请5件,均同意公开: what is said of all that was counted has their number, too."""
    words = load_wording()
    sure = [claim for claim in claims if claim.is_sure and claim.owners]
    counted = frozenset[str]().union(*(claim.owners for claim in sure))
    yield from (c for c in _tell_in_words(parsed, sure, form) if counted.isdisjoint(c.owners))
    for claim in sure:
        after = _end_of(claim, parsed, mentions)
        said = words.of_all if claim.number.value != 1 else words.of_the_one
        for mention in islice(behind(mentions, after), NEXT):
            # In 全部为书面申请,其中信函9件 the item has a number of its own.
            keys = frozenset(k for k in mention.keys - counted if _is_outcome(k, claim.owners, form))
            ends = words.of_end.match(parsed.text, mention.end)
            whole = ends is not None and parsed.ends_member(ends.end())
            if keys and whole and said.fullmatch(parsed.text, after, mention.start):
                yield Claim(claim.number, keys, True, None)


def _tell_in_words(parsed: Parsed, claims: Sequence[Claim], form: Form) -> Iterator[Claim]:
    """制定规范性文件9件,均已在网站公开; 34件申请均已办结: the same in words that alone name nothing, or another item."""
    for claim in claims:
        end = claim.number.end + len(claim.number.unit)
        for key, pattern in said_of_all(claim.owners, form):
            said = pattern.match(parsed.text, end)
            ends = said and load_wording().of_end.match(parsed.text, said.end())
            if ends and parsed.ends_member(ends.end()):
                yield Claim(claim.number, frozenset({key}), True, None)


@cache
def said_of_all(owners: frozenset[str], form: Form) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The items of the form that may be said of all that these count, with the words that say so."""
    words = ((cell.key, cell.wording.of_all.get(key)) for cell in form.named for key in owners)
    return tuple((key, to_pattern(pattern)) for key, pattern in words if pattern)


def _end_of(claim: Claim, parsed: Parsed, mentions: Sequence[Mention]) -> int:
    """Where the number with its unit ends, or the name behind it that it counts: 1件针对我局的行政复议."""
    end = claim.number.end + len(claim.number.unit)
    named = (m for m in behind(mentions, end) if m.keys & claim.owners)
    name = next(named, None)
    return name.end if name and not parsed.count_borders(end, name.start) else end


def tell_implied(claims: Sequence[Claim], form: Form) -> Iterator[Claim]:
    """局长在线访谈1次: the number also tells the item of which this one is a part, where nothing else tells that. In
    局长参加1次,占全年所办9次 a number that is nobody's may."""
    nobodys = {claim.number.unit for claim in claims if not claim.owners}
    told = frozenset[str]().union(*(claim.owners for claim in claims))
    sure = (claim for claim in claims if claim.is_sure and claim.number.value)
    for claim in (claim for claim in sure if claim.number.unit not in nobodys):
        wholes = (whole for key in claim.owners for whole in form.by_key[key].wording.implies)
        keys = frozenset(whole for whole in wholes if whole in form.by_key) - told
        if keys:
            yield Claim(claim.number, keys, True, None, narrowed=True)


def sum_up(parsed: Parsed, claims: Sequence[Claim], form: Form) -> tuple[Claim, ...]:
    """网站发布12条,公开栏发布3条,总计15条: the number that those before it come to is their block's total. In
    省级386件、市县7214件,共计7600件 it is that of the one item that they all count, and none of them is."""
    told = list(claims)
    for n, claim in enumerate(claims):
        is_free = not claim.owners and (claim.refusal is None or claim.refusal.id == LEVEL)
        if not is_free or not find_end(load_wording().total_end, parsed.text, claim.number.start):
            continue
        parts = _parts_of(claim, claims[:n])
        one = _one_item([claims[p] for p in parts], form)
        whole = _whole_of_one(one, form) if one else _whole_of([claims[p] for p in parts], form)
        if whole:
            told[n] = Claim(claim.number, whole, True, None)
        for p in parts if whole and whole == one else ():
            told[p] = told[p]._replace(refusal=told[p].refusal or Reason.of("part-of-item"))
    return tuple(told)


def _one_item(parts: Sequence[Claim], form: Form) -> frozenset[str] | None:
    """The one item that the numbers count; None where they count several. One that has no name counts it, too, where it is
    a level's, the name stands before them all, or is the whole block's."""
    named = {part.owners for part in parts if part.owners}
    totals = {f"{form.by_key[key].block}.{NARRATIVE_COLUMN}" for keys in named for key in keys}
    own_names = any(part.exact for part in parts if part.owners) and not any(k <= totals for k in named)
    is_one = all(part.owners or part.refusal or not own_names for part in parts)
    return next(iter(named)) if is_one and len(named) == 1 and all(len(k) == 1 for k in named) else None


def _whole_of_one(one: frozenset[str], form: Form) -> frozenset[str]:
    """局长参加1次,副局长参加2次,合计3次: what the item is a part of, else the item itself."""
    implied = (whole for key in one for whole in form.by_key[key].wording.implies)
    whole = frozenset(key for key in implied if key in form.by_key)
    return whole or _common_whole(one, form) or one


def _parts_of(whole: Claim, before: Sequence[Claim]) -> Sequence[int]:
    """The numbers of its unit right before it, two or more, that come to it."""
    total: Number = 0
    parts: list[int] = []
    for n in range(len(before) - 1, -1, -1):
        one = before[n]
        if one.number.unit != whole.number.unit and not one.owners:
            continue  # 23个街镇另设23处
        if one.number.unit != whole.number.unit or (one.refusal and one.refusal.id != LEVEL):
            break
        parts.append(n)
        total += one.number.value
        if len(parts) > 1 and total == whole.number.value:
            return parts
    return ()


def _whole_of(parts: Sequence[Claim], form: Form) -> frozenset[str] | None:
    """What the items of the parts are all parts of."""
    keys = {key for part in parts if part.exact for key in part.owners}
    if parent := _parent_of(keys, form):
        return frozenset({parent})
    return _common_whole(keys, form)


def _common_whole(keys: Iterable[str], form: Form) -> frozenset[str] | None:
    """The one item that all of them come to."""
    wholes = {form.by_key[key].wording.whole for key in keys}
    return frozenset(key for key in wholes if key in form.by_key) if len(wholes) == 1 else None


def _parent_of(keys: Iterable[str], form: Form) -> str | None:
    """The one item of the form that all of them are parts of."""
    parents = {form.by_key[key].parent for key in keys}
    return parents.pop() if len(parents) == 1 else None


def _is_outcome(key: str, wholes: frozenset[str], form: Form) -> bool:
    """Whether the item counts what became of some of the whole: a part of it, or an answer to requests."""
    cell = form.by_key[key]
    if cell.parent in wholes:
        return True
    blocks = {form.by_key[whole].block for whole in wholes}
    if f"{cell.block}.{NARRATIVE_COLUMN}" in wholes:
        return True
    return cell.block == "replies" and blocks == {"requests"}
