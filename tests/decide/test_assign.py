"""From candidates to one decision a cell, and what is said where the sums do not hold."""

from __future__ import annotations

import pytest
from support import candidate, decision, decisions, details

from extractor.decide.assign import candidates_to_decisions, close_decisions
from extractor.decide.checks import decisions_to_findings
from extractor.decide.explained import find_explained
from extractor.forms.editions import find_form
from extractor.forms.identities import check_identities
from extractor.records import Candidate, Decision, Detail, Finding, Number, Reason

FORM = find_form("2014")
REST = ("review.corrected", "review.other", "review.pending")
KEY = "requests.closed"


def decide(*candidates: Candidate, key: str = KEY) -> Decision:
    return candidates_to_decisions(candidates, FORM)[key]


def findings(values: dict[str, Decision]) -> list[tuple[str, str]]:
    found = decisions_to_findings(values, check_identities(FORM, values))
    return [(f.type, f.severity) for f in found]


def test_every_cell_of_the_form_has_its_decision_in_order() -> None:
    made = candidates_to_decisions([], FORM)
    assert list(made) == [cell.key for cell in FORM.cells]
    assert {(d.value, d.status, d.backend) for d in made.values()} == {(None, "not_stated", None)}


def test_a_printed_cell_stands_before_what_sentences_say() -> None:
    made = decide(candidate(KEY, 7, "llm"), candidate(KEY, 9, "grid"))
    assert (made.value, made.backend, made.reason.id) == (9, "grid", "printed")
    assert len(made.candidates) == 2


def test_an_empty_printed_cell_stands_too() -> None:
    made = decide(candidate(KEY, 7, "llm"), candidate(KEY, None, "grid", status="blank"))
    assert (made.value, made.status, made.backend) == (None, "blank", "grid")


def test_of_two_printed_cells_the_filled_one_stands() -> None:
    made = decide(candidate(KEY, None, "grid", status="blank"), candidate(KEY, 9, "grid"))
    assert (made.value, made.status) == (9, "reported")


def test_two_tables_that_differ_are_disputed() -> None:
    made = decide(candidate(KEY, 8, "grid"), candidate(KEY, 9, "grid"))
    assert (made.value, made.status) == (None, "disputed")
    assert made.reason == Reason.of("tables-differ", values=("8", "9"))


def test_backends_that_agree_are_named() -> None:
    made = decide(candidate(KEY, 9, "regex"), candidate(KEY, 9, "llm"))
    assert (made.value, made.reason) == (9, Reason.of("agreement", backends=("llm", "regex")))


def test_a_second_backend_does_not_settle_what_one_backend_reads_twice() -> None:
    made = decide(candidate(KEY, 8, "regex"), candidate(KEY, 7, "regex"), candidate(KEY, 7, "llm"))
    assert (made.value, made.reason.id, len(made.candidates)) == (None, "disputed", 3)


def test_the_only_grounded_candidate_stands() -> None:
    made = decide(candidate(KEY, 9), candidate(KEY, 7, accepted=False))
    assert (made.value, made.reason.id) == (9, "sole")


def test_a_rejected_candidate_is_kept_and_never_chosen() -> None:
    made = decide(candidate(KEY, 7, accepted=False))
    assert (made.value, made.status, made.reason.id) == (None, "not_stated", "silent")
    assert [c.value for c in made.candidates] == [7]


def test_candidates_that_differ_are_disputed_with_both_kept() -> None:
    made = decide(candidate(KEY, 9, "regex"), candidate(KEY, 7, "llm"))
    assert (made.value, made.status, made.reason) == (
        None,
        "disputed",
        Reason.of("disputed", values=("7", "9")),
    )
    assert [c.value for c in made.candidates] == [9, 7]


def test_a_decision_keeps_the_evidence_and_status_of_its_candidate() -> None:
    chosen = candidate(KEY, 0, status="none_stated")
    made = decide(chosen)
    assert (made.status, made.evidence) == ("none_stated", chosen.evidence)


def test_the_identities_settle_a_dispute() -> None:
    made = decide(
        candidate(KEY, 9, "regex"),
        candidate(KEY, 7, "llm"),
        candidate("requests.closed_on_time", 6),
        candidate("requests.closed_extended", 1),
    )
    assert (made.value, made.backend, made.reason.id) == (7, "llm", "identities")


def test_identities_that_fit_neither_leave_the_dispute() -> None:
    made = decide(
        candidate(KEY, 9, "regex"),
        candidate(KEY, 7, "llm"),
        candidate("requests.closed_on_time", 5),
        candidate("requests.closed_extended", 1),
    )
    assert made.value is None and made.reason == Reason.of("disputed", values=("7", "9"))


def test_a_dispute_is_not_settled_by_a_rejected_candidate() -> None:
    made = decide(
        candidate(KEY, 9, "regex"),
        candidate(KEY, 8, "llm"),
        candidate(KEY, 7, "llm", accepted=False),
        candidate("requests.closed_on_time", 6),
        candidate("requests.closed_extended", 1),
    )
    assert made.reason == Reason.of("disputed", values=("8", "9"))


def test_closing_adds_derived_values_without_evidence() -> None:
    given = decisions({"review.total": 3, "review.upheld": 3})
    made = close_decisions(given, check_identities(FORM, given))["review.other"]
    assert (made.value, made.status, made.backend, made.evidence) == (0, "derived", None, None)
    assert (made.reason.id, dict(made.reason.details)["identity"]) == ("closed", "review")


def test_closing_changes_nothing_that_is_given() -> None:
    given = decisions({"review.total": 3, "review.upheld": 3})
    closed = close_decisions(given, check_identities(FORM, given))
    assert {k: d for k, d in closed.items() if d.status != "derived"} == {
        k: d for k, d in given.items() if closed[k].status != "derived"
    }


def staff(full: Number, *, sure: bool) -> dict[str, Decision]:
    """Nine people, of whom two work part time."""
    values = decisions({"capacity.staff": 9, "capacity.staff_part_time": 2})
    return values | {"capacity.staff_full_time": decision("capacity.staff_full_time", full, sure=sure)}


def test_sums_that_hold_say_nothing() -> None:
    assert findings(staff(7, sure=True)) == []


def test_terms_read_as_printed_put_the_blame_on_the_report() -> None:
    assert findings(staff(8, sure=True)) == [("identity-broken-by-report", "error")]


def test_a_term_read_less_surely_makes_the_reading_suspect() -> None:
    assert findings(staff(8, sure=False)) == [("identity-suspect-reading", "error")]


def test_the_severity_is_that_of_the_identity() -> None:
    assert findings(decisions({"review.total": 2, "review.upheld": 3})) == [
        ("identity-broken-by-report", "warning")
    ]


def failed(values: dict[str, Decision]) -> Finding:
    (finding,) = decisions_to_findings(values, check_identities(FORM, values))
    return finding


def test_a_failed_identity_shows_its_terms() -> None:
    finding = failed(staff(8, sure=True))
    assert details(finding) == {"identity": "staff", "left": 9, "right": 10, "sides": "9 = 8 + 2"}
    assert finding.keys == ("capacity.staff", "capacity.staff_full_time", "capacity.staff_part_time")


def test_a_missing_term_is_shown_as_unknown() -> None:
    finding = failed(decisions({"review.total": 2, "review.upheld": 3}))
    assert details(finding)["sides"] == "2 = 3 + ? + ?"


def test_large_sums_are_shown_in_full() -> None:
    values = decisions(
        {"requests.closed": 1234567, "requests.closed_on_time": 1234500, "requests.closed_extended": 60}
    )
    assert details(failed(values))["sides"] == "1234567 = 1234500 + 60"


def test_a_bound_is_shown_as_one() -> None:
    values = decisions({"response.press_conferences": 1, "response.press_conferences_led": 2})
    assert details(failed(values))["sides"] == "2 <= 1"


def test_a_dispute_is_a_finding() -> None:
    values = candidates_to_decisions([candidate(KEY, 9, "regex"), candidate(KEY, 7, "llm")], FORM)
    finding = failed(values)
    assert (finding.type, finding.keys) == ("disputed", (KEY,))
    assert details(finding) == {"key": KEY, "reason": Reason.of("disputed", values=("7", "9"))}


def differs(printed: Number, *told: Candidate) -> list[dict[str, Detail]]:
    made = candidates_to_decisions((candidate(KEY, printed, "grid"), *told), FORM)
    return [details(f) for f in decisions_to_findings(made, ()) if f.type == "narrative-differs"]


def test_a_sentence_that_differs_from_the_table_is_a_finding() -> None:
    assert differs(7, candidate(KEY, 8, "regex")) == [{"key": KEY, "printed": 7, "told": 8, "where": " (s1)"}]


def test_a_sentence_that_agrees_or_is_unsure_is_none() -> None:
    assert differs(7, candidate(KEY, 7, "regex")) == []
    assert differs(7, candidate(KEY, 8, "regex", exact=False)) == []
    assert differs(7, candidate(KEY, 8, "regex"), candidate(KEY, 9, "regex")) == []
    assert differs(7, candidate(KEY, 0, "regex", status="none_stated")) == []


def test_what_the_form_does_not_demand_is_no_fault() -> None:
    found = findings(decisions({"replies.total": 62, "requests.received": 64}))
    assert found == [("identity-not-demanded", "info")]


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("全年收到申请64件，答复62件，其余2件转入2016年办理。", True),
        ("全年收到申请64件，答复62件，尚有两件正在办理。", True),
        ("全年收到申请64件，答复62件，其余3件转入2016年办理。", False),
        ("全年收到申请64件，答复62件。举办培训2次。", False),
    ],
)
def test_a_rest_that_the_text_accounts_for_is_explained(text: str, explained: bool) -> None:
    made = decisions({"replies.total": 62, "requests.received": 64})
    checks = check_identities(FORM, made)
    found = find_explained(checks, FORM, text)
    assert ("rep-vs-received" in found) is explained
    kinds = {finding.type for finding in decisions_to_findings(made, checks, found)}
    assert ("identity-explained" in kinds) is explained


def test_a_grid_has_a_row_for_every_rest() -> None:
    made = decisions({"review.total": 6, "review.upheld": 4} | dict.fromkeys(REST, 0), form="2021")
    form = find_form("2021")
    assert find_explained(check_identities(form, made), form, "尚有2件未审结。") == frozenset()
