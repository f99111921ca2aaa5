"""Which items a sentence names, where several items share a phrase or a phrase is at home elsewhere too."""

from __future__ import annotations

import pytest
from support import offered, to_sentences

from extractor.forms.editions import find_form
from extractor.narrative.names import find_mentions


def named(text: str, form: str = "2014") -> list[tuple[str, set[str]]]:
    """What the last sentence of the text names: the words, and the last part of each block's keys."""
    *before, sentence = to_sentences(text)
    return [
        (sentence.text[m.start : m.end], set(m.keys))
        for m in find_mentions(sentence, before, find_form(form))
    ]


def test_of_overlapping_phrases_the_longer_names_the_item() -> None:
    assert named("申请中同意部分公开3件。")[-1] == ("同意部分公开", {"replies.partial"})


def test_mentions_stand_in_order_and_do_not_overlap() -> None:
    *before, sentence = to_sentences("收到申请9件,其中当面申请3件,网络申请6件,答复申请9件,同意公开9件。")
    mentions = find_mentions(sentence, before, find_form("2014"))
    ends = [0, *(m.end for m in mentions)]
    assert all(end <= m.start < m.end for end, m in zip(ends, mentions, strict=False))
    assert len(mentions) >= 5


TOPICS: dict[str, tuple[str, str]] = {
    "same-sentence-review": ("行政复议5件,维持3件。", "review.upheld"),
    "same-sentence-litigation": ("行政诉讼5件,维持3件。", "litigation.upheld"),
    "latest-wins": ("行政复议5件,行政诉讼4件,维持3件。", "litigation.upheld"),
    "sentence-before": ("发生行政复议5件。其中维持3件。", "review.upheld"),
    "nearest-sentence-before": ("发生行政复议5件。发生行政诉讼4件。维持3件。", "litigation.upheld"),
    "heading": ("四、行政复议情况\n其中维持3件。", "review.upheld"),
    "heading-litigation": ("五、行政诉讼情况\n其中维持3件。", "litigation.upheld"),
}


@pytest.mark.parametrize(("text", "key"), TOPICS.values(), ids=TOPICS)
@pytest.mark.parametrize("word", ["维持", "其他情形", "被依法纠错"])
def test_a_shared_phrase_belongs_to_the_latest_topic(text: str, key: str, word: str) -> None:
    item = {"维持": "upheld", "其他情形": "other", "被依法纠错": "corrected"}[word]
    assert named(text.replace("维持", word))[-1][1] == {key.replace("upheld", item)}


def test_without_a_topic_a_shared_phrase_names_nothing() -> None:
    assert named("其他情形3件。") == []


def test_another_paragraph_is_no_topic() -> None:
    assert named("发生行政复议5件。\n其他情形3件。") == []


CONTEXT: dict[str, tuple[str, str, str]] = {
    "regulations": ("制发规章2件,废止1件。", "废止", "article20.regulations.repealed"),
    "normative": ("制发规范性文件2件,废止1件。", "废止", "article20.normative.repealed"),
    "latest": ("制发规章2件,制发规范性文件3件,现行有效9件。", "现行有效", "article20.normative.valid"),
}


@pytest.mark.parametrize(("text", "words", "key"), CONTEXT.values(), ids=CONTEXT)
def test_a_phrase_that_needs_context_belongs_to_the_latest(text: str, words: str, key: str) -> None:
    assert (words, {key}) in named(text, "2021")


def test_without_its_context_a_phrase_names_nothing() -> None:
    assert named("现行有效9件。", "2021") == []


def test_disclosure_is_of_documents_only_behind_documents() -> None:
    assert offered("主动公开信息90条。")["disclosure.total"] == {90}
    found = offered("制发规范性文件12件,主动公开10件。")
    assert found["disclosure.normative_disclosed"] == {10} and "disclosure.total" not in found


ANCHORS: dict[str, tuple[str, bool]] = {
    "alone": ("审批大厅办结2000件。", False),
    "in-the-sentence": ("政府信息公开申请办结20件。", True),
    "before-in-the-paragraph": ("收到政府信息公开申请20件。办结20件。", True),
    "in-the-heading": ("三、依申请公开情况\n办结20件。", True),
    "in-another-paragraph": ("收到政府信息公开申请20件。\n审批大厅办结2000件。", False),
}


@pytest.mark.parametrize(("text", "there"), ANCHORS.values(), ids=ANCHORS)
def test_an_item_is_named_only_where_its_block_is_spoken_of(text: str, there: bool) -> None:
    assert any("requests.closed" in keys for _, keys in named(text)) is there


def test_words_to_avoid_keep_a_phrase_from_naming_the_item() -> None:
    keys = [keys for _, keys in named("收到网络申请9件。")]
    assert {"requests.online"} in keys and not any("requests.received" in k for k in keys)
