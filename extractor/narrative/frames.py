"""Names that share a number: in turn, apiece, as part and whole, or so that none of them may have it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from extractor.forms import Form, unit_fits
from extractor.language import NumberMention, Parsed, load_wording
from extractor.narrative.names import Mention, before, behind

LIST = 12  # characters in which a list shows that it is one
NEXT = 2  # names behind a part of which one may be its whole: 涉及商业秘密,答复不予公开
VERB = 8  # characters between 分别 and the first number: 分别公开信息120条


@dataclass(frozen=True, slots=True)
class Shares:
    """Numbers that names before them have in turn, and those of such a row whose names are not as many."""

    owners: Mapping[NumberMention, Mention]
    odd: frozenset[NumberMention]


def share_out(
    parsed: Parsed, mentions: Sequence[Mention], numbers: Sequence[NumberMention], form: Form
) -> Shares:
    """当面、网络、信函申请分别为18件、10件、7件: as many names before as numbers behind, in turn. In
    三个单位同意公开的分别为22件、19件、5件 the name has none of them."""
    owners = dict(_former_and_latter(parsed, mentions, numbers))
    odd: list[NumberMention] = []
    for each in load_wording().each.finditer(parsed.text):
        names = _without_whole(_run_before(parsed.text, mentions, each.start()), form)
        counts = _run_after(parsed, numbers, each.end())
        fitting = all(fits(name, count, form) for name, count in zip(names, counts, strict=False))
        if len(names) == len(counts) > 1 and fitting:
            owners.update(zip(counts, names, strict=True))
        elif len(counts) > 1:
            odd += counts
    return Shares(owners, frozenset(odd))


def _former_and_latter(
    parsed: Parsed, mentions: Sequence[Mention], numbers: Sequence[NumberMention]
) -> Iterator[tuple[NumberMention, Mention]]:
    """采用当面和信函两种形式,前者7件,后者2件: the numbers of the two names joined before."""
    for said in load_wording().former_latter.finditer(parsed.text):
        named = list(islice(before(mentions, said.start()), 2))[::-1]
        starts = (said.end("former"), said.end("latter"))
        counts = [
            next((n for n in numbers if n.start >= start and n.kind == "count"), None) for start in starts
        ]
        is_pair = len(named) == 2 and parsed.text[named[0].end : named[1].start] in load_wording().merged
        if is_pair and all(
            n and not parsed.count_borders(at, n.start) for n, at in zip(counts, starts, strict=True)
        ):
            yield from ((count, name) for count, name in zip(counts, named, strict=True) if count)


def find_sharers(text: str, mentions: Sequence[Mention], number: NumberMention, form: Form) -> list[Mention]:
    """行政复议案件和行政诉讼案件各2件: each of the joined names has the number. A sum of 0 leaves each of them 0."""
    apiece = load_wording().apiece_end.before(text, number.start)
    if apiece is None and number.value != 0:
        return []
    run = _run_before(text, mentions, apiece.start() if apiece else number.start)
    return [m for m in run if fits(m, number, form)] if len(run) > 1 else []


def _run_before(text: str, mentions: Sequence[Mention], end: int) -> list[Mention]:
    """The joined names that end here, left to right."""
    run: list[Mention] = []
    for mention in before(mentions, end):
        between = text[mention.end : run[0].start if run else end]
        rest = load_wording().filler.sub("", between.removeprefix("" if run else ":"))
        if rest and rest not in load_wording().merged:
            break
        run.insert(0, mention)
    return run


def _without_whole(names: list[Mention], form: Form) -> list[Mention]:
    """以传真、电子邮件方式提出的申请分别为2件和8件: the last name is what the others are parts of."""
    wholes = {form.by_key[key].parent for name in names[:-1] for key in name.keys}
    return names[:-1] if wholes and wholes <= names[-1].keys else names


def _run_after(parsed: Parsed, numbers: Sequence[NumberMention], start: int) -> list[NumberMention]:
    """The counts in a row that begin here."""
    run: list[NumberMention] = []
    for number in (n for n in numbers if n.start >= start):
        between = parsed.text[run[-1].end if run else start : number.start]
        if run:
            joined = between.removeprefix(run[-1].unit).strip(" ") in load_wording().between_counts
        else:
            joined = len(between) <= VERB and not parsed.count_borders(start, number.start)
        if not joined or number.kind != "count":
            break
        run.append(number)
    return run


def find_narrower(text: str, owner: Mention, mentions: Sequence[Mention], form: Form) -> Mention | None:
    """当面提交的申请4件, 因涉及个人隐私不予公开的3件: the number is also that of the part named before its item."""
    part = next((m for m in before(mentions, owner.start) if not is_listed(text, m)), None)
    return part if part and _narrows(text, part, owner, form) else None


def find_wider(
    text: str, owner: Mention, number: NumberMention, mentions: Sequence[Mention], form: Form
) -> Mention | None:
    """3件因涉及个人隐私不予公开: the number is also that of the item named behind the part."""
    if owner.start < number.end:
        return None
    wholes = [m for m in islice(behind(mentions, owner.end), NEXT) if _narrows(text, owner, m, form)]
    return wholes[-1] if wholes else None


def _narrows(text: str, part: Mention, whole: Mention, form: Form) -> bool:
    wholes = [_ancestors(key, form) for key in part.keys]
    return (
        all(whole.keys <= found for found in wholes)
        and load_wording().narrowing.match(text[part.end : whole.start]) is not None
    )


def _ancestors(key: str, form: Form) -> set[str]:
    """What the item is a part of, at whatever remove."""
    parent = form.by_key[key].parent
    return {parent, *_ancestors(parent, form)} if parent else set()


def is_merged(text: str, owner: Mention, mentions: Sequence[Mention]) -> bool:
    """主动公开、同意公开和部分公开的10210件: no single cell may take the number."""
    if load_wording().joined_end.before(text, owner.start):
        return True
    joined = next((m for m in before(mentions, owner.start) if not m.keys & owner.keys), None)
    if joined is None:
        return False
    between = text[_spelt_out_end(text, joined) : owner.start].strip("的数 ")
    is_joined = load_wording().filler.sub("", between) in load_wording().merged
    return is_joined or load_wording().beside_end.pattern.fullmatch(between) is not None


def is_listed(text: str, mention: Mention, starts: Container[int] = ()) -> bool:
    """In `公开规章、规范性文件、人事任免等信息68条` the kinds of information own no number. `starts`: where numbers
    begin; in `1件维持、1件撤销` the names have theirs before them. Nor does what a name is said to include:
    网络申请(含电子邮件)213件."""
    if load_wording().included_end.before(text, mention.start) and mention.end not in starts:
        return True
    if text.startswith("等", mention.end) and "、" not in text[max(0, mention.start - LIST) : mention.end]:
        return load_wording().total.match(text, mention.end + 1) is None  # 收取复印费等共计640元
    end = _spelt_out_end(text, mention)
    return text.startswith(("、", "等"), end) and end + 1 not in starts


def _spelt_out_end(text: str, mention: Mention) -> int:
    """Where the name ends with what spells it out: 不属于本机关职责范围、信息不存在."""
    spelt_out = load_wording().spelt_out.match(text, mention.end)
    return spelt_out.end() if spelt_out else mention.end


def fits(mention: Mention, number: NumberMention, form: Form) -> bool:
    return any(unit_fits(form.by_key[key], number) for key in mention.keys)


def closest_unit(mention: Mention, number: NumberMention, form: Form) -> frozenset[str]:
    fitting = {key for key in mention.keys if unit_fits(form.by_key[key], number)}
    exact = {key for key in fitting if form.by_key[key].unit == number.unit}
    return frozenset(exact or fitting)
