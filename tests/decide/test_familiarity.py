"""How strange a clause is to an item: what was rightly read before is familiar, and the stranger of two values gives way."""

from __future__ import annotations

import pytest
from support import candidate

from extractor.decide.assign import candidates_to_decisions
from extractor.decide.confidence import rate_decisions
from extractor.decide.familiarity import evidence_to_pairs, load_familiar, rate_strangeness
from extractor.forms.editions import find_form
from extractor.records import Candidate, Evidence

FORM = find_form("2014")
KEY = "requests.received"
USUAL = "全年收到政府信息公开申请"
ODD = "窗口取号机上轮候叫号的酒类批发证换领申请"


def evidence(before: str, number: str, behind: str = "件。", start: int = 40) -> Evidence:
    """A sentence that begins somewhere in a document, with its number marked there."""
    text = f"{before}{number}{behind}"
    mark = (start + len(before), start + len(before) + len(number))
    return Evidence("sentence", "s1", start, start + len(text), text, mark)


def read(value: int, before: str, backend: str = "regex") -> Candidate:
    return candidate(KEY, value, backend)._replace(evidence=evidence(before, str(value)))


def test_the_pairs_are_those_of_the_numbers_own_clause() -> None:
    found = evidence_to_pairs(evidence("今年很忙,收到申请", "46", "件,办结40件。"))
    assert found == ["收到", "到申", "申请", "请#", "#件"]


def test_a_printed_cell_has_none() -> None:
    assert evidence_to_pairs(evidence("收到申请", "46")._replace(kind="cell")) == []
    assert evidence_to_pairs(None) == []
    assert rate_strangeness(KEY, None, {}) is None


def test_a_clause_is_as_strange_as_its_pairs_are_new() -> None:
    known = {KEY: frozenset({"收到", "到申", "申请"})}
    assert rate_strangeness(KEY, evidence("收到申请", "46"), known) == pytest.approx(2 / 5)
    assert rate_strangeness("requests.fax", evidence("收到申请", "46"), known) == 1


def test_what_reports_say_every_year_is_familiar() -> None:
    familiar = load_familiar()
    usual, odd = (rate_strangeness(KEY, evidence(text, "46"), familiar) or 0.0 for text in (USUAL, ODD))
    assert usual < 0.2 < 0.6 < odd


def test_the_value_of_the_far_stranger_clause_gives_way() -> None:
    decided = candidates_to_decisions([read(31, ODD), read(46, USUAL)], FORM)[KEY]
    assert (decided.value, decided.status) == (46, "reported")


def test_two_values_of_familiar_clauses_stay_disputed() -> None:
    decided = candidates_to_decisions([read(31, USUAL), read(46, USUAL)], FORM)[KEY]
    assert decided.status == "disputed"


def test_a_second_witness_outweighs_strangeness() -> None:
    readings = [read(31, ODD), read(31, ODD, "llm"), read(46, USUAL)]
    assert candidates_to_decisions(readings, FORM)[KEY].value != 46


def test_a_strange_clause_makes_its_value_less_sure() -> None:
    usual, odd = (
        rate_decisions(candidates_to_decisions([read(46, text)], FORM), ())[KEY].confidence
        for text in (USUAL, ODD)
    )
    assert usual is not None
    assert odd is not None
    assert odd < usual
