"""Plain text and Markdown to documents: the text is the file itself, tables are marked in it."""

from __future__ import annotations

from extractor.errors import UnreadableInput
from extractor.loading.decoding import decode, with_unix_line_ends
from extractor.loading.source import Source
from extractor.loading.text_tables import text_to_tables
from extractor.records import Document

MARKDOWN = {".md": "text/markdown"}


def load_text(source: Source) -> Document:
    """The file as a document, byte order mark and kinds of line ends aside."""
    decoded = decode(source)
    text = with_unix_line_ends(decoded.text)
    if not text.strip():
        raise UnreadableInput("file.empty", path=source.path)
    return Document(
        path=str(source.path),
        sha256=source.sha256,
        media_type=MARKDOWN.get(source.path.suffix.lower(), "text/plain"),
        text=text,
        tables=text_to_tables(text),
        notes=decoded.notes,
    )
