"""Prints of one label that must compare equal, and labels that must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.forms.labels import label_key

SAME: dict[str, tuple[str, str]] = {
    "numbering": ("1.当面申请数", "当面申请数"),
    "chinese-numbering": ("一、主动公开数量", "主动公开数量"),
    "bracketed-numbering": ("（二）依申请受理数", "依申请受理数"),
    "circled-numbering": ("②传真申请数", "传真申请数"),
    "ordinal-numbering": ("第二、规章", "规章"),
    "among-these": ("其中：涉及国家秘密", "涉及国家秘密"),
    "among-these-with-numbering": ("其中：1.涉及国家秘密", "涉及国家秘密"),
    "numbering-in-one-character": ("⑴涉及国家秘密", "㈠涉及国家秘密"),
    "code": ("01 当面申请数", "当面申请数"),
    "numbering-twice": ("（一）1.当面申请数", "当面申请数"),
    "broken-over-lines": ("本年新\n制作数量", "本年新制作数量"),
    "broken-in-markdown": ("一、<br>本年新收<br/>申请", "本年新收申请"),
    "blanks": ("总 计", "总计"),
    "explanation": ("申请数（单位：件）", "申请数"),
    "explanation-in-brackets-of-two-widths": ("申请数(单位：件）", "申请数"),
    "quotes": ("危及“三安全一稳定”", "危及三安全一稳定"),
    "full-width": ("ＡＢ项目", "AB项目"),
    "traditional": ("行政訴訟數量", "行政诉讼数量"),
    "count-ending": ("新闻发布会总次数", "新闻发布会"),
}
APART: dict[str, tuple[str, str]] = {
    "on-time": ("按时办结数", "延期办结数"),
    "partial": ("同意公开答复数", "同意部分公开答复数"),
    "denied": ("同意公开答复数", "不同意公开答复数"),
    "row-and-column-total": ("总计", "合计"),
    "closed-late": ("未延期办结数", "延期办结数"),
}


@pytest.mark.parametrize(("a", "b"), SAME.values(), ids=SAME)
def test_prints_of_one_label(a: str, b: str) -> None:
    assert label_key(a) == label_key(b) != ""


@pytest.mark.parametrize(("a", "b"), APART.values(), ids=APART)
def test_labels_of_different_items(a: str, b: str) -> None:
    assert label_key(a) != label_key(b)


@pytest.mark.parametrize("label", ["", "  ", "——", "（一）", "1."])
def test_no_label(label: str) -> None:
    assert label_key(label) == ""


@given(
    st.text("一二三四项申请数量（）()12.、 \n其中：件"), st.integers(0, 20), st.sampled_from(" \n\t\u3000")
)
def test_blanks_never_matter(label: str, at: int, blank: str) -> None:
    assert label_key(label[:at] + blank + label[at:]) == label_key(label)


def test_numbering_in_radicals_is_taken_off() -> None:
    assert label_key("⼀、本年新收政府信息公开申请数量") == label_key("一、本年新收政府信息公开申请数量")
