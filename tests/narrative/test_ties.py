"""Which number belongs to which item, which numbers are no counts of the year, and of what there was none."""

from __future__ import annotations

import pytest
from support import exact, offered, to_claims

from extractor.forms.editions import find_form
from extractor.forms.form import Cell
from extractor.forms.units import in_form_unit
from extractor.language.numerals import NumberMention, find_numbers, parse_number
from extractor.narrative import ties
from extractor.records import Number, Reason

Offers = dict[str, set[Number]]

OWNED: dict[str, tuple[str, Offers]] = {
    "name-first": ("收到政府信息公开申请16件。", {"requests.received": {16}}),
    "name-colon": ("收到政府信息公开申请数:16件。", {"requests.received": {16}}),
    "number-first": ("其中,3件当面申请,10件网络申请。", {"requests.in_person": {3}, "requests.online": {10}}),
    "list-with-commas": (
        "收到申请16件,其中当面3件,网络9件,信函4件。",
        {"requests.received": {16}, "requests.in_person": {3}, "requests.online": {9}, "requests.mail": {4}},
    ),
    "list-with-enumeration-marks": (
        "收到申请16件,当面3件、网络9件、信函4件。",
        {"requests.received": {16}, "requests.in_person": {3}, "requests.online": {9}, "requests.mail": {4}},
    ),
    "name-serves-one-number": ("设置政府信息公开查阅点9个,接待1200人次。", {"capacity.reading_rooms": {9}}),
    "longer-name-wins": ("答复申请9件,同意部分公开4件。", {"replies.total": {9}, "replies.partial": {4}}),
    "two-units-tell-two-items": (
        "举办培训3次,培训120人次。",
        {"training.courses": {3}, "training.participants": {120}},
    ),
    "chinese-numeral": ("发生一起行政复议案件。", {"review.total": {1}}),
    "document-before-its-disclosure": (
        "制发规范性文件12件,主动公开10件。",
        {"disclosure.normative_issued": {12}, "disclosure.normative_disclosed": {10}},
    ),
    "led-by-whom": (
        "举办新闻发布会5次,其中主要负责同志参加2次。在线访谈4次,主要负责同志参加1次。",
        {
            "response.press_conferences": {5},
            "response.press_conferences_led": {2},
            "response.online_interviews": {4},
            "response.online_interviews_led": {1},
        },
    ),
    "no-name-runs-over-a-colon": (
        "请将收到政府信息公开申请总数改为:收到政府信息公开申请999件。",
        {"requests.received": {999}},
    ),
    "zero-in-digits": ("行政复议0件。", {"review.total": {0}}),
    "zero-in-a-numeral": ("行政复议案件零件。", {"review.total": {0}}),
    "outcome-is-no-total": ("发生行政诉讼5件,维持3件。", {"litigation.total": {5}, "litigation.upheld": {3}}),
    "not-of-disclosure": ("配备工作人员9名,接待1200人次。", {}),
    "nothing-named": ("全年走访群众3000人次。", {}),
}


@pytest.mark.parametrize(("text", "expected"), OWNED.values(), ids=OWNED)
def test_numbers_go_to_the_items_they_count(text: str, expected: Offers) -> None:
    assert offered(text) == expected


NOT_OF_THIS_YEAR: dict[str, str] = {
    "last-year": "去年收到申请30件。",
    "compared": "比上年的申请数30件多。",
    "other-year": "2013年收到申请30件。",
    "other-year-inherited": "2013年,网络申请30件,信函申请9件。",
    "over-the-years": "历年主动公开信息5000条。",
    "since": "自条例施行以来主动公开信息5000条。",
    "growth": "收到申请增加了30件。",
    "growth-rate": "收到申请同比增长30%。",
    "share": "网络申请占30%。",
    "share-in-words": "网络申请占百分之30。",
    "document-number": "收到申请依据第30号文件办理。",
}


@pytest.mark.parametrize("text", NOT_OF_THIS_YEAR.values(), ids=NOT_OF_THIS_YEAR)
def test_numbers_of_other_times_and_kinds_are_no_counts(text: str) -> None:
    assert offered(text) == {}


def test_the_latest_year_before_the_number_counts() -> None:
    assert offered("2014年收到申请30件,2015年收到申请40件。") == {"requests.received": {40}}
    assert offered("2014年收到申请30件,2015年收到申请40件。", year=2014) == {"requests.received": {30}}


def test_without_a_year_no_year_is_another() -> None:
    assert offered("2013年收到申请30件。", year=None) == {"requests.received": {30}}


def test_what_runs_over_the_years_by_its_nature_may() -> None:
    text = "主动公开信息618条,总计主动公开信息2739条。"
    assert offered(text, "2008-beijing", 2010) == {"disclosure.total": {618}, "disclosure.cumulative": {2739}}


PARTS: dict[str, tuple[str, Offers]] = {
    "levels": ("全市收到申请84件,市级部门收到申请34件,各县收到申请50件。", {"requests.received": {84}}),
    "among-which": ("全省主动公开信息900条,其中省级机关主动公开300条。", {"disclosure.total": {900}}),
    "inherited-over-a-comma": ("市级部门收到申请34件,其中网络申请30件。", {}),
    "back-to-the-whole": ("市级部门收到申请34件,全市网络申请80件。", {"requests.online": {80}}),
    "ends-with-the-sentence": ("市级部门收到申请34件。网络申请80件。", {"requests.online": {80}}),
    "whole-beside-a-level": ("全市各县区共收到申请84件。", {"requests.received": {84}}),
}


@pytest.mark.parametrize(("text", "expected"), PARTS.values(), ids=PARTS)
def test_a_level_of_government_is_not_the_whole(text: str, expected: Offers) -> None:
    assert offered(text) == expected


MERGED: dict[str, str] = {
    "and": "同意公开和部分公开申请的12件。",
    "enumeration": "同意公开、部分公开的申请12件。",
    "or": "同意公开或部分公开的申请12件。",
}


@pytest.mark.parametrize("text", MERGED.values(), ids=MERGED)
def test_a_number_of_two_items_belongs_to_neither(text: str) -> None:
    found = offered(text)
    assert "replies.granted" not in found and "replies.partial" not in found


@pytest.mark.parametrize("text", ["通过微博、微信公开信息214条。", "微博和微信公开信息214条。"])
def test_a_number_of_two_channels_is_not_the_total(text: str) -> None:
    assert offered(text) == {}


UNITS: dict[str, str] = {
    "issues-of-a-gazette": "政府公报12期。",
    "visits": "政府网站访问30万人次。",
    "places-for-requests": "网络申请平台9处。",
    "money-for-people": "专职人员9万元。",
}


@pytest.mark.parametrize("text", UNITS.values(), ids=UNITS)
def test_a_measure_word_of_another_family_counts_something_else(text: str) -> None:
    assert offered(text) == {}


def test_copies_of_a_gazette_are_not_what_it_published() -> None:
    assert offered("政府公报发行3000份。") == {}


@pytest.mark.parametrize(
    ("printed", "key", "value"),
    [
        ("86元", "fees.collected", 0.0086),
        ("3.5万元", "fees.collected", 3.5),
        ("1.2亿元", "capacity.budget", 12000),
        ("9件", "requests.received", 9),
    ],
)
def test_in_form_unit(printed: str, key: str, value: Number) -> None:
    cell: Cell = find_form("2014").by_key[key]
    number = parse_number(printed)
    assert number is not None and in_form_unit(number, cell) == pytest.approx(value)


NONE: dict[str, tuple[str, set[str]]] = {
    "not-received": ("未收到政府信息公开申请。", {"requests.received"}),
    "did-not-get": ("没有接到政府信息公开申请。", {"requests.received"}),
    "did-not-happen": ("全年未发生行政复议案件。", {"review.total"}),
    "no": ("全年无行政诉讼案件。", {"litigation.total"}),
    "did-not-exist": ("不存在行政复议案件。", {"review.total"}),
    "behind": ("行政诉讼没有。", {"litigation.total"}),
    "behind-zero": ("行政诉讼案件为零。", {"litigation.total"}),
    "fees": ("未收取任何费用。", {"fees.collected"}),
    "or-joined": ("没有发生行政复议或者行政诉讼案件。", {"review.total", "litigation.total"}),
    "mark-joined": ("没有行政复议、行政诉讼案件。", {"review.total", "litigation.total"}),
    "and-joined": ("未收到政府信息公开申请和投诉举报。", {"requests.received", "complaints.total"}),
    "verb-joined": ("全年未发生举报投诉和申请行政复议的情况。", {"complaints.total", "review.total"}),
    "of-another-kind": ("全年未召开新闻发布会和申请听证会。", {"response.press_conferences"}),
    "joined-behind": ("行政复议、行政诉讼均为零。", {"review.total", "litigation.total"}),
    "ends-at-the-semicolon": ("没有发生行政复议;行政诉讼2件。", {"review.total"}),
    "ends-at-the-comma": ("没有发生行政复议,发生行政诉讼2件。", {"review.total"}),
    "begins-after-the-comma": ("行政复议1件,没有行政诉讼。", {"litigation.total"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "keys"), NONE.values(), ids=NONE)
def test_what_a_clause_denies_is_zero(text: str, keys: set[str]) -> None:
    denied = {key for claims in to_claims(text) for key in claims.none}
    assert denied == keys


LAWSUITS = {"litigation_direct.total", "litigation_after_review.total"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("行政诉讼没有发生。", LAWSUITS),
        ("全年未发生行政诉讼案件。", LAWSUITS),
        ("全年无行政复议、行政诉讼。", {"review.total"}),  # beside other names it is none
        ("未发生行政复议案件,有人提起行政诉讼。", {"review.total"}),
        ("没有行政复议的案件经法院转为行政诉讼。", {"review.total"}),
    ],
)
def test_a_phrase_that_names_items_only_where_there_were_none_names_all_of_them(
    text: str, keys: set[str]
) -> None:
    denied = {key for claims in to_claims(text, form="2021", year=2021) for key in claims.none}
    assert denied == keys


def test_the_words_of_none_are_marked() -> None:
    (claims,) = to_claims("今年没有发生行政复议案件。")
    start, end = claims.none["review.total"]
    assert claims.sentence.text[start:end] == "没有"


NOT_NONE: dict[str, str] = {
    "free-of-charge": "政府公报免费赠阅,查阅费用免费。",
    "exception": "除白石县外没有收取费用。",
    "no-separate-count": "没有单独统计行政复议案件。",
    "rate": "申请按时办结率100%。",
    "not-in-time": "没有及时答复申请。",
    "impossible": "无法统计政府信息公开申请。",
    "no-denial": "积极应对行政复议案件。",
    "wireless": "无线电管理部门收到申请9件。",
    "no-item": "没有发生任何问题。",
}


@pytest.mark.parametrize("text", NOT_NONE.values(), ids=NOT_NONE)
def test_what_only_resembles_a_denial_is_no_zero(text: str) -> None:
    assert [claims.none for claims in to_claims(text)] == [{}]


def test_an_exception_before_the_comma_holds_too() -> None:
    assert [claims.none for claims in to_claims("除白石县外,各地没有收取费用。")] == [{}]


@pytest.mark.parametrize(
    "text",
    [
        "未因政府信息公开被申请行政复议和提起行政诉讼。",
        "没有发生申请行政复议、提起行政诉讼的情况。",
        "没有发生行政复议案件和行政诉讼案件。",
    ],
    ids=["and-verb", "mark-verb", "noun-and"],
)
def test_joined_with_a_verb_both_are_denied(text: str) -> None:
    denied = {key for claims in to_claims(text) for key in claims.none}
    assert denied == {"review.total", "litigation.total"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("全年无政府信息公开申请。", 0), ("共有16件政府信息公开申请。", 16), ("政府信息公开申请共16件。", 16)],
    ids=["none", "number-first", "name-first"],
)
def test_requests_are_named_without_a_verb_too(text: str, value: Number) -> None:
    assert offered(text).get("requests.received") == {value}


@pytest.mark.parametrize(
    "text", ["未发生一起行政诉讼案件。", "没有一起行政诉讼案件。", "无一件行政诉讼案件。"]
)
def test_not_a_single_one_is_none(text: str) -> None:
    assert offered(text) == {"litigation.total": {0}}


@pytest.mark.parametrize("verb", ["举办", "召开", "举行"])
def test_not_held_is_none(verb: str) -> None:
    assert offered(f"全年未{verb}新闻发布会。") == {"response.press_conferences": {0}}


def test_the_gazette_is_a_channel_like_the_others() -> None:
    assert offered("通过政府公报公开政府信息186条。") == {"disclosure.gazette": {186}}


@pytest.mark.parametrize(
    ("channel", "key"),
    [("政府网站", "website"), ("政务微博", "weibo"), ("政务微信", "wechat"), ("其他方式", "other_channels")],
)
def test_what_a_channel_published_is_not_the_total(channel: str, key: str) -> None:
    assert offered(f"通过{channel}公开政府信息186条。") == {f"disclosure.{key}": {186}}


def test_a_dismissed_claim_is_no_second_lawsuit() -> None:
    found = offered("行政诉讼2件,驳回原告诉讼请求1件。")
    assert found == {"litigation.total": {2}, "litigation.upheld": {1}}


def test_a_running_total_may_name_the_year_that_it_began_in() -> None:
    text = "自2008年以来,总计主动公开信息3418条。"
    assert offered(text, "2008-beijing", 2010) == {"disclosure.cumulative": {3418}}


REFUSALS: dict[str, tuple[str, Reason]] = {
    "previous-year": ("去年收到申请30件。", Reason.of("previous-year")),
    "other-year": ("2013年收到申请30件。", Reason.of("other-year", year=2013)),
    "several-years": ("历年收到申请30件。", Reason.of("several-years")),
    "one-level": ("市级部门收到申请30件。", Reason.of("part-of-bodies")),
    "merged": ("申请中同意公开和部分公开30件。", Reason.of("several-items")),
}


@pytest.mark.parametrize(("text", "why"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_says_why(text: str, why: Reason) -> None:
    (claims,) = to_claims(text)
    assert [claim.refusal for claim in claims.numbers if claim.number.value == 30] == [why]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("行政诉讼5件,其中1件由原告撤回起诉。", {"litigation.total": {5}, "litigation.other": {1}}),
        ("政府信息公开咨询326人次,其中现场咨询41人次。", {"consultations.total": {326}}),
        ("主动公开规范性文件19件,未公开的2件属于内部管理事项。", {"disclosure.normative_disclosed": {19}}),
        ("被依法纠错的那一件,我局已重新答复。", {}),
        ("收到申请两件;两项没有分开公布。", {"requests.received": {2}}),
        ("政府网站对360项行政审批项目实现了在线预受理。", {}),
        ("我要评论(0) 举报 收藏", {}),
        ("原告对一份取水许可的答复不服。", {}),
        ("发生一起行政诉讼。", {"litigation.total": {1}}),
        ("收到申请6件,答覆6件。", {"requests.received": {6}, "replies.total": {6}}),
        ("尚有4件未到答复期限。", {}),
    ],
)
def test_what_a_number_counts(text: str, found: dict[str, set[Number]]) -> None:
    assert exact(text) == found


def test_documents_sorted_by_attribute_are_no_requests() -> None:
    assert exact("按公开属性分,依申请公开459条,不予公开1535条。") == {}


def test_a_name_that_says_not_denies_nothing() -> None:
    (claims,) = to_claims("答复文书中,把不存在与不属于本机关混用的有3份。")
    assert claims.none == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "通过政府网站、政务微博、政务微信分别公开信息120条、30条和12条。",
            {"disclosure.website": {120}, "disclosure.weibo": {30}, "disclosure.wechat": {12}},
        ),
        ("行政复议、行政诉讼分别为2件和1件。", {"review.total": {2}, "litigation.total": {1}}),
        ("行政复议案件和行政诉讼案件各2件。", {"review.total": {2}, "litigation.total": {2}}),
    ],
)
def test_numbers_that_go_with_names_in_turn(text: str, found: Offers) -> None:
    assert exact(text) == found


def test_the_numbers_of_a_sentence_that_names_nothing_are_read_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Most sentences name nothing; what their numbers are is asked only where a model may know better."""
    sought: list[str] = []

    def find(text: str) -> tuple[NumberMention, ...]:
        sought.append(text)
        return find_numbers(text)

    monkeypatch.setattr(ties, "find_numbers", find)
    named, other = to_claims("收到申请16件。全县种植水稻32万亩。")
    assert (named.is_nobodys, other.is_nobodys) == (False, True)
    assert (other.keys, sought) == (frozenset(), [named.sentence.text])
    assert [(claim.number.value, claim.owners) for claim in other.numbers] == [(320_000, frozenset())]
    assert sought == [named.sentence.text, other.sentence.text]
