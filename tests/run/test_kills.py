"""A run that is killed at any moment goes on as if nothing had happened. `make kills` does the same a thousand times."""

from __future__ import annotations

import sys

import pytest
from kills import kill_runs

KILLS = 50


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork, and the processes in /proc")
def test_killed_runs_go_on() -> None:
    count = kill_runs(KILLS, seed=3)
    assert count.faults == []
    assert sum(count.kills.values()) == KILLS and len(count.kills) == 2
    assert count.saved > KILLS
