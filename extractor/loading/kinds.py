"""What a file is, by its bytes before its name: .doc files of public bodies are often web pages or .docx."""

from __future__ import annotations

import re
from typing import Literal

from extractor.errors import UnreadableInput, why
from extractor.loading.archive import open_archive
from extractor.loading.source import UTF16_MARKS, Source, looks_like_html

Kind = Literal["text", "html", "mhtml", "pdf", "docx", "xlsx", "doc", "xls", "rtf", "image"]

SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".pdf": "pdf",
    ".docx": "docx",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "rtf",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
}
SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
)
REFUSED = (
    (b"\x1f\x8b", "kind.gzip"),
    (b"Rar!", "kind.rar"),
    (b"7z\xbc\xaf", "kind.7z"),
    (b"GIF8", "kind.gif"),
    (b"II*\0", "kind.tiff"),
    (b"MM\0*", "kind.tiff"),
)
PDF_REACH = 1024  # readers accept so much before the mark
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ZIP_MEMBERS: tuple[tuple[str, Kind], ...] = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
# Names of streams in a compound file, as its directory has them. A protected file has one that says so.
COMPOUND_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
PROTECTED = "EncryptedPackage"
MHTML = re.compile(rb"mime-version:", re.I)


def find_kind(source: Source) -> Kind:
    """What the bytes are; where they are text of no clear kind, the suffix decides."""
    data = source.data
    for signature, name in REFUSED:
        if data.startswith(signature):
            raise UnreadableInput("kind.other", path=source.path, kind=why(name))
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    if b"%PDF-" in data[:PDF_REACH]:
        return "pdf"
    if data.startswith(ZIP):
        return _zip_kind(source)
    if data.startswith(COMPOUND):
        return _compound_kind(source)
    return _text_kind(source)


def _zip_kind(source: Source) -> Kind:
    names = set(open_archive(source).namelist())
    for name, kind in ZIP_MEMBERS:
        if name in names:
            return kind
    raise UnreadableInput("kind.archive", path=source.path)


def _compound_kind(source: Source) -> Kind:
    if PROTECTED.encode("utf-16-le") in source.data:
        raise UnreadableInput("file.locked", path=source.path)
    for name, kind in COMPOUND_STREAMS:
        if (name + "\0").encode("utf-16-le") in source.data:
            return kind
    raise UnreadableInput("kind.office", path=source.path)


def _text_kind(source: Source) -> Kind:
    named = SUFFIXES.get(source.path.suffix.lower())
    if b"\0" in source.data and not source.data.startswith(UTF16_MARKS):
        raise UnreadableInput("kind.binary", path=source.path)
    if named == "html":
        return named
    if named != "text" and MHTML.match(source.data.lstrip()):
        return "mhtml"
    return "html" if looks_like_html(source.data) else "text"
