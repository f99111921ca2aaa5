"""What patterns can begin with, and that they find the same where only that is tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from extractor.language.clauses import fill_in
from extractor.language.edges import begun, first_of, last_of
from extractor.language.expressions import parse_expression
from extractor.language.folding import fold
from extractor.resources import SCHEMAS

SAMPLES = Path(__file__).resolve().parents[1] / "documents"


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("公开|免收", {"公", "免"}),
        ("(?<!一律)免费|(?:没有|未)收", {"免", "没", "未"}),
        ("[省市]?级", {"省", "市", "级"}),
        (r"\d{1,3}件|[a-z]+", {r"\d", "a-z"}),
        (r"\(含|(?P<own>本)局", {"(", "本"}),
        ("(?=公)公开|(?!免)收", {"公", "收"}),
        ("^(?:全年)?共", {"全", "共"}),
        ("一{0,2}二*三", {"一", "二", "三"}),
        ("", {""}),
        ("公?|开", {"公", "", "开"}),
        ("(?<=公)$", {""}),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, first: set[str]) -> None:
    assert first_of(parse_expression(pattern)) == frozenset(first)


@pytest.mark.parametrize("pattern", [".", "[^公]开", r"\D", "(?i:json)", "公|.", r"[\]a]", "<words>{2}公"])
def test_of_some_patterns_nothing_tells_it(pattern: str) -> None:
    assert first_of(parse_expression(fill_in(pattern))) is None
    assert begun(fill_in(pattern)) == fill_in(pattern)


@pytest.mark.parametrize("pattern", ["(?#注)(?:未|无)收", "(?P<q>a?)(?P=q)b", "(a)?(?(1)b|c)", "(?:){}a|b"])
def test_what_the_tree_does_not_know_stays_as_it_is(pattern: str) -> None:
    assert begun(pattern) == pattern


def test_a_line_end_may_stand_in_a_class() -> None:
    assert re.search(begun("(?<!有)[\n ]项|无"), "\n项")


def test_the_end_is_the_beginning_from_behind() -> None:
    assert last_of(parse_expression("公开(?:栏|[0-9]{0,2})(?=的)")) == frozenset({"栏", "0-9", "开"})


@pytest.mark.parametrize("pattern", ["公开|免收", "(?:公开)的|免收", "[省市]级", r"\(公|免", "公?"])
def test_where_python_looks_for_the_beginning_itself_nothing_is_added(pattern: str) -> None:
    assert begun(pattern) == pattern


@pytest.mark.parametrize(
    ("pattern", "other"),
    [
        ("(?<!有)没有|未", "(?=[未没])(?:(?<!有)没有|未)"),
        ("[省市]级|县级", "(?=[县市省])(?:[省市]级|县级)"),
        (r"-公|\d{2}|\^", r"(?=[\-\d\^])(?:-公|\d{2}|\^)"),
    ],
)
def test_elsewhere_it_is_looked_for_first(pattern: str, other: str) -> None:
    assert begun(pattern) == other


def _strings(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from _strings(part)


def _patterns() -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Each pattern of the schemas that something is added to: as it stands, and so."""
    for path in sorted(SCHEMAS.glob("*.yaml")):
        for text in sorted(set(_strings(yaml.load(path.read_bytes(), yaml.CSafeLoader)))):
            try:
                plain = re.compile(fill_in(text))
            except (re.error, FutureWarning):
                continue  # a phrase
            if (other := begun(plain.pattern)) != plain.pattern:
                yield plain, re.compile(other)


def test_every_pattern_of_the_schemas_finds_the_same() -> None:
    lines = {fold(line) for path in SAMPLES.glob("*.txt") for line in path.read_text("utf-8").split("\n")}
    count = found = 0
    for plain, other in _patterns():
        count += 1
        for line in lines:
            spans = [match.span() for match in plain.finditer(line)]
            found += len(spans)
            assert [match.span() for match in other.finditer(line)] == spans, (plain.pattern, line)
    assert count > 200 and found > 500
