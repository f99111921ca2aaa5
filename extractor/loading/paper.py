"""What stands on a page of paper: words with their boxes, lines of words, tables. All lengths are in points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.ids import FindingId
from extractor.loading.spacing import join_lines
from extractor.loading.unshown import share_to_severity, size_of
from extractor.loading.writing import Slot
from extractor.records import Box, Detail, Finding, Reason

DPI = 200  # what pages are looked at with, and what a picture file is taken to have
MAX_PIXELS = 50_000_000  # of a picture file; an A4 page at 600 dpi has 35 million
LEVEL = 0.4  # of a height: words whose middles are closer are on one line
LONGEST_QUOTE = 40  # characters
WIDE = 1.2  # a gap of so many line heights sets two texts apart; a wide space is one


class Word(NamedTuple):
    """Characters that stand together on one line."""

    text: str
    box: Box
    is_doubtful: bool = False


class Column(NamedTuple):
    """A column of prose: one of several that stand side by side from `top` on, counted from the left."""

    number: int
    left: float
    right: float
    top: float


class Line(NamedTuple):
    """The words at one height, left to right; of one column, where the page's prose has several."""

    words: tuple[Word, ...]
    box: Box
    column: Column | None = None

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        return self.box[3] - self.box[1]

    @property
    def text(self) -> str:
        """The words, with two spaces where they stand far apart."""
        return "  ".join(segment.text for segment in self.segments())

    @property
    def is_doubtful(self) -> bool:
        """Whether a word of it could not be read with confidence."""
        return any(word.is_doubtful for word in self.words)

    def segments(self) -> list[Word]:
        """The words joined up to the wide gaps."""
        parts: list[list[Word]] = []
        for word in self.words:
            if parts and word.box[0] - parts[-1][-1].box[2] < WIDE * (word.box[3] - word.box[1]):
                parts[-1].append(word)
            else:
                parts.append([word])
        return [join_words(part) for part in parts]


class PaperGrid(NamedTuple):
    """A table on one page. `columns`: where its columns stand, to know them again on the next page."""

    rows: list[list[Slot]]
    box: Box
    columns: tuple[float, ...]


class Note(NamedTuple):
    """What a reader of a page must know of how it was read; `type` is a finding's."""

    type: FindingId
    details: tuple[tuple[str, Detail], ...]


class Page(NamedTuple):
    """A page's lines outside of tables, and its tables."""

    number: int
    lines: list[Line]
    grids: list[PaperGrid]
    notes: tuple[Note, ...] = ()
    struck: int = 0  # characters that are struck out and left out

    @property
    def size(self) -> int:
        """How many characters were read."""
        words = (word.text for line in self.lines for word in line.words)
        return size_of(words) + size_of(slot.text for grid in self.grids for row in grid.rows for slot in row)


def notes_to_findings(pages: Sequence[Page]) -> Iterator[Finding]:
    """Each note once, with all its pages."""
    numbers: dict[Note, list[int]] = {}
    for page in pages:
        for note in page.notes:
            numbers.setdefault(note, []).append(page.number)
    of_struck = share_to_severity(sum(page.struck for page in pages), sum(page.size for page in pages))
    for note, found in numbers.items():
        details = {"pages": tuple(found), **dict(note.details)}
        if note.type == "struck-out":
            yield Finding.of(note.type, of_struck, what=Reason.of("struck-on-paper", **details))
        else:
            yield Finding.of(note.type, "info", **details)


def excerpt_of(text: str) -> str:
    """The text for a note: its start, where it is long."""
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def join_words(words: Sequence[Word]) -> Word:
    """The words of one line as one."""
    text = join_lines(word.text for word in words)
    return Word(text, around(word.box for word in words), any(word.is_doubtful for word in words))


def words_to_lines(words: Iterable[Word]) -> list[Line]:
    """The words by lines, top to bottom."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.box[1] + word.box[3], word.box[0])):
        if groups and _are_level(groups[-1][0].box, word.box):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [to_line(group) for group in groups]


def lines_to_text(lines: Iterable[Line]) -> str:
    """The lines of a cell as one."""
    return join_lines(join_words(line.words).text for line in lines)


def overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """The length that two stretches share; negative: the gap between them."""
    return min(a[1], b[1]) - max(a[0], b[0])


def rounded(box: Box) -> Box:
    """The box to a tenth of a point."""
    left, top, right, bottom = (round(side, 1) for side in box)
    return left, top, right, bottom


def _are_level(a: Box, b: Box) -> bool:
    """Whether the middles are at one height; heads of two levels stand half a line apart."""
    apart = abs((a[1] + a[3]) - (b[1] + b[3])) / 2
    return apart < LEVEL * min(a[3] - a[1], b[3] - b[1])


def to_line(words: Sequence[Word], column: Column | None = None) -> Line:
    """Words that stand at one height as a line."""
    ordered = tuple(sorted(words, key=lambda word: word.box[0]))
    return Line(ordered, around(word.box for word in ordered), column)
