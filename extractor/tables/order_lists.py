"""Lists of the forms before 2019 that came apart: labels and numbers of running text as the cells of a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.forms import NUMBERING, Form, ListColumns, fold_numbering, label_key
from extractor.records import Table, TableCell
from extractor.tables.order_labels import han_only
from extractor.tables.order_tokens import PIECE, TextLine, Tokens, Value
from extractor.tables.printed import FROM_TEXT
from extractor.tables.values import is_unit

MIN_LABELS = 5
MIN_LABEL = 4  # characters of a label that is looked for in running text
MAX_APART = 40  # Chinese characters between the labels of one list
MAX_HEAD = 60  # Chinese characters between a list's head and its first label


def find_lists(form: Form, columns: ListColumns, tokens: Tokens) -> Iterator[Table]:
    """The stretches of text in which label, unit and number take turns, as tables."""
    cluster: list[tuple[int, int]] = []
    for first, last in [*_labels_with_numbers(form, tokens), (len(tokens.hans) + MAX_HEAD + 1, 0)]:
        if cluster and first - cluster[-1][1] > MAX_APART:
            if len(cluster) >= MIN_LABELS:
                yield _to_table(cluster[0][0], cluster[-1][1], columns, tokens)
            cluster = []
        cluster.append((first, last))


def _labels_with_numbers(form: Form, tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The Chinese characters of labels behind which there is a number, perhaps after its unit."""
    texts = {
        han
        for row in form.definition.rows
        for label in (row.label or "", *row.also)
        for han in (han_only(NUMBERING.sub("", fold_numbering(label))), han_only(label_key(label)))
        if len(han) >= MIN_LABEL
    }
    if not texts:
        return
    pattern = re.compile("|".join(sorted(texts, key=len, reverse=True)))
    starts = {value.start: value for value in tokens.values}
    for match in pattern.finditer(tokens.han_text):
        if _has_number(match.end(), tokens, starts):
            yield match.span()


def _has_number(last: int, tokens: Tokens, starts: dict[int, Value]) -> bool:
    """Whether behind the label, and its unit, there is a bare number."""
    begin = tokens.hans[last - 1].start + 1
    following = next((value for value in tokens.values_between(begin, begin + 12)), None)
    if following is None or not following.text[-1:].isdigit():
        return False
    between = tokens.text(begin, following.start).strip(" |()\n\t:")
    return not between or is_unit(between) or is_unit(between.removeprefix("数").strip())


def _to_table(first: int, last: int, columns: ListColumns, tokens: Tokens) -> Table:
    start = _head_start(first, columns, tokens)
    end = _values_end(last, tokens)
    return Table(FROM_TEXT, "stream", tuple(_cells(start, end, tokens)), start, end)


def _head_start(first: int, columns: ListColumns, tokens: Tokens) -> int:
    """Where the head of the list stands, or its first label."""
    begin = max(0, first - MAX_HEAD)
    before = tokens.han_text[begin:first]
    found = [at for word in columns.item if (at := before.rfind(word)) >= 0]
    return tokens.hans[begin + min(found) if found else first].start


def _values_end(last: int, tokens: Tokens) -> int:
    """The end of the numbers behind the last label."""
    begin = tokens.hans[last - 1].start + 1
    following = tokens.values_between(begin, tokens.lines[-1].start + len(tokens.lines[-1].text))
    end = begin
    for value in following:
        if tokens.text(end, value.start).strip(" |\n\t") not in ("", "条", "件") and end != begin:
            break
        end = value.end
    return end


def _cells(start: int, end: int, tokens: Tokens) -> Iterator[TableCell]:
    """Numbers, and the pieces of text between them."""
    at = start
    for value in [*tokens.values_between(start, end), None]:
        yield from _text_cells(at, value.start if value else end, tokens)
        if value:
            yield TableCell(value.text, value.start, value.end, value.line, 0)
            at = value.end


def _text_cells(start: int, end: int, tokens: Tokens) -> Iterator[TableCell]:
    for line in tokens.lines_between(start, end):
        begin, stop = max(0, start - line.start), min(len(line.text), end - line.start)
        for match in PIECE.finditer(line.folded, begin, max(begin, stop)):
            for first, last in _without_unit(*match.span(), line):
                place = line.start + first
                yield TableCell(line.text[first:last], place, line.start + last, line.number, 0)


def _without_unit(start: int, end: int, line: TextLine) -> list[tuple[int, int]]:
    """A label and the unit that runs into it."""
    text = line.folded[start:end]
    if end - start > MIN_LABEL and text[-2] in "数次量" and is_unit(text[-1]):
        return [(start, end - 1), (end - 1, end)]
    return [(start, end)]
