"""Lists of the forms before 2019 that came apart: labels and numbers of running text as the cells of a stream."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from extractor.forms import NUMBERING, Form, ListColumns, fold_numbering, label_key
from extractor.language import WordFinder
from extractor.records import Table, TableCell
from extractor.tables.measures import is_unit, measure_word, measures
from extractor.tables.order_labels import han_only
from extractor.tables.order_tokens import NO_COUNT, PIECE, Span, Tokens
from extractor.tables.printed import FROM_TEXT

MIN_LABELS = 5
MOST_LABELS = 200  # of one list; the longest of the forms has 80
MIN_LABEL = 4  # characters of a label that is looked for in running text
LONGEST_UNIT = 12  # characters between a label and its number
LONGEST_MEASURE = 8  # characters, with blanks before it and what stands behind it
MAX_APART = 40  # Chinese characters between the labels of one list
BEFORE = 16  # characters before a label in which its number stands, where it stands there
OPENING = re.compile(
    r"[\s|]*(?:其中:?)?(?:\(?[一二三四五六七八九十\d]{1,3}[).、])?\s*"
)  # of a label, before its first word
MAX_HEAD = 60  # Chinese characters between a list's head and its first label
BETWEEN = " |()\n\t:"  # marks between a label, its unit and its number
NUMBER_OF = "数"  # stands between them, too
DIGITS = r"\d*+(?:,\d{3})*+(?:\.\d+)?+"  # that go on behind a number's first


def may_hold_lists(form: Form, tokens: Tokens) -> bool:
    """Whether the text has numbers enough that may stand behind a label or its unit: to look for labels takes longer."""
    return len(_list_number(form).findall(tokens.folded)) >= MIN_LABELS


@cache
def _list_number(form: Form) -> re.Pattern[str]:
    """A number that nothing counts, behind a character with which a label or a unit ends, a mark or a sign."""
    ends = {text[-1] for text in (*_label_texts(form), *measures())} | set(f"{BETWEEN}{NUMBER_OF}+-−")
    return re.compile(rf"\d(?<=[{re.escape(''.join(sorted(ends)))}]\d){_uncounted()}")


@cache
def _near_number() -> re.Pattern[str]:
    """A number that nothing counts, and what may stand between it and its label."""
    return re.compile(rf"\D{{0,{LONGEST_UNIT}}}\d{_uncounted()}")


def _uncounted() -> str:
    """The rest of a number that no measure word follows where one is looked for, and that is no date."""
    return rf"{DIGITS}(?!{NO_COUNT.pattern}| {{0,{LONGEST_MEASURE - 1}}}{measure_word().pattern})"


def find_lists(form: Form, columns: ListColumns, labels: Sequence[Span], tokens: Tokens) -> Iterator[Table]:
    """The stretches of text in which label, unit and number take turns, as tables."""
    texts = _label_texts(form)
    # Numbers are looked for only where labels enough stand together.
    for crowd in _clusters(labels):
        clusters = list(_clusters(label for label in crowd if _has_number(label[1], tokens)))
        for cluster in clusters if clusters and not _is_behind_numbers(crowd, tokens) else ():
            if len(cluster) <= MOST_LABELS:
                start = _head_start(cluster[0][0], columns, tokens)
                end = _values_end(cluster[-1][1], tokens)
                cells = tuple(_cells(start, end, cluster, texts, tokens))
                yield Table(FROM_TEXT, "stream", cells, start, end)


def find_labels(form: Form, tokens: Tokens) -> Sequence[Span]:
    """The labels of the form's rows in the report, left to right, as numbers of its Chinese characters."""
    return tuple(_label_finder(form).find_longest(tokens.han_text))


def _clusters(labels: Iterable[Span]) -> Iterator[list[Span]]:
    """The labels that stand near each other, where they are enough for a list."""
    cluster: list[Span] = []
    for label in labels:
        if cluster and label[0] - cluster[-1][1] > MAX_APART:
            if len(cluster) >= MIN_LABELS:
                yield cluster
            cluster = []
        cluster.append(label)
    if len(cluster) >= MIN_LABELS:
        yield cluster


@cache
def _label_texts(form: Form) -> frozenset[str]:
    """The labels of the form's rows as running text has them."""
    return frozenset(
        han
        for row in form.definition.rows
        for label in (row.label or "", *row.also)
        for han in (_bare(label), han_only(label_key(label)))
        if len(han) >= MIN_LABEL
    )


@cache
def _label_finder(form: Form) -> WordFinder:
    return WordFinder(_label_texts(form))


def _bare(label: str) -> str:
    """The label's Chinese characters without its numbering."""
    return han_only(NUMBERING.sub("", fold_numbering(label)))


def _is_behind_numbers(labels: Sequence[Span], tokens: Tokens) -> bool:
    """Whether the numbers stand before their labels: one before the first of these, and none behind the last."""
    start = tokens.han_starts[labels[0][0]]
    before = tokens.values_between(start - BEFORE, start)
    if not before or _has_number(labels[-1][1], tokens):
        return False
    between = tokens.text(before[-1].end, start).lstrip(" |\n\t")
    unit = measure_word().match(between)
    return OPENING.fullmatch(between, unit.end() if unit else 0) is not None


def _has_number(last: int, tokens: Tokens) -> bool:
    """Whether behind the label, and its unit, there is a bare number. 收到申请数: 5 件。 is a sentence set with blanks."""
    begin = tokens.hans_end(last)
    if not _near_number().match(tokens.folded, begin - tokens.excerpt.start):  # values take longer
        return False
    following = next(iter(tokens.values_between(begin, begin + LONGEST_UNIT)), None)
    if following is None or not following.text[-1:].isdigit() or _is_counted(following.end, tokens):
        return False
    between = tokens.text(begin, following.start).strip(BETWEEN)
    return not between or is_unit(between) or is_unit(between.removeprefix(NUMBER_OF).strip())


def _is_counted(end: int, tokens: Tokens) -> bool:
    """Whether a measure word stands behind the number that ends there, on its line."""
    return measure_word().match(tokens.text(end, end + LONGEST_MEASURE).lstrip(" ")) is not None


def _head_start(first: int, columns: ListColumns, tokens: Tokens) -> int:
    """Where the head of the list stands, or its first label."""
    begin = max(0, first - MAX_HEAD)
    before = tokens.han_text[begin:first]
    found = [at for word in columns.item if (at := before.rfind(word)) >= 0]
    return tokens.han_starts[begin + min(found) if found else first]


def _values_end(last: int, tokens: Tokens) -> int:
    """The end of the numbers behind the last label."""
    begin = tokens.hans_end(last)
    following = tokens.values_between(begin, tokens.lines[-1].start + len(tokens.lines[-1].text))
    end = begin
    for value in following:
        if end != begin and tokens.text(end, value.start).strip(" |\n\t"):
            break
        end = value.end
    return end


def _cells(
    start: int, end: int, labels: Sequence[Span], texts: frozenset[str], tokens: Tokens
) -> Iterator[TableCell]:
    """Numbers, and the pieces of text between them. In 数（相同信息计1条） the number is the label's."""
    at = start
    ends = [tokens.hans_end(last) for _, last in labels]
    starts = [tokens.han_starts[first] for first, _ in labels]
    values = tokens.values_between(start, end)
    own = [v for v in values if (n := bisect_right(ends, v.start)) == len(ends) or v.start < starts[n]]
    for value in [*own, None]:
        yield from _text_cells(at, value.start if value else end, texts, tokens)
        if value:
            yield TableCell(value.text, value.start, value.end, value.line, 0)
            at = value.end


def _text_cells(start: int, end: int, texts: frozenset[str], tokens: Tokens) -> Iterator[TableCell]:
    for line in tokens.lines_between(start, end):
        begin, stop = max(0, start - line.start), min(len(line.text), end - line.start)
        for match in PIECE.finditer(line.folded, begin, max(begin, stop)):
            borders = [match.start(), match.end()]
            if (
                is_unit(match[0][-1]) and _bare(match[0][:-1]) in texts
            ):  # a label and the unit that runs into it
                borders.insert(1, match.end() - 1)
            for first, last in pairwise(borders):
                text = line.text[first:last]
                yield TableCell(text, line.start + first, line.start + last, line.number, 0)
