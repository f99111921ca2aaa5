"""The measure words of the forms' units, wherever a table prints them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractor.forms import load_units
from extractor.language import any_of, fold

SUMMED = ("数量", "总计", "数", "总", "计", "共")  # what else may stand between a label and its number


@cache
def measures() -> frozenset[str]:
    """All units, and the words that stand for them."""
    return frozenset(word for unit, measure in load_units().items() for word in (unit, *measure.words))


@lru_cache(maxsize=4096)  # the cells of forms say the same in every report
def is_unit(text: str) -> bool:
    """Whether the text is a measure word of some unit, alone or in brackets."""
    return fold(text).strip(" ()") in measures()


@lru_cache(maxsize=4096)
def unit_in_label(text: str) -> str:
    """The unit that a label or a column's head names in brackets, or ''."""
    for note in re.findall(r"\(([^()]*)\)", fold(text)):
        word = re.split(r"[: ]", note.strip())[-1]
        if word in measures():
            return word
    return ""


@cache
def measure_word() -> re.Pattern[str]:
    """A measure word that no other character of a word follows."""
    return re.compile(rf"(?:{any_of(map(re.escape, measures())).pattern})(?![\u4e00-\u9fff])")


@cache
def behind_label() -> re.Pattern[str]:
    """What may follow a label before its number: 收到申请总数(件), with the brackets gone."""
    words = any_of(map(re.escape, (*measures(), *SUMMED)))
    return re.compile(f"(?:{words.pattern}){{0,3}}")
