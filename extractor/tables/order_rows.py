"""Values between two labels -> the rows that they can be: line by line, column by column, short, or run together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from math import comb

from extractor.tables.order_cuts import LONGEST_COUNT, Relation, cut_values, join_values
from extractor.tables.order_stacked import blank_lines
from extractor.tables.order_tokens import (
    Span,
    TextLine,
    Tokens,
    Value,
    is_boxed,
    line_to_fields,
)

Way = tuple[Value | None, ...]  # a row: what stands in each column, None where nothing is printed
MOST_ROWS = 4  # of which the digits run together
MOST_PLACES = 200  # ways to place the values of a short row


@dataclass(frozen=True)
class Block:
    """Values that are so many rows, and the ways to read them; without ways it is not known which rows."""

    values: tuple[Value, ...]
    rows: int
    ways: tuple[tuple[Way, ...], ...]


def unaligned(values: Sequence[Value]) -> None:
    """No row, where nothing is known of how the columns stand."""


@dataclass(frozen=True)
class RowShape:
    """What is known of the rows of a sheet: how wide they are, and which of their columns add up."""

    width: int
    relations: tuple[Relation, ...]
    allows: Callable[[Way], bool]
    aligned: Callable[[Sequence[Value]], Way | None] = unaligned  # by where they stand in their line

    def sound(self, ways: Sequence[Sequence[Way]]) -> tuple[tuple[Way, ...], ...]:
        """The ways in which each row adds up."""
        return tuple(dict.fromkeys(tuple(way) for way in ways if all(self.allows(row) for row in way)))


def run_to_blocks(run: Sequence[Value], shape: RowShape, tokens: Tokens) -> Iterator[Block]:
    """The run's rows in printed order."""
    lines = [list(values) for _, values in groupby(run, key=lambda value: value.line)]
    loose: list[Value] = []
    for values in lines:
        ways = _line_to_ways(values, shape, tokens)
        if not ways:
            loose += values
            continue
        yield from _loose_to_blocks(loose, shape, tokens)
        loose = []
        yield Block(tuple(values), 1, shape.sound([[way] for way in ways]))
    yield from _loose_to_blocks(loose, shape, tokens)


def region_values(region: Span, shape: RowShape, tokens: Tokens) -> list[Value]:
    """The values of the region in printed order, with its empty cells where fields or blank lines show them."""
    lines = tokens.lines_within(*region)
    blanks = (*blank_rows(lines, shape, tokens), *blank_lines(lines, shape.width, tokens))
    return sorted([*tokens.values_between(*region), *blanks])


def blank_rows(lines: Sequence[TextLine], shape: RowShape, tokens: Tokens) -> Iterator[Value]:
    """The empty cells of lines that have a label and behind it an empty field for each column. Where numbers have lines
    of their own, the pipe behind a label ends its cell, and no empty one begins."""
    if shape.width == 1 and any(_is_numbers(line, tokens) for line in lines):
        return
    for line in lines:
        fields = line_to_fields(line)
        if any(tokens.has_hans(*field) for field in fields) and not line.values:
            yield from (value for value in _fields_to_way([], line, shape, tokens) or () if value)


def _is_numbers(line: TextLine, tokens: Tokens) -> bool:
    """Whether the line holds numbers and no label."""
    return bool(line.values) and not tokens.has_hans(line.start, line.start + len(line.text))


def _line_to_ways(values: Sequence[Value], shape: RowShape, tokens: Tokens) -> list[Way]:
    """The row that the values of a line are, by their number or by the fields that they stand in."""
    if len(values) == shape.width:
        return [tuple(values)]
    line = tokens.line_of(values[0].start)
    way = _fields_to_way(values, line, shape, tokens)
    if way is None:
        aligned = shape.aligned(values)
        return [aligned] if aligned else []
    is_closed = is_boxed(line) or not (way[-1] and way[-1].is_void)
    # An empty field at the end may be none: then there is one less, and two numbers stand in one of the others.
    return [way] if is_closed else [way, *cut_values(values, shape.width, shape.relations)]


def _fields_to_way(values: Sequence[Value], line: TextLine, shape: RowShape, tokens: Tokens) -> Way | None:
    """The values by field, where behind the label there is a field for each column."""
    fields = line_to_fields(line)
    texts = [n for n, field in enumerate(fields) if tokens.has_hans(*field)]
    behind = fields[texts[-1] + 1 :] if texts else fields
    held = [[v for v in values if start <= v.start < end] for start, end in behind]
    if len(behind) == shape.width + 1 and not held[-1]:  # closed by a separator
        behind, held = behind[:-1], held[:-1]
    if len(behind) != shape.width or any(len(inside) > 1 for inside in held):
        return None
    if sum(map(len, held)) != len(values):
        return None
    return tuple(
        inside[0] if inside else Value(*field, "", line.number, line.group, True)
        for field, inside in zip(behind, held, strict=True)
    )


def _loose_to_blocks(values: Sequence[Value], shape: RowShape, tokens: Tokens) -> Iterator[Block]:
    """Blocks of values that do not fill their lines."""
    while values:
        taken = _columns(values, shape) or _rest_to_block(
            values[: _count_before_columns(values, shape)], shape, tokens
        )
        yield taken
        values = values[len(taken.values) :]


def _count_before_columns(values: Sequence[Value], shape: RowShape) -> int:
    """How many of the values stand row by row before others column by column; all of them where none do."""
    for count in range(shape.width, len(values), shape.width):
        taken = _columns(values[count:], shape)
        if taken and taken.rows > 1 and taken.ways:
            return count
    return len(values)


def _columns(values: Sequence[Value], shape: RowShape) -> Block | None:
    """Rows that stand column by column, each column apart from the next."""
    stretches = [list(stretch) for _, stretch in groupby(values, key=lambda value: value.group)][
        : shape.width
    ]
    size = len(stretches[0])
    if len(stretches) < shape.width or any(len(stretch) != size for stretch in stretches):
        return None
    flat = [value for stretch in stretches for value in stretch]
    ways = [list(zip(*stretches, strict=True)), _slices(flat, shape.width)]
    return Block(tuple(flat), size, shape.sound(ways))


def _slices(values: Sequence[Value], width: int) -> list[Way]:
    return [tuple(values[i : i + width]) for i in range(0, len(values), width)]


def _rest_to_block(values: Sequence[Value], shape: RowShape, tokens: Tokens) -> Block:
    count, rest = divmod(len(values), shape.width)
    is_checked = bool(shape.relations) or len({value.line for value in values}) == len(values)
    if count and not rest and (count == 1 or is_checked):
        ways = [_slices(values, shape.width)]
        if count > 1 and len({value.line for value in values}) != count:
            ways.append([tuple(values[n::count]) for n in range(count)])
        return Block(tuple(values), count, shape.sound(ways))
    if len(values) < shape.width:
        if short := shape.sound([[way] for way in _short_ways(values, shape)]):
            return Block(tuple(values), 1, short)
        return _several_cut(values, shape)
    line = tokens.line_of(values[0].start)
    joined = join_values(values, shape.width, line.text, line.start)
    return Block(tuple(values), 1, shape.sound([[way] for way in joined]))


def _short_ways(values: Sequence[Value], shape: RowShape) -> Iterator[Way]:
    """Ways to read fewer values than columns: some cells are empty, or several run together."""
    cut = [way for v in _ends(values) for way in cut_values(v, shape.width, shape.relations)]
    yield from cut
    if (cut and any(len(v.text) >= shape.width for v in values)) or not all(map(_is_count, values)):
        return
    if comb(shape.width, len(values)) > MOST_PLACES:
        return
    for places in combinations(range(shape.width), len(values)):
        by_place = dict(zip(places, values, strict=True))
        yield tuple(by_place.get(i) for i in range(shape.width))


def _ends(values: Sequence[Value]) -> list[Sequence[Value]]:
    """The values, and where a label runs into the last, without or with the digit that may be the label's number."""
    ends = [values]
    if values[-1].is_open:
        ends.append(_without_last_digit(values))
    if values[-1].follower:
        ends.append(_with_follower(values))
    return ends


def _with_follower(values: Sequence[Value]) -> list[Value]:
    """The values with the digit that was taken for the number of the label behind them."""
    last = values[-1]
    longer = last._replace(end=last.end + 1, text=last.text + last.follower, follower="")
    return [*values[:-1], longer]


def _without_last_digit(values: Sequence[Value]) -> list[Value]:
    """The values without the digit that may number the label behind them."""
    last = values[-1]
    shorter = last._replace(end=last.end - 1, text=last.text[:-1])
    return [*values[:-1], shorter] if shorter.text else list(values[:-1])


def _is_count(value: Value) -> bool:
    """Whether a number is written so, and it is none of several that run together."""
    is_padded = value.text[0] == "0" and len(value.text) > 1 and value.text.isdigit()
    return not is_padded and len(value.text) <= LONGEST_COUNT


def _several_cut(values: Sequence[Value], shape: RowShape) -> Block:
    """Several rows whose digits run together."""
    for rows in range(2, MOST_ROWS + 1):
        relations = [
            Relation(tuple(i + n * shape.width for i in r.left), tuple(i + n * shape.width for i in r.right))
            for n in range(rows)
            for r in shape.relations
        ]
        if ways := [way for v in _ends(values) for way in cut_values(v, rows * shape.width, relations)]:
            return Block(tuple(values), rows, shape.sound([_slices(way, shape.width) for way in ways]))
    return Block(tuple(values), 1, ())
