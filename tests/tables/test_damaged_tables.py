"""Thousands of broken tables whose truth is known: no value that is given is false, and most are given."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from damage_tables import judge, make_table

COUNT = int(os.environ.get("OGI_TABLES", "300"))
PART = 50
RECOVERED = 0.9


@pytest.mark.parametrize("first", range(0, COUNT, PART))
def test_no_false_value_is_given_for_a_broken_table_and_most_are_recovered(first: int) -> None:
    seen = Counter[str]()
    for seed in range(first, min(first + PART, COUNT)):
        made = make_table(seed)
        counts = judge(made)
        seen.update(counts)
        assert not counts["false"], f"table {seed}: {made.damages}"
    assert seen["right"] >= RECOVERED * (seen["right"] + seen["missed"]) > 0
