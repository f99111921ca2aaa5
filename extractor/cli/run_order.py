"""A run into a store as it was ordered: the options by their names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.ids import Ask
    from extractor.model import Mode

TOLD = ("readers", "form", "issuer", "year", "model", "fallback_model", "mode", "ask", "retries")


@dataclass(frozen=True, slots=True)
class Order:
    """The options of `ogi run`."""

    paths: tuple[Path, ...]
    store: str
    readers: tuple[str, ...] = ()
    form: str | None = None
    issuer: str | None = None
    year: int | None = None
    model: str | None = None
    fallback_model: str | None = None
    mode: Mode | None = None
    headers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    ask: Ask = "open"
    retries: int = 2
    jobs: int | None = None
    calls: int | None = None
    calls_per_minute: int | None = None
    tokens_per_minute: int | None = None
    max_cost: float | None = None
    prices: Path | None = None
    time_limit: int = 900
    memory_limit: float = 4
    dry_run: bool = False
    failed: bool = False
    failures: Path | None = None
    quiet: bool = False
    batch: bool = False
    batch_lines: int | None = None
    wait: bool = True
    ray: bool = False

    def __post_init__(self) -> None:
        if not self.paths and not self.failed:
            raise UsageError("run.nothing-named")
        if self.ray and self.batch:
            raise UsageError("run.ray-batch")
        if self.ray and self.max_cost is not None:
            raise UsageError("run.ray-cost")

    @property
    def processes(self) -> int:
        """Files at the same time: one a processor, unless told otherwise."""
        if self.jobs:
            return self.jobs
        own = getattr(os, "sched_getaffinity", None)
        return len(own(0)) if own else os.cpu_count() or 1

    @property
    def settings(self) -> dict[str, Any]:
        """What the store keeps of them: nothing that may hold a key, nor where the files lie."""
        return {name: getattr(self, name) for name in TOLD}
