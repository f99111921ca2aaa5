"""A loader that does what parsers do to hostile files. The child that reads finds it by its name."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from extractor.errors import MissingInput
from extractor.loading import load
from extractor.records import Document

MB = 1024**2
HOARD: list[bytes] = []  # what a library never gives back


def act(path: Path) -> Document:
    """Does what the first word of the file's name says; else the document tells which process read it."""
    deed = DEEDS.get(path.stem.partition("-")[0])
    if deed:
        deed(path)
    return Document(str(path), "0" * 64, "text/plain", str(os.getpid()))


def act_or_load(path: Path) -> Document:
    """The same, only that other files are read."""
    return act(path) if path.stem.partition("-")[0] in DEEDS else load(path)


def _tell(path: Path, process: int) -> None:
    """Leaves the process's number beside the file."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text(str(process), encoding="ascii")
    unfinished.rename(path.with_suffix(".pid"))


def _hang(path: Path) -> None:
    _tell(path, os.getpid())
    time.sleep(600)


def _ponder(path: Path) -> None:
    """In C, where no other thread of Python gets its turn."""
    _tell(path, os.getpid())
    re.fullmatch("(a|a)*b", "a" * 60)


def _convert(path: Path) -> None:
    """As LibreOffice does: in a session of its own, and ended on the way out."""
    code = "import time; time.sleep(600)"
    other = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    try:
        _tell(path, other.pid)
        other.wait()
    finally:
        other.kill()
        other.wait()


def _swell(path: Path) -> None:
    HOARD.append(bytes(900 * MB))


def _keep(path: Path) -> None:
    HOARD.append(bytes(300 * MB))


def _crash(path: Path) -> None:
    ctypes.string_at(0)


def _abort(path: Path) -> None:
    os.abort()


def _quit(path: Path) -> None:
    os._exit(7)


def _chatter(path: Path) -> None:
    for stream in (1, 2):
        os.write(stream, b"noise of a native library\n" * 10_000)
    print("and of Python's")


def _miss(path: Path) -> None:
    raise MissingInput(f"{path}: no such file")


def _stumble(path: Path) -> None:
    raise KeyError("a bug")


class OddError(Exception):
    """Cannot be made again of its text, as pickle would."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def _stumble_oddly(path: Path) -> None:
    raise OddError("so", "so")


DEEDS = {
    "hang": _hang,
    "ponder": _ponder,
    "convert": _convert,
    "swell": _swell,
    "keep": _keep,
    "crash": _crash,
    "abort": _abort,
    "quit": _quit,
    "chatter": _chatter,
    "miss": _miss,
    "stumble": _stumble,
    "oddly": _stumble_oddly,
}
