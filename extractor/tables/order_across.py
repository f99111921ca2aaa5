"""The sheet whose rows stand side by side over one line of numbers, read by the number of values and the sums."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.tables.order_columns import OrderReading, SheetColumns, open_cells, unplaced
from extractor.tables.order_regions import Region
from extractor.tables.order_rows import Block, Way, region_values, run_to_blocks
from extractor.tables.order_tokens import Tokens


def read_across(columns: SheetColumns, title: str, region: Region, tokens: Tokens) -> OrderReading:
    """The region's one line of numbers."""
    values = region_values(region, columns.shape, tokens)
    blocks = list(run_to_blocks(values, columns.shape, tokens)) if values else []
    rows = [block for block in blocks if len(block.values) > 1] or blocks
    ways = _ways(rows, columns.shape.width)
    row, unclear = columns.ways_to_row(columns.all_keys, ways, region) if ways else (None, [])
    is_certain = bool(ways) and not unclear
    findings = () if is_certain else (unplaced(title, columns.all_keys, len(values), 0),)
    cells = tuple(open_cells(unclear, rows[0].values[0], region)) if unclear else ()
    return OrderReading(region, (row,) if row else (), is_certain, len(values), cells, findings)


def _ways(rows: Sequence[Block], width: int) -> tuple[Way, ...]:
    """The ways to read the line, where there is but one."""
    if len(rows) != 1 or rows[0].rows != 1:
        return ()
    values = rows[0].values
    if len(values) == width and len({value.line for value in values}) == 1:
        return (values,)  # whole as it is printed, even if it does not add up
    return tuple(way[0] for way in rows[0].ways)
