"""Starts runs to be killed: a process that has imported the program once, and forks one for each run.

The processes that read reports are forked, too, unless an order says otherwise: their start would be most of a run.
Lines of JSON come in on stdin, each an `Order`; a line of JSON goes out for each, its `Fate`. In a process of its own,
without other threads, because only such a one can safely be forked.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import openai.resources  # noqa: F401  # what the first call would import
from support import no_model

import extractor.run.progress  # noqa: F401
from extractor.cli.main import ogi
from extractor.pipeline import Settings
from extractor.run import Task, limits, read_task
from extractor.run.child import serve
from extractor.run.limits import GB, Limits

PATIENCE = 120.0  # seconds that a run may take
HUNG = 254  # stands for the exit code of one that takes longer
BROKEN = 255  # the exit code of a child that did not come to its end


@dataclass(frozen=True)
class Order:
    """A run, and when it is killed: after so many seconds, or at so many steps of its writing; or not at all."""

    arguments: list[str]
    errors: str  # file for what it says
    seconds: float | None = None
    step: int | None = None
    forks: bool = True  # the processes that read


@dataclass(frozen=True)
class Fate:
    """How it ended: with an exit code, or by a signal (negative); and after how many steps, if by itself."""

    code: int
    steps: int
    seconds: float


class Steps:
    """Counts what a run does to files, once before it and once after; at the chosen one the process is killed."""

    def __init__(self, last: int | None) -> None:
        self.count = 0
        self._last = last

    def watch(self, owner: Any, name: str) -> None:
        """Counts the calls of this function."""
        done: Callable[..., Any] = getattr(owner, name)

        def watched(*arguments: Any, **options: Any) -> Any:
            self._step()
            result = done(*arguments, **options)
            self._step()
            return result

        setattr(owner, name, watched)

    def _step(self) -> None:
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


class ForkedReader:
    """A process that reads reports, as far as it is used by the run; forked, not started."""

    def __init__(self, limits: Limits) -> None:
        (jobs, self_stdin), (self_stdout, answers) = os.pipe(), os.pipe()
        self.pid = os.fork()
        if not self.pid:
            self._serve(limits, jobs, answers)
        os.close(jobs)
        os.close(answers)
        self.stdin, self.stdout = os.fdopen(self_stdin, "wb"), os.fdopen(self_stdout, "rb")
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, or the signal as a negative number."""
        if self._code is None:
            self._code = wait_for(self.pid, timeout or PATIENCE)
        return self._code

    def terminate(self) -> None:
        """Asks it to end."""
        if self._code is None:
            os.kill(self.pid, signal.SIGTERM)

    def _serve(self, limits: Limits, jobs: int, answers: int) -> None:
        os.setsid()
        os.dup2(jobs, 0)
        os.dup2(answers, 1)
        os.closerange(3, 256)  # the pipes of other readers: they must close when the run ends
        sys.stdin = os.fdopen(0, encoding="utf-8")
        serve(memory=int(limits.memory * GB), seconds=limits.seconds)


def launch(order: Order) -> Fate:
    """The run, from its start to its end."""
    started = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _run(order, writing)
    os.close(writing)
    if order.seconds is not None:
        time.sleep(order.seconds)
        os.kill(child, signal.SIGKILL)
    try:
        code = wait_for(child, PATIENCE)
    except subprocess.TimeoutExpired:
        os.kill(child, signal.SIGKILL)
        code = HUNG
    with os.fdopen(reading) as pipe:
        steps = int(pipe.read() or "0")
    return Fate(code, steps, time.monotonic() - started)


def wait_for(process: int, seconds: float) -> int:
    """The exit code of a child, or the signal as a negative number; TimeoutExpired where it does not end."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    raise subprocess.TimeoutExpired("run", seconds)


def _run(order: Order, writing: int) -> None:
    """The child: the command line, its steps counted."""
    code = BROKEN
    try:
        errors = os.open(order.errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(errors, stream)
        steps = Steps(order.step)
        for owner, name in ((tempfile, "mkstemp"), (os, "chmod"), (os, "replace"), (Path, "mkdir")):
            steps.watch(owner, name)
        if order.forks:
            limits._start = ForkedReader  # type: ignore[assignment]
        try:
            ogi(order.arguments, prog_name="ogi")
        except SystemExit as end:
            code = int(end.code or 0)
        os.write(writing, str(steps.count).encode("ascii"))
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Runs until stdin closes. One report is read before, so that all is loaded."""
    text = "某县2015年政府信息公开工作年度报告\n全年共收到政府信息公开申请3件。\n"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "a.txt"
        report.write_text(text, encoding="utf-8")
        read_task(Task(report, report), Settings(asker=no_model, readers=("grid", "regex")))
    for line in sys.stdin:
        fate = launch(Order(**json.loads(line)))
        print(json.dumps(asdict(fate)), flush=True)


if __name__ == "__main__":
    main()
