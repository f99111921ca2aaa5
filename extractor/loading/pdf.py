"""PDF files: pages with text are read as they are, pages without through OCR."""

from __future__ import annotations

import logging
from io import BytesIO

import pdfplumber
from pdfplumber.page import Page as PdfPage
from pdfplumber.pdf import PDF
from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2 import PdfPage as PdfiumPage

from extractor.errors import UnreadableInput
from extractor.loading import ocr
from extractor.loading.flate import check_streams
from extractor.loading.memory import lacks_memory
from extractor.loading.paper import Page, notes_to_findings
from extractor.loading.paper_flow import pages_to_blocks
from extractor.loading.pdf_page import is_legible, read_page, shows_picture, slanted_notes, turn_of
from extractor.loading.source import Source
from extractor.loading.writing import blocks_to_document
from extractor.messages import ToldFinding
from extractor.records import Document, Finding, Reason

# The parser tells on stderr of every flaw that it mends.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 500
MAX_OBJECTS = 20_000  # on one page; a dense table has 3,000, maps and drawings have more
MAX_CHARS = 20_000  # on one page; a full one has 2,000
MAX_SCANNED = 100
LOCKED = "password"  # pdfium's word for it


def load_pdf(source: Source) -> Document:
    """The file as a document, with the page of every cell and sentence."""
    check_streams(source)
    with open_pdf(source) as pdfium:
        count = _count_pages(pdfium, source)
        reader = _Reader(source, pdfium)
        pages = [page for page in map(reader.read, range(count)) if page]
    notes = [*reader.notes, *ocr.ocr_notes(reader.scanned), *notes_to_findings(pages)]
    if reader.notes and not any(page.lines or page.grids for page in pages):
        raise UnreadableInput("pdf.no-page-read", path=source.path, reason=ToldFinding(reader.notes[0]))
    return blocks_to_document(source, MEDIA_TYPE, pages_to_blocks(pages), notes)


def open_pdf(source: Source) -> PdfDocument:
    """The file, for its pages to be looked at."""
    try:
        return PdfDocument(source.data)
    except PdfiumError as error:
        if LOCKED in str(error).lower():
            raise UnreadableInput("file.locked", path=source.path) from None
        raise UnreadableInput("pdf.broken", path=source.path) from None


def open_text(source: Source) -> PDF:
    """The file, for its text to be read."""
    try:
        return pdfplumber.open(BytesIO(source.data))
    except Exception as error:  # as above: pdfium mends more than this parser does
        raise UnreadableInput("pdf.broken-because", path=source.path, why=type(error).__name__) from error


def _count_pages(pdfium: PdfDocument, source: Source) -> int:
    count = len(pdfium)
    if not count:
        raise UnreadableInput("pdf.no-pages", path=source.path)
    if count > MAX_PAGES:
        raise UnreadableInput("pdf.pages", path=source.path, count=count, most=MAX_PAGES)
    return count


def find_excess(page: PdfiumPage) -> Reason | None:
    """What the page has too much of: the parser that reads its text would take minutes and all memory."""
    if sum(1 for _ in page.get_objects(max_depth=5)) > MAX_OBJECTS:
        return Reason.of("too-many-objects", limit=MAX_OBJECTS)
    if page.get_textpage().count_chars() > MAX_CHARS:
        return Reason.of("too-many-characters", limit=MAX_CHARS)
    return None


def _turned(pdfium: PdfDocument, index: int, turn: int) -> PdfPage:
    """A page that was set sideways, as one that is not."""
    single, data = PdfDocument.new(), BytesIO()
    single.import_pages(pdfium, [index])
    single[0].set_rotation((single[0].get_rotation() + turn) % 360)
    single.save(data)
    return pdfplumber.open(data).pages[0]


class _Reader:
    """Reads single pages, and notes what it could not read."""

    def __init__(self, source: Source, pdfium: PdfDocument) -> None:
        self.notes: list[Finding] = []
        self.scanned: list[int] = []  # pages that were read from their pictures
        self._pdfium = pdfium
        self._plumber = open_text(source)

    def read(self, index: int) -> Page | None:
        """The page; None, with a note, where it cannot be read."""
        try:
            page, problem = self._read(index)
        except Exception as error:  # the parsers raise whatever a damaged page makes them stumble over
            if lacks_memory(error):
                raise
            page, problem = None, Reason.of("damaged", error=type(error).__name__)
        if problem:
            self.notes.append(Finding.of("page-not-read", "warning", page=index + 1, why=problem))
        return page

    def _read(self, index: int) -> tuple[Page | None, Reason | None]:
        problem = find_excess(self._pdfium[index])
        if problem:
            return None, problem
        page = self._plumber.pages[index]
        turn = turn_of(page)
        if turn:
            page = _turned(self._pdfium, index, turn)
        number = index + 1
        found = read_page(page, number) if is_legible(page) else None
        has_picture, slanted = bool(page.images), tuple(slanted_notes(page))
        if found and shows_picture(page):
            what = Reason.of("picture-on-page", page=number)
            self.notes.append(Finding.of("picture-not-read", "info", what=what))
        page.close()  # it keeps all its characters otherwise
        if found is None and has_picture:
            return self._look_at(index)
        found = found or Page(number, [], [])
        return found._replace(notes=found.notes + slanted), None

    def _look_at(self, index: int) -> tuple[Page | None, Reason | None]:
        """A page that is a picture, through OCR."""
        if not ocr.is_installed():
            return None, Reason.of("picture-without-ocr", extra=ocr.EXTRA)
        if len(self.scanned) >= MAX_SCANNED:
            return None, Reason.of("too-many-pictures", number=MAX_SCANNED + 1)
        from extractor.loading.scans import page_to_picture, read_picture

        picture, scale = page_to_picture(self._pdfium[index])
        page = read_picture(picture, index + 1, scale)
        self.scanned.append(index + 1)
        return page, None
