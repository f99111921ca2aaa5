"""What is named on the command line -> the files to read, and where each result goes.

A folder stands for all files below it, a zip archive for those in it; their results lie below --out as the files lie
below the folder.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import InputError, MissingInput, UnreadableInput, UsageError, Why, why
from extractor.loading import SUFFIXES, is_archive, list_parts, read_source
from extractor.output import printable_path
from extractor.run.batch import Outcome, Task
from extractor.run.names import RECORDING, RESULT, Neighbours, fit_name, possible_names

# What systems and office programs leave in folders, by its beginning or its whole name, in small letters.
JUNK = {
    ".ds_store": ".DS_Store",
    "thumbs.db": "Thumbs.db",
    "desktop.ini": "desktop.ini",
    "__macosx": "__MACOSX",
    "$recycle.bin": "$RECYCLE.BIN",
}
LOCKS = ("~$", ".~lock.")
ARCHIVE = ".zip"
SOURCES = "sources.csv"  # where the files beside it were fetched: read by `ogi run`, and no report
HEAD = 64 * 1024  # bytes of a result in which its source is named


@dataclass(frozen=True, slots=True)
class Place:
    """A file to read, and the folder that its result has below --out."""

    file: Path
    below: Path = Path()


@dataclass(frozen=True, slots=True)
class Found:
    """The files that were named, those of folders in the order of their names, and what is not read."""

    places: tuple[Place, ...]
    skipped: Counter[str] = field(default_factory=Counter)  # of folders, by kind
    failed: tuple[Outcome, ...] = ()

    @property
    def recordings(self) -> dict[Path, str]:
        """What each file's recording is called, below the folder of recordings, without its suffix."""
        return {place.file: _recording(place) for place in self.places}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does, and what it will not do: results that it would put in another's place."""

    tasks: tuple[Task, ...]
    refused: tuple[Outcome, ...]


def find_files(paths: Iterable[Path], *, apart: Collection[Path] = ()) -> Found:
    """Each file once. Folders `apart` are not searched: results and recordings are no reports."""
    skipped: Counter[str] = Counter()
    failed: list[Outcome] = []
    places: dict[str, Place] = {}
    ignored = {os.path.realpath(folder) for folder in apart}
    for path in paths:
        found = [Place(path)]
        is_folder = path.is_dir()
        if is_folder or is_archive(path):
            before = len(failed)
            if is_folder:
                found = list(_search(path, ignored, skipped, failed))
            else:
                found = list(_look_inside(path, Path(), skipped, failed))
            if not found and len(failed) == before:
                nothing = "plan.empty-folder" if is_folder else "plan.empty-archive"
                failed.append(_fail(path, MissingInput(nothing, path=path)))
        for place in found:
            places.setdefault(os.path.abspath(place.file), place)
    return Found(tuple(places.values()), skipped, tuple(failed))


def _search(
    root: Path, ignored: Collection[str], skipped: Counter[str], failed: list[Outcome]
) -> Iterator[Place]:
    """The files below the folder that may be reports. Links to folders are not followed: they may lead in a circle."""

    def note(error: OSError) -> None:
        failed.append(
            _fail(Path(error.filename), UnreadableInput("said", path=error.filename, why=error.strerror))
        )

    for folder, folders, files in os.walk(root, onerror=note):
        here = Path(folder)
        junk = {name: kind for name in folders if (kind := _folder_kind(name))}
        skipped.update(junk.values())
        kept = (name for name in sorted(folders) if name not in junk)
        folders[:] = [name for name in kept if os.path.realpath(here / name) not in ignored]
        for name in sorted(files):
            kind = _kind(here / name)
            if kind == ARCHIVE and is_archive(here / name):
                below = here.relative_to(root) / name
                yield from _look_inside(here / name, below, skipped, failed)
            elif kind:
                skipped[kind] += 1
            else:
                yield Place(here / name, here.relative_to(root))


def _look_inside(archive: Path, below: Path, skipped: Counter[str], failed: list[Outcome]) -> Iterator[Place]:
    """The parts of a zip archive that may be reports. One within another is not opened."""
    try:
        names, refused = list_parts(archive)
    except InputError as error:
        failed.append(_fail(archive, error))
        return
    nested = {name: why("inside.nested") for name in names if _name_kind(name) == ARCHIVE}
    for name, reason in {**refused, **nested}.items():
        failed.append(_fail(archive / name, UnreadableInput("said", path=f"{archive}/{name}", why=reason)))
    for name in (name for name in names if name not in nested):
        path = Path(name)
        kind = next(filter(None, map(_folder_kind, path.parts[:-1])), "") or _name_kind(path.name)
        if kind:
            skipped[kind] += 1
        else:
            yield Place(archive / path, below / path.parent)


def _folder_kind(name: str) -> str:
    """Why a folder is passed over; nothing where it is searched."""
    return JUNK.get(name.lower(), "hidden-folder" if name.startswith(".") else "")


def _kind(file: Path) -> str:
    """What a file is that cannot be a report; nothing where it may be one."""
    return _name_kind(file.name) or ("" if _is_regular(file) else "special-file")


def _name_kind(name: str) -> str:
    """The same, as far as the name tells."""
    name = name.lower()
    if name == SOURCES:
        return SOURCES
    if name in JUNK:
        return JUNK[name]
    if name.startswith(LOCKS):
        return "lock-file"
    if name.startswith("."):
        return "hidden-file"
    suffix = Path(name).suffix
    return suffix if suffix and suffix not in SUFFIXES else ""


def _is_regular(file: Path) -> bool:
    """A link that leads nowhere is taken for one: that it is missing is told when it is read."""
    try:
        return stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return True


def plan_tasks(places: Sequence[Place], out: Path, *, overwrite: bool = False) -> Plan:
    """Each file with a result of its own. Refused is what would replace another file's result unasked."""
    neighbours: dict[Path, Neighbours] = {}
    taken: dict[str, Path] = {}
    tasks: list[Task] = []
    refused: list[Outcome] = []
    for place in places:
        folder = place.file.parent
        if folder not in neighbours:
            neighbours[folder] = Neighbours(folder)
        task = Task(place.file, _find_target(place, out, neighbours[folder]), _recording(place))
        reason = _claim(task, taken) or _why_not(task, overwrite=overwrite)
        if reason:
            refused.append(_fail(place.file, UsageError("said", path=place.file, why=reason)))
        else:
            tasks.append(task)
    return Plan(tuple(tasks), tuple(refused))


def _recording(place: Place) -> str:
    name = fit_name(place.file.name, RECORDING).removesuffix(RECORDING)
    return (place.below / name).as_posix()


def _find_target(place: Place, out: Path, neighbours: Neighbours) -> Path:
    """Where the result goes: where an earlier run put it, though neighbours came or went since; else by its name."""
    folder = out / place.below
    for name in possible_names(place.file):
        target = folder / fit_name(name, RESULT)
        if os.path.lexists(target) and _is_same(_read_origin(target).get("path"), place.file):
            return target
    return folder / fit_name(neighbours.name(place.file), RESULT)


def _claim(task: Task, taken: dict[str, Path]) -> Why | None:
    """Why another file of this run has the name already, also where the file system takes capitals for small
    letters; else the name is this file's."""
    for name in (str(task.target), f"recording {task.recording}"):
        other = taken.setdefault(name.casefold(), task.source)
        if other != task.source:
            return why("plan.same-name", other=other)
    return None


def _why_not(task: Task, *, overwrite: bool) -> Why | None:
    """Why the result must not be written where it belongs; nothing where it may."""
    if task.target.is_dir():
        return why("plan.is-folder", target=task.target)
    if overwrite or not os.path.lexists(task.target):
        return None
    origin = _read_origin(task.target)
    if not origin:
        return why("plan.no-result", target=task.target)
    if _is_same(origin.get("path"), task.source) or origin.get("sha256") == _digest(task.source):
        return None
    return why("plan.other-result", target=task.target, other=origin.get("path"))


def _read_origin(target: Path) -> Mapping[str, Any]:
    """What a result says of the file that it was made of; empty where it is no result."""
    try:
        with target.open("rb") as file:
            head = file.read(HEAD).decode("utf-8", errors="ignore")
        origin, _ = json.JSONDecoder().raw_decode(head, head.index("{", head.index('"source"')))
    except (OSError, ValueError, RecursionError):
        return {}
    return origin if isinstance(origin, dict) and {"path", "sha256"} <= origin.keys() else {}


def _is_same(path: object, source: Path) -> bool:
    return isinstance(path, str) and os.path.abspath(path) == os.path.abspath(printable_path(source))


def _digest(source: Path) -> str | None:
    """Of a file that cannot be read its own attempt will say what is wrong."""
    try:
        return read_source(source).sha256
    except InputError:
        return None


def _fail(source: Path, error: Exception) -> Outcome:
    return Outcome(Task(source, source), error=error)
