"""Why a number beside an item's name is no count of the year: what schemas/scopes.yaml says of the text that it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

from extractor.definitions import Definition, read_definition
from extractor.forms import Cell, vocabulary
from extractor.ids import ReasonId, Refusal
from extractor.language import (
    NumberMention,
    Parsed,
    Sieve,
    any_of,
    last_clause,
    load_wording,
    split_clauses,
)
from extractor.records import Reason
from extractor.resources import SCHEMAS

NAME = 2  # characters of a name that are looked at with what stands before it
NEAREST = 8  # clauses before a number that may tell whose cases it counts
EXCEPTED = "外"  # ends 除…外
Reach = Literal["behind", "rest", "clause", "before", "nearest", "heading", "year", "register"]


class ScopeDefinition(Definition):
    """One entry of schemas/scopes.yaml, where its fields are told."""

    id: Refusal
    reach: Reach
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    spares: Literal["cumulative", "objects", "parts"] | None = None
    weight: int
    yes: tuple[str, ...]
    no: tuple[str, ...]


class ScopesFile(Definition):
    """schemas/scopes.yaml."""

    scopes: tuple[ScopeDefinition, ...]


@dataclass(frozen=True)
class Scope:
    """What casts a doubt on the numbers within its reach."""

    definition: ScopeDefinition
    words: re.Pattern[str]
    unless: re.Pattern[str]

    @cached_property
    def find(self) -> Callable[[Scope, Situation], Found]:
        """What looks for its words within its reach."""
        return REACHES[self.definition.reach]

    def spares(self, at: Situation) -> bool:
        """Whether the items run over several years themselves, or are parts that an exception names."""
        if self.definition.spares == "parts":
            return at.is_excepted
        return self.definition.spares == "cumulative" and at.is_cumulative


@dataclass(slots=True)
class Situation:
    """A number in its sentence. `cells`: the items that it would belong to, which are named from text[named] on;
    `scopes`: those of `scopes_within` the sentence."""

    parsed: Parsed
    scopes: Sequence[Scope]
    number: NumberMention
    years: Sequence[NumberMention]  # that the sentence names
    year: int | None
    cells: Sequence[Cell]
    named: int
    text: str = field(init=False)
    before: str = field(init=False)  # what stands before the number and holds for it
    clause: str = field(init=False)  # the number's own, as far as it goes before it

    def __post_init__(self) -> None:
        self.text = self.parsed.text
        self.before = self.parsed.before(self.number.start)
        self.clause = last_clause(self.before)

    @property
    def is_cumulative(self) -> bool:
        """Whether an item itself runs over several years."""
        return any(cell.wording.cumulative for cell in self.cells)

    @property
    def is_excepted(self) -> bool:
        """除3件是信函申请外: whether the number's item, a part of another, is named in the exception that it stands in."""
        named = self.text[self.number.behind : self.named]
        return bool(named) and EXCEPTED not in named and all(cell.parent for cell in self.cells)


@cache
def load_scopes(folder: Path = SCHEMAS) -> tuple[Scope, ...]:
    """The scopes of the schemas folder, in the order in which they are asked."""
    return tuple(map(_compile, read_definition(folder / "scopes.yaml", ScopesFile).scopes))


def _compile(scope: ScopeDefinition) -> Scope:
    return Scope(scope, any_of(scope.words), any_of(scope.unless or (r"(?!)",)))


@cache
def doubt_weight(id: ReasonId) -> int:
    """What the doubt takes from a reading, the most where several entries cast it; other reasons take nothing."""
    return min((s.definition.weight for s in load_scopes() if s.definition.id == id), default=0)


def find_doubt(situation: Situation) -> Reason | None:
    """The first doubt that the text casts on the number; None where it counts the year."""
    for scope in situation.scopes:
        details = scope.find(scope, situation)
        if details is not None and not scope.spares(situation):
            return Reason.of(scope.definition.id, **details)
    return None


def scopes_within(parsed: Parsed) -> tuple[Scope, ...]:
    """The scopes that may cast a doubt on a number of the sentence: what is not in it need not be sought before each."""
    return _scopes_of(*REACHES).sift(parsed.text)


@cache
def _scopes_of(*reaches: Reach) -> Sieve[Scope]:
    scopes = (scope for scope in load_scopes() if scope.definition.reach in reaches)
    return Sieve((scope, scope.definition.words) for scope in scopes)


@lru_cache(maxsize=256)  # many sentences stand below the same headings
def find_heading_doubt(heading: str) -> Reason | None:
    """The doubt that headings cast on all that stands below them."""
    found = (scope for scope in _scopes_of("heading").sift(heading) if scope.words.search(heading))
    return next((Reason.of(scope.definition.id) for scope in found), None)


Found = Mapping[str, int] | None  # the details of the doubt, where there is one
NOTHING_MORE: Mapping[str, int] = {}


def _behind(scope: Scope, at: Situation) -> Found:
    said = scope.words.match(at.text, at.number.behind)
    return NOTHING_MORE if said and not scope.unless.search(at.clause) else None


def _rest(scope: Scope, at: Situation) -> Found:
    return NOTHING_MORE if scope.words.search(at.text, at.number.end) else None


def _clause(scope: Scope, at: Situation) -> Found:
    """What names the item itself casts no doubt on it: 宣布废止规范性文件11件."""
    said = scope.words.search(at.clause)
    return (
        NOTHING_MORE if said and not any(said[0] in a for c in at.cells for a in c.wording.aliases) else None
    )


def _before(scope: Scope, at: Situation) -> Found:
    return NOTHING_MORE if scope.words.search(at.before) else None


def _nearest(scope: Scope, at: Situation) -> Found:
    """其中市级部门公开80条: the nearest clause that says whose count it is, or that it is the whole's."""
    text = _without_parties(at) if scope.definition.spares == "objects" else at.before
    for clause in reversed(split_clauses(text)):
        if scope.unless.search(clause):
            return None
        if scope.words.search(clause):
            return NOTHING_MORE
    return None


def _without_parties(at: Situation) -> str:
    """What stands before the number and may tell whose count it is. In 培训各部门联络员45人 the bodies behind the name
    are what was done something to, in 其中区政府主要领导参加2次 and in 各部门45人参加培训 those of its clause, and of one
    before it that says nothing else, are who took part."""
    has_objects = any(vocabulary().blocks[cell.block].objects for cell in at.cells)
    is_behind = at.named > at.number.start
    if not any(cell.wording.actors for cell in at.cells):
        return at.before[: at.named] if has_objects else at.before
    before = at.before.removesuffix(at.clause) if is_behind or not has_objects else at.before[: at.named]
    return load_wording().took_part_end.sub("", before)


def _year(scope: Scope, at: Situation) -> Found:
    """收到申请2014年46件: another year's than the report's governs the number."""
    years = [number for number in at.years if _governs(number, at)] if at.year is not None else []
    return {"year": int(years[-1].value)} if years and years[-1].value != at.year else None


def _governs(number: NumberMention, at: Situation) -> bool:
    """Whether it is a year that holds for what follows. In 比2016年增加3件,其中网络申请4件 it holds for its clause, and in
    自2017年起取消收费,全年收取30元."""
    if number.end > len(at.before) or at.before[number.start] == " ":
        return False
    words = load_wording()
    if words.changed.match(at.before, number.end):
        return False
    in_clause = number.start >= len(at.before) - len(at.clause)
    is_aside = words.compared_end.before(at.before, number.start) or words.carried.match(
        at.before, number.end
    )
    return in_clause or not is_aside


def _register(scope: Scope, at: Situation) -> Found:
    """受理12345热线投诉300件: complaints, but none about disclosure. 参加市里培训3次,自行组织培训1次: the latter is."""
    for block in dict.fromkeys(cell.block for cell in at.cells):
        apart = vocabulary().blocks[block].apart_words
        if apart and at.parsed.may_say(apart) and _is_apart(apart, at):
            return NOTHING_MORE
    return None


def _is_apart(apart: re.Pattern[str], at: Situation) -> bool:
    """Whether the nearest clause before the number that tells whose cases are counted tells of another register. Where
    the number's own clause tells both it does; one before it then tells of disclosure."""
    end = max(at.number.behind, at.named + NAME)  # 两起劳动人事诉讼: what qualifies a name behind the number
    said, start = at.before + at.text[at.number.start : end], len(at.before)
    for n, clause in enumerate(reversed(split_clauses(at.before)[-NEAREST:])):
        start -= len(clause)
        own = load_wording().by_itself.search(clause)
        is_disclosure = load_wording().of_disclosure.search(clause) is not None
        begin = start + (own.start() if own else 0)
        if (n == 0 or not is_disclosure) and apart.search(said[begin:]):
            return True
        if own or is_disclosure:
            return False
        start -= 1  # the mark between the clauses
    return False


REACHES: Mapping[Reach, Callable[[Scope, Situation], Found]] = {
    "behind": _behind,
    "rest": _rest,
    "clause": _clause,
    "before": _before,
    "nearest": _nearest,
    "year": _year,
    "register": _register,
}
