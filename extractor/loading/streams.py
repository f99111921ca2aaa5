"""Tables that were flattened to one cell a line, with nothing but their numbers to tell them from text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.loading.cells import (
    BLANKS,
    GAP,
    LINE_LIMIT,
    LONE_AMOUNT,
    Block,
    Line,
    Piece,
    is_amount,
    is_label,
    is_value,
    split,
    split_columns,
    split_values,
    stripped,
)
from extractor.loading.page_numbers import count_alone, count_pages, find_in_brackets, is_page_footer
from extractor.records import TableCell

# Tuned together on the statutory forms and on pages of prose: do not change one alone.
MIN_CELLS = 8
MIN_LINES = 8  # unless a line holds a whole row: a few lines of 主动公开 1027条 are a list in a paragraph
ROW_CELLS = 3
MIN_FLAT = 8  # values on one line; the smallest table of the forms that fills a line has as many
MIN_AMOUNTS = 4
# Label, unit and value alternate at 1 in 3; the review table's wrapped heads leave 15 numbers in 53 cells.
MIN_SHARE = 0.25
MAX_HEAD = 40  # the review table's heads, each broken over two lines


class Entry(NamedTuple):
    """A line that may belong to a table, cut into cells."""

    line: int
    pieces: list[Piece]
    amounts: int
    values: int


def find_plain_streams(lines: Sequence[Line]) -> Iterator[Block]:
    """Runs of short lines of which a good part are numbers."""
    if len(LONE_AMOUNT.findall("\n".join(line.text for line in lines))) < MIN_AMOUNTS:
        return
    for run in _entry_runs(lines):
        for entries in _split_at_long_heads(run):
            if _is_table(entries):
                yield Block(entries[0].line, entries[-1].line, "stream", _entries_to_cells(entries))


def _entry_runs(lines: Sequence[Line]) -> Iterator[list[Entry]]:
    run: list[Entry] = []
    # Those set in from the margin: at it numbers are cells.
    pages = set(count_pages([line.text if line.text[:1].isspace() else "" for line in lines]))
    texts = [line.text for line in lines]
    pages.update(find_in_brackets(texts), count_alone(texts))
    for i, line in enumerate(lines):
        body = line.text.strip(BLANKS)
        length = sum(map(len, body.split()))  # the gaps that align columns are no text
        if not body or i in pages or (length < LINE_LIMIT and is_page_footer(body)):
            continue
        entry = _line_to_entry(i, line) if length < LINE_LIMIT else None
        entry = entry or _flat_table_to_entry(i, line)
        if entry:
            run.append(entry)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _line_to_entry(number: int, line: Line) -> Entry | None:
    """The line's cells, or None for a line of prose."""
    pieces = [value for part in split_columns(line) for value in split_values(part)]
    values = [is_value(piece.text) for piece in pieces]
    if not all(value or is_label(piece.text) for value, piece in zip(values, pieces, strict=True)):
        return None
    return Entry(number, pieces, sum(is_amount(piece.text) for piece in pieces), sum(values))


def _flat_table_to_entry(number: int, line: Line) -> Entry | None:
    """A whole table that was copied as one line; None for a paragraph."""
    if len(line.text.split()) < MIN_FLAT:
        return None
    pieces = split(stripped(*line), GAP)
    values = [is_value(piece.text) for piece in pieces]
    # Where no number has a second digit they stand apart, and nothing tells which ones go together.
    is_apart = all(len(piece.text) == 1 for value, piece in zip(values, pieces, strict=True) if value)
    if is_apart or sum(values) < max(MIN_FLAT, MIN_SHARE * len(pieces)):
        return None
    is_plain = all(value or is_label(piece.text) for value, piece in zip(values, pieces, strict=True))
    return (
        Entry(number, pieces, sum(map(is_amount, (p.text for p in pieces))), sum(values))
        if is_plain
        else None
    )


def _split_at_long_heads(run: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """The stretches from a table's head to its last value, parted where only labels follow for long."""
    valued = [i for i, entry in enumerate(run) if entry.values]
    begin = 0
    for position, i in enumerate(valued):
        if position + 1 == len(valued) or valued[position + 1] - i > MAX_HEAD:
            yield _without_long_head(run[begin : i + 1])
            begin = i + 1


def _without_long_head(entries: Sequence[Entry]) -> Sequence[Entry]:
    """A page's menu may stand before a table; the head is no longer than the share of values allows."""
    first = next(i for i, entry in enumerate(entries) if entry.values)
    cells, values = _count_cells(entries[first:])
    longest = min(MAX_HEAD, int(values / MIN_SHARE) - cells)
    return entries[max(0, first - max(0, longest)) :]


def _count_cells(entries: Sequence[Entry]) -> tuple[int, int]:
    """The cells of the entries, and how many of them hold values."""
    return sum(len(entry.pieces) for entry in entries), sum(entry.values for entry in entries)


def _is_table(entries: Sequence[Entry]) -> bool:
    cells, values = _count_cells(entries)
    amounts = sum(entry.amounts for entry in entries)
    is_long = len(entries) >= MIN_LINES or any(len(entry.pieces) >= ROW_CELLS for entry in entries)
    enough = cells >= MIN_CELLS and amounts >= MIN_AMOUNTS and values >= MIN_SHARE * cells
    return is_long and enough and not _is_count(entries)


def _is_count(entries: Sequence[Entry]) -> bool:
    """Page links and calendars count 1, 2, 3 on; a table does not."""
    numbers = [p.text for entry in entries for p in entry.pieces if is_value(p.text)]
    return numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _entries_to_cells(entries: Sequence[Entry]) -> tuple[TableCell, ...]:
    pieces = [piece for entry in entries for piece in entry.pieces]
    return tuple(TableCell(p.text, p.start, p.end, 0, column) for column, p in enumerate(pieces))
