"""What a text says before any form is in mind: folded characters, numerals, words of none, of time and of parts.

Door: `fold` a text, `find_numbers` in it, `parse` it into clauses, ask `load_wording()` what its words mean.

folding      text -> text of the same length, each character in one form
numerals     text -> its numbers, and as what each stands
clauses      a sentence -> its clauses and brackets; which marks divide, and how strongly
words        which of many words a text holds
wording      schemas/wording.yaml -> compiled patterns"""

from __future__ import annotations

from extractor.language.clauses import (
    SENTENCE_ENDS,
    Border,
    Clause,
    Parsed,
    ends_list_part,
    fill_in,
    find_end,
    last_clause,
    parse,
    split_clauses,
    to_pattern,
)
from extractor.language.folding import PINYIN, REGIONAL_WORDS, fold, fold_characters, is_standard
from extractor.language.numerals import (
    MAX_DIGITS,
    SCALES,
    NumberMention,
    chinese_to_number,
    find_numbers,
    parse_number,
    plain,
)
from extractor.language.wording import load_wording
from extractor.language.words import WordFinder

__all__ = [
    "MAX_DIGITS",
    "PINYIN",
    "REGIONAL_WORDS",
    "SCALES",
    "SENTENCE_ENDS",
    "Border",
    "Clause",
    "NumberMention",
    "Parsed",
    "WordFinder",
    "chinese_to_number",
    "ends_list_part",
    "fill_in",
    "find_end",
    "find_numbers",
    "fold",
    "fold_characters",
    "is_standard",
    "last_clause",
    "load_wording",
    "parse",
    "parse_number",
    "plain",
    "split_clauses",
    "to_pattern",
]
