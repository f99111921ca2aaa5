"""The words for ids: every id has its template, every template its id, and what fills it in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from extractor import records
from extractor.output.messages import finding_to_text, load_messages, reason_to_text, rule_to_text
from extractor.records import Finding, Reason

PACKAGE = Path(records.__file__).parent


def ids(union: object) -> set[str]:
    """All ids of a union of literals."""
    return {id for literal in get_args(union) for id in get_args(literal)}


def test_every_reason_has_its_words_and_no_words_are_left_over() -> None:
    assert set(load_messages().reasons) == ids(records.ReasonId)


def test_every_rule_has_its_name() -> None:
    assert set(load_messages().rules) == set(get_args(records.Rule))


def test_every_finding_that_the_code_makes_has_its_words() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    made = set(re.findall(r'Finding\.of\(\s*"([a-z-]+)"', code))
    assert made and made <= set(load_messages().findings)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.of("sole"), "the only grounded candidate"),
        (Reason.of("agreement", backends=("llm", "regex")), "llm and regex agree"),
        (Reason.of("disputed", values=("7", "9")), "disputed: 7, 9"),
        (
            Reason.of("closed", identity="review", terms="a + b", total="c"),
            "closes review: a + b = c",
        ),
        (None, ""),
    ],
)
def test_a_reason_in_words(reason: Reason | None, words: str) -> None:
    assert reason_to_text(reason) == words


def test_a_finding_holds_reasons_and_lists_of_them() -> None:
    ways = (
        Reason.of("way", changes=("a 1 -> 2", "b 3 -> 4")),
        Reason.of("way-that-was-read", changes=("a 1 -> 5",)),
    )
    finding = Finding.of(
        "smallest-change", "info", ("a", "b"), ways=ways, more=Reason.of("more-ways", count=2)
    )
    assert finding_to_text(finding) == (
        "the smallest change that makes all sums hold: a 1 -> 2 and b 3 -> 4; or a 1 -> 5 (a reader read this); "
        "or 2 others; nothing was changed"
    )


def test_the_rule_of_an_older_result_is_said_to_be_one() -> None:
    assert rule_to_text(None) == "a rule of an earlier version"
