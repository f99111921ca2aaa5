"""Text of a table whatever its shape: the numbers in printed order, with the lines and fields they stand in."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from extractor.language import fold_lines
from extractor.loading import count_alone
from extractor.records import Document, Excerpt
from extractor.tables.cell_wording import cell_words
from extractor.tables.measures import measure_word

Span = tuple[int, int]

PIPES = frozenset("|│┃║")
SEPARATORS = "|│┃║\t"
BLANKED = str.maketrans(dict.fromkeys(SEPARATORS, " "))
RULE = frozenset("-:=+ ─┄━") | frozenset(SEPARATORS)
FOOTER = re.compile(r"(?:[-—–] ?){1,4}\d{1,4} ?(?:[-—–] ?){1,4}|第 ?\d{1,4} ?页.{0,12}")
LONGEST_FOOTER = 40
RUN = re.compile(
    r"(?<![A-Za-z\d])(?:[-−+](?=\d))?\d++(?:,\d{3})*+(?:\.\d+)?+(?![A-Za-z\d]|,\d*[A-Za-z])"
)  # 3O42 is no 3
NUMBERED = re.compile(r" ?[.、．)] {0,3}[^\d\s|]")  # behind the digits of a numbering
# A label whose numbering may have lost its point.
UNMARKED = re.compile(r"(?![一二三四五六七八九十]{1,2}、|\()[^\d\s|]")
NO_COUNT = re.compile(r" ?[年月日号页%]|[”」』’\"]")  # a date, a page, or the end of a name: “免予公开范围1”
NO_COUNT_BEFORE = re.compile(r"[第〔\[年月]\s?$")
ENDS = re.compile(rf"[\s{SEPARATORS}]|$")
PIECE = re.compile(rf"[^\s{SEPARATORS}]+")
HAN, HANS = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\u4e00-\u9fff]+")
ASKING = re.compile(r"[\u4e00-\u9fff]\?\s*$")  # a form states, whatever became of its table
MIN_HEAD = 4  # characters of a head that names nothing else
MANY = 2  # values on a line beside which a stroke stands for one


class Value(NamedTuple):
    """A printed number, or a sign that there is none."""

    start: int
    end: int
    text: str
    line: int  # 1-based within the document
    group: int  # counts the stretches between blank lines
    is_void: bool = False
    is_open: bool = False  # a label runs into its end, and its last digit may be that label's number
    follower: str = ""  # the digit behind it that was taken for the number of a label


@dataclass(frozen=True)
class TextLine:
    """A line of the report: as printed, folded, and where it stands."""

    number: int
    start: int
    text: str
    folded: str  # in the form that patterns are written in, character by character
    group: int
    ends_page: bool = False

    @cached_property
    def values(self) -> list[Value]:
        """Its values, worked out when they are first asked for; the number of a page is none."""
        return [] if self.ends_page else _line_to_values(self)


@dataclass(frozen=True)
class Tokens:
    """A report's values, and its Chinese characters alone: the labels, wherever lines and numbers break them. Each of
    them worked out when it is first asked for."""

    document: Document
    excerpt: Excerpt

    @cached_property
    def folded(self) -> str:
        """The report's text, folded."""
        return fold_lines(self.document.text, self.excerpt.start, self.excerpt.end)

    @cached_property
    def han_text(self) -> str:
        """The Chinese characters."""
        return "".join(HANS.findall(self.folded))

    @cached_property
    def han_starts(self) -> array[int]:
        """Where each of them stands."""
        starts, begin = array("q"), self.excerpt.start
        for run in HANS.finditer(self.folded):
            starts.extend(range(begin + run.start(), begin + run.end()))
        return starts

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """The report's lines."""
        return tuple(_text_lines(self.document, self.excerpt))

    def hans_between(self, start: int, end: int) -> Span:
        """The numbers of the characters that stand from `start` to `end`."""
        return bisect_left(self.han_starts, start), bisect_left(self.han_starts, end)

    def hans_end(self, last: int) -> int:
        """Where the text goes on behind the characters up to the one of this number, which is none of them."""
        return self.han_starts[last - 1] + 1

    def hans(self, start: int, end: int) -> str:
        """The Chinese characters from `start` to `end`."""
        first, last = self.hans_between(start, end)
        return self.han_text[first:last]

    def has_hans(self, start: int, end: int) -> bool:
        """Whether a Chinese character stands from `start` to `end`."""
        first, last = self.hans_between(start, end)
        return first < last

    def values_between(self, start: int, end: int) -> list[Value]:
        """The values that stand from `start` to `end`."""
        found: list[Value] = []
        for values in (line.values for line in self.lines_between(start, end)):  # a line may hold thousands
            first = bisect_left(values, start, key=lambda value: value.start)
            found += values[first : bisect_left(values, end, first, key=lambda value: value.start)]
        return found

    def text(self, start: int, end: int) -> str:
        """The folded text from `start` to `end`."""
        return "\n".join(
            line.folded[max(0, start - line.start) : max(0, end - line.start)]
            for line in self.lines_between(start, end)
        )

    def lines_between(self, start: int, end: int) -> tuple[TextLine, ...]:
        """The lines that hold text from `start` to `end`."""
        return self.lines[self._line_number(start) : self._line_number(end) + 1]

    def lines_within(self, start: int, end: int) -> list[TextLine]:
        """The lines that begin from `start` to `end`."""
        return [line for line in self.lines_between(start, end) if start <= line.start < end]

    def line_of(self, offset: int) -> TextLine:
        """The line that holds the offset."""
        return self.lines[self._line_number(offset)]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def _line_number(self, offset: int) -> int:
        return max(0, bisect_right(self._line_starts, offset) - 1)


def _text_lines(document: Document, excerpt: Excerpt) -> Iterator[TextLine]:
    group = 0
    lines = list(document.lines(excerpt.first, excerpt.last))
    ends = set(count_alone([text for _, text in lines]))
    for n, (start, text) in enumerate(lines):
        group += not text.strip()
        folded = fold_lines(document.text, start, start + len(text))
        yield TextLine(excerpt.first + n, start, text, folded, group, n in ends)


def _line_to_values(line: TextLine) -> list[Value]:
    """The line's numbers without those that number its parts, and strokes beside them; a question has none."""
    folded = line.folded
    spans = [span for match in RUN.finditer(folded) if (span := _number_span(match, folded))]
    voids = _void_spans(folded)
    if not (spans or voids) or RULE.issuperset(folded) or _is_footer(folded) or ASKING.search(folded):
        return []
    is_row = len(spans) + len(voids) > MANY or (voids and not HAN.search(folded))
    if not is_row and not _is_fielded(folded) and len(spans) < MANY:
        voids = []
    return [
        Value(
            line.start + a,
            line.start + b,
            line.text[a:b],
            line.number,
            line.group,
            (a, b) in voids,
            is_open=_is_fused(folded, a) and UNMARKED.match(folded, b) is not None,
            follower=line.text[b : b + 1] if folded[b : b + 1].isdigit() else "",
        )
        for a, b in sorted([*spans, *voids])
    ]


def line_to_fields(line: TextLine) -> list[Span]:
    """The fields between the line's separators, offsets within the document; empty ones count."""
    if not _is_fielded(line.folded):
        return []
    fields, begin = [], 0
    for i, character in enumerate(f"{line.folded}|"):
        if character in SEPARATORS:
            fields.append((line.start + begin, line.start + i))
            begin = i + 1
    if not is_boxed(line):
        return fields
    return fields[1:-1] if line.folded.rstrip()[-1] in PIPES else fields[1:]


def is_boxed(line: TextLine) -> bool:
    """Whether the line begins with a pipe: then one at its end closes it, and no empty field stands behind."""
    return line.folded.lstrip(" ")[:1] in PIPES and bool(line.folded.strip())


def _is_footer(folded: str) -> bool:
    """Whether the line is a page's number, also where it was put into cells."""
    words = folded.translate(BLANKED).split()
    return len(words) <= LONGEST_FOOTER and FOOTER.fullmatch(" ".join(words)) is not None


def _is_fielded(folded: str) -> bool:
    return any(separator in folded for separator in SEPARATORS)


def _number_span(match: re.Match[str], folded: str) -> Span | None:
    """The digits that count something; None for those of a numbering, a date or a page."""
    start, end = match.span()
    if NO_COUNT.match(folded, end) or NO_COUNT_BEFORE.search(folded[max(0, start - 2) : start]):
        return None
    if folded[start - 1 : start] == "(" and folded[end : end + 1] == ")":
        return None
    if NUMBERED.match(folded, end):
        end -= 1 if _is_fused(folded, start) or end - start > 2 else end - start
    if measure := measure_word().match(folded, end):
        end = measure.end()
    elif folded.startswith(" ", end) and (apart := measure_word().match(folded, end + 1)):
        end = apart.end() if ENDS.match(folded, apart.end()) else end  # 58 项
    return (start, end) if end > start else None


def _is_fused(folded: str, start: int) -> bool:
    """Whether a label runs into the digits."""
    return start > 0 and not folded[start - 1].isspace() and folded[start - 1] not in SEPARATORS


def _void_spans(folded: str) -> list[Span]:
    absent = cell_words().absent
    return [
        m.span() for m in PIECE.finditer(folded) if absent.fullmatch(m[0]) and not set(m[0]) & set(SEPARATORS)
    ]


def runs_of(values: Sequence[Value], tokens: Tokens, heads: Sequence[Sequence[str]]) -> Iterator[list[Value]]:
    """Values with no Chinese character between them but the heads of further columns, in the order of these: a page
    whose boxes were taken one by one has numbers under some heads before it has the next head."""
    run: list[Value] = []
    passed: int | None = None  # the column whose head was passed over last
    for value in values:
        if run and tokens.has_hans(run[-1].end, value.start):
            passed = _next_head(tokens.hans(run[-1].end, value.start), heads, passed)
            if passed is None:
                yield run
                run = []
        run.append(value)
    if run:
        yield run


def _next_head(text: str, heads: Sequence[Sequence[str]], passed: int | None) -> int | None:
    """The column that the text heads, or ends the head of: any behind the first, or the one behind the last. 其他 alone
    may be a row's."""
    ended = [n for n, texts in enumerate(heads) if n and any(head.endswith(text) for head in texts)]
    if passed is not None:
        return passed + 1 if passed + 1 in ended else None
    is_short = len(text) < MIN_HEAD and any(text in heads[n] for n in ended)
    return ended[0] if ended and not is_short else None
