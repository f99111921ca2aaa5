"""Lines that a page or a column broke, and those that only look like it."""

from __future__ import annotations

import pytest
from support import to_sentences

COLUMN = "\n".join(
    (
        "全年主动公开政府信息公告和通知",
        "在内的各类信息和文件一千余条并",
        "通过网站和公开栏向社会公布收到",
        "公民法人和其他组织提出的申请九",
        "件已经全部答复。",
    )
)
OFFICIAL = ["全年主动公开政府信息公告和通知在内的各类信息以及各种文件"] * 12


def tell(text: str) -> list[str]:
    return [sentence.text for sentence in to_sentences(text)]


def test_lines_of_a_narrow_column_go_on() -> None:
    wide = "\n".join(line + "以及各类文件" for line in COLUMN.split("\n")[:4]) + "\n申请九件。"
    assert len(tell(wide)) == 1


def test_short_lines_without_a_common_width_are_entries() -> None:
    lines = ["当面提出的申请9件", "通过信函提出的申请共12件", "网络申请3件", "以传真方式提出的申请2件"]
    assert tell("\n".join(lines)) == lines


FEET = {
    "strokes": "\n\n— 3 —\n\n",
    "told": "\n第 3 页 共 9 页\n",
    "fed": "\n\f",
    "numbered-and-fed": "\n\n3\n\n\f",
    "bare-amid-a-sentence": "\n3\n",
}


@pytest.mark.parametrize("foot", FEET.values(), ids=FEET)
def test_a_sentence_goes_on_on_the_next_page(foot: str) -> None:
    (told,) = tell("\n".join(OFFICIAL) + foot + "\n".join(OFFICIAL) + "收到申请9件。")
    assert told == "".join(OFFICIAL) * 2 + "收到申请9件。"


def test_bare_numbers_a_page_apart_count_pages() -> None:
    page = "\n".join(["收到申请9件。"] * 12)
    assert tell(f"{page}\n1\n{page}\n2\n{page}") == ["收到申请9件。"] * 36


def test_bare_numbers_below_each_other_do_not() -> None:
    assert tell("收到申请\n1\n2\n3\n件。") == ["1", "2", "3", "件。"]  # the first is a heading


def test_a_page_that_ends_with_its_paragraph_parts_them() -> None:
    assert tell("收到申请9件。\n\n— 1 —\n\n答复9件。") == ["收到申请9件。", "答复9件。"]


TITLE = "青岩市白石高新技术产业开发区管理委员会2015年政府信息公开工作年度报告"


def test_a_title_does_not_go_on_in_the_text() -> None:
    (told,) = to_sentences(f"{TITLE}\n网站发布的信息共120条。")
    assert told.text == "网站发布的信息共120条。" and told.section == TITLE


def test_a_title_that_a_sentence_ends_with_goes_on() -> None:
    assert tell(f"{TITLE}\n,现予公布。") == [f"{TITLE},现予公布。"]


def test_a_line_that_speaks_of_a_report_in_its_sentence_goes_on() -> None:
    line = "本局按照要求认真编制,并于次年三月底以前公布2015年政府信息公开工作年度报告"
    assert tell(f"{line}\n全文共三千字。") == [f"{line}全文共三千字。"]


RAGGED = {
    "inside-a-word": ("至年末，本镇主动公开政府", "信息62条，经镇政府网", "站公开58条。"),
    "amid-a-clause": ("2013年，全镇受理信件", "与来电一共62次。"),
    "behind-an-open-bracket": ("我局修订了《信息", "发布办法》等制度4项。"),
    "before-a-measure-word": ("全年收到申请62", "件，均已答复。"),
    "before-a-mark": ("全年收到申请62件", "，其中网上58件。"),
    "behind-a-clause-without-number": ("今年以来，我局向社会", "提供咨询62次，收到来", "信58封。答复58封"),
}


@pytest.mark.parametrize("lines", RAGGED.values(), ids=RAGGED)
def test_short_lines_go_on_where_their_sentence_is_open(lines: tuple[str, ...]) -> None:
    assert "".join(tell("\n".join(lines))) == "".join(lines).replace("，", ",")
    assert len({sentence.paragraph for sentence in to_sentences("\n".join(lines))}) == 1


APART = {
    "told": ("收到申请62件，均已答复", "行政复议4件。"),
    "counted": ("政府网站公开62条，占七成", "微博公开4条，其他3条", "合计69条。"),
    "none": ("全年咨询62次，未收费", "行政诉讼4件。"),
    "closed-nowhere": ("信息62条，来信", "答复4件"),
    "numbers": ("全年咨询62次，收到12、6", "2件。"),
    "entries": ("收到申请，办理", "1、当面62件。"),
    "labels": ("地址：城关镇，邮编以及", "电话：62004。"),
    "wide-below": (
        "我局高度重视，精心组织",
        "2013年，我局按照县里的统一部署认真做好各项工作，不断完善制度。",
    ),
}


@pytest.mark.parametrize("lines", APART.values(), ids=APART)
def test_short_lines_stay_apart_where_each_tells_its_own(lines: tuple[str, ...]) -> None:
    paragraphs = {sentence.paragraph for sentence in to_sentences("\n".join(lines))}
    assert len(paragraphs) == len(lines)


def test_a_long_heading_ends_its_line() -> None:
    heading = "五、因政府信息公开申请行政复议、提起行政诉讼的有关情况"
    assert tell(f"{heading}\n全年税务行政复议17件,行政诉讼3件。") == ["全年税务行政复议17件,行政诉讼3件。"]
