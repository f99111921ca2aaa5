"""Tables with one cell a line whose empty cells are blank lines: as many lines behind each label as there are columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.tables.order_tokens import TextLine, Tokens, Value

MOSTLY = 0.9  # of the stretches between labels, so many have a line for each column: no blank line parts anything else


def blank_lines(lines: Sequence[TextLine], width: int, tokens: Tokens) -> Iterator[Value]:
    """The empty cells of the region's rows, where the lines show that they are printed one below the other."""
    stacks = list(_stacks(lines, tokens))
    whole = [stack for stack in stacks if len(stack) == width and all(map(_is_cell, stack))]
    if width > 1 and not _ends_blank(whole) and whole and len(whole) >= MOSTLY * len(stacks):
        for line in (line for stack in whole for line in stack if not line.text.strip()):
            yield Value(line.start, line.start, "", line.number, line.group, is_void=True)


def _stacks(lines: Sequence[TextLine], tokens: Tokens) -> Iterator[list[TextLine]]:
    """The lines between labels."""
    for has_label, group in groupby(lines, key=lambda line: _has_label(line, tokens)):
        if not has_label:
            yield list(group)


def _ends_blank(stacks: Sequence[Sequence[TextLine]]) -> bool:
    """Whether all rows with numbers begin with a blank line, or end with one: then it parts them from their labels."""
    filled = [stack for stack in stacks if any(line.text.strip() for line in stack)]
    ends = [[stack[n].text.strip() for stack in filled] for n in (0, -1)]
    return len(filled) > 1 and not all(map(any, ends))


def _has_label(line: TextLine, tokens: Tokens) -> bool:
    return tokens.has_hans(line.start, line.start + len(line.text))


def _is_cell(line: TextLine) -> bool:
    """Whether the line is empty, or one number and nothing else."""
    values = line.values
    return not line.text.strip() or [value.text for value in values] == [line.text.strip()]
