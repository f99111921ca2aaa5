"""When a run stops asking: once no one answers, or after several answers in a row that were none."""

from __future__ import annotations

import threading

from extractor.errors import ModelError

FAULTS_IN_A_ROW = 3


class Circuit:
    """What all documents of a run know of their endpoint. Closed while it answers; once open it stays so."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults = 0
        self._reason: ModelError | None = None

    def check(self) -> None:
        """Raises what ended the asking, if anything did."""
        if self._reason:
            raise type(self._reason)("model.given-up", why=self._reason)

    def close(self) -> None:
        """It answered."""
        with self._lock:
            self._faults = 0

    def count(self, error: ModelError) -> None:
        """It failed in a way that may be one question's, or pass."""
        with self._lock:
            self._faults += 1
            if self._faults >= FAULTS_IN_A_ROW:
                self._reason = self._reason or error

    def open(self, error: ModelError) -> None:
        """It is not there."""
        with self._lock:
            self._reason = self._reason or error
