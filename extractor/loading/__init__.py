"""A file -> a Document: its text, its tables, and where on paper each part of it stands.

Door: `load`, or `load_report`, which refuses what is too long for a report; LOADERS says which kind of file is read by
what. `read_source`, `decode` and `open_archive` serve whoever reads other files under the same limits of size. A path may
lead into a zip archive: `is_archive` and `list_parts` find those. `find_tables` finds those of a text,
`is_page_footer`, `bare_page_number` and `count_alone` know the lines that count pages;
`measure_pages` and `draw_page` show paper to people.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from extractor.errors import UnreadableInput
from extractor.loading.archive import open_archive
from extractor.loading.decoding import decode
from extractor.loading.inside import is_archive, list_parts, split_path
from extractor.loading.kinds import SUFFIXES, Kind, find_kind
from extractor.loading.page_numbers import bare_page_number, count_alone, count_pages, is_page_footer
from extractor.loading.source import Source, read_source
from extractor.loading.text import load_text
from extractor.loading.text_tables import text_to_tables as find_tables
from extractor.records import Document

__all__ = [
    "LOADERS",
    "SUFFIXES",
    "Source",
    "bare_page_number",
    "count_alone",
    "count_pages",
    "decode",
    "draw_page",
    "find_tables",
    "is_archive",
    "is_page_footer",
    "list_parts",
    "load",
    "load_report",
    "measure_pages",
    "open_archive",
    "read_source",
    "split_path",
]

# Characters of text. The longest report seen has a sixth; where all of them are statements, reading them takes
# minutes.
MAX_TEXT = 2_000_000

Loader = Callable[[Source], Document]


def measure_pages(source: Source, marked: Collection[int]) -> tuple[tuple[float, float], ...]:
    """How large the pages of the file are, in points; see drawing.py."""
    from extractor.loading import drawing

    return drawing.measure_pages(source, marked)


def draw_page(source: Source, number: int) -> bytes:
    """A page of the file as a picture; see drawing.py."""
    from extractor.loading import drawing

    return drawing.draw_page(source, number)


def _load_html(source: Source) -> Document:
    from extractor.loading.html import load_html  # each format's library is heavy; other files do without it

    return load_html(source)


def _load_mhtml(source: Source) -> Document:
    from extractor.loading.mhtml import load_mhtml

    return load_mhtml(source)


def _load_docx(source: Source) -> Document:
    from extractor.loading.docx import load_docx

    return load_docx(source)


def _load_xlsx(source: Source) -> Document:
    from extractor.loading.xlsx import load_xlsx

    return load_xlsx(source)


def _load_doc(source: Source) -> Document:
    from extractor.loading.office import load_doc

    return load_doc(source)


def _load_xls(source: Source) -> Document:
    from extractor.loading.office import load_xls

    return load_xls(source)


def _load_pdf(source: Source) -> Document:
    from extractor.loading.pdf import load_pdf

    return load_pdf(source)


def _load_image(source: Source) -> Document:
    from extractor.loading import ocr

    if not ocr.is_installed():
        raise UnreadableInput("picture.no-ocr", path=source.path)
    from extractor.loading.scans import load_image

    return load_image(source)


LOADERS: dict[Kind, Loader] = {
    "text": load_text,
    "html": _load_html,
    "mhtml": _load_mhtml,
    "pdf": _load_pdf,
    "docx": _load_docx,
    "xlsx": _load_xlsx,
    "doc": _load_doc,
    "rtf": _load_doc,
    "xls": _load_xls,
    "image": _load_image,
}


def load(path: Path) -> Document:
    """The file as text, with its tables and each table cell's place in that text."""
    suffix = path.suffix.lower()
    if suffix and suffix not in SUFFIXES:
        raise UnreadableInput("file.suffix", path=path, suffix=suffix, known=tuple(sorted(SUFFIXES)))
    source = read_source(path)
    return LOADERS[find_kind(source)](source)


def load_report(path: Path) -> Document:
    """The same, unless it has more text than reports have."""
    document = load(path)
    if len(document.text) > MAX_TEXT:
        raise UnreadableInput("file.text", path=path, most=MAX_TEXT // 10**6)
    return document
