"""Limits on time and memory for each report's reading, held from outside: reports are read in child processes.

No parser can be trusted to end, or to raise an error instead of taking the whole process with it, and no reader to be
quick with whatever a report holds. So a child reads, and is ended when its time is over; the next report gets a fresh
one. A child that stays well reads on.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Timer
from types import TracebackType
from typing import Any

from extractor.errors import ExtractorError, UnreadableInput
from extractor.run.child import (
    GRACE,
    NO_MEMORY,
    Answer,
    Line,
    Question,
    answer_to_value,
    error_to_answer,
    frame,
)

GB = 1024**3
KEYS = ("OPENAI_API_KEY",)  # not for a process that hostile files are read in
# What the child runs. It finds this package where this process found it, installed or not; the caller's script
# is not run again, as the multiprocessing module would.
PROGRAM = """\
import sys
sys.path[:] = {path}
from extractor.run.child import serve
serve(memory={memory}, seconds={seconds})
"""
Job = Callable[[Line], Any]  # can be pickled
Responder = Callable[[Any], Any]  # what a job asks on its way -> the answer


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take. A page of tables takes half a second, a scanned one up to ten; the largest
    files that the other limits allow have needed 2 GB."""

    seconds: float = 900
    memory: float = 4  # GB


def no_answer(question: Any) -> Any:
    """For jobs that ask nothing."""
    raise TypeError(f"no one answers {type(question).__name__}")


class Children:
    """Does jobs within limits, for any number of threads; for a `with`, or until close()."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._lock = Lock()
        self._children: set[_Child] = set()
        self._idle: list[_Child] = []
        self._is_closed = False

    def run(self, job: Job, name: str, respond: Responder = no_answer) -> Any:
        """What the job gives, or its error; `name` is the file's, for the errors that are raised here. A child that
        has read other files may be left with too little memory, or broken: what it fails on is tried once more, in
        a fresh one."""
        message, replies = pickle.dumps(job), _Replies(respond)
        child = self._take()
        answer = self._run(child, message, replies)
        if answer is None and not child.is_fresh and not child.is_over:
            replies.rewind()
            child = self._take(fresh=True)
            answer = self._run(child, message, replies)
        if answer is None:
            raise child.failure(name)
        return answer_to_value(answer)

    def close(self) -> None:
        """Ends all children; a file that is being read fails."""
        with self._lock:
            self._is_closed = True
            children = tuple(self._children)
        for child in children:
            child.ask_to_end()
        for child in children:
            child.end()

    def __enter__(self) -> Children:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, child: _Child, job: bytes, replies: _Replies) -> Answer | None:
        """The child's answer; None where it ended without one."""
        is_well = False
        try:
            answer = child.run(job, replies)
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
                raise ExtractorError("run.stopped")
            if self._idle and not fresh:
                return self._idle.pop()
            child = _Child(self._limits)
            self._children.add(child)
            return child


class _Replies:
    """The answers to what one job asks. When a second child does the job over, it is told what the first one was
    told: a model's answer is paid for once."""

    def __init__(self, respond: Responder) -> None:
        self._respond = respond
        self._past: list[tuple[Any, Answer]] = []
        self._next = 0

    def rewind(self) -> None:
        """The job begins anew."""
        self._next = 0

    def answer(self, content: Any) -> Answer:
        """The answer, or the error that left none."""
        if self._next == len(self._past) or self._past[self._next][0] != content:
            self._past[self._next :] = [(content, self._ask(content))]
        self._next += 1
        return self._past[self._next - 1][1]

    def _ask(self, content: Any) -> Answer:
        try:
            return Answer(self._respond(content))
        except Exception as error:
            answer = error_to_answer(error)
            if answer.error and answer.trace:  # the child raises it again, and would lose the place
                answer.error.add_note(answer.trace)
            return answer


class _Child:
    """One child. It works for one thread at a time, and may be ended from another."""

    def __init__(self, limits: Limits) -> None:
        self.is_fresh = True  # it has done no job yet
        self.is_over = False  # its time is
        self._limits = limits
        self._left = limits.seconds
        self._process = _start(limits)

    def run(self, job: bytes, replies: _Replies) -> Answer | None:
        """What became of the job; None where the child ended instead."""
        self._left = self._limits.seconds
        is_sent = self._send(job)
        while is_sent and (message := self._hear()) is not None:
            if isinstance(message, Answer):
                return message
            answer = replies.answer(message.content)  # meanwhile no time is counted
            is_sent = self._send(pickle.dumps(answer))
        return None

    def _send(self, message: bytes) -> bool:
        assert self._process.stdin
        try:
            self._process.stdin.write(frame(message))
            self._process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def _hear(self) -> Answer | Question | None:
        """What the child says next; None where it ends instead, or its time does."""
        assert self._process.stdout
        timer = Timer(self._left, self._overrun)
        timer.daemon = True
        started = time.monotonic()
        timer.start()
        try:
            message: Answer | Question = pickle.load(self._process.stdout)
            return message
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            return None
        finally:
            timer.cancel()
            timer.join()  # now the time was over, or it was not
            self._left -= time.monotonic() - started

    def failure(self, name: str) -> UnreadableInput:
        """Why it ended without an answer."""
        code = self._process.wait()
        if self.is_over:
            return UnreadableInput("reading.late", path=name, seconds=self._limits.seconds)
        if code == NO_MEMORY:
            return UnreadableInput("reading.memory", path=name, size=self._limits.memory)
        if code == -getattr(signal, "SIGKILL", 0):
            return UnreadableInput("reading.killed", path=name, code=-code)
        ended = "reading.signal" if code < 0 else "reading.code"
        return UnreadableInput(ended, path=name, code=abs(code))

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


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    program = PROGRAM.format(
        path=ascii([os.path.abspath(entry) for entry in sys.path]),
        memory=int(limits.memory * GB),
        seconds=limits.seconds,
    )
    return subprocess.Popen(
        [sys.executable, "-P", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if sys.stderr else subprocess.DEVNULL,
        # OpenBLAS is numpy's; else it takes memory for each core.
        env={"OPENBLAS_NUM_THREADS": "1", **{n: v for n, v in os.environ.items() if n not in KEYS}},
        # Ctrl-C is for the run alone: it decides when the child ends.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
