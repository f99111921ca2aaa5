"""The reports of the comparison: those that tell their statistics in sentences, with the values that are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.ids import GIVEN
from extractor.loading import load
from extractor.model.asker import Asker
from extractor.output.results import ReportResult
from extractor.pipeline import Settings, extract_report
from extractor.records import Document, Excerpt
from extractor.report.split import document_to_excerpts
from extractor.score import Gold, read_golds

ROOT = Path(__file__).resolve().parents[2]
SAMPLES, SHARED = ROOT / "tests" / "documents", ROOT.parent / "shared"
SEEDS = ("quzhou-2009", "quzhou-2010", "xinxiang-2015", "zhejiang-2014")


@dataclass(frozen=True)
class Case:
    """A report that was read by hand."""

    gold: Gold
    document: Document
    excerpt: Excerpt

    @property
    def text(self) -> str:
        """The report's own part of the file."""
        return self.document.text[self.excerpt.start : self.excerpt.end]

    def extract(self, settings: Settings) -> ReportResult:
        """The report's form filled."""

        def asker() -> Asker:
            return settings.asker(Path(self.document.path))

        return extract_report(self.document, self.excerpt, 1, asker, settings)


def find_cases() -> tuple[list[Case], dict[str, str]]:
    """The reports, the seeds first where they lie beside the checkout; and those left out, with the reason."""
    found = {case.gold.id: case for case in (*read_seeds(SHARED), *read_cases(SAMPLES, SAMPLES))}
    reasons = {id: reason for id, case in found.items() if (reason := why_left_out(case))}
    absent = {id: f"does not lie in {SHARED.name} beside the checkout" for id in SEEDS if id not in found}
    return [case for id, case in found.items() if id not in reasons], absent | reasons


def read_seeds(shared: Path) -> Iterator[Case]:
    """The seeds that tell, as far as they and their gold are there."""
    if (shared / "gold").is_dir() and (shared / "seeds").is_dir():
        yield from (c for c in read_cases(shared / "gold", shared / "seeds") if c.gold.id in SEEDS)


def read_cases(golds: Path, sources: Path) -> Iterator[Case]:
    """Each gold report of the folder with its document."""
    return (gold_to_case(gold, load(sources / gold.source)) for gold in read_golds(golds))


def gold_to_case(gold: Gold, document: Document) -> Case:
    """The report of the document that shares the most lines with the gold."""
    first, last = gold.lines[0] or 1, gold.lines[1] or len(document.line_starts)

    def shared_lines(excerpt: Excerpt) -> int:
        return min(last, excerpt.last) - max(first, excerpt.first)

    return Case(gold, document, max(document_to_excerpts(document), key=shared_lines))


def why_left_out(case: Case) -> str:
    """Why the report is none that tells its statistics; empty where it is one."""
    if not case.gold.cells:
        return "states no statistic"
    printed = case.extract(Settings(asker=no_model, readers=("grid",)))
    return "prints its form" if any(cell.status in GIVEN for cell in printed.cells.values()) else ""


def no_model(path: Path) -> Asker:
    """Stands where no question may arise."""
    raise AssertionError(f"the model was asked about {path}")
