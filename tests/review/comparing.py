"""What the tests of the pages over a whole store share: a store with a model's readings, one's own numbers, and people."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from browsing import served_app
from make_files.stores import fill_store

from extractor.money import load_prices
from extractor.review import Access, Beside, make_app, read_beside
from extractor.store import Action, CellAt, CellRead, Head, Step, Store, open_store

COUNT = 48
KEYS = ("requests.received", "requests.online")
OTHER, LACKING = 1000, "requests.online"


def price(model: str | None, prompt_tokens: int, completion_tokens: int) -> tuple[float, str] | None:
    found = load_prices().find(model)
    cost = found.cost(prompt_tokens, completion_tokens) if found else None
    return (cost.amount, cost.currency) if cost else None


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is made once, to be copied."""
    path = tmp_path_factory.mktemp("made") / "filled.db"
    with open_store(path, price=price) as opened:
        fill_store(opened, COUNT)
    return path


@pytest.fixture
def filled(made: Path, tmp_path: Path) -> Iterator[Store]:
    with open_store(shutil.copy(made, tmp_path / "filled.db"), price=price) as opened:
        yield opened


@pytest.fixture
def beside(filled: Store, tmp_path: Path) -> Beside:
    """The store's own numbers, but for the first report that has them: one of them is another, and one is lacking."""
    heads = list(filled.heads())
    values = {(read.head, read.key): read.value for read in filled.values(heads, KEYS)}
    first = first_of(values)
    rows = [[head.issuer, head.year, *(values.get((head, key), "") for key in KEYS)] for head in heads]
    rows[heads.index(first)][2:] = [OTHER, ""]
    return read_beside(str(write(tmp_path / "mine.csv", [["issuer", "year", *KEYS], *rows])), None, None)


@pytest.fixture
def overview(filled: Store, beside: Beside) -> Iterator[str]:
    """A site with something on each of these pages."""
    for number, read in enumerate(differing(filled)):
        decide(filled, read, (read.value or 0) + (number % 3 == 0))
    with served_app(make_app(filled, Access(), person="甲", audit=10, beside=beside)) as address:
        yield address


def first_of(values: dict[tuple[Head, str], float]) -> Head:
    return next(head for head, key in values if key == LACKING and (head, KEYS[0]) in values)


def write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def differing(store: Store) -> tuple[CellRead, ...]:
    return store.list_met("differ").rows


def decide(store: Store, read: CellRead, value: float, person: str = "王五") -> CellAt:
    """What a person says of the cell."""
    action: Action = "accept" if value == read.value else "correct"
    follows = store.decisions.of_cell(read.at).last
    step = Step(read.at, action, value, "reported", read.value, read.status, read.lines, person)
    store.decisions.add(step, follows)
    return read.at
