"""The llm reader with a model that answers from a queue: what is kept, what is asked again, and what is not."""

from __future__ import annotations

import pytest
from support import QueuedAsker, cut_off, details, reply, to_claims, to_document

from extractor.errors import EndpointUnreachable
from extractor.forms.editions import find_form
from extractor.ids import GIVEN
from extractor.messages import reason_to_text
from extractor.model.answers import NONE, SILENT
from extractor.model.asker import Reply, Request
from extractor.model.completions import Refused
from extractor.narrative.interview import (
    AGAIN,
    RETRIES,
    questions_to_reading,
)
from extractor.narrative.offers import claims_to_items, items_to_questions
from extractor.narrative.rounds import LlmReading, prompt_fingerprints
from extractor.records import Candidate, Identification, Number, Reason, Usage

FORM = find_form("2014")
HEADER = Identification("青岩市教育局", "青岩市", 2015, "2014", "labels")


def name(key: str) -> str:
    return FORM.by_key[key].name


TOTAL, ONLINE, PERSON = name("requests.received"), name("requests.online"), name("requests.in_person")
MAIL, FAX = name("requests.mail"), name("requests.fax")
TEXT = "收到申请16件,其中网络申请9件。"


def read(text: str, *replies: Reply, retries: int = RETRIES) -> tuple[LlmReading, QueuedAsker]:
    """The text's questions put to a model that gives these replies."""
    asker = QueuedAsker(list(replies))
    questions = items_to_questions(claims_to_items(to_claims(text), FORM, FORM.by_key))
    reading = questions_to_reading(questions, asker, HEADER, FORM, to_document(text).text, retries=retries)
    return reading, asker


def accepted(reading: LlmReading) -> dict[str, Number | None]:
    return {c.key: c.value for c in reading.candidates if c.accepted and c.status in GIVEN}


def rejected(reading: LlmReading) -> list[Candidate]:
    return [c for c in reading.candidates if not c.accepted]


def items_of(asker: QueuedAsker) -> list[tuple[str, ...]]:
    """The items of each request."""
    return [tuple(request.answer.offered) for request in asker.asked]


def last_words(asker: QueuedAsker) -> str:
    """What the model was asked last."""
    return asker.asked[-1].messages[-1]["content"]


def test_offered_answers_are_accepted_with_their_evidence() -> None:
    reading, asker = read(TEXT, reply({TOTAL: "1:16", ONLINE: "1:9"}))
    assert accepted(reading) == {"requests.received": 16, "requests.online": 9}
    assert len(asker.asked) == 1 and reading.findings == ()
    for candidate in reading.candidates:
        assert candidate.backend == "llm" and candidate.evidence is not None
        assert candidate.evidence.mark is not None and TEXT[slice(*candidate.evidence.mark)] == str(
            candidate.value
        )


def test_the_first_request_shows_the_report_and_the_items() -> None:
    _, asker = read(TEXT, reply({TOTAL: "1:16", ONLINE: "1:9"}))
    messages, items = asker.asked[0].messages, items_of(asker)[0]
    assert [m["role"] for m in messages] == ["system", "user"]
    assert f"[1] {TEXT}" in messages[1]["content"] and f"{TOTAL}: 1:16" in messages[1]["content"]
    assert items == (TOTAL, ONLINE)


def test_silence_gives_the_cell_no_value_and_is_told() -> None:
    reading, asker = read(TEXT, reply({TOTAL: "1:16", ONLINE: SILENT}))
    assert accepted(reading) == {"requests.received": 16} and rejected(reading) == []
    (silence,) = (c for c in reading.candidates if c.status == "not_stated")
    assert (silence.key, silence.value, silence.why) == ("requests.online", None, Reason.of("passed-over"))
    assert len(asker.asked) == 1


WRITTEN: dict[str, tuple[str, str, Number]] = {
    "as-offered": ("收到申请1600件。", "1:1600", 1600),
    "separators": ("收到申请1600件。", "1:1,600", 1600),
    "measure-word": ("收到申请1600件。", "1:1600件", 1600),
    "brackets": ("收到申请1600件。", "[1]:1600", 1600),
    "sentence-word": ("收到申请1600件。", "句1：1600", 1600),
    "ten-thousand": ("收到申请1.6万件。", "1:1.6万", 16000),
    "blanks": ("收到申请1600件。", " 1: 1600 ", 1600),
    "zero-for-none": ("没有收到申请。", "1:0", 0),
    "none": ("没有收到申请。", f"1:{NONE}", 0),
}


@pytest.mark.parametrize(("text", "answer", "value"), WRITTEN.values(), ids=WRITTEN)
def test_an_answer_may_be_written_a_little_differently(text: str, answer: str, value: Number) -> None:
    reading, asker = read(text, reply({TOTAL: answer}))
    assert accepted(reading) == {"requests.received": value}
    assert len(asker.asked) == 1


def test_a_number_that_was_not_offered_is_asked_again_in_chinese() -> None:
    reading, asker = read(TEXT, reply({TOTAL: "1:54", ONLINE: "1:9"}), reply({TOTAL: "1:16"}))
    assert accepted(reading) == {"requests.received": 16, "requests.online": 9}
    words = last_words(asker)
    assert "句[1]" in words and "54" in words and TOTAL in words
    assert not any(c.isascii() and c.isalpha() for c in words)


def test_only_the_cells_concerned_are_asked_again() -> None:
    _, asker = read(TEXT, reply({TOTAL: "1:54", ONLINE: "1:9"}), reply({TOTAL: "1:16"}))
    assert items_of(asker) == [(TOTAL, ONLINE), (TOTAL,)]
    assert f"{ONLINE}:" not in last_words(asker)


def test_the_first_request_stays_in_front_of_the_second() -> None:
    _, asker = read(TEXT, reply({TOTAL: "1:54", ONLINE: "1:9"}), reply({TOTAL: "1:16"}))
    first, second = (request.messages for request in asker.asked)
    assert second[: len(first)] == first and len(second) == len(first) + 1


def test_a_rejected_answer_is_kept_as_a_candidate_with_the_reason() -> None:
    reading, _ = read(TEXT, reply({TOTAL: "1:54", ONLINE: "1:9"}), reply({TOTAL: "1:16"}))
    (wrong,) = rejected(reading)
    assert (wrong.key, wrong.value, wrong.exact) == ("requests.received", 54, False)
    assert wrong.why == Reason.of("no-such-number", sentence=1, number=54)
    assert wrong.evidence is not None and wrong.evidence.ref == "s1"


@pytest.mark.parametrize(
    "answer", ["9:16", "很多", "1:很多", "x" * 500], ids=["other-sentence", "words", "no-number", "long"]
)
def test_an_answer_without_a_shown_sentence_and_number_has_no_evidence(answer: str) -> None:
    reading, _ = read(TEXT, reply({TOTAL: answer, ONLINE: "1:9"}), reply({TOTAL: SILENT}))
    (wrong,) = rejected(reading)
    assert wrong.evidence is None and wrong.why is not None
    assert (wrong.why.id, len(reason_to_text(wrong.why)) < 150) == ("uncited", True)
    assert accepted(reading) == {"requests.online": 9}


def test_an_item_left_out_is_asked_again() -> None:
    reading, asker = read(TEXT, reply({TOTAL: "1:16", ONLINE: None}), reply({ONLINE: "1:9"}))
    assert accepted(reading) == {"requests.received": 16, "requests.online": 9}
    assert items_of(asker)[1] == (ONLINE,) and "没有回答" in last_words(asker)


def test_asking_ends_after_so_many_retries() -> None:
    wrong = reply({TOTAL: "1:54"})
    reading, asker = read("收到申请16件。", *[wrong] * 9)
    assert len(asker.asked) == RETRIES + 1
    assert accepted(reading) == {} and len(rejected(reading)) == RETRIES + 1


def test_without_retries_every_question_is_asked_once() -> None:
    reading, asker = read(TEXT, reply({TOTAL: "1:54", ONLINE: "1:9"}), retries=0)
    assert len(asker.asked) == 1 and accepted(reading) == {"requests.online": 9}


AMBIGUOUS = "既有行政复议又有行政诉讼,有3件。"
REVIEW, LITIGATION = name("review.total"), name("litigation.total")


def test_a_number_given_to_two_items_is_asked_again_for_both() -> None:
    reading, asker = read(
        AMBIGUOUS, reply({REVIEW: "1:3", LITIGATION: "1:3"}), reply({REVIEW: "1:3", LITIGATION: SILENT})
    )
    assert items_of(asker)[1] == (REVIEW, LITIGATION)
    words = last_words(asker)
    assert "同时" in words and REVIEW in words and LITIGATION in words
    assert accepted(reading) == {"review.total": 3}


def test_a_number_given_to_two_items_to_the_end_is_given_to_none() -> None:
    both = reply({REVIEW: "1:3", LITIGATION: "1:3"})
    reading, asker = read(AMBIGUOUS, both, both, both)
    assert accepted(reading) == {} and len(asker.asked) == RETRIES + 1


@pytest.mark.parametrize("text", ["行政复议和行政诉讼案件各3件。", "行政复议、行政诉讼均为0件。"])
def test_a_number_of_each_may_be_shared(text: str) -> None:
    value = 3 if "3" in text else 0
    reading, asker = read(text, reply({REVIEW: f"1:{value}", LITIGATION: f"1:{value}"}))
    assert accepted(reading) == {"review.total": value, "litigation.total": value}
    assert len(asker.asked) == 1


def test_a_part_named_before_its_whole_shares_the_number() -> None:
    part, whole = name("replies.denied_privacy"), name("replies.denied")
    reading, _ = read("申请中因涉及个人隐私不予公开的3件。", reply({part: "1:3", whole: "1:3"}))
    assert accepted(reading) == {"replies.denied_privacy": 3, "replies.denied": 3}


def test_a_denial_may_be_shared() -> None:
    text = "没有行政复议、行政诉讼案件。"
    reading, asker = read(
        text, reply({name("review.total"): f"1:{NONE}", name("litigation.total"): f"1:{NONE}"})
    )
    assert accepted(reading) == {"review.total": 0, "litigation.total": 0}
    assert len(asker.asked) == 1


SUM = "收到申请16件。其中当面申请3件,网络申请9件,信函申请4件,传真申请0件。网络申请平台另有网络申请8件。"
CHANNELS = {PERSON: "2:3", MAIL: "2:4", FAX: "2:0"}


def test_a_failed_sum_is_asked_again_only_where_there_is_another_offer() -> None:
    reading, asker = read(SUM, reply({TOTAL: "1:16", ONLINE: "3:8", **CHANNELS}), reply({ONLINE: "2:9"}))
    assert items_of(asker)[1] == (ONLINE,)
    words = last_words(asker)
    assert "15" in words and "16" in words and "不符" in words and TOTAL in words
    assert accepted(reading)["requests.online"] == 9


def test_a_failed_sum_without_another_offer_is_not_asked_again() -> None:
    text = "收到申请16件。其中当面申请3件,网络申请8件,信函申请4件,传真申请0件。"
    answers = {TOTAL: "1:16", ONLINE: "2:8", **CHANNELS}
    reading, asker = read(text, reply(answers))
    assert len(asker.asked) == 1 and accepted(reading)["requests.online"] == 8


def test_an_answer_that_stays_keeps_its_value_though_the_sum_fails() -> None:
    again = reply({ONLINE: "3:8"})
    reading, asker = read(SUM, reply({TOTAL: "1:16", ONLINE: "3:8", **CHANNELS}), again, again)
    assert accepted(reading)["requests.online"] == 8 and len(asker.asked) == RETRIES + 1


def test_every_attempt_is_kept() -> None:
    reading, _ = read(SUM, reply({TOTAL: "1:16", ONLINE: "3:8", **CHANNELS}), reply({ONLINE: "2:9"}))
    assert {c.value for c in reading.candidates if c.key == "requests.online"} == {8, 9}


@pytest.mark.parametrize("second", [{ONLINE: None}, {ONLINE: "2:77"}], ids=["left-out", "not-offered"])
def test_a_bad_second_answer_does_not_undo_a_grounded_first(second: dict[str, str | None]) -> None:
    first = reply({TOTAL: "1:16", ONLINE: "3:8", **CHANNELS})
    reading, _ = read(SUM, first, reply(second), reply(second))
    assert accepted(reading).get("requests.online") == 8


def test_a_cut_off_answer_is_asked_again_whole() -> None:
    reading, asker = read(TEXT, cut_off(), reply({TOTAL: "1:16", ONLINE: "1:9"}))
    assert accepted(reading) == {"requests.received": 16, "requests.online": 9}
    assert items_of(asker) == [(TOTAL, ONLINE)] * 2
    assert reading.findings == () and "JSON" in last_words(asker)


def test_a_cut_off_second_answer_keeps_what_was_grounded() -> None:
    reading, asker = read(TEXT, reply({TOTAL: "1:54", ONLINE: "1:9"}), cut_off(), cut_off())
    assert accepted(reading) == {"requests.online": 9}
    assert items_of(asker)[1:] == [(TOTAL,), (TOTAL,)]


def test_nothing_but_cut_off_answers_is_a_finding_and_no_error() -> None:
    reading, _ = read(TEXT, cut_off(), cut_off(), cut_off())
    assert reading.candidates == ()
    (finding,) = reading.findings
    assert (finding.type, finding.severity) == ("bad-answer", "warning")
    assert finding.keys == ("requests.received", "requests.online") and "cut off" in str(
        details(finding)["problem"]
    )


def test_a_question_that_is_too_much_is_asked_in_parts() -> None:
    text = "收到申请16件。行政复议1件。"
    whole, part = [cut_off()] * 3, [cut_off()] * 3
    reading, asker = read(text, *whole, *part, reply({name("review.total"): "2:1"}))
    assert [request.section for request in asker.asked[::3]] == [
        "question 1",
        "question 1, requests",
        "question 1, review",
    ]
    assert accepted(reading) == {"review.total": 1}
    assert [finding.keys for finding in reading.findings] == [("requests.received",)]
    assert reading.usage.calls == 7


def refused(kind: Refused) -> Reply:
    """A question that the endpoint did not take."""
    return Reply({}, f"refused for its {kind}", Usage(1), kind)


def test_a_question_too_long_for_the_model_is_asked_in_parts_at_once() -> None:
    text = "收到申请16件。行政复议1件。"
    reading, asker = read(
        text, refused("length"), reply({TOTAL: "1:16"}), reply({name("review.total"): "2:1"})
    )
    assert [request.section for request in asker.asked] == [
        "question 1",
        "question 1, requests",
        "question 1, review",
    ]
    assert accepted(reading) == {"requests.received": 16, "review.total": 1}
    assert reading.findings == () and reading.usage.calls == 3


@pytest.mark.parametrize(("kind", "calls"), [("length", 3), ("content", 1)])
def test_a_question_that_is_never_taken_is_a_finding(kind: Refused, calls: int) -> None:
    reading, asker = read("收到申请16件。行政复议1件。", *[refused(kind)] * 9)
    assert len(asker.asked) == reading.usage.calls == calls
    assert {f.type for f in reading.findings} == {"question-refused"}
    assert sorted(key for f in reading.findings for key in f.keys) == ["requests.received", "review.total"]
    assert all(f"refused for its {kind}" in str(details(f)["problem"]) for f in reading.findings)


def test_a_second_question_that_is_not_taken_keeps_the_first_answer() -> None:
    reading, asker = read(TEXT, reply({TOTAL: "1:54", ONLINE: "1:9"}), refused("length"))
    assert accepted(reading) == {"requests.online": 9} and len(asker.asked) == 2


class LostAsker(QueuedAsker):
    """A model that is gone once its replies are."""

    def ask(self, request: Request) -> Reply:
        if not self.replies:
            raise EndpointUnreachable("endpoint.failed", kind="Nobody", why="no one there")
        return super().ask(request)


def read_until_lost(text: str, *replies: Reply) -> LlmReading:
    questions = items_to_questions(claims_to_items(to_claims(text), FORM, FORM.by_key))
    return questions_to_reading(questions, LostAsker(list(replies)), HEADER, FORM, to_document(text).text)


def test_a_model_that_is_lost_leaves_what_it_answered() -> None:
    reading = read_until_lost(TEXT, reply({TOTAL: "1:54", ONLINE: "1:9"}))
    assert accepted(reading) == {"requests.online": 9} and reading.usage.calls == 1
    (finding,) = reading.findings
    assert (finding.type, finding.keys) == ("model-unreachable", ("requests.received",))
    assert "no one there" in str(details(finding)["error"]) and isinstance(
        reading.unreached, EndpointUnreachable
    )


def test_a_model_that_is_not_there_leaves_all_open() -> None:
    filler = "本年度" * 80
    text = "\n".join(f"{filler}{what}{n}件。" for n in range(9) for what in ("收到申请", "行政复议"))
    reading = read_until_lost(text)
    (finding,) = reading.findings
    assert finding.keys == ("requests.received", "review.total")
    assert reading.candidates == () and reading.usage == Usage()


def test_an_answered_question_is_not_asked_in_parts() -> None:
    text = "收到申请16件。行政复议1件。"
    reading, asker = read(text, reply({TOTAL: "1:54", name("review.total"): "2:1"}), cut_off(), cut_off())
    assert accepted(reading) == {"review.total": 1} and len(asker.asked) == 3


def test_usage_adds_up_and_counts_retries() -> None:
    reading, _ = read(
        "收到申请16件。行政复议1件。",
        reply({TOTAL: "1:54", name("review.total"): "2:1"}, tokens=10),
        cut_off(tokens=20),
        reply({TOTAL: "1:16"}, tokens=30),
    )
    usage = reading.usage
    assert (usage.calls, usage.retries) == (3, 2)
    assert (usage.prompt_tokens, usage.completion_tokens, usage.seconds) == (60, 60, 1.5)


def test_without_questions_nothing_is_asked() -> None:
    reading, asker = read("今后加强工作。")
    assert reading == LlmReading() and asker.asked == []


def test_each_question_reports_that_it_is_answered() -> None:
    filler, ticks = "本年度" * 80, []
    text = "\n".join(f"{filler}{what}{n}件。" for n in range(9) for what in ("收到申请", "行政复议"))
    asker = QueuedAsker([reply({TOTAL: "1:0"}), reply({name("review.total"): "2:0"})])
    questions = items_to_questions(claims_to_items(to_claims(text), FORM, FORM.by_key))
    questions_to_reading(questions, asker, HEADER, FORM, text, on_answer=lambda: ticks.append(1))
    assert len(ticks) == len(questions) == 2


def test_two_runs_ask_the_same() -> None:
    replies = reply({TOTAL: "1:54", ONLINE: "1:9"}), reply({TOTAL: "1:16"})
    one, other = read(TEXT, *replies)[1], read(TEXT, *replies)[1]
    assert [r.messages for r in one.asked] == [r.messages for r in other.asked]


def test_fingerprints_name_the_prompts_in_use() -> None:
    assert set(prompt_fingerprints(AGAIN)) == {"read", "reask", "problems"}
    assert all(len(print_) == 12 for print_ in prompt_fingerprints(AGAIN).values())
