"""Files inside zip archives, as paths: `reports.zip/县/a.txt`. Nothing is unpacked to disk, so no name of a part can lead
anywhere; those that try are refused all the same, since they would name files that are not there.
"""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from extractor.errors import BadValue, MissingInput, UnreadableInput, Why, told, why

SUFFIX = ".zip"
MAX_PARTS = 100_000
MAX_RATIO = 250  # tables of empty cells reach 100
FREE_SIZE = 1024 * 1024  # below this no ratio does harm
ENCRYPTED = 0x1
UTF8 = 0x800  # the flag of a part whose name is in UTF-8
OLD = "cp437"  # what zipfile takes other names for
ENCODINGS = ("utf-8", "gb18030")  # what they are: of systems that set no flag, and of Chinese Windows
DRIVE = re.compile(r"[A-Za-z]:")
OPEN_AT_ONCE = 2


@dataclass(frozen=True)
class Archive:
    """An open archive: its parts by the names that they have as paths, and why others are not read."""

    file: ZipFile
    parts: dict[str, ZipInfo] = field(default_factory=dict)
    refused: dict[str, Why] = field(default_factory=dict)


def is_archive(path: Path) -> bool:
    """Whether it is a file that parts are looked for in."""
    return path.suffix.lower() == SUFFIX and path.is_file()


def list_parts(path: Path) -> tuple[list[str], dict[str, Why]]:
    """The parts of the archive in the order of their names, and those that are not read, with the reason."""
    archive = _open(path)
    return sorted(archive.parts), archive.refused


def split_path(path: Path) -> tuple[Path, str] | None:
    """The archive that the path leads into, and the part's name; None where it leads into none."""
    archive = next((parent for parent in path.parents if is_archive(parent)), None)
    return (archive, path.relative_to(archive).as_posix()) if archive else None


def read_part(path: Path, limit: int) -> bytes | None:
    """The bytes of the part that the path leads to; None where it leads into no archive."""
    found = split_path(path)
    if found is None:
        return None
    archive = _open(found[0])
    info = archive.parts.get(found[1])
    if info is None:
        raise MissingInput("said", path=path, why=archive.refused.get(found[1], why("inside.missing")))
    if info.file_size > limit:
        raise UnreadableInput("file.size", path=path, size=limit // 1024**2)
    try:
        return archive.file.read(info)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableInput("inside.broken", path=path, why=str(error)) from error


def _open(path: Path) -> Archive:
    try:
        status = path.stat()
        return _open_once(os.path.abspath(path), status.st_mtime_ns, status.st_size)
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableInput("archive.broken", path=path, why=told(error)) from error
    except OSError as error:
        raise UnreadableInput("file.unreadable", path=path, why=error.strerror) from error


@lru_cache(maxsize=OPEN_AT_ONCE)
def _open_once(path: str, changed: int, size: int) -> Archive:
    """Opened once for all its parts; a file that changes meanwhile is opened anew."""
    archive = Archive(ZipFile(path))
    members = archive.file.infolist()
    if len(members) > MAX_PARTS:
        raise BadValue("archive.too-many-parts", most=MAX_PARTS)
    for info in members:
        if not info.is_dir():
            _add(archive, info)
    return archive


def _add(archive: Archive, info: ZipInfo) -> None:
    name = _decoded(info).replace("\\", "/")
    reason = next(_reasons(archive, info, name), None)
    if reason:
        archive.refused[name] = reason
    else:
        archive.parts["/".join(part for part in name.split("/") if part not in ("", "."))] = info


def _reasons(archive: Archive, info: ZipInfo, name: str) -> Iterator[Why]:
    """Why the part is not read."""
    if name.startswith("/") or DRIVE.match(name) or ".." in name.split("/"):
        yield why("inside.leads-out")
    if stat.S_ISLNK(info.external_attr >> 16):
        yield why("inside.link")
    if info.flag_bits & ENCRYPTED:
        yield why("inside.locked")
    if info.file_size > max(FREE_SIZE, MAX_RATIO * info.compress_size):
        yield why("inside.ratio", ratio=MAX_RATIO)
    if name in archive.parts:
        yield why("inside.twice")


def _decoded(info: ZipInfo) -> str:
    """The name as it was meant."""
    if info.flag_bits & UTF8 or info.filename.isascii():
        return info.filename
    written = info.filename.encode(OLD, errors="replace")
    for encoding in ENCODINGS:
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
