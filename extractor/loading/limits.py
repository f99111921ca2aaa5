"""Limits on time and memory for each file, held from outside: files are read in child processes.

No parser can be trusted to end, or to raise an error instead of taking the whole process with it. So a child reads,
and is ended when its time is over; the next file gets a fresh one. A child that stays well reads on.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType

from extractor.errors import ExtractorError, UnreadableInput
from extractor.loading import load_report
from extractor.loading.child import GRACE, NO_MEMORY, Answer
from extractor.records import Document

GB = 1024**3
# What the child runs. It finds this package where this process found it, installed or not; the caller's script
# is not run again, as the multiprocessing module would.
PROGRAM = """\
import sys
sys.path[:] = {path}
from extractor.loading.child import serve
from {module} import {name}
serve({name}, memory={memory}, seconds={seconds})
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take. A page of tables takes half a second, a scanned one up to ten; the largest
    files that the other limits allow have needed 2 GB."""

    seconds: float = 900
    memory: float = 4  # GB


class LimitedLoader:
    """Reads files within limits, from any number of threads; for a `with`, or until close()."""

    def __init__(self, limits: Limits = Limits(), load: Callable[[Path], Document] = load_report) -> None:
        self._limits = limits
        self._load = load  # a function that the child can import
        self._lock = Lock()
        self._children: set[_Child] = set()
        self._idle: list[_Child] = []
        self._is_closed = False

    def load(self, path: Path) -> Document:
        """The file as a document, or its error. A child that has read other files may be left with too little
        memory, or broken: what it fails on is tried once more, in a fresh one."""
        child = self._take()
        answer = self._ask(child, path)
        if answer is None and not child.is_fresh and not child.is_over:
            child = self._take(fresh=True)
            answer = self._ask(child, path)
        if answer is None:
            raise UnreadableInput(f"{path}: {child.failure()}")
        if answer.document is None:
            raise _to_error(answer)
        return answer.document

    def close(self) -> None:
        """Ends all children; a file that is being read fails."""
        with self._lock:
            self._is_closed = True
            children = tuple(self._children)
        for child in children:
            child.ask_to_end()
        for child in children:
            child.end()

    def __enter__(self) -> LimitedLoader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, child: _Child, path: Path) -> Answer | None:
        """The child's answer; None where it ended without one."""
        is_well = False
        try:
            answer = child.ask(path)
            is_well = answer is not None and not child.is_over
            return answer
        finally:
            if is_well:
                child.is_fresh = False
                self._idle.append(child)
            else:
                child.end()
                self._children.discard(child)

    def _take(self, *, fresh: bool = False) -> _Child:
        with self._lock:
            if self._is_closed:
                raise ExtractorError("the run was stopped")
            if self._idle and not fresh:
                return self._idle.pop()
            child = _Child(self._limits, self._load)
            self._children.add(child)
            return child


def _to_error(answer: Answer) -> Exception:
    assert answer.error
    if answer.trace:  # a bug is shown with the place where it happened
        answer.error.add_note(answer.trace)
    return answer.error


class _Child:
    """One child. It is asked by one thread at a time, and may be ended from another."""

    def __init__(self, limits: Limits, load: Callable[[Path], Document]) -> None:
        self.is_fresh = True  # it has read no file yet
        self.is_over = False  # its time is
        self._limits = limits
        self._process = _start(limits, load)

    def ask(self, path: Path) -> Answer | None:
        """What became of the file; None where the child ended instead."""
        assert self._process.stdin and self._process.stdout
        timer = Timer(self._limits.seconds, self._overrun)
        timer.daemon = True
        timer.start()
        try:
            self._process.stdin.write(json.dumps(str(path)).encode("ascii") + b"\n")
            self._process.stdin.flush()
            answer: Answer = pickle.load(self._process.stdout)
            return answer
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            return None
        finally:
            timer.cancel()
            timer.join()  # now the time was over, or it was not

    def failure(self) -> str:
        """Why it ended without an answer."""
        code = self._process.wait()
        if self.is_over:
            return f"takes more than {self._limits.seconds:g} seconds to read (--time-limit)"
        if code == NO_MEMORY:
            return f"needs more than {self._limits.memory:g} GB of memory to read (--memory-limit)"
        if code == -getattr(signal, "SIGKILL", 0):
            return f"ended the process that read it (signal {-code}, as when the machine's memory runs out)"
        return f"ended the process that read it ({'signal' if code < 0 else 'code'} {abs(code)})"

    def ask_to_end(self) -> None:
        """Lets it end LibreOffice, and remove temporary files."""
        self._process.terminate()

    def end(self) -> None:
        """Ends it with all processes that it started, after a moment's grace."""
        self._process.terminate()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._kill()
        assert self._process.stdin and self._process.stdout
        with suppress(OSError):  # a path that it did not take
            self._process.stdin.close()
        self._process.stdout.close()

    def _overrun(self) -> None:
        self.is_over = True
        self.end()

    def _kill(self) -> None:
        if os.name == "posix":
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()


def _start(limits: Limits, load: Callable[[Path], Document]) -> subprocess.Popen[bytes]:
    program = PROGRAM.format(
        path=ascii([os.path.abspath(entry) for entry in sys.path]),
        module=load.__module__,
        name=load.__name__,
        memory=int(limits.memory * GB),
        seconds=limits.seconds,
    )
    return subprocess.Popen(
        [sys.executable, "-P", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if sys.stderr else subprocess.DEVNULL,
        env={"OPENBLAS_NUM_THREADS": "1", **os.environ},  # numpy's; else it takes memory for each core
        # Ctrl-C is for the run alone: it decides when the child ends.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
