"""Numbers that a line's end or struck-out text runs through: what stands on either side is not the number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.loading.cells import UNITS
from extractor.loading.unshown import shown_safely
from extractor.records import Finding

Span = tuple[int, int]

SEAM = "\0"  # no file holds it: stands where text was struck out, until it is known what is on both sides
JOINT = re.compile(f"[\n{SEAM}]")
REACH = 40  # characters looked at on each side
NUMERALS = "[零一二两三四五六七八九十百千万亿]"
TAIL = re.compile(rf"(?:\d[\d,.]*|{NUMERALS}+)\s*\Z")
# What goes on after figures: more of them, or a scale; after Chinese numerals, more of them and a unit.
HEAD = re.compile(r"\s*(?:[,.]?\d[\d,.]*|[万亿])")
CHINESE_HEAD = re.compile(rf"\s*{NUMERALS}+(?={UNITS})")
# What begins a line with figures and goes on from no other: 2. or 2) of a list, a year, thousands after a comma.
NUMBERED = re.compile(r"\s*\d{1,2}[.、．)）](?!\d)")
YEAR = re.compile(r"\s*(?:19|20)\d{2}年")
THOUSANDS = re.compile(r"\s*\d{3}(?!\d)")
MOST_DIGITS = 9  # no count has more; telephone numbers and postcodes do
AROUND = 6


def find_broken(text: str, joints: Iterable[int], *, in_cell: bool = False) -> list[Span]:
    """The spans of numbers that go over a joint: an offset at which a line begins or a seam was. In a cell, lines
    of nothing but figures are one number or several; elsewhere they are cells of a column."""
    spans = (_span_at(text, joint, in_cell=in_cell) for joint in dict.fromkeys(joints))
    return [span for span in spans if span]


def lines_to_text(lines: Sequence[str], *, in_cell: bool = False) -> tuple[str, list[Span]]:
    """Lines as one text without seams, and the spans of broken numbers in it."""
    marked = "\n".join(lines)
    joints, seams = [], 0
    for match in JOINT.finditer(marked):
        seams += match[0] == SEAM
        joints.append(match.end() - seams)
    text = marked.replace(SEAM, "")
    return text, find_broken(text, joints, in_cell=in_cell)


def broken_notes(text: str, spans: Sequence[Span]) -> tuple[Finding, ...]:
    """A finding on the broken numbers of a text; spans that only a line's end divides are of one number."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and not text[whole[-1][1] : start].strip():
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    if not whole:
        return ()
    start, end = whole[0]
    return broken_note(len(whole), text[max(start - AROUND, 0) : end + AROUND])


def broken_note(count: int, first: str) -> tuple[Finding, ...]:
    """A finding on so many broken numbers, of which the first stands in this text."""
    return (Finding.of("broken-number", "warning", count=count, first=shown_safely(first)),)


def _span_at(text: str, joint: int, *, in_cell: bool) -> Span | None:
    begin = max(joint - REACH, 0)
    tail, after = TAIL.search(text[begin:joint]), text[joint : joint + REACH]
    if tail is None:
        return None
    head = (HEAD if tail[0][0].isdigit() else CHINESE_HEAD).match(after)
    if head is None or sum(map(str.isdigit, tail[0] + head[0])) > MOST_DIGITS:
        return None
    if tail[0].rstrip().endswith(",") and not THOUSANDS.match(after):
        return None
    starts_anew = NUMBERED.match(after) or YEAR.match(after) or (not in_cell and _are_bare(text, joint))
    if starts_anew and "\n" in text[joint - 1 : joint]:
        return None
    return begin + tail.start(), joint + head.end()


def _are_bare(text: str, joint: int) -> bool:
    """Whether nothing but figures stands on both lines: they are cells of a column."""
    before = text[max(joint - REACH, 0) : joint].rstrip().rpartition("\n")[2]
    after = text[joint : joint + REACH].lstrip().partition("\n")[0]
    return before.strip().isdigit() and after.strip().isdigit()
