"""Which entries of the vocabulary and of the scopes fire in sentences: what fires nowhere may go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.forms import Form, alias_to_phrase
from extractor.language import to_pattern
from extractor.narrative.claims import Claims
from extractor.narrative.names import Mention
from extractor.narrative.scopes import load_scopes

EntryKind = Literal["alias", "denied", "scope"]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A phrase of an item (`of` its key), or a word of a scope (`of` the doubt that it casts)."""

    kind: EntryKind
    of: str
    word: str


def list_entries(forms: Iterable[Form]) -> Iterator[Entry]:
    """All that may fire, each once."""
    cells = {cell.key: cell for form in forms for cell in form.named}
    for key, cell in cells.items():
        yield from (Entry("alias", key, alias) for alias in cell.wording.aliases)
        yield from (Entry("denied", key, phrase) for phrase in cell.wording.denied)
    for scope in load_scopes():
        yield from (Entry("scope", scope.definition.id, word) for word in scope.definition.words)


def count_firings(claims: Sequence[Claims], form: Form) -> Counter[Entry]:
    """How often each entry named an item, or cast a doubt on a number, in these sentences."""
    fired: Counter[Entry] = Counter()
    for sentence in claims:
        for mention in sentence.mentions:
            fired.update(_naming(sentence.sentence.text, mention, form))
        fired.update(_denied(sentence, form))
        fired.update(_doubting(sentence))
    return fired


def _naming(text: str, mention: Mention, form: Form) -> Iterator[Entry]:
    """The aliases that the text has at the mention's very place."""
    for key in sorted(mention.keys):
        for alias in form.by_key[key].wording.aliases:
            found = _phrase(alias).match(text, mention.start)
            if found and found.end() == mention.end:
                yield Entry("alias", key, alias)


def _denied(claims: Claims, form: Form) -> Iterator[Entry]:
    """The phrases of an item of which the sentence says that there was none."""
    for key in claims.none:
        words = form.by_key[key].wording.denied
        yield from (
            Entry("denied", key, word) for word in words if _phrase(word).search(claims.sentence.text)
        )


def _doubting(claims: Claims) -> Iterator[Entry]:
    doubts = {claim.refusal.id for claim in claims.numbers if claim.refusal}
    heard = f"{claims.sentence.section}\n{claims.sentence.text}"
    casting = (scope.definition for scope in load_scopes() if scope.definition.id in doubts)
    words = ((scope.id, word) for scope in casting for word in scope.words)
    return (Entry("scope", id, word) for id, word in words if _pattern(word).search(heard))


@cache
def _phrase(alias: str) -> re.Pattern[str]:
    return alias_to_phrase(alias).pattern


@cache
def _pattern(word: str) -> re.Pattern[str]:
    return to_pattern(word.removesuffix("$"), re.MULTILINE)
