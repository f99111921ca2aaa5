"""A report with what was decided of it -> what its page shows. Nothing is read or kept here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.forms import Form, find_form, name_cell
from extractor.ids import GIVEN, Status
from extractor.language import plain
from extractor.loading import find_tables
from extractor.output import Part, cell_to_reason, document_to_parts, finding_to_words, status_to_words
from extractor.records import Document, Number
from extractor.review.layout import FormTable, form_to_tables
from extractor.review.sums import ShownSum, Values, check_sums, failing_keys
from extractor.speech import say
from extractor.store import CellAt, Standing, Step, changed_since, fits

if TYPE_CHECKING:
    from extractor.output import CellResult, EvidenceResult, ReportResult, SourceResult

SURE = 0.9  # a given value that is less likely right than this is looked at
SIGNS = {"blank": "□", "not_applicable": "/", "not_stated": "·", "disputed": "≠", "unreadable": "?"}
EMPTY = Standing(())
PAPER = ("application/pdf", "image/png", "image/jpeg")  # media types of files that have pages


def report_title(issuer: str | None, year: int | None) -> str:
    """Whose a report is, and of which year."""
    return f"{issuer or say('show.no-issuer')} {year or say('show.no-year')}"


@dataclass(frozen=True)
class Desk:
    """One report, whole: as it was read, and as people see it."""

    source: SourceResult
    number: int
    report: ReportResult
    text: str
    standings: Mapping[str, Standing]
    is_alone: bool = True  # whether the file has no other report

    @cached_property
    def form(self) -> Form:
        """The edition that it is on."""
        return find_form(self.report.form)

    @cached_property
    def tables(self) -> tuple[FormTable, ...]:
        """The form as it is printed."""
        return tuple(form_to_tables(self.form))

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"/report/{self.source.sha256}/{self.number}"

    @property
    def has_pages(self) -> bool:
        """Whether its file is of paper, or as good as that."""
        return self.source.media_type in PAPER

    @property
    def title(self) -> str:
        """Whose it is, and of which year."""
        return report_title(self.report.issuer, self.report.year)

    def at(self, key: str) -> CellAt:
        """The cell, whoever reads the report."""
        return CellAt(self.source.sha256, self.number, key)

    def cell(self, key: str) -> CellResult:
        """As it was read."""
        return self.report.cells[key]

    def name(self, key: str) -> str:
        """What the form calls it."""
        return name_cell(self.form, key)

    def standing(self, key: str) -> Standing:
        """What was done to it."""
        return self.standings.get(key, EMPTY)

    def decision(self, key: str) -> Step | None:
        """What was decided of it, if that was on these lines of the file."""
        decision = self.standing(key).decision
        return decision if decision and fits(decision, self.report.lines) else None

    def holds(self, key: str) -> tuple[Number | None, Status]:
        """Its value and status: what was decided, else what was read."""
        decision, cell = self.decision(key), self.report.cells[key]
        return (decision.value, decision.status or cell.status) if decision else (cell.value, cell.status)

    @cached_property
    def values(self) -> Values:
        """The same of all cells."""
        return {key: self.holds(key) for key in self.report.cells}

    @cached_property
    def sums(self) -> tuple[ShownSum, ...]:
        """The form's sums over these."""
        return check_sums(self.form, self.values)

    def sums_if(self, key: str, value: Number | None, status: Status) -> tuple[ShownSum, ...]:
        """The same, if the cell had that value."""
        return check_sums(self.form, {**self.values, key: (value, status)})

    def is_changed(self, key: str) -> bool:
        """Whether the program read something else when this was decided."""
        decision, cell = self.decision(key), self.report.cells[key]
        return decision is not None and changed_since(decision, cell.value, cell.status)

    @cached_property
    def doubtful(self) -> tuple[str, ...]:
        """The cells to look at, in the order of the form: not sure, or of sums that fail, and not decided."""
        failing = failing_keys(self.form, self.values)
        return tuple(key for key in self._order if self._is_doubtful(key, failing))

    def _is_doubtful(self, key: str, failing: frozenset[str]) -> bool:
        if self.decision(key):
            return self.is_changed(key)
        cell = self.report.cells[key]
        unsure = cell.status in GIVEN and cell.confidence is not None and cell.confidence < SURE
        return (
            cell.status in ("disputed", "unreadable") or unsure or (key in failing and cell.status in GIVEN)
        )

    @cached_property
    def _order(self) -> tuple[str, ...]:
        printed = [key for table in self.tables for row in table.rows for key in row.keys]
        return tuple(dict.fromkeys((*printed, *self.report.cells)))

    def next_doubtful(self, key: str | None) -> str | None:
        """The doubtful cell after that one, or the first."""
        order = self._order
        after = order[order.index(key) + 1 :] if key in order else order
        left = set(self.doubtful)
        return next((k for k in (*after, *order) if k in left and k != key), None)

    def state(self, key: str) -> str:
        """Who has seen it: machine, person, second, changed."""
        decision = self.decision(key)
        if decision is None:
            return "machine"
        if self.is_changed(key):
            return "changed"
        agreed = {s.person for s in self.standing(key).held if (s.value, s.status) == self.holds(key)}
        return "second" if len(agreed) > 1 else "person"

    def shown(self, key: str) -> str:
        """The value as the form shows it."""
        value, status = self.holds(key)
        return value_to_text(value, status)

    def label(self, key: str) -> str:
        """The cell in words, for who does not see it."""
        words = [self.name(key), self.shown(key), status_to_words(self.holds(key)[1])]
        words += [say(f"review.state-{self.state(key)}")] if self.decision(key) else []
        return say("list.comma").join([*words, say("review.doubtful")] if key in self.doubtful else words)

    def why(self, key: str) -> str:
        """Why it was read so."""
        return cell_to_reason(self.report.cells[key])

    def findings(self) -> Iterator[tuple[str, str, str | None]]:
        """Severity, words, and the cell to go to."""
        for found in self.report.findings:
            key = next((key for key in found.keys if key in self.report.cells), None)
            yield found.severity, finding_to_words(found, self.form), key

    def parts(self) -> tuple[Part, ...]:
        """The text with its marks, tables as tables; none where there is no text to point into."""
        located = {key: _located(cell) for key, cell in self.report.cells.items()}
        report = self.report.model_copy(update={"cells": located})
        document = Document(self.source.path, self.source.sha256, self.source.media_type, self.text)
        first, last = report.lines
        if not self.text or not 0 < first <= last <= len(document.line_starts):
            return ()
        plain_parts = tuple(document_to_parts(document, report))
        with_tables = replace(document, tables=find_tables(self.text))
        parts = tuple(document_to_parts(with_tables, report))
        # A place that runs over cells has no mark in a table: then all is shown as text.
        return parts if _marked(parts) >= _marked(plain_parts) else plain_parts

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Where the text is not there: a cell's key, and the text that its value stands in."""
        for key, cell in self.report.cells.items():
            found = find_place(cell)
            if found:
                yield key, found.text


def _marked(parts: Iterable[Part]) -> set[str]:
    cells = (cell.pieces for part in parts for row in part.rows for cell in row)
    pieces = (piece for some in (*cells, *(part.pieces for part in parts)) for piece in some)
    return {key for piece in pieces for key in piece.keys}


def find_place(cell: CellResult) -> EvidenceResult | None:
    """Where the value stands; of a cell in dispute, where the first reading does."""
    return cell.evidence or next((c.evidence for c in cell.candidates if c.evidence), None)


def _located(cell: CellResult) -> CellResult:
    return cell if cell.evidence else cell.model_copy(update={"evidence": find_place(cell)})


def value_to_text(value: Number | None, status: str | None) -> str:
    """A value as forms show it."""
    if value is None:
        return SIGNS.get(status or "", "?")
    number = plain(value)
    return {"derived": f"({number})", "none_stated": f"{number}*", "approximate": f"~{number}"}.get(
        status or "", number
    )
