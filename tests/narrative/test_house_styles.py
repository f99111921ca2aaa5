"""How offices of all kinds put their statistics, in words of our own: what each sentence tells, and what it does not."""

from __future__ import annotations

import pytest
from support import to_claims, to_document

from extractor.forms.editions import find_form
from extractor.narrative.readings import claims_to_candidates
from extractor.records import Number

Told = dict[str, Number]


def read(text: str, form: str = "2014", year: int = 2015) -> Told:
    """The values that the rules take from the text; none where they read two for one cell."""
    found: dict[str, set[Number]] = {}
    for candidate in claims_to_candidates(
        to_claims(text, form, year), find_form(form), to_document(text).text
    ):
        if candidate.accepted and candidate.value is not None:
            found.setdefault(candidate.key, set()).add(candidate.value)
    return {key: values.pop() for key, values in found.items() if len(values) == 1}


SHARED: dict[str, tuple[str, Told]] = {
    "the-former-and-the-latter": (
        "申请采用传真和信函两种方式,前者4件,后者9件。",
        {"requests.fax": 4, "requests.mail": 9},
    ),
    "in-turn-of-so-many-ways": (
        "书面、当面、网络三种方式提出的申请分别为9件、4件、6件。",
        {"requests.mail": 9, "requests.in_person": 4, "requests.online": 6},
    ),
    "in-turn-of-so-many-kinds": (
        "公开申请按书面、当面、网络三样,依次是9件、4件、6件。",
        {"requests.mail": 9, "requests.in_person": 4, "requests.online": 6},
    ),
    "channels-in-turn": (
        "局网站、政务微博、政务微信公开信息分别为310条、52条、47条。",
        {"disclosure.website": 310, "disclosure.weibo": 52, "disclosure.wechat": 47},
    ),
    "none-of-a-list": (
        "申请答复中,部分公开、不同意公开、更改补充三种情形均无。",
        {"replies.partial": 0, "replies.denied": 0, "replies.amend": 0},
    ),
    "none-of-a-list-in-quotes": (
        "申请答复中,“同意部分公开”“不同意公开”两种情况均为0件。",
        {"replies.partial": 0, "replies.denied": 0},
    ),
    "one-of-each": (
        "答复申请时,不属于本局公开范围的、告知通过其他途径办理(气象证明)的各1件。",
        {"replies.not_this_organ": 1, "replies.other_channel": 1},
    ),
}

WHOLES: dict[str, tuple[str, Told]] = {
    "with-those-below-it": ("区教育局及下属单位主动公开政府信息130条。", {"disclosure.total": 130}),
    "what-a-defendant-says-is-taken-in": ("因信息公开被申请行政复议3件,受理3件。", {"review.total": 3}),
    "a-deputy-is-not-the-head": (
        "举办新闻发布会3次,由分管副主任主持。",
        {"response.press_conferences": 3},
    ),
    "rooms-that-somebody-keeps": ("信息公开落实专人负责3个公共查阅点。", {"capacity.reading_rooms": 3}),
    "so-many-with-one-each": ("机关设查阅点2个,9个站所各设1个,总共11个。", {"capacity.reading_rooms": 11}),
    "nothing-but-one-each": ("16个站所各设一个查阅点,计16个。", {"capacity.reading_rooms": 16}),
    "sum-that-does-not-come-out": (
        "机关设查阅点2个,9个站所各设1个,总共12个。",
        {"capacity.reading_rooms": 2},
    ),
    "sum-of-two-kinds-of-staff": (
        "负责信息公开的专职2人,兼职14人,合计16人。",
        {"capacity.staff_full_time": 2, "capacity.staff_part_time": 14, "capacity.staff": 16},
    ),
    "sum-with-one-part-unnamed": (
        "通过市政府网站公开信息140条,通过公开平台公布30条,合计170条。",
        {"disclosure.website": 140, "disclosure.total": 170},
    ),
    "all-of-them-on-the-website": (
        "主动公开政府信息86条,均在局网站发布。",
        {"disclosure.total": 86, "disclosure.website": 86},
    ),
    "all-of-them-in-person": (
        "收到政府信息公开申请3件,均为村民到镇政府当面提出。",
        {"requests.received": 3, "requests.in_person": 3},
    ),
    "the-one-by-letter": (
        "收到政府信息公开申请1件,为信函申请。",
        {"requests.received": 1, "requests.mail": 1},
    ),
    "why-in-brackets": (
        "对申请不予公开2件(均涉及个人隐私)。",
        {"replies.denied": 2, "replies.denied_privacy": 2},
    ),
    "upheld-by-whom": (
        "政府信息公开行政复议一件,县政府予以维持。",
        {"review.total": 1, "review.upheld": 1},
    ),
    "suits-all-dismissed": (
        "政府信息公开行政诉讼2件,一审均判决驳回原告诉讼请求。",
        {"litigation.total": 2, "litigation.upheld": 2},
    ),
    "the-rest-in-time": (
        "办结申请30件,延期办结4件,其余26件均按期办结。",
        {"requests.closed": 30, "requests.closed_extended": 4, "requests.closed_on_time": 26},
    ),
}

CHANNELS: dict[str, tuple[str, Told]] = {
    "opened-this-year": ("政务微博于五月开通,发布信息126条。", {"disclosure.weibo": 126}),
    "main-channel": ("局门户网站是主渠道,公开各类信息830条。", {"disclosure.website": 830}),
    "issues-and-documents": ("县政府公报编辑出版4期,刊登文件61件。", {"disclosure.gazette": 61}),
    "named-account": ("“青柳发布”公众号推送240条。", {"disclosure.wechat": 240}),
    "other-ways-listed": (
        "公告栏、电子屏等公开政府信息之外,各村公开栏、广播等公开77条。",
        {"disclosure.other_channels": 77},
    ),
    "list-of-ways-is-the-total": (
        "通过县政府网站、政务微信公众号等渠道主动公开政府信息905条。",
        {"disclosure.total": 905},
    ),
    "answers-on-blogs": (
        "回应社会关注热点18次,其中微博微信11次、其他方式7次。",
        {"response.total": 18, "response.social_media": 11, "response.other_ways": 7},
    ),
    "hot-topic-answered": ("就学区划分等热点集中回应9次。", {"response.total": 9}),
    "who-took-part": (
        "举办新闻发布会6场,其中区政府主要领导出席2场。",
        {"response.press_conferences": 6, "response.press_conferences_led": 2},
    ),
}

OUTCOMES: dict[str, tuple[str, Told]] = {
    "told-to-answer": (
        "信息公开行政复议5件,维持2件、责令重新答复1件、申请人撤回2件。",
        {"review.total": 5, "review.upheld": 2, "review.corrected": 1, "review.other": 2},
    ),
    "other-with-examples": (
        "信息公开行政复议案件审结4件:维持3件,其他(终止、撤回)1件。",
        {"review.total": 4, "review.upheld": 3, "review.other": 1},
    ),
    "staff-who-do-it": ("办公室有3人从事此项工作,做好信息公开。", {"capacity.staff": 3}),
    "grown-to": ("信息公开查阅点由2013年的8个增加到12个。", {"capacity.reading_rooms": 12}),
    "rooms-beside-bodies": ("在局机关及5个分局设置信息公开查阅点6个。", {"capacity.reading_rooms": 6}),
}

DENIED: dict[str, tuple[str, Told]] = {
    "two-channels-in-one-breath": (
        "没有收到以传真、信函方式提出的政府信息公开申请。",
        {"requests.fax": 0, "requests.mail": 0},
    ),
    "nor-that": (
        "因政府信息公开申请行政复议的没有;向法院提起行政诉讼的,亦未发生。",
        {"review.total": 0, "litigation.total": 0},
    ),
    "nobody-went-to-court": (
        "没有人因为信息公开申请行政复议或者到法院起诉。",
        {"review.total": 0, "litigation.total": 0},
    ),
    "not-printed": ("市政府公报未刊登我局信息。", {"disclosure.gazette": 0}),
    "heading-and-none": ("四、行政复议和行政诉讼情况\n无。", {"review.total": 0, "litigation.total": 0}),
    "heading-and-nothing-of-the-kind": (
        "五、举报投诉情况\n本年度没有发生此类情形。",
        {"complaints.total": 0},
    ),
    "the-near-one-only": (
        "9件申请当中8件没有延期、都在期限内办结了。",
        {"requests.closed_extended": 0, "requests.closed_on_time": 8},
    ),
    "in-plain-words": (
        "信息公开方面,复议没有,官司没有,举报没有,也没收过群众的钱。",
        {"review.total": 0, "litigation.total": 0, "complaints.total": 0, "fees.collected": 0},
    ),
    "never-done": (
        "新闻发布会、在线访谈都没有搞。",
        {"response.press_conferences": 0, "response.online_interviews": 0},
    ),
    "no-full-time-staff": (
        "负责信息公开的兼职人员4人,无专职人员,共计4人。",
        {"capacity.staff_part_time": 4, "capacity.staff_full_time": 0},
    ),
}

RANKED: dict[str, tuple[str, Told]] = {
    "most-of-all": (
        "答复申请时,同意公开的最多,61件,不同意公开的最少,2件。",
        {"replies.granted": 61, "replies.denied": 2},
    ),
    "ways-of-requests-in-turn": (
        "以传真、信函方式提出的申请分别为2件和8件。",
        {"requests.fax": 2, "requests.mail": 8},
    ),
    "more-than-last-year": (
        "收到政府信息公开申请33件,超过2014年(21件),为当面申请30件、网上申请3件。",
        {"requests.received": 33, "requests.in_person": 30, "requests.online": 3},
    ),
    "fees-of-a-list": ("依申请公开收取复印费等共计640元。", {"fees.collected": 0.064}),
    "asked-for-no-fee": ("全年未向申请人收费。", {"fees.collected": 0}),
    "what-is-counted-stands-last": (
        "有1件针对我局信息公开答复的行政复议,复议机关作出维持决定。",
        {"review.total": 1, "review.upheld": 1},
    ),
    "carried-from-last-year": (
        "加上2014年结转的4件,本年办结申请30件,按时办结28件。",
        {"requests.closed": 30, "requests.closed_on_time": 28},
    ),
    "each-and-all": (
        "在一楼大厅和县图书馆设政府信息公开查阅点各1个,合计2个。",
        {"capacity.reading_rooms": 2},
    ),
    "listeners": (
        "组织信息公开培训2次,一共84人次听讲。",
        {"training.courses": 2, "training.participants": 84},
    ),
    "counted-in-words": ("学年内主动公开信息计6,914条。", {"disclosure.total": 6914}),
    "received-and-closed": ("收到并办结政府信息公开申请6件。", {"requests.received": 6}),
}

SIDE_BY_SIDE: dict[str, tuple[str, Told]] = {
    "each-and-then-all": (
        "政府信息公开查阅场所建设有序,档案馆和行政服务中心各设查阅点一个,共两个。",
        {"capacity.reading_rooms": 2},
    ),
    "what-was-planned-is-not": ("公开培训原定5期,举办培训班4期。", {"training.courses": 4}),
    "not-one-of-them": (
        "信息公开工作人员12人,一个专职的也没有。",
        {"capacity.staff": 12, "capacity.staff_full_time": 0},
    ),
    "two-channels-and-then-each": (
        "通过政府网站和本局微信公众号公开信息905条,其中网站700条,微信205条。",
        {"disclosure.website": 700, "disclosure.wechat": 205},
    ),
    "a-pause-before-the-number": (
        "对信息公开的投诉举报,3件。不同意公开,2份。",
        {"complaints.total": 3, "replies.denied": 2},
    ),
    "a-pause-before-the-none": (
        "因信息公开引起的行政复议,一件也没有。针对信息公开的投诉,同样一次没有。",
        {"review.total": 0, "complaints.total": 0},
    ),
    "a-denial-and-another": (
        "没有发生行政复议也没有发生行政诉讼。",
        {"review.total": 0, "litigation.total": 0},
    ),
}
TRAINED: dict[str, tuple[str, Told]] = {
    "so-many-came": (
        "举办信息公开培训班3期(120人次)。",
        {"training.courses": 3, "training.participants": 120},
    ),
    "so-many-courses": ("举办信息公开业务培训班2次。", {"training.courses": 2}),
    "courses-in-turns": (
        "举办信息公开轮训班6期,210余人次参加。",
        {"training.courses": 6, "training.participants": 210},
    ),
    "staff-came": (
        "信息公开集中培训1次,48名职工参加。",
        {"training.courses": 1, "training.participants": 48},
    ),
}
PARTED: dict[str, tuple[str, Told]] = {
    "a-whole-by-the-name-of-its-part": (
        "9件申请均在规定期限内办结,其中7件按期办结,2件延期办结。",
        {"requests.closed": 9, "requests.closed_on_time": 7, "requests.closed_extended": 2},
    ),
    "a-ground-for-it": (
        "以涉及商业秘密为由不予公开2件。",
        {"replies.denied": 2, "replies.denied_trade_secret": 2},
    ),
    "and-told-where": ("已主动公开、告知查阅途径的申请19件。", {"replies.already_public": 19}),
    "fees-but-for-those-let-off": ("除减免外,信息公开共收取费用0.3万元。", {"fees.collected": 0.3}),
    "a-street-of-history": ("就历史街区改造舆情作出回应6次。", {"response.total": 6}),
    "a-township-s-column": (
        "公开政府信息186条,其中县政府网站乡镇栏目65条。",
        {"disclosure.total": 186, "disclosure.website": 65},
    ),
}
OF_ALL: dict[str, tuple[str, Told]] = {
    "documents-all-on-the-web": (
        "全年出台规范性文件5件,均已在局网站公开。",
        {"disclosure.normative_issued": 5, "disclosure.normative_disclosed": 5},
    ),
    "documents-all-to-the-public": (
        "制定规范性文件7件,全部向社会公布。",
        {"disclosure.normative_issued": 7, "disclosure.normative_disclosed": 7},
    ),
    "documents-some": (
        "共制发规范性文件18件,其中15件已主动公开。",
        {"disclosure.normative_issued": 18, "disclosure.normative_disclosed": 15},
    ),
    "requests-all-closed-in-time": (
        "19件申请均已按期办结。",
        {"requests.closed": 19, "requests.closed_on_time": 19},
    ),
    "received-and-all-closed-in-time": (
        "收到公开申请23件,全部按时办结。",
        {"requests.received": 23, "requests.closed": 23, "requests.closed_on_time": 23},
    ),
    "all-closed": ("共答复申请31宗,均在规定期限内办结。", {"replies.total": 31, "requests.closed": 31}),
    "courts-of-all-kinds": (
        "发生行政诉讼6起,人民法院均判决维持。",
        {"litigation.total": 6, "litigation.upheld": 6},
    ),
    "the-court-of-the-one": (
        "被提起行政诉讼1件,市中级法院一审驳回原告诉讼请求。",
        {"litigation.total": 1, "litigation.upheld": 1},
    ),
    "taken-back-after-talks": (
        "收到针对信息公开的行政复议1件,经调解后申请人撤回。",
        {"review.total": 1, "review.other": 1},
    ),
    "closed-and-all-in-time": (
        "年内办结申请18件,均按时办结,另有1件尚在办理。",
        {"requests.closed": 18, "requests.closed_on_time": 18},
    ),
    "all-came-in-person": (
        "受理信息公开申请14件,全部为申请人当面提出。",
        {"requests.received": 14, "requests.in_person": 14},
    ),
    "one-document-and-published": (
        "镇政府制发规范性文件1件并已公开。",
        {"disclosure.normative_issued": 1, "disclosure.normative_disclosed": 1},
    ),
    "of-all-twice": (
        "收到申请3件,全部为网络申请,均按时办结。",
        {"requests.received": 3, "requests.online": 3, "requests.closed": 3, "requests.closed_on_time": 3},
    ),
    "the-one-came-in-person": (
        "全年收到1件公开申请,申请人到镇政府当面提出。",
        {"requests.received": 1, "requests.in_person": 1},
    ),
    "the-one-and-why": (
        "申请答复中,不同意公开1件(属于村民自治事项,不是《条例》所指政府信息)。",
        {"replies.denied": 1, "replies.denied_not_government_information": 1},
    ),
    "of-all-and-of-some": (
        "收到申请37件,全部为书面申请,其中当面递交28件,信函9件。",
        {"requests.received": 37, "requests.in_person": 28, "requests.mail": 9},
    ),
    "denied-for-secrets-and-a-third-party": (
        "不予公开的4件,均因涉及商业秘密且第三方不同意。",
        {"replies.denied": 4, "replies.denied_trade_secret": 4},
    ),
    "documents-all-and-others-no-more": (
        "制发规范性文件5件并全部公开,另清理废止7件。",
        {"disclosure.normative_issued": 5, "disclosure.normative_disclosed": 5},
    ),
    "suits-all-upheld-in-first-instance": (
        "发生行政诉讼2件,一审判决均维持了行政机关的答复。",
        {"litigation.total": 2, "litigation.upheld": 2},
    ),
    "more-than-last-year-and-all-of-them": (
        "收到依申请公开3件,比上年少2件,下降40%,全部是在网上提交的。",
        {"requests.received": 3, "requests.online": 3},
    ),
    "one-denied-for-the-costs-of-a-firm": (
        "答复申请时,一件因涉及厂家配方的商业秘密不予公开。",
        {"replies.denied_trade_secret": 1, "replies.denied": 1},
    ),
}

CHAPTER = "三、依申请公开情况\n收到公开申请94件。其中当面52件,网上42件。"
IN_WAYS: Told = {"requests.received": 94, "requests.in_person": 52, "requests.online": 42}
THOSE_BEFORE: dict[str, tuple[str, Told]] = {
    "those-above-closed": (f"{CHAPTER}上述申请已全部办结。", IN_WAYS | {"requests.closed": 94}),
    "all-closed-in-time": (
        f"{CHAPTER}所有申请均按时办结,其中同意公开60件。",
        IN_WAYS | {"requests.closed": 94, "requests.closed_on_time": 94, "replies.granted": 60},
    ),
    "those-above-answered": (
        f"{CHAPTER}以上申请均在15个工作日内答复,没有延期。",
        IN_WAYS | {"replies.total": 94, "requests.closed_extended": 0},
    ),
    "all-answered": (f"{CHAPTER}全部作了书面答复。", IN_WAYS | {"replies.total": 94}),
    "another-number-of-answers": (f"{CHAPTER}全部申请中已答复90件。", IN_WAYS | {"replies.total": 90}),
    "some-of-them": (f"{CHAPTER}多数申请已经答复。", IN_WAYS),
    "of-another-chapter": (f"{CHAPTER}\n四、建议提案办理情况\n全部按时办结。", IN_WAYS),
    "with-two-numbers-before": (
        "三、依申请公开情况\n收到公开申请94件。全年共收到公开申请96件。上述申请已全部办结。",
        {},
    ),
}

WHOSE: dict[str, tuple[str, Told]] = {
    "bodies-that-came": (
        "组织信息公开培训2期,各乡镇和县直单位共146人次参加培训。",
        {"training.courses": 2, "training.participants": 146},
    ),
    "rooms-of-the-office": ("机关各处室确定信息公开兼职信息员46名。", {"capacity.staff_part_time": 46}),
    "who-decided": (
        "信息公开行政复议5件,其中省政府维持3件,申请人撤回2件。",
        {"review.total": 5, "review.upheld": 3, "review.other": 2},
    ),
    "boards-of-the-villages": (
        "各乡镇、村公开栏及广播等其他形式公开620条。",
        {"disclosure.other_channels": 620},
    ),
    "ways-that-are-channels": ("通过公示栏等其他途径72条。", {"disclosure.other_channels": 72}),
    "a-gazette-and-what-it-published": (
        "《石溪市人民政府公报》出版6期,公开政府信息96条。",
        {"disclosure.gazette": 96},
    ),
    "a-net-without-a-site": ("石溪区政府网全年公开政府信息6,918条。", {"disclosure.website": 6918}),
    "consultations-of-all-ways": (
        "受理信息公开的现场、电话、网上咨询560人次。",
        {"consultations.total": 560},
    ),
    "fees-and-no-others": (
        "信息公开方面除收取复印费、邮寄费560元外,未收取其他费用。",
        {"fees.collected": 0.056},
    ),
    "requests-behind-their-number": ("全年共收到两件申请。", {"requests.received": 2}),
    "done-on-the-side": ("政府信息公开工作由4名民警兼管。", {"capacity.staff_part_time": 4}),
    "classes-and-meetings": (
        "政府信息公开方面开会3次,办班2次。",
        {"training.meetings": 3, "training.courses": 2},
    ),
    "papers-and-boards-as-other-ways": (
        "通过报刊、广播电视、公开栏等其他方式公开信息226条。",
        {"disclosure.other_channels": 226},
    ),
    "boards-and-leaflets": (
        "另通过社区公开栏、电子显示屏和便民手册公开信息84条。",
        {"disclosure.other_channels": 84},
    ),
    "in-the-papers": ("在《石溪日报》、县电视台等媒体上公开信息26条。", {"disclosure.other_channels": 26}),
    "the-office-and-its-units": (
        "局机关和12个直属单位共落实信息公开工作人员26人,其中专职2人、兼职24人。",
        {"capacity.staff": 26, "capacity.staff_full_time": 2, "capacity.staff_part_time": 24},
    ),
    "in-person-and-in-writing": (
        "收到公开申请9件,其中电子邮件4件,当面书面申请5件。",
        {"requests.received": 9, "requests.in_person": 5},
    ),
    "sent-on-to-others": (
        "申请答复中,不属于本机关公开,告知向有关机关咨询的7件。",
        {"replies.not_this_organ": 7},
    ),
    "not-made-and-so-not-there": (
        "申请答复中,没有制作或者保存、信息不存在的11件。",
        {"replies.nonexistent": 11},
    ),
    "neither-appealed-nor-sued": (
        "没有因信息公开被申请复议或者被起诉。",
        {"review.total": 0, "litigation.total": 0},
    ),
    "the-street-office-itself": (
        "街道办事处没有收到要求公开政府信息的申请。",
        {"requests.received": 0},
    ),
    "documents-made-and-published": (
        "规范性文件方面,制发7件,向社会公开6件。",
        {"disclosure.normative_issued": 7, "disclosure.normative_disclosed": 6},
    ),
    "money-of-the-county": ("县级财政列支政府信息公开专项经费42万元。", {"capacity.budget": 42}),
    "the-government-and-its-bureaus": (
        "县政府(含办公室)和县级部门共制定规范性文件35件,公开33件。",
        {"disclosure.normative_issued": 35, "disclosure.normative_disclosed": 33},
    ),
    "one-each-and-all-together": (
        "17个科(室、所)各确定1名信息公开兼职信息员,合计兼职17人。",
        {"capacity.staff_part_time": 17},
    ),
    "neither-staff-nor-money": (
        "信息公开没有设置专职人员,也没有列支专项经费。",
        {"capacity.staff_full_time": 0, "capacity.budget": 0},
    ),
    "who-appealed-against-a-reply": (
        "有1宗申请的申请人不服我局的答复,向上级申请行政复议。",
        {},
    ),
    "bureaus-that-have-units": ("全县64个部门都建立了信息公开工作机构。", {}),
    "no-money-set-aside": ("全年未安排政府信息公开专项经费。", {"capacity.budget": 0}),
    "leaders-behind-their-interviews": (
        "厅领导走进在线访谈栏目5次,其中厅长2次。",
        {"response.online_interviews": 5, "response.online_interviews_led": 2},
    ),
    "questions-answered": ("对群众关注的学位、停车等问题回应27次。", {"response.total": 27}),
}

# The same in words of those who write the report, and not of the form.
PARAPHRASED: dict[str, tuple[str, Told]] = {
    "outcomes-in-plain-words": (
        "答复申请41件:指明已公开信息出处的9件,照申请全部给出的17件,给出一部分的3件,拒绝公开的4件,归其他机关管的8件。",
        {
            "replies.total": 41,
            "replies.already_public": 9,
            "replies.granted": 17,
            "replies.partial": 3,
            "replies.denied": 4,
            "replies.not_this_organ": 8,
        },
    ),
    "in-everyday-words": (
        "答复申请时,给了的15件,给了一部分的2件,没给的3件,查来查去没有这份材料的2件。",
        {"replies.granted": 15, "replies.partial": 2, "replies.denied": 3, "replies.nonexistent": 2},
    ),
    "a-pause-behind-a-long-name": (
        "收到申请90件,其中通过EMS、挂号信等邮寄方式提交的,88件;传真过来的,2件。",
        {"requests.received": 90, "requests.mail": 88, "requests.fax": 2},
    ),
    "known-from-the-web": ("答复申请中,早已上网公开、告知查看路径7件。", {"replies.already_public": 7}),
    "not-ours-go-there": ("答复申请中,不归我局管、已告知向水务局申请5件。", {"replies.not_this_organ": 5}),
    "names-blacked-out": ("答复申请中,遮盖姓名后提供的6件。", {"replies.partial": 6}),
    "in-so-many-words": (
        "当年办结申请58件,未超期55件,经批准延期后办完3件。",
        {"requests.closed": 58, "requests.closed_on_time": 55, "requests.closed_extended": 3},
    ),
    "carried-into-next-year": ("除4件结转2016年外,办结申请61件。", {"requests.closed": 61}),
    "taken-to-court": ("因信息公开被诉至法院2件。", {"litigation.total": 2}),
    "handed-in-by-themselves": (
        "收到申请8件,本人到局递交5件。",
        {"requests.received": 8, "requests.in_person": 5},
    ),
    "registered-mail": ("收到申请8件,挂号信3件。", {"requests.received": 8, "requests.mail": 3}),
    "letters-that-apply": (
        "收到申请4件:当面提出的3件,来信的1件,没有网上申请。",
        {"requests.received": 4, "requests.in_person": 3, "requests.mail": 1, "requests.online": 0},
    ),
    "without-what-is-told-twice": (
        "各平台主动公开政府信息合计2900条,剔除重复后实为1950条。",
        {"disclosure.total": 1950},
    ),
    "a-sum-of-ways-without-repeats": (
        "门户网站公开政府信息1480条、政务微博公开政府信息330条,剔除重复后合计1600条。",
        {"disclosure.website": 1480, "disclosure.weibo": 330},
    ),
    "of-those-made": ("我厅制定的规范性文件公布了36件。", {"disclosure.normative_disclosed": 36}),
    "none-made": ("全年未以本局名义出台规范性文件。", {"disclosure.normative_issued": 0}),
    "took-no-part": (
        "未参加新闻发布会和在线访谈。",
        {"response.press_conferences": 0, "response.online_interviews": 0},
    ),
    "rules-of-an-earlier-year": (
        "自2013年4月起调整信息公开收费标准,本年度收取检索费300元。",
        {"fees.collected": 0.03},
    ),
    "behind-their-number-side-by-side": (
        "信息公开工作由办公室2人专职、各股室11人兼职。",
        {"capacity.staff_full_time": 2, "capacity.staff_part_time": 11},
    ),
    "not-set-up": (
        "信息公开工作不设专职人员,有兼职人员14人。",
        {"capacity.staff_full_time": 0, "capacity.staff_part_time": 14},
    ),
    "not-charged-for": ("依申请提供政府信息,一律不向申请人收费。", {"fees.collected": 0}),
    "since-a-day-of-a-year": (
        "自2014年4月1日起停征信息公开收费,全年收取检索费300元。",
        {"fees.collected": 0.03},
    ),
    "of-what-year-they-ask": (
        "收到信函申请1件,申请公开2013年低保名单,经审查同意公开,收取邮寄费20元。",
        {"requests.mail": 1, "fees.collected": 0.002},
    ),
    "decided-so-in-both": (
        "因信息公开被申请行政复议2件,海关总署复议决定均为维持。",
        {"review.total": 2, "review.upheld": 2},
    ),
    "orders-to-answer-or-quashes": (
        "信息公开行政复议9件,维持7件,责令限期答复或撤销2件。",
        {"review.total": 9, "review.upheld": 7, "review.corrected": 2},
    ),
    "attended-or-held": ("出席或举办新闻发布会6次。", {"response.press_conferences": 6}),
    "out-on-the-web": (
        "制发规范性文件3件,已在网站公布。",
        {"disclosure.normative_issued": 3, "disclosure.normative_disclosed": 3},
    ),
    "parts-in-brackets": (
        "全系统主动公开政府信息4100条(市局机关1200条,县区局2900条)。",
        {"disclosure.total": 4100},
    ),
}

TOLD = (
    SIDE_BY_SIDE
    | PARAPHRASED
    | RANKED
    | SHARED
    | WHOLES
    | CHANNELS
    | OUTCOMES
    | DENIED
    | TRAINED
    | PARTED
    | OF_ALL
    | THOSE_BEFORE
    | WHOSE
)

# A number of something else, or a denial of another thing or time.
NOTHING: dict[str, str] = {
    "a-part-of-what-cannot-be-read": "公开政府信息方面,政府网站□□□条,其中县政府网站615条。",
    "advice-to-offices": "政府信息公开之外,法制办受理各单位请示咨询33件次。",
    "all-since-a-year": "自2008年起,累计主动公开政府信息12560条。",
    "held-since-a-year": "从2010年起,我局共举办信息公开培训班36期,培训1800人次。",
    "of-last-year-s-with-this-year-s": "2014年召开信息公开工作会议3次,今年我们将继续努力,培训200人次。",
    "of-those-carried-on": "结转至2016年办理的申请3件,其中同意公开2件。",
    "meetings-on-the-spot": "信息公开之外,召开征地拆迁现场会3次。",
    "voices-on-the-web": "信息公开之外,网评员主动发声1200余条次。",
    "fairs-on-line": "信息公开之外,举办招商在线交流会5次。",
    "funds-made-public": "公开扶贫专项资金1200万元。",
    "papers-that-applicants-bring": "申请人提供相关证明材料的9件。",
    "third-parties-did-not-agree": "行政处罚案件公示前,当事人未同意公开5件。",
    "cases-that-we-brought": "我局将3起违法占地案件诉至法院强制执行,与信息公开无关。",
    "sued-over-houses": "信息公开之外,因拆迁被诉至法院4件。",
    "names-left-out-of-penalties": "隐去当事人姓名后公开行政处罚信息326条。",
    "not-filed-in-time": "未及时印发规范性文件备案通知的3家。",
    "found-on-the-web": "中心形成制度41项,其中在网上能查到的38项。",
    "calls-about-forgeries": "信息公开之外,农资打假电话接到举报15起。",
    "a-table-s-number": "表1 主动公开",
    "lines-for-nothing": "信息公开之外,无线网络查询全部免费。",
    "cases-of-a-court": "信息公开之外,县法院受理案件1200件。",
    "a-rule-of-counting": "不同渠道公开相同政府信息的计1条。",
    "an-annex": "收取信息公开费用情况见附表5。",
    "in-a-title": "学习《政府信息公开行政诉讼12个典型案例》。",
    "a-target": "上级下达的主动公开政府信息考核指标为150条。",
    "a-sample": "随机抽取已公开的政府信息60条。",
    "a-catalogue": "依申请公开政府信息目录收录条目84条。",
    "not-of-that-kind": "没有出现同一人反复提出政府信息公开申请的情形。",
    "nothing-left-unpublished": "不存在应当公开而没有公开的政府信息。",
    "meetings-of-the-house": "信息公开之外,召开党组会议21次。",
    "at-the-windows": "为信息公开服务的各窗口有工作人员64人。",
    "files-of-patients": "信息公开之外,受理病历复印申请8200人次,收取工本费17.5万元。",
    "quarrels-settled": "信息公开之外,法院调解医疗纠纷22件。",
    "all-of-a-trade": "全行业收到信息公开申请171件,厅机关另有统计。",
    "others-not-counted": "州级专职人员8人,县级未作统计。",
    "documents-sorted-as-made": "全局共制作政府信息96条,属于依申请公开的40条,属于不予公开的25条。",
    "a-telephone-for-farmers": "信息公开之外,农资打假举报电话接了66个。",
    "reading-points-to-come": "下一年:信息公开查阅点设一个。",
    "rules-in-a-title": "制定《政府信息公开申请办理规程》等制度5项。",
    "answers-on-the-telephone": "信息公开咨询电话答复1105人次。",
    "rules-of-procedure": "印发《依申请公开工作规程》等文件6份。",
    "clicks": "信息公开网站浏览12万次。",
    "agency-s-own-windows": "出入境窗口受理申请38,115人次,与政府信息公开申请不同。",
    "training-of-taxpayers": "举办纳税人学堂9期,培训纳税人1,200人次。",
    "a-hotline-s-leads": "政府信息公开方面,12336电话受理违法线索投诉417条。",
    "cases-against-others": "本厅作为复议机关办理信息公开行政复议11件,其中维持8件、撤销3件。",
    "cases-of-another-cause": "工伤认定引起的行政诉讼63件,胜诉59件,败诉4件。",
    "not-counted-here": "由此引起的信息公开行政诉讼11件不计在内。",
    "a-goal": "力争信息公开类行政诉讼败诉率为零。",
    "a-plan": "下半年再举办2期信息公开业务培训。",
    "last-year-s-none": "2014年没有收到政府信息公开申请。",
    "one-level-s-none": "市级政务公开投诉电话未接到有效投诉。",
    "as-many-as-there-are-bodies": "三个单位同意公开的申请分别为12件、9件、5件。",
    "all-but-these": "对申请公开的规范性文件,除2件外均已公开。",
    "included-in-another": "按方式分,传真申请(含电子邮件)。",
    "fees-let-off": "减免困难群众5人次、信息公开费用52元。",
    "training-elsewhere": "派人去省里参加信息公开培训2次11人次。",
    "of-another-cause-in-passing": "政府信息公开之外,复议办接到的5件行政复议都是归类争议。",
    "a-trade-s-own-courses": "信息公开之外,组织水利业务培训37期。",
    "a-hospital-s-suits": "不属信息公开的医疗纠纷诉讼9件。",
    "a-heading-of-something-else": "六、其他需要报告的事项\n无。",
    "either-of-two": "答复中,不属于本机关公开或者申请信息不存在的8件。",
    "either-of-two-the-other-way": "申请内容不明确或转其他途径办理6件。",
    "two-channels-together": "在政府网站和本局微信公众号公开信息905条。",
    "put-together": "寄信和发传真的申请合在一起3件。",
    "what-was-before": "信息公开专职人员原为7人。",
    "no-site-of-its-own": "信息公开方面,我局没有自己的网站。",
    "hung-on-the-web": "申请要的信息里还有4件本来就挂在网上。",
    "reviews-of-another-kind": "另办理其他行政复议案件57件。",
    "no-other-than-these": "除此之外再没有提出的信息公开申请。",
    "a-list-of-what-may-be-asked-for": "登载依申请公开目录信息870条。",
    "walls-are-no-money": "信息公开收费公示墙刷了310面。",
    "kept-from-the-public": "没有人说信息公开上该公开的不公开。",
    "so-often-a-week": "信息公开工作会议每周一次。",
    "a-none-after-a-number": "四、行政复议和行政诉讼情况\n本年度另有其他说明。\n无。",
}


@pytest.mark.parametrize(("text", "told"), TOLD.values(), ids=TOLD)
def test_what_offices_tell(text: str, told: Told) -> None:
    assert read(text) == told


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_sounds_like_it_and_tells_nothing(text: str) -> None:
    assert read(text) == {}
