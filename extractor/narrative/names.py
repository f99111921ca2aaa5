"""Which items of the form a sentence names, and where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.forms import Form, alias_to_regex, vocabulary
from extractor.language import ends_list_part
from extractor.records import Sentence

CONTEXT_SENTENCES = (
    3  # how far back in its paragraph a sentence finds what it speaks of; parts of a list are free
)
LONGEST_LIST = 24  # parts of a list that are looked back over


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] names one of these items; more than one only where nothing tells them apart. `only_none`: a phrase
    too common to own a number, which names the item where there was none of it."""

    start: int
    end: int
    keys: frozenset[str]
    only_none: bool = False


def find_mentions(sentence: Sentence, before: Sequence[Sentence], form: Form) -> tuple[Mention, ...]:
    """The items that the sentence names, left to right, without overlaps; `before`: the sentences before it."""
    spans: dict[tuple[int, int], set[str]] = {}
    for start, end, key in _matches(sentence.text, form):
        spans.setdefault((start, end), set()).add(key)
    anchored = {block for block in form.blocks if _is_anchored(block, sentence, before)}
    for (_, end), keys in spans.items():
        keys.intersection_update({key for key in keys if form.by_key[key].block in anchored})
        keys.intersection_update(_by_context(keys, sentence.text[:end], form))
        keys.difference_update({key for key in keys if keys.intersection(form.by_key[key].wording.yields)})
    named = {span: keys for span, keys in spans.items() if keys}
    unnamed: dict[tuple[int, int], set[str]] = {span: set() for span in _find_nothing(sentence.text)}
    chosen = _without_overlaps(named | unnamed)
    mentions = [
        Mention(start, end, _by_topic(keys, (start, end), sentence, before, form))
        for start, end, keys in chosen
        if keys
    ]
    mentions += _find_denied(sentence.text, anchored, form, [(start, end) for start, end, _ in chosen])
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def before(mentions: Sequence[Mention], end: int) -> Iterator[Mention]:
    """Those that end in text[:end], nearest first."""
    for n in range(bisect_right(mentions, end, key=lambda m: m.end) - 1, -1, -1):
        yield mentions[n]


def behind(mentions: Sequence[Mention], start: int) -> Iterator[Mention]:
    """Those that stand in text[start:], nearest first."""
    for n in range(bisect_left(mentions, start, key=lambda m: m.start), len(mentions)):
        yield mentions[n]


def within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those that stand in text[start:end]."""
    first = bisect_left(mentions, start, key=lambda m: m.start)
    return mentions[first : max(bisect_right(mentions, end, key=lambda m: m.end), first)]


def _matches(text: str, form: Form) -> Iterable[tuple[int, int, str]]:
    for cell in form.named:
        for pattern in cell.patterns:
            for match in pattern.finditer(text):
                if not any(_touches(word, match) for word in cell.wording.avoid):
                    yield match.start(), match.end(), cell.key


def _find_nothing(text: str) -> Iterator[tuple[int, int]]:
    """Phrases that sound like an item's and name none of the form; the shorter ones inside them name none, either."""
    return (match.span() for pattern in _nothing() for match in pattern.finditer(text))


@cache
def _nothing() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(alias_to_regex(phrase)) for phrase in vocabulary().nothing)


def _find_denied(
    text: str, anchored: Container[str], form: Form, taken: Sequence[tuple[int, int]]
) -> Iterator[Mention]:
    for cell in (cell for cell in form.named if cell.block in anchored):
        for match in (match for pattern in cell.denied for match in pattern.finditer(text)):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                yield Mention(match.start(), match.end(), frozenset({cell.key}), only_none=True)


def _touches(word: str, match: re.Match[str]) -> bool:
    """Whether the word stands in the phrase, or begins or ends in it: 答复期限 is no 答复."""
    reach = len(word) - 1
    return word in match.string[max(0, match.start() - reach) : match.end() + reach]


def _near(sentence: Sentence, before: Sequence[Sentence]) -> list[str]:
    """The sentences before it that it may go on from, in order."""
    near: list[str] = []
    steps = 0
    for earlier in reversed(before[-LONGEST_LIST:]):
        steps += not ends_list_part(earlier.text)
        if earlier.paragraph != sentence.paragraph or steps > CONTEXT_SENTENCES:
            break
        near.insert(0, earlier.text)
    return near


def _is_anchored(block: str, sentence: Sentence, before: Sequence[Sentence]) -> bool:
    """审批事项 that a service centre closed are no requests: the text around must speak of the block."""
    words = vocabulary().blocks[block]
    near = _near(sentence, before)
    around = "".join((*near, sentence.text, "" if words.close else sentence.section))
    if any(word in around for word in words.repel):
        return False
    return (
        not words.anchor
        or any(w in around for w in words.anchor)
        or any(w in sentence.section for w in words.topic)
    )


def _without_overlaps(spans: dict[tuple[int, int], set[str]]) -> list[tuple[int, int, set[str]]]:
    """Where phrases overlap the longer names the item: 同意部分公开 is not 部分公开."""
    chosen: list[tuple[int, int, set[str]]] = []
    for (start, end), keys in sorted(spans.items(), key=lambda s: (s[0][0] - s[0][1], s[0][0])):
        if all(end <= a or start >= b for a, b, _ in chosen):
            chosen.append((start, end, keys))
    return sorted(chosen, key=lambda c: c[0])


def _by_topic(
    keys: set[str], span: tuple[int, int], sentence: Sentence, before: Sequence[Sentence], form: Form
) -> frozenset[str]:
    """A phrase that several blocks share belongs to the block spoken of last; to none where that is a rival."""
    start, phrase = span[0], sentence.text[slice(*span)]
    blocks = {form.by_key[key].block for key in keys}
    named = {block for block in blocks if _topic(block).search(phrase)}
    rivals = {rival for block in blocks - named for rival in vocabulary().blocks[block].rivals}
    if len(blocks | rivals) > 1:
        block = _latest_topic(blocks | rivals, start, sentence, before)
        keys = {key for key in keys if block is None or form.by_key[key].block == block}
    return frozenset(keys)


def _by_context(keys: set[str], before: str, form: Form) -> set[str]:
    """规范性文件…,主动公开N件: of items that share a phrase, the one whose context was spoken of last."""
    contexts = {key: form.by_key[key].wording.context for key in keys}
    ends = {key: max((before.rfind(word) for word in words), default=-1) for key, words in contexts.items()}
    best = max(ends.values(), default=-1)
    if best >= 0:
        return {key for key, end in ends.items() if end == best}
    return {key for key, words in contexts.items() if not words}


def _latest_topic(blocks: set[str], start: int, sentence: Sentence, before: Sequence[Sentence]) -> str | None:
    near = _near(sentence, before)
    for text in (sentence.text[:start], *reversed(near), sentence.section):
        found = {block: _last_end(text, block) for block in blocks}
        best = max(found.values())
        if best > 0:
            winners = [block for block, end in found.items() if end == best]
            return winners[0] if len(winners) == 1 else None
    return None


def _last_end(text: str, block: str) -> int:
    return max((match.end() for match in _topic(block).finditer(text)), default=0)


@cache
def _topic(block: str) -> re.Pattern[str]:
    words = sorted(vocabulary().blocks[block].topic, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
