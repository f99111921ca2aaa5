"""What takes long to work out, kept until what it was made of changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

MOST = 200  # things that are kept; those that nobody asked for longest go first
T = TypeVar("T")


class Kept:
    """Things by name, each with the state of what it was made of."""

    def __init__(self) -> None:
        self._things: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._turn = Lock()
        self._making: dict[Hashable, Lock] = {}

    def get(self, name: Hashable, state: Hashable, make: Callable[[], T]) -> T:
        """The thing as of that state; made once, however many ask for it."""
        with self._turn:
            own = self._making.setdefault(name, Lock())
        with own:
            found = self._things.get(name)
            if found is None or found[0] != state:
                found = (state, make())
            self._keep(name, found)
            thing: T = found[1]
            return thing

    def _keep(self, name: Hashable, found: tuple[Hashable, Any]) -> None:
        with self._turn:
            self._things[name] = found
            self._things.move_to_end(name)
            while len(self._things) > MOST:
                gone, _ = self._things.popitem(last=False)
                self._making.pop(gone, None)
