"""What a sentence claims: its numbers with the items they belong to, and the items of which it says there were none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from extractor.language import NumberMention, Parsed
from extractor.narrative.names import Mention
from extractor.records import Reason, Sentence


class Claim(NamedTuple):
    """A number with the item it belongs to. `exact`: its own clause names the item."""

    number: NumberMention
    owners: frozenset[str]
    exact: bool
    refusal: Reason | None  # why it is no count of this year; None where it is one
    narrowed: bool = False  # 当面提交的申请4件: of all requests only where nothing else tells their number

    @property
    def is_sure(self) -> bool:
        """Whether its own clause names its items, and nothing casts a doubt on it."""
        return self.exact and not self.refusal


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
