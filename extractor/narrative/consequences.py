"""Claims that follow from claims: what is said of all that was counted, parts of what others have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, islice, pairwise, takewhile

from extractor.forms import Form
from extractor.language import Parsed, last_clause, load_wording, to_pattern
from extractor.narrative.claims import Claim
from extractor.narrative.names import Mention, behind
from extractor.narrative.totals import implied_by, parent_of
from extractor.records import Reason

NEXT = 2  # names behind a number of which one may say what came of all that it counts
SHARE = Reason.of("share")
OF_OTHERS = "other-register"  # the doubt of a whole that holds for its parts


def doubt_parts(parsed: Parsed, claims: Sequence[Claim], form: Form) -> Iterator[Claim]:
    """作为复议机关办理复议11件,其中维持8件: parts of what is told of others only are told of others, too."""
    own = load_wording().own
    wholes: dict[str, list[Reason | None]] = {}
    for claim in claims:
        told = wholes.get(parent_of(claim.owners, form) or "", ())
        doubt = told[-1] if told and all(why and why.id == OF_OTHERS for why in told) else None
        yield claim._replace(refusal=doubt) if doubt and not claim.refusal else claim
        is_told = claim.exact or own.search(last_clause(parsed.before(claim.number.start)))
        for key in claim.owners if is_told else ():
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
    parent = parent_of(whole.owners, form)
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
            ends = words.of_end.match(parsed.text, mention.end) if keys else None
            whole = ends is not None and parsed.ends_member(ends.end())
            if whole and said.fullmatch(parsed.text, after, mention.start):
                yield Claim(claim.number, keys, True, None)


def _tell_in_words(parsed: Parsed, claims: Sequence[Claim], form: Form) -> Iterator[Claim]:
    """制定规范性文件9件,均已在网站公开; 34件申请均已办结: the same in words that alone name nothing, or another item."""
    for claim in claims:
        end = claim.number.behind
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
    end = claim.number.behind
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
        if keys := implied_by(claim.owners, form) - told:
            yield Claim(claim.number, keys, True, None, narrowed=True)


def _is_outcome(key: str, wholes: frozenset[str], form: Form) -> bool:
    """Whether the item counts what became of some of the whole: a part of it, or an answer to requests."""
    cell = form.by_key[key]
    if cell.parent in wholes:
        return True
    blocks = {form.by_key[whole].block for whole in wholes}
    if cell.block_total in wholes:
        return True
    return cell.block == "replies" and blocks == {"requests"}
