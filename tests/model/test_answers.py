"""The shape of an answer, and what is taken off it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from support import to_claims

from extractor.forms.editions import find_form
from extractor.model.answers import SILENT, Answer, split_answer
from extractor.model.reader import read_object
from extractor.narrative.offers import claims_to_items, items_to_questions

FORM = find_form("2014")
RECEIVED, ONLINE = FORM.by_key["requests.received"].name, FORM.by_key["requests.online"].name


def model() -> Answer:
    (question,) = items_to_questions(
        claims_to_items(to_claims("收到申请16件,其中网络申请9件。"), FORM, FORM.by_key)
    )
    return Answer(question.offered)


def read(content: object) -> dict[str, str] | None:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    answer = model()
    found = read_object(text, answer.offered)
    return None if found is None else answer.to_texts(found)


GOOD = {RECEIVED: "1:16", ONLINE: "1:9"}
TEXT = json.dumps(GOOD, ensure_ascii=False)
WRAPPED: dict[str, str] = {
    "bare": TEXT,
    "blanks": f"\n {TEXT}\n",
    "fence": f"```json\n{TEXT}\n```",
    "fence-without-name": f"```\n{TEXT}\n```",
    "fence-among-words": f"结果如下:\n```json\n{TEXT}\n```\n以上。",
    "thinking": f"<think>先看第1句{{}}</think>\n{TEXT}",
    "thinking-and-fence": f"<think>嗯</think>```json\n{TEXT}\n```",
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_what_is_wrapped_around_the_object_is_taken_off(text: str) -> None:
    assert read(text) == GOOD


@pytest.mark.parametrize(
    "text", [TEXT[:-3], "", "没有找到", "<think>" + TEXT, "[]", '"1:16"'],
    ids=["cut", "empty", "words", "thinking-without-end", "list", "string"],
)  # fmt: skip
def test_half_an_object_is_no_answer(text: str) -> None:
    assert read(text) is None


VALUES: dict[str, tuple[object, str]] = {
    "null": (None, SILENT),
    "empty": ("", SILENT),
    "number": (16, "16"),
    "object": ({"句": 1, "数": 16}, "1:16"),
    "list": ([1, 16], "[1, 16]"),
    "text": ("1:16", "1:16"),
}


@pytest.mark.parametrize(("value", "text"), VALUES.values(), ids=VALUES)
def test_a_value_of_another_type_becomes_its_text(value: object, text: str) -> None:
    assert read({RECEIVED: value, ONLINE: "1:9"}) == {RECEIVED: text, ONLINE: "1:9"}


def test_an_item_left_out_is_known_from_silence() -> None:
    assert read({ONLINE: SILENT}) == {ONLINE: SILENT}


def test_items_that_were_not_asked_are_dropped() -> None:
    assert read({**GOOD, "其他": "1:1"}) == GOOD


def test_the_schema_is_flat_and_names_every_offer() -> None:
    schema = model().to_schema()
    Draft202012Validator.check_schema(schema)
    assert "$ref" not in json.dumps(schema) and "title" not in schema["properties"][RECEIVED]
    assert schema["properties"][RECEIVED]["enum"] == ["1:16", SILENT]
    assert schema["required"] == [RECEIVED, ONLINE] and schema["additionalProperties"] is False


def test_the_schema_leaves_no_room_for_free_text() -> None:
    validator = Draft202012Validator(model().to_schema())
    assert validator.is_valid(GOOD)
    for wrong in ({RECEIVED: "好", ONLINE: "1:9"}, {RECEIVED: "1:16"}, {**GOOD, "备注": "x"}):
        assert not validator.is_valid(wrong)


SPLIT: dict[str, tuple[int | None, str]] = {
    "12:23267": (12, "23267"),
    "[12]:23,267件": (12, "23,267件"),
    "句12：没有": (12, "没有"),
    " 12: 5 ": (12, "5"),
    "没有": (None, "没有"),
    "23267": (None, "23267"),
    "": (None, ""),
}


@pytest.mark.parametrize(("answer", "parts"), SPLIT.items(), ids=SPLIT)
def test_split_answer(answer: str, parts: tuple[int | None, str]) -> None:
    assert split_answer(answer) == parts


def test_two_models_do_not_share_their_offers() -> None:
    first = model()
    (question,) = items_to_questions(claims_to_items(to_claims("行政复议1件。"), FORM, FORM.by_key))
    second = Answer(question.offered)
    assert set(first.offered) == {RECEIVED, ONLINE} and len(second.offered) == 1
