"""A result as one page: the source, and the form beside it, every number linked to its place. The page needs no network
and no script; all text of the report is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

import jinja2
from markupsafe import Markup

from extractor.forms import Form, find_form, grid_key
from extractor.language import plain
from extractor.output.marking import document_to_parts
from extractor.output.results import CellResult, DocumentResult, FindingResult, ReportResult
from extractor.output.telling import cell_to_reason, finding_to_words, status_to_words
from extractor.records import Document
from extractor.resources import VERSION
from extractor.speech import language, say

TEMPLATES = Path(__file__).parent / "templates"
HTML_LANGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of the form on the page."""

    key: str
    text: str
    status: str
    title: str
    linked: bool


def result_to_page(result: DocumentResult, document: Document) -> str:
    """The page of a result file; `document` is its source, read again."""
    name = PurePath(result.source.path).name
    return render_page(
        TEMPLATES,
        "report",
        name=name,
        reports=result.reports,
        form_of=lambda report: find_form(report.form),
        parts=lambda report: document_to_parts(document, report),
        grids=_grids,
        rows=_rows,
        finding=finding_to_words,
        first_key=_first_linked,
        title=_title,
    )


def render_page(templates: Path, name: str, /, **context: object) -> str:
    """NAME.html.j2 with NAME.css in it, under a policy that allows this style by its digest, and nothing else."""
    style = (templates / f"{name}.css").read_text(encoding="utf-8")
    digest = "sha256-" + b64encode(sha256(style.encode()).digest()).decode()
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html.j2").render(
        lang=HTML_LANGS[language()],
        policy=f"default-src 'none'; style-src '{digest}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),
        version=VERSION,
        say=say,
        **context,
    )


def _title(report: ReportResult) -> str:
    return f"{report.issuer or say('show.no-issuer')}  {report.year or say('show.no-year')}"


def _grids(
    report: ReportResult, form: Form
) -> Iterator[tuple[str, list[str], list[tuple[str, list[Value]]]]]:
    for grid in form.definition.grids:
        rows = []
        for row in grid.rows:
            keys = [grid_key(grid, row.key, column.key) for column in grid.columns] if row.key else []
            rows.append((row.heading or row.label or "", [_value(report, key) for key in keys]))
        yield grid.title, [column.label for column in grid.columns], rows


def _rows(report: ReportResult, form: Form) -> Iterator[tuple[str, str, Value | None]]:
    for row in form.definition.rows:
        if row.key is None:
            yield row.heading or "", "", None
        else:
            cell = form.by_key[row.key]
            yield cell.label, cell.unit, _value(report, row.key)


def _value(report: ReportResult, key: str) -> Value:
    cell = report.cells[key]
    return Value(key, _text(cell), cell.status, _explanation(cell), cell.evidence is not None)


def _text(cell: CellResult) -> str:
    signs = {"blank": "□", "not_applicable": "/", "not_stated": "·", "disputed": "≠", "unreadable": "?"}
    if cell.value is None:
        return signs.get(cell.status, "?")
    number = plain(cell.value)
    return {"derived": f"({number})", "none_stated": f"{number}*", "approximate": f"~{number}"}.get(
        cell.status, number
    )


def _explanation(cell: CellResult) -> str:
    return f"{status_to_words(cell.status)}: {cell_to_reason(cell)}"


def _first_linked(finding: FindingResult, report: ReportResult) -> str | None:
    return next((key for key in finding.keys if key in report.cells and report.cells[key].evidence), None)
