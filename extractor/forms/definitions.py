"""What a form, the vocabulary and the crosswalk may hold in schemas/."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from extractor.definitions import Bilingual, Definition
from extractor.errors import BadValue
from extractor.language import to_pattern

EvidenceMark = Literal["read", "corroborated", "unverified"]


class RowDefinition(Definition):
    """A printed row: a heading without a number, or an item (in a grid the key names the row alone)."""

    heading: str | None = None
    key: str | None = None
    label: str | None = None
    also: tuple[str, ...] = ()
    unit: str | None = None
    parent: str | None = None
    evidence: EvidenceMark = "read"
    trap: str | None = None
    local: bool = Field(default=False, description="not of the national form; some places add it")

    @model_validator(mode="after")
    def heading_or_item(self) -> RowDefinition:
        """A row is one of the two, never both or neither."""
        if (self.heading is None) == (self.key is None):
            raise BadValue("form.row")
        return self


class ColumnDefinition(Definition):
    """A column of a grid."""

    key: str
    label: str
    also: tuple[str, ...] = ()
    unit: str | None = None


class GridDefinition(Definition):
    """Rows x columns. Layout `across`: the rows stand side by side as column groups over one line of numbers."""

    title: str
    also: tuple[str, ...] = ()
    block: str | None = None
    layout: Literal["down", "across"] = "down"
    unit: str
    columns: tuple[ColumnDefinition, ...]
    rows: tuple[RowDefinition, ...]


class ListColumns(Definition):
    """The header words of a list form's columns; `value` words may be regular expressions."""

    item: tuple[str, ...]
    unit: tuple[str, ...]
    value: tuple[str, ...]
    ignore: tuple[str, ...] = ()
    split: tuple[str, ...] = Field(default=(), description="columns of single levels: no total is printed")


Note = str | Bilingual  # a form of one's own may say it in one language


def note_in(note: Note, lang: Literal["en", "zh"]) -> str:
    """The note in that language, where it is told in both."""
    return note if isinstance(note, str) else {"en": note.en, "zh": note.zh}[lang]


class IdentityDefinition(Definition):
    """An arithmetic relation. `*` stands for the same row or column throughout; `-key` subtracts."""

    id: str
    kind: Literal["sum", "equal", "at_most"]
    scope: Literal["report", "each_row", "each_column", "cross_year"] = "report"
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    previous: tuple[str, ...] = Field(default=(), description="keys of the year before, added to the right")
    severity: Literal["error", "warning", "info"]
    blank_is_zero: bool = False
    note: Note | None = None


class FormDefinition(Definition):
    """One edition of the form, as its YAML file holds it."""

    id: str
    name: str
    years: tuple[int, int]
    open_ended: bool = False
    region: str | None = None
    legal_basis: str
    series: int
    extends: str | None = None
    borrows: tuple[str, ...] = Field(
        default=(), description="editions whose printed labels its rows may bear"
    )
    columns: ListColumns | None = None
    signals: tuple[str, ...]
    weak_signals: tuple[str, ...] = Field(default=(), description="phrases that other editions share")
    needs_table: bool = False
    needs_signals: int = 0
    notes: tuple[Note, ...] = ()
    rows: tuple[RowDefinition, ...] = ()
    grids: tuple[GridDefinition, ...] = ()
    identities: tuple[IdentityDefinition, ...] = ()


class WordingDefinition(Definition):
    """How running text names an item."""

    name: str
    aliases: tuple[str, ...] = ()
    context: frozenset[str] = frozenset()
    avoid: tuple[str, ...] = ()
    summed: bool = False
    actors: bool = False
    yields: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    of_all: dict[str, str] = Field(default={})
    implies: tuple[str, ...] = ()
    whole: str | None = None
    cumulative: bool = False
    hint: str | None = None


class TopicDefinition(Definition):
    """A block's name, and the words that open it in running text."""

    name: str
    topic: tuple[str, ...]
    anchor: tuple[str, ...] = ()
    repel: tuple[str, ...] = ()
    close: bool = False
    apart: tuple[str, ...] = ()
    objects: bool = False
    rivals: tuple[str, ...] = ()

    @cached_property
    def apart_words(self) -> re.Pattern[str] | None:
        """The words of other registers, where any are told."""
        return to_pattern("|".join(self.apart)) if self.apart else None

    def is_named_in(self, text: str) -> bool:
        """Whether one of the topic's words stands in the folded text."""
        return any(word in text for word in self.topic)


class VocabularyDefinition(Definition):
    """schemas/vocabulary.yaml."""

    groups: tuple[tuple[str, ...], ...]
    nothing: tuple[str, ...] = ()
    blocks: dict[str, TopicDefinition]
    items: dict[str, WordingDefinition]


class UnitDefinition(Definition):
    """Measure words that stand for a unit, and what one of them is in it."""

    words: tuple[str, ...]
    money: str = Field(default="", description="the measure of money that has only a sign, or 万 or 亿")
    factors: dict[str, float] = Field(default={})


class LinkDefinition(Definition):
    """Cells of several series that answer to each other."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str
    name: str
    english: str
    s2008: tuple[str, ...] = Field(default=(), alias="2008")
    s2014: tuple[str, ...] = Field(default=(), alias="2014")
    s2019: tuple[str, ...] = Field(default=(), alias="2019")
    s2021: tuple[str, ...] = Field(default=(), alias="2021")
    forms: dict[str, tuple[str, ...]] = Field(
        default={}, description="of forms that print the items otherwise"
    )
    exact: bool
    note: Note | None = None

    @property
    def by_series(self) -> dict[int, tuple[str, ...]]:
        """The keys, or patterns of keys, of each series."""
        return {2008: self.s2008, 2014: self.s2014, 2019: self.s2019, 2021: self.s2021}


class BreakDefinition(Definition):
    """A year at which a series must not be drawn through."""

    year: int
    reason: str


class CrosswalkDefinition(Definition):
    """schemas/crosswalk.yaml."""

    breaks: tuple[BreakDefinition, ...]
    links: tuple[LinkDefinition, ...]
