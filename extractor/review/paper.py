"""Pages of reports as pictures, with the places of values on them: of files that the store knows, that still lie where
they were read, and whose bytes are still the same. Nothing else is opened, and what draws does so within limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.errors import ExtractorError, MissingInput, UnreadableInput
from extractor.loading import draw_page, measure_pages, read_source
from extractor.review.desk import find_place
from extractor.run import Children, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.output import ReportResult, SourceResult
    from extractor.records import Box
    from extractor.run import Line

    Job = Callable[[Line], Any]
    from extractor.store import Store

LIMITS = Limits(seconds=60, memory=2)
KEPT = 64  # pictures, of some 100 KB each
Sizes = tuple[tuple[float, float], ...]


class Place(NamedTuple):
    """A place on a page, and the cells whose values stand there."""

    box: Box
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, counted from 1: how large it is in points, and what is marked on it."""

    number: int
    width: float
    height: float
    places: tuple[Place, ...]
    is_turned: bool  # to be recognised; nothing can be marked on it


@dataclass(frozen=True, slots=True)
class Paper:
    """The pages of a report, or why they are not shown: not-there, changed, broken."""

    sheets: tuple[Sheet, ...] = ()
    why: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Measuring:
    """The pages of a file measured, in a process of its own. `sha256`: what the file has to be."""

    path: Path
    sha256: str
    marked: frozenset[int]

    def __call__(self, line: Line) -> Sizes | None:
        source = read_source(self.path)
        return measure_pages(source, sorted(self.marked)) if source.sha256 == self.sha256 else None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page drawn, in the same way."""

    path: Path
    sha256: str
    number: int

    def __call__(self, line: Line) -> bytes | None:
        source = read_source(self.path)
        return draw_page(source, self.number) if source.sha256 == self.sha256 else None


class _Changed(UnreadableInput):
    """A file that is not the one that was read."""


class Papers:
    """The pages of all files of a store. `folders`: where relative paths may begin."""

    def __init__(self, store: Store, folders: tuple[Path, ...]) -> None:
        self._store, self._folders = store, folders
        self._children = Children(LIMITS)
        self._turn = Lock()  # a browser asks for many pages at once; one process draws them
        self._measured = lru_cache(KEPT)(self._measure)
        self._drawn = lru_cache(KEPT)(self._draw)

    def close(self) -> None:
        """Ends the process that draws."""
        self._children.close()

    def draw(self, sha256: str, number: int) -> bytes | None:
        """The picture of a page; None where there is none to be had."""
        try:
            return self._drawn(sha256, number)
        except ExtractorError:
            return None

    def show(self, source: SourceResult, report: ReportResult, *, alone: bool) -> Paper:
        """The pages of the report, which are all pages of the file where it is `alone` there."""
        places, path = report_to_places(report), source.path
        try:
            sizes = self._measured(source.sha256, frozenset(places))
        except MissingInput:
            return Paper(why="not-there", path=path)
        except _Changed:
            return Paper(why="changed", path=path)
        except ExtractorError:
            return Paper(why="broken", path=path)
        pages = range(1, len(sizes) + 1)
        shown = pages if alone or not places else pages[min(places) - 1 : max(places)]
        turned = turned_pages(report)
        return Paper(tuple(Sheet(n, *sizes[n - 1], places.get(n, ()), n in turned) for n in shown))

    def _measure(self, sha256: str, marked: frozenset[int]) -> Sizes:
        sizes: Sizes = self._find(sha256, lambda path: Measuring(path, sha256, marked))
        return sizes

    def _draw(self, sha256: str, number: int) -> bytes:
        picture: bytes = self._find(sha256, lambda path: Drawing(path, sha256, number))
        return picture

    def _find(self, sha256: str, make: Callable[[Path], Job]) -> Any:
        """What the job gives of the first file that has these bytes."""
        found: ExtractorError = MissingInput("file.missing", path=sha256)
        for path in self._paths(sha256):
            try:
                with self._turn:
                    given = self._children.run(make(path), str(path))
            except ExtractorError as error:
                found = found if isinstance(error, MissingInput) else error
                continue
            if given is not None:
                return given
            found = _Changed(f"{path}: has other bytes now")
        raise found

    def _paths(self, sha256: str) -> Iterator[Path]:
        for path in map(Path, self._store.paths_of(sha256)):
            yield from dict.fromkeys(folder / path for folder in self._folders)


def report_to_places(report: ReportResult) -> Mapping[int, tuple[Place, ...]]:
    """What is to be marked, by page. A page that was turned only to be recognised lies otherwise in the file."""
    turned = turned_pages(report)
    boxes: dict[int, dict[Box, list[str]]] = {}
    for key, cell in report.cells.items():
        evidence = find_place(cell)
        if evidence and evidence.page and evidence.box and evidence.page not in turned:
            boxes.setdefault(evidence.page, {}).setdefault(evidence.box, []).append(key)
    return {n: tuple(Place(box, tuple(keys)) for box, keys in found.items()) for n, found in boxes.items()}


def turned_pages(report: ReportResult) -> frozenset[int]:
    """The pages that lie on their side in the file and were turned to be recognised."""
    turned = (found.details["pages"] for found in report.findings if found.type == "page-turned")
    return frozenset(number for pages in turned for number in pages)
