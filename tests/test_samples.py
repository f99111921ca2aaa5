"""The sample documents of this project against their gold, without a model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import DOCUMENTS, grid_only

from extractor.forms.editions import load_forms
from extractor.ids import GIVEN
from extractor.language.chinese import chinese_to_number
from extractor.language.folding import fold
from extractor.language.numerals import parse_number
from extractor.loading import load
from extractor.narrative.offers import Question, claims_to_items, items_to_questions
from extractor.narrative.readings import support_to_candidate
from extractor.output.results import CellResult, ReportResult
from extractor.pipeline import cells_to_ask, extract_file, readable_sentences, sentences_to_claims
from extractor.records import Document, Excerpt, Identification, Number
from extractor.report.identify import excerpt_to_identification
from extractor.report.segment import report_to_segments
from extractor.report.split import document_to_excerpts
from extractor.tables.read import tables_to_candidates

# The reports that print their form as a table; all others tell it in sentences.
PRINTED = {
    "demo-2021",
    "huailing-statistics-2012",
    "jiangyu-2010",
    "lanchuan-2015",
    "lanshi-2023",
    "luming-seismology-2022",
    "pingxi-2009",
    "tiaoyuan-2012",
    "wanglan-construction-2019",
}
REACH = 0.97  # share of the told values that the model is offered; the rest it cannot answer


@dataclass(frozen=True)
class Gold:
    """What a reader found in one report of a sample."""

    id: str
    source: Path
    issuer: str
    region: str
    year: int
    form: str
    cells: dict[str, tuple[Number, str]]


def read_gold(path: Path) -> Gold:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    cells = {key: (cell["value"], cell["status"]) for key, cell in data["cells"].items()}
    header = (data["issuer"], data["region"], data["year"], data["form"])
    return Gold(data["id"], path.parent / data["source"], *header, cells)


GOLD = {gold.id: gold for gold in map(read_gold, sorted(DOCUMENTS.glob("*.gold.json")))}
TOLD = [gold for id, gold in GOLD.items() if id not in PRINTED]


def of_gold(gold: Gold, document: Document) -> tuple[Excerpt, Identification]:
    """The report of the document that the gold is of."""
    excerpts = document_to_excerpts(document)
    found = [(e, excerpt_to_identification(document, e, load_forms().values())) for e in excerpts]
    return next(pair for pair in found if pair[1].year == gold.year or len(found) == 1)


def given(cells: dict[str, CellResult]) -> dict[str, tuple[Number | None, str]]:
    return {key: (cell.value, cell.status) for key, cell in cells.items() if cell.status in GIVEN}


@pytest.mark.parametrize("gold", GOLD.values(), ids=GOLD)
def test_header(gold: Gold) -> None:
    _, header = of_gold(gold, load(gold.source))
    assert (header.issuer, header.region) == (gold.issuer, gold.region)


@pytest.mark.parametrize("gold", GOLD.values(), ids=GOLD)
def test_year_and_form(gold: Gold) -> None:
    _, header = of_gold(gold, load(gold.source))
    assert (header.year, header.form) == (gold.year, gold.form)


def test_each_document_holds_the_reports_of_its_gold() -> None:
    for source in {gold.source for gold in GOLD.values()}:
        golds = [gold for gold in GOLD.values() if gold.source == source]
        assert len(document_to_excerpts(load(source))) == len(golds), source.name


def printed_report(id: str) -> tuple[Document, ReportResult]:
    gold = GOLD[id]
    (report,) = extract_file(gold.source, grid_only()).reports
    return load(gold.source), report


@pytest.mark.parametrize("id", sorted(PRINTED))
def test_a_printed_form_is_read_whole_without_a_model(id: str) -> None:
    _, report = printed_report(id)
    assert given(report.cells) == GOLD[id].cells
    assert {cell.backend for cell in report.cells.values() if cell.status in GIVEN} == {"grid"}
    assert report.usage.calls == 0 and report.provenance.model is None


@pytest.mark.parametrize("id", sorted(PRINTED))
def test_every_printed_value_stands_where_its_evidence_says(id: str) -> None:
    document, report = printed_report(id)
    for key, cell in report.cells.items():
        if cell.status not in GIVEN:
            continue
        evidence = cell.evidence
        assert evidence is not None and evidence.kind == "cell", key
        assert document.text[evidence.start : evidence.end] == evidence.text, key
        assert evidence.mark is not None, key
        start, end = evidence.mark
        assert evidence.start <= start < end <= evidence.end, key
        assert any(c.isdigit() for c in document.text[start:end]), key


def asked(gold: Gold, document: Document) -> tuple[Question, ...]:
    """What the model would be asked about the report."""
    excerpt, header = of_gold(gold, document)
    form = load_forms()[gold.form]
    segments = report_to_segments(document, excerpt)
    grid = tables_to_candidates(segments.tables, form, header.year)
    claims = sentences_to_claims(readable_sentences(document, segments, grid), form, header.year)
    return items_to_questions(claims_to_items(claims, form, cells_to_ask(form, grid)))


def offers(gold: Gold) -> dict[str, set[Number]]:
    """All values that the model may answer, by cell."""
    items = [item for question in asked(gold, load(gold.source)) for item in question.items]
    return {item.cell.key: {offer.support.value for offer in item.offers} for item in items}


def printed_value(text: str) -> Number | None:
    """The number in digits or as a numeral; its measure word stands behind the mark."""
    folded = fold("".join(text.split()))
    number = parse_number(folded)
    return number.value if number else chinese_to_number(folded)


@pytest.mark.parametrize("gold", TOLD, ids=lambda gold: gold.id)
def test_every_offered_value_stands_where_its_evidence_says(gold: Gold) -> None:
    document = load(gold.source)
    for item in (item for question in asked(gold, document) for item in question.items):
        for offer in item.offers:
            candidate = support_to_candidate(offer.support, offer.claims, item.cell, "llm", document.text)
            evidence = candidate.evidence
            assert evidence is not None and evidence.mark is not None
            assert document.text[evidence.start : evidence.end] == evidence.text
            start, end = evidence.mark
            assert evidence.start <= start < end <= evidence.end
            if candidate.status != "none_stated":
                assert printed_value(document.text[start:end]) == offer.support.printed


def test_the_model_is_offered_what_the_samples_tell() -> None:
    missing: list[str] = []
    for gold in TOLD:
        found = offers(gold)
        missing += [
            f"{gold.id} {key}={value}"
            for key, (value, _) in gold.cells.items()
            if value not in found.get(key, ())
        ]
    total = sum(len(gold.cells) for gold in TOLD)
    assert total > 250
    assert 1 - len(missing) / total >= REACH, missing


def test_nothing_is_asked_where_nothing_is_stated() -> None:
    (report,) = extract_file(GOLD["no-statistics"].source, grid_only()).reports
    assert given(report.cells) == {}
    assert "no-statistics" in {finding.type for finding in report.findings}
