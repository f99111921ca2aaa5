"""Why a number beside an item's name is no count of the year: another year's, a plan's, a part's, a running total's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from extractor.forms import Cell, vocabulary
from extractor.language import (
    NumberMention,
    Parsed,
    find_end,
    last_clause,
    load_wording,
    split_clauses,
    to_pattern,
)
from extractor.records import Reason


@dataclass(frozen=True)
class Situation:
    """A number in its sentence. `cells`: the items that it would belong to, which are named from text[named] on."""

    parsed: Parsed
    number: NumberMention
    years: Sequence[NumberMention]  # that the sentence names
    year: int | None
    cells: Sequence[Cell]
    named: int

    @property
    def text(self) -> str:
        """The sentence."""
        return self.parsed.text

    @property
    def behind(self) -> int:
        """Where the text goes on behind the number and its unit."""
        return self.number.end + len(self.number.unit)

    @cached_property
    def before(self) -> str:
        """What stands before the number and holds for it."""
        return self.parsed.before(self.number.start)

    @cached_property
    def clause(self) -> str:
        """The number's own clause, as far as it goes before it."""
        return last_clause(self.before)

    @cached_property
    def is_cumulative(self) -> bool:
        """Whether an item itself runs over several years."""
        return any(cell.wording.cumulative for cell in self.cells)


def refuse_number(situation: Situation) -> Reason | None:
    """The first reason that there is; None where the number counts the year."""
    return next((reason for rule in RULES if (reason := rule(situation))), None)


def _says(at: Situation, pattern: re.Pattern[str], scope: str) -> bool:
    return at.parsed.may_say(pattern) and pattern.search(scope) is not None


def _counts_something_else(at: Situation) -> Reason | None:
    """收到信息公开申请和行政审批1200件: the number counts what stands behind it."""
    words = load_wording()
    is_other = words.other_things_start.match(at.text, at.behind) or (
        at.parsed.may_say(words.unrelated) and words.unrelated.search(at.text, at.number.end)
    )
    return Reason.of("something-else") if is_other else None


def _is_of_another_register(at: Situation) -> Reason | None:
    """受理12345热线投诉300件: complaints, but none about disclosure."""
    for block in dict.fromkeys(cell.block for cell in at.cells):
        apart = _apart(block)
        if apart and at.parsed.may_say(apart):
            scope = at.clause if at.parsed.may_say(load_wording().own) else at.before
            if apart.search(scope + at.text[at.number.start : at.behind]):
                return Reason.of("other-register")
    return None


@cache
def _apart(block: str) -> re.Pattern[str] | None:
    words = vocabulary().blocks[block].apart
    return to_pattern("|".join(words)) if words else None


def _counts_all_cases(at: Situation) -> Reason | None:
    """行政复议案件216件,其中涉及政府信息公开的23件: the first number counts more than the report is about."""
    own_part = load_wording().own_part.match(at.text, at.behind)
    is_all = own_part and at.text[own_part.end() :][:1].isdigit() and not load_wording().own.search(at.clause)
    return Reason.of("other-register") if is_all else None


def _is_of_the_year_before(at: Situation) -> Reason | None:
    return Reason.of("previous-year") if _says(at, load_wording().previous, at.clause) else None


def _is_planned(at: Situation) -> Reason | None:
    return Reason.of("plan") if _says(at, load_wording().plan, at.before) else None


def _is_of_another_year(at: Situation) -> Reason | None:
    if at.year is None or at.is_cumulative:
        return None
    years = [number.value for number in at.years if _governs(number, at)]
    return Reason.of("other-year", year=years[-1]) if years and years[-1] != at.year else None


def _governs(number: NumberMention, at: Situation) -> bool:
    """Whether it is a year that holds for what follows. In 比2016年增加3件,其中网络申请4件 it holds for its clause."""
    if number.end > len(at.before) or at.before[number.start] == " ":
        return False
    in_clause = number.start >= len(at.before) - len(at.clause)
    return in_clause or not find_end(load_wording().compared_end, at.before, number.start)


def _runs_over_years(at: Situation) -> Reason | None:
    if at.is_cumulative:
        return None
    words = load_wording()
    runs = _says(at, words.cumulative, at.clause)
    if not runs and at.parsed.may_say(words.running_word):
        runs = words.running.search(at.before) is not None
    return Reason.of("several-years") if runs else None


def _counts_some_bodies(at: Situation) -> Reason | None:
    """其中市级部门公开80条; but in 培训各部门联络员45人 the bodies behind the item's name are what was done something to."""
    if not at.parsed.may_say(load_wording().part_anywhere):
        return None
    has_objects = any(vocabulary().blocks[cell.block].objects for cell in at.cells)
    text = at.before[: at.named] if has_objects else at.before
    return Reason.of("part-of-bodies") if _tells_a_part(text) else None


def _tells_a_part(text: str) -> bool:
    """The nearest clause that says whose number it is decides, a whole before a part in the same clause."""
    words = load_wording()
    for clause in reversed(split_clauses(text)):
        if words.whole.search(clause):
            return False
        if words.part.search(clause):
            return True
    return False


RULES: tuple[Callable[[Situation], Reason | None], ...] = (
    _counts_something_else,
    _is_of_another_register,
    _counts_all_cases,
    _is_of_the_year_before,
    _is_planned,
    _is_of_another_year,
    _runs_over_years,
    _counts_some_bodies,
)
