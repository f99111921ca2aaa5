"""What is held beside a store, as the command line names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.compare import read_mapping, read_side

if TYPE_CHECKING:
    from extractor.compare import Side


@dataclass(frozen=True)
class Beside:
    """A file of the user's own numbers, and a folder of gold."""

    side: Side | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    gold: Path | None = None


def read_beside(theirs: str | None, map_file: Path | None, against: Path | None) -> Beside:
    """Both, the file read once."""
    mapping = read_mapping(map_file) if map_file else {}
    return Beside(read_side(theirs, mapping) if theirs else None, mapping, against)
