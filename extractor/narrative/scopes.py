"""Why a number beside an item's name is no count of the year: another year's, a plan's, a part's, a running total's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.forms import Cell, vocabulary
from extractor.language import NumberMention, load_wording
from extractor.records import Reason

CLAUSE_BORDER = re.compile(r"[,;:。；]")
ASIDE = re.compile(r"\([^()]*\d[^()]*\)")


def refuse_number(
    text: str,
    number: NumberMention,
    numbers: Sequence[NumberMention],
    year: int | None,
    cells: Sequence[Cell],
    named: int,
) -> Reason | None:
    """The reason; None where the number counts the year. `cells`: the items that it would belong to, which
    are named from text[named] on."""
    words = load_wording()
    before = _without_asides(text[: number.start])
    clause = CLAUSE_BORDER.split(before)[-1]
    cumulative = any(cell.wording.cumulative for cell in cells)
    if words.other_things_start.match(text, number.end + len(number.unit)) or words.unrelated.search(
        text, number.end
    ):
        return Reason.of("something-else")
    scope = clause if words.own.search(text) else before
    counted = scope + text[number.start : number.end + len(number.unit)]
    if _is_apart(counted, cells) or _is_all_cases(text, number, clause):
        return Reason.of("other-register")
    if words.previous.search(clause):
        return Reason.of("previous-year")
    if words.plan.search(before):
        return Reason.of("plan")
    years = [n.value for n in numbers if _governs(n, before, len(before) - len(clause))]
    if year is not None and years and years[-1] != year and not cumulative:
        return Reason.of("other-year", year=years[-1])
    runs = words.cumulative.search(clause) or words.running.search(before)
    if runs and not cumulative:
        return Reason.of("several-years")
    has_objects = any(vocabulary().blocks[cell.block].objects for cell in cells)  # 培训各部门联络员45人
    if _counts_a_part(before[:named] if has_objects else before):
        return Reason.of("part-of-bodies")
    return None


def _without_asides(text: str) -> str:
    """收到申请29件(2010年为18件),当面20件: what a closed bracket says holds for nothing behind it."""
    return ASIDE.sub(lambda aside: " " * len(aside[0]), text)


def _governs(number: NumberMention, before: str, clause: int) -> bool:
    """Whether it is a year that holds for what follows. In 比2016年增加3件,其中网络申请4件 it holds for its clause."""
    if number.kind != "year" or number.end > len(before) or before[number.start] == " ":
        return False
    return number.start >= clause or not load_wording().compared_end.search(before, 0, number.start)


def _is_apart(clause: str, cells: Sequence[Cell]) -> bool:
    """受理12345热线投诉300件: complaints, but none about disclosure."""
    return any(re.search(p, clause) for cell in cells for p in vocabulary().blocks[cell.block].apart)


def _is_all_cases(text: str, number: NumberMention, clause: str) -> bool:
    """行政复议案件216件,其中涉及政府信息公开的23件: the first number counts more than the report is about."""
    own_part = load_wording().own_part.match(text, number.end + len(number.unit))
    return (
        own_part is not None
        and text[own_part.end() :][:1].isdigit()
        and not load_wording().own.search(clause)
    )


def _counts_a_part(text: str) -> bool:
    """The nearest clause that says whose number it is decides, a whole before a part in the same clause."""
    words = load_wording()
    for clause in reversed(CLAUSE_BORDER.split(text)):
        if words.whole.search(clause):
            return False
        if words.part.search(clause):
            return True
    return False
