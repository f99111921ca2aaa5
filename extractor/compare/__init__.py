"""Two sides of the same reports, cell by cell: where they agree, where not, and whose fault it is.

Door: `read_side` reads what is named; `pair_reports`, `match_pairs`, `match_to_cells` and `find_difference` hold two
sides together; `judge_quoted` says who is wrong. `run` does all of it for two names.

reading      what is named on the command line -> two sides      (sides: what they consist of)
foreign      other people's files -> reports with values
             files, workbooks -> cells; heads: what each column is taken for; layout: rows -> reports
             labelling: labels -> keys; mapping: the user's own words; words: schemas/compare.yaml
pairing      two sides -> pairs of reports                     (organs: whose report it is, comparable)
rereading    a pair -> what its source says of the cells in question, read again without a model
blame        a conflict -> who is wrong, and why               (quotes, sums, likeness)
truth        a conflict -> who is right by gold
counting     conflicts -> counts by item and slip, swaps as one
agreement    cells -> counts, Cohen's kappa, McNemar's test    (statistics)
comparison   puts these together; comparison_view, export and page show what came out, remarks words it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use

if TYPE_CHECKING:
    from extractor.compare.agreement import Compared, Difference, find_difference
    from extractor.compare.comparison import Conflict, Matched, judge_quoted, match_pairs, match_to_cells
    from extractor.compare.comparison_view import verdict_to_text
    from extractor.compare.mapping import read_mapping
    from extractor.compare.pairing import pair_reports
    from extractor.compare.reading import make_report, read_side
    from extractor.compare.remarks import blame_to_text
    from extractor.compare.sides import Pair, Side, SideReport, Value

__all__ = [
    "Compared",
    "Conflict",
    "Difference",
    "Matched",
    "Pair",
    "Side",
    "SideReport",
    "Value",
    "blame_to_text",
    "find_difference",
    "judge_quoted",
    "make_report",
    "match_pairs",
    "match_to_cells",
    "pair_reports",
    "read_mapping",
    "read_side",
    "verdict_to_text",
]

__getattr__ = open_on_use(
    __name__,
    {
        "agreement": ("Compared", "Difference", "find_difference"),
        "comparison": ("Conflict", "Matched", "judge_quoted", "match_pairs", "match_to_cells"),
        "comparison_view": ("verdict_to_text",),
        "mapping": ("read_mapping",),
        "pairing": ("pair_reports",),
        "reading": ("make_report", "read_side"),
        "remarks": ("blame_to_text",),
        "sides": ("Pair", "Side", "SideReport", "Value"),
    },
)
