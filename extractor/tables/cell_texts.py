"""The text of a cell taken apart, before it is known which cell of the form it fills."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from extractor.language import (
    MAX_DIGITS,
    MIXED,
    SCALES,
    Span,
    find_illegible,
    fold_seen,
    load_wording,
    parse_number,
)
from extractor.records import Number
from extractor.tables.cell_wording import cell_words
from extractor.tables.measures import measures, unit_in_label

Kind = Literal["blank", "absent", "unchanged", "number", "text"]

# Blanks inside a number are damage: pieces of three digits at most are joined where nothing else stands.
GROUPED, BROKEN = r"\d{1,3}(?:(?:, ?|['’])\d{3})+(?!\d)", r"\d{1,3}(?: +\d{1,3})+(?!\d)"
SPACED = r"\d(?: \d)* ?\. ?\d(?: \d)*(?!\d)"  # 1 2 . 3 4: digits set one by one, their point too
NUMBER = re.compile(
    rf"(?P<sign>[-−+])? ?"
    rf"(?:(?P<spaced>{SPACED})|(?P<digits>{GROUPED}|(?P<broken>{BROKEN})|\d+)(?P<fraction>\.\d+)?)"
)
NOTE = re.compile(
    r"(?:\([^()]*\)|\[[^\[\]]*\])$"
)  # 13(含修订5): the note explains, the number before it counts
# Raised and circled figures point to a note below the table; folded they would be digits of the number.
POINTER = "※"
POINTERS = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿", POINTER))
BOLD = re.compile(r"\*{1,3}(?=[\w+-])")  # of Markdown; what ends it is read as pointing to a note
POINTED = re.compile(rf"(?<=[^\W_])\s*[*#{POINTER}]+$")
FRAME = re.compile(r"[\[_(]$")
MONEY_SCALES = frozenset("万亿")
NEGATIVE = frozenset("-−")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell's text taken apart, before it is known which cell of the form it fills."""

    kind: Kind
    value: Number = 0
    unit: str = ""
    approximate: bool = False
    is_money: bool = False
    is_scaled: bool = False
    direction: str = ""  # '+' or '-', where a sign or a word of change stands before the number
    mark: Span | None = None
    is_parted: bool = False  # by a blank: one number whose digits were set apart, or two in one cell


def fills_cell(text: str) -> bool:
    """Whether the text is what a cell for numbers holds: a number, or a sign that there is none."""
    return read_text(text).kind not in ("blank", "text")


def is_share(text: str) -> bool:
    """Whether the text is a number of hundredths."""
    return read_text(text).unit == "%"


@cache
def read_text(text: str) -> PrintedCell:
    """The cell's text taken apart: what kind of thing it holds, and the parts of its number."""
    if next(find_illegible(text), None):
        return PrintedCell("text")
    folded, places = fold_seen(text.translate(POINTERS))
    printed = _read_seen("".join(c if c.isprintable() else " " for c in folded))
    if printed.mark is None or len(places) == len(text):
        return printed
    start, end = printed.mark
    return replace(printed, mark=(places[start], places[end - 1] + 1))


def _read_seen(folded: str) -> PrintedCell:
    body = POINTED.sub("", folded.strip())
    start = len(folded) - len(folded.lstrip())
    if bold := BOLD.match(body):
        body, start = body[bold.end() :], start + bold.end()
    if not body:
        return PrintedCell("blank")
    words = cell_words()
    if words.absent.fullmatch(body):
        return PrintedCell("absent")
    if words.unchanged.fullmatch(body):
        return PrintedCell("unchanged", mark=(start, start + len(body)))
    if words.nought.fullmatch(body):
        return PrintedCell("number", mark=(start, start + len(body)))
    return _read_number(body, start) or PrintedCell("text")


def _read_number(body: str, start: int) -> PrintedCell | None:
    match = NUMBER.search(body)
    head = body[: match.start()].strip() if match else ""
    if match is None or MIXED.search(body) or FRAME.search(head):
        return _read_numeral(body, start)
    currency = load_wording().currency_end.search(head)
    if currency and currency["own"] is None:
        return None
    direction, about = _read_head(head[: currency.start()].strip() if currency else head, match["sign"])
    behind = body[match.end() :]
    tail = _read_tail(NOTE.sub("", behind).strip())
    is_loose = " " in (match["broken"] or match["spaced"] or "")
    if direction is None or tail is None or (is_loose and match[0] != body):
        return None
    scale, unit, loose = tail
    digits = re.sub("[, '’]", "", match["spaced"] or match["digits"] + (match["fraction"] or ""))
    if len(digits.partition(".")[0]) > MAX_DIGITS:
        return None
    value = round(float(digits) * SCALES[scale], 8)
    return PrintedCell(
        "number",
        int(value) if value == int(value) else value,
        unit or unit_in_label(behind),
        about or loose,
        currency is not None,
        scale in MONEY_SCALES,
        direction,
        (start + match.start(), start + match.end()),
        _may_be_two(match["broken"] or ""),
    )


def _read_numeral(body: str, start: int) -> PrintedCell | None:
    """廿三件, 1百零3件, [46]件: a numeral that running text may have too; without a measure word it may number a row."""
    number = parse_number(body)
    if number is None or number.kind != "count" or not number.unit:
        return None
    mark = (start + number.start, start + number.end)
    known = number.unit if number.unit in measures() else ""
    if not known:
        return None
    return PrintedCell(
        "number", number.value, known, number.approximate, number.is_money, number.is_scaled, "", mark
    )


def is_parted(text: str) -> bool:
    """Whether the text may be one number whose digits were set apart, or two."""
    return read_text(text).is_parted


def _may_be_two(digits: str) -> bool:
    """Whether the pieces are neither digits set one by one nor thousands."""
    first, *others = digits.split(" ")
    is_spaced = len(first) == 1 and all(len(piece) == 1 for piece in others)
    is_grouped = all(len(piece) == len("000") for piece in others)
    return bool(others) and (first == "0" or not (is_spaced or is_grouped))


def _read_head(head: str, sign: str | None) -> tuple[str | None, bool]:
    """The direction of change before a number, None where other words stand there; and whether 约 does."""
    words = cell_words()
    if words.more.fullmatch(head):
        return (None if sign else "+"), False
    if words.less.fullmatch(head):
        return (None if sign else "-"), False
    about = bool(head) and load_wording().approximate_end.pattern.fullmatch(head) is not None
    if head and not about:
        return None, False
    return ("" if sign is None else "-" if sign in NEGATIVE else "+"), about


def _read_tail(tail: str) -> tuple[str, str, bool] | None:
    """Scale, unit and whether the number is approximate; None where something else stands behind it."""
    loose = load_wording().approximate_start.match(tail)
    rest = tail[loose.end() :].strip() if loose else tail
    for scale in (s for s in SCALES if rest.startswith(s)):
        unit = rest[len(scale) :].strip()
        trailing = load_wording().approximate_start.search(unit)
        if trailing and trailing.end() == len(unit):
            unit = unit[: trailing.start()].strip()
        if not unit or unit in measures():
            return scale, unit, bool(loose or trailing)
    return None
