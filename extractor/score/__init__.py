"""Results against gold, the values read by hand: precision, recall, F1, and every cell that is not right.

gold       files read by hand -> Gold
counts     kinds of outcomes -> counts, shares, intervals
scoring    results and gold -> one score a report, cell by cell
groups     scores -> samples by report, form, block, backend, rule; as JSON
witnesses  what rules and model are worth, apart and together
reliability what confidence predicted against what was right
costs      scores -> what each right cell cost
score_view scores on the terminal, markdown as Markdown       (columns)
"""

from __future__ import annotations

from extractor.output import is_equal
from extractor.score.counts import Counts, Estimate, Outcome, count_outcomes, estimate, wilson
from extractor.score.gold import GOLD, Gold, GoldCell, list_files, read_golds
from extractor.score.groups import DECIDED, count_rules, group_scores, score_to_json
from extractor.score.reliability import Bin, scores_to_reliability
from extractor.score.scoring import Judged, Mistake, ReportScore, judge, score_folders, score_results

__all__ = [
    "DECIDED",
    "GOLD",
    "Bin",
    "Counts",
    "Estimate",
    "Gold",
    "GoldCell",
    "Judged",
    "Mistake",
    "Outcome",
    "ReportScore",
    "count_outcomes",
    "count_rules",
    "estimate",
    "group_scores",
    "is_equal",
    "judge",
    "list_files",
    "read_golds",
    "score_folders",
    "score_results",
    "score_to_json",
    "scores_to_reliability",
    "wilson",
]
