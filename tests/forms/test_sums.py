"""The form's sums as constraints: what they allow, confirm, and leave of several readings."""

from __future__ import annotations

import pytest

from extractor.forms import sums
from extractor.forms.editions import find_form
from extractor.forms.sums import UNKNOWN, Bounds, Sums

FORM = find_form("2021")
GROUPS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total")
OUTCOMES = next(i for i in FORM.identities if i.id == "outcomes[total]").right


def row(name: str, *numbers: float) -> dict[str, Bounds]:
    return {f"requests.{name}.{g}": (n, n) for g, n in zip(GROUPS, numbers, strict=True)}


def test_a_row_that_adds_up_is_allowed_and_another_is_not() -> None:
    known = Sums(FORM)
    assert known.allow(row("new", 3, 1, 0, 0, 0, 0, 4), {})
    assert not known.allow(row("new", 3, 1, 0, 0, 0, 0, 5), {})


def test_cells_beyond_a_total_are_not_allowed_even_where_others_are_unknown() -> None:
    known = Sums(FORM)
    granted = {"requests.granted.total": (9.0, 9.0)}
    assert known.allow(granted, {"requests.total.total": (9.0, 9.0)})
    assert not known.allow(granted, {"requests.total.total": (8.0, 8.0)})


def test_an_empty_cell_is_nought_among_the_terms_and_unknown_as_a_total() -> None:
    known = Sums(FORM)
    assert known.empty("requests.new.business") == (0, 0)
    assert known.empty("requests.new.total") == UNKNOWN


def test_a_sum_confirms_a_cell_only_where_all_its_cells_are_known() -> None:
    known = Sums(FORM)
    whole = row("new", 12, 0, 0, 0, 0, 0, 12)
    assert known.confirm("requests.new.natural_person", whole)
    assert not known.confirm("requests.new.natural_person", whole | {"requests.new.other_org": UNKNOWN})


def test_settling_keeps_what_stands_in_some_solution() -> None:
    """Which of two readings of one row is right, only the column's sum tells."""
    rest = {key: (0.0, 0.0) for name in OUTCOMES for key in row(name.split(".")[1], *[0] * 7)}
    granted = [row("granted", 1, 2, 0, 0, 0, 0, 3), row("granted", 2, 1, 0, 0, 0, 0, 3)]
    others = {key: bounds for key, bounds in rest.items() if ".granted." not in key}
    settled = Sums(FORM).settle([granted, [others], [row("total", 2, 1, 0, 0, 0, 0, 3)]])
    assert (settled.ways, settled.solutions, settled.is_whole) == (((1,), (0,), (0,)), 1, True)


def test_settling_says_how_many_solutions_there_are() -> None:
    ways = [row("new", 1, 2, 0, 0, 0, 0, 3), row("new", 2, 1, 0, 0, 0, 0, 3), row("new", 2, 2, 0, 0, 0, 0, 3)]
    settled = Sums(FORM).settle([ways])
    assert (settled.ways, settled.solutions) == (((0, 1),), 2)


def test_settling_finds_none_where_no_reading_holds() -> None:
    settled = Sums(FORM).settle([[row("new", 1, 0, 0, 0, 0, 0, 3)]])
    assert (settled.ways, settled.solutions, settled.is_whole) == (((),), 0, True)


def test_settling_says_when_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "MOST_STATES", 3)
    names = [key.split(".")[1] for key in OUTCOMES[:4]]
    choices = [[row(name, n, 0, 0, 0, 0, 0, n) for n in range(4)] for name in names]
    rest = {k: b for key in OUTCOMES[4:] for k, b in row(key.split(".")[1], *[0] * 7).items()}
    settled = Sums(FORM).settle([*choices, [rest | row("total", 6, 0, 0, 0, 0, 0, 6)]])
    assert (settled.is_whole, settled.solutions) == (False, 0)
