"""Which items of the form a sentence names, and where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate, islice, takewhile
from operator import attrgetter
from typing import NamedTuple

from extractor.forms import Form, ItemPhrases, PhraseBook, alias_to_phrase, vocabulary
from extractor.language import WordFinder, ends_list_part, load_wording
from extractor.records import Sentence

CONTEXT_SENTENCES = (
    3  # how far back in its paragraph a sentence finds what it speaks of; parts of a list are free
)
LONGEST_LIST = 24  # parts of a list that are looked back over
Span = tuple[int, int]
START, END = attrgetter("start"), attrgetter("end")  # of a mention


class Mention(NamedTuple):
    """text[start:end] names one of these items; more than one only where nothing tells them apart. `only_none`: a phrase
    too common to own a number, which names the item where there was none of it."""

    start: int
    end: int
    keys: frozenset[str]
    only_none: bool = False


@dataclass(slots=True)
class _Setting:
    """A sentence with the sentences before it that it may go on from, in order."""

    sentence: Sentence
    near: Sequence[str]
    own: frozenset[str] = field(init=False)  # the words of blocks in the sentence and before it
    heading: frozenset[str] = field(init=False)  # those in the title and the headings above
    around: frozenset[str] = field(init=False)  # all of them

    def __post_init__(self) -> None:
        self.own = find_block_words(self.sentence.text).union(*map(find_block_words, self.near))
        self.heading = find_block_words(self.sentence.section)
        self.around = self.own | self.heading

    def is_of(self, block: str) -> bool:
        """审批事项 that a service centre closed are no requests: the text around must speak of the block."""
        words = vocabulary().blocks[block]
        around = self.own if words.close else self.around
        if not around.isdisjoint(words.repel):
            return False
        return (
            not words.anchor
            or not around.isdisjoint(words.anchor)
            or not self.heading.isdisjoint(words.topic)
        )


def find_mentions(sentence: Sentence, earlier: Sequence[Sentence], form: Form) -> tuple[Mention, ...]:
    """The items that the sentence names, left to right, without overlaps; `earlier`: the sentences before it."""
    words = _words(form).find(sentence.text)
    spans = _by_span(form.phrases.find(sentence.text, words))
    denials = _by_span(form.denials.find(sentence.text, words))
    if not spans and not denials:
        return ()
    setting = _Setting(sentence, _near(sentence, earlier))
    blocks = {form.by_key[key].block for keys in (*spans.values(), *denials.values()) for key in keys}
    anchored = {block for block in blocks if setting.is_of(block)}
    fitting = {
        span: _fitting(keys, sentence.text, span[1], words, anchored, form) for span, keys in spans.items()
    }
    named = _without_runners(fitting, sentence.text)
    unnamed: dict[tuple[int, int], set[str]] = {
        (start, end): set() for start, end, _ in _nothing().find(sentence.text, words)
    }
    chosen = _without_overlaps(named | unnamed)
    mentions = [
        Mention(start, end, _by_topic(keys, (start, end), setting, form))
        for start, end, keys in chosen
        if keys
    ]
    for start, end, denied in _without_overlaps(denials):
        is_free = all(end <= a or start >= b for a, b, _ in chosen)
        keys = frozenset(key for key in denied if form.by_key[key].block in anchored)
        if is_free and keys:
            mentions.append(Mention(start, end, keys, only_none=True))
    return tuple(sorted(mentions, key=START))


def _by_span(found: Iterable[tuple[int, int, str]]) -> dict[Span, set[str]]:
    """The items by the place of the phrase that names them."""
    spans: dict[Span, set[str]] = {}
    for start, end, key in found:
        spans.setdefault((start, end), set()).add(key)
    return spans


def _fitting(
    keys: set[str], text: str, end: int, words: frozenset[str], anchored: Collection[str], form: Form
) -> set[str]:
    """Those of the items that the phrase names where it stands; `words`: those of the sentence."""
    kept = {key for key in keys if form.by_key[key].block in anchored}
    if form.bound_keys.isdisjoint(kept):
        return kept
    kept = _by_context(kept, text[:end], words, form)
    return {key for key in kept if kept.isdisjoint(form.by_key[key].wording.yields)}


@cache
def _words(form: Form) -> WordFinder:
    """The words of all phrases and their contexts, so that a sentence is searched for them once."""
    contexts = (cell.wording.context for cell in form.named)
    return WordFinder((form.phrases.words | form.denials.words | _nothing().words).union(*contexts))


@cache
def _nothing() -> PhraseBook:
    """Phrases that sound like an item's and name none of the form; the shorter ones inside them name none, either."""
    phrases = tuple(map(alias_to_phrase, vocabulary().nothing))
    return PhraseBook([ItemPhrases("", phrases, frozenset())])


@lru_cache(maxsize=1024)  # a sentence is looked at with each of those that it is near
def find_block_words(text: str) -> frozenset[str]:
    """The words in the text that tell which block of the form it speaks of."""
    return _block_words().find(text)


@cache
def _block_words() -> WordFinder:
    blocks = vocabulary().blocks.values()
    return WordFinder(word for block in blocks for word in (*block.anchor, *block.repel, *block.topic))


def before(mentions: Sequence[Mention], end: int) -> Iterator[Mention]:
    """Those that end in text[:end], nearest first."""
    for n in range(bisect_right(mentions, end, key=END) - 1, -1, -1):
        yield mentions[n]


def behind(mentions: Sequence[Mention], start: int) -> Iterator[Mention]:
    """Those that stand in text[start:], nearest first."""
    for n in range(bisect_left(mentions, start, key=START), len(mentions)):
        yield mentions[n]


def within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those that stand in text[start:end]."""
    first = bisect_left(mentions, start, key=START)
    return mentions[first : max(bisect_right(mentions, end, key=END), first)]


def _near(sentence: Sentence, earlier: Sequence[Sentence]) -> list[str]:
    """The sentences before it that it may go on from, in order."""
    near: list[str] = []
    steps = 0
    for one in reversed(earlier[-LONGEST_LIST:]):
        steps += not ends_list_part(one.text)
        if one.paragraph != sentence.paragraph or steps > CONTEXT_SENTENCES:
            break
        near.insert(0, one.text)
    return near


def _without_overlaps(spans: dict[tuple[int, int], set[str]]) -> list[tuple[int, int, set[str]]]:
    """Where phrases overlap the longer names the item: 同意部分公开 is not 部分公开."""
    chosen: list[tuple[int, int, set[str]]] = []
    starts: list[int] = []
    for (start, end), keys in sorted(spans.items(), key=lambda s: (s[0][0] - s[0][1], s[0][0])):
        place = bisect_left(starts, start)
        is_free = place == 0 or chosen[place - 1][1] <= start
        if is_free and (place == len(chosen) or starts[place] >= end):
            chosen.insert(place, (start, end, keys))
            starts.insert(place, start)
    return chosen


def _without_runners(fitting: Mapping[Span, set[str]], text: str) -> dict[Span, set[str]]:
    """Without 网站…公开信息 in 网站和微信公众号公开信息: what the phrase leaves open is the name of another item, beside
    a shorter name of its own."""
    named = {span: keys for span, keys in fitting.items() if keys}
    longest = dict(sorted(named))  # 邮寄费 is not 邮寄
    reach = accumulate(longest.values(), max, initial=0)  # how far those before it go
    inner = ((a, b) for (a, b), end in zip(longest.items(), reach, strict=False) if a < end)
    beside = [(a, b, found.start()) for a, b in inner if (found := load_wording().beside_end.before(text, a))]
    if not beside:
        return named
    ends = {(b, key) for (_, b), keys in named.items() for key in keys}

    def runs_over(span: Span, own: set[str]) -> bool:
        first = bisect_right(beside, span[0], key=lambda other: other[0])
        inside = takewhile(lambda other: other[0] < span[1], islice(beside, first, None))
        return any(
            own.isdisjoint(fitting[a, b]) and any((joint, key) in ends for key in own)
            for a, b, joint in inside
        )

    return {span: keys for span, keys in named.items() if not runs_over(span, keys)}


def _by_topic(keys: set[str], span: tuple[int, int], setting: _Setting, form: Form) -> frozenset[str]:
    """A phrase that several blocks share belongs to the block spoken of last; to none where that is a rival."""
    phrase = setting.sentence.text[slice(*span)]
    blocks = {form.by_key[key].block for key in keys}
    if len(blocks) == 1 and _with_rivals().isdisjoint(blocks):
        return frozenset(keys)
    unnamed = {block for block in blocks if not _topic(block).search(phrase)}
    rivals = {r for block in unnamed for r in vocabulary().blocks[block].rivals if r in form.blocks}
    if len(blocks | rivals) > 1:
        block = _latest_topic(blocks | rivals, span[0], setting)
        keys = {key for key in keys if block is None or form.by_key[key].block == block}
    return frozenset(keys)


@cache
def _with_rivals() -> frozenset[str]:
    """The blocks whose phrases may be meant for another that the form may lack."""
    return frozenset(name for name, block in vocabulary().blocks.items() if block.rivals)


def _by_context(keys: set[str], before: str, words: frozenset[str], form: Form) -> set[str]:
    """规范性文件…,主动公开N件: of items that share a phrase, the one whose context was spoken of last."""
    contexts = {key: form.by_key[key].wording.context for key in keys}
    ends = {c: max(map(before.rfind, words & c), default=-1) for c in set(contexts.values())}
    best = max(ends.values(), default=-1)
    if best >= 0:
        return {key for key, context in contexts.items() if ends[context] == best}
    return {key for key, context in contexts.items() if not context}


def _latest_topic(blocks: set[str], start: int, setting: _Setting) -> str | None:
    sentence = setting.sentence
    for text, end in (
        (sentence.text, start),
        *((text, len(text)) for text in reversed(setting.near)),
        (sentence.section, len(sentence.section)),
    ):
        found = {block: _last_end(text, end, block) for block in blocks}
        best = max(found.values())
        if best > 0:
            winners = [block for block, end in found.items() if end == best]
            return winners[0] if len(winners) == 1 else None
    return None


def _last_end(text: str, end: int, block: str) -> int:
    """Where the last topic word of the block in text[:end] ends; 0 where there is none."""
    ends = _topic_ends(text, block)
    last = bisect_right(ends, end) - 1
    return ends[last] if last >= 0 else 0


@lru_cache(maxsize=1024)
def _topic_ends(text: str, block: str) -> list[int]:
    return [match.end() for match in _topic(block).finditer(text)]


@cache
def _topic(block: str) -> re.Pattern[str]:
    words = sorted(vocabulary().blocks[block].topic, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
