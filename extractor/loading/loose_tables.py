"""Tables without rules: the numbers tell where the columns and rows are, the texts are put to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.loading.cells import BROKEN_NUMBER, is_heading, is_label, is_value
from extractor.loading.head_spans import heads_to_spans, nearest
from extractor.loading.paper import Line, PaperGrid, Word, around, overlap, rounded
from extractor.loading.spacing import join_lines
from extractor.loading.writing import Slot, Spot
from extractor.records import Box

MIN_NUMBERS = 4
MIN_ROWS = 2
WIDE_ROW = 3  # texts on one line; two such lines are no accident, however few numbers they hold
MAX_WRAPPED = 6  # lines of one label between two lines with numbers
LINE_GAP = 0.6  # heights between the lines of one label; rows stand further apart, or each has its numbers
LABELS = 4  # columns set aside for labels, the same on every page; a form has three
# Labels have no place by which they could be known again, numbers have; see PaperGrid.columns.
LABEL_EDGES = tuple(float(-1000 * n) for n in range(LABELS, 0, -1))
RIGHT_EDGE = 10_000.0

Piece = tuple[list[Word], int, int]  # what stands in a cell, its column and width


@dataclass
class _Text:
    """A text of one or more lines, each below the other."""

    words: list[Word]
    row: int | None = None  # the line of numbers that it stands beside

    @property
    def box(self) -> Box:
        return around(word.box for word in self.words)

    @property
    def middle(self) -> tuple[float, float]:
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2

    def is_beside(self, other: _Text) -> bool:
        return overlap(self.box[1::2], other.box[1::2]) > 0


@dataclass
class _Layout:
    """What a run of lines is made of."""

    columns: list[tuple[float, float]]  # of numbers: left and right
    numbers: dict[int, list[Word]]  # line -> its numbers
    texts: list[_Text] = field(default_factory=list)

    @property
    def centres(self) -> list[float]:
        return [(left + right) / 2 for left, right in self.columns]

    def column_of(self, word: Word) -> int:
        """The column in which a number stands."""
        return max(range(len(self.columns)), key=lambda i: overlap(self.columns[i], _sides(word)))


def find_loose_grids(lines: Sequence[Line], number: int) -> tuple[list[Line], list[PaperGrid]]:
    """The lines that are in no table, and the tables, on page `number`."""
    rest: list[Line] = []
    grids: list[PaperGrid] = []
    begin = 0
    for first, last in _runs(lines):
        layout = _lines_to_layout(lines[first : last + 1])
        if layout:
            rest.extend(lines[begin:first])
            box = around(line.box for line in lines[first : last + 1])
            columns = (*LABEL_EDGES, *layout.centres, RIGHT_EDGE)
            grids.append(PaperGrid(_layout_to_rows(layout, number), box, columns))
            begin = last + 1
    return rest + list(lines[begin:]), grids


def _is_number(word: Word) -> bool:
    return is_value(word.text) or BROKEN_NUMBER.fullmatch(word.text) is not None


def _sides(word: Word) -> tuple[float, float]:
    return word.box[0], word.box[2]


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines with several texts each; parts of labels may stand between and behind."""
    first = last = None
    for i, line in enumerate(lines):
        if _is_row(line):
            first, last = (i if first is None else first), i
        elif first is not None and last is not None and (not _may_belong(line) or i - last > MAX_WRAPPED):
            yield first, _with_tail(lines, last)
            first = last = None
    if first is not None and last is not None:
        yield first, _with_tail(lines, last)


def _is_row(line: Line) -> bool:
    """Several texts on one line, or a number alone; fields of a page head have their colons."""
    segments = line.segments()
    if len(segments) == 1:
        return _is_number(segments[0])
    is_sentence = any(not _is_number(s) and not is_label(s.text) and len(s.text) > 2 for s in segments)
    return not is_sentence and not all("：" in s.text or ":" in s.text for s in segments)


def _may_belong(line: Line) -> bool:
    return is_label(line.text) and not is_heading(line.text)


def _with_tail(lines: Sequence[Line], last: int) -> int:
    """The last line of the run: the rest of a label may stand below its numbers."""
    while last + 1 < len(lines) and _may_belong(lines[last + 1]):
        gap = lines[last + 1].box[1] - lines[last].box[3]
        if gap > LINE_GAP * lines[last].height:
            break
        last += 1
    return last


def _lines_to_layout(lines: Sequence[Line]) -> _Layout | None:
    """The lines taken apart; None where they have too few numbers for a table."""
    segments = [line.segments() for line in lines]
    found = [(i, word) for i, row in enumerate(segments) for n, word in enumerate(row) if _counts(row, n)]
    rows = [row for line, row in zip(lines, segments, strict=True) if _is_row(line)]
    is_wide = sum(len(row) >= WIDE_ROW for row in rows) >= MIN_ROWS
    if len(rows) < MIN_ROWS or len(found) < (1 if is_wide else MIN_NUMBERS):
        return None
    layout = _Layout(_columns([word for _, word in found]), {})
    for i, word in found:
        layout.numbers.setdefault(i, []).append(word)
    taken = {id(word) for _, word in found}
    for i, row in enumerate(segments):
        for word in row:
            if id(word) not in taken:
                _add_text(word, i if i in layout.numbers else None, layout)
    return layout


def _counts(row: Sequence[Word], n: int) -> bool:
    """Whether the n-th text of the line is a number, and no row's number before its label."""
    return _is_number(row[n]) and all(_is_number(word) for word in row[n + 1 :])


def _columns(numbers: Sequence[Word]) -> list[tuple[float, float]]:
    """Where numbers stand below each other."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted(map(_sides, numbers)):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _add_text(word: Word, row: int | None, layout: _Layout) -> None:
    """The word as a part of the text right above it, or as a text of its own."""
    for text in reversed(layout.texts):
        if _goes_on(text, word) and not _crosses_rows(text, word, row, layout):
            text.words.append(word)
            text.row = row if text.row is None else text.row
            return
    layout.texts.append(_Text([word], row))


def _goes_on(text: _Text, word: Word) -> bool:
    above = text.words[-1].box
    height = word.box[3] - word.box[1]
    shared = overlap((above[0], above[2]), _sides(word))
    narrower = min(above[2] - above[0], word.box[2] - word.box[0])
    return 2 * shared >= narrower and abs(word.box[1] - above[3]) < LINE_GAP * height


def _crosses_rows(text: _Text, word: Word, row: int | None, layout: _Layout) -> bool:
    """Whether the text would stand beside two lines of numbers: then these are two labels."""
    if text.row is not None and row is not None:
        return True
    top, bottom = text.box[1], word.box[3]
    middles = [_middle(numbers) for numbers in layout.numbers.values()]
    return sum(top < middle < bottom for middle in middles) > 1


def _middle(words: Sequence[Word]) -> float:
    box = around(word.box for word in words)
    return (box[1] + box[3]) / 2


def _layout_to_rows(layout: _Layout, number: int) -> list[list[Slot]]:
    """Rows of numbers with the texts beside them, and rows of texts alone, top to bottom."""
    heights = {i: _middle(words) for i, words in layout.numbers.items()}
    beside: dict[int, list[_Text]] = {i: [] for i in heights}
    alone: list[_Text] = []
    for text in layout.texts:
        row = text.row if text.row is not None else _row_beside(text, heights)
        (alone if row is None else beside[row]).append(text)
    rows = [(heights[i], words, beside[i]) for i, words in layout.numbers.items()]
    rows += [(texts[0].middle[1], [], texts) for texts in _by_height(alone)]
    slots = []
    for n, (_, words, texts) in enumerate(sorted(rows, key=lambda row: row[0])):
        pieces = [
            *_place_labels(texts, layout),
            *(([word], LABELS + layout.column_of(word), 1) for word in words),
            *_place_heads(texts, alone, layout),
        ]
        slots.append([_slot(piece, n, number) for piece in sorted(pieces, key=lambda piece: piece[1])])
    return slots


def _row_beside(text: _Text, heights: dict[int, float]) -> int | None:
    _, top, _, bottom = text.box
    return next((row for row, middle in heights.items() if top < middle < bottom), None)


def _by_height(texts: Sequence[_Text]) -> list[list[_Text]]:
    """The texts that are set at one height, by their tops or by their middles."""
    groups: list[list[_Text]] = []
    for text in sorted(texts, key=lambda text: text.box[1]):
        if groups and any(_are_level(other, text) for other in groups[-1]):
            groups[-1].append(text)
        else:
            groups.append([text])
    return groups


def _are_level(a: _Text, b: _Text) -> bool:
    height = a.words[0].box[3] - a.words[0].box[1]
    return min(abs(a.box[1] - b.box[1]), abs(a.middle[1] - b.middle[1])) < height / 2


def _place_labels(texts: Sequence[_Text], layout: _Layout) -> Iterator[Piece]:
    """The texts left of all numbers; the last reaches up to them."""
    labels = [text for text in texts if text.middle[0] < layout.columns[0][0]]
    for n, text in enumerate(sorted(labels, key=lambda text: text.box[0])):
        column = min(n, LABELS - 1)
        yield text.words, column, LABELS - column if n == len(labels) - 1 else 1


def _place_heads(texts: Sequence[_Text], others: Sequence[_Text], layout: _Layout) -> Iterator[Piece]:
    """The texts over numbers, each over the columns that it is in the middle of."""
    heads = sorted((t for t in texts if t.middle[0] >= layout.columns[0][0]), key=lambda t: t.box[0])
    taken = [_columns_beside(head, texts, others, layout) for head in heads]
    spans = heads_to_spans([head.middle[0] for head in heads], layout.centres, taken)
    for head, (first, last) in zip(heads, spans, strict=True):
        yield head.words, LABELS + first, last - first + 1


def _columns_beside(
    head: _Text, texts: Sequence[_Text], others: Sequence[_Text], layout: _Layout
) -> frozenset[int]:
    """The columns of heads on other levels that reach up or down to this one's: no part of what it heads."""
    beside = (other for other in others if other not in texts and other.is_beside(head))
    middles = (other.middle[0] for other in beside if other.middle[0] >= layout.columns[0][0])
    return frozenset(nearest(middle, layout.centres) for middle in middles)


def _slot(piece: Piece, row: int, number: int) -> Slot:
    words, column, width = piece
    spot = Spot(number, rounded(around(w.box for w in words)), any(w.is_doubtful for w in words))
    return Slot(join_lines(word.text for word in words), row, column, 1, width, spot)
