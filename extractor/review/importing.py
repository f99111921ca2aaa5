"""Result files -> a store beside them, in which what people decide of them lasts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

from extractor.errors import ExtractorError, MissingInput, UnreadableInput
from extractor.output import read_result
from extractor.run import Children, Limits, LoadJob
from extractor.store import StoredFile, open_store

if TYPE_CHECKING:
    from extractor.output import DocumentResult, EvidenceResult
    from extractor.records import Document
    from extractor.store import Store

STORE = "review.db"
RESULTS = "*.json"


def results_to_store(place: Path, tell: Callable[[ExtractorError], None]) -> Path:
    """The store beside the results, with all of them as they are now; `tell` is told of those that are none."""
    found = sorted(place.rglob(RESULTS)) if place.is_dir() else [place]
    if not found:
        raise MissingInput("folder.lacks", path=place, names=RESULTS)
    if not place.is_dir():
        read_result(place)  # a file that is none leaves no store behind
    path = (place if place.is_dir() else place.parent) / STORE
    with open_store(path) as store, Children(Limits()) as children:
        for one in found:
            try:
                _bring_in(store, one, children)
            except UnreadableInput as error:
                tell(error)
    return path


def _bring_in(store: Store, path: Path, children: Children) -> None:
    """The result as its file has it now. One that is there already is given its file back, which may have had
    another one meanwhile."""
    data = _read(path)
    key = f"result {sha256(data).hexdigest()}"
    if store.has(key):
        source = json.loads(data)["source"]
        store.link({key: [StoredFile(source["path"], source["sha256"])]})
        return
    result = read_result(path)
    store.put(result, key, _find_text(result, children))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput("said", path=path, why=error.strerror) from error


def _find_text(result: DocumentResult, children: Children) -> str:
    """What the offsets point into: the source read again, where it is at hand and gives the same; else nothing."""
    path = Path(result.source.path)
    try:
        document = cast("Document", children.run(LoadJob(path), str(path)))
    except ExtractorError:
        return ""
    same = document.sha256 == result.source.sha256
    return document.text if same and _holds(document.text, result) else ""


def _holds(text: str, result: DocumentResult) -> bool:
    return all(text[one.start : one.end] == one.text for one in _evidence(result))


def _evidence(result: DocumentResult) -> Iterator[EvidenceResult]:
    for report in result.reports:
        for cell in report.cells.values():
            yield from filter(None, (cell.evidence, *(one.evidence for one in cell.candidates)))
