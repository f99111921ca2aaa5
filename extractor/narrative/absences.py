"""Of which items a sentence says that there were none."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import pairwise

from extractor.forms import Form
from extractor.language import Border, Clause, NumberMention, Parsed, any_of, load_wording, parse
from extractor.narrative.frames import find_narrower
from extractor.narrative.names import Mention, find_mentions, within
from extractor.narrative.scopes import Situation, find_doubt, scopes_within
from extractor.records import Sentence

NEAR = 2  # characters between a denial and the phrase that is an item's name only there: 无申请


def find_denied(
    parsed: Parsed, mentions: Sequence[Mention], form: Form, years: Sequence[NumberMention], year: int | None
) -> dict[str, tuple[int, int]]:
    """Item -> the words that deny it. `years`: those that the sentence names; `year`: the report's."""
    denied: dict[str, tuple[int, int]] = {}
    scopes = scopes_within(parsed)
    excepted = False  # 除白石县外,各地没有收取费用: the exception may stand a comma before
    for start, end in _clauses(parsed, {mention.end for mention in mentions}):
        text, clause = parsed.text, parsed.text[start:end]
        found = within(mentions, start, end)
        inside = [m for m in found if not m.only_none] or found
        span = None if excepted else _denial(text, (start, end), inside)
        excepted = load_wording().exception.search(clause) is not None
        if span and inside and not (inside[-1].only_none and inside[-1].start - span[1] > NEAR):
            keys = _denied_keys(text, clause, _reached(text, span, inside), form)
            none = NumberMention(0, end, end, "count", "", approximate=False)
            at = Situation(parsed, scopes, none, years, year, [form.by_key[key] for key in keys], start)
            if not find_doubt(at):  # 力争败诉率为零: a none is doubted as a number is
                denied.update((key, span) for key in keys)
    return denied


def find_denied_above(
    sentence: Sentence, earlier: Sequence[Sentence], form: Form
) -> dict[str, tuple[int, int]]:
    """行政复议和行政诉讼情况 with nothing below but 没有发生此类情形: what the heading names last is denied."""
    if not sentence.opens_section(earlier) or not load_wording().none_of_heading.fullmatch(sentence.text):
        return {}
    spelt_out = sentence._replace(text=f"{sentence.heading}:无")
    mentions = find_mentions(spelt_out, (), form)
    denied = find_denied(parse(spelt_out.text), mentions, form, (), None)
    return dict.fromkeys(denied, (0, len(sentence.text)))


def _clauses(parsed: Parsed, names: Container[int]) -> Iterator[tuple[int, int]]:
    """The clauses; 行政复议:无 and 提起行政诉讼的,亦未发生 are one: what denies alone belongs to the item before.
    `names`: where names end."""
    start = 0
    for clause, behind in zip(parsed.clauses, (*parsed.clauses[1:], None), strict=True):
        ends_open = clause.end in names or parsed.text.endswith("的", clause.start, clause.end)
        is_open = clause.border is Border.NAME or ends_open
        if is_open and behind and _denies_alone(parsed.text, behind):
            continue
        for again in load_wording().none_again.finditer(parsed.text, start, clause.end):
            if load_wording().none.search(parsed.text, start, again.start()):
                yield start, again.start()
                start = again.end()
        if start < clause.end:
            yield start, clause.end
        start = clause.end + 1


def _denies_alone(text: str, clause: Clause) -> bool:
    is_whole = load_wording().none_alone.fullmatch(text, clause.start, clause.end)
    return is_whole is not None and clause.border is not Border.NAME


def _denial(text: str, clause: tuple[int, int], inside: Sequence[Mention]) -> tuple[int, int] | None:
    """The words that deny the last item of the clause. What is part of an item's own name denies nothing."""
    words = load_wording()
    start, end = clause
    if not inside or words.not_none.search(text, start, end):
        return None
    found = (m for m in words.none.finditer(text, start, end) if not _is_in(m, inside))
    before = (m for m in found if m.start() < inside[-1].start)
    last = start + len(text[start:end].rstrip(" "))
    denial = next(before, None) or words.none_after.search(text, inside[-1].end, last)
    return denial.span() if denial else None


def _reached(text: str, denial: tuple[int, int], inside: Sequence[Mention]) -> Sequence[Mention]:
    """没有延期、都在期限内办结: of the names behind a denial that a pause and other words part from its own, none is denied."""
    ahead = [m for m in inside if m.start >= denial[1]]
    if not ahead or ahead[0].start - denial[1] > NEAR:
        return inside
    for one, other in pairwise(ahead):
        between = load_wording().none.sub("", text[one.end : other.start + 1])[:-1]
        is_list = (
            "等" in text[one.end : ahead[-1].start]
            or load_wording().filler.sub("", between) in load_wording().merged
        )
        if "、" in between and not is_list:
            return [m for m in inside if m.end <= one.end]
    return inside


def _is_in(match: re.Match[str], mentions: Sequence[Mention]) -> bool:
    return any(m.start <= match.start() and match.end() <= m.end for m in mentions)


def _last_group(text: str, inside: Sequence[Mention], form: Form) -> list[Mention]:
    """What is denied stands last in the clause, alone or joined: 行政复议或者行政诉讼; of one block also side by side."""
    group = [inside[-1]]
    for mention in reversed(inside[:-1]):
        ahead = group[-1].start + 1  # 无 is told by what follows it
        between = load_wording().none.sub("", text[mention.end : ahead])[:-1]
        between = load_wording().filler.sub("", between)
        if between not in load_wording().merged and (between or not _are_siblings(mention, group[-1], form)):
            break
        group.append(mention)
    return group


def _are_siblings(one: Mention, other: Mention, form: Form) -> bool:
    """Whether they are items of one block of which none is a part of the other."""
    cells, others = ([form.by_key[key] for key in mention.keys] for mention in (one, other))
    is_part = any(cell.parent in other.keys for cell in cells) or any(
        cell.parent in one.keys for cell in others
    )
    return not is_part and {cell.block for cell in cells} == {cell.block for cell in others}


@cache
def _rest(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(patterns)


def _denied_keys(text: str, clause: str, inside: Sequence[Mention], form: Form) -> set[str]:
    """What the clause denies: its last items; of 以传真方式提出的申请 the part, of 书面和其他形式的申请 the whole."""
    group = _last_group(text, inside, form)
    part = find_narrower(text, group[0], inside, form) if len(group) == 1 else None
    if part:
        group = _last_group(text, [m for m in inside if m.end <= part.end], form)
    keys = {key for mention in group for key in mention.keys}
    wholes = {parent for key in keys if (parent := form.by_key[key].parent)}
    told = {key for key in wholes if (rest := form.by_key[key].wording.rest) and _rest(rest).search(clause)}
    return told or keys
