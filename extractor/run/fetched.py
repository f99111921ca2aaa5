"""sources.csv beside the files: where each was fetched, and when. The program fetches nothing; it passes this on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath

from extractor.errors import MissingInput, UsageError, why
from extractor.loading import decode, read_source
from extractor.run.plan import SOURCES, Place

COLUMNS = ("path", "address", "fetched", "sha256")
DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a list says of one file."""

    address: str | None = None
    fetched: str | None = None
    sha256: str | None = None


NOT_LISTED = Fetched()


def find_fetched(places: Iterable[Place]) -> dict[Path, Fetched]:
    """What the lists say of the files: each beside the files, or in a folder above them that was named, too."""
    lists: dict[Path, Mapping[str, Fetched]] = {}
    found: dict[Path, Fetched] = {}
    for place in places:
        for folder in _folders(place):
            if folder not in lists:
                lists[folder] = _read_list(folder / SOURCES)
            told = lists[folder].get(place.file.relative_to(folder).as_posix())
            if told:
                found[place.file] = told
                break
    return found


def _folders(place: Place) -> Iterator[Path]:
    """From the file's own folder up to the one that was named."""
    folder = place.file.parent
    yield folder
    for _ in place.below.parts:
        folder = folder.parent
        yield folder


def _read_list(path: Path) -> Mapping[str, Fetched]:
    """The rows by path, as a file system would have it; nothing where there is no list."""
    try:
        text = decode(read_source(path)).text
    except MissingInput:
        return {}
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""))
    head = [name.strip().lower() for name in rows.fieldnames or ()]
    if "path" not in head:
        raise UsageError("fetched.no-path", path=path, columns=tuple(head) or why("fetched.none"))
    rows.fieldnames = head
    return {PurePosixPath(row["path"].strip()).as_posix(): _row(row, path, rows.line_num) for row in rows}


def _row(row: Mapping[str, str | None], path: Path, line: int) -> Fetched:
    address, fetched, sha256 = ((row.get(name) or "").strip() for name in COLUMNS[1:])
    if sha256 and not DIGEST.fullmatch(sha256.lower()):
        raise UsageError("fetched.no-hash", path=path, line=line, value=sha256)
    return Fetched(address or None, fetched or None, sha256.lower() or None)
