"""What a sentence claims: which of its numbers belongs to which item, and of which items it says there were none.

A number in a report is a count of the year only if nothing says otherwise: shares, growth, other years,
running totals and the counts of single levels of government stand in the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.forms import Cell, Form, units
from extractor.mentions import STOP, Mention, find_mentions, is_near
from extractor.numerals import NumberMention, find_numbers
from extractor.records import Number, Sentence
from extractor.refusals import OTHER_REGISTER, refuse_number
from extractor.wording import wording

NOT_ONE = 4  # characters between the denial and its 一起
VERB = 8  # characters between 分别 and the first number: 分别公开信息120条
OWN = 2  # characters between a name and the number that is its own
ENTRY_NAME = re.compile(
    r"[^,;:。!?；\d]{0,4}(?:\([^()\d]{1,6}\))?:(?:共|计|约|为|合|总|收到|受理|接到|全年)*"
)
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
    denied = _denied(sentence.text, mentions, form)
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
    free = [m for m in mentions if not _is_listed(text, m, numbers) and not _is_negated(text, m)]
    last = 0
    shared_out = _share_out(text, mentions, numbers, form)
    for number in (n for n in numbers if n.kind in {"count", "percent"}):
        fitting = [m for m in free if _fits(m, number, form)]
        in_turn = shared_out.get(number)
        joined = _sharers(text, mentions, number, form)
        owner, exact = (in_turn, True) if in_turn else _owner(text, fitting, number, last, numbers)
        if owner is None or not exact:
            owner, exact = _left_over(text, claims, number, mentions, form) or (owner, exact)
        if owner is None and joined:
            owner, exact = joined[-1], True
        if owner is None and number.kind == "percent":
            continue
        keys = _closest_unit(owner, number, form) if owner else frozenset()
        cells, named = [form.by_key[key] for key in keys], owner.start if owner else number.start
        refusal = refuse_number(text, number, numbers, year, cells, named)
        if owner is None:
            claims.append(Claim(number, keys, exact, refusal))
            continue
        if in_turn is None and not joined and _is_merged(text, owner, mentions):
            refusal = refusal or "the number counts several items together"
        if _is_share(text, number, keys, claims):
            refusal = refusal or "the number is a share of the one before it"
        narrower = None if in_turn or joined else _narrower(text, owner, mentions, numbers, form)
        wider = None if in_turn or joined or narrower else _wider(text, owner, number, mentions, form)
        whole = keys if narrower else wider.keys if wider else frozenset()
        only_part = refusal or _summed(whole, form)
        claims.append(Claim(number, keys, exact, only_part if narrower else refusal, narrower is not None))
        if refusal != OTHER_REGISTER:
            free = [m for m in free if m.start >= (wider or owner).end]
            last = number.end
        for other in (m for m in (*joined, narrower, wider) if m and m != owner):
            why, is_wider = (only_part, True) if other is wider else (refusal, False)
            claims.append(Claim(number, _closest_unit(other, number, form), exact, why, is_wider))
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
    return next(((m, True) for m in spare if _fits(m, number, form)), None)


def _sharers(text: str, mentions: Sequence[Mention], number: NumberMention, form: Form) -> list[Mention]:
    """行政复议案件和行政诉讼案件各2件: each of the joined names has the number. A sum of 0 leaves each of them 0."""
    apiece = wording().apiece_end.search(text, 0, number.start)
    if apiece is None and number.value != 0:
        return []
    run = _run_before(text, mentions, apiece.start() if apiece else number.start)
    return [m for m in run if _fits(m, number, form)] if len(run) > 1 else []


def _narrower(
    text: str, owner: Mention, mentions: Sequence[Mention], numbers: Sequence[NumberMention], form: Form
) -> Mention | None:
    """当面提交的申请4件, 因涉及个人隐私不予公开的3件: the number is also that of the part named before its item."""
    before = [m for m in mentions if m.end <= owner.start and not _is_listed(text, m, numbers)]
    return next((m for m in before[-1:] if _narrows(text, m, owner, form)), None)


def _wider(
    text: str, owner: Mention, number: NumberMention, mentions: Sequence[Mention], form: Form
) -> Mention | None:
    """3件因涉及个人隐私不予公开: the number is also that of the item named behind the part."""
    if owner.start < number.end:
        return None
    after = [m for m in mentions if m.start >= owner.end]
    return next((m for m in after[:1] if _narrows(text, owner, m, form)), None)


def _narrows(text: str, part: Mention, whole: Mention, form: Form) -> bool:
    wholes = [_ancestors(key, form) for key in part.keys]
    return (
        all(whole.keys <= found for found in wholes)
        and wording().narrowing.match(text[part.end : whole.start]) is not None
    )


def _share_out(
    text: str, mentions: Sequence[Mention], numbers: Sequence[NumberMention], form: Form
) -> dict[NumberMention, Mention]:
    """当面、网络、信函申请分别为18件、10件、7件: as many names before as numbers behind, in turn."""
    owners: dict[NumberMention, Mention] = {}
    for each in wording().each.finditer(text):
        names = _run_before(text, mentions, each.start())
        counts = _run_after(text, numbers, each.end())
        fitting = all(_fits(name, count, form) for name, count in zip(names, counts, strict=False))
        if len(names) == len(counts) > 1 and fitting:
            owners.update(zip(counts, names, strict=True))
    return owners


def _run_before(text: str, mentions: Sequence[Mention], end: int) -> list[Mention]:
    """The joined names that end here, left to right."""
    run: list[Mention] = []
    for mention in reversed([m for m in mentions if m.end <= end]):
        between = text[mention.end : run[0].start if run else end]
        rest = wording().filler.sub("", between)
        if rest not in wording().merged and (run or rest):
            break
        run.insert(0, mention)
    return run


def _run_after(text: str, numbers: Sequence[NumberMention], start: int) -> list[NumberMention]:
    """The counts in a row that begin here."""
    run: list[NumberMention] = []
    for number in (n for n in numbers if n.start >= start):
        between = text[run[-1].end if run else start : number.start]
        if run:
            joined = between.removeprefix(run[-1].unit).strip(" ") in wording().between_counts
        else:
            joined = len(between) <= VERB and not STOP.search(between)
        if not joined or number.kind != "count":
            break
        run.append(number)
    return run


def _is_share(text: str, number: NumberMention, keys: frozenset[str], before: Sequence[Claim]) -> bool:
    """咨询326人次,其中现场咨询41人次: the item has its number already."""
    wholes = [claim for claim in before if claim.owners & keys and claim.exact and not claim.refusal]
    return bool(wholes) and wording().share.search(text, wholes[0].number.end, number.start) is not None


def _is_listed(text: str, mention: Mention, numbers: Sequence[NumberMention]) -> bool:
    """In `公开规章、规范性文件、人事任免等信息68条` the kinds of information own no number; in `1件维持、1件撤销` they do."""
    is_numbered = any(number.start == mention.end + 1 for number in numbers)
    return text.startswith(("、", "等"), mention.end) and not is_numbered


def _is_negated(text: str, mention: Mention) -> bool:
    """未公开的2件: what was not done has no number here."""
    return wording().negated_end.search(text, 0, mention.start) is not None


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


def _ancestors(key: str, form: Form) -> set[str]:
    """What the item is a part of, at whatever remove."""
    parent = form.by_key[key].parent
    return {parent, *_ancestors(parent, form)} if parent else set()


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
        ENTRY_NAME.fullmatch(text, mention.end, number.start) is not None
        and ENTRY_END.match(text, number.end + len(number.unit)) is not None
    )


def _is_resumed(text: str, mention: Mention, number: NumberMention) -> bool:
    """属于主动公开范围的,告知查阅途径,共28件: the clause of the number goes back to what was named."""
    clause = max((m.end() for m in STOP.finditer(text, mention.end, number.start)), default=0)
    if clause and wording().own_part.fullmatch(text, clause, number.start):
        return True
    return (
        wording().resumed.fullmatch(text, clause, number.start) is not None
        and re.match(
            r"[^,;:。\d]{0,8}(?:占[^,;:。]{1,8})?,$|[^,;:。\d]{0,6}的,[^;:。\d]*$", text[mention.end : clause]
        )
        is not None
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


def in_form_unit(number: NumberMention, cell: Cell) -> Number:
    """The number in the unit of the form: 86元 is 0.0086 where the form says 万元."""
    factor = units()[cell.unit].factors.get(number.unit)
    return number.value if factor is None else round(number.value * factor, 8)


def _is_merged(text: str, owner: Mention, mentions: Sequence[Mention]) -> bool:
    """主动公开、同意公开和部分公开的10210件: no single cell may take the number."""
    if wording().joined_end.search(text, 0, owner.start):
        return True
    joined = [m for m in mentions if m.end <= owner.start and not m.keys & owner.keys]
    return any(text[m.end : owner.start].strip("的数 ") in wording().merged for m in joined[-1:])


def _denied(text: str, mentions: Sequence[Mention], form: Form) -> dict[str, tuple[int, int]]:
    denied: dict[str, tuple[int, int]] = {}
    excepted = False  # 除白石县外,各地没有收取费用: the exception may stand a comma before
    for match in wording().clause.finditer(text):
        inside = [m for m in mentions if match.start() <= m.start and m.end <= match.end()]
        span = None if excepted else _denial(text, match.span(), inside)
        excepted = wording().exception.search(match[0]) is not None
        if span and inside:
            denied.update((key, span) for key in _denied_keys(text, match[0], inside, form))
    return denied


def _denial(text: str, clause: tuple[int, int], inside: Sequence[Mention]) -> tuple[int, int] | None:
    """The words that deny the last item of the clause. What is part of an item's own name denies nothing."""
    words = wording()
    start, end = clause
    if not inside or words.not_none.search(text, start, end):
        return None
    found = (m for m in words.none.finditer(text, start, end) if not _is_in(m, inside))
    before = (m for m in found if m.start() < inside[-1].start)
    denial = next(before, None) or words.none_after.search(text[:end].rstrip("。 "), inside[-1].end)
    return denial.span() if denial else None


def _is_in(match: re.Match[str], mentions: Sequence[Mention]) -> bool:
    return any(m.start <= match.start() and match.end() <= m.end for m in mentions)


def _last_group(text: str, inside: Sequence[Mention]) -> list[Mention]:
    """What is denied stands last in the clause, alone or joined: 行政复议或者行政诉讼."""
    group = [inside[-1]]
    for mention in reversed(inside[:-1]):
        ahead = group[-1].start + 1  # 无 is told by what follows it
        between = wording().none.sub("", text[mention.end : ahead])[:-1]
        between = wording().filler.sub("", between)
        if between not in wording().merged:
            break
        group.append(mention)
    return group


def _denied_keys(text: str, clause: str, inside: Sequence[Mention], form: Form) -> set[str]:
    """What the clause denies: its last items; of 以传真方式提出的申请 the part, of 书面和其他形式的申请 the whole."""
    group = _last_group(text, inside)
    part = _narrower(text, group[0], inside, (), form) if len(group) == 1 else None
    keys = {key for mention in ([part] if part else group) for key in mention.keys}
    wholes = {parent for key in keys if (parent := form.by_key[key].parent)}
    told = {key for key in wholes if any(word in clause for word in form.by_key[key].wording.rest)}
    return told or keys
