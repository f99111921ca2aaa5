"""The process that files are read in: it may hang, run out of memory or crash, and takes no run with it.

It reads one file after another, so that libraries are imported once: a path comes in on each line of stdin, an
answer goes out as a pickle. It ends when stdin closes, so it does not outlive who started it. The other end is
limits.py.
"""

from __future__ import annotations

import faulthandler
import json
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import FrameType
from typing import BinaryIO, NamedTuple

from extractor.errors import ExtractorError
from extractor.loading.memory import lacks_memory
from extractor.records import Document

NO_MEMORY = 77  # the exit code that says so; nothing else ends with it
GRACE = 2.0  # seconds to end LibreOffice and to remove temporary files


class Answer(NamedTuple):
    """What became of one file: its document, or the error; of a bug with its traceback here."""

    document: Document | None = None
    error: Exception | None = None
    trace: str = ""


def serve(load: Callable[[Path], Document], *, memory: int, seconds: float) -> None:
    """Reads the files that it is told of, until stdin closes."""
    answers = _take_stdout()
    code = 0
    try:
        _limit_memory(memory)
        signal.signal(signal.SIGTERM, _leave)
        paths: SimpleQueue[str] = SimpleQueue()
        Thread(target=_listen, args=(paths,), daemon=True).start()
        while True:
            path = Path(paths.get())
            with _last_resort(seconds + 2 * GRACE):
                answers.write(_read(load, path))
            answers.flush()
    except MemoryError:
        code = NO_MEMORY
    except Exception:
        code = 1
    finally:
        os._exit(code)  # at once: what the libraries would do at exit may hang, too


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


def _listen(paths: SimpleQueue[str]) -> None:
    """Passes the paths on. At the end of stdin this process ends, whatever it is doing."""
    for line in sys.stdin:
        paths.put(json.loads(line))
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(0, signal.SIGKILL)


@contextmanager
def _last_resort(seconds: float) -> Iterator[None]:
    """Ends the process after so long. The one that started it does that sooner, unless it is gone and the file
    hangs in code that lets no other thread of Python run: this watch needs none."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=1)
    yield
    faulthandler.cancel_dump_traceback_later()


def _read(load: Callable[[Path], Document], path: Path) -> bytes:
    try:
        return pickle.dumps(Answer(load(path)))
    except Exception as error:
        if lacks_memory(error):
            raise MemoryError from error
        if isinstance(error, ExtractorError):
            return pickle.dumps(Answer(error=error))
        trace = "".join(traceback.format_exception(error))
        return pickle.dumps(Answer(error=_portable(error), trace=trace))


def _portable(error: Exception) -> Exception:
    """The error, or a stand-in where it does not survive being pickled."""
    try:
        same = pickle.loads(pickle.dumps(error))
    except Exception:
        same = None
    return error if isinstance(same, Exception) else RuntimeError(f"{type(error).__name__}: {error}")
