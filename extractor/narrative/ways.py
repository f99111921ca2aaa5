"""How a sentence ties a number to a name: before it, behind it, as an entry, in a list, or taken up again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.forms import Form
from extractor.language import NumberMention, Parsed, load_wording
from extractor.narrative.frames import fits
from extractor.narrative.names import Mention, before, behind

ARTICLE = 1  # characters between a number with its unit and what it counts: 3件的申请
OWN = 2  # characters between a name and the number that is its own
PAUSES = re.compile(r"[,、;:]")
CLOSES = re.compile(r"[\d)]")
OPENS_PARTS = re.compile(r"\(|^[^(]{0,2}中")


@dataclass(slots=True)
class Gap:
    """Between a number and the free names that fit it, on both sides."""

    parsed: Parsed
    form: Form
    numbers: Sequence[NumberMention]
    free: Sequence[Mention]  # names that no number has taken
    last: int  # the end of the last number that has an owner
    number: NumberMention
    name: Mention | None = field(init=False)  # before the number

    def __post_init__(self) -> None:
        self.name = next(self.names(), None)

    @property
    def text(self) -> str:
        return self.parsed.text

    def names(self) -> Iterator[Mention]:
        """The names before the number that no other number has passed, nearest first."""
        for mention in before(self.free, self.number.start):
            if mention.start < self.last:
                return
            if fits(mention, self.number, self.form):
                yield mention

    @property
    def is_part(self) -> bool:
        """诉讼中5件维持: the name is the whole, the number a part of it."""
        return load_wording().of_these_end.before(self.text, self.number.start) is not None

    def borders(self, mention: Mention) -> int:
        """How many clauses end between the name and the number behind it."""
        return self.parsed.count_borders(mention.end, self.number.start)


def find_owner(gap: Gap) -> tuple[Mention | None, bool]:
    """The name whose the number is, and whether its own clause says so: the first of the ways that finds one."""
    found = next((owner for way in WAYS if (owner := way(gap))), None)
    return (found, True) if found else (_named_nearby(gap), False)


def _taken_up_by_its_part(gap: Gap) -> Mention | None:
    """公众号推送52期,公开政府信息318条: the clause that goes back to a channel names the whole that the channel is a way of."""
    words, whole, start = load_wording(), gap.name, gap.number.start
    part = next(before(gap.free, whole.start), None) if whole else None
    if part is None or whole is None or part.start < gap.last:
        return None
    clause = gap.parsed.clause_start(part.end, start)
    is_way = all(gap.form.by_key[key].wording.whole in whole.keys for key in part.keys)
    if clause is None or not is_way or not words.resumed.fullmatch(gap.text, clause, start):
        return None
    return part if words.issued.fullmatch(gap.text, part.end, clause) else None


def _named_before(gap: Gap) -> Mention | None:
    """收到申请12件."""
    name = gap.name
    return name if name and not gap.is_part and not gap.borders(name) else None


def _named_behind(gap: Gap) -> Mention | None:
    """收到3件网络申请."""
    fitting = (m for m in behind(gap.free, gap.number.end) if fits(m, gap.number, gap.form))
    near = [name for name in fitting if not gap.parsed.count_borders(gap.number.end, name.start)]
    if not near:
        return None
    name = next((n for n in near if _is_head(gap, n)), near[0])
    return name if _reaches(gap.text, gap.number, name, gap.numbers) else None


def _is_head(gap: Gap, name: Mention) -> bool:
    """1件针对我局答复的行政复议: what is counted stands behind what qualifies it."""
    behind_unit = gap.number.behind
    return load_wording().modifier.fullmatch(gap.text, behind_unit, name.start) is not None


def _named_as_entry(gap: Gap) -> Mention | None:
    """申请总数:12件: an entry of a list, its name before the colon and nothing but the number behind it."""
    number, name = gap.number, gap.name
    if name is None or not load_wording().entry.fullmatch(gap.text, name.end, number.start):
        return None
    return name if gap.parsed.ends_member(number.behind) else None


def _named_in_list(gap: Gap) -> Mention | None:
    """——同意公开的,122件: a line of a list, with nothing but its name and its number."""
    words, number, name = load_wording(), gap.number, gap.name
    if name is None or not words.listed.fullmatch(gap.text, name.end, number.start):
        return None
    alone = words.list_head.fullmatch(gap.text, 0, name.start) and number.behind
    return name if alone and not gap.text[alone:].strip("。;,") else None


def _named_before_a_pause(gap: Gap) -> Mention | None:
    """专对信息公开的投诉举报,2件: a clause with nothing but the number, behind the one that the name, and no other,
    ends."""
    number, name = gap.number, gap.name
    if name is None or not load_wording().paused.fullmatch(gap.text, name.end, number.start):
        return None
    other = next((m for m in before(gap.free, name.start) if m.keys != name.keys), None)
    is_alone = other is None or gap.parsed.count_borders(other.end, name.start) > 0
    return name if is_alone and gap.parsed.ends_member(number.behind) else None


def _taken_up_again(gap: Gap) -> Mention | None:
    """属于主动公开范围的,告知查阅途径,共28件: the clause of the number goes back to what was named."""
    words, name, start = load_wording(), gap.name, gap.number.start
    if name is None or words.ranked.fullmatch(gap.text, name.end, start):
        return name
    clause = gap.parsed.clause_start(name.end, start)
    if clause and words.own_part.fullmatch(gap.text, clause, start):
        return name
    resumed = words.resumed.fullmatch(gap.text, clause or 0, start)
    return name if resumed and words.left_open.fullmatch(gap.text, name.end, clause or 0) else None


def _named_nearby(gap: Gap) -> Mention | None:
    """依申请公开方面,共受理9件: a border lies between. What the number is a part of is not what it counts."""
    for name in gap.names():
        borders = gap.borders(name)
        if borders > 1:
            return None
        if borders or not gap.is_part:
            return name
    return None


WAYS: tuple[Callable[[Gap], Mention | None], ...] = (
    _taken_up_by_its_part,
    _named_before,
    _named_behind,
    _named_as_entry,
    _named_in_list,
    _named_before_a_pause,
    _taken_up_again,
)


def _ends_pair(text: str, number: NumberMention) -> bool:
    """Whether a pause parts the number from any name behind it."""
    return PAUSES.match(text, number.behind) is not None


def _reaches(text: str, number: NumberMention, mention: Mention, numbers: Sequence[NumberMention]) -> bool:
    """Whether a number counts what is named behind it: 3件申请 does; 评论(0) 举报, 一份…的答复 do not."""
    between = text[number.end : mention.start]
    is_one = text[number.start : number.end] == "一" and "的" in between
    is_article = is_one and not load_wording().caused.match(text, number.behind)
    if CLOSES.search(between) or is_article or text.startswith("、", number.behind):
        return False  # 办公会17次、新闻通气会若干次
    limit = text.find(")", mention.end) if "(" in between else mention.end + OWN
    counts = [n for n in numbers if n.kind == "count" and mention.end <= n.start <= limit]
    has_own = any(not PAUSES.search(text, mention.end, n.start) for n in counts)
    is_apart = len(between.removeprefix(number.unit).strip()) > ARTICLE
    if has_own and (is_apart or PAUSES.search(between) or _ends_pair(text, counts[0])):
        return False  # 6个分局设查阅点7个, 听证会一次、新闻发布会两次, 5件维持4件、纠错1件
    return not (counts and OPENS_PARTS.search(between))  # 4件(属于执法案卷3件), 24件中主动公开3件
