"""Many files: where each result goes, which are done already, what became of each, and the sum.

Door: `find_files` and `plan_tasks` say what is to be done, `Workers` how a file is read, `run_tasks` does it, `Tally`
sums up. `progress` says on stderr how it goes. A run into a store: `open_lists` and `sift` say what is to be done,
`Budget` how often and at what price the model may be asked, `Stop` whether it goes on, `Sums` what it came to.

plan      files and folders -> tasks; what would replace another file's result is refused
names     of results and recordings; and any name on a terminal
batch     tasks -> outcomes; one file's failure is its own
reading   one file -> its result, in a process without a model
workers   where those processes' questions are answered
limits    the processes, and the limits of time and memory that hold for each
child     the other end of limits: what runs in them
resume    which results of an earlier run this one would make again
progress  a line a file; bars.py: bars on a terminal

sifting   files -> those whose result is not there yet, the same bytes once
recipe    what decides a result: the key that it is kept under
fetched   sources.csv beside the files
budget    calls and tokens a minute, and money
spool     questions on their way into a batch
stopping  Ctrl-C, in order
sums      what a run came to; dashboard.py: how it goes, on a terminal"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use
from extractor.run.batch import (
    Keep,
    Outcome,
    Tally,
    Task,
    Told,
    error_to_line,
    run_tasks,
    tally_to_line,
    tally_to_lines,
)
from extractor.run.child import Line, error_to_answer
from extractor.run.limits import Children, Limits
from extractor.run.names import shown
from extractor.run.plan import Found, Plan, find_files, plan_tasks
from extractor.run.reading import LoadJob, Reading, read_task
from extractor.run.workers import Workers

if TYPE_CHECKING:
    from extractor.run.budget import Budget, DryRun, Spent
    from extractor.run.recipe import reading_to_recipe
    from extractor.run.sifting import Seen, Sifted, open_lists, sift_files
    from extractor.run.spool import Held, Sheet, Spool, to_custom_id
    from extractor.run.stopping import Stop
    from extractor.run.sums import Sums, failures_to_lines, sums_to_line

_HOMES = {
    "budget": ("Budget", "DryRun", "Spent"),
    "recipe": ("reading_to_recipe",),
    "sifting": ("Seen", "Sifted", "open_lists", "sift_files"),
    "spool": ("Held", "Sheet", "Spool", "to_custom_id"),
    "stopping": ("Stop",),
    "sums": ("Sums", "failures_to_lines", "sums_to_line"),
}

__all__ = [
    "Budget",
    "Children",
    "DryRun",
    "Found",
    "Held",
    "Keep",
    "Limits",
    "Line",
    "LoadJob",
    "Outcome",
    "Plan",
    "Reading",
    "Seen",
    "Sheet",
    "Sifted",
    "Spent",
    "Spool",
    "Stop",
    "Sums",
    "Tally",
    "Task",
    "Told",
    "Workers",
    "error_to_answer",
    "error_to_line",
    "failures_to_lines",
    "find_files",
    "open_lists",
    "plan_tasks",
    "read_task",
    "reading_to_recipe",
    "run_tasks",
    "shown",
    "sift_files",
    "sums_to_line",
    "tally_to_line",
    "tally_to_lines",
    "to_custom_id",
]

# A run into a store needs more than one that writes files, which begins sooner without.
__getattr__ = open_on_use(__name__, _HOMES)
