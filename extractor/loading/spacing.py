"""White space, line breaks and raised figures, as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.loading.cells import BLANKS
from extractor.records import Finding

SPACES = re.compile(r"[ \t\r\n\f\v]+")
ALL_SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKED = re.compile(r"\d[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
AROUND = 6  # characters shown on both sides
HAN_MARKS = frozenset("“”‘’—…·")


def collapse(text: str | None) -> str:
    """The text with each run of white space as one space, or as nothing where the source breaks Chinese."""
    return SPACES.sub(_space, text) if text else ""


def join_lines(lines: Iterable[str]) -> str:
    """One line of several: Chinese runs on, anything else is kept apart by a space."""
    joined: list[str] = []
    for line in filter(None, (ALL_SPACES.sub(" ", line).strip(BLANKS) for line in lines)):
        if joined and not (_is_han(joined[-1][-1]) and _is_han(line[0])):
            joined.append(" ")
        joined.append(line)
    return "".join(joined)


def raised(text: str) -> str:
    """Text that is set higher, with figures that say so: 12 with a note 1 would else read 121."""
    return text.translate(RAISED)


def note_marks(text: str) -> tuple[Finding, ...]:
    """A finding on raised figures that follow a number at once: they are read as marks of notes."""
    found = list(MARKED.finditer(text))
    if not found:
        return ()
    first = text[max(found[0].start() - AROUND, 0) : found[0].end() + AROUND]
    return (Finding.of("note-mark", "info", count=len(found), first=" ".join(first.split())),)


def _space(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    if "\n" not in match.group() or start == 0 or end == len(text):
        return " "
    return "" if _is_han(text[start - 1]) and _is_han(text[end]) else " "


def _is_han(character: str) -> bool:
    """A character that is written without spaces: Han, and full-width marks but not digits."""
    if character in HAN_MARKS:
        return True
    return "\u2e80" <= character <= "\uffef" and not "０" <= character <= "９"
