"""How a run is stopped: in order at the first Ctrl-C, and at once at the second."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType
from typing import Literal

from extractor.errors import RunStopped

Ending = Literal["done", "stopped", "money", "waiting"]
SIGNALS = ("SIGINT", "SIGTERM")


class Stop:
    """Whether the run goes on. All threads of it ask."""

    def __init__(self) -> None:
        self._event = Event()
        self.ending: Ending = "done"

    def __bool__(self) -> bool:
        return self._event.is_set()

    def request(self, ending: Ending) -> None:
        """No new file is begun, and no new question put; what is under way comes to its end."""
        if not self._event.is_set():
            self.ending = ending
            self._event.set()

    def check(self) -> None:
        """Raises where the run does not go on."""
        if self._event.is_set():
            raise RunStopped("run.stopped-before")

    def wait(self, seconds: float) -> None:
        """So long, or until the run is stopped."""
        self._event.wait(seconds)

    @contextmanager
    def at_signals(self, on_first: Callable[[], None]) -> Iterator[None]:
        """The first signal requests the stop; the second is a KeyboardInterrupt."""
        if current_thread() is not main_thread():  # where no signal comes
            yield
            return

        def hear(number: int, frame: FrameType | None) -> None:
            if self:
                raise KeyboardInterrupt
            self.request("stopped")
            on_first()

        numbers = [getattr(signal, name) for name in SIGNALS]
        before = [signal.signal(number, hear) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)
