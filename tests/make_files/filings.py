"""Reports as an officer hands them in: sound ones of many sizes, and each with one slip of the hand.

The layout is the sample's; the numbers are made up so that all sums hold, and last year's report fits this year's.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from extractor.forms import find_form
from extractor.loading import load
from extractor.pipeline import Settings, extract_file
from make_files.sample import Block, Cell, Grid, read_sample

SAMPLE = Path(__file__).parent.parent / "documents" / "demo-2021.txt"
ISSUER = "青溪县水务局"
GROUPS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
CELL = re.compile(r"t(\d+)r(\d+)c(\d+)")
Values = dict[str, str]  # by key, as printed
Slip = Callable[[list[Block], "Filing"], list[Block]]


@dataclass(frozen=True)
class Filing:
    """A report to be filed: of which year, with what numbers, and the numbers of the year before."""

    year: int
    values: Values
    last: Values
    text: str


@cache
def places() -> dict[str, tuple[int, int, int]]:
    """Where in the sample's tables each cell stands: table, row and column, from 0."""
    settings = Settings(asker=lambda path: (_ for _ in ()).throw(AssertionError), readers=("grid",))
    (report,) = extract_file(SAMPLE, settings).reports
    offsets = {key: cell.evidence.start for key, cell in report.cells.items() if cell.evidence}
    cells = {
        cell.start: (table.number - 1, cell.row, cell.column)
        for table in load(SAMPLE).tables
        for cell in table.cells
    }
    return {key: cells[start] for key, start in offsets.items()}


def make_filing(seed: int, *, size: int = 9) -> Filing:
    """A sound report; a size of 0 is a body that had no request at all."""
    chance = random.Random(seed)
    before = _numbers(chance, size, carried_in={})
    carried = {group: int(before[f"requests.carried_out.{group}"]) for group in GROUPS}
    now = _numbers(chance, size, carried_in=carried)
    for kind in ("regulations", "normative"):
        stock = int(before[f"article20.{kind}.valid"])
        issued, repealed = int(now[f"article20.{kind}.issued"]), int(now[f"article20.{kind}.repealed"])
        now[f"article20.{kind}.valid"] = str(stock + issued - repealed)
    received, granted = now["requests.new.total"], now["requests.granted.total"]
    text = f"全年新收政府信息公开申请{received}件，其中予以公开{granted}件，均在法定期限内答复。"
    return Filing(2023, now, before, text)


def _numbers(chance: random.Random, size: int, carried_in: Mapping[str, int]) -> Values:
    form = find_form("2021")
    keys = [key for key in form.by_key if key.startswith("requests.")]
    rows = list(dict.fromkeys(key.split(".")[1] for key in keys))
    outcomes = [row for row in rows if row not in ("new", "carried_in", "total", "carried_out")]
    numbers: dict[str, int] = {}
    for group in GROUPS:
        for row in outcomes:
            numbers[f"requests.{row}.{group}"] = chance.randint(0, size) if chance.random() < 0.3 else 0
        done = sum(numbers[f"requests.{row}.{group}"] for row in outcomes)
        carried = carried_in.get(group, 0)
        new = max(done - carried, 0) + (chance.randint(0, 2) if size else 0)
        numbers[f"requests.total.{group}"] = done
        numbers[f"requests.new.{group}"], numbers[f"requests.carried_in.{group}"] = new, carried
        numbers[f"requests.carried_out.{group}"] = new + carried - done
    for row in rows:
        numbers[f"requests.{row}.total"] = sum(numbers[f"requests.{row}.{group}"] for group in GROUPS)
    for kind in ("review", "litigation_direct", "litigation_after_review"):
        parts = {part: chance.randint(0, size // 3) for part in ("upheld", "corrected", "other", "pending")}
        numbers |= {f"{kind}.{part}": number for part, number in parts.items()}
        numbers[f"{kind}.total"] = sum(parts.values())
    for kind, most in (("regulations", 1), ("normative", size)):
        numbers[f"article20.{kind}.issued"] = chance.randint(0, most)
        numbers[f"article20.{kind}.repealed"] = chance.randint(0, most)
        numbers[f"article20.{kind}.valid"] = 20 + most + chance.randint(0, 30)
    for kind in ("licences", "penalties", "compulsion"):
        numbers[f"article20.{kind}.decisions"] = chance.randint(0, 90 * size)
    values = {key: str(number) for key, number in numbers.items()}
    values["article20.fees.amount_wan"] = f"{chance.randint(0, 900 * size) / 100:.2f}" if size else "0"
    return values


def to_blocks(filing: Filing, *, last: bool = False) -> list[Block]:
    """The report in the sample's layout; with `last` that of the year before."""
    year, values = (filing.year - 1, filing.last) if last else (filing.year, filing.values)
    blocks: list[Block] = [
        f"{ISSUER}{year}年政府信息公开工作年度报告",
        f"本报告由{ISSUER}编制，所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
        "一、总体情况",
        "局机关" if last else filing.text,
        "二、主动公开政府信息情况",
    ]
    heads = iter(
        (
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
        )
    )
    for number, grid in enumerate(b for b in read_sample(SAMPLE) if isinstance(b, Grid)):
        own = {(row, column): values[key] for key, (t, row, column) in places().items() if t == number}
        cells = tuple(replace(c, text=own.get((c.row, c.column), c.text)) for c in grid.cells)
        blocks += [Grid(cells), next(heads)]
    return [*blocks, "主要问题是公开栏目更新不够及时，今后将加强督促检查。"]


def put(key: str, text: str) -> Slip:
    """The cell with another text."""
    return lambda blocks, filing: _with_cell(blocks, key, text)


def add(key: str, by: int) -> Slip:
    """The cell with a number too high or too low."""
    return lambda blocks, filing: _with_cell(blocks, key, str(int(filing.values[key]) + by))


def double(key: str) -> Slip:
    """A digit typed twice."""
    return lambda blocks, filing: _with_cell(blocks, key, filing.values[key] + (filing.values[key][-1]))


def swap(one: str, other: str) -> Slip:
    """Two neighbouring cells changed places."""

    def slip(blocks: list[Block], filing: Filing) -> list[Block]:
        changed = _with_cell(blocks, one, filing.values[other])
        return _with_cell(changed, other, filing.values[one])

    return slip


def write(old: str, new: str) -> Slip:
    """Other words in the text; {year} and {received} are the report's."""

    def slip(blocks: list[Block], filing: Filing) -> list[Block]:
        known = {
            "year": filing.year,
            "before": filing.year - 1,
            "received": filing.values["requests.new.total"],
        }
        was, now = old.format(**known), new.format(**known)
        assert any(isinstance(block, str) and was in block for block in blocks), was
        return [block.replace(was, now) if isinstance(block, str) else block for block in blocks]

    return slip


def drop_row(key: str) -> Slip:
    """The cell's row left out."""

    def slip(blocks: list[Block], filing: Filing) -> list[Block]:
        table, row, _ = places()[key]
        return _with_grid(blocks, table, lambda grid: Grid(tuple(_without_row(grid.cells, row))))

    return slip


def drop_table(number: int) -> Slip:
    """The whole table left out."""

    def slip(blocks: list[Block], filing: Filing) -> list[Block]:
        grid = [block for block in blocks if isinstance(block, Grid)][number]
        return [block for block in blocks if block is not grid]

    return slip


def as_last(prefix: str) -> Slip:
    """The numbers of that part taken over from last year's file."""

    def slip(blocks: list[Block], filing: Filing) -> list[Block]:
        for key in filing.values:
            if key.startswith(prefix):
                blocks = _with_cell(blocks, key, filing.last[key])
        return blocks

    return slip


def _with_cell(blocks: Sequence[Block], key: str, text: str) -> list[Block]:
    table, row, column = places()[key]

    def change(grid: Grid) -> Grid:
        return Grid(
            tuple(replace(c, text=text) if (c.row, c.column) == (row, column) else c for c in grid.cells)
        )

    return _with_grid(blocks, table, change)


def _with_grid(blocks: Sequence[Block], number: int, change: Callable[[Grid], Grid]) -> list[Block]:
    wanted = [block for block in blocks if isinstance(block, Grid)][number]
    return [change(block) if isinstance(block, Grid) and block is wanted else block for block in blocks]


def _without_row(cells: Sequence[Cell], row: int) -> list[Cell]:
    kept = []
    for cell in cells:
        if cell.row <= row < cell.row + cell.rowspan and cell.rowspan > 1:
            kept.append(replace(cell, rowspan=cell.rowspan - 1))
        elif cell.row != row:
            kept.append(replace(cell, row=cell.row - 1) if cell.row > row else cell)
    return kept
