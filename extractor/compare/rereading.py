"""A pair's source read again, without a model: what it prints for an item, and where a number stands at all.

Where the report itself is not at hand, or is not the one that was read, the sentences that the results quote
stand in for it; then it cannot be said that a number stands nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from extractor.compare.quotes import holds_value
from extractor.compare.sides import Origin
from extractor.errors import ExtractorError
from extractor.forms import Cell, Form, in_form_unit
from extractor.ids import GIVEN, Status
from extractor.language import NumberMention, find_numbers
from extractor.loading import load_report
from extractor.narrative import Claims, find_supports, sentence_evidence
from extractor.output import EvidenceResult, ReportResult, SourceResult
from extractor.pipeline import read_report
from extractor.records import Document, Excerpt, Number, Reason, Table
from extractor.report import document_to_excerpts
from extractor.score import is_equal
from extractor.tables import read_text

COUNT: Literal["count"] = "count"
Load = Callable[[Path], Document]
Split = tuple[Document, tuple[Excerpt, ...]]  # a file with its reports
Standing = str | Reason  # the kind of a numeral, or why a number is no count of this year


@dataclass(frozen=True, slots=True)
class Place:
    """A value that the source has for an item, and where. `exact`: a cell of the form's table, or a number whose
    own clause names the item."""

    value: Number | None
    status: Status
    exact: bool
    evidence: EvidenceResult
    row: EvidenceResult | None = None  # of a table cell: its whole row, with the cell marked


@dataclass(frozen=True, slots=True)
class StandingNumber:
    """A number of the source, and as what it stands there."""

    number: NumberMention
    kind: Standing

    def is_value(self, cell: Cell, value: Number) -> bool:
        """Whether the number is the value, as it stands or in the form's unit."""
        return is_equal(self.number.value, value) or is_equal(in_form_unit(self.number, cell), value)


@dataclass(frozen=True, slots=True)
class Rereading:
    """What the source says. `whole`: all of it was read, not only what the results quote."""

    whole: bool
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    numbers: tuple[StandingNumber, ...] = ()

    def exact(self, key: str) -> tuple[Place, ...]:
        """Where the source names the item beside a value. A printed table stands before the sentences, and a
        number before words of none, which may deny something nearer (没有跨年办理的申请)."""
        places = [place for place in self.places.get(key, ()) if place.exact]
        printed = [place for place in places if place.evidence.kind == "cell"] or places
        counted = [place for place in printed if place.status != "none_stated"]
        return tuple(counted or printed)

    def find(self, cell: Cell, value: Number) -> Place | None:
        """A place that has the value for the item, exact or near."""
        return next((p for p in self.places.get(cell.key, ()) if is_equal(p.value, value)), None)

    def kinds(self, cell: Cell, value: Number) -> frozenset[Standing]:
        """As what the value stands anywhere in the source; empty: it does not stand there."""
        return frozenset(n.kind for n in self.numbers if n.is_value(cell, value))


class Sources:
    """The files that results were made from. Each is read once while its reports come one after the other, since
    reading may take minutes, and holding all of them may take more memory than there is."""

    def __init__(self, load: Load = load_report) -> None:
        self._load = load  # who compares files of others has them read within limits
        self._read: tuple[SourceResult, Split | None] | None = None

    def find_excerpt(self, origin: Origin) -> tuple[Document, Excerpt] | None:
        """The report in its source, if this still lies where the result says and has not changed."""
        if self._read is None or self._read[0] != origin.source:
            self._read = origin.source, self._split(origin.source)
        if self._read[1] is None:
            return None
        document, excerpts = self._read[1]
        own = (excerpt for excerpt in excerpts if (excerpt.first, excerpt.last) == origin.report.lines)
        return next(((document, excerpt) for excerpt in own), None)

    def _split(self, source: SourceResult) -> Split | None:
        try:
            document = self._load(Path(source.path))
            if document.sha256 != source.sha256:
                return None
            return document, tuple(document_to_excerpts(document))
        except (ExtractorError, ValueError):  # a ValueError: a path that no file can have
            return None


def reread(origin: Origin, form: Form, keys: Iterable[str], sources: Sources) -> Rereading:
    """The report of the result read again for these cells."""
    cells = [form.by_key[key] for key in keys]
    found = sources.find_excerpt(origin)
    if found is None:
        return reread_quotes(origin.report, form, cells)
    return reread_excerpt(*found, origin.report, form, cells)


def reread_excerpt(
    document: Document, excerpt: Excerpt, report: ReportResult, form: Form, cells: Sequence[Cell]
) -> Rereading:
    """The report's tables and sentences as they stand in its document."""
    read = read_report(document, excerpt, form, report.year)
    printed: dict[str, list[Place]] = {}
    for candidate in read.grid.candidates:
        if candidate.evidence is not None and candidate.accepted:
            evidence = EvidenceResult.model_validate(candidate.evidence)
            row = _row(evidence, read.tables, document.text)
            place = Place(candidate.value, candidate.status, True, evidence, row)
            printed.setdefault(candidate.key, []).append(place)
    places = {c.key: (*printed.get(c.key, ()), *_supported(read.claims, c, document.text)) for c in cells}
    return Rereading(True, places, (*_table_numbers(read.tables), *_sentence_numbers(read.claims)))


def _row(evidence: EvidenceResult, tables: Iterable[Table], text: str) -> EvidenceResult | None:
    """The cell's row of a true grid; in a table whose rows are lost there is none."""
    for table in tables:
        own = [c for c in table.cells if c.start <= evidence.start and evidence.end <= c.end]
        if own and table.shape == "grid":
            row = [cell for cell in table.cells if cell.row == own[0].row]
            start, end = min(cell.start for cell in row), max(cell.end for cell in row)
            marked = {"start": start, "end": end, "text": text[start:end], "mark": evidence.mark}
            return evidence.model_copy(update=marked)
    return None


def _supported(claims: Sequence[Claims], cell: Cell, text: str) -> Iterator[Place]:
    for claim in claims:
        for support in find_supports(claim, cell):
            evidence = EvidenceResult.model_validate(sentence_evidence(claim, support.span, text))
            exact = support.exact and claim.sentence.trusted
            yield Place(support.value, support.status, exact, evidence)


def _table_numbers(tables: Iterable[Table]) -> Iterator[StandingNumber]:
    for table in tables:
        for cell in table.cells:
            printed = read_text(cell.text)
            if printed.kind == "number":
                number = NumberMention(printed.value, 0, 0, COUNT, printed.unit, printed.approximate)
                yield StandingNumber(number, COUNT)


def _sentence_numbers(claims: Iterable[Claims]) -> Iterator[StandingNumber]:
    for claim in claims:
        refused = {c.number.start: c.refusal for c in claim.numbers if c.refusal}
        for number in find_numbers(claim.sentence.text):
            yield StandingNumber(number, refused.get(number.start, number.kind))


def reread_quotes(report: ReportResult, form: Form, cells: Sequence[Cell]) -> Rereading:
    """What the result quotes: table cells stand for their items, sentences are read again."""
    quoted = {
        (e.start, e.end): e
        for cell in report.cells.values()
        for e in (cell.evidence, *(c.evidence for c in cell.candidates))
        if e is not None and e.kind == "sentence"
    }
    places = {cell.key: list(_quoted_cells(report, cell)) for cell in cells}
    for _, quote in sorted(quoted.items()):
        text = quote.text.replace("\n", " ")
        document = Document("", "", "text/plain", text)
        read = read_report(document, Excerpt(1, 1, 0, len(text), None), form, report.year)
        for cell in cells:
            places[cell.key].extend(_shifted(p, quote) for p in _supported(read.claims, cell, text))
    return Rereading(False, {key: tuple(found) for key, found in places.items()})


def _quoted_cells(report: ReportResult, cell: Cell) -> Iterator[Place]:
    found = report.cells.get(cell.key)
    for candidate in found.candidates if found else ():
        evidence, value = candidate.evidence, candidate.value
        if evidence is None or evidence.kind != "cell" or candidate.status not in GIVEN or value is None:
            continue
        if holds_value(evidence, cell, value):
            yield Place(value, candidate.status, True, evidence)


def _shifted(place: Place, quote: EvidenceResult) -> Place:
    """The place in the document of what was found in the quote."""
    mark = place.evidence.mark and (
        place.evidence.mark[0] + quote.start,
        place.evidence.mark[1] + quote.start,
    )
    return Place(place.value, place.status, place.exact, quote.model_copy(update={"mark": mark}))
