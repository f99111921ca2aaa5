"""Fills the statutory tables of Chinese government-information-disclosure annual reports.

extract("folder", readers=("grid", "regex")).to_frame() gives a data frame; extract_file(path, Settings(asker=...)) a
DocumentResult: see pipeline.py for the flow.
Names are imported on first use, so that the command line starts quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.door import open_on_use

if TYPE_CHECKING:
    from extractor.errors import ExtractorError, InputError, ModelError, UsageError
    from extractor.forms import Form, find_form, load_forms
    from extractor.model import Asker, Reply, Request
    from extractor.model.client import Client
    from extractor.model.embedded import EmbeddedServer
    from extractor.notebook import Results, extract, panel_to_frame
    from extractor.output import DocumentResult, ReportResult, read_result, result_schema
    from extractor.panel import Panel, read_panel
    from extractor.pipeline import Settings, extract_file

__all__ = [
    "Asker",
    "Client",
    "DocumentResult",
    "EmbeddedServer",
    "ExtractorError",
    "Form",
    "InputError",
    "ModelError",
    "Panel",
    "Reply",
    "ReportResult",
    "Request",
    "Results",
    "Settings",
    "UsageError",
    "extract",
    "extract_file",
    "find_form",
    "load_forms",
    "panel_to_frame",
    "read_panel",
    "read_result",
    "result_schema",
]

_HOMES = {
    "model": ("Asker", "Reply", "Request"),
    "model.client": ("Client",),
    "model.embedded": ("EmbeddedServer",),
    "errors": ("ExtractorError", "InputError", "ModelError", "UsageError"),
    "forms": ("Form", "find_form", "load_forms"),
    "notebook": ("Results", "extract", "panel_to_frame"),
    "panel": ("Panel", "read_panel"),
    "pipeline": ("Settings", "extract_file"),
    "output": ("DocumentResult", "ReportResult", "read_result", "result_schema"),
}


__getattr__ = open_on_use(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
