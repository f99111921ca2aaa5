"""（一）收到申请数 above 14件,均已办结: a number with which the text below a heading opens counts what that names."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.forms import Form, load_units
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
    if not claims or claims[0].owners or claims[0].refusal or not sentence.opens_section(earlier):
        return claims
    number = claims[0].number
    behind = sentence.text[number.behind :].lstrip()
    opening = load_wording().bare_opening.fullmatch(sentence.text, 0, number.start)
    if opening is None or (behind and behind[0] not in ENDS):
        return claims
    named = find_mentions(sentence._replace(text=sentence.heading), (), form)
    fitting = [mention for mention in named if fits(mention, number, form)]
    if len(named) != 1 or not fitting or len(fitting[0].keys) != 1:
        return claims
    (key,) = fitting[0].keys
    if not number.unit and load_units()[form.by_key[key].unit].money:
        return claims  # so much of what? it may be the number of a page
    return (Claim(number, frozenset({key}), True, None), *claims[1:])
