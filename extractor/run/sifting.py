"""What was named -> what is to be read: lists opened, each file's bytes looked at, the same bytes taken once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import InputError, UnreadableInput
from extractor.loading import decode, read_source
from extractor.run.batch import Outcome, Task
from extractor.run.fetched import NOT_LISTED, Fetched, find_fetched
from extractor.run.plan import Place
from extractor.run.recipe import source_to_key

LISTS = (".list", ".lst")
AS_TEXT = ".txt"  # a list may be called so, too, as may a report
COMMENT = "#"


@dataclass(frozen=True, slots=True)
class Seen:
    """A file with its bytes' digest, and what a list beside it says of it."""

    path: Path
    sha256: str
    fetched: Fetched = NOT_LISTED

    @property
    def is_other(self) -> bool:
        """Whether it is not what was fetched."""
        return self.fetched.sha256 not in (None, self.sha256)


@dataclass(frozen=True)
class Sifted:
    """The files by the key of the result that they have, in the order they were found; and those without bytes."""

    by_key: dict[str, list[Seen]] = field(default_factory=dict)
    failed: tuple[Outcome, ...] = ()

    @property
    def files(self) -> int:
        """All that can be read."""
        return sum(map(len, self.by_key.values()))

    @property
    def others(self) -> list[Seen]:
        """Those that are not what was fetched."""
        return [seen for same in self.by_key.values() for seen in same if seen.is_other]

    def tasks(self, done: Iterable[str]) -> tuple[Task, ...]:
        """One for each result that is not there yet."""
        left = dict.fromkeys(self.by_key.keys())
        for key in done:
            left.pop(key, None)
        return tuple(_to_task(key, self.by_key[key][0]) for key in left)


def open_lists(paths: Sequence[Path]) -> list[Path]:
    """The paths, with those that a list names in its place: one a line, as seen from the list's folder."""
    return [entry for path in paths for entry in (_entries(path) if is_list(path) else [path])]


def is_list(path: Path) -> bool:
    """Whether the file is a list of paths: by its suffix; a .txt, if its first line leads to a file."""
    suffix = path.suffix.lower()
    if suffix not in (*LISTS, AS_TEXT) or not path.is_file():
        return False
    if suffix in LISTS:
        return True
    try:
        first = next(_entries(path), None)
        return first is not None and first.exists()
    except (InputError, OSError, ValueError):
        return False


def sift_files(places: Sequence[Place], recipe: str) -> Sifted:
    """Each file by its key."""
    told = find_fetched(places)
    sifted: dict[str, list[Seen]] = {}
    failed: list[Outcome] = []
    for place in places:
        try:
            source = read_source(place.file)
        except InputError as error:
            failed.append(Outcome(Task(place.file, place.file), error=error))
            continue
        seen = Seen(place.file, source.sha256, told.get(place.file, NOT_LISTED))
        sifted.setdefault(source_to_key(source, recipe), []).append(seen)
    return Sifted(sifted, tuple(failed))


def _to_task(key: str, seen: Seen) -> Task:
    return Task(seen.path, seen.path, recording=seen.sha256, key=key)


def _entries(path: Path) -> Iterator[Path]:
    try:
        lines = decode(read_source(path)).text.removeprefix("\ufeff").splitlines()
    except UnreadableInput:
        lines = []  # an empty one
    names = (line.strip() for line in lines)
    return (path.parent / name for name in names if name and not name.startswith(COMMENT))
