"""The headers of other people's files: schemas/compare.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from extractor.definitions import Definition, read_definition
from extractor.errors import DefinitionError
from extractor.language import fold
from extractor.resources import SCHEMAS

Role = Literal[
    "source",
    "report",
    "place",
    "issuer",
    "code",
    "year",
    "form",
    "block",
    "item",
    "value",
    "status",
    "unit",
    "evidence",
    "ignored",
]
ROLES: tuple[Role, ...] = get_args(Role)


class EnglishWords(Definition):
    """Words of English headers that say nothing, and words that stand for a part of a key."""

    filler: frozenset[str]
    same: dict[str, str]


class OrganWords(Definition):
    """How names of places and offices end, and which of them are the same."""

    levels: tuple[str, ...]
    offices: tuple[str, ...]
    governments: tuple[str, ...]
    same: dict[str, str]


class HeaderWords(Definition):
    """schemas/compare.yaml."""

    roles: dict[Role, tuple[str, ...]]
    missing: tuple[str, ...]
    organs: OrganWords
    english: EnglishWords


@cache
def header_words(folder: Path = SCHEMAS) -> HeaderWords:
    """The words of schemas/compare.yaml."""
    words = read_definition(folder / "compare.yaml", HeaderWords)
    absent = [role for role in ROLES if role not in words.roles]
    if absent:
        raise DefinitionError("compare.roles", names=tuple(absent))
    return words


def bare(text: str) -> str:
    """The text without case, blanks and punctuation, for comparing headers and names."""
    return re.sub(r"[\W_]+", "", fold(text)).casefold()


@cache
def find_role(header: str) -> Role | None:
    """What a column of that header says, if it is no item."""
    return _roles().get(bare(header))


@cache
def _roles() -> dict[str, Role]:
    return {bare(word): role for role, words in header_words().roles.items() for word in words}


@cache
def is_missing(text: str) -> bool:
    """Whether a program wrote the text where it had no value."""
    return text.strip().casefold() in {word.casefold() for word in header_words().missing}
