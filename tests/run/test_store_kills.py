"""Killed runs into a store. `make storekills` does it a hundred times on each database."""

from __future__ import annotations

import sys

import pytest
from databases import MISSING, find_programs
from store_kills import kill_store_runs

KILLS = 3


@pytest.mark.skipif(sys.platform != "linux", reason="needs process groups")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_killed_runs_go_on(database: str) -> None:
    if database == "postgresql" and find_programs() is None:
        pytest.skip(MISSING)
    count = kill_store_runs(KILLS, seed=3, database=database)
    assert count.faults == []
    assert count.kills == KILLS
