"""What a sentence claims: which of its numbers belongs to which item, and of which items it says there were none.

A number in a report is a count of the year only if nothing says otherwise: shares, growth, other years,
running totals and the counts of single levels of government stand in the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from extractor.forms import NARRATIVE_COLUMN, Form
from extractor.language import NumberMention, Parsed, find_end, find_numbers, load_wording, parse
from extractor.narrative.absences import find_denied, find_denied_above
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
from extractor.narrative.names import Mention, before, behind, find_mentions
from extractor.narrative.scopes import Scope, Situation, find_doubt, find_heading_doubt, scopes_within
from extractor.records import Reason, Sentence

OF_OTHERS = "other-register"  # the doubt of a whole that holds for its parts
ASKS = ("?", "?。")  # 有没有人申请公开? tells nothing
COUNTED = frozenset({"count", "percent"})  # kinds of numbers that may be an item's
NOT_ONE = 4  # characters between the denial and its 一起
NEXT = 2  # names behind a number of which one may say what came of all that it counts
ARTICLE = 1  # characters between a number with its unit and what it counts: 3件的申请
OWN = 2  # characters between a name and the number that is its own
PAUSES = re.compile(r"[,、;:]")
CLOSES = re.compile(r"[\d)]")
OPENS_PARTS = re.compile(r"\(|^[^(]{0,2}中")


@dataclass(frozen=True, slots=True)
class Claim:
    """A number with the item it belongs to. `exact`: its own clause names the item."""

    number: NumberMention
    owners: frozenset[str]
    exact: bool
    refusal: Reason | None  # why it is no count of this year; None where it is one
    narrowed: bool = False  # 当面提交的申请4件: of all requests only where nothing else tells their number


@dataclass(frozen=True)
class Claims:
    """All that a sentence claims. `none`: item -> span of the words that deny it."""

    sentence: Sentence
    parsed: Parsed
    mentions: tuple[Mention, ...]
    numbers: tuple[Claim, ...]
    none: dict[str, tuple[int, int]]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The items that it may tell: owners of numbers, what is named where a number is nobody's, what is denied."""
        nobodys = any(not claim.exact for claim in self.numbers)
        named = (mention.keys for mention in self.mentions) if nobodys else ()
        return frozenset(self.none).union(*(claim.owners for claim in self.numbers), *named)


def sentence_to_claims(
    sentence: Sentence, earlier: Sequence[Sentence], form: Form, year: int | None
) -> Claims:
    """The sentence read against the form; `earlier`: the report's sentences before it."""
    if sentence.text.endswith(ASKS):
        return Claims(sentence, parse(""), (), (), {})
    parsed = parse(sentence.text)
    numbers = find_numbers(sentence.text)
    may_deny = load_wording().denial.search(sentence.text) is not None
    if not may_deny and not any(number.kind in COUNTED for number in numbers):
        return Claims(sentence, parsed, (), (), {})  # it tells nothing, whatever it names
    mentions = find_mentions(sentence, earlier, form)
    years = [number for number in numbers if number.kind == "year"]
    denied = find_denied(parsed, mentions, form, years, year) if may_deny else {}
    denied |= find_denied_above(sentence, earlier, form)
    owners = tuple(mention for mention in mentions if not mention.only_none)
    open_names = [m for m in owners if not _is_denied(parsed, m, denied)]
    claims = tuple(_doubt_parts(_Walk(parsed, open_names, numbers, form, year).read(), form))
    claims += (*_of_all(parsed, claims, owners, form), *_summed_up(parsed, claims, form))
    if doubt := find_heading_doubt(sentence.section):  # 五、2016年安排: nothing there is of the year
        claims = tuple(replace(claim, refusal=claim.refusal or doubt) for claim in claims)
        denied = {}
    counted = tuple(claim for claim in claims if not _is_not_one(claim.number, denied))
    return Claims(sentence, parsed, owners, counted, denied)


def _is_denied(parsed: Parsed, mention: Mention, denied: dict[str, tuple[int, int]]) -> bool:
    """无专职人员,共计4人: what its clause denies has no number behind it."""
    spans = [denied[key] for key in mention.keys if key in denied]
    return len(spans) == len(mention.keys) and all(
        end <= mention.start and not parsed.count_borders(end, mention.start) for _, end in spans
    )


def _doubt_parts(claims: Sequence[Claim], form: Form) -> Iterator[Claim]:
    """作为复议机关办理复议11件,其中维持8件: parts of what is told of others only are told of others, too."""
    wholes: dict[str, list[Reason | None]] = {}
    for claim in claims:
        parents = {form.by_key[key].parent for key in claim.owners}
        told = wholes.get(parents.pop() or "", ()) if len(parents) == 1 else ()
        doubt = told[-1] if told and all(why and why.id == OF_OTHERS for why in told) else None
        yield replace(claim, refusal=claim.refusal or doubt)
        for key in claim.owners:
            wholes.setdefault(key, []).append(claim.refusal)


def _of_all(
    parsed: Parsed, claims: Sequence[Claim], mentions: Sequence[Mention], form: Form
) -> Iterator[Claim]:
    """共办理申请5件,均同意公开: what is said of all that was counted has their number, too."""
    words = load_wording()
    for claim in (claim for claim in claims if claim.exact and claim.owners and not claim.refusal):
        after = claim.number.end + len(claim.number.unit)
        said = words.of_all if claim.number.value != 1 else words.of_the_one
        for mention in islice(behind(mentions, after), NEXT):
            keys = frozenset(key for key in mention.keys if _is_outcome(key, claim.owners, form))
            ends = words.of_end.match(parsed.text, mention.end)
            whole = ends is not None and parsed.ends_member(ends.end())
            if keys and whole and said.fullmatch(parsed.text, after, mention.start):
                yield Claim(claim.number, keys, True, None)


def _summed_up(parsed: Parsed, claims: Sequence[Claim], form: Form) -> Iterator[Claim]:
    """网站发布12条,公开栏发布3条,总计15条: the number that the numbers before it come to is their block's total."""
    for n, claim in enumerate(claims):
        if (
            claim.owners
            or claim.refusal
            or not find_end(load_wording().total_end, parsed.text, claim.number.start)
        ):
            continue
        parts = [part for part in claims[:n] if not part.refusal and part.number.unit == claim.number.unit]
        adds_up = len(parts) > 1 and sum(part.number.value for part in parts) == claim.number.value
        whole = _whole_of(parts, form) if adds_up else None
        if whole:
            yield Claim(claim.number, frozenset({whole}), True, None)


def _whole_of(parts: Sequence[Claim], form: Form) -> str | None:
    """What the items of the parts are all parts of: one item of the form, else the total of their block."""
    keys = {key for part in parts if part.exact for key in part.owners}
    parents = {form.by_key[key].parent for key in keys}
    if len(parents) == 1 and (parent := parents.pop()):
        return parent
    blocks = {form.by_key[key].block for key in keys}
    total = f"{blocks.pop()}.{NARRATIVE_COLUMN}" if len(blocks) == 1 else ""
    return total if total in form.by_key else None


def _is_outcome(key: str, wholes: frozenset[str], form: Form) -> bool:
    """Whether the item counts what became of some of the whole: a part of it, or an answer to requests."""
    cell = form.by_key[key]
    if cell.parent in wholes:
        return True
    blocks = {form.by_key[whole].block for whole in wholes}
    if f"{cell.block}.{NARRATIVE_COLUMN}" in wholes:
        return True
    return cell.block == "replies" and blocks == {"requests"}


def _is_not_one(number: NumberMention, denied: dict[str, tuple[int, int]]) -> bool:
    """未发生一起, 一起也没有: the one that there was not."""
    return number.value == 1 and any(a <= number.start <= b + NOT_ONE for a, b in denied.values())


@dataclass
class _Walk:
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
        listed = (m for m in self.mentions if not is_listed(self.text, m, starts))
        self.free = [m for m in listed if not _is_negated(self.text, m)]
        self.in_turn = share_out(self.parsed, self.mentions, self.numbers, self.form)

    def read(self) -> tuple[Claim, ...]:
        """The claims of all numbers."""
        for number in (n for n in self.numbers if n.kind in COUNTED):
            sharers = self._sharers(number)
            owner, exact = self._owner(number, sharers)
            if owner is not None:
                self._claim(number, owner, exact, sharers)
            elif number.kind == "count":
                self.claims.append(Claim(number, frozenset(), exact, self._refusal(number, None)))
        return tuple(self.claims)

    def _sharers(self, number: NumberMention) -> list[Mention]:
        if number in self.in_turn.owners:
            return [self.in_turn.owners[number]]
        return find_sharers(self.text, self.mentions, number, self.form)

    def _owner(self, number: NumberMention, sharers: Sequence[Mention]) -> tuple[Mention | None, bool]:
        if number in self.in_turn.owners:
            return self.in_turn.owners[number], True
        owner, exact = _find_owner(_Gap(self, number))
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
        if refusal is None or refusal.id not in ("other-register", "previous-year", "something-else"):
            self.free = [m for m in self.free if m.start >= (whole or owner).end]
            self.last = number.end

    @cached_property
    def scopes(self) -> Sequence[Scope]:
        """What may cast a doubt on a number of the sentence."""
        return scopes_within(self.parsed)

    def _refusal(self, number: NumberMention, owner: Mention | None) -> Reason | None:
        keys = closest_unit(owner, number, self.form) if owner else ()
        cells = [self.form.by_key[key] for key in keys]
        named = owner.start if owner else number.start
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
    if not load_wording().going_on.fullmatch(text, last.number.end + len(last.number.unit), number.start):
        return None
    named = next((m for m in before(mentions, last.number.start) if last.owners < m.keys), None)
    spare = named and Mention(named.start, named.end, named.keys - last.owners)
    return spare if spare and fits(spare, number, form) else None


def _is_share(text: str, number: NumberMention, keys: frozenset[str], earlier: Sequence[Claim]) -> bool:
    """咨询326人次,其中现场咨询41人次: the item has its number already."""
    wholes = [claim for claim in earlier if claim.owners & keys and claim.exact and not claim.refusal]
    return bool(wholes) and load_wording().share.search(text, wholes[0].number.end, number.start) is not None


def _is_negated(text: str, mention: Mention) -> bool:
    """未公开的2件: what was not done has no number here."""
    return find_end(load_wording().negated_end, text, mention.start) is not None


@dataclass(frozen=True)
class _Gap:
    """Between a number and the free names that fit it, on both sides."""

    walk: _Walk
    number: NumberMention

    @property
    def text(self) -> str:
        return self.walk.text

    @cached_property
    def name(self) -> Mention | None:
        """The name before the number."""
        return next(self.names(), None)

    def names(self) -> Iterator[Mention]:
        """The names before the number that no other number has passed, nearest first."""
        for mention in before(self.walk.free, self.number.start):
            if mention.start < self.walk.last:
                return
            if fits(mention, self.number, self.walk.form):
                yield mention

    @cached_property
    def is_part(self) -> bool:
        """诉讼中5件维持: the name is the whole, the number a part of it."""
        return find_end(load_wording().of_these_end, self.text, self.number.start) is not None

    def borders(self, mention: Mention) -> int:
        """How many clauses end between the name and the number behind it."""
        return self.walk.parsed.count_borders(mention.end, self.number.start)


def _find_owner(gap: _Gap) -> tuple[Mention | None, bool]:
    """The name whose the number is, and whether its own clause says so: the first of the ways that finds one."""
    found = next((owner for way in WAYS if (owner := way(gap))), None)
    return (found, True) if found else (_named_nearby(gap), False)


def _named_before(gap: _Gap) -> Mention | None:
    """收到申请12件."""
    name = gap.name
    return name if name and not gap.is_part and not gap.borders(name) else None


def _named_behind(gap: _Gap) -> Mention | None:
    """收到3件网络申请."""
    fitting = (m for m in behind(gap.walk.free, gap.number.end) if fits(m, gap.number, gap.walk.form))
    name = next(fitting, None)
    if name is None or gap.walk.parsed.count_borders(gap.number.end, name.start):
        return None
    return name if _reaches(gap.text, gap.number, name, gap.walk.numbers) else None


def _named_as_entry(gap: _Gap) -> Mention | None:
    """申请总数:12件: an entry of a list, its name before the colon and nothing but the number behind it."""
    number, name = gap.number, gap.name
    if name is None or not load_wording().entry.fullmatch(gap.text, name.end, number.start):
        return None
    return name if gap.walk.parsed.ends_member(number.end + len(number.unit)) else None


def _named_in_list(gap: _Gap) -> Mention | None:
    """——同意公开的,122件: a line of a list, with nothing but its name and its number."""
    words, number, name = load_wording(), gap.number, gap.name
    if name is None or not words.listed.fullmatch(gap.text, name.end, number.start):
        return None
    alone = words.list_head.fullmatch(gap.text, 0, name.start) and number.end + len(number.unit)
    return name if alone and not gap.text[alone:].strip("。;,") else None


def _taken_up_again(gap: _Gap) -> Mention | None:
    """属于主动公开范围的,告知查阅途径,共28件: the clause of the number goes back to what was named."""
    words, name, start = load_wording(), gap.name, gap.number.start
    if name is None or words.ranked.fullmatch(gap.text, name.end, start):
        return name
    clause = gap.walk.parsed.clause_start(name.end, start)
    if clause and words.own_part.fullmatch(gap.text, clause, start):
        return name
    resumed = words.resumed.fullmatch(gap.text, clause or 0, start)
    return name if resumed and words.left_open.fullmatch(gap.text, name.end, clause or 0) else None


def _named_nearby(gap: _Gap) -> Mention | None:
    """依申请公开方面,共受理9件: a border lies between. What the number is a part of is not what it counts."""
    for name in gap.names():
        borders = gap.borders(name)
        if borders > 1:
            return None
        if borders or not gap.is_part:
            return name
    return None


WAYS: tuple[Callable[[_Gap], Mention | None], ...] = (
    _named_before,
    _named_behind,
    _named_as_entry,
    _named_in_list,
    _taken_up_again,
)


def _reaches(text: str, number: NumberMention, mention: Mention, numbers: Sequence[NumberMention]) -> bool:
    """Whether a number counts what is named behind it: 3件申请 does; 评论(0) 举报, 一份…的答复 do not."""
    between = text[number.end : mention.start]
    is_article = text[number.start : number.end] == "一" and "的" in between
    if CLOSES.search(between) or is_article:
        return False
    limit = text.find(")", mention.end) if "(" in between else mention.end + OWN
    counts = [n for n in numbers if n.kind == "count" and mention.end <= n.start <= limit]
    has_own = any(not PAUSES.search(text, mention.end, n.start) for n in counts)
    is_apart = len(between.removeprefix(number.unit).strip()) > ARTICLE
    if has_own and is_apart:
        return False  # 6个分局设查阅点7个
    return not (counts and OPENS_PARTS.search(between))  # 4件(属于执法案卷3件), 24件中主动公开3件
