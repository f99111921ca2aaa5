"""Where a sentence divides, how strongly, and what its brackets hold."""

from __future__ import annotations

import pytest

from extractor.language import clauses
from extractor.language.clauses import Border, parse, to_pattern

TEXT = "全年收到申请29件(上年18件),其中:当面、网络申请20件(传真(3)件);答复29件。"


def test_a_sentence_is_its_clauses_and_the_marks_between_them() -> None:
    parsed = parse(TEXT)
    assert [(TEXT[c.start : c.end], c.border) for c in parsed.clauses] == [
        ("全年收到申请29件(上年18件)", Border.CLAUSE),
        ("其中", Border.NAME),
        ("当面、网络申请20件(传真(3)件)", Border.PART),
        ("答复29件", Border.SENTENCE),
        ("", None),
    ]
    assert [[TEXT[b.start : b.end] for b in c.brackets] for c in parsed.clauses] == [
        ["(上年18件)"],
        [],
        ["(3)"],
        [],
        [],
    ]


def test_a_comma_weighs_less_than_what_ends_a_sentence() -> None:
    assert Border.MEMBER < Border.NAME < Border.CLAUSE < Border.PART < Border.SENTENCE


BORDERS: dict[str, tuple[str, str, int, int | None]] = {
    "same-clause": ("申请", "29", 0, None),
    "one-border": ("29", "其中", 1, TEXT.index("其中")),
    "two-borders": ("29", "当面", 2, TEXT.index("当面")),
    "backwards": ("当面", "29", 0, None),
}


@pytest.mark.parametrize(("first", "last", "count", "start"), BORDERS.values(), ids=BORDERS)
def test_borders_are_counted_between_two_places(first: str, last: str, count: int, start: int | None) -> None:
    parsed, span = parse(TEXT), (TEXT.index(first), TEXT.index(last))
    assert parsed.count_borders(*span) == count
    assert parsed.clause_start(*span) == start


BEFORE: dict[str, tuple[str, str]] = {
    "in-the-open": ("29", "全年收到申请"),
    "inside-brackets": ("18", "全年收到申请29件(上年"),
    "behind-brackets": ("20", "全年收到申请29件       ,其中:当面、网络申请"),
}


@pytest.mark.parametrize(("number", "before"), BEFORE.values(), ids=BEFORE)
def test_what_a_closed_bracket_says_holds_for_nothing_behind_it(number: str, before: str) -> None:
    assert parse(TEXT).before(TEXT.index(number)) == before


def test_brackets_without_a_number_are_no_aside() -> None:
    assert parse("专(兼)职3人,设置4处。").before(10) == "专(兼)职3人,设置"


MEMBERS = {"3件,": True, "3件、": True, "3件 )": True, "3件": True, "3件:": False, "3件申请": False}


@pytest.mark.parametrize(("text", "ends"), MEMBERS.items(), ids=MEMBERS)
def test_an_entry_ends_at_a_mark_or_a_bracket(text: str, ends: bool) -> None:
    assert parse(text).ends_member(2) is ends


OPENS: dict[str, tuple[str, bool, bool]] = {
    "start": ("3件", True, True),
    "behind-a-mark": ("申请,3件", True, True),
    "behind-a-blank": ("申请, 3件", True, True),
    "in-brackets": ("申请。(3)件", False, True),
    "in-a-clause": ("申请,共3件", False, False),
}


@pytest.mark.parametrize(("text", "clause", "entry"), OPENS.values(), ids=OPENS)
def test_what_opens_a_clause_or_an_entry(text: str, clause: bool, entry: bool) -> None:
    at = text.index("3")
    assert (clauses.opens_clause(text, at), clauses.opens_entry(text, at)) == (clause, entry)


PLACEHOLDERS: dict[str, tuple[str, str]] = {
    "<clause>": ("件3、a", ",:;。!?"),
    "<words>": ("件、a", "3,:;。!?"),
    "<sentence>": ("件3,:、", ";。!?"),
}


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_placeholder_stands_for_characters_within_a_border(name: str) -> None:
    inside, outside = PLACEHOLDERS[name]
    assert to_pattern(f"{name}+").fullmatch(inside)
    assert not any(to_pattern(name).search(mark) for mark in outside)
