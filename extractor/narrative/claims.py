"""What a sentence claims: its numbers with the items they belong to, and the items of which it says there were none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
    """All that a sentence claims. `none`: item -> span of the words that deny it. `read`: its numbers, which are read when
    they are first asked for: those of the many sentences that name nothing seldom are. `is_nobodys`: none has an owner."""

    sentence: Sentence
    parsed: Parsed
    mentions: tuple[Mention, ...]
    read: Callable[[], tuple[Claim, ...]]
    none: dict[str, tuple[int, int]]
    is_nobodys: bool = False

    @cached_property
    def numbers(self) -> tuple[Claim, ...]:
        """Each number, with the items that it belongs to."""
        return self.read()

    def with_numbers(self, numbers: Sequence[Claim]) -> Claims:
        """The sentence with other claims of its numbers."""
        return replace(self, read=lambda: tuple(numbers), is_nobodys=False)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The items that it may tell: owners of numbers, what is named where a number is nobody's, what is denied."""
        if self.is_nobodys:
            return frozenset()
        nobodys = any(not claim.exact for claim in self.numbers)
        named = (mention.keys for mention in self.mentions) if nobodys else ()
        return frozenset(self.none).union(*(claim.owners for claim in self.numbers), *named)
