"""Writing a file whole or not at all, and removing what a crash leaves of that."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from extractor.errors import ExtractorError, UsageError

try:
    import fcntl
except ImportError:  # Windows, which removes no file that is open
    fcntl = None  # type: ignore[assignment]

# Of one length, however long the name is that the file gets in the end.
PREFIX, SUFFIX = ".ogi-", ".tmp"
LEFTOVER = re.compile(rf"{re.escape(PREFIX)}\w{{8}}{re.escape(SUFFIX)}")
PROBE = bytes(64 * 1024)  # a full disk may still take a few bytes


def write_whole(path: Path, text: str) -> None:
    """Writes the file in one step, so that a reader or a crash never meets half of it."""
    with whole_file(path) as temporary, open(temporary, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Another file in whose place to write; it takes the place of this one once it is written. ExtractorError where it
    cannot be."""
    try:
        with made_folder(path.parent), _temporary(path.parent) as temporary:
            yield Path(temporary)
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, path)
    except OSError as error:
        raise ExtractorError("file.unwritable", path=path, why=error.strerror or str(error)) from error


def printable_path(path: str | Path) -> str:
    """The path as text that can be written: bytes in it that are no UTF-8 stand as \\xff."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


@contextmanager
def prepared_folder(option: str, folder: Path) -> Iterator[None]:
    """The folder that the option names, for a run. It is made and written to at once: a run should not find out
    after it has paid for answers that it cannot keep them."""
    with ExitStack() as stack:
        try:
            stack.enter_context(made_folder(folder))
        except OSError as error:
            raise UsageError("out.no-folder", option=option, path=folder, why=error.strerror) from error
        try:
            _probe(folder)
        except OSError as error:
            raise UsageError("out.unwritable", option=option, path=folder, why=error.strerror) from error
        yield


@contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """The folder, there while something is written to it. Where nothing was, it goes again, with those above it
    that were made for it."""
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        _remove_empty(made)


def remove_leftovers(folder: Path, before: float) -> None:
    """Removes the temporary files that writes of a killed run left in the folder: those older than `before`, unless
    the process that writes one is alive."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if LEFTOVER.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime <= before:
                with suppress(OSError):
                    _remove_unless_locked(entry.path)


def _remove_unless_locked(path: str) -> None:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        _lock(handle)
        if os.name == "posix":
            os.unlink(path)
    finally:
        os.close(handle)
    if os.name != "posix":
        os.unlink(path)


def _lock(handle: int) -> None:
    """Holds until the handle is closed, or the process ends, however it does; an OSError where another has it."""
    if fcntl:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _probe(folder: Path) -> None:
    with _temporary(folder) as temporary, open(temporary, "wb") as file:
        file.write(PROBE)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _temporary(folder: Path) -> Iterator[str]:
    """A file of ours in the folder, locked as long as it is needed, and removed if it is still there then."""
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=PREFIX, suffix=SUFFIX)
    try:
        if os.name != "posix":  # there, no file can be renamed while it is open
            os.close(handle)
        else:
            with suppress(OSError):  # a file system without locks
                _lock(handle)
        yield temporary
    finally:
        with suppress(OSError):
            os.unlink(temporary)
        if os.name == "posix":
            os.close(handle)


def _remove_empty(folders: Sequence[Path]) -> None:
    """Those that hold nothing, the innermost first."""
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
