"""Files read in child processes, which have no model: what they ask is answered here, one place for all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Semaphore
from typing import TYPE_CHECKING, Any, cast

from extractor.run.batch import Task, Told
from extractor.run.limits import Children
from extractor.run.reading import Asked, AskerWanted, Counted, Reading, ReadingJob, Settled

if TYPE_CHECKING:
    from extractor.model import Asker, Backend, Reply, Request
    from extractor.run.progress import Quiet


class Workers:
    """Reads files, each in a child; the model is asked by at most `calls` of them at the same time."""

    def __init__(
        self, children: Children, reading: Reading, backend: Backend, *, calls: int, listener: Quiet
    ) -> None:
        self._children = children
        self._reading = reading
        self._backend = backend
        self._listener = listener
        self._turns = Semaphore(1 if backend.serial else calls)

    def read(self, task: Task) -> Told:
        """What the file gives, or its error."""
        clerk = _Clerk(task.source, self._backend.asker, self._turns, self._listener)
        job = ReadingJob(task, self._reading)
        return cast("Told", self._children.run(job, str(task.source), clerk.answer))


class _Clerk:
    """Answers what the reading of one file asks. It waits for a turn with the model; the others read on."""

    def __init__(
        self, source: Path, find_asker: Callable[[Path], Asker], turns: Semaphore, listener: Quiet
    ) -> None:
        self._source = source
        self._find_asker = find_asker
        self._turns = turns
        self._listener = listener
        self._asker: Asker | None = None

    def answer(self, content: Any) -> Any:
        """The answer, whatever is asked."""
        match content:
            case AskerWanted():
                with self._turns:
                    self._asker = self._find_asker(self._source)
                return self._asker.model
            case Asked(request):
                return self._reply(request)
            case Counted(count):
                self._listener.ask(count)
            case Settled():
                self._listener.answer()

    def _reply(self, request: Request) -> Reply:
        assert self._asker
        with self._turns:
            return self._asker.ask(request)
