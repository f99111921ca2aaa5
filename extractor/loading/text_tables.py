"""Finds the tables printed in running text, whatever the shape in which they survived."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.loading.cells import WIDE_GAP, Block, Line, text_to_lines
from extractor.loading.columns import TAB, find_spaced_grids, find_tab_grids
from extractor.loading.pipes import PIPE, find_pipe_grids, find_pipe_streams
from extractor.loading.streams import find_plain_streams
from extractor.records import Table

DIGIT = re.compile(r"\d")
Span = tuple[int, int]
Finder = Callable[[Sequence[Line]], Iterator[Block]]

# What each finder looks for, and the mark without which it need not look. The surest comes first: what one
# finder takes, the next do not see.
FINDERS: tuple[tuple[re.Pattern[str], Finder], ...] = (
    (PIPE, find_pipe_grids),
    (PIPE, find_pipe_streams),
    (TAB, find_tab_grids),
    (WIDE_GAP, find_spaced_grids),
    (DIGIT, find_plain_streams),
)


def text_to_tables(text: str, known: Sequence[Table] = (), closed: Sequence[Span] = ()) -> tuple[Table, ...]:
    """The known tables and those found around them, numbered in reading order; closed spans hold none."""
    taken = sorted([*closed, *((table.start, table.end) for table in known)])
    found = [table for start, end in _spans_between(text, taken) for table in _find(text, start, end)]
    ordered = sorted([*known, *found], key=lambda table: table.start)
    return tuple(replace(table, number=number) for number, table in enumerate(ordered, start=1))


def _spans_between(text: str, taken: Iterable[Span]) -> Iterator[Span]:
    begin = 0
    for start, end in taken:
        yield begin, max(begin, start)
        begin = end
    yield begin, len(text)


def _find(text: str, start: int, end: int) -> Iterator[Table]:
    runs: list[Sequence[Line]] = [text_to_lines(text, start, end)]
    for mark, find in FINDERS:
        if not mark.search(text, start, end):
            continue
        rest: list[Sequence[Line]] = []
        for run in runs:
            blocks = list(find(run))
            yield from (_block_to_table(block, run) for block in blocks)
            rest.extend(_lines_between(run, blocks))
        runs = rest


def _lines_between(run: Sequence[Line], blocks: Iterable[Block]) -> Iterator[Sequence[Line]]:
    begin = 0
    for block in blocks:
        yield run[begin : block.first]
        begin = block.last + 1
    yield run[begin:]


def _block_to_table(block: Block, run: Sequence[Line]) -> Table:
    """The table covers its lines whole, so that no pipe is left over for those who read the sentences."""
    return Table(0, block.shape, block.cells, run[block.first].start, run[block.last].end)
