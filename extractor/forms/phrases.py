"""The phrases that name items in sentences: aliases of schemas/vocabulary.yaml as patterns, and which of them a text may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from extractor.language import WordFinder, commonness, fill_in, fold

NUMERAL = "[一二两三四五六七八九十百]+"
NUMBER_AHEAD = rf"(?=(?:\([^()\d]{{1,16}}\))?(?:\d|{NUMERAL}[件宗起条份例项]))"
GAP = fill_in(
    rf"(?:公民、法人[和或及者与]{{1,2}}其他组织|\d{{1,2}}个?工作日|(?!分别|、|未|没有|{NUMERAL}[件宗起条份例项次])<words>)"
    rf"{{0,16}}?"
)
LIST_GAP = fill_in("<words>{0,30}?")
LIST = "……"
SIGNS = {"…": GAP, LIST: LIST_GAP, "#": NUMBER_AHEAD}
COUNTED_AHEAD = "#>"
COUNT = rf"(?:[\d,.]+[万余多]*|{NUMERAL})"
MEASURES = "[条件项]"
PART = re.compile(r"(…{1,2}|#>[^…#()]+|#|\([^()]*\|[^()]*\))")


@dataclass(frozen=True)
class Phrase:
    """An alias in its parts: signs, and literal pieces with the choices for each."""

    parts: tuple[str | tuple[str, ...], ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The alias as a regular expression."""
        return re.compile("".join(map(_part_to_regex, self.parts)))

    @cached_property
    def pieces(self) -> tuple[tuple[str, ...], ...]:
        """The literal pieces: a text that names the item by this alias has one of the choices of each."""
        return tuple(part for part in self.parts if isinstance(part, tuple))

    @cached_property
    def rarest(self) -> tuple[str, ...]:
        """The piece that the fewest texts hold."""
        return min(self.pieces, key=commonness)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The pieces but for the rarest that stand as they are."""
        return frozenset().union(*(piece for piece in self._others if len(piece) == 1))

    @cached_property
    def choices(self) -> tuple[frozenset[str], ...]:
        """The pieces but for the rarest that leave a choice."""
        return tuple(frozenset(piece) for piece in self._others if len(piece) > 1)

    @property
    def _others(self) -> tuple[tuple[str, ...], ...]:
        return tuple(piece for piece in self.pieces if piece is not self.rarest)

    def is_all_of(self, text: str) -> bool:
        """Whether the text is the alias and nothing else."""
        may_be = all(any(map(text.__contains__, piece)) for piece in self.pieces)  # compiling takes longer
        return may_be and self.pattern.fullmatch(text) is not None


@cache  # editions share most aliases, and with them what is made of these
def alias_to_phrase(alias: str) -> Phrase:
    """`…` becomes a gap within the clause, `……` one over a list, `#` a number ahead, `#>丙` a number
    of 丙 ahead; (甲|乙) stays a choice."""
    return Phrase(tuple(_parse_part(part) for part in PART.split(fold(alias)) if part))


def _parse_part(part: str) -> str | tuple[str, ...]:
    if part in SIGNS or part.startswith(COUNTED_AHEAD):
        return part
    if part.startswith("(") and "|" in part:
        return tuple(part[1:-1].split("|"))
    return (part,)


def _part_to_regex(part: str | tuple[str, ...]) -> str:
    if isinstance(part, str):
        return SIGNS.get(part) or rf"(?={COUNT}{MEASURES}{re.escape(part[len(COUNTED_AHEAD) :])})"
    choices = "|".join(map(re.escape, part))
    return f"(?:{choices})" if len(part) > 1 else choices


@dataclass(frozen=True, slots=True)
class ItemPhrases:
    """The phrases of one item, and the words that keep them from naming it."""

    key: str
    phrases: tuple[Phrase, ...]
    avoid: frozenset[str]


class PhraseBook:
    """All phrases of a form. A text is searched for all their words at once, and then only for phrases that it may hold."""

    def __init__(self, items: Iterable[ItemPhrases]) -> None:
        entries = [_Entry(item, phrase) for item in items for phrase in item.phrases]
        pieces = {word for entry in entries for piece in entry.phrase.pieces for word in piece}
        self.words = pieces.union(*(entry.avoid for entry in entries))
        self.by_word: dict[str, list[_Entry]] = {}
        for entry in entries:
            for word in entry.phrase.rarest:
                self.by_word.setdefault(word, []).append(entry)

    @cached_property
    def _finder(self) -> WordFinder:
        return WordFinder(self.words)

    def find(self, text: str, words: frozenset[str] | None = None) -> Iterator[tuple[int, int, str]]:
        """Where the text names items: start, end and key. `words`: those of the book that the text holds, and perhaps
        others, where they were sought before."""
        words = self._finder.find(text) if words is None else words
        for entry in self._candidates(words):
            avoided = entry.avoid & words if entry.avoid else ()
            for match in entry.phrase.pattern.finditer(text):
                if not avoided or not any(_touches(word, match) for word in avoided):
                    yield match.start(), match.end(), entry.key

    def _candidates(self, words: frozenset[str]) -> Iterable[_Entry]:
        """The phrases of whose pieces each has one of the words."""
        is_absent, found = words.isdisjoint, self.by_word.keys() & words
        return {
            entry
            for word in found
            for entry in self.by_word[word]
            if entry.needed <= words and not (entry.choices and any(map(is_absent, entry.choices)))
        }


class _Entry:
    """A phrase of an item, entered under its rarest piece."""

    __slots__ = ("avoid", "choices", "key", "needed", "phrase")

    def __init__(self, item: ItemPhrases, phrase: Phrase) -> None:
        self.key, self.phrase = item.key, phrase
        self.needed, self.choices = phrase.needed, phrase.choices
        # A list holds the names of other items: 通过网站、微信公众号等渠道公开信息.
        self.avoid = frozenset() if LIST in phrase.parts else item.avoid


def _touches(word: str, match: re.Match[str]) -> bool:
    """Whether the word stands in the phrase, or begins or ends in it: 答复期限 is no 答复."""
    reach = len(word) - 1
    return word in match.string[max(0, match.start() - reach) : match.end() + reach]
