"""What patterns cannot be found without, and that no text is lost for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.language import Cued, Sieve, find_needed, load_wording, to_pattern
from extractor.narrative.scopes import load_scopes

SAMPLES = Path(__file__).resolve().parents[1] / "documents"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("减免|免收", {"减免", "免收"}),
        ("(?:省|市)?级", {"级"}),
        ("其中.{0,6}(?:省|市)级?", {"其中"}),
        ("部分?办结", {"办结"}),
        ("办结{2}次", {"办结"}),
        ("未(?:收到)+", {"收到"}),
        (r"\(系统|助手\)", {"(系统", "助手)"}),
        ("(?:系统|(?P<own>助手)) ?:", {"系统", "助手"}),
        ("(?<!有)没有(?!的)", {"没有"}),
        ("<clause>{0,8}争议", {"争议"}),
        ("施?(?>.*累计)(?:(?!其中)<sentence>)*+$", {"累计"}),
        ("公开++次?+", {"公开"}),
        ("(?<=未)公开", {"未"}),
        ("申请.{0,8}(?=免费|免收)", {"免费", "免收"}),
    ],
)
def test_a_pattern_is_not_found_without_its_words(pattern: str, words: set[str]) -> None:
    assert set(find_needed(pattern) or ()) == words


@pytest.mark.parametrize(
    "pattern",
    ["", "公开|[收受]?", r"\d+", "(?:公开)?", "公*", "(?i:json)", "(?!公开)", "^$", "(?:公开|.)", "."],
)
def test_of_some_patterns_it_cannot_be_told(pattern: str) -> None:
    assert find_needed(pattern) is None


def test_a_pattern_is_sought_where_one_of_its_words_stands() -> None:
    cued = Cued("未(?:收到|接到|受理)申请")
    assert set(cued.cues) == {"未"}
    assert cued.search("收到申请3件") is None
    assert [match.span() for match in cued.finditer("未收到申请,未接到申请")] == [(0, 5), (6, 11)]
    assert cued.search("未受理") is None


def test_a_sieve_keeps_what_may_be_there_in_its_order() -> None:
    sieve = Sieve([("first", ["申请"]), ("anywhere", []), ("two", ["复议", "诉讼"])])
    assert sieve.sift("行政诉讼2件") == ("anywhere", "two")
    assert sieve.sift("收到申请") == ("first", "anywhere")


def _patterns() -> set[str]:
    instructions = (pattern.pattern for pattern in load_wording().instructions.things)
    kinds = load_wording().unowned.things
    unowned = (p.pattern for kind in kinds for p in (kind.words, kind.back, kind.heads))
    return {*instructions, *unowned, *(word for s in load_scopes() for word in s.definition.words)}


def test_no_text_of_a_sample_is_lost() -> None:
    """Wherever a pattern is found, one of the words stands that it is said not to be found without."""
    lines = {line for path in SAMPLES.glob("*.txt") for line in path.read_text(encoding="utf-8").split("\n")}
    found = 0
    for pattern in map(to_pattern, _patterns()):
        words = find_needed(pattern.pattern)
        for match in (match for line in lines if (match := pattern.search(line))):
            found += 1
            assert words is None or any(word in match[0] for word in words), (pattern.pattern, match[0])
    assert found > 100


def test_the_words_of_every_scope_let_its_own_sentences_pass() -> None:
    for scope in load_scopes():
        words = find_needed("|".join(scope.definition.words))
        said = [yes for yes in scope.definition.yes if scope.words.search(yes)]
        assert words is None or all(any(word in yes for word in words) for yes in said), scope.definition
