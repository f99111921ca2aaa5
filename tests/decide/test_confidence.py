"""How likely a value is right: what speaks for it raises that, what speaks against it lowers it."""

from __future__ import annotations

import pytest
from support import candidate

from extractor.decide.assign import candidates_to_decisions
from extractor.decide.confidence import decisions_to_signs, load_calibration, rate_decisions
from extractor.forms.editions import find_form
from extractor.forms.identities import check_identities
from extractor.records import Candidate, Decision, Reason

FORM = find_form("2014")
KEY, ON_TIME, EXTENDED = "requests.closed", "requests.closed_on_time", "requests.closed_extended"
RULES, PRINTED = candidate(KEY, 9, "regex"), candidate(KEY, 9, "grid")
DOUBTED = candidate(KEY, 7, "regex", status="unreadable", accepted=False, why=Reason.of("plan"))
PARTS = (candidate(ON_TIME, 8, "regex"), candidate(EXTENDED, 1, "regex"))


def confidence(*candidates: Candidate) -> float:
    made = rate(*candidates)[KEY].confidence
    assert made is not None
    return made


def rate(*candidates: Candidate) -> dict[str, Decision]:
    made = candidates_to_decisions(candidates, FORM)
    return rate_decisions(made, check_identities(FORM, made))


def test_only_a_value_that_is_given_has_one() -> None:
    made = rate(RULES)
    assert {key for key, decision in made.items() if decision.confidence is not None} == {KEY}
    assert 0 < confidence(RULES) < 1


@pytest.mark.parametrize(
    ("less", "more"),
    {
        "a printed cell": ((RULES,), (PRINTED,)),
        "a reading that was doubted": ((RULES, DOUBTED), (RULES,)),
    }.values(),
)
def test_what_speaks_for_a_value_and_against_it(
    less: tuple[Candidate, ...], more: tuple[Candidate, ...]
) -> None:
    assert confidence(*less) < confidence(*more)


def test_a_sum_that_holds_never_speaks_against_its_values() -> None:
    assert confidence(RULES) <= confidence(RULES, *PARTS)


def test_every_weight_is_of_a_sign_that_is_looked_for() -> None:
    signs = decisions_to_signs(candidates_to_decisions([RULES], FORM), ())[KEY]
    assert set(load_calibration().weights) == set(signs)
