"""The result file, which is the contract with everything downstream, and how it is shown on a terminal.

Door: `decisions_to_cells` and `to_report_result` build it, `read_result` reads it back, `write_whole` writes any file
whole or not at all. `terminal` is imported where something is shown.

results   decisions and findings -> the result file, its JSON Schema, and back
messages  ids of rules -> words; `Remark`, by which rooms above say something of data
files     writing a file whole or not at all, and folders ready to be written to
spreadsheets  rows -> CSV that Excel reads and runs nothing of
summary   results -> one line a report, and a run's sum
terminal  a result -> head, tables, findings for a terminal"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use
from extractor.output.files import prepared_folder, printable_path, remove_leftovers, write_whole
from extractor.output.summary import ReportRow, report_to_row

if TYPE_CHECKING:
    from extractor.output.messages import (
        Remark,
        Section,
        Told,
        remark_to_text,
        rule_to_text,
        subject_to_text,
    )
    from extractor.output.results import (
        CellResult,
        DocumentResult,
        EvidenceResult,
        ProvenanceResult,
        ReportResult,
        SourceResult,
        decisions_to_cells,
        parse_json,
        read_result,
        result_schema,
        result_to_json,
        to_details,
        to_document_result,
        to_report_result,
    )
    from extractor.output.spreadsheets import rows_to_csv

_MESSAGES = (
    "Remark",
    "Section",
    "Told",
    "remark_to_text",
    "rule_to_text",
    "subject_to_text",
)

__all__ = [
    "CellResult",
    "DocumentResult",
    "EvidenceResult",
    "ProvenanceResult",
    "Remark",
    "ReportResult",
    "ReportRow",
    "Section",
    "SourceResult",
    "Told",
    "decisions_to_cells",
    "parse_json",
    "prepared_folder",
    "printable_path",
    "read_result",
    "remark_to_text",
    "remove_leftovers",
    "report_to_row",
    "result_schema",
    "result_to_json",
    "rows_to_csv",
    "rule_to_text",
    "subject_to_text",
    "to_details",
    "to_document_result",
    "to_report_result",
    "write_whole",
]

# What a result is made of takes forms and their libraries; a run that only stores results does without.
__getattr__ = open_on_use(
    __name__, {"messages": _MESSAGES, "spreadsheets": ("rows_to_csv",), "results": __all__}
)
