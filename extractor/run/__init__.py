"""Many files: where each result goes, which are done already, what became of each, and the sum.

Door: `plan_tasks`, `run_tasks`, `Tally`. `progress` says on stderr how it goes.

batch     files -> tasks -> outcomes; one file's failure is its own
resume    which results of an earlier run this one would make again
progress  bars on a terminal, else a line a file"""

from __future__ import annotations

from extractor.run.batch import (
    Tally,
    Task,
    name_cassettes,
    plan_tasks,
    prepare_folder,
    run_tasks,
    tally_to_line,
)
from extractor.run.resume import find_kept

__all__ = [
    "Tally",
    "Task",
    "find_kept",
    "name_cassettes",
    "plan_tasks",
    "prepare_folder",
    "run_tasks",
    "tally_to_line",
]
