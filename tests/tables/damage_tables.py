"""Tables of the forms of 2019 and 2021 that came apart, made with the truth at hand: what each cell really holds.

`python tests/tables/damage_tables.py 10000` makes so many, reads them, and says how many cells were recovered; a value
that is given and is not the cell's is printed with its table.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from extractor.decide import candidates_to_decisions
from extractor.forms.editions import find_form
from extractor.ids import GIVEN
from extractor.loading.text_tables import text_to_tables
from extractor.records import Document, Excerpt
from extractor.tables.read import tables_to_candidates

FORMS = ("2019", "2021")
SIZES = (0, 1, 2, 5, 10)  # damaged rows in a table
GROUPS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
TITLE = "三、收到和处理政府信息公开申请情况"
NEXT = "四、政府信息公开行政复议、行政诉讼情况"
BALANCE = ("new", "carried_in", "total", "carried_out")
STYLES = ("pipes", "spaces", "lines", "fused")
Truth = dict[str, int | None]  # None: the cell is empty


@dataclass(frozen=True)
class Row:
    """A row as it will be printed: its label, the texts of its cells, and how both stand on lines."""

    name: str
    label: str
    cells: tuple[str, ...]
    style: str
    split: str = ""  # where the numbers stand when not beside the label


@dataclass(frozen=True)
class Made:
    """A table's text, and what is true of its cells."""

    form: str
    text: str
    truth: Truth
    damages: tuple[str, ...] = field(default=())


def make_table(seed: int) -> Made:
    """The table with this number."""
    chance = random.Random(seed)
    form = chance.choice(FORMS)
    style = chance.choice(STYLES)
    numbers = _numbers(form, chance)
    rows = [
        Row(name, label, tuple(map(str, numbers[name])), style) if name else Row("", label, (), style)
        for name, label in _labels(form)
    ]
    count = chance.choice(SIZES)
    own = [n for n, row in enumerate(rows) if row.name]
    damages = []
    for n in sorted(chance.sample(own, count)):
        damage = chance.choice(DAMAGES)
        damages.append(f"{damage.__name__[1:]} {rows[n].name}")
        rows[n] = damage(rows[n], chance)
    heads, how = _heads(chance)
    lines = [TITLE, *heads, *(line for row in rows for line in _print(row, chance)), NEXT]
    text = ("" if style == "fused" else "\n").join(lines)
    if style == "fused":
        text = text.replace(NEXT, f" {NEXT}")
    truth = {
        f"requests.{row.name}.{group}": int(cell) if cell else None
        for row, cells in ((row, _true_cells(row, numbers)) for row in rows if row.name)
        for group, cell in zip((*GROUPS, "total"), cells, strict=True)
    }
    return Made(form, f"河湾市2022年政府信息公开工作年度报告\n{text}\n", truth, (style, how, *damages))


def _true_cells(row: Row, numbers: dict[str, tuple[int, ...]]) -> Sequence[str]:
    """What the row printed, before its cells ran together."""
    if row.split == "dropped":
        return [""] * 7
    whole = [str(number) for number in numbers[row.name]]
    return whole if "emptied" not in row.split else [cell if cell != "0" else "" for cell in whole]


@cache
def _labels(form: str) -> tuple[tuple[str, str], ...]:
    grid = next(grid for grid in find_form(form).definition.grids if grid.block == "requests")
    return tuple((row.key or "", row.label or row.heading or "") for row in grid.rows)


def _numbers(form: str, chance: random.Random) -> dict[str, tuple[int, ...]]:
    """Numbers of all rows in which every sum holds."""
    outcomes = [name for name, _ in _labels(form) if name and name not in BALANCE]
    busy = chance.choice((0.02, 0.1, 0.3))
    size = chance.choice((3, 40, 900))
    columns = [
        _column(outcomes, busy * (1 if n else 3), size if n == 0 else max(2, size // 10), chance)
        for n in range(6)
    ]
    names = [*outcomes, *BALANCE]
    rows = {name: [column[name] for column in columns] for name in names}
    return {name: (*row, sum(row)) for name, row in rows.items()}


def _column(outcomes: Sequence[str], busy: float, size: int, chance: random.Random) -> dict[str, int]:
    column = {name: chance.randint(1, size) if chance.random() < busy else 0 for name in outcomes}
    total = sum(column.values())
    out = chance.randint(0, size // 3 + 1) if chance.random() < busy else 0
    carried = chance.randint(0, total + out) if chance.random() < busy else 0
    return {**column, "total": total, "carried_out": out, "carried_in": carried, "new": total + out - carried}


def _heads(chance: random.Random) -> tuple[list[str], str]:
    kind = chance.choice(("whole", "whole", "lost", "shuffled", "broken"))
    heads = list(HEADS)
    if kind == "lost":
        return [], kind
    if kind == "shuffled":
        return ["法人或其他组织", "自然人 总计", " ".join(heads[1:6])], kind
    if kind == "broken":
        return [
            "申请人情况",
            "自然人 社会 法律 总计",
            "商业 科研",
            "公益 服务 其他",
            "企业 机构",
            "组织 机构",
        ], kind
    return ["申请人情况", " ".join(heads)], kind


def _print(row: Row, chance: random.Random) -> Iterator[str]:
    """The lines of the row."""
    if row.split == "dropped":
        return
    if not row.name:
        yield row.label
        return
    numbers = _join(row.cells, row.style)
    if "above" in row.split:
        yield from (numbers, row.label)
    elif "below" in row.split:
        yield from (row.label, numbers)
    elif "between" in row.split and len(row.label) > 8:
        middle = len(row.label) // 2
        yield from (row.label[:middle], numbers, row.label[middle:])
    elif row.style == "pipes":
        yield f"| {row.label} {numbers}"
    elif row.style == "lines":
        yield f"{row.label}\n{numbers}" if row.label else numbers
    else:
        yield f"{row.label}{'' if row.style == 'fused' else ' '}{numbers}"


def _join(cells: Sequence[str], style: str) -> str:
    if style == "pipes":
        return "| " + " | ".join(cells) + " |"
    if style == "lines":
        return "\n".join(cell for cell in cells if cell)
    return ("" if style == "fused" else " ").join(cell for cell in cells if cell)


def _label_lost(row: Row, chance: random.Random) -> Row:
    return replace(row, label="")


def _label_damaged(row: Row, chance: random.Random) -> Row:
    begin = chance.randrange(max(1, len(row.label) - 3))
    return replace(row, label=row.label[:begin] + row.label[begin + chance.randint(1, 4) :])


def _label_masked(row: Row, chance: random.Random) -> Row:
    begin = chance.randrange(max(1, len(row.label) - 2))
    return replace(row, label=row.label[:begin] + "**" + row.label[begin + 2 :])


def _numbers_fused(row: Row, chance: random.Random) -> Row:
    return replace(row, style="fused") if row.style == "spaces" else replace(row, cells=("".join(row.cells),))


def _two_in_a_cell(row: Row, chance: random.Random) -> Row:
    n = chance.randrange(len(row.cells) - 1)
    joined = row.cells[n] + (" " if chance.random() < 0.7 else "") + row.cells[n + 1]
    return replace(row, cells=(*row.cells[:n], joined, *row.cells[n + 2 :]))


def _row_split(row: Row, chance: random.Random) -> Row:
    return replace(row, split=chance.choice(("above", "below", "between")))


def _pipes_lost(row: Row, chance: random.Random) -> Row:
    return replace(row, style="spaces") if row.style == "pipes" else row


def _row_dropped(row: Row, chance: random.Random) -> Row:
    return replace(row, split="dropped")


def _cells_emptied(row: Row, chance: random.Random) -> Row:
    if row.style == "fused":
        return row  # digits that are not there leave no trace
    return replace(row, cells=tuple("" if cell == "0" else cell for cell in row.cells), split="emptied")


DAMAGES: tuple[Callable[[Row, random.Random], Row], ...] = (
    _label_lost,
    _label_damaged,
    _label_masked,
    _numbers_fused,
    _two_in_a_cell,
    _row_split,
    _pipes_lost,
    _row_dropped,
    _cells_emptied,
)


def read_table(made: Made) -> dict[str, float | None]:
    """What the program gives for the table's cells."""
    document = Document("made.txt", "0" * 64, "text/plain", made.text, tables=text_to_tables(made.text))
    excerpt = Excerpt(1, made.text.count("\n") + 1, 0, len(made.text), None)
    form = find_form(made.form)
    reading = tables_to_candidates(document.tables, form, 2022, source=(document, excerpt))
    decisions = candidates_to_decisions(reading.candidates, form)
    return {key: decision.value for key, decision in decisions.items() if decision.status in GIVEN}


def judge(made: Made) -> Counter[str]:
    """How many cells are right, false and missed."""
    given = read_table(made)
    counts: Counter[str] = Counter()
    for key, value in made.truth.items():
        if key in given:
            counts["right" if given[key] == value else "false"] += 1
        elif value is not None:
            counts["missed"] += 1
    counts["false"] += len(given.keys() - made.truth.keys())
    return counts


def main() -> None:
    """Makes tables and judges what is read of them."""
    total: Counter[str] = Counter()
    by_size: dict[str, Counter[str]] = {}
    for seed in range(int(sys.argv[1])):
        made = make_table(seed)
        counts = judge(made)
        total += counts
        by_size.setdefault(f"{len(made.damages) - 2:2} damaged rows, {made.damages[0]}", Counter()).update(
            counts
        )
        if counts["false"]:
            given = read_table(made)
            wrong = [(k, v, made.truth.get(k)) for k, v in given.items() if made.truth.get(k) != v]
            print(f"table {seed} {made.form} {made.damages}: {wrong[:9]}")
    for name, counts in sorted(by_size.items()):
        print(name, dict(counts))
    print(dict(total))


if __name__ == "__main__":
    main()
