"""What the model is asked, and what it may answer."""

from __future__ import annotations

from collections.abc import Collection

from support import to_claims

from extractor.forms import find_form, vocabulary
from extractor.questions import MAX_SENTENCES, NONE, SILENT, Question, claims_to_questions

FORM = find_form("2014")


def ask(text: str, asked: Collection[str] = tuple(FORM.by_key)) -> tuple[Question, ...]:
    return claims_to_questions(to_claims(text), FORM, asked)


def answers(questions: tuple[Question, ...]) -> dict[str, tuple[str, ...]]:
    return {item.cell.key: item.answers for question in questions for item in question.items}


def test_an_item_is_asked_with_its_offers_and_silence() -> None:
    assert answers(ask("收到申请16件。")) == {"requests.received": ("1:16", SILENT)}


def test_a_denial_is_offered_in_words() -> None:
    assert answers(ask("没有收到申请。")) == {"requests.received": (f"1:{NONE}", SILENT)}


def test_the_printed_number_is_offered_in_plain_digits() -> None:
    assert answers(ask("主动公开信息1,200条。收取费用86.50元。")) == {
        "disclosure.total": ("1:1200", SILENT),
        "fees.collected": ("2:86.5", SILENT),
    }


def test_every_sentence_that_may_answer_is_offered_once() -> None:
    found = answers(ask("收到申请16件。共收到申请18件,受理申请18件。"))
    assert found["requests.received"] == ("1:16", "2:18", SILENT)


def test_nothing_to_answer_asks_nothing() -> None:
    assert ask("去年收到申请30件。今后加强政府信息公开申请工作。") == ()
    assert claims_to_questions((), FORM, FORM.by_key) == ()


def test_only_the_cells_wanted_are_asked() -> None:
    assert answers(ask("收到申请16件,其中网络申请9件。", {"requests.online"})) == {
        "requests.online": ("1:9", SILENT)
    }


def test_only_sentences_with_an_offer_are_shown() -> None:
    (question,) = ask("高度重视申请工作。收到申请16件。今后继续努力。网络申请9件。")
    assert [claims.sentence.number for claims in question.sentences] == [2, 4]


def test_blocks_that_stand_together_are_asked_together() -> None:
    text = "收到申请16件。答复申请16件。行政复议1件。行政诉讼2件。主动公开信息90条。"
    groups = [question.group for question in ask(text)]
    assert groups == ["disclosure", "requests", "review"]
    assert groups == sorted(groups, key=[blocks[0] for blocks in vocabulary().groups].index)


def test_many_sentences_are_spread_over_several_questions() -> None:
    lines = [f"收到申请{n}件。" for n in range(30)] + [f"网络申请{n}件。" for n in range(30)]
    questions = ask("\n".join(lines))
    assert [len(q.sentences) for q in questions] == [30, 30]
    assert all(len(q.sentences) <= MAX_SENTENCES for q in questions)
    assert sorted(answers(questions)) == ["requests.online", "requests.received"]


def test_all_offers_of_an_item_stand_in_its_own_question() -> None:
    for question in ask("收到申请16件,网络申请9件。行政复议1件,维持1件。其他情形2件。"):
        shown = {claims.sentence.number for claims in question.sentences}
        assert {offer.claims.sentence.number for item in question.items for offer in item.offers} == shown


def test_one_item_with_many_sentences_does_not_overflow_a_question() -> None:
    (question,) = ask("\n".join(f"收到申请{n}件。" for n in range(MAX_SENTENCES)))
    assert len(question.sentences) == MAX_SENTENCES
