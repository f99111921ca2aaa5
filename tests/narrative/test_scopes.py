"""Each scope of schemas/scopes.yaml by its own sentences: what it doubts, and what it lets stand."""

from __future__ import annotations

import pytest
from support import to_claims

from extractor.narrative.scopes import load_scopes

SCOPES = [scope.definition for scope in load_scopes()]
YES = [(scope.id, text) for scope in SCOPES for text in scope.yes]
NO = [(scope.id, text) for scope in SCOPES for text in scope.no]


def doubts(text: str) -> set[str]:
    return {c.refusal.id for claims in to_claims(text) for c in claims.numbers if c.refusal}


@pytest.mark.parametrize(("id", "text"), YES)
def test_a_number_within_its_reach_is_doubted(id: str, text: str) -> None:
    assert id in doubts(text)


@pytest.mark.parametrize(("id", "text"), NO)
def test_a_number_beyond_its_reach_is_not(id: str, text: str) -> None:
    assert id not in doubts(text)


def test_each_has_sentences_of_both_kinds_and_takes_something() -> None:
    assert all(scope.yes and scope.no and scope.weight < 0 for scope in SCOPES)
