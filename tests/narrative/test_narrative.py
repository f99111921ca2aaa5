"""What offices write in sentences, in lists of entries and in lists inside brackets, and what the regex reader makes of it."""

from __future__ import annotations

import pytest
from support import identify, to_claims

from extractor.forms.editions import find_form
from extractor.language.folding import fold
from extractor.language.numerals import find_numbers
from extractor.narrative.readings import claims_to_candidates
from extractor.records import Number
from extractor.report.titles import Title, line_to_title

Read = dict[str, set[Number | None]]


def read(text: str, form: str = "2014") -> Read:
    """All that the reader accepts, by cell."""
    found: Read = {}
    for candidate in claims_to_candidates(to_claims(text, form), find_form(form), text):
        if candidate.accepted:
            found.setdefault(candidate.key, set()).add(candidate.value)
    return found


OWNED: dict[str, tuple[str, Read]] = {
    "entries": ("申请总数:19件\n其中:1、当面申请:12件\n2、传真申请(件):7", {"requests.received": {19}, "requests.in_person": {12}, "requests.fax": {7}}),
    "entry-with-a-verb": ("(三)依申请公开:收到6件;其中网络4件;", {"requests.received": {6}, "requests.online": {4}}),
    "no-entry": ("答复申请情况:3件同意公开。", {"replies.granted": {3}}),
    "zero-of-several": ("当面申请3件,信函、传真申请0件。", {"requests.in_person": {3}, "requests.mail": {0}, "requests.fax": {0}}),
    "all-zero": ("行政复议、行政诉讼均为0件。", {"review.total": {0}, "litigation.total": {0}}),
    "all-zero-behind-a-list": ("通过网络、信函等渠道提交的申请均为0件。", {"requests.online": {0}, "requests.mail": {0}}),
    "part-of-a-whole": ("行政诉讼6件,诉讼中5件维持。", {"litigation.total": {6}, "litigation.upheld": {5}}),
    "details-in-brackets": ("申请答复中,不予公开4件(涉及国家秘密3件)。", {"replies.denied": {4}, "replies.denied_state_secret": {3}}),
    "part-before-its-whole": ("申请中因涉及个人隐私不予公开的3件。", {"replies.denied_privacy": {3}, "replies.denied": {3}}),
    "part-before-its-whole-number-first": ("申请中1件因涉及国家秘密不予公开。", {"replies.denied_state_secret": {1}, "replies.denied": {1}}),
    "narrowed-name-is-no-total": ("收到申请9件。收到公民当面提交的信息公开申请4件。", {"requests.received": {9}, "requests.in_person": {4}}),
    "numbers-first-in-a-list": ("发生行政复议3件,2件被维持、1件被撤销。", {"review.total": {3}, "review.upheld": {2}, "review.corrected": {1}}),
    "taken-up-again": ("答复申请的结果:属于主动公开范围的,告知查阅途径,共28件。", {"replies.already_public": {28}}),
    "numeral-inside-a-phrase": ("全年仅收到一件信息公开申请。", {"requests.received": {1}}),
    "bare-rest": ("行政复议9件,维持6件,纠错1件,其他2件。", {"review.total": {9}, "review.upheld": {6}, "review.corrected": {1}, "review.other": {2}}),
    "rest-of-something-else": ("按内容分,征地拆迁64件,其他27件。", {}),
    "own-part-of-all-cases": ("受理行政复议案件216件,其中涉及政府信息公开的23件。", {"review.total": {23}}),
    "staff-of-both-kinds": ("全市共有信息公开专(兼)职人员113名。", {"capacity.staff": {113}}),
    "number-first-staff": ("共有37人从事政府信息公开工作,其中专职9人。", {"capacity.staff": {37}, "capacity.staff_full_time": {9}}),
    "circled-numbers": ("收到申请①当面申请5件②网上申请4件。", {"requests.in_person": {5}, "requests.online": {4}}),
    "trained": ("举办培训1次,60余人参加。", {"training.courses": {1}, "training.participants": {60}}),
    "who-is-trained-is-no-level": ("举办信息公开培训班1期,培训各县区、各部门联络员45人。", {"training.courses": {1}, "training.participants": {45}}),
    "fees-by-kind": ("收取检索费、复制费1240元,减免费用120元。", {"fees.collected": {0.124}}),
    "all-channels-together": ("通过各种渠道公开政府信息936条。", {"disclosure.total": {936}}),
    "a-site-by-another-name": ("通过县信息公开网公开信息126条。", {"disclosure.website": {126}}),
    "released": ("我局共发布信息1129条。", {"disclosure.total": {1129}}),
    "what-one-counts-once": ("主动公开政府信息数(不同渠道公开相同信息计1条) 375", {"disclosure.total": {375}}),
    "long-list": ("收到申请8件;当面0件;传真0件;网络3件;信函5件;办结8件;延期办结1件。", {"requests.received": {8}, "requests.in_person": {0}, "requests.fax": {0}, "requests.online": {3}, "requests.mail": {5}, "requests.closed": {8}, "requests.closed_extended": {1}}),
    "denied-part": ("收到申请9件,未收到以传真方式提出的申请。", {"requests.received": {9}, "requests.fax": {0}}),
    "denied-whole": ("全年未收到书面和其他形式的政府信息公开申请。", {"requests.received": {0}}),
    "denied-one-by-one": ("无行政复议、无行政诉讼。", {"review.total": {0}, "litigation.total": {0}}),
    "denied-about": ("全年无关于政府信息公开的投诉举报、行政复议发生。", {"complaints.total": {0}, "review.total": {0}}),
    "denied-entry": ("行政复议:无;行政诉讼:无;", {"review.total": {0}, "litigation.total": {0}}),
    "denied-line": ("政府信息公开申请受理量为“零”", {"requests.received": {0}}),
    "outline-numbers": ("3.1 行政复议2件。3.2 没有收到信息公开工作的举报。", {"review.total": {2}, "complaints.total": {0}}),
    "brackets-of-parts": ("申请答复:不予公开5件(主要因涉及国家秘密的4件)。", {"replies.denied": {5}, "replies.denied_state_secret": {4}}),
    "left-over": ("信息公开培训2次120人次。", {"training.courses": {2}, "training.participants": {120}}),
    "outcome-is-no-total-of-replies": ("申请中一件因信息不存在答复申请人。", {"replies.nonexistent": {1}}),
    "told-part-by-part": ("申请中1件因涉及商业秘密不予公开。1件因涉及个人隐私不予公开。", {"replies.denied_trade_secret": {1}, "replies.denied_privacy": {1}}),
    "volume-in-the-next-clause": ("申请中网络是主要形式,申请量为38件。", {"requests.online": {38}}),
    "no-cases-of-ours": ("办理行政复议案件46件,均不涉及政府信息公开。", {}),
    "complaints-about-others": ("全年收到对律师的投诉38件,对政府信息公开工作的投诉2件。", {"complaints.total": {2}}),
    "not-made": ("全年未制发规范性文件。", {"disclosure.normative_issued": {0}}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found"), OWNED.values(), ids=OWNED)
def test_what_a_number_or_a_denial_belongs_to(text: str, found: Read) -> None:
    assert read(text) == found


NOTHING: dict[str, str] = {
    "plan": "力争全年主动公开政府信息突破10000条。",
    "plan-carried-on": "下一步将新建信息公开查阅点1个,培训信息员26名。",
    "five-years": "十二五期间,共主动公开信息20万条。",
    "other-register": "受理环保热线投诉2318件,办理与政府信息公开有关的事项。",
    "other-complaints": "全年受理医疗投诉36起。",
    "other-requests": "全年受理行政许可申请1260件,办结1255件。",
    "other-consultations": "卫生热线咨询12400人次。",
    "unrelated": "受理群众投诉19件,与政府信息公开无关。",
    "hotline-number": "12345接到的举报投诉均与公开工作无关。",
    "waiting-for-amendment": "另有1件申请的材料需补正。",
    "joined-with-an-unnamed-item": "申请答复结果:公开或告知已主动公开的33件。",
    "subject-of-requests": "申请公开的内容主要是征地(28件)。",
    "each-of-many": "各科室均明确1名兼职信息公开联络员。",
    "dismissed-in-review": "行政复议情况:驳回1件。",
    "other-ways-alone": "没有收到其他形式的申请。",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_only_looks_like_a_count(text: str) -> None:
    assert read(text) == {}


GOVERNED: dict[str, tuple[str, Read]] = {
    "aside": ("收到申请29件(2014年为18件),当面申请20件。", {"requests.received": {29}, "requests.in_person": {20}}),
    "comparison": ("收到申请7件,比2014年增加3件,其中网络申请4件。", {"requests.received": {7}, "requests.online": {4}}),
    "running-then-new": ("截至2015年底,累计主动公开信息235条,其中新增主动公开信息118条。", {"disclosure.total": {118}}),
    "new-then-running": ("新增主动公开信息412条,累计主动公开信息1820条。", {"disclosure.total": {412}}),
    "bracketed-level": ("县(区)局共收到申请486件。", {}),
    "site-of-a-government": ("公开信息201条,其中通过县政府信息公开网公开126条。", {"disclosure.total": {201}, "disclosure.website": {126}}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found"), GOVERNED.values(), ids=GOVERNED)
def test_how_far_a_year_or_a_level_holds(text: str, found: Read) -> None:
    assert read(text) == found


def test_one_phrase_is_one_item_where_the_form_has_both() -> None:
    text = "申请中内容不明确的2件。"
    assert read(text, "2008") == {"replies.unclear": {2}} and read(text) == {"replies.amend": {2}}


@pytest.mark.parametrize(("text", "value"), [("1万2千条", 12000), ("3亿2000万元", 320_000_000)])
def test_a_number_of_two_scales(text: str, value: Number) -> None:
    number, *others = find_numbers(text)
    assert (number.value, others) == (value, [])


BODY = "主动公开政府信息512条。收到政府信息公开申请9件。"
ISSUERS: dict[str, tuple[str, str, int]] = {
    "below": ("2012年政府信息公开年度报告\n青岩市审计局\n" + BODY, "青岩市审计局", 2012),
    "below-with-a-date": ("2012年政府信息公开年度报告\n青岩市审计局    2013-01-15\n" + BODY, "青岩市审计局", 2012),
    "below-in-full": ("白桥街道办事处2012年政府信息公开年报\n青岩区白桥街道办事处\n" + BODY, "青岩区白桥街道办事处", 2012),
    "signature": ("我局2012年度政府信息公开情况报告\n" + BODY + "\n青岩市审计局\n二〇一三年一月", "青岩市审计局", 2012),
    "above-a-title-that-begins-with-about": ("白石县人民政府\n关于2010-2011年度政府信息公开工作的年度报告\n" + BODY, "白石县人民政府", 2011),
    "in-pieces": ("白石县水利局\n\n政府信息公开工作\n\n年度报告\n\n(2014年)\n" + BODY, "白石县水利局", 2014),
    "year-above": ("2014年\n白石县水利局政府信息公开工作年度报告\n" + BODY, "白石县水利局", 2014),
    "quoted": ("现将白石县水利局2014年政府信息公开工作年度报告公布如下。\n" + BODY, "白石县水利局", 2014),
    "subdistrict": ("白桥街道2014年政府信息公开年度报告\n" + BODY, "白桥街道", 2014),
}  # fmt: skip


@pytest.mark.parametrize(("text", "issuer", "year"), ISSUERS.values(), ids=ISSUERS)
def test_whose_report_it_is_and_of_which_year(text: str, issuer: str, year: int) -> None:
    found = identify(text)
    assert (found.issuer, found.year) == (issuer, year)


TITLES: dict[str, tuple[str, Title | None]] = {
    "school-year": ("青岩师范学院2015-2016学年信息公开工作年度报告", Title("青岩师范学院", 2016)),
    "letter-for-zero": ("青岩市二O一一年政府信息公开年度报告", Title("青岩市", 2011)),
    "tag": ("【年度报告】青岩市物价局2013年政府信息公开年度报告", Title("青岩市物价局", 2013)),
    "two-subjects": ("白石乡人民政府2013年度政务公开、政府信息公开工作总结", Title("白石乡人民政府", 2013)),
    "self-inspection": ("青岩市林业局关于2012年度政府信息公开工作的自查报告", Title("青岩市林业局", 2012)),
    "speaks-of-the-report": ("本报告反映2011年全县政府信息公开工作情况", None),
}


@pytest.mark.parametrize(("line", "title"), TITLES.values(), ids=TITLES)
def test_titles(line: str, title: Title | None) -> None:
    assert line_to_title(fold(line)) == title


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("五、2016年安排", {}),
        ("五、存在问题和下一步打算", {}),
        ("五、工作计划完成情况", {"training.courses": {6}, "review.total": {0}}),
        ("五、会议和培训", {"training.courses": {6}, "review.total": {0}}),
    ],
)
def test_a_chapter_of_plans_tells_nothing_of_the_year(heading: str, expected: Read) -> None:
    assert read(f"{heading}\n举办政府信息公开培训班6次。没有发生行政复议。") == expected
