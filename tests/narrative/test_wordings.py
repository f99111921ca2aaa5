"""Ways in which real reports were misread, each in words of our own: what must be read, and what must not."""

from __future__ import annotations

import pytest
from support import to_claims, to_document

from extractor.forms.editions import find_form
from extractor.narrative.readings import claims_to_candidates
from extractor.records import Number


def read(text: str, form: str = "2014", year: int = 2016) -> dict[str, set[Number | None]]:
    """All values that the rules take from the text, by cell."""
    claims = to_claims(text, form, year)
    found: dict[str, set[Number | None]] = {}
    for candidate in claims_to_candidates(claims, find_form(form), to_document(text).text):
        if candidate.accepted:
            found.setdefault(candidate.key, set()).add(candidate.value)
    return found


# What sounds like an item's number and is none of any item's.
NOTHING: dict[str, str] = {
    "parts-of-the-report": "本报告由总体情况、申请办理情况、行政复议和行政诉讼情况等五个部分组成。",
    "chapters": "全文含主动公开情况、举报投诉情况、人员和经费情况共七章。",
    "articles-of-a-law": "依照《条例》第9至12条规定的主动公开范围,逐项清理了信息。",
    "ways": "主动公开政府信息主要有三条途径。",
    "menu-entries": "专栏下设指南、目录、依申请公开、监督投诉5个条目。",
    "windows": "大厅设申请受理窗口8个。",
    "classes-of-documents": "制作的信息中依申请公开信息36条,不予公开信息17条。",
    "classes-by-name": "依申请公开类文件36件,不予公开类文件17件。",
    "public-report-of-a-state": "及时公开水资源公报、环境质量公报等信息6条。",
    "public-report-of-water": "发布水质公报4期、雨水情信息350条。",
    "list-of-media": "通过报纸、电视、政务微信等媒体发布信息58条。",
    "other-meetings": "负责人列席街道会议6次,召开党委会议9次。",
    "of-a-kind-there-was-none": "没有积压的政府信息公开申请。",
    "of-another-kind-there-was-none": "没有收到涉密的政府信息公开申请。",
    "nothing-left-out": "尚未发现应当公开政府信息而未予公开的情况。",
    "a-none-in-brackets": "开具(无)登记记录证明,并作政策解读。",
    "reviews-of-penalties": "因行政处罚引起的行政复议7件。",
    "another-platform": "数字城管平台接到举报1200件。",
    "advice-on-the-spot": "政府信息公开咨询中现场咨询21人次。",
    "penalties-made-public": "对外公开行政处罚结果信息860条。",
    "money-of-villages": "政府信息公开方面,12个村统一制作公示栏,投入经费9万元。",
    "several-years": "2013年度至2015年度,共受理政府信息公开申请96件。",
    "other-things-behind-their-number": "去年公开了16个部门的预算,公开了23条行政处罚结果。",
    "from-one-number-to-another": "每周主动公开政府信息20至35条。",
    "so-many-a-month": "平均每月收到政府信息公开申请9件。",
    "more-than-before": "政府信息公开申请多了7件,举报投诉减少4件。",
    "carried-over": "上年度结转政府信息公开申请6件。",
    "of-one-matter-there-was-none": "没有收到涉及旧城改造的政府信息公开申请。",
    "marked-in-documents": "全年印发的公文里,标注依申请公开的72件,标注不予公开的19件。",
    "disputes-settled": "政府信息公开之外,司法所调解邻里纠纷88起,调解成功85起。",
    "not-counted-by-itself": "接待政府信息公开等咨询730人次,没有单独统计。",
    "advice-to-buyers": "政务公开大厅接受消费咨询610人次。",
    "charges-of-the-customs": "全年行政事业性收费共计收取88万元。",
    "meetings-of-villagers": "各村公开栏旁召开村民代表会议52次。",
    "since-the-rules-began": "自《条例》施行至2015年底,累计主动公开政府信息6200条。",
    "applications-of-firms": "信息公开专栏旁的窗口受理企业登记申请740件。",
    "advice-that-was-asked-for": "另有2件实为对处罚决定的咨询,涉及信息公开。",
    "bodies-that-each-have-one": "办公楼外,3个营业厅各设信息查阅点。",
    "of-some-months": "上半年没有收到政府信息公开申请。",
    "as-a-third-person": "政府信息公开案件中,作为第三人参加诉讼4件。",
    "from-a-hotline": "热线接诉2418件,其中转为依申请公开办理6件。",
    "trained-by-others": "就政府信息公开派员赴省培训3次。",
    "taxes-too": "政府信息公开之外,全年税务行政复议27件,行政诉讼5件。",
    "asked-to-amend-before-the-answer": "申请人的1件在作出补正告知后撤回。",
    "half-a-year": "上半年,全区共收到政府信息公开申请31件。",
    "up-to-june": "截至6月30日,共收到政府信息公开申请11件。",
    "nine-months": "1至9月,我局共主动公开政府信息670条。",
    "three-years": "近三年来,我局共发生涉及政府信息公开的行政诉讼6起。",
    "ten-years": "政府信息公开条例实施十年来,我市收到政府信息公开申请3245件。",
    "since-it-opened": "自政府网站开通以来,共发布政府信息18900余条。",
    "parts-of-last-year-s": "去年同期办结申请25件,其中同意公开18件。",
    "what-was-to-be-held": "按照年初计划,全年应举办新闻发布会12次。",
    "what-was-asked-for": "要求各单位全年主动公开政府信息不少于50条。",
    "a-target": "目标任务为主动公开政府信息2000条。",
    "one-bureau-s": "其中县国土局收到政府信息公开申请14件。",
    "three-bureaus-": "住建局、国土局、规划局三个部门共受理依申请公开申请85件。",
    "documents-that-were-checked": "全年共审核拟发公文876件,其中主动公开523件,依申请公开210件,不予公开143件。",
    "marks-of-documents": "制发文件标注公开属性:主动公开156件,依申请公开48件,不公开22件。",
    "documents-by-their-mark": "对86件依申请公开公文逐件说明理由。",
    "rules-looked-through": "清理规范性文件112件,继续有效89件。",
    "rules-examined": "审查规范性文件35件,提出意见72条。",
    "rules-filed": "行政规范性文件备案审查45件,纠正3件。",
    "rules-drafted-with-others": "参与起草规范性文件12件。",
    "drafts-of-rules": "对23件规范性文件草案公开征求意见,收到意见145条。",
    "flats": "全年共受理公租房申请890件,其中网络申请120件、当面申请770件。",
    "schools": "教育局收到转学申请156件,同意132件,不同意24件。",
    "homesteads": "收到村民宅基地申请120件,同意批准98件,不同意22件。",
    "passports": "公安局受理出国(境)证件申请3.5万件。",
    "not-without-reason": "没有无正当理由不答复申请的情形。",
    "not-against-the-rules": "未发现不按规定受理政府信息公开申请的情形。",
    "not-from-abroad": "未收到港澳台及外国人的政府信息公开申请。",
    "not-from-firms": "没有收到企业法人的申请,全部为自然人申请。",
    "no-complaints-about-answers": "没有发生政府信息公开申请人因对答复不满而上访的事件。",
    "not-against-the-tax-office": "没有纳税人对税收执法提起行政诉讼。",
    "no-fees-beyond-the-rules": "没有向申请人收取规定以外的费用。",
    "no-quarrels-about-fees": "本年度没有因收取费用而引发的纠纷。",
    "no-leaks": "没有发生涉及国家秘密信息泄露。",
    "not-put-on-the-net": "没有将涉及国家秘密的信息上网。",
    "some-bodies-lack-them": "部分单位没有安排专项经费,没有专职人员。",
    "some-held-none": "一些部门全年未举办政府信息公开培训班。",
    "some-towns-held-none": "部分乡镇没有开展培训。",
    "a-site-without-news": "个别单位网站没有公开政府信息。",
    "some-published-none": "有些部门没有主动公开政府信息,个别单位没有设置政府信息公开查阅点。",
    "what-is-amiss": "一是部分单位没有召开信息公开会议;二是个别乡镇未设立查阅点;三是有的部门没有专项经费。",
    "some-did-not-answer": "个别部门没有答复申请人的政府信息公开申请。",
    "who-has-none-shall": "没有设立政府信息公开专门机构的单位,要尽快设立。",
    "eight-have-none": "没有开通政务微博的单位有8家。",
    "who-made-none-need-not": "未制定规范性文件的部门无需报备。",
    "if-there-were-none": "若没有收到申请,则按零报告制度报送。",
    "where-there-were-none": "如未发生行政复议、行政诉讼,填“0”。",
    "who-has-none-reports": "无申请的单位也要报送统计表。",
    "who-received-none-reports": "对未收到申请的单位实行零报告。",
    "what-is-not-to-be": "杜绝无人受理申请、无人答复的现象。",
    "what-is-to-be-prevented": "防止出现没有申请就不公开的倾向。",
    "somebody-says": "有群众反映没有收到申请答复。",
    "not-that-there-were-none": "不是没有申请,而是宣传不够。",
    "by-no-means-none": "并非没有行政复议,而是均在复议前化解。",
    "both-together": "专职、兼职工作人员共37人。",
    "cases-of-other-business": "查阅点和信息公开栏共设置68处。",
    "people-of-the-grid": "办理政府信息公开以外的行政复议15件。",
    "editors": "全县共有兼职网格员356人。",
    "after-a-review": "全市共有政府网站编辑人员56名,其中专职编辑12名。",
    "breaker-58": "未发生行政复议后又提起行政诉讼的案件。",
    "breaker-59": "村务公开信息12300条。",
    "checked-before-they-are-out": "对拟发布的160条信息逐条审查,其中不予公开7条。",
    "two-outcomes-together": "答复中,属于已主动公开范围和同意公开答复的共21件。",
    "what-the-cases-were-about": "政府信息公开之外,办理行政复议案件88件、行政应诉案件31件,主要涉及治安处罚。",
    "reasons-together": "因不属于本机关职责范围、信息不存在等原因无法提供的31件。",
    "since-then": "自条例施行以来累计主动公开信息9万条,累计受理政府信息公开申请310件。",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_is_no_number_of_an_item(text: str) -> None:
    found = read(text, year=2015)
    assert {key: values for key, values in found.items() if key != "consultations.total"} == {}


TOLD: dict[str, tuple[str, dict[str, Number]]] = {
    "all-the-bodies": ("所有的部门共收到政府信息公开申请12件。", {"requests.received": 12}),
    "those-there-are": ("在现有的政府网站公开信息320条。", {"disclosure.website": 320}),
    "the-fewest-of-years": ("收到申请数为近三年来最低,共收到政府信息公开申请5件。", {"requests.received": 5}),
    "cases-of-disclosure": ("行政复议6件,均为政府信息公开类案件。", {"review.total": 6}),
    "none-against-the-office": ("没有公民、法人和其他组织对我单位提起行政复议。", {"review.total": 0}),
    "none-and-no-blame": ("未发生行政复议、行政诉讼和责任追究。", {"review.total": 0, "litigation.total": 0}),
    "noughts-of-other-items": (
        "全年行政复议0件,收到网络申请5件、信函申请3件,合计8件。",
        {"review.total": 0, "requests.online": 5, "requests.mail": 3, "requests.received": 8},
    ),
    "one-of-the-documents": (
        "制发规范性文件4件,已公开3件,另1件涉及内部管理,不予公开。",
        {"disclosure.normative_issued": 4, "disclosure.normative_disclosed": 3},
    ),
    "shares-before-their-counts": (
        "对申请的答复:同意公开43.9%,计61件;部分公开3.6%,计5件;不属于本机关10.1%,计14件。",
        {"replies.granted": 61, "replies.partial": 5, "replies.not_this_organ": 14},
    ),
    "what-of-a-channel-is-disclosure": (
        "政务微信推送图文1,200篇,其中可归为政府信息的有288条。",
        {"disclosure.wechat": 288},
    ),
    "the-year-behind-its-part": (
        "与文件同步发布解读稿4篇,全年解读稿计9篇。",
        {"response.policy_interpretations": 9},
    ),
    "year-by-year": (
        "截止12月31日,本局主动公开政府信息总计890条,其中2015年度公开540条,2014年度公开350条。",
        {"disclosure.total": 540},
    ),
    "within-so-many-days": (
        "80件申请当年办结78件,其中75件在15个工作日内办结,3件经同意延长15个工作日办结。",
        {"requests.closed": 78, "requests.closed_on_time": 75, "requests.closed_extended": 3},
    ),
    "a-dash-behind-the-count": (
        "对申请的答复:丁、不同意公开,11件——其中因涉及商业秘密3件,因涉及个人隐私(举报人信息)2件。",
        {"replies.denied": 11, "replies.denied_trade_secret": 3, "replies.denied_privacy": 2},
    ),
    "noughts-among-the-parts": (
        "依申请公开检索费0元,复制费186.40元,邮寄费93.60元,合计280元。",
        {"fees.collected": 0.028},
    ),
    "information-behind-its-number": ("全年公开了1,530余条政府信息。", {"disclosure.total": 1530}),
    "list-numbers": (
        "通过政府网站公开信息210条。主要问题1.公开意识不强2.更新不及时。",
        {"disclosure.website": 210},
    ),
    "own-site-and-more": (
        "通过局网站、公示栏、电视等方式主动公开政府信息96条。",
        {"disclosure.total": 96},
    ),
    "online-and-elsewhere": (
        "主动公开政府信息80条。其中,网上公开信息52条,公示牌上公开28条。",
        {"disclosure.total": 80, "disclosure.website": 52},
    ),
    "account-then-number": ("开通了政务微博,发布各类信息410条。", {"disclosure.weibo": 410}),
    "full-and-part-time": (
        "配备了3名全职工作人员、14名兼职工作人员。",
        {"capacity.staff_full_time": 3, "capacity.staff_part_time": 14},
    ),
    "part-time-at-this-work": (
        "从事政府信息公开工作的兼职人员4人。",
        {"capacity.staff_part_time": 4},
    ),
    "asked-at-length": ("没有收到村民主动要求公开政府信息的申请。", {"requests.received": 0}),
    "none-in-two-words": ("本镇全年无申请,申请办理情况正常。", {"requests.received": 0}),
    "two-denials-in-a-clause": (
        "未收到要求公开信息的申请和未产生行政诉讼案件。",
        {"requests.received": 0, "litigation.total": 0},
    ),
    "letter-that-asks": ("收到公众来信申请政府信息公开5人次。", {"requests.received": 5}),
    "set-time": (
        "收到申请19个,按规定时间办结19个。",
        {"requests.received": 19, "requests.closed_on_time": 19},
    ),
    "fees-of-nobody": (
        "未向公民、法人和其他组织收取任何与政府信息公开有关的费用。",
        {"fees.collected": 0},
    ),
    "joined-by-because": (
        "未收到政府信息公开投诉及因政府信息公开提起行政诉讼的情况。",
        {"complaints.total": 0, "litigation.total": 0},
    ),
    "said-of-all": ("共办理政府信息公开申请6件,均予以公开。", {"requests.received": 6, "replies.granted": 6}),
    "said-of-the-one": (
        "被申请行政复议1件,复议机关予以维持。",
        {"review.total": 1, "review.upheld": 1},
    ),
    "what-it-comes-to": (
        "网站公开信息30条,政务微信公开信息12条,总计42条。",
        {"disclosure.website": 30, "disclosure.wechat": 12, "disclosure.total": 42},
    ),
    "new-ones-of-a-running-total": (
        "政府网站主动公开信息累计达510条。2015年新增88条。",
        {"disclosure.total": 88},
    ),
    "whose-report-it-is": (
        "溪口街道办事处2015年共主动公开政府信息133条。",
        {"disclosure.total": 133},
    ),
    "levels-together": (
        "建成区、街道以及社区级政府信息查阅场所共61个。",
        {"capacity.reading_rooms": 61},
    ),
    "not-even-one": ("政府信息公开行政复议无一件,行政诉讼2件。", {"review.total": 0, "litigation.total": 2}),
    "parts-behind-their-number": (
        "答复申请9件:5件同意公开,4件部分公开。",
        {"replies.total": 9, "replies.granted": 5, "replies.partial": 4},
    ),
    "parts-of-a-way": (
        "收到网络申请16件(含门户网站提交11件),信函申请4件。",
        {"requests.online": 16, "requests.mail": 4},
    ),
    "new-beside-carried-over": (
        "上年结转政府信息公开申请2件,新收到政府信息公开申请15件。",
        {"requests.received": 15},
    ),
    "dismissed-by-the-court": (
        "政府信息公开行政诉讼3件,均被市法院驳回原告诉讼请求。",
        {"litigation.total": 3, "litigation.upheld": 3},
    ),
    "where-they-went-before-what-came-of-all": (
        "政府信息公开行政复议4件(其中向市政府申请3件),均予维持。",
        {"review.total": 4, "review.upheld": 4},
    ),
    "unlawful-or-to-be-answered-again": (
        "政府信息公开行政复议6件,其中确认违法或责令重新答复2件。",
        {"review.total": 6, "review.corrected": 2},
    ),
    "head-alone": (
        "局长做客政府门户网在线访谈2次。",
        {"response.online_interviews": 2, "response.online_interviews_led": 2},
    ),
    "head-at-all-of-them": (
        "参加新闻发布会3次,主要负责人均到会发布。",
        {"response.press_conferences": 3, "response.press_conferences_led": 3},
    ),
    "media-of-a-level": (
        "市级媒体刊发稿件620篇,发布政策解读稿件14篇。",
        {"response.policy_interpretations": 14},
    ),
    "kinds-of-fees-together": (
        "因依申请公开收取检索费、邮寄费等共计58元。",
        {"fees.collected": 0.0058},
    ),
    "at-the-window-in-writing": (
        "到局窗口书面申请的41件,来信申请的6件。",
        {"requests.in_person": 41, "requests.mail": 6},
    ),
    "of-what-is-public": ("主动公开范围的答复27件。", {"replies.already_public": 27}),
    "of-this-year-behind-all-years": (
        "本局已累计主动公开政府信息4100条,其中2015年当年公开520条。",
        {"disclosure.total": 520},
    ),
    "as-many-each": (
        "举办新闻发布会、参加政府网站在线访谈各3次。",
        {"response.press_conferences": 3, "response.online_interviews": 3},
    ),
    "closed-ones": ("全年办结政府信息公开申请17件。", {"requests.closed": 17}),
    "sued-once": (
        "因政府信息公开被复议4件、被诉2件。",
        {"review.total": 4, "litigation.total": 2},
    ),
    "what-came-of-the-one-case": (
        "发生一起因政府信息公开提起的行政复议案件,复议机关予以维持。",
        {"review.total": 1, "review.upheld": 1},
    ),
    "with-its-title": (
        "出台规范性文件1件,即《旅游厕所管理办法》,已在网站公开。",
        {"disclosure.normative_issued": 1, "disclosure.normative_disclosed": 1},
    ),
    "within-days": (
        "制定规范性文件8件,均在20个工作日内公开。",
        {"disclosure.normative_issued": 8, "disclosure.normative_disclosed": 8},
    ),
    "normative-documents-on-the-site": (
        "规范性文件方面,市政府制定13件,通过网站公开13件。",
        {"disclosure.normative_issued": 13, "disclosure.normative_disclosed": 13},
    ),
    "in-writing-of-two-kinds": (
        "收到政府信息公开申请44件,其中网上申请20件,书面申请24件(含信函21件、当面3件)。",
        {
            "requests.received": 44,
            "requests.online": 20,
            "requests.mail": 21,
            "requests.in_person": 3,
        },
    ),
    "heads-took-part-in-all": (
        "在线访谈5次,均由主要负责同志参加。",
        {"response.online_interviews": 5, "response.online_interviews_led": 5},
    ),
    "heads-took-part-in-none": ("在线访谈5次,主要负责同志均未参加。", {"response.online_interviews": 5}),
    "upheld-by-governments": (
        "因政府信息公开引发行政复议3件,省政府均维持我厅答复。",
        {"review.total": 3, "review.upheld": 3},
    ),
    "not-one": (
        "2015年,新闻发布会一次也没有开过,在线访谈一场都没有办。",
        {"response.press_conferences": 0, "response.online_interviews": 0},
    ),
    "not-1": (
        "公开了规范性文件3件,新闻发布会1次也没开过。",
        {"disclosure.normative_disclosed": 3, "response.press_conferences": 0},
    ),
    "one-of-which-something-is-denied": (
        "收到公开申请1件,信函申请1件均未按期答复。",
        {"requests.received": 1, "requests.mail": 1},
    ),
    "reason-in-brackets": (
        "收到公开申请2件,同意公开1件,不同意公开1件(管网图涉及国家秘密)。",
        {"requests.received": 2, "replies.granted": 1, "replies.denied": 1, "replies.denied_state_secret": 1},
    ),
    "a-system-of-requests": (
        "收到公开申请32件,由网上依申请公开系统提交的29件,到机关当面递交3件。",
        {"requests.received": 32, "requests.online": 29, "requests.in_person": 3},
    ),
    "this-work-before-others": (
        "用于政府信息公开的专项经费为1.5万元。全局宣传经费44万元。",
        {"capacity.budget": 1.5},
    ),
}


@pytest.mark.parametrize(("text", "cells"), TOLD.values(), ids=TOLD)
def test_what_is_told(text: str, cells: dict[str, Number]) -> None:
    assert read(text, year=2015) == {key: {value} for key, value in cells.items()}


def test_a_clause_that_speaks_of_disclosure_outranks_what_never_did() -> None:
    text = "全局举办培训班46期。举办政务公开培训班2期。"
    assert read(text)["training.courses"] == {2}


def test_a_sentence_that_began_with_disclosure_goes_on_about_it() -> None:
    text = "召开政府信息公开工作会议9次,举办各类培训班46期。办公室举办政务公开培训班2期。"
    assert read(text)["training.courses"] == {46, 2}


def test_other_outcomes_as_told_are_the_sum_of_three_rows() -> None:
    found = read("收到政府信息公开申请30件,予以公开16件,其他处理14件。", "2021", 2022)
    assert found == {"requests.new.total": {30}, "requests.granted.total": {16}}
