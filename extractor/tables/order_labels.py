"""Which row of the form a text before numbers names, where labels are broken over lines, cut off or run into others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from extractor.forms import NUMBERING, GridDefinition, RowDefinition, fold_numbering, label_key
from extractor.language import fold
from extractor.tables.measures import behind_label
from extractor.tables.order_tokens import HAN, HANS, SEPARATORS, Tokens

MIN_LONG = 5  # characters by which a label can be told from words of a sentence
COUNTING = re.compile(r"(\d)[.、．]")
ARABIC = re.compile(r"\d")
COUNTED = re.compile(r"(?<!\d)(\d)[.、．]$")  # of the rows under a heading
BEGUN = re.compile(r"(?<!\d)(?P<number>\d)[.、．](?P<text>[^\d\s.、．]+)$")
MIN_BEGUN = 2  # characters
NUMBER_ENDS = frozenset(").、．:")
SPACES = f" {SEPARATORS}"


class Line(NamedTuple):
    """A row that may be printed: its place among the form's, and the ways to print its label.
    `parts`: the names of the rows that it stands for, where the rows under a heading are printed as one; `number`: by
    which the form counts it among those of its heading."""

    name: str
    texts: tuple[str, ...]  # longest first, Chinese characters alone
    parts: tuple[str, ...] = ()
    number: str = ""


class Found(NamedTuple):
    """A label in the text: of which row, and which of the Chinese characters are its own."""

    line: Line
    first: int
    last: int  # the one behind its last


def longest_of(texts: Iterable[str]) -> re.Pattern[str]:
    """The longest of the texts that stands somewhere; where there are none, nothing fits."""
    return re.compile("|".join(sorted(texts, key=len, reverse=True)) or "(?!)")


@dataclass(frozen=True)
class Labels:
    """The rows of a grid in the form's order, headings that have rows under them included."""

    lines: tuple[Line, ...]
    titles: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]  # the heads of each column
    beginnings: tuple[str, ...]  # all labels and headings; rows are numbered as chapters are

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The heads of all columns."""
        return tuple(sorted({head for heads in self.columns for head in heads}))

    @cached_property
    def long(self) -> re.Pattern[str]:
        """What fits labels that no sentence is likely to hold by accident."""
        texts = {text for line in self.lines for text in line.texts if len(text) >= MIN_LONG}
        return longest_of(texts)

    @cached_property
    def by_text(self) -> dict[str, Line]:
        """The line that each text names."""
        return {text: line for line in reversed(self.lines) for text in line.texts}

    def ending(self, tokens: Tokens, first: int, last: int) -> Found | None:
        """The label with which the characters from `first` to `last` end."""
        text = tokens.han_text[first:last]
        whole = (f for line in self.lines for t in line.texts if (f := _at_end(line, t, text, first)))
        found = [f for f in whole if self._is_apart(f, tokens, first)]
        if found:
            return max(found, key=lambda f: f.last - f.first)
        return self._cut_off(text, last) or self._counted(tokens, first, last)

    def _is_apart(self, found: Found, tokens: Tokens, first: int) -> bool:
        """Whether a short label stands by itself, and is no part of other words, nor the head of a column."""
        if found.last - found.first >= MIN_LONG:
            return True
        own = tokens.han_starts[found.first]
        line = tokens.line_of(own)
        before = line.folded[: own - line.start].rstrip(SPACES)
        if numbered := COUNTED.search(before):  # 2.其他 is the beginning of 2.其他法律行政法规禁止公开
            return numbered[1] == found.line.number or not found.line.number
        if not before or before[-1] in NUMBER_ENDS:
            return True
        if tokens.han_text[found.first : found.last] in self.heads:
            return False
        text = tokens.han_text[first : found.first]
        return not HAN.match(before[-1]) or text.endswith((*self.heads, *self.by_text))

    def _cut_off(self, text: str, last: int) -> Found | None:
        """The one label that begins as the text ends: the rest of it stands below its numbers."""
        for size in range(min(len(text), max(len(t) for t in self.by_text)), MIN_LONG - 1, -1):
            begun = {self.by_text[t] for t in self.by_text if t.startswith(text[-size:])}
            if begun:
                return Found(begun.pop(), last - size, last) if len(begun) == 1 else None
        return None

    def _counted(self, tokens: Tokens, first: int, last: int) -> Found | None:
        """The one label with its number that begins as the line does before its numbers: 2.其他法律, 3.危及“三."""
        end = tokens.hans_end(last)
        line = tokens.line_of(end - 1)
        begun = BEGUN.search(line.folded, 0, end - line.start)
        is_level = bool(line.folded[end - line.start :].strip(SPACES))
        text = han_only(begun["text"]) if begun and is_level else ""
        if begun is None or len(text) < MIN_BEGUN or last - len(text) < first:
            return None
        rows = [row for row in self.lines if row.number == begun["number"]]
        found = [row for row in rows if any(label.startswith(text) for label in row.texts)]
        return Found(found[0], last - len(text), last) if len(found) == 1 else None

    def within(self, tokens: Tokens, first: int, last: int) -> Iterator[Found]:
        """All labels among the characters that are long enough to be told from other words."""
        for match in self.long.finditer(tokens.han_text, first, last):
            yield Found(self.by_text[match[0]], match.start(), match.end())


@cache
def grid_to_labels(grid: GridDefinition) -> Labels:
    """The grid's labels as Chinese characters alone."""
    lines: list[Line] = []
    for i, row in enumerate(grid.rows):
        if row.key:
            number = COUNTING.match(fold(row.label or ""))
            texts = _texts((row.label or "", *row.also))
            lines.append(Line(row.key, texts, number=number[1] if number else ""))
        elif parts := _rows_under(grid.rows[i + 1 :]):
            lines.append(Line("", _texts((row.heading or "",)), parts))
    columns = tuple(_texts((column.label, *column.also)) for column in grid.columns)
    beginnings = _texts(row.label or row.heading or "" for row in grid.rows)
    return Labels(tuple(lines), _texts((grid.title, *grid.also)), columns, beginnings)


def _rows_under(rows: Sequence[RowDefinition]) -> tuple[str, ...]:
    """The rows that a heading has under it: those numbered 1, 2, 3 up to the first that is not."""
    names: list[str] = []
    for row in rows:
        if not row.key or not ARABIC.match(row.label or ""):
            break
        names.append(row.key)
    return tuple(names)


def _texts(labels: Iterable[str]) -> tuple[str, ...]:
    """Each label with what stands in its brackets and without, without its numbering, longest first."""
    texts = set()
    for label in labels:
        bare = NUMBERING.sub("", fold_numbering(label))
        texts |= {han_only(bare), han_only(label_key(label))}
    return tuple(sorted(texts - {""}, key=lambda text: (-len(text), text)))


def han_only(text: str) -> str:
    """The Chinese characters of the text, folded."""
    return "".join(HANS.findall(fold(text)))


def _at_end(line: Line, label: str, text: str, first: int) -> Found | None:
    """The label, where the text ends with it; measure words may follow it."""
    start = text.rfind(label, max(0, len(text) - len(label) - 3))
    if start < 0 or not behind_label().fullmatch(text, start + len(label)):
        return None
    return Found(line, first + start, first + len(text))
