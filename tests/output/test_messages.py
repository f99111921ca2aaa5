"""The words for ids: every id has its template, every template its id, and what fills it in."""

from __future__ import annotations

from string import Formatter
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from extractor import compare, ids
from extractor.cassettes.check import ProblemId
from extractor.compare.blame import BlameRule
from extractor.compare.likeness import Likeness
from extractor.compare.sides import Leftover, Taken
from extractor.compare.sums import SumOutcome
from extractor.ids import Status
from extractor.messages import finding_to_text, load_messages, reason_to_text
from extractor.output.messages import Remark, remark_to_text, rule_to_text
from extractor.panel.filings import Lack, PanelFindingId, StepId
from extractor.records import Finding, Reason
from extractor.score import scoring
from extractor.speech import LANGS, Lang, load_words

CATALOGUES = ("screens.yaml", "commands.yaml")


def every_id(union: object) -> set[str]:
    """All ids of a union of literals."""
    return {id for literal in get_args(union) for id in get_args(literal)}


def test_every_reason_has_its_words_and_no_words_are_left_over() -> None:
    assert set(load_messages().reasons) == every_id(ids.ReasonId)


def test_every_rule_has_its_name() -> None:
    assert set(load_messages().rules) == {*get_args(ids.Rule), "unknown"}


REMARKS: dict[str, object] = {
    "blame": BlameRule | Likeness | SumOutcome,
    "leftovers": Leftover,
    "columns": Taken,
    "statuses": Status,
    "cassettes": ProblemId,
    "panel": StepId | Lack | PanelFindingId,
}


@pytest.mark.parametrize("section", REMARKS)
def test_every_remark_has_its_words_and_no_words_are_left_over(section: str) -> None:
    union = REMARKS[section]
    expected = every_id(union) if get_origin(union) is not Literal else set(get_args(union))
    assert set(getattr(load_messages(), section)) == expected - {
        "likeness"
    }  # which has an id for each likeness


def test_only_leftovers_are_named_as_subjects() -> None:
    assert set(load_messages().subjects) < set(get_args(Leftover))


@pytest.mark.parametrize(
    ("section", "record"), [("pairs", compare.sides.Mismatch), ("score", scoring.Mismatch)]
)
def test_every_mismatch_has_its_words(section: str, record: type) -> None:
    assert set(getattr(load_messages(), section)) == set(get_args(get_type_hints(record)["about"]))


def test_every_finding_has_its_words_and_no_words_are_left_over() -> None:
    assert set(load_messages().findings) == set(get_args(ids.FindingId))


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


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        (
            Remark("blame", "as-printed", (("said", (24, "blank")), ("where", "s11"), ("own", 13.5))),
            "the source says 24, blank of this item (s11), not 13.5",
        ),
        (
            Remark(
                "blame",
                "missed",
                (
                    ("said", ("none_stated",)),
                    ("where", "s1"),
                    ("side", "b"),
                    ("own", "not_applicable"),
                    ("printed", "/"),
                ),
            ),
            "the source says none of this item (s1), B has no value (not applicable (/))",
        ),
        (
            Remark("blame", "no-count", (("own", 2014), ("kinds", ("year", Reason.of("plan"))))),
            "2014 stands in the source only as something else: year and the number is a plan's",
        ),
        (
            Remark(
                "blame",
                "sums",
                (
                    ("favours", "a"),
                    ("identity", "channels"),
                    ("a", Remark("blame", "sum-against", (("left", 46.0), ("right", 46.0)))),
                    ("b", Remark("blame", "sum-open")),
                ),
            ),
            "A's value fits channels: 46 against 46 with A's value, not to be checked with B's",
        ),
        (
            Remark("blame", "multiple", (("side", "b"), ("factor", 10_000))),
            "B: 10,000 times the other value: a unit or a decimal point",
        ),
        (Remark("leftovers", "no-item", (("form", "{x}"),)), "no item of form {x}"),
    ],
)
def test_a_remark_in_words(remark: Remark, words: str) -> None:
    assert remark_to_text(remark) == words


def test_the_rule_of_an_older_result_is_said_to_be_one() -> None:
    assert rule_to_text(None) == "a rule of an earlier version"


def placeholders(template: str) -> set[str]:
    """The names that a template has places for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def wordings(lang: Lang) -> dict[tuple[str, str], str]:
    """All templates of a language, by section and id."""
    sections = load_messages(lang).model_dump()
    return {(section, id): words for section, found in sections.items() for id, words in found.items()}


def test_both_languages_have_every_id_and_fill_in_the_same() -> None:
    english, chinese = wordings("en"), wordings("zh")
    assert english.keys() == chinese.keys()
    assert [id for id in english if placeholders(english[id]) != placeholders(chinese[id])] == []
    assert [id for id, words in english.items() if words and not chinese[id]] == []


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_screens_have_words_in_both_languages(catalogue: str) -> None:
    for id, words in load_words(catalogue).items():
        assert set(words) == set(LANGS), id
        assert all(isinstance(text, str) and text for text in words.values()), id
        english, chinese = (placeholders(words[lang]) for lang in LANGS)
        assert english == chinese, id
