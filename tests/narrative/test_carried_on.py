"""Numbers whose item stands elsewhere: before another year's, in the heading, behind a single case, before parts of a sum."""

from __future__ import annotations

import pytest
from support import exact, to_claims, to_document, to_segments, whole

from extractor.forms.editions import find_form
from extractor.narrative import tell_single_cases
from extractor.pipeline import sentences_to_claims
from extractor.records import Number

Offers = dict[str, set[Number]]

OWN_YEAR: dict[str, tuple[str, Offers]] = {
    "behind-another-year": (
        "2014年收到政府信息公开申请46件,2015年收到31件,减少15件。",
        {"requests.received": {31}},
    ),
    "behind-a-running-total": (
        "自2008年5月施行至今,已累计受理政府信息公开申请118件,其中2015年受理34件。",
        {"requests.received": {34}},
    ),
    "behind-some-months": (
        "1至10月受理政府信息公开申请17件,11月、12月又受理4件,全年共受理21件。",
        {"requests.received": {21}},
    ),
    "years-in-turn": ("2014年、2015年分别收到政府信息公开申请16件、23件。", {"requests.received": {23}}),
    "another-year-in-turn": ("2013年、2014年分别收到政府信息公开申请16件、23件。", {}),
    "another-verb": ("2014年收到政府信息公开申请46件,2015年公开31件。", {}),
    "another-unit": ("2014年收到政府信息公开申请46件,2015年收到31万元。", {}),
}


@pytest.mark.parametrize(("text", "owned"), OWN_YEAR.values(), ids=OWN_YEAR)
def test_a_number_of_the_reports_own_year(text: str, owned: Offers) -> None:
    assert exact(text) == owned


SUMS: dict[str, tuple[str, Offers]] = {
    "levels-of-one-item": (
        "规范性文件方面,省级制发386件、市县制发7214件,全省共计7600件。",
        {"disclosure.normative_issued": {7600}},
    ),
    "several-times-one-item": (
        "参加市政府新闻发布会3次、自办新闻发布会8次,合计11次。",
        {"response.press_conferences": {11}},
    ),
    "a-name-before-them-all": (
        "发布政策解读稿件,文字类52篇,图解类36篇,共88篇。",
        {"response.policy_interpretations": {88}},
    ),
    "ways-of-a-total": (
        "在县政府网站发布信息12条,在部门网站发布信息3条,总计15条。",
        {"disclosure.website": {3, 12}, "disclosure.total": {15}},
    ),
    "no-sum": (
        "参加市政府新闻发布会3次、自办新闻发布会8次,合计12次。",
        {"response.press_conferences": {3, 8}},
    ),
}


@pytest.mark.parametrize(("text", "owned"), SUMS.values(), ids=SUMS)
def test_what_numbers_of_one_item_come_to(text: str, owned: Offers) -> None:
    assert exact(text) == owned


def told_below(text: str) -> Offers:
    """The numbers that sentences below headings surely tell, by item."""
    document = to_document(text)
    sentences = to_segments(text).sentences
    claims = sentences_to_claims(sentences, find_form("2014"), 2015)
    assert whole(document).end == len(text)
    told: Offers = {}
    for claim in (claim for one in claims for claim in one.numbers if claim.is_sure):
        for key in claim.owners:
            told.setdefault(key, set()).add(claim.number.value)
    return told


HEADED: dict[str, tuple[str, Offers]] = {
    "bare": ("(一)收到申请数\n14件。其中网络9件。", {"requests.received": {14}, "requests.online": {9}}),
    "behind-a-word": ("(二)制发规范性文件总数\n全年7件,全部上网。", {"disclosure.normative_issued": {7}}),
    "of-other-things": ("(一)收到申请数\n14条措施落实到位。", {}),
    "not-the-first": (
        "(一)收到申请数\n工作平稳。14件。",
        {},
    ),
    "two-names": ("(一)当面申请和网络申请\n14件。", {}),
}


@pytest.mark.parametrize(("text", "owned"), HEADED.values(), ids=HEADED)
def test_a_number_below_a_heading_that_names_it(text: str, owned: Offers) -> None:
    told = told_below(text)
    assert {key: told.get(key) for key in owned} == owned
    assert owned or "requests.received" not in told


def test_what_became_of_a_single_case() -> None:
    told = told_below("受理申请2件。其中一件索要收费文件,属于同意公开;另一件要统计数,按信息不存在作了答复。")
    assert told["replies.granted"] == {1}
    assert told["replies.nonexistent"] == {1}


@pytest.mark.parametrize(
    "text",
    [
        "其中一件索要收费文件,属于同意公开;另一件索要名册,也属于同意公开。",  # two of them
        "同意公开3件。其中一件索要收费文件,属于同意公开。",  # counted elsewhere
        "其中一家企业要求公开,属于同意公开。",  # no case is counted
    ],
)
def test_single_cases_that_do_not_tell_how_many(text: str) -> None:
    assert 1 not in told_below(text).get("replies.granted", set())


def test_other_sentences_stay_as_they_are() -> None:
    claims = to_claims("收到政府信息公开申请16件,同意公开9件。")
    assert tell_single_cases(claims, find_form("2014")) == claims
