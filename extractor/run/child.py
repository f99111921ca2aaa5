"""The process that reports are read in: it may hang, run out of memory or crash, and takes no run with it.

It does one job after another, so that libraries are imported once: jobs come in on stdin, answers go out as pickles.
What a job asks on its way, the model above all, goes out as a question, and its answer comes in; that time is not
counted. The process ends when stdin closes, so it does not outlive who started it. The other end is limits.py.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import pickle
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import FrameType
from typing import Any, BinaryIO, NamedTuple

from extractor.errors import ExtractorError
from extractor.loading.memory import lacks_memory

NO_MEMORY = 77  # the exit code that says so; nothing else ends with it
GRACE = 2.0  # seconds to end LibreOffice and to remove temporary files
GLANCE = 0.1  # seconds between two looks whether to end
LENGTH = 8  # bytes that say how long the message behind them is


class Answer(NamedTuple):
    """What became of a job or a question: its value, or the error; of a bug with its traceback here."""

    value: Any = None
    error: Exception | None = None
    trace: str = ""


class Question(NamedTuple):
    """What a job needs of the run."""

    content: Any


class Line:
    """The child's connection with the run that it works for."""

    def __init__(self, incoming: SimpleQueue[bytes], outgoing: BinaryIO, seconds: float) -> None:
        self.failure: Exception | None = None  # the last question's, in the run's own process
        self._incoming = incoming
        self._outgoing = outgoing
        self._seconds = seconds
        self._watch = _LastResort(seconds)

    def ask(self, content: Any) -> Any:
        """The run's answer to the question, or its error. The time that it takes is not the job's."""
        self._watch.stop()
        self._send(Question(content))
        answer: Answer = pickle.loads(self._wait())
        self._watch.start()
        if answer.error:
            self.failure = answer.error
            raise answer.error
        return answer.value

    def work(self) -> None:
        """The next job, done and answered."""
        job = self._wait()
        self._watch = _LastResort(self._seconds)
        self._watch.start()
        self._outgoing.write(self._attempt(job))
        self._watch.stop()
        self._outgoing.flush()

    def _wait(self) -> bytes:
        """The next message. A signal that comes just before a wait begins does not end it: it never lasts long."""
        while True:
            with suppress(Empty):
                return self._incoming.get(timeout=GLANCE)

    def _attempt(self, job: bytes) -> bytes:
        try:
            return pickle.dumps(Answer(pickle.loads(job)(self)))
        except Exception as error:
            if error is not self.failure and lacks_memory(error):
                raise MemoryError from error
            return pickle.dumps(error_to_answer(error))

    def _send(self, message: Question) -> None:
        self._outgoing.write(pickle.dumps(message))
        self._outgoing.flush()


class _LastResort:
    """Ends the process after so much time of work. The one that started it does that sooner, unless it is gone and
    the job hangs in code that lets no other thread of Python run: this watch needs none."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds + 2 * GRACE
        self._started = 0.0

    def start(self) -> None:
        """Time runs."""
        self._started = time.monotonic()
        faulthandler.dump_traceback_later(max(self._left, GRACE), exit=True, file=1)

    def stop(self) -> None:
        """Time stands."""
        faulthandler.cancel_dump_traceback_later()
        self._left -= time.monotonic() - self._started


def serve(*, memory: int, seconds: float) -> None:
    """Does the jobs that it is given, until stdin closes."""
    answers = _take_stdout()
    code = 0
    try:
        _limit_memory(memory)
        signal.signal(signal.SIGTERM, _leave)
        incoming: SimpleQueue[bytes] = SimpleQueue()
        Thread(target=_listen, args=(incoming,), daemon=True).start()
        line = Line(incoming, answers, seconds)
        line.work()
        _settle()
        while True:
            line.work()
    except MemoryError:
        code = NO_MEMORY
    except Exception:
        code = 1
    finally:
        os._exit(code)  # at once: what the libraries would do at exit may hang, too


def _settle() -> None:
    """What the first job loaded stays: the collector need not go over it again and again: 4 % of the time of jobs."""
    gc.collect()
    gc.freeze()


def frame(message: bytes) -> bytes:
    """The message as it goes to a child."""
    return len(message).to_bytes(LENGTH, "big") + message


def error_to_answer(error: Exception) -> Answer:
    """An answer that can be sent. Of a bug it holds the traceback, which the error loses on its way."""
    if isinstance(error, ExtractorError):
        return Answer(error=_portable(error))
    return Answer(error=_portable(error), trace="".join(traceback.format_exception(error)))


def answer_to_value(answer: Answer) -> Any:
    """The value, or the error raised; a bug is shown with the place where it happened."""
    if answer.error is None:
        return answer.value
    if answer.trace:
        answer.error.add_note(answer.trace)
    raise answer.error


def _portable(error: Exception) -> Exception:
    """The error, or a stand-in where it does not survive being pickled."""
    try:
        same = pickle.loads(pickle.dumps(error))
    except Exception:
        same = None
    return error if isinstance(same, Exception) else RuntimeError(f"{type(error).__name__}: {error}")


def _take_stdout() -> BinaryIO:
    """Stdout for answers alone. What native libraries print would break them, and stderr is the run's."""
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    return answers


def _limit_memory(size: int) -> None:
    """Holds for this process and for each one that it starts. RLIMIT_DATA counts what is private and may be
    written. RLIMIT_AS counts reserved addresses, too: of them native libraries take gigabytes on machines of many
    cores and use few. Where the system has none, or takes no notice of it, there is no limit."""
    with suppress(OSError):  # if the machine runs out of memory, this process is to go, not the run
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))


def _leave(number: int, frame: FrameType | None) -> None:
    """Unwinds whatever is read, so that LibreOffice is ended and its folder removed."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit


def _listen(incoming: SimpleQueue[bytes]) -> None:
    """Passes on what comes in. At the end of stdin this process ends, whatever it is doing."""
    stream = sys.stdin.buffer
    while length := stream.read(LENGTH):
        incoming.put(stream.read(int.from_bytes(length, "big")))
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(0, signal.SIGKILL)
