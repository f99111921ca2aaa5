"""What the model is asked, and what it may answer."""

from __future__ import annotations

from collections.abc import Collection

from support import to_claims

from extractor.decide.assign import candidates_to_decisions
from extractor.forms.editions import find_form
from extractor.model.answers import NONE, SILENT
from extractor.narrative.offers import (
    LEFT_OUT,
    LONG,
    MAX_ITEMS,
    ROOM,
    Question,
    claims_to_items,
    items_to_questions,
    list_items,
    open_items,
    widen_items,
)
from extractor.narrative.readings import claims_to_candidates

FORM = find_form("2014")


def ask(text: str, asked: Collection[str] = tuple(FORM.by_key)) -> tuple[Question, ...]:
    return items_to_questions(claims_to_items(to_claims(text), FORM, asked))


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


def test_without_a_model_the_same_items_are_told_without_offers() -> None:
    claims = to_claims("收到申请16件,其中网络申请9件。去年举行听证3次。没有收取费用。")
    items = list_items(claims, FORM, FORM.by_key)
    assert [item.cell for item in items] == [item.cell for item in claims_to_items(claims, FORM, FORM.by_key)]
    assert len(items) > 2
    assert not any(item.offers for item in items)


def test_nothing_to_answer_asks_nothing() -> None:
    assert ask("去年收到申请30件。今后加强政府信息公开申请工作。") == ()
    assert claims_to_items((), FORM, FORM.by_key) == ()


def test_only_the_cells_wanted_are_asked() -> None:
    assert answers(ask("收到申请16件,其中网络申请9件。", {"requests.online"})) == {
        "requests.online": ("1:9", SILENT)
    }


def test_only_sentences_with_an_offer_are_shown() -> None:
    (question,) = ask("高度重视申请工作。收到申请16件。今后继续努力。网络申请9件。")
    assert [claims.sentence.number for claims in question.sentences] == [2, 4]


def test_a_report_is_asked_in_one_question_where_it_fits() -> None:
    (question,) = ask("收到申请16件。答复申请16件。行政复议1件。行政诉讼2件。主动公开信息90条。")
    assert [item.cell.block for item in question.items] == [
        "disclosure",
        "requests",
        "replies",
        "review",
        "litigation",
    ]


def size(question: Question) -> int:
    names = (text for item in question.items for text in (item.cell.name, *item.answers))
    return sum(map(len, (*names, *question.shown.values())))


def test_what_does_not_fit_is_spread_over_several_questions() -> None:
    filler = "本年度" * 60
    lines = [f"{filler}{what}{n}件。" for n in range(9) for what in ("收到申请", "网络申请", "行政复议")]
    questions = ask("\n".join(lines))
    assert [question.name for question in questions] == ["question 1", "question 2"]
    assert all(size(question) <= ROOM and len(question.items) <= MAX_ITEMS for question in questions)
    assert sorted(answers(questions)) == ["requests.online", "requests.received", "review.total"]


def test_all_offers_of_an_item_stand_in_its_own_question() -> None:
    for question in ask("收到申请16件,网络申请9件。行政复议1件,维持1件。其他情形2件。"):
        shown = {claims.sentence.number for claims in question.sentences}
        assert {offer.claims.sentence.number for item in question.items for offer in item.offers} == shown


def test_an_item_that_fits_in_no_question_is_left_out_alone() -> None:
    many = "\n".join(f"收到申请{n}件。" for n in range(ROOM // 8))
    assert list(answers(ask(many + "\n行政复议1件。"))) == ["review.total"]


def test_a_long_sentence_is_shown_around_its_possible_answers() -> None:
    (question,) = ask(f"{'本年度工作' * LONG},收到申请16件,{'继续努力' * LONG},网络申请9件。")
    (text,) = question.shown.values()
    assert text.startswith(LEFT_OUT) and text.count(LEFT_OUT) == 2 and len(text) < 2 * LONG
    assert "收到申请16件" in text and text.endswith("网络申请9件。")


def test_other_sentences_are_shown_whole() -> None:
    (question,) = ask(f"{'本年度工作' * 40},收到申请16件。")
    assert LEFT_OUT not in question.shown[1]


def left_open(text: str, suspect: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """What is asked once the rules have decided what they can."""
    claims = to_claims(text)
    items = widen_items(claims_to_items(claims, FORM, FORM.by_key), claims, FORM, FORM.by_key)
    decisions = candidates_to_decisions(claims_to_candidates(claims, FORM, text), FORM)
    return {item.cell.key: item.answers for item in open_items(items, decisions, suspect)}


def test_what_the_rules_settled_is_not_asked() -> None:
    assert left_open("全年收到政府信息公开申请16件。") == {}


def test_what_the_rules_read_in_two_ways_is_asked() -> None:
    assert left_open("收到申请16件。共收到申请18件。") == {"requests.received": ("1:16", "2:18", SILENT)}


def test_what_the_rules_doubt_is_asked() -> None:
    assert left_open("上年收到申请16件。") == {"requests.received": ("1:16", SILENT)}


def test_where_a_sum_fails_all_of_it_is_asked() -> None:
    assert set(left_open("收到申请16件,其中网络申请17件。", {"requests.received", "requests.online"})) == {
        "requests.received",
        "requests.online",
    }
