"""What a sentence supports for a cell, how surely, and what is said of an answer that it does not."""

from __future__ import annotations

import pytest
from support import exact, offered, to_claims

from extractor.forms.editions import find_form
from extractor.narrative.readings import (
    Support,
    find_supports,
    refusal,
    sentence_evidence,
    support_to_candidate,
)
from extractor.records import Reason

FORM = find_form("2014")
RECEIVED = FORM.by_key["requests.received"]
FEES = FORM.by_key["fees.collected"]


def supports(text: str, key: str) -> list[Support]:
    return [s for claims in to_claims(text) for s in find_supports(claims, FORM.by_key[key])]


STATUSES: dict[str, tuple[str, str, float, str]] = {
    "reported": ("收到申请16件。", "requests.received", 16, "reported"),
    "approximate": ("主动公开信息3900余条。", "disclosure.total", 3900, "approximate"),
    "none": ("没有收到申请。", "requests.received", 0, "none_stated"),
    "printed-zero": ("收到申请0件。", "requests.received", 0, "reported"),
    "money-in-the-unit-of-the-form": ("收取费用86元。", "fees.collected", 0.0086, "reported"),
}


@pytest.mark.parametrize(("text", "key", "value", "status"), STATUSES.values(), ids=STATUSES)
def test_a_support_has_value_and_status(text: str, key: str, value: float, status: str) -> None:
    (support,) = supports(text, key)
    assert (support.value, support.status, support.exact) == (value, status, True)


def test_the_printed_number_stays_beside_the_converted() -> None:
    (support,) = supports("收取费用86元。", "fees.collected")
    assert (support.printed, support.value) == (86, 0.0086)


def test_a_number_named_in_the_clause_before_is_supported_less_surely() -> None:
    text = "收到申请情况较好,有16件。"
    assert offered(text) == {"requests.received": {16}} and exact(text) == {}


def test_a_number_several_clauses_away_is_not_supported() -> None:
    assert offered("网络申请方便,全市上下高度重视,专题研究,共计16件。") == {}


def test_a_number_of_another_item_supports_none_beside_it() -> None:
    assert offered("收到申请,其中网络申请9件。") == {"requests.online": {9}}


def test_a_refused_number_supports_nothing() -> None:
    assert supports("去年收到申请30件。", "requests.received") == []


def test_a_percentage_supports_no_count() -> None:
    assert supports("网络申请30%。", "requests.online") == []


REFUSALS: dict[str, tuple[str, float, Reason]] = {
    "no-such-number": ("收到申请16件。", 54, Reason.of("no-such-number", sentence=1, number=54)),
    "refused-number": ("去年收到申请30件。", 30, Reason.of("previous-year")),
    "another-item's": ("收取罚款30件。", 30, Reason.of("not-named", sentence=1, number=30)),
    "only-a-percentage": ("网络申请30%。", 30, Reason.of("no-such-number", sentence=1, number=30)),
}


@pytest.mark.parametrize(("text", "printed", "why"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_says_what_is_missing(text: str, printed: float, why: Reason) -> None:
    (claims,) = to_claims(text)
    assert refusal(claims, RECEIVED, printed) == why


def test_evidence_is_the_original_text_with_the_number_marked() -> None:
    text = "前言。\n收到申请 １６ 件。"
    claims = to_claims(text)[-1]
    (support,) = find_supports(claims, RECEIVED)
    evidence = sentence_evidence(claims, support.span, text)
    assert (evidence.kind, evidence.ref, evidence.text) == ("sentence", "s2", "收到申请 １６ 件。")
    assert text[evidence.start : evidence.end] == evidence.text
    assert evidence.mark is not None and text[slice(*evidence.mark)] == "１６"


def test_a_support_becomes_an_accepted_candidate() -> None:
    text = "没有收取费用。"
    (claims,) = to_claims(text)
    (support,) = find_supports(claims, FEES)
    candidate = support_to_candidate(support, claims, FEES, "llm", text)
    assert (candidate.key, candidate.value, candidate.status) == ("fees.collected", 0, "none_stated")
    assert candidate.accepted and candidate.exact and candidate.backend == "llm"
    assert candidate.why == Reason.of("denied")
