"""What values weigh, alone and under the form's sums."""

from __future__ import annotations

import pytest
from support import candidate

from extractor.decide.assign import candidates_to_decisions
from extractor.decide.settle import MOST_TRIED, settle
from extractor.decide.weights import find_owners, load_judging, weigh, weigh_values
from extractor.forms.editions import find_form
from extractor.records import Candidate, Evidence, Number, Reason

FORM = find_form("2014")
JUDGING = load_judging()
KEY, PARTS = "requests.closed", ("requests.closed_on_time", "requests.closed_extended")


def decide(*candidates: Candidate, key: str = KEY) -> tuple[Number | None, str, str]:
    made = candidates_to_decisions(candidates, FORM)[key]
    return made.value, made.status, made.reason.id


def rules(value: Number, key: str = KEY) -> Candidate:
    return candidate(key, value, "regex", why=Reason.of("named-in-clause"))


def likeness(value: Number, key: str = KEY, mark: tuple[int, int] = (5, 6)) -> Candidate:
    evidence = Evidence("sentence", "s1", 0, 9, "x" * 9, mark)
    return candidate(key, value, why=Reason.of("resembles"), exact=False, evidence=evidence)


def silence(key: str = KEY) -> Candidate:
    return candidate(key, None, status="not_stated", evidence=None, exact=False)


def doubted(value: Number) -> Candidate:
    return candidate(KEY, value, why=Reason.of("plan"), exact=False, doubt=-4)


def test_a_rejected_reading_weighs_nothing() -> None:
    assert weigh(candidate(KEY, 9, accepted=False)) == 0


def test_a_doubt_takes_from_a_reading() -> None:
    assert weigh(doubted(9)) == weigh(candidate(KEY, 9)) - 4


def test_the_readings_of_one_witness_do_not_add_up() -> None:
    assert weigh_values([rules(9), rules(9)], {}) == weigh_values([rules(9)], {})
    assert weigh_values([rules(9), candidate(KEY, 9)], {})[9] > weigh_values([rules(9)], {})[9]


def test_the_silence_of_a_witness_takes_from_what_the_other_says() -> None:
    assert weigh_values([rules(9), silence()], {})[9] == weigh_values([rules(9)], {})[9] + JUDGING.silence


@pytest.mark.parametrize(
    ("candidates", "made"),
    {
        "what the rules read outweighs what a clause resembles": (
            (rules(9), likeness(7)),
            (9, "reported", "outweighs"),
        ),
        "what only resembles is not given": ((likeness(7),), (None, "not_stated", "unsupported")),
        "what is doubted is not given": ((doubted(7),), (None, "not_stated", "silent")),
        "the silence of the model does not undo what the rules read": (
            (rules(9), silence()),
            (9, "reported", "sole"),
        ),
        "two readings of the rules are disputed": ((rules(9), rules(7)), (None, "disputed", "disputed")),
        "of two readings of the rules the model alone chooses none": (
            (rules(9), rules(7), candidate(KEY, 7)),
            (None, "disputed", "disputed"),
        ),
        "of two readings of the rules the one stands that a sum bears out": (
            (rules(9), rules(7), candidate(KEY, 7), rules(6, PARTS[0]), rules(1, PARTS[1])),
            (7, "reported", "identities"),
        ),
        "a sum supports what the model alone reads": (
            (likeness(7), rules(6, PARTS[0]), rules(1, PARTS[1])),
            (7, "reported", "identities"),
        ),
        "a sum that holds with the other value makes a dispute": (
            (rules(9), likeness(7), rules(6, PARTS[0]), rules(1, PARTS[1])),
            (None, "disputed", "disputed"),
        ),
        "a report that breaks its own sum is read as it is printed": (
            (rules(9), rules(6, PARTS[0]), rules(1, PARTS[1])),
            (9, "reported", "sole"),
        ),
    }.values(),
)
def test_the_judge(candidates: tuple[Candidate, ...], made: tuple[Number | None, str, str]) -> None:
    assert decide(*candidates) == made


def test_two_cells_with_a_choice_are_weighed_together() -> None:
    made = candidates_to_decisions(
        [rules(9), rules(7), rules(6, PARTS[0]), rules(4, PARTS[0]), rules(3, PARTS[1])], FORM
    )
    assert (made[KEY].value, made[PARTS[0]].value) == (None, None)  # 9 = 6 + 3 and 7 = 4 + 3
    made = candidates_to_decisions(
        [rules(9), rules(7), rules(6, PARTS[0]), rules(5, PARTS[0]), rules(3, PARTS[1])], FORM
    )
    assert (made[KEY].value, made[PARTS[0]].value) == (9, 6)


def test_a_number_that_another_cell_owns_weighs_less() -> None:
    owner = candidate("requests.received", 7, "regex", why=Reason.of("named-in-clause"))
    owner_mark = owner.evidence.mark if owner.evidence else None
    assert owner_mark is not None
    owners = find_owners([owner])
    assert weigh_values([likeness(7, mark=owner_mark)], owners)[7] == 1 + JUDGING.taken
    assert weigh_values([likeness(7)], owners)[7] == 1


def test_too_many_ways_are_not_tried() -> None:
    values: dict[Number | None, int] = {n: 4 for n in range(9)}
    choices = {cell.key: values for cell in FORM.cells if cell.block == "requests"}
    assert 10 ** len(choices) > MOST_TRIED
    assert settle(choices, {}, FORM) == choices


def test_what_was_rejected_is_not_held_against_the_sums() -> None:
    denied = candidate(PARTS[0], 0, "regex", status="none_stated", accepted=False)
    made = candidates_to_decisions([rules(9), rules(7), denied, rules(6, PARTS[0]), rules(1, PARTS[1])], FORM)
    assert (made[KEY].value, made[KEY].reason.id) == (7, "identities")  # 6 + 1, not 0 + 1
