"""Where in a report's text the tables of a grid form stand, when nothing but their labels and titles tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.tables.order_labels import Found, Labels
from extractor.tables.order_stacked import blank_lines
from extractor.tables.order_tokens import Tokens, line_to_fields

MAX_APART = 200  # Chinese characters between two labels of one table; headings and feet of pages stand there
MIN_LABELS = 4
MIN_VALUES = 2  # for each label; a sentence that names rows has one number for each
FUSED = 5  # digits of a number that may be several
MIN_BEGINNING = 2  # characters by which a numbered row can be told from a chapter
MAX_HEAD = 160  # Chinese characters between a title and the first row's label
THOUSANDS = re.compile(r"\d,\d{3}")
PROSE_END = re.compile("[。；;！!？?]")
CHAPTER = re.compile(r"(?<![\u4e00-\u9fff])[一二三四五六七八九十]{1,2}、 ?(?=[\u4e00-\u9fff])")


class Region(NamedTuple):
    """A stretch of the text that holds a table, offsets within the document."""

    start: int
    end: int


def find_regions(labels: Labels, others: Sequence[str], tokens: Tokens) -> list[Region]:
    """The stretches that print many rows of the grid, from their heads to the next title or sentence."""
    found = list(labels.within(tokens, 0, len(tokens.han_text)))
    regions = []
    for cluster in _clusters(found, tokens):
        start, end = tokens.han_starts[cluster[0].first], tokens.han_starts[cluster[-1].last - 1]
        region = Region(_back(start, labels, tokens), _forth(end, labels, others, tokens))
        names = {label.line.name for label in cluster}
        cells = _count_cells(region, len(labels.columns), tokens)
        if len(names) >= MIN_LABELS and cells >= MIN_VALUES * len(names):
            regions.append(region)
    return regions


def find_titled(
    labels: Labels, heads: Sequence[str], others: Sequence[str], *, tokens: Tokens
) -> list[Region]:
    """The stretches behind a title of the grid in which its heads stand, up to the next title or sentence."""
    regions = []
    for title in labels.titles:
        for match in re.finditer(re.escape(title), tokens.han_text):
            start = tokens.hans_end(match.end())
            end = _before_prose(start, _forth(start, labels, others, tokens), tokens)
            text = tokens.hans(start, end)
            if any(head in text for head in heads):
                regions.append(Region(start, end))
    return [region for n, region in enumerate(regions) if region not in regions[:n]]


def _before_prose(start: int, end: int, tokens: Tokens) -> int:
    """The end of a table whose labels have no comma: where the line begins that has one, if there is such a line."""
    for line in tokens.lines_within(start, end):
        if "," in line.folded[: end - line.start] and not THOUSANDS.search(line.folded):
            return line.start
    return end


def _count_cells(region: Region, width: int, tokens: Tokens) -> int:
    """How many cells there seem to be: bare numbers and blank lines in place of some, fields between separators, or digits
    that run together."""
    bare = [value for value in tokens.values_between(*region) if value.text[-1:].isdigit()]
    lines = tokens.lines_within(*region)
    fields = sum(len(line_to_fields(line)) for line in lines)
    fused = sum(len(value.text) for value in bare if len(value.text) >= FUSED)
    blank = sum(1 for _ in blank_lines(lines, width, tokens))
    return max(len(bare) + blank, fields, fused // 3)


def _clusters(found: Sequence[Found], tokens: Tokens) -> Iterator[list[Found]]:
    """Labels that stand close to each other, with no end of a sentence between them."""
    cluster: list[Found] = []
    for label in found:
        if cluster and _are_parted(cluster[-1], label, tokens):
            yield cluster
            cluster = []
        cluster.append(label)
    if cluster:
        yield cluster


def _are_parted(label: Found, following: Found, tokens: Tokens) -> bool:
    if following.first - label.last > MAX_APART:
        return True
    start, end = tokens.han_starts[label.last - 1], tokens.han_starts[following.first]
    return PROSE_END.search(tokens.text(start, end)) is not None


def _back(start: int, labels: Labels, tokens: Tokens) -> int:
    """Where the table begins whose first label stands at `start`: behind its title, or the sentence before it."""
    _, last = tokens.hans_between(start, start)
    first = max(0, last - MAX_HEAD)
    before = tokens.han_starts[first] if first else tokens.lines[0].start
    text = tokens.text(before, start)
    ends = [before + match.end() for match in PROSE_END.finditer(text)]
    han = tokens.han_text[first:last]
    for title in labels.titles:
        if (at := han.rfind(title)) >= 0:
            ends.append(tokens.hans_end(first + at + len(title)))
    return max(ends, default=before)


def _forth(end: int, labels: Labels, others: Sequence[str], tokens: Tokens) -> int:
    """Where the table ends whose last known label stands at `end`. Rows are numbered as chapters are."""
    beginnings = tuple(text[:MIN_BEGINNING] for text in labels.beginnings)
    last_line = tokens.lines[-1]
    limit = last_line.start + len(last_line.text)
    first, last = tokens.hans_between(end + 1, limit)
    last = min(last, first + 2 * MAX_HEAD)
    limit = tokens.han_starts[last] if last < len(tokens.han_text) else limit
    ends = [limit]
    han = tokens.han_text[first:last]
    for title in others:
        if (at := han.find(title)) >= 0:
            ends.append(tokens.han_starts[first + at])
    text = tokens.text(end + 1, limit)
    if match := PROSE_END.search(text):
        ends.append(end + 1 + match.start())
    chapters = (m for m in CHAPTER.finditer(text) if not text.startswith(beginnings, m.end()))
    ends += [end + 1 + match.start() for match in chapters][:1]
    return min(ends)
