"""The regex reader: what it takes, what it refuses, and what it leaves alone."""

from __future__ import annotations

import pytest
from support import to_claims

from extractor.forms.editions import find_form
from extractor.narrative.readings import claims_to_candidates
from extractor.records import Candidate, Number, Reason

FORM = find_form("2014")


def read(text: str) -> tuple[Candidate, ...]:
    return claims_to_candidates(to_claims(text), FORM, text)


def accepted(text: str) -> dict[str, list[tuple[Number | None, str]]]:
    found: dict[str, list[tuple[Number | None, str]]] = {}
    for candidate in read(text):
        if candidate.accepted:
            found.setdefault(candidate.key, []).append((candidate.value, candidate.status))
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年收到政府信息公开申请二十七件。", {"requests.received": [(27, "reported")]}),
        ("主动公开政府信息1.2万条。", {"disclosure.total": [(12000, "reported")]}),
        ("主动公开政府信息１,２３４条。", {"disclosure.total": [(1234, "reported")]}),
        ("主动公开政府信息3900余条。", {"disclosure.total": [(3900, "approximate")]}),
        ("没有发生行政诉讼案件。", {"litigation.total": [(0, "none_stated")]}),
        (
            "当面、网络、信函申请分别为18件、10件、7件。",
            {
                "requests.in_person": [(18, "reported")],
                "requests.online": [(10, "reported")],
                "requests.mail": [(7, "reported")],
            },
        ),
        (
            "行政复议3件,没有出现被依法纠错和其他情形;行政诉讼1件。",
            {
                "review.total": [(3, "reported")],
                "review.corrected": [(0, "none_stated")],
                "review.other": [(0, "none_stated")],
                "litigation.total": [(1, "reported")],
            },
        ),
        ("主动公开、同意公开和部分公开的10210件。", {}),
        ("网络申请占45.2%。", {}),
        ("收到申请46件,没有跨年办理的申请。", {"requests.received": [(46, "reported")]}),
        ("收到申请46件。共收到申请46件。", {"requests.received": [(46, "reported")]}),
        ("收到申请46件。共收到申请47件。", {"requests.received": [(46, "reported"), (47, "reported")]}),
    ],
)
def test_what_is_taken(text: str, found: dict[str, list[tuple[Number, str]]]) -> None:
    assert accepted(text) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2014年收到申请46件。", Reason.of("other-year", year=2014)),
        ("上年收到申请46件。", Reason.of("previous-year")),
        ("自2008年以来收到申请46件。", Reason.of("other-year", year=2008)),
        ("县级部门收到申请46件。", Reason.of("part-of-bodies")),
    ],
)
def test_what_is_refused_says_why(text: str, why: Reason) -> None:
    (candidate,) = read(text)
    assert (candidate.key, candidate.value, candidate.why) == ("requests.received", 46, why)
    assert not candidate.accepted and candidate.status == "unreadable" and candidate.evidence is not None


def test_the_number_is_marked() -> None:
    text = "全年收到政府信息公开申请二十七件。"
    (candidate,) = read(text)
    assert (
        candidate.backend == "regex"
        and candidate.evidence is not None
        and candidate.evidence.mark is not None
    )
    assert text[slice(*candidate.evidence.mark)] == "二十七"


def test_the_chapter_of_the_item_comes_first() -> None:
    text = "一、概述\n本年受理举报3件。\n二、举报投诉情况\n全年举报投诉5件。\n"
    assert accepted(text)["complaints.total"] == [(5, "reported")]
