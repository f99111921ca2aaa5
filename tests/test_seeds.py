"""The reports that this project began with, where they lie beside the checkout; they are not part of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from support import grid_only
from test_samples import REACH, Gold, given, offers, read_gold

from extractor.forms.editions import load_forms
from extractor.ids import GIVEN
from extractor.loading import load
from extractor.output.results import ReportResult
from extractor.pipeline import Settings, extract_file
from extractor.records import Identification
from extractor.report.identify import excerpt_to_identification
from extractor.report.split import document_to_excerpts

SHARED = Path(__file__).parents[2] / "shared"
SEEDS, GOLD, DEV = SHARED / "seeds", SHARED / "gold", SHARED / "dev"
PRINTED = {"quzhou-2013", "quzhou-2020", "H30"}

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports do not lie beside this checkout")


def golds(folder: Path) -> list[Gold]:
    return [read_gold(path) for path in sorted(folder.glob("*.gold.json"))]


@cache
def headers(path: Path) -> tuple[Identification, ...]:
    """Whose reports the file holds."""
    document = load(path)
    forms = load_forms().values()
    return tuple(excerpt_to_identification(document, e, forms) for e in document_to_excerpts(document))


def seed_of(gold: Gold) -> Path:
    return SEEDS / gold.source.name


@cache
def tables_of(path: Path) -> tuple[ReportResult, ...]:
    """The file's reports by their tables alone; sentences are left unasked."""
    return extract_file(path, Settings(asker=grid_only().asker, readers=("grid",))).reports


def report_of(id: str) -> ReportResult:
    gold = next(gold for gold in golds(GOLD) if gold.id == id)
    found = [r for r in tables_of(seed_of(gold)) if (r.issuer, r.year) == (gold.issuer, gold.year)]
    (report,) = found
    return report


def test_there_is_gold_of_nine_reports() -> None:
    assert len(golds(GOLD)) == 9
    assert {gold.source.name for gold in golds(GOLD)} == {path.name for path in SEEDS.glob("*.txt")}


@pytest.mark.parametrize(
    "name",
    [
        "000_cb4f724780331116.txt",
        "001_50d56351dc5d4c88.txt",
        "002_63e051d67684f03a.txt",
        "003_e8cef9ff273ce8c4.txt",
        "004_eec0c5ddbec86061.txt",
    ],
)
def test_the_seeds_hold_the_reports_of_the_gold(name: str) -> None:
    found = sorted((str(h.issuer), h.year, h.form) for h in headers(SEEDS / name))
    assert found == sorted((g.issuer, g.year, g.form) for g in golds(GOLD) if g.source.name == name)


@pytest.mark.parametrize(("id", "count"), [("quzhou-2020", 198), ("quzhou-2013", 35)])
def test_a_printed_form_is_read_whole(id: str, count: int) -> None:
    gold = next(gold for gold in golds(GOLD) if gold.id == id)
    assert len(gold.cells) == count
    assert given(report_of(id).cells) == gold.cells
    assert not [f for f in report_of(id).findings if f.severity == "error"]


@pytest.mark.parametrize("id", ["quzhou-2020", "quzhou-2013"])
def test_a_printed_form_leaves_nothing_to_ask(id: str) -> None:
    assert "not-asked" not in {f.type for f in report_of(id).findings}


@pytest.mark.parametrize("id", ["quzhou-2020", "quzhou-2013"])
def test_every_value_stands_where_its_evidence_says(id: str) -> None:
    gold = next(gold for gold in golds(GOLD) if gold.id == id)
    text = load(seed_of(gold)).text
    for cell in (cell for cell in report_of(id).cells.values() if cell.status in GIVEN):
        assert cell.evidence is not None and cell.evidence.mark is not None
        assert text[cell.evidence.start : cell.evidence.end] == cell.evidence.text
        start, end = cell.evidence.mark
        assert cell.evidence.start <= start < end <= cell.evidence.end


def test_the_model_is_offered_what_the_reports_tell() -> None:
    """quzhou-2013, quzhou-2020 and H30 print their forms; all others tell them."""
    told = [replace(gold, source=seed_of(gold)) for gold in golds(GOLD) if gold.id not in PRINTED]
    told += [gold for gold in golds(DEV) if gold.id not in PRINTED]
    missing: list[str] = []
    for gold in told:
        found = offers(gold)
        missing += [
            f"{gold.id} {key}" for key, (value, _) in gold.cells.items() if value not in found.get(key, ())
        ]
    assert 1 - len(missing) / sum(len(gold.cells) for gold in told) >= REACH, missing


def test_a_preface_states_nothing() -> None:
    report = report_of("panyu-construction-2008")
    assert given(report.cells) == {}
    assert {f.type for f in report.findings} == {"no-statistics"}


@pytest.mark.parametrize("gold", golds(DEV), ids=lambda gold: gold.id)
def test_reworded_reports_are_identified(gold: Gold) -> None:
    (header,) = headers(gold.source)
    assert (header.year, header.form) == (gold.year, gold.form)
    if "未具名" not in gold.issuer:
        assert header.issuer == gold.issuer
