"""What a comparison says in words: remarks made of its records. Only what is shown or written is worded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.compare.blame import Blame
from extractor.compare.sides import Column, Mismatch, Taken, Unmapped
from extractor.output import Remark, remark_to_text, subject_to_text

SHOWN_KEYS = 3


def blame_to_text(blame: Blame) -> str:
    """Why the side is wrong."""
    return remark_to_text(blame.remark)


def mismatch_to_text(mismatch: Mismatch) -> str:
    """What both sides say."""
    return remark_to_text(Remark("pairs", mismatch.about, (("a", mismatch.a), ("b", mismatch.b))))


def columns_to_lines(columns: Iterable[Column]) -> Iterator[tuple[str, str]]:
    """What columns are taken for, and those that are: of like tables (a sheet a year) each once, items with their keys."""
    headers: dict[Taken, dict[str, None]] = {}
    for column in columns:
        headers.setdefault(column.taken, {})[_column_to_text(column)] = None
    for taken, found in headers.items():
        yield taken_to_text(taken), ", ".join(found)


def _column_to_text(column: Column) -> str:
    keys = " or ".join(column.keys[:SHOWN_KEYS])
    return f"{column.header} ({keys})" if keys else column.header


def taken_to_text(taken: Taken) -> str:
    """What a column so taken holds."""
    return remark_to_text(Remark("columns", taken))


def unmapped_to_subject(unmapped: Unmapped) -> str:
    """What was not compared."""
    return subject_to_text(unmapped.id, (("what", unmapped.what), *unmapped.details))


def unmapped_to_reason(unmapped: Unmapped) -> str:
    """Why it was not compared."""
    return remark_to_text(Remark("leftovers", unmapped.id, unmapped.details))


def unmapped_to_line(unmapped: Unmapped) -> str:
    """Both, and what it may have been."""
    times = f" ({unmapped.count} times)" if unmapped.count > 1 else ""
    candidates = f": {', '.join(unmapped.candidates)}" if unmapped.candidates else ""
    return f"{unmapped_to_subject(unmapped)}{times}: {unmapped_to_reason(unmapped)}{candidates}"
