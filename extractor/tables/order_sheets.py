"""A grid of the form read in printed order: pipes and heads are passed over, the form's sums say what each number is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.forms import Form, GridDefinition
from extractor.records import Finding
from extractor.tables.alignment import KnownCells
from extractor.tables.order_across import read_across
from extractor.tables.order_aligned import find_alignment
from extractor.tables.order_columns import OpenCell, OrderReading, SheetColumns, open_cells, unplaced
from extractor.tables.order_labels import Found, Line, grid_to_labels
from extractor.tables.order_places import Labelled
from extractor.tables.order_regions import Region
from extractor.tables.order_rows import RowShape, region_values, run_to_blocks
from extractor.tables.order_solving import Solved, Solver, heading_parts, line_name
from extractor.tables.order_tokens import Tokens, Value, runs_of
from extractor.tables.order_turned import read_turned
from extractor.tables.printed import PrintedRow, undivided
from extractor.tables.sheets import Sheet

MOST_VALUES = 1_000  # in one table; those of the forms have 175
LONG_NUMBER = 5  # digits that no page's number has


class OrderReader:
    """Reads the regions of one sheet."""

    def __init__(self, sheet: Sheet, grid: GridDefinition, form: Form, known: KnownCells) -> None:
        self.sheet = sheet
        self.labels = grid_to_labels(grid)
        self._title = grid.title
        self._columns = SheetColumns(sheet, form, known)
        self._solver = Solver(self._columns, self.labels)

    def read(self, region: Region, tokens: Tokens) -> OrderReading:
        """The rows of the region that are certain."""
        if self.sheet.is_across:
            return read_across(self._columns, self._title, region, tokens)
        shape = self._columns.shape
        values = region_values(region, shape, tokens)
        if len(values) > MOST_VALUES:
            doubt = unplaced(self._title, self._columns.all_keys, len(values), 0)
            return OrderReading(region, (), False, len(values), findings=(doubt,))
        if turned := read_turned(self._columns, self.labels, values, region, tokens):
            return turned
        shape = replace(shape, aligned=find_alignment(values, self.labels.columns, tokens).place)
        blocks, trailing = self._blocks(values, shape, region, tokens)
        if shape.relations:
            blocks = _without_strays(blocks)
        solved = self._solver.solve(blocks, trailing, self._undivided(region, tokens))
        return self._to_reading(region, blocks, solved, values)

    def _blocks(
        self, values: Sequence[Value], shape: RowShape, region: Region, tokens: Tokens
    ) -> tuple[list[Labelled], int]:
        """The region's blocks with their labels, and how many labels stand behind the last value."""
        blocks: list[Labelled] = []
        begin, last = tokens.hans_between(region.start, region.end)
        runs = list(runs_of(values, tokens, self.labels.columns))
        sharing = Counter(line for run in runs for line in {value.line for value in run})
        for run in runs:
            first, end = begin, tokens.hans_between(run[0].start, run[0].start)[0]
            found = self.labels.ending(tokens, first, end) if end > first else None
            count = self._count(tokens, first, end, found)
            is_level = (
                found is not None and tokens.line_of(tokens.han_starts[found.last - 1]).number == run[0].line
            )
            is_beside = is_level and sharing[run[0].line] == 1
            name = line_name(found.line) if found else None
            for n, block in enumerate(run_to_blocks(run, shape, tokens)):
                labelled = Labelled(block, name, is_beside, count, is_level and not is_beside)
                blocks.append(Labelled(block, None, False, 0) if n else labelled)
            begin = tokens.hans_between(run[-1].start, run[-1].start)[0]
        return blocks, self._count(tokens, begin, last, None)

    def _count(self, tokens: Tokens, first: int, last: int, found: Found | None) -> int:
        """How many labels of rows stand among the characters."""
        within = [f for f in self.labels.within(tokens, first, last) if not f.line.parts]
        extra = found is not None and not any(f.last >= found.first for f in within)
        return len(within) + extra

    def _undivided(self, region: Region, tokens: Tokens) -> list[Line]:
        """The headings that may be printed as one row: no label of those under them is to be found."""
        first, last = tokens.hans_between(*region)
        text = tokens.han_text[first:last]
        named = {found.line.name for found in self.labels.within(tokens, first, last)}
        return [
            line
            for line in self.labels.lines
            if line.parts and not named & set(line.parts) and any(label in text for label in line.texts)
        ]

    def _to_reading(
        self, region: Region, blocks: Sequence[Labelled], solved: Solved, values: Sequence[Value]
    ) -> OrderReading:
        rows: list[PrintedRow] = []
        unread: list[OpenCell] = []
        findings: list[Finding] = []
        for name, (b, r) in solved.spots.items():
            block = blocks[b].block
            if parts := heading_parts(self.labels.lines, name):
                findings.append(self._one_row(name, parts))
                continue
            left = [block.ways[n][r] for n in solved.ways[b]] if block.ways else []
            row, unclear = self._columns.ways_to_row(self._columns.keys(name), left, region)
            rows += [row] if row else []
            unread += open_cells(unclear, block.values[0], region)
        findings += self._doubts(solved, values, unread)
        is_certain = solved.is_full and not unread
        return OrderReading(region, tuple(rows), is_certain, len(values), tuple(unread), tuple(findings))

    def _one_row(self, heading: str, parts: Sequence[str]) -> Finding:
        keys = tuple(key for part in parts for key in self._columns.keys(part))
        return undivided(heading, keys)

    def _doubts(
        self, solved: Solved, values: Sequence[Value], unread: Sequence[OpenCell]
    ) -> Sequence[Finding]:
        """What was not read, and why."""
        findings = []
        keys = tuple(cell.key for cell in unread)
        if not solved.is_whole:
            findings.append(
                Finding.of("search-stopped", "warning", self._columns.all_keys, title=self._title)
            )
        elif keys:
            counts = {"readings": solved.solutions, "cells": len(keys)}
            findings.append(Finding.of("several-readings", "warning", keys, title=self._title, **counts))
        if not solved.is_full:
            findings.append(unplaced(self._title, self._columns.all_keys, len(values), len(solved.spots)))
        return findings


def _without_strays(blocks: Sequence[Labelled]) -> list[Labelled]:
    """The blocks without lone numbers that no label names and no column has: feet of pages, and pieces of headings."""
    return [
        labelled
        for labelled in blocks
        if labelled.is_beside
        or labelled.is_joined
        or len(labelled.block.values) > 1
        or len(labelled.block.ways) == 1
        or len(labelled.block.values[0].text) >= LONG_NUMBER
    ]
