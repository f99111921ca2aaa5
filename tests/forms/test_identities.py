"""The sums of a form, held against values: they hold, fail or stay open, and leave some cells no choice."""

from __future__ import annotations

import pytest
from support import decision, decisions

from extractor.forms.editions import find_form
from extractor.forms.form import Identity
from extractor.forms.identities import Check, check_identities, check_identity, close_sums
from extractor.records import Decision, Number, Reason

Values = dict[str, Number | None]
REVIEW = ("review.total", "review.upheld", "review.corrected", "review.other")


def identity(kind: str = "sum", **changes: object) -> Identity:
    left, right = (("a",), ("b", "c")) if kind != "at_most" else (("a",), ("b",))
    options: dict[str, object] = {
        "left": left, "right": right, "previous": (), "severity": "error", "blank_is_zero": False, "scope": "report",
    }  # fmt: skip
    return Identity(id="x", kind=kind, **(options | changes))  # type: ignore[arg-type]


def check(values: Values, kind: str = "sum", **changes: object) -> Check:
    return check_identity(identity(kind, **changes), {k: decision(k, v) for k, v in values.items()})


SUMS: dict[str, tuple[Values, str]] = {
    "equal": ({"a": 5, "b": 2, "c": 3}, "holds"),
    "more": ({"a": 5, "b": 3, "c": 3}, "fails"),
    "less": ({"a": 5, "b": 1, "c": 3}, "fails"),
    "term-missing": ({"a": 5, "b": 2}, "open"),
    "term-missing-though-equal": ({"a": 5, "b": 5}, "open"),
    "term-missing-and-too-much": ({"a": 5, "b": 6}, "fails"),
    "total-missing": ({"b": 2, "c": 3}, "open"),
    "value-missing": ({"a": 5, "b": 2, "c": None}, "open"),
    "all-missing": ({}, "open"),
    "zeros": ({"a": 0, "b": 0, "c": 0}, "holds"),
    "money": ({"a": 0.3, "b": 0.1, "c": 0.2}, "holds"),
}


@pytest.mark.parametrize(("values", "outcome"), SUMS.values(), ids=SUMS)
def test_a_sum(values: Values, outcome: str) -> None:
    assert check(values).outcome == outcome


def test_a_check_shows_both_sums_and_what_is_missing() -> None:
    found = check({"a": 5, "b": 2})
    assert (found.left, found.right, found.missing) == (5, 2, ("c",))


EQUALS: dict[str, tuple[Values, str]] = {
    "equal": ({"a": 5, "b": 2, "c": 3}, "holds"),
    "unlike": ({"a": 5, "b": 2, "c": 4}, "fails"),
    "missing-and-too-much": ({"a": 5, "b": 6}, "open"),
}


@pytest.mark.parametrize(("values", "outcome"), EQUALS.values(), ids=EQUALS)
def test_an_equality_is_broken_only_by_known_terms(values: Values, outcome: str) -> None:
    assert check(values, "equal").outcome == outcome


AT_MOST: dict[str, tuple[Values, str]] = {
    "less": ({"a": 1, "b": 2}, "holds"),
    "same": ({"a": 2, "b": 2}, "holds"),
    "more": ({"a": 3, "b": 2}, "fails"),
    "missing": ({"a": 3}, "open"),
}


@pytest.mark.parametrize(("values", "outcome"), AT_MOST.values(), ids=AT_MOST)
def test_a_bound(values: Values, outcome: str) -> None:
    assert check(values, "at_most").outcome == outcome


def test_a_minus_subtracts() -> None:
    assert check({"a": 5, "b": 8, "c": 3}, right=("b", "-c")).outcome == "holds"


BLANKS: dict[str, tuple[str, bool, str]] = {
    "blank-counts-nothing": ("blank", True, "holds"),
    "stroke-counts-nothing": ("not_applicable", True, "holds"),
    "silence-stays-open": ("not_stated", True, "open"),
    "unreadable-stays-open": ("unreadable", True, "open"),
    "blank-where-blank-is-no-zero": ("blank", False, "open"),
}


@pytest.mark.parametrize(("status", "blank_is_zero", "outcome"), BLANKS.values(), ids=BLANKS)
def test_blank_is_zero_only_where_the_form_says_so(status: str, blank_is_zero: bool, outcome: str) -> None:
    values = {"a": decision("a", 5), "b": decision("b", 5)}
    values["c"] = Decision("c", None, status, "grid", Reason.of("printed"))  # type: ignore[arg-type]
    assert check_identity(identity(blank_is_zero=blank_is_zero), values).outcome == outcome


def test_identities_over_years_wait_for_the_other_report() -> None:
    form = find_form("2021")
    ids = {c.identity.id for c in check_identities(form, decisions({}, "2021"))}
    assert ids == {i.id for i in form.identities if i.scope != "cross_year"}
    assert len(ids) < len(form.identities)


def closed(values: Values, form: str = "2014") -> dict[str, Number]:
    given = decisions(values, form)
    found = close_sums(check_identities(find_form(form), given), given)
    return {key: value for key, (value, _) in found.items()}


def test_terms_that_equal_the_total_leave_zero_for_the_rest() -> None:
    assert closed({"review.total": 3, "review.upheld": 3}) == {"review.corrected": 0, "review.other": 0}


def test_a_total_of_zero_leaves_zero_for_all() -> None:
    assert closed({"review.total": 0}) == dict.fromkeys(REVIEW[1:], 0)


def test_the_single_missing_term_of_a_complete_sum_is_the_difference() -> None:
    assert closed({"requests.closed": 20, "requests.closed_on_time": 18}) == {"requests.closed_extended": 2}


def test_the_missing_total_of_a_complete_sum_is_the_sum() -> None:
    assert closed({"requests.closed_extended": 2, "requests.closed_on_time": 18}) == {"requests.closed": 20}


def test_an_incomplete_sum_has_no_difference_to_give() -> None:
    assert {i.severity for i in find_form("2014").identities if i.id == "review"} == {"warning"}
    assert closed({"review.total": 5, "review.upheld": 3, "review.corrected": 1}) == {}


def test_two_missing_terms_share_what_no_one_knows() -> None:
    assert closed({"capacity.staff": 9}) == {}


def test_a_failed_sum_closes_nothing() -> None:
    assert closed({"review.total": 2, "review.upheld": 3}) == {}


def test_only_silence_and_empty_cells_are_closed() -> None:
    values = decisions({"requests.closed": 20, "requests.closed_on_time": 20})
    for status, expected in (("blank", {0}), ("unreadable", set()), ("not_applicable", set())):
        cell = Decision("requests.closed_extended", None, status, "grid", Reason.of("printed"))  # type: ignore[arg-type]
        given = values | {cell.key: cell}
        found = close_sums(check_identities(find_form("2014"), given), given)
        assert {value for value, _ in found.values()} == expected


def test_money_is_closed_without_a_rounding_tail() -> None:
    found = closed({"capacity.staff": 0.3, "capacity.staff_full_time": 0.1})
    assert found == {"capacity.staff_part_time": 0.2}


@pytest.mark.parametrize(("printed", "derived"), [(4, {"requests.partial.total": 4}), (None, {})])
def test_an_empty_total_is_closed_by_its_terms(printed: int | None, derived: dict[str, Number]) -> None:
    form = find_form("2021")
    keys = [f"requests.partial.{c.key}" for c in form.definition.grids[-2].columns]
    values = {key: Decision(key, None, "blank", "grid", Reason.of("printed")) for key in keys}
    if printed is not None:
        values[keys[0]] = decision(keys[0], printed)
    checks = check_identities(form, values)
    own = [c for c in checks if keys[-1] in c.identity.left and c.identity.kind == "sum"]
    assert {c.outcome for c in own} == {"open"}
    assert {key: value for key, (value, _) in close_sums(checks, values).items()} == derived
