"""Statistics of agreement against published values, and the tallies that they are made of."""

from __future__ import annotations

import math

import pytest

from extractor.compare.agreement import Agreement, Compared, cross_classes, find_difference, group_cells
from extractor.compare.sides import SILENT, Value
from extractor.compare.statistics import kappa, mcnemar
from extractor.ids import Status
from extractor.records import Number


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((20, 5, 10, 15), 0.4),  # the usual textbook example: 50 proposals, two readers
        ((45, 15, 25, 15), 0.1304),  # same observed agreement of 60 %,
        ((25, 35, 5, 35), 0.2593),  # other margins
        ((10, 0, 0, 10), 1.0),
        ((0, 10, 10, 0), -1.0),
    ],
)
def test_kappa(table: tuple[int, int, int, int], expected: float) -> None:
    assert kappa(*table) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("table", [(0, 0, 0, 0), (7, 0, 0, 0), (0, 0, 0, 7)])
def test_kappa_needs_something_to_measure(table: tuple[int, int, int, int]) -> None:
    assert kappa(*table) is None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (9, 2, 0.06543),  # the example of R's exact2x2
        (6, 16, 0.05248),  # a common example of the exact test with few discordant pairs
        (16, 6, 0.05248),
        (5, 5, 1.0),
        (0, 0, 1.0),
        (10, 0, 2 / 2**10),
        (3000, 2000, 0.0),
    ],
)
def test_mcnemar(first: int, second: int, expected: float) -> None:
    assert mcnemar(first, second) == pytest.approx(expected, abs=5e-6)


def compared(a: Value, b: Value, key: str = "requests.received") -> Compared:
    return Compared("r", "2014", key, key.split(".")[0], a, b)


def given(value: Number, status: Status = "reported") -> Value:
    return Value(value, status)


BLANK, STROKE = Value(None, "blank"), Value(None, "not_applicable")


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        (given(1), given(1), None),
        (given(3900, "approximate"), given(3900), None),
        (given(0, "none_stated"), given(0), None),
        (given(1), given(2), "value"),
        (given(1), SILENT, "only_a"),
        (BLANK, given(0), "only_b"),
        (given(0, "derived"), given(0), "class"),
        (given(0, "derived"), given(3), "value"),
        (given(0, "derived"), SILENT, "class"),
        (BLANK, STROKE, "class"),
        (BLANK, BLANK, None),
    ],
)
def test_kinds_of_conflict(a: Value, b: Value, kind: str | None) -> None:
    assert find_difference(compared(a, b)) == kind


def test_tallies() -> None:
    cells = [
        compared(given(1), given(1)),
        compared(given(1), given(2)),
        compared(given(1), SILENT, "review.total"),
        compared(given(0, "derived"), SILENT, "review.other"),
    ]
    groups = group_cells(cells)
    assert groups["overall"] == {"all": Agreement(both=2, same=1, a_only=1, neither=1, same_class=2)}
    assert set(groups["block"]) == {"requests", "review"}
    assert {name: tally.cells for name, tally in groups["class"].items()} == {"given": 3, "derived": 1}
    overall = groups["overall"]["all"]
    assert (overall.value_agreement, overall.class_agreement) == (0.5, 0.5)
    assert overall.kappa is not None and math.isclose(overall.kappa, 0.5)
    assert cross_classes(cells)["given", "not_stated"] == 1
    assert (Agreement().value_agreement, Agreement().class_agreement, Agreement().kappa) == (None, None, None)
