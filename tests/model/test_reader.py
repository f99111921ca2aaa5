"""The object in what a model wrote: the last whole one with the names asked for, and never a mended one."""

from __future__ import annotations

import time

import pytest

from extractor.model.reader import MOST_OBJECTS, read_object, without_thinking

NAMES = ("甲", "乙")
GOOD = {"甲": "1:2", "乙": "1:3"}
TEXT = '{"甲": "1:2", "乙": "1:3"}'
WRAPPED: dict[str, str] = {
    "bare": TEXT,
    "capitals of the fence": f"```JSON\n{TEXT}\n```",
    "another fence": f"~~~\n{TEXT}\n~~~",
    "fence without end": f"```json\n{TEXT}",
    "prose around": f"根据{{材料}},结果如下:{TEXT}。请注意{{}}与[1]。",
    "thought without beginning": f'先想想 {{"甲": "9:9", "乙": "9:9"}}</think>{TEXT}',
    "thoughts in a row": f"<think>{{}}</think><think>{TEXT[:9]}</think>{TEXT}",
    "capitals of the thought": f"<THINK>{TEXT[:12]}</THINK>{TEXT}",
    "a draft before it": f'{{"甲": "8:8", "乙": "8:8"}} 更正: {TEXT}',
    "a part behind it": f'{TEXT} 其中{{"乙": "1:4"}}',
    "another object behind it": f'{TEXT} {{"说明": "完"}}',
    "inside another": f'{{"name": "Answer", "arguments": {TEXT}}}',
    "in a list": f"[{TEXT}]",
    "a raw line end in a text": TEXT.replace("1:2", "1:2\n").replace("\n", ""),
    "the same thing twice": '{"甲": "1:2", "乙": "1:3", "甲": "1:2"}',
    "half an object before it": f'{{"甲": "1: {TEXT}',
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_the_object_is_found(text: str) -> None:
    assert read_object(text, NAMES) == GOOD


NONE: dict[str, str] = {
    "empty": "",
    "words": "没有找到",
    "half": TEXT[:-1],
    "comma at the end": '{"甲": "1:2", "乙": "1:3",}',
    "single quotes": TEXT.replace('"', "'"),
    "comment": TEXT.replace(",", ", // x\n"),
    "no such names": '{"丙": "1:2"}',
    "list": '["甲", "乙"]',
    "two values under one name": '{"甲": "1:2", "乙": "1:3", "甲": "1:9"}',
    "unfinished thought": f"<think>{TEXT}",
    "thought after thought": f"<think>一</think><think>{TEXT}",
    "too deep": f'{{"甲": {"[" * 40}{"]" * 40}, "乙": ""}}',
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_nothing_is_mended(text: str) -> None:
    assert read_object(text, NAMES) is None


def test_where_none_has_all_names_the_last_with_some_counts() -> None:
    assert read_object('{"甲": "1:2"} {"乙": "1:3"} {"丙": "1:4"}', NAMES) == {"乙": "1:3"}


def test_an_object_with_parts_goes_before_its_parts() -> None:
    text = '{"甲": {"甲": "1:2"}, "丙": 1}'
    assert read_object(text, NAMES) == {"甲": {"甲": "1:2"}, "丙": 1}


def test_control_characters_in_a_text_are_read() -> None:
    assert read_object('{"甲": "1:\x012\t"}', NAMES) == {"甲": "1:\x012\t"}


@pytest.mark.parametrize(
    "text",
    ['{"a":' * 200_000, '{"a' * 300_000, "{" * 1_000_000, '{"x' * MOST_OBJECTS + "y" * 4_000_000],
    ids=["nested", "texts without end", "braces", "long tail"],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    started = time.monotonic()
    assert read_object(text, NAMES) is None
    assert time.monotonic() - started < 5


def test_without_thinking() -> None:
    assert without_thinking("<think>a</think> b") == " b"
    assert without_thinking("a<think>b") == "a"
    assert without_thinking(" a ") == " a "
