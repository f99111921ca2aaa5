"""The texts of reports, where their files are at hand: what results do not hold, and some checks need."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from extractor.panel.filings import Filing
from extractor.records import Document

Load = Callable[[Path], Document]
Texts = dict[str, str]  # by Filing.name


def find_texts(filings: Sequence[Filing], folder: Path, load: Load) -> Texts:
    """The text of each report whose file lies below the folder with the same bytes, whatever its place there."""
    by_digest: dict[str, list[Filing]] = {}
    for filing in filings:
        by_digest.setdefault(filing.sha256, []).append(filing)
    files = {digest: path for path, digest in _digests(folder) if digest in by_digest}
    texts: Texts = {}
    for digest, path in files.items():
        document = load(path)
        for filing in by_digest[digest]:
            texts[filing.name] = _lines(document, filing)
    return texts


def _digests(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
        if path.is_file():
            with path.open("rb") as file:
                yield path, hashlib.file_digest(file, "sha256").hexdigest()


def _lines(document: Document, filing: Filing) -> str:
    first, last = filing.lines
    return "\n".join(line for _, line in document.lines(first, last))
