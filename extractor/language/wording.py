"""The words of running text that decide what a number is: schemas/wording.yaml as compiled patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from extractor.definitions import Definition, read_definition
from extractor.ids import Unowned
from extractor.language.clauses import any_of, to_pattern
from extractor.language.cues import Cued, Sieve
from extractor.language.endings import Ending
from extractor.resources import SCHEMAS

NEVER = r"(?!)"
Cut = Literal["revocation", "instruction", "unowned"]


class UnownedKind(Definition):
    """Statements that a report does not make as its own."""

    id: Unowned
    words: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    until: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


class WordingFile(Definition):
    """schemas/wording.yaml."""

    none: tuple[str, ...]
    none_after: tuple[str, ...]
    none_alone: str
    none_of_heading: str
    none_again: str
    not_none: tuple[str, ...]
    exception: str
    filler: str
    percent: str
    changed: str
    growth: tuple[str, ...]
    merged: tuple[str, ...]
    each: str
    included: str
    not_even: str
    each_of: str
    modifier: str
    caused: str
    apiece: str
    of_these: str
    narrowing: str
    joined: str
    beside: str
    between_counts: tuple[str, ...]
    share: tuple[str, ...]
    pointing: tuple[str, ...]
    word_with_numeral: tuple[str, ...]
    back_reference: str
    by_itself: str
    former_latter: str
    each_has: str
    persons: str
    own: str
    of_disclosure: str
    own_part: str
    total: str
    of_all: str
    of_the_one: str
    of_end: str
    those_before: str
    took_part: str
    own_year: str
    bare_opening: str
    years_each: str
    single_case: str
    carried: str
    correcting: str
    joint_label: str
    footnote: str
    footnote_says: str
    broken_word: str
    broken_behind: str
    told_clause: str
    counted_letters: str
    correction_note: str
    compared: str
    entry: str
    whole_entry: str
    spelt_out: str
    of_year: str
    listed: str
    list_head: str
    paused: str
    issued: str
    left_open: str
    going_on: str
    resumed: str
    ranked: str
    negated: str
    approximate_before: tuple[str, ...]
    approximate_after: tuple[str, ...]
    date_after: str
    measures: tuple[str, ...]
    currency: tuple[str, ...]
    foreign_currency: tuple[str, ...]
    listing: str
    codes: tuple[str, ...]
    hotline: str
    code_after: str
    instructions: tuple[str, ...]
    revocations: tuple[str, ...]
    unowned: tuple[UnownedKind, ...]


@dataclass(frozen=True)
class UnownedWords:
    """One kind of statements that a report does not make as its own."""

    id: Unowned
    words: re.Pattern[str]
    back: re.Pattern[str]
    heads: re.Pattern[str]
    until: re.Pattern[str]


@dataclass(frozen=True)
class Wording:
    """One compiled pattern a class of words. The `_end` ones match what stands right before a number. `denial` is
    found wherever the words of none may be."""

    none: re.Pattern[str]
    none_after: re.Pattern[str]
    denial: Cued
    none_alone: re.Pattern[str]
    none_of_heading: re.Pattern[str]
    none_again: re.Pattern[str]
    not_none: re.Pattern[str]
    exception: re.Pattern[str]
    filler: re.Pattern[str]
    percent_end: Ending
    changed: re.Pattern[str]
    growth_end: Ending
    merged: frozenset[str]
    each: Cued
    included_end: Ending
    not_even: re.Pattern[str]
    each_of_end: Ending
    modifier: re.Pattern[str]
    caused: re.Pattern[str]
    apiece_end: Ending
    of_these_end: Ending
    narrowing: re.Pattern[str]
    joined_end: Ending
    beside_end: Ending
    between_counts: frozenset[str]
    share: re.Pattern[str]
    pointing_end: Ending
    word_with_numeral_end: Ending
    back_reference: re.Pattern[str]
    by_itself: re.Pattern[str]
    former_latter: Cued
    each_has: re.Pattern[str]
    persons: re.Pattern[str]
    own: re.Pattern[str]
    of_disclosure: re.Pattern[str]
    own_part: re.Pattern[str]
    total: re.Pattern[str]
    total_end: Ending
    of_all: re.Pattern[str]
    of_the_one: re.Pattern[str]
    of_end: re.Pattern[str]
    those_before: re.Pattern[str]
    took_part_end: re.Pattern[str]
    own_year: re.Pattern[str]
    bare_opening: re.Pattern[str]
    years_each: Cued
    single_case: re.Pattern[str]
    carried: re.Pattern[str]
    correcting: re.Pattern[str]
    joint_label: re.Pattern[str]
    footnote: re.Pattern[str]
    footnote_says_end: Ending
    broken_word: re.Pattern[str]
    broken_behind_end: Ending
    told_clause: re.Pattern[str]
    counted_letters: re.Pattern[str]
    correction_note: Cued
    compared_end: Ending
    entry: re.Pattern[str]
    whole_entry: re.Pattern[str]
    spelt_out: re.Pattern[str]
    of_year: re.Pattern[str]
    listed: re.Pattern[str]
    list_head: re.Pattern[str]
    paused: re.Pattern[str]
    issued: re.Pattern[str]
    left_open: re.Pattern[str]
    going_on: re.Pattern[str]
    resumed: re.Pattern[str]
    ranked: re.Pattern[str]
    negated_end: Ending
    approximate_end: Ending
    approximate_start: re.Pattern[str]
    date_start: re.Pattern[str]
    undated: re.Pattern[str]  # digits that no date goes on from
    valued: Cued  # what makes an amount or a share of any number behind it, over text in lower case
    measure_start: re.Pattern[str]
    currency_end: re.Pattern[str]
    listing: re.Pattern[str]
    codes_end: Ending
    hotline: re.Pattern[str]
    code_start: re.Pattern[str]
    instructions: Sieve[re.Pattern[str]]  # over text in lower case
    revocation: re.Pattern[str]
    unowned: Sieve[UnownedWords]
    cuts: Sieve[Cut]  # which of the three a sentence may hold, over text in lower case


CUED = tuple(field for field in fields(Wording) if field.type == "Cued")
ENDINGS = frozenset(field.name for field in fields(Wording) if field.type == "Ending")


@cache
def load_wording(folder: Path = SCHEMAS) -> Wording:
    """The wording of the schemas folder."""
    words = read_definition(folder / "wording.yaml", WordingFile)
    currency = rf"(?:(?P<own>{'|'.join(words.currency)})|{'|'.join(words.foreign_currency)})[: ]*$"
    own: dict[str, Any] = {
        "denial": Cued("|".join(pattern.removesuffix("$") for pattern in (*words.none, *words.none_after))),
        "growth_end": Ending(_any_before(words.growth, "[了为约近]{0,3}")),
        "merged": frozenset(words.merged),
        "between_counts": frozenset(("", *words.between_counts)),
        "approximate_end": Ending(_any_before(words.approximate_before, " ?")),
        "approximate_start": any_of(words.approximate_after),
        "date_start": to_pattern(words.date_after),
        "undated": to_pattern(rf"\d(?!\d| ?(?:{words.date_after})|〕)"),
        "valued": Cued("|".join((words.percent, *words.currency, *words.foreign_currency))),
        "measure_start": any_of(tuple(sorted(words.measures, key=len, reverse=True))),
        "currency_end": to_pattern(currency, re.IGNORECASE),
        "codes_end": Ending(_any_before(words.codes, "(?:<clause>|:){0,6}")),
        "code_start": to_pattern(words.code_after),
        "instructions": Sieve((to_pattern(pattern), [pattern]) for pattern in words.instructions),
        "revocation": any_of(words.revocations),  # `cuts` tells where it need not be sought
        "unowned": Sieve((_unowned(kind), _patterns(kind)) for kind in words.unowned),
        "cuts": Sieve[Cut](
            (
                ("revocation", words.revocations),
                ("instruction", words.instructions),
                ("unowned", tuple(chain(*map(_patterns, words.unowned)))),
            )
        ),
    }
    own |= {field.name: Cued(getattr(words, field.name)) for field in CUED if field.name not in own}
    names = (field.name for field in fields(Wording) if field.name not in own)
    return Wording(**own | {name: _compile(name, words) for name in names})


def _compile(name: str, words: WordingFile) -> re.Pattern[str] | Ending:
    """The words of that name; NAME_end: those of NAME, where they stand right before a number."""
    if hasattr(words, name):
        told = getattr(words, name)
        return to_pattern(told) if isinstance(told, str) else any_of(told)
    told = getattr(words, name.removesuffix("_end"))
    pattern = told if isinstance(told, str) else "|".join(told)
    return Ending(pattern) if name in ENDINGS else to_pattern(f"(?:{pattern})$")


def _patterns(kind: UnownedKind) -> tuple[str, ...]:
    return *kind.words, *kind.back, *kind.heads


def _unowned(kind: UnownedKind) -> UnownedWords:
    words, back, heads = (any_of(patterns or (NEVER,)) for patterns in (kind.words, kind.back, kind.heads))
    return UnownedWords(kind.id, words, back, heads, to_pattern(kind.until))


def _any_before(patterns: tuple[str, ...], between: str) -> str:
    """Any of them, with what may stand between them and the end of a text."""
    return f"(?:{'|'.join(patterns)}){between}"
