"""The result file, which is the contract with everything downstream, and how it is shown on a terminal.

Door: `decisions_to_cells` and `to_report_result` build it, `read_result` reads it back, `write_whole` writes any file
whole or not at all. `terminal` is imported where something is shown.

building  decisions and findings -> the parts of a result file
results   the result file: its parts, its JSON Schema, written and read back
retelling English words of a result -> the same in the language spoken
telling   findings of a result -> words for people, in their language
meeting   readings of rules and model -> how they stand to each other
messages  ids of rules -> words; `Remark`, by which rooms above say something of data
files     writing a file whole or not at all, and folders ready to be written to
marking   a file's text with the places of values marked
page      a result beside its source, as one page
paragraph text on a terminal, broken as Chinese is
spreadsheets  rows -> CSV that Excel reads and runs nothing of
summary   results -> one line a report, and a run's sum
terminal  a result -> head, tables, findings for a terminal"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use
from extractor.output.files import prepared_folder, printable_path, remove_leftovers, whole_file, write_whole
from extractor.output.summary import ReportRow, report_to_row

if TYPE_CHECKING:
    from extractor.output.building import (
        decisions_to_cells,
        to_details,
        to_document_result,
        to_report_result,
    )
    from extractor.output.marking import Part, document_to_parts
    from extractor.output.meeting import MEETINGS, Meeting, cell_to_meeting, find_reading, is_equal, meet
    from extractor.output.messages import (
        Remark,
        Section,
        Told,
        remark_to_text,
        rule_to_text,
        status_to_text,
        subject_to_text,
    )
    from extractor.output.page import render_page, result_to_page
    from extractor.output.results import (
        CandidateResult,
        CellResult,
        DocumentResult,
        EvidenceResult,
        FindingResult,
        ProvenanceResult,
        ReportResult,
        SourceResult,
        parse_json,
        read_result,
        result_schema,
        result_to_json,
    )
    from extractor.output.spreadsheets import rows_to_csv
    from extractor.output.telling import (
        candidate_to_reason,
        cell_to_reason,
        finding_to_words,
        join_names,
        status_to_words,
        sum_to_words,
    )

_BUILDING = ("decisions_to_cells", "to_details", "to_document_result", "to_report_result")
_PAGE = ("render_page", "result_to_page")
_TELLING = (
    "candidate_to_reason",
    "cell_to_reason",
    "finding_to_words",
    "join_names",
    "status_to_words",
    "sum_to_words",
)
_MESSAGES = (
    "Remark",
    "Section",
    "Told",
    "remark_to_text",
    "rule_to_text",
    "status_to_text",
    "subject_to_text",
)

__all__ = [
    "MEETINGS",
    "CandidateResult",
    "CellResult",
    "DocumentResult",
    "EvidenceResult",
    "FindingResult",
    "Meeting",
    "Part",
    "ProvenanceResult",
    "Remark",
    "ReportResult",
    "ReportRow",
    "Section",
    "SourceResult",
    "Told",
    "candidate_to_reason",
    "cell_to_meeting",
    "cell_to_reason",
    "decisions_to_cells",
    "document_to_parts",
    "find_reading",
    "finding_to_words",
    "is_equal",
    "join_names",
    "meet",
    "parse_json",
    "prepared_folder",
    "printable_path",
    "read_result",
    "remark_to_text",
    "remove_leftovers",
    "render_page",
    "report_to_row",
    "result_schema",
    "result_to_json",
    "result_to_page",
    "rows_to_csv",
    "rule_to_text",
    "status_to_text",
    "status_to_words",
    "subject_to_text",
    "sum_to_words",
    "to_details",
    "to_document_result",
    "to_report_result",
    "whole_file",
    "write_whole",
]

# What a result is made of takes forms and their libraries; a run that only stores results does without.
__getattr__ = open_on_use(
    __name__,
    {
        "building": _BUILDING,
        "meeting": ("MEETINGS", "Meeting", "cell_to_meeting", "find_reading", "is_equal", "meet"),
        "marking": ("Part", "document_to_parts"),
        "page": _PAGE,
        "telling": _TELLING,
        "messages": _MESSAGES,
        "spreadsheets": ("rows_to_csv",),
        "results": __all__,
    },
)
