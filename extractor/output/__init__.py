"""The result file, which is the contract with everything downstream, and how it is shown on a terminal.

Door: `decisions_to_cells` and `to_report_result` build it, `read_result` reads it back, `write_whole` writes any file
whole or not at all. `terminal` is imported where something is shown.

results   decisions and findings -> the result file, its JSON Schema, and back
files     writing a file whole or not at all, and folders ready to be written to
summary   results -> one line a report, and a run's sum
terminal  a result -> head, tables, findings for a terminal"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use
from extractor.output.files import prepared_folder, printable_path, remove_leftovers, write_whole
from extractor.output.summary import ReportRow, report_to_row

if TYPE_CHECKING:
    from extractor.output.results import (
        CellResult,
        DocumentResult,
        EvidenceResult,
        ProvenanceResult,
        ReportResult,
        SourceResult,
        decisions_to_cells,
        read_result,
        result_schema,
        result_to_json,
        to_report_result,
        to_source_result,
    )

__all__ = [
    "CellResult",
    "DocumentResult",
    "EvidenceResult",
    "ProvenanceResult",
    "ReportResult",
    "ReportRow",
    "SourceResult",
    "decisions_to_cells",
    "prepared_folder",
    "printable_path",
    "read_result",
    "remove_leftovers",
    "report_to_row",
    "result_schema",
    "result_to_json",
    "to_report_result",
    "to_source_result",
    "write_whole",
]

# What a result is made of takes forms and their libraries; a run that only stores results does without.
__getattr__ = open_on_use(__name__, {"results": __all__})
