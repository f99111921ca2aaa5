"""Which results of an earlier run this run would make again: they are kept."""

from __future__ import annotations

from extractor.errors import InputError
from extractor.loading import read_source
from extractor.output import DocumentResult, ReportResult, read_result
from extractor.pipeline import Settings
from extractor.resources import VERSION
from extractor.run.batch import Task


def find_kept(task: Task, settings: Settings, model: str | None) -> DocumentResult | None:
    """The result of an earlier run, if this run would do the same again."""
    if not task.target.is_file():
        return None
    try:
        result, source = read_result(task.target), read_source(task.source)
    except InputError:  # of the source, this run's own attempt will say what is wrong
        return None
    same = result.source.sha256 == source.sha256
    return result if same and all(_is_current(r, settings, model) for r in result.reports) else None


def _is_current(report: ReportResult, settings: Settings, model: str | None) -> bool:
    made = report.provenance
    not_asked = any(finding.type in ("not-asked", "model-unreachable") for finding in report.findings)
    return (
        made.version == VERSION
        and made.model in (None, model)
        and settings.form in (None, report.form)
        and not (settings.issuer and report.issuer is None)
        and not (settings.year and report.year is None)
        and not (not_asked and "llm" in settings.readers)
        and not ("llm" in settings.readers and settings.ask == "all" and made.ask != "all")
    )
