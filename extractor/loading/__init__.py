"""Reading files as documents: `load` is the front door, LOADERS says which suffix is read by what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extractor.errors import UnreadableInput
from extractor.loading.source import Source, looks_like_html, read_source
from extractor.loading.text import load_text
from extractor.records import Document

__all__ = ["LOADERS", "load"]

Loader = Callable[[Source], Document]


def _load_html(source: Source) -> Document:
    from extractor.loading.html import load_html  # lxml is heavy; plain text does without it

    return load_html(source)


LOADERS: dict[str, Loader] = {
    ".txt": load_text,
    ".md": load_text,
    ".html": _load_html,
    ".htm": _load_html,
    ".xhtml": _load_html,
    ".shtml": _load_html,
}


def load(path: Path) -> Document:
    """The file as text, with its tables and each table cell's place in that text."""
    suffix = path.suffix.lower()
    if suffix and suffix not in LOADERS:
        raise UnreadableInput(f"{path}: cannot read {suffix} files, only {', '.join(sorted(LOADERS))}")
    source = read_source(path)
    if suffix:
        return LOADERS[suffix](source)
    return _load_html(source) if looks_like_html(source.data) else load_text(source)
