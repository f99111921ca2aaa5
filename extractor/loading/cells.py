"""What a line of a table is made of: values, units, labels; and what is a sentence or heading instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from extractor.records import TableCell

UNITS = (
    "件次|人次|册次|卷次|篇次|万元|萬元|亿元|億元|元|件|条|條|项|項|笔|筆|次|个|個|人|名|份|篇|起|宗|例|户|戶"
    "|册|期|场|家|只|部|封|卷|处|類|类|批|辆|天|页|套"
)
MORE_DIGITS = r"\d*(?:[,，]\d{3})*(?:[.．]\d+)?"  # behind the first of a number
NUMBER = rf"\d{MORE_DIGITS}"
# 388973件, 减少5项, -5, 3900余, 27042.62万元, 94.4%, 13（含新制定5）
CHANGE, SIGNS = "增加减少", r"+＋\-－−—–↑↓"  # characters before a number, as in a class
COUNTED_IN = rf"[余多]?[万亿萬億]?(?:{UNITS})?[%％‰]?"
AMOUNT = re.compile(
    rf"(?:(?:增加|减少|增|减)[ \u3000]?)?[{SIGNS}]?{NUMBER}{COUNTED_IN}(?:[（(][^（）()]*[）)])?"
)
# Digits set apart, as PDF text has them: 1 3 4
BROKEN_NUMBER = re.compile(r"\d{1,3}(?: \d{1,3})+(?:\.\d+)?")
DASH = re.compile(r"[/／\-－−—–─]{1,4}")
UNIT = re.compile(rf"[（(](?:{UNITS})[）)]|(?:{UNITS})")
AMOUNT_LIMIT = 60  # no printed amount is longer, its note in brackets included

# White space of every kind, with the marks of no width that web pages leave at the ends of texts.
BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\u200c\u200d\ufeff"
# An amount that stands by itself or with a note behind it, sought at its first digit.
LONE_AMOUNT = re.compile(
    rf"\d(?<![^{BLANKS}{SIGNS}{CHANGE}:：]\d){MORE_DIGITS}{COUNTED_IN}(?![^{BLANKS}（(])"
)
WIDE_GAP = re.compile("[ \u00a0\u3000\t](?:(?<=[\u3000\t])|[ \u00a0\u3000\t])[ \u00a0\u3000\t]*")
GAP = re.compile(r"\s+")
HAN = re.compile("[\u3400-\u9fff]")
SPREAD = re.compile(
    "[\u3400-\u9fff](?:[ \u00a0\u3000\t]+[\u3400-\u9fff])*"
)  # characters of one word set apart

# The longest row label of any form has 44 characters; a longer line is a paragraph.
LABEL_LIMIT = 50
LINE_LIMIT = 160  # a label followed by a dozen values
SENTENCE_MARKS = frozenset("。；;！!？?")
BRACKETED = re.compile(r"[（(][^（）()]*(?:[）)]|$)|^[^（）()]*[）)]")
NUMBERING = r"\d{1,2}[.．、)）](?!\d)"  # of a label: 其中：1.涉及国家秘密
COUNTED = re.compile(rf"(?<![第\d])\d+\s*[余多]?[万亿萬億]?(?:{UNITS})|[：:]\s*(?!{NUMBERING})\d")
COLON = re.compile("[:：]")
STATED = re.compile(r"(.*[^:：\s\d])\s*[:：]\s*([^:：\s]{1,60})")  # 收到申请数：12件
DATE = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}")
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．,，]")
# The chapters of the statutory report (article 50 and its format); each ends the table before it.
CHAPTERS = ("总体情况", "主动公开政府信息情况", "收到和处理", "行政诉讼情况", "主要问题", "需要报告")
TITLE_ENDS = ("报告", "報告", "年报", "年報", "统计表", "統計表", "情况表")
NUMBERED_THINGS = ("附件", "附表", "表", "图", "第", "公告", "No.")


class Line(NamedTuple):
    """One line of the text, without its end, and the offset of its first character."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after the line's last character."""
        return self.start + len(self.text)


class Piece(NamedTuple):
    """A stretch of the text, stripped."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


class Block(NamedTuple):
    """Lines `first` to `last` of a run of lines, read as one table."""

    first: int
    last: int
    shape: Literal["grid", "stream"]
    cells: tuple[TableCell, ...]


def stripped(start: int, text: str) -> Piece:
    """The text without the white space around it, at its place."""
    body = text.strip(BLANKS)
    return Piece(start + text.find(body), body)


def split(piece: Piece | Line, separator: re.Pattern[str]) -> list[Piece]:
    """The parts between separators, stripped, empty ones included."""
    parts, begin = [], 0
    for match in separator.finditer(piece.text):
        parts.append(stripped(piece.start + begin, piece.text[begin : match.start()]))
        begin = match.end()
    parts.append(stripped(piece.start + begin, piece.text[begin:]))
    return parts


def split_columns(line: Line) -> list[Piece]:
    """The parts of a line that stand apart by a tab or a wide gap; 总　计 stays one part."""
    body = stripped(*line)
    if not WIDE_GAP.search(body.text):
        return [body]
    parts = split(body, WIDE_GAP)
    joined, narrow = parts[:1], _narrowest(line, parts)
    for part in parts[1:]:
        before = joined[-1]
        gap = _gap(line, before, part)
        is_spread = SPREAD.fullmatch(before.text) and HAN.fullmatch(part.text)
        if is_spread and _width(gap) <= 2 * narrow:  # 方　式　　　　件　数 are two
            joined[-1] = Piece(before.start, before.text + gap + part.text)
        else:
            joined.append(part)
    return joined


def _narrowest(line: Line, parts: Sequence[Piece]) -> int:
    """How wide the gap is at least between two parts of one Chinese character each."""
    pairs = (pair for pair in pairwise(parts) if all(HAN.fullmatch(part.text) for part in pair))
    return min((_width(_gap(line, *pair)) for pair in pairs), default=0)


def _gap(line: Line, one: Piece, other: Piece) -> str:
    """What stands between the two parts of the line."""
    return line.text[one.end - line.start : other.start - line.start]


def _width(gap: str) -> int:
    """In half width."""
    return len(gap) + gap.count("\u3000")


def split_values(piece: Piece) -> list[Piece]:
    """A label and each of the values that follow it on its line, or the piece alone."""
    if COLON.search(piece.text) and (stated := STATED.fullmatch(piece.text)):
        item, value = (stripped(piece.start + stated.start(i), stated[i]) for i in (1, 2))
        return [item, value] if is_value(value.text) else [piece]
    if len(piece.text.split(maxsplit=1)) < 2 or is_amount(piece.text):  # 增加 3
        return [piece]
    parts = [part for part in split(piece, GAP) if part.text]
    label_end = len(parts)
    while label_end and _ends_row(parts[label_end - 1].text, after_value=label_end < len(parts)):
        label_end -= 1
    label = parts[:label_end]
    if label_end == len(parts) or (label and label[-1].text.endswith(NUMBERED_THINGS)):
        return [piece]
    head = [Piece(piece.start, piece.text[: label[-1].end - piece.start])] if label else []
    return [*head, *parts[label_end:]]


def is_amount(text: str) -> bool:
    """Whether the text is a printed number, with or without its unit."""
    return len(text) <= AMOUNT_LIMIT and AMOUNT.fullmatch(text) is not None


def is_value(text: str) -> bool:
    """Whether the text is what a value's cell may hold: a number, or a dash or stroke in its place."""
    return is_amount(text) or DASH.fullmatch(text) is not None


def is_label(text: str) -> bool:
    """Whether the text can be a cell that names something: no sentence, date, heading or lead-in."""
    if not text or len(text) > LABEL_LIMIT or not SENTENCE_MARKS.isdisjoint(text):
        return False
    if is_heading(text):
        return False
    plain = BRACKETED.sub("", text)
    if text.endswith(("：", ":")) and len(text) > 4:
        return False
    return plain.count(",") + plain.count("，") <= 1 and not COUNTED.search(plain) and not DATE.search(text)


def is_heading(text: str) -> bool:
    """Whether the text is the title of a report, of a table, or of a statutory chapter."""
    if text.endswith(TITLE_ENDS):
        return True
    return NUMBERED.match(text) is not None and any(chapter in text for chapter in CHAPTERS)


def count_amounts(cells: Iterable[TableCell]) -> int:
    """How many of the cells hold a number."""
    return sum(is_amount(cell.text) for cell in cells)


def text_to_lines(text: str, start: int, end: int) -> list[Line]:
    """The lines of text[start:end]."""
    lines = []
    for line in text[start:end].split("\n"):
        lines.append(Line(start, line))
        start += len(line) + 1
    return lines


def pieces_to_row(pieces: Sequence[Piece], row: int) -> list[TableCell]:
    """A grid's row; empty pieces are empty cells."""
    return [TableCell(p.text, p.start, p.end, row, column) for column, p in enumerate(pieces)]


def _ends_row(token: str, *, after_value: bool) -> bool:
    """件 before a number is the unit's own column; at the end of a line it is part of a label."""
    return is_value(token) or token == "无" or (after_value and UNIT.fullmatch(token) is not None)
