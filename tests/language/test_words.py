"""Many words are found in one pass, whatever stands around and across them."""

from __future__ import annotations

import pytest

from extractor.language.words import WordFinder

WORDS = ("公开", "主动公开", "开放", "a😀", "")
FOUND: dict[str, tuple[str, set[str]]] = {
    "none": ("收到申请9件", set()),
    "one-inside-another": ("全年主动公开信息", {"公开", "主动公开"}),
    "one-across-another": ("公开放映", {"公开", "开放"}),
    "beyond-the-basic-plane": ("aa😀公开", {"a😀", "公开"}),
    "nothing-in-nothing": ("", set()),
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
def test_a_text_holds_these_words(text: str, found: set[str]) -> None:
    assert WordFinder(WORDS).find(text) == found


def test_without_words_nothing_is_found() -> None:
    assert WordFinder(()).find("公开") == frozenset()


def test_of_words_over_each_other_the_first_and_longest_stands() -> None:
    finder = WordFinder(["公开", "主动公开", "开信息", "信息"])
    assert list(finder.find_longest("主动公开信息公开")) == [(0, 4), (4, 6), (6, 8)]
    assert list(WordFinder([]).find_longest("主动公开")) == []
