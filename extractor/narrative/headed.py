"""（一）收到申请数 above 14件,均已办结: a number with which the text below a heading opens counts what that names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.forms import Form
from extractor.language import load_wording
from extractor.narrative.claims import Claim
from extractor.narrative.frames import fits
from extractor.narrative.names import find_mentions
from extractor.records import Sentence

ENDS = ",;。("  # what stands behind the number, where it is all that its clause says


def tell_headed(
    claims: tuple[Claim, ...], sentence: Sentence, earlier: Sequence[Sentence], form: Form
) -> tuple[Claim, ...]:
    """The claims, the first with the one item of the heading, where the sentence is the first below it and opens with the
    bare number."""
    if not claims or claims[0].owners or claims[0].refusal or not _opens(sentence, earlier):
        return claims
    number = claims[0].number
    behind = sentence.text[number.end + len(number.unit) :].lstrip()
    opening = load_wording().bare_opening.fullmatch(sentence.text, 0, number.start)
    if opening is None or (behind and behind[0] not in ENDS):
        return claims
    heading = sentence.section.rsplit(" ", 1)[-1]
    named = find_mentions(replace(sentence, text=heading), (), form)
    fitting = [mention for mention in named if fits(mention, number, form)]
    if len(named) != 1 or not fitting or len(fitting[0].keys) != 1:
        return claims
    return (Claim(number, fitting[0].keys, True, None), *claims[1:])


def _opens(sentence: Sentence, earlier: Sequence[Sentence]) -> bool:
    """Whether the sentence is the first below its headings."""
    return bool(sentence.section) and (not earlier or earlier[-1].section != sentence.section)
