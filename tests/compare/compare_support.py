"""Sides for the tests of the comparison: runs over the samples without a model, and files that others might bring."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from support import DOCUMENTS, no_model

from extractor.compare.comparison import Comparison, Conflict
from extractor.compare.run import compare_files
from extractor.decide.assign import candidates_to_decisions, close_decisions
from extractor.forms.editions import find_form
from extractor.forms.identities import check_identities
from extractor.ids import GIVEN
from extractor.loading import load
from extractor.narrative.readings import find_supports, support_to_candidate
from extractor.output.building import decisions_to_cells
from extractor.output.files import write_whole
from extractor.output.results import (
    CellResult,
    DocumentResult,
    ReportResult,
    read_result,
    result_to_json,
)
from extractor.pipeline import Settings, extract_file, readable_sentences, sentences_to_claims
from extractor.records import Candidate
from extractor.report.segment import report_to_segments
from extractor.report.split import document_to_excerpts
from extractor.tables.read import GridReading

Row = dict[str, object]
TABLES, PROSE = "demo-2021", "demo-2014"


def read_sample(name: str, folder: Path = DOCUMENTS) -> DocumentResult:
    """The sample as a run leaves it, with a reader that takes every number whose own clause names the item."""
    path = folder / f"{name}.txt"
    result = extract_file(path, Settings(asker=no_model, readers=("grid",)))
    if any(cell.value is not None for report in result.reports for cell in report.cells.values()):
        return result
    (report,) = result.reports
    return result.model_copy(update={"reports": (_read_sentences(path, report),)})


def _read_sentences(path: Path, report: ReportResult) -> ReportResult:
    document, form = load(path), find_form(report.form)
    (excerpt,) = document_to_excerpts(document)
    sentences = readable_sentences(document, report_to_segments(document, excerpt), GridReading((), (), ()))
    found: dict[str, Candidate] = {}
    for claims in sentences_to_claims(sentences, form, report.year):
        for cell in form.cells:
            for support in (s for s in find_supports(claims, cell) if s.exact):
                found.setdefault(cell.key, support_to_candidate(support, claims, cell, "llm", document.text))
    made = candidates_to_decisions(found.values(), form)
    decisions = close_decisions(made, check_identities(form, made))
    return report.model_copy(update={"cells": decisions_to_cells(decisions, form, document)})


def write_run(out: Path, *names: str, folder: Path = DOCUMENTS) -> Path:
    """A results folder of these samples."""
    for name in names:
        write_whole(out / f"{name}.json", result_to_json(read_sample(name, folder)))
    return out


def change_cells(
    path: Path, change: Callable[[CellResult], Mapping[str, object]], keys: Iterable[str]
) -> None:
    """A result file with some cells of its first report changed."""
    result = read_result(path)
    report = result.reports[0]
    changed = {key: report.cells[key].model_copy(update=dict(change(report.cells[key]))) for key in keys}
    report = report.model_copy(update={"cells": report.cells | changed})
    write_whole(path, result_to_json(result.model_copy(update={"reports": (report, *result.reports[1:])})))


def run_to_rows(folder: Path) -> list[Row]:
    """The run as another program might have it: long, in Chinese, without statuses and evidence."""
    rows: list[Row] = []
    for path in sorted(folder.glob("*.json")):
        result = read_result(path)
        for report in result.reports:
            form = find_form(report.form)
            for key, cell in report.cells.items():
                if cell.status in GIVEN:
                    block = {"review": "行政复议", "litigation": "行政诉讼"}.get(key.split(".")[0], "")
                    label = form.by_key[key].label.replace(" | ", "-")
                    head: Row = {"文件": Path(result.source.path).name, "年份": report.year, "板块": block}
                    rows.append(head | {"指标": label, "数值": cell.value, "key": key})
    return rows


def write_csv(path: Path, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    """The rows as CSV, without what the tests alone know."""
    file = io.StringIO(newline="")
    names = [name for name in rows[0] if name != "key"]
    writer = csv.DictWriter(file, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(file.getvalue().encode(encoding))
    return path


def find_row(rows: Iterable[Row], name: str, key: str) -> Row:
    """The row of that sample and item."""
    return next(row for row in rows if row["文件"] == f"{name}.txt" and row["key"] == key)


def compare(a: Path | str, b: Path | str, **options: Any) -> Comparison:
    """Both sides compared."""
    return compare_files(str(a), str(b), **options)


def blamed(comparison: Comparison) -> dict[tuple[str, str], str]:
    """Report and item of every conflict of values, with who is blamed."""
    return {(c.report.split(".")[0], c.cell.key): c.verdict.blamed for c in conflicts(comparison)}


def conflicts(comparison: Comparison) -> list[Conflict]:
    """The conflicts that are not of kind alone."""
    return [conflict for conflict in comparison.conflicts if conflict.kind != "class"]
