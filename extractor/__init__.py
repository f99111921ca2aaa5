"""Fills the statutory tables of Chinese government-information-disclosure annual reports.

extract_file(path, Settings(asker=...)) gives a DocumentResult; see pipeline.py for the flow.
Names are imported on first use, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.errors import ExtractorError, InputError, ModelError, UsageError
    from extractor.forms import Form, find_form, load_forms
    from extractor.model import Asker, Reply, Request
    from extractor.model.client import Client
    from extractor.model.embedded import EmbeddedServer
    from extractor.output import DocumentResult, ReportResult, read_result, result_schema
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
    "Reply",
    "ReportResult",
    "Request",
    "Settings",
    "UsageError",
    "extract_file",
    "find_form",
    "load_forms",
    "read_result",
    "result_schema",
]

_HOMES = {
    "model": ("Asker", "Reply", "Request"),
    "model.client": ("Client",),
    "model.embedded": ("EmbeddedServer",),
    "errors": ("ExtractorError", "InputError", "ModelError", "UsageError"),
    "forms": ("Form", "find_form", "load_forms"),
    "pipeline": ("Settings", "extract_file"),
    "output": ("DocumentResult", "ReportResult", "read_result", "result_schema"),
}


def __getattr__(name: str) -> Any:
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return __all__
