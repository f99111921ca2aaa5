"""Web pages to documents: the page's own text, data tables as true grids with their place in that text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from extractor.errors import UnreadableInput
from extractor.loading.broken import broken_notes
from extractor.loading.decoding import decode
from extractor.loading.html_chrome import drop_chrome, drop_unprinted
from extractor.loading.html_controls import drop_controls
from extractor.loading.html_elsewhere import frames_to_notes, links_to_notes
from extractor.loading.html_grids import find_grids, grids_to_notes, join_row_tables
from extractor.loading.html_hidden import drop_unseen
from extractor.loading.html_text import page_to_text, raise_figures, show_inputs
from extractor.loading.source import Source
from extractor.loading.spacing import note_marks
from extractor.loading.text_tables import text_to_tables
from extractor.loading.writing import merge_doubts, with_doubts
from extractor.messages import without_text
from extractor.records import Document

DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I)
DECLARATION_REACH = 4096  # browsers look no further than 1024; scripts before the meta are common here


def load_html(source: Source, linked: Mapping[str, str] | None = None) -> Document:
    """The page as a document: what a reader sees of it, without menus and footers. `linked`: style sheets beside
    the page in the same file, by their address."""
    decoded = decode(source, _declared_encoding(source.data))
    root = _parse(source, decoded.text)
    elsewhere = list(frames_to_notes(root))
    unseen = drop_unseen(root, linked or {})
    show_inputs(root)
    drop_unprinted(root)
    raise_figures(root)
    join_row_tables(root)
    grids = find_grids(root, unseen.struck_cells)
    drop_chrome(root, keep=grids)
    elsewhere.extend(links_to_notes(root))
    drop_controls(root, keep=grids)
    page = page_to_text(root, grids)
    hidden = unseen.notes(page.text)
    if not page.text.strip():
        raise without_text("page", source.path, (*hidden, *elsewhere))
    marks = (*broken_notes(page.text, page.doubtful), *note_marks(page.text))
    tables = text_to_tables(page.text, page.tables, page.closed)
    return Document(
        path=str(source.path),
        sha256=source.sha256,
        media_type="text/html",
        text=page.text,
        tables=tuple(with_doubts(table, page.doubtful) for table in tables),
        notes=(*decoded.notes, *hidden, *marks, *elsewhere, *grids_to_notes(grids)),
        doubtful=merge_doubts(page.doubtful),
    )


def _declared_encoding(data: bytes) -> str | None:
    match = DECLARATION.search(data[:DECLARATION_REACH])
    return match.group(1).decode("ascii") if match else None


def _parse(source: Source, text: str) -> etree._Element:
    # Unclosed tags nest pages deeper than the 256 levels that libxml2 allows by default; its limit for huge
    # trees still holds at 2048, and the size of the file is limited already.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.LxmlError as error:
        raise UnreadableInput("page.broken", path=source.path, why=str(error)) from error
    if root is None:
        raise UnreadableInput("page.empty", path=source.path)
    # libxml2 stops at such an error and returns what came before it as if it were the whole page.
    fatal = parser.error_log.filter_from_fatals()
    if len(fatal):
        raise UnreadableInput("page.broken", path=source.path, why=fatal[0].message)
    return root
