"""Questions on their way into a batch: each with its account, and its line in a file that waits to be sent."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Generator
from dataclasses import dataclass, field
from threading import Lock
from typing import IO, NamedTuple


class Held(NamedTuple):
    """A question: the bytes that it is about, and its account."""

    custom_id: str
    sha256: str
    asked: str


@dataclass
class Sheet:
    """The questions of one batch, and its file."""

    held: list[Held] = field(default_factory=list)
    file: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    size: int = 0

    def copy(self, custom_ids: Collection[str], target: IO[bytes]) -> None:
        """The lines of these questions alone, into another file."""
        self.file.seek(0)
        for held, line in zip(self.held, self.file, strict=True):
            if held.custom_id in custom_ids:
                target.write(line)


class Spool:
    """Takes questions from any thread; a sheet is full when the next one would pass what a batch may have."""

    def __init__(self, most_lines: int, most_bytes: int) -> None:
        self._most_lines, self._most_bytes = most_lines, most_bytes
        self._lock = Lock()
        self._sheets: list[Sheet] = []  # all but the last one are full
        self._known: set[str] = set()

    def add(self, held: Held, line: bytes) -> None:
        """One question more, once."""
        with self._lock:
            if held.custom_id in self._known:
                return
            self._known.add(held.custom_id)
            sheet = self._find_room(len(line))
            sheet.file.write(line)
            sheet.held.append(held)
            sheet.size += len(line)

    def take(self, *, is_last: bool = False) -> Generator[Sheet, None, None]:
        """The sheets that are full; the last one, too, when no more comes. Each is there until the next is asked for."""
        with self._lock:
            cut = len(self._sheets) - (not is_last)
            full, self._sheets = self._sheets[: max(cut, 0)], self._sheets[max(cut, 0) :]
            if is_last:
                self._known.clear()
        for sheet in full:
            with sheet.file:
                yield sheet

    def close(self) -> None:
        """Lets go what was not taken."""
        for sheet in self.take(is_last=True):
            sheet.file.close()

    def _find_room(self, size: int) -> Sheet:
        last = self._sheets[-1] if self._sheets else None
        is_full = last and (len(last.held) >= self._most_lines or last.size + size > self._most_bytes)
        if last is None or is_full:
            last = Sheet()
            self._sheets.append(last)
        return last


def to_custom_id(sha256: str, asked: str) -> str:
    """What a batch calls the question: the same for the same question about the same bytes."""
    return f"ogi-{hashlib.sha256(f'{sha256} {asked}'.encode()).hexdigest()[:40]}"
