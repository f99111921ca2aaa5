"""The text of a file in pieces, with the places that values were read from marked: for a page that shows both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.output.results import EvidenceResult, ReportResult
from extractor.records import Document, Table, TableCell


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, and the cells whose values it gives."""

    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with keys it is a mark."""

    text: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A printed cell with its spans."""

    pieces: tuple[Piece, ...]
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or a table of the source."""

    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[ShownCell, ...], ...] = ()


def report_to_marks(report: ReportResult) -> tuple[Mark, ...]:
    """Where the values stand, in the order of the text, none over another."""
    spans: dict[tuple[int, int], list[str]] = {}
    for key, cell in report.cells.items():
        if cell.evidence:
            spans.setdefault(_span(cell.evidence), []).append(key)
    marks: list[Mark] = []
    for (start, end), keys in sorted(spans.items()):
        if marks and start < marks[-1].end:
            last = marks.pop()
            marks.append(Mark(last.start, max(last.end, end), (*last.keys, *keys)))
        else:
            marks.append(Mark(start, end, tuple(keys)))
    return tuple(marks)


def _span(evidence: EvidenceResult) -> tuple[int, int]:
    start, end = evidence.mark or (evidence.start, evidence.end)
    return start, max(start, end)


def document_to_parts(document: Document, report: ReportResult) -> Iterator[Part]:
    """The report's text in paragraphs and tables, its marks in them."""
    marks = report_to_marks(report)
    first, last = report.lines
    starts = document.line_starts
    at, end = starts[first - 1], starts[last] if last < len(starts) else len(document.text)
    for table in document.tables:
        if table.end <= at or table.start >= end:
            continue
        yield Part(_pieces(document.text, at, table.start, marks))
        if table.shape == "grid":
            yield Part(rows=tuple(_rows(document, table, marks)))
        else:
            yield Part(_pieces(document.text, table.start, table.end, marks))
        at = table.end
    yield Part(_pieces(document.text, at, end, marks))


def _rows(document: Document, table: Table, marks: Sequence[Mark]) -> Iterator[tuple[ShownCell, ...]]:
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    for row in sorted(rows):
        yield tuple(
            ShownCell(_pieces(document.text, cell.start, cell.end, marks), cell.rowspan, cell.colspan)
            for cell in rows[row]
        )


def _pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The stretch cut at its marks. An empty cell's mark has no text, and is there to be linked to."""
    pieces, at = [], start
    for mark in marks:
        if mark.start < start or mark.end > end or mark.start < at:
            continue
        pieces += [Piece(text[at : mark.start]), Piece(text[mark.start : mark.end], mark.keys)]
        at = mark.end
    pieces.append(Piece(text[at:end]))
    return tuple(piece for piece in pieces if piece.text or piece.keys)
