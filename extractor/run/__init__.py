"""Many files: where each result goes, which are done already, what became of each, and the sum.

Door: `find_files` and `plan_tasks` say what is to be done, `Workers` how a file is read, `run_tasks` does it, `Tally`
sums up. `progress` says on stderr how it goes.

plan      files and folders -> tasks; what would replace another file's result is refused
names     of results and recordings; and any name on a terminal
batch     tasks -> outcomes; one file's failure is its own
reading   one file -> its result, in a process without a model
workers   where those processes' questions are answered
limits    the processes, and the limits of time and memory that hold for each
child     the other end of limits: what runs in them
resume    which results of an earlier run this one would make again
progress  a line a file; bars.py: bars on a terminal"""

from __future__ import annotations

from extractor.run.batch import Tally, Task, Told, run_tasks, tally_to_line, tally_to_lines
from extractor.run.child import Line
from extractor.run.limits import Children, Limits
from extractor.run.names import shown
from extractor.run.plan import Found, Plan, find_files, plan_tasks
from extractor.run.reading import Reading, read_task
from extractor.run.workers import Workers

__all__ = [
    "Children",
    "Found",
    "Limits",
    "Line",
    "Plan",
    "Reading",
    "Tally",
    "Task",
    "Told",
    "Workers",
    "find_files",
    "plan_tasks",
    "read_task",
    "run_tasks",
    "shown",
    "tally_to_line",
    "tally_to_lines",
]
