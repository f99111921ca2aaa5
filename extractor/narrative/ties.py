"""Sentence -> claims: its names tied to its numbers, what follows from that, and what it denies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from extractor.forms import Form
from extractor.language import NumberMention, Parsed, find_numbers, load_wording, may_count, parse
from extractor.narrative.absences import find_denied, find_denied_above
from extractor.narrative.claims import Claim, Claims
from extractor.narrative.consequences import doubt_parts, raise_wholes, tell_implied, tell_of_all
from extractor.narrative.headed import tell_headed
from extractor.narrative.names import Mention, find_mentions
from extractor.narrative.own_year import tell_own_year
from extractor.narrative.scopes import find_heading_doubt
from extractor.narrative.totals import find_years, sum_up
from extractor.narrative.walk import COUNTED, Walk
from extractor.records import Sentence

ASKS = ("?", "?。")  # 有没有人申请公开? tells nothing
NOT_ONE = 4  # characters between the denial and its 一起


def sentence_to_claims(
    sentence: Sentence, earlier: Sequence[Sentence], form: Form, year: int | None
) -> Claims:
    """The sentence read against the form; `earlier`: the report's sentences before it."""
    if sentence.text.endswith(ASKS):
        return _silent(sentence, parse(""))
    parsed = parse(sentence.text)
    may_deny = load_wording().denial.search(sentence.text) is not None
    if not may_deny and not may_count(sentence.text):
        return _silent(sentence, parsed)
    mentions = find_mentions(sentence, earlier, form)
    if not mentions and not sentence.opens_section(earlier):
        return Claims(sentence, parsed, (), partial(_read_nobodys, sentence, parsed, form, year), {}, True)
    numbers = find_numbers(sentence.text)
    if not may_deny and not any(number.kind in COUNTED for number in numbers):
        return _silent(sentence, parsed)  # it tells nothing, whatever it names
    years = [number for number in numbers if number.kind == "year"]
    denied = find_denied(parsed, mentions, form, years, year) if may_deny else {}
    denied |= find_denied_above(sentence, earlier, form)
    owners = tuple(mention for mention in mentions if not mention.only_none)
    open_names = [m for m in owners if not _is_denied(parsed, m, denied)]
    claims = tell_own_year(parsed, Walk(parsed, open_names, numbers, form, year).read(), year)
    claims = raise_wholes(tell_headed(claims, sentence, earlier, form), form)
    claims = tuple(doubt_parts(parsed, claims, form))
    claims = tuple(find_years(parsed, sum_up(parsed, claims, form)))
    claims += tuple(tell_of_all(parsed, claims, owners, form))
    claims += tuple(tell_implied(claims, form))
    if find_heading_doubt(sentence.section):  # 五、2016年安排: nothing there is of the year
        claims, denied = _doubt_below(sentence.section, claims), {}
    counted = tuple(claim for claim in claims if not _is_not_one(claim.number, denied))
    return Claims(sentence, parsed, owners, lambda: counted, denied)


def _silent(sentence: Sentence, parsed: Parsed) -> Claims:
    """A sentence that has no number and denies nothing."""
    return Claims(sentence, parsed, (), tuple, {}, True)


def _read_nobodys(sentence: Sentence, parsed: Parsed, form: Form, year: int | None) -> tuple[Claim, ...]:
    """The numbers of a sentence that names nothing."""
    claims = Walk(parsed, (), find_numbers(sentence.text), form, year).read()
    return _doubt_below(sentence.section, claims)


def _doubt_below(section: str, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims with the doubt that the headings above them cast."""
    doubt = find_heading_doubt(section)
    return tuple(c._replace(refusal=c.refusal or doubt) for c in claims) if doubt else claims


def _is_denied(parsed: Parsed, mention: Mention, denied: dict[str, tuple[int, int]]) -> bool:
    """无专职人员,共计4人: what its clause denies has no number behind it."""
    spans = [denied[key] for key in mention.keys if key in denied]
    return len(spans) == len(mention.keys) and all(
        end <= mention.start and not parsed.count_borders(end, mention.start) for _, end in spans
    )


def _is_not_one(number: NumberMention, denied: dict[str, tuple[int, int]]) -> bool:
    """未发生一起, 一起也没有: the one that there was not."""
    return number.value == 1 and any(a <= number.start <= b + NOT_ONE for a, b in denied.values())
