"""Jobs that do what hostile files make parsers do. The child that does them finds them by their names."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import MissingInput
from extractor.loading import load_report
from extractor.model import Asker
from extractor.pipeline import Settings
from extractor.records import Document
from extractor.run.batch import Task, Told
from extractor.run.child import Line
from extractor.run.reading import read_task

MB = 1024**2
HOARD: list[bytes] = []  # what a library never gives back


def act(path: Path) -> Document:
    """Does what the first word of the file's name says; else the document tells which process read it."""
    deed = DEEDS.get(path.stem.partition("-")[0])
    if deed:
        deed(path)
    told = os.environ.get("OPENAI_API_KEY", "") if path.stem == "environment" else str(os.getpid())
    return Document(str(path), "0" * 64, "text/plain", told)


@dataclass(frozen=True)
class Act:
    """A child's job: the file, read as above."""

    path: Path

    def __call__(self, line: Line) -> Document:
        return act(self.path)


@dataclass(frozen=True)
class Load:
    """The same, only that the file is read as the program does."""

    path: Path

    def __call__(self, line: Line) -> Document:
        return load_report(self.path)


@dataclass(frozen=True)
class ActOrRead:
    """The whole reading of a file; some files misbehave meanwhile."""

    task: Task

    def __call__(self, line: Line) -> Told:
        if self.task.source.stem.partition("-")[0] in DEEDS:
            act(self.task.source)
        return read_task(self.task, Settings(asker=no_model, readers=("grid",)))


@dataclass(frozen=True)
class Ask:
    """Asks so many things, one after the other, and tells all answers; at the end it does what the name says."""

    path: Path
    count: int

    def __call__(self, line: Line) -> tuple[Any, ...]:
        answers = tuple(line.ask(number) for number in range(self.count))
        act(self.path)
        return answers


def no_model(path: Path) -> Asker:
    """Stands where no question may arise."""
    raise AssertionError(f"the model was asked about {path}")


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


def _vanish(path: Path) -> None:
    """As a process does when the machine's memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def _quit(path: Path) -> None:
    os._exit(7)


def _chatter(path: Path) -> None:
    for stream in (1, 2):
        os.write(stream, b"noise of a native library\n" * 10_000)
    print("and of Python's")


def _miss(path: Path) -> None:
    raise MissingInput("file.missing", path=path)


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
    "vanish": _vanish,
    "chatter": _chatter,
    "miss": _miss,
    "stumble": _stumble,
    "oddly": _stumble_oddly,
}
