"""A report checked before it is filed: its sums, its signs, its text against its tables, and the year before.

Door: `check_report` turns results into a `Checkup`, pure; `read_report_file` makes the results of files, without a model.

problems  what is found, as values; their words are in schemas/screens.yaml
sums      the form's sums one by one
signs     blanks, strokes, zeros and missing rows where they do not belong
texts     what sentences say against what tables print
years     the report of the year before
checkup   all of it put together, with the smallest change that would make the sums hold
reading   files -> what is checked
words     problems -> words
view      on the terminal
page      as a page to print"""

from __future__ import annotations

from extractor.check.checkup import Checkup, check_report
from extractor.check.problems import Problem, ProblemId, Subject
from extractor.check.reading import CheckJob, choose_pairs, read_report_file

__all__ = [
    "CheckJob",
    "Checkup",
    "Problem",
    "ProblemId",
    "Subject",
    "check_report",
    "choose_pairs",
    "read_report_file",
]
