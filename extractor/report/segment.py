"""segment: a report -> numbered sentences with their section, and the tables beside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise

from extractor.language import (
    SENTENCE_ENDS,
    UNCLEAR,
    Span,
    find_broken,
    find_illegible,
    find_numbers,
    fold,
    fold_lines,
    fold_seen,
    load_wording,
)
from extractor.records import Document, Excerpt, Segments, Sentence, Table
from extractor.report.pages import without_contents, without_page_ends
from extractor.report.paragraphs import HEADING, Line, lines_to_paragraphs

SENTENCE = re.compile(rf"[^{SENTENCE_ENDS}]+[{SENTENCE_ENDS}]*")
QUOTES = frozenset('“”"「」『』‘’〝〞')
QUOTE = re.compile(f"[{''.join(sorted(QUOTES))}]+")
EMPHASIS = re.compile(r"\*\*|__")  # Markdown's: **412**条
LONE_BLANK = re.compile(r"[ \t](?:(?<![0-9A-Za-z].)|(?![0-9A-Za-z]))")
# What is dropped from a paragraph in turn, and the marks without which there is none of it.
DROPPED = ((tuple(QUOTES), QUOTE), (("**", "__"), EMPHASIS), ((" ", "\t"), LONE_BLANK))
MAX_HEADING = 40
INLINE = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\))[^;]*$")
MAX_INLINE = 20  # characters of one that is set as a sentence before its text
CHAPTER = re.compile(r"^[一二三四五六七八九十]{1,3}[、.]")
UNIT_END = re.compile(r"\((?:单位:)?[件条次人个宗]次?\)$")
MARKDOWN = re.compile(r" *#{1,6} +")  # before a heading
AMOUNT = re.compile(r"[-+]?\d[\d,.]*[^\d\s]{0,2}|[-/—]{1,3}|无")
# A row that has lost its table: a label, and numbers in columns of which nothing is known.
MANY = 6  # bare numbers and strokes of which no line has a sentence to tell
VALUE = re.compile(r"[-+]?\d[\d,.]*[^\d\s,;:。、]{0,2}|[-/—]{1,3}")  # 32条, with a comma is of a sentence
SCALES = "余多几百千万亿"
IN_SENTENCE = re.compile(r"[,;:。]|\w{4}")  # 件,其中 and 年收到申请
ENDED = re.compile(r"[。;]\S")  # a sentence, and another behind it
MARKS = tuple(",;:。、")
MIN_TOKENS = 3
LABEL, NUMBER = r"[^\s\d]\S*(?:\s+[^\s\d+-]\S*)*", r"\s+[-+]?\d[^\s,。;]{0,7}"
ROW = re.compile(rf"{LABEL}(?:{NUMBER}){{2,}}|\d{{1,3}}\s+{LABEL}(?:{NUMBER})+")


def report_to_segments(document: Document, excerpt: Excerpt) -> Segments:
    """The excerpt's tables, and the sentences of the text outside them, numbered from 1."""
    tables = tuple(t for t in document.tables if excerpt.start <= t.start < excerpt.end)
    sentences: list[Sentence] = []
    headings = _Headings(fold(excerpt.title or ""), excerpt.start)
    for number, paragraph in enumerate(lines_to_paragraphs(_free_lines(document, excerpt, tables))):
        text, places = _clean(paragraph)
        if _is_heading(text):
            headings.add(text, paragraph[0].places[0])
            continue
        for start, end in _sentence_spans(text):
            own = places[start:end]
            if label := load_wording().joint_label.match(text, start, end):
                headings.add(label["name"], own[0])
                start = label.end()
                own = places[start:end]
            if not text[start:end].strip():
                continue
            if _opens_chapter(text[start:end]):
                headings.add(text[start:end].rstrip(SENTENCE_ENDS), own[0])
                continue
            sentences.append(
                Sentence(
                    len(sentences) + 1, text[start:end], own[0], own[-1] + 1, headings.section, number, own
                )
            )
    return Segments(tuple(sentences), tables, tuple(headings.sections))


class _Headings:
    """The headings that stand above a place, as far as the report has been read."""

    def __init__(self, title: str, start: int) -> None:
        self.section = self.chapter = title
        self.sections = [(start, title)]

    def add(self, heading: str, start: int) -> None:
        """Goes on below the heading that stands there."""
        is_chapter = CHAPTER.match(heading) or not HEADING.match(heading)
        self.section = heading if is_chapter else f"{self.chapter} {heading}".strip()
        self.chapter = self.section if is_chapter else self.chapter
        self.sections.append((start, self.section))


def table_to_sentences(
    document: Document,
    table: Table,
    first: int,
    section: str,
    tells: Callable[[int, int], bool] | None = None,
) -> tuple[Sentence, ...]:
    """The rows of a table that no form's labels fit, as sentences numbered from `first`, below the headings of its
    `section`. Where a row has several numbers, nothing tells which is the one that its label names. `tells`: of a table of
    the form whether anything was read from one place to another; then only other rows are told that are set as entries,
    行政诉讼：无."""
    text = document.text[table.start : table.end]
    spans = [(table.start + m.start(), m[0]) for m in re.finditer(r"[^\n]+", text)]
    amounts = _amounts_by_line(table, [start for start, _ in spans])
    unclear = _unclear(document, (table.start, table.end), find_illegible(text))
    few = (span for n, span in enumerate(spans, 1) if amounts[n] < 2)
    if tells is not None:
        few = (
            (at, line)
            for at, line in few
            if load_wording().whole_entry.fullmatch(fold(line)) and not tells(at, at + len(line))
        )
    lines = [_read_line(start, text, fold(text), unclear) for start, text in few]
    rows = ((_clean([line]), i) for i, line in enumerate(lines))
    return tuple(
        Sentence(first + i, text, places[0], places[-1] + 1, section, -1 - i, places)
        for i, ((text, places), _) in enumerate(row for row in rows if row[0][0])
    )


def _amounts_by_line(table: Table, starts: Sequence[int]) -> Counter[int]:
    """How many cells of the nth line hold a number, or a sign that there is none, and nothing else."""
    amounts = (cell for cell in table.cells if AMOUNT.fullmatch(fold(cell.text)))
    return Counter(bisect_right(starts, cell.start) for cell in amounts)


def _free_lines(document: Document, excerpt: Excerpt, tables: Sequence[Table]) -> Iterator[Line]:
    text = document.text[excerpt.start : excerpt.end]
    broken = chain(find_illegible(text), find_broken(text))
    unclear = _unclear(document, (excerpt.start, excerpt.end), broken)
    spans = sorted((t.start, t.end) for t in tables)
    starts = [start for start, _ in spans]
    ends = list(accumulate((end for _, end in spans), max, initial=0))  # how far the tables before reach
    lines = document.lines(document.line_at(excerpt.start), document.line_at(excerpt.end))
    free = [(at, t) for at, t in lines if excerpt.start <= at and at >= ends[bisect_right(starts, at)]]
    for start, text in without_page_ends(without_contents(free)):
        text = text.rstrip()
        line = _read_line(start, text, fold_lines(document.text, start, start + len(text)), unclear)
        if not _is_row(line.text.strip()):
            yield line


def _is_row(text: str) -> bool:
    """Whether the line is a row, or all rows, of a table that was not found."""
    tokens = text.split()
    if len(tokens) < MIN_TOKENS:
        return False
    behind = (*tokens[1:], "", "")
    marked = (a + b if b[:1] in MARKS else a for a, b in pairwise(behind))  # 3 名 ,其中
    values = sum(map(_is_value, tokens, marked))
    is_row = ROW.fullmatch(text) is not None and not ENDED.search(text)
    return is_row or (values >= MANY and 4 * values >= len(tokens))


def _is_value(token: str, following: str) -> bool:
    """Whether the token is a number or a stroke that stands by itself. 收到申请 3 件,其中 is set with blanks around
    numbers."""
    words = load_wording()
    counted = following.lstrip(SCALES)  # 214.6 万条
    is_counted = words.measure_start.match(counted) or words.date_start.match(following)
    return VALUE.fullmatch(token) is not None and not (is_counted and IN_SENTENCE.search(following))


def _unclear(document: Document, within: Span, illegible: Iterable[Span]) -> frozenset[int]:
    """The places whose characters could not be read with confidence."""
    start, end = within
    first = bisect_right(document.doubtful, start, key=lambda span: span[1])
    last = bisect_left(document.doubtful, end, key=lambda span: span[0])
    doubtful = ((max(a, start), min(b, end)) for a, b in document.doubtful[first:last])
    spans = chain(doubtful, ((start + a, start + b) for a, b in illegible))
    return frozenset(place for span in spans for place in range(*span))


def _read_line(start: int, text: str, folded: str, unclear: frozenset[int]) -> Line:
    """The line folded; numerals that could not be read with confidence are no numerals to those who read it."""
    folded, seen = fold_seen(text, folded)
    places: Sequence[int] = range(start, start + len(text))
    if len(seen) < len(text):
        places = [start + place for place in seen]
    if unclear:
        pairs = zip(folded, places, strict=True)
        folded = "".join(UNCLEAR if place in unclear and c.isnumeric() else c for c, place in pairs)
    marked = MARKDOWN.match(folded)
    begin = marked.end() if marked else 0
    return Line(folded[begin:], places[begin:])


def _is_heading(text: str) -> bool:
    text = text.strip()
    if len(text) > MAX_HEADING or text.endswith(tuple(SENTENCE_ENDS)) or "," in text:
        return False
    return _heads(text)


@lru_cache(maxsize=4096)  # most reports have the headings of others
def _heads(text: str) -> bool:
    """Whether the short line without an end is a heading, and no entry of a list."""
    rest = HEADING.sub("", text)
    if rest == text and UNIT_END.search(text):  # 方式 数量(件): of a small table
        return False
    denials = (load_wording().none, load_wording().none_after)
    if any(words.search(rest) for words in denials):  # an entry of a list says that there was none
        return False
    return not any(n.kind not in {"year", "ordinal"} for n in find_numbers(rest))


def _opens_chapter(sentence: str) -> bool:
    """二、依申请公开。 before the text that stands below it on its line."""
    bare = sentence.strip().rstrip("。")
    return len(bare) <= MAX_INLINE and INLINE.match(bare) is not None and _is_heading(bare)


def _sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    for match in SENTENCE.finditer(text):
        if match[0].strip():
            yield match.span()


def _clean(paragraph: Sequence[Line]) -> tuple[str, Sequence[int]]:
    """The text without quotes and emphasis, and without the blanks that stand beside a Chinese character."""
    text = "".join(line.text for line in paragraph)
    places = paragraph[0].places if len(paragraph) == 1 else list(chain(*(line.places for line in paragraph)))
    for marks, dropped in DROPPED:
        if any(map(text.__contains__, marks)):
            text, places = _drop(dropped, text, places)
    return text, places if isinstance(places, range) else tuple(places)


def _drop(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    """The text and its places without what the pattern finds."""
    found = list(pattern.finditer(text))
    if not found:
        return text, places
    kept, begin, left = [], 0, list[int]()
    for match in found:
        kept.append(text[begin : match.start()])
        left += places[begin : match.start()]
        begin = match.end()
    left += places[begin:]
    return "".join((*kept, text[begin:])), left
