"""What a text says before any form is in mind: folded characters, numerals, words of none, of time and of parts.

Door: `fold` a text, `find_numbers` in it, `parse` it into clauses, ask `load_wording()` what its words mean.

chinese      numerals in Chinese characters -> numbers
folding      text -> text of the same length, each character in one form
lettered     letters that stand for digits -> digits
illegible    text -> where its digits cannot be read for certain
numerals     text -> its numbers, and as what each stands
coins        what stands in 角 and 分 behind an amount
clauses      a sentence -> its clauses and brackets; which marks divide, and how strongly
words        which of many words a text holds
expressions  a regular expression -> a tree
edges        what a pattern can begin or end with
cues         which of many patterns a text may hold, by the words that they are not found without
endings      the same of patterns at the end of a text, by the characters that they can end with
wording      schemas/wording.yaml -> compiled patterns"""

from __future__ import annotations

from extractor.language.chinese import MIXED, SCALES, chinese_to_number
from extractor.language.clauses import (
    SENTENCE_ENDS,
    Border,
    Clause,
    Parsed,
    any_of,
    ends_list_part,
    fill_in,
    last_clause,
    parse,
    split_clauses,
    to_pattern,
)
from extractor.language.cues import Cued, Sieve, commonness, find_needed
from extractor.language.folding import (
    PINYIN,
    REGIONAL_WORDS,
    UNSEEN,
    find_odd,
    fold,
    fold_line_characters,
    fold_lines,
    fold_seen,
    is_standard,
)
from extractor.language.illegible import UNCLEAR, Span, find_broken, find_illegible
from extractor.language.lettered import find_lettered
from extractor.language.numerals import (
    MAX_DIGITS,
    NumberMention,
    find_numbers,
    may_count,
    parse_number,
    plain,
)
from extractor.language.wording import UnownedWords, load_wording
from extractor.language.words import WordFinder

__all__ = [
    "MAX_DIGITS",
    "MIXED",
    "PINYIN",
    "REGIONAL_WORDS",
    "SCALES",
    "SENTENCE_ENDS",
    "UNCLEAR",
    "UNSEEN",
    "Border",
    "Clause",
    "Cued",
    "NumberMention",
    "Parsed",
    "Sieve",
    "Span",
    "UnownedWords",
    "WordFinder",
    "any_of",
    "chinese_to_number",
    "commonness",
    "ends_list_part",
    "fill_in",
    "find_broken",
    "find_illegible",
    "find_lettered",
    "find_needed",
    "find_numbers",
    "find_odd",
    "fold",
    "fold_line_characters",
    "fold_lines",
    "fold_seen",
    "is_standard",
    "last_clause",
    "load_wording",
    "may_count",
    "parse",
    "parse_number",
    "plain",
    "split_clauses",
    "to_pattern",
]
