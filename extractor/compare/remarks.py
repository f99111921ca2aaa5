"""What a comparison says in words: remarks made of its records. Only what is shown or written is worded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from extractor.compare.blame import Blame
from extractor.compare.sides import Column, Mismatch, Taken, Unmapped
from extractor.forms import load_forms, name_cells, name_sum
from extractor.output import Remark, remark_to_text, subject_to_text
from extractor.speech import Lang, say

SHOWN_KEYS = 3


def blame_to_text(blame: Blame, lang: Lang = "en") -> str:
    """Why the side is wrong."""
    return remark_to_text(_labelled(blame.remark, lang), lang)


def mismatch_to_text(mismatch: Mismatch, lang: Lang = "en") -> str:
    """What both sides say."""
    return remark_to_text(Remark("pairs", mismatch.about, (("a", mismatch.a), ("b", mismatch.b))), lang)


def columns_to_lines(columns: Iterable[Column], lang: Lang = "en") -> Iterator[tuple[str, str]]:
    """What columns are taken for, and those that are: of like tables (a sheet a year) each once, items with their keys."""
    headers: dict[Taken, dict[str, None]] = {}
    for column in columns:
        headers.setdefault(column.taken, {})[_column_to_text(column)] = None
    for taken, found in headers.items():
        yield taken_to_text(taken, lang), ", ".join(found)


def _column_to_text(column: Column) -> str:
    keys = " or ".join(column.keys[:SHOWN_KEYS])
    return f"{column.header} ({keys})" if keys else column.header


def taken_to_text(taken: Taken, lang: Lang = "en") -> str:
    """What a column so taken holds."""
    return remark_to_text(Remark("columns", taken), lang)


def unmapped_to_subject(unmapped: Unmapped, lang: Lang = "en") -> str:
    """What was not compared."""
    return subject_to_text(unmapped.id, (("what", unmapped.what), *unmapped.details), lang)


def unmapped_to_reason(unmapped: Unmapped, lang: Lang = "en") -> str:
    """Why it was not compared."""
    return remark_to_text(Remark("leftovers", unmapped.id, unmapped.details), lang)


def unmapped_to_line(unmapped: Unmapped, lang: Lang = "en") -> str:
    """Both, and what it may have been."""
    times = say("compare.times", count=unmapped.count) if unmapped.count > 1 else ""
    candidates = f": {', '.join(unmapped.candidates)}" if unmapped.candidates else ""
    return f"{unmapped_to_subject(unmapped, lang)}{times}: {unmapped_to_reason(unmapped, lang)}{candidates}"


def _labelled(remark: Remark, lang: Lang) -> Remark:
    """With the item's name in place of its key, where people read it; programs get the key."""
    if lang == "en":
        return remark
    names = {"key": name_cells(), "identity": name_sums()}
    details = ((n, names[n].get(d, d) if n in names and isinstance(d, str) else d) for n, d in remark.details)
    return replace(remark, details=tuple(details))


@cache
def name_sums() -> dict[str, str]:
    """What each sum of any edition is called, by its id; where editions differ, the newest's."""
    names = {}
    for form in load_forms().values():
        for identity in form.identities:
            found = name_sum(form, identity)
            names[identity.id] = "：".join(part for part in (found.where, found.left[0]) if part)
    return names
