"""The flow, file to filled form. Read this first: each step is a function named for what it turns into what.

load      file -> Document
split     Document -> excerpts, one a report
identify  excerpt -> issuer, region, year, form
segment   excerpt -> sentences that tell something, tables
read      tables -> candidates (grid); sentences -> claims       (read_report, which a comparison uses, too)
          claims -> candidates (regex); claims -> items to ask -> questions -> candidates (llm)
decide    candidates -> one decision a cell
check     decisions -> findings
deliver   -> DocumentResult
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from extractor.decide import (
    candidates_to_decisions,
    close_decisions,
    correct_candidates,
    corrections_to_findings,
    decisions_to_findings,
    find_explained,
    missing_findings,
    propose_changes,
    rate_decisions,
)
from extractor.errors import ModelUnreachable, UsageError
from extractor.forms import Form, check_identities, load_forms
from extractor.ids import READERS, Ask
from extractor.loading import load_report
from extractor.messages import identified_to_text
from extractor.model import Asker
from extractor.narrative import (
    LONGEST_LIST,
    RETRIES,
    Claims,
    Item,
    LlmReading,
    Question,
    claims_to_candidates,
    claims_to_corrections,
    claims_to_items,
    items_to_questions,
    list_items,
    open_items,
    questions_to_reading,
    sentence_to_claims,
    tell_of_those_before,
    tell_single_cases,
    unasked_findings,
    unreached_finding,
    widen_items,
)
from extractor.output import (
    DocumentResult,
    ProvenanceResult,
    ReportResult,
    decisions_to_cells,
    to_document_result,
    to_report_result,
)
from extractor.records import (
    Candidate,
    Correction,
    Decision,
    Document,
    Excerpt,
    Finding,
    Identification,
    Segments,
    Sentence,
    Table,
)
from extractor.report import (
    Given,
    document_to_excerpts,
    excerpt_to_damage,
    excerpt_to_identification,
    report_to_segments,
    sentences_to_told,
    table_to_sentences,
)
from extractor.resources import VERSION
from extractor.tables import GridReading, tables_to_candidates

# A block of which a printed table gave this share is told; sentences repeat it, and are not asked.
TOLD_BY_TABLE = 0.5


@dataclass(frozen=True)
class Settings:
    """What a run is made with. `asker` is called with a document's path when its first question arises."""

    asker: Callable[[Path], Asker]
    readers: Collection[str] = READERS
    forms: Mapping[str, Form] = field(default_factory=load_forms)
    form: str | None = None  # the edition to use, where the caller knows better than the labels
    issuer: str | None = None  # and whose reports these are, and of which year, where a file does not say so
    year: int | None = None
    retries: int = RETRIES
    ask: Ask = "open"  # what tables and rules leave open, or all that the model could tell
    on_questions: Callable[[int], None] = lambda count: None
    on_answer: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        unknown = set(self.readers) - set(READERS)
        if unknown:
            raise UsageError("reader.unknown", names=tuple(sorted(unknown)), known=READERS)


@dataclass(frozen=True, slots=True)
class ReportReading:
    """A report's tables and sentences, read against a form without a model."""

    tables: tuple[Table, ...]
    grid: GridReading
    claims: tuple[Claims, ...]
    corrections: tuple[Correction, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DecidedReport:
    """A report with what was read of it, what the model was asked and said, and one decision a cell."""

    header: Identification
    form: Form
    read: ReportReading
    items: tuple[Item, ...]
    questions: tuple[Question, ...]
    llm: LlmReading
    candidates: tuple[Candidate, ...]
    decisions: Mapping[str, Decision]


def extract_file(path: Path, settings: Settings) -> DocumentResult:
    """All reports of the file, each with its form filled."""
    return extract_document(load_report(path), settings)


def extract_document(document: Document, settings: Settings) -> DocumentResult:
    """All reports of a file that is loaded already."""
    excerpts = document_to_excerpts(document)
    asker = cache(partial(settings.asker, Path(document.path)))
    reports = [extract_report(document, e, n, asker, settings) for n, e in enumerate(excerpts, 1)]
    return to_document_result(document, reports)


def read_file(path: Path, settings: Settings) -> Iterator[tuple[Form, ReportReading]]:
    """All reports of the file, read against their forms without deciding anything."""
    document = load_report(path)
    for excerpt in document_to_excerpts(document):
        header = identify_report(document, excerpt, settings)
        form = settings.forms[header.form]
        yield form, read_report(document, excerpt, form, header.year)


def extract_report(
    document: Document, excerpt: Excerpt, number: int, asker: Callable[[], Asker], settings: Settings
) -> ReportResult:
    """One report, from its text to its filled form."""
    made = decide_report(document, excerpt, number, asker, settings)
    header, form, llm = made.header, made.form, made.llm
    checks, text = check_identities(form, made.decisions), document.text[excerpt.start : excerpt.end]
    decisions = close_decisions(rate_decisions(made.decisions, checks), checks)
    findings = (
        *document.notes,
        *excerpt_to_damage(document, excerpt),
        *made.read.findings,
        *llm.findings,
        *corrections_to_findings(made.candidates, made.read.corrections),
        *decisions_to_findings(decisions, checks, find_explained(checks, form, text)),
        *propose_changes(form, made.decisions, checks),
        *unasked_findings(made.items, made.questions, settings.readers),
        *missing_findings(decisions, header),
    )
    model = asker().model if llm.usage.calls else None
    asked = settings.ask if "llm" in settings.readers else None
    provenance = ProvenanceResult(model=model, prompts=dict(llm.prompts), version=VERSION, ask=asked)
    cells = decisions_to_cells(decisions, form, document)
    return to_report_result(excerpt, number, header, cells, findings, llm.usage, provenance)


def decide_report(
    document: Document, excerpt: Excerpt, number: int, asker: Callable[[], Asker], settings: Settings
) -> DecidedReport:
    """One report, read by every reader that is wanted, and decided."""
    header = identify_report(document, excerpt, settings)
    form = settings.forms[header.form]
    read = read_report(document, excerpt, form, header.year)
    regex = claims_to_candidates(read.claims, form, document.text) if "regex" in settings.readers else ()
    items = items_to_ask(read, regex, form, settings)
    questions = items_to_questions(items) if "llm" in settings.readers else ()
    llm = ask_model(questions, header, form, document.text, number, asker, settings)
    candidates = (*read.grid.candidates, *regex, *llm.candidates)
    decisions = candidates_to_decisions(
        correct_candidates(candidates, read.corrections, settings.readers), form
    )
    return DecidedReport(header, form, read, items, questions, llm, candidates, decisions)


def items_to_ask(
    read: ReportReading, regex: Sequence[Candidate], form: Form, settings: Settings
) -> tuple[Item, ...]:
    """What a model may tell of the report: all that it could choose, or what tables and rules leave open."""
    asked = cells_to_ask(form, read.grid)
    if "llm" not in settings.readers:
        return list_items(read.claims, form, asked)
    items = widen_items(claims_to_items(read.claims, form, asked), read.claims, form, asked)
    if settings.ask == "all":
        return items
    before = candidates_to_decisions((*read.grid.candidates, *regex), form)
    failed = (check.identity for check in check_identities(form, before) if check.outcome == "fails")
    return open_items(items, before, {key for identity in failed for key in identity.keys})


def read_report(document: Document, excerpt: Excerpt, form: Form, year: int | None) -> ReportReading:
    """What the report's tables and sentences say, read against the form, before anyone decides."""
    segments = report_to_segments(document, excerpt)
    grid = tables_to_candidates(segments.tables, form, year, source=(document, excerpt))
    told = sentences_to_told(readable_sentences(document, segments, grid))
    claims = sentences_to_claims(told.sentences, form, year)
    corrections = claims_to_corrections(claims, grid.candidates, form, year, document.text)
    return ReportReading(segments.tables, grid, claims, corrections, (*told.findings, *grid.findings))


def identify_report(document: Document, excerpt: Excerpt, settings: Settings) -> Identification:
    """What the report says of itself, or the form, issuer and year that the caller names."""
    given = Given(settings.issuer, settings.year)
    header = excerpt_to_identification(document, excerpt, settings.forms.values(), given=given)
    if settings.form is None:
        return header
    return replace(header, form=settings.form, form_reason=identified_to_text("asked-for", form=header.form))


def readable_sentences(document: Document, segments: Segments, grid: GridReading) -> tuple[Sentence, ...]:
    """The sentences, and the rows of tables that no label of the form fits."""
    sentences = [s for s in segments.sentences if not grid.holds(s.start, s.end)]
    read = {table.number for table in grid.read}
    for table in segments.tables:
        place = len(sentences) + 1, segments.section_at(table.start)
        tells = grid.tells if table.number in read else None
        sentences.extend(table_to_sentences(document, table, *place, tells))
    return tuple(sentences)


def sentences_to_claims(sentences: Sequence[Sentence], form: Form, year: int | None) -> tuple[Claims, ...]:
    """Each sentence read against the form, with the sentences before it as context."""
    before = (sentences[max(0, n - LONGEST_LIST) : n] for n in range(len(sentences)))
    claims = tuple(sentence_to_claims(s, b, form, year) for s, b in zip(sentences, before, strict=True))
    return tell_single_cases(tell_of_those_before(claims, form), form)


def cells_to_ask(form: Form, grid: GridReading) -> frozenset[str]:
    """The cells that no printed table told, nor belong to a block that one told."""
    told = {candidate.key for candidate in grid.candidates}
    asked: set[str] = set()
    for cells in form.blocks.values():
        keys = {cell.key for cell in cells}
        if len(keys & told) < TOLD_BY_TABLE * len(keys):
            asked |= keys - told
    return frozenset(asked)


def ask_model(
    questions: Sequence[Question],
    header: Identification,
    form: Form,
    text: str,
    number: int,
    asker: Callable[[], Asker],
    settings: Settings,
) -> LlmReading:
    """The questions put to the model; without any, no model is started. Where there is none to be had, the form is
    filled without it, unless the model alone was to read."""
    if not questions or "llm" not in settings.readers:
        return LlmReading()
    settings.on_questions(len(questions))
    try:
        reading = questions_to_reading(
            questions,
            asker(),
            header,
            form,
            text,
            report=number,
            retries=settings.retries,
            on_answer=settings.on_answer,
        )
    except ModelUnreachable as error:
        items = [item for question in questions for item in question.items]
        reading = LlmReading(findings=(unreached_finding(items, error),), unreached=error)
    if reading.unreached and set(settings.readers) == {"llm"}:
        raise reading.unreached
    return reading
