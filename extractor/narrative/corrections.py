"""Notes in which a report corrects numbers of its own, which it prints as they were: 自然人由48更正为84."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise, takewhile

from extractor.forms import Form, grid_key, in_form_unit, label_key
from extractor.language import load_wording
from extractor.narrative.claims import Claim, Claims
from extractor.narrative.footnotes import footnotes_to_corrections
from extractor.narrative.names import behind
from extractor.narrative.readings import sentence_evidence
from extractor.records import Candidate, Correction

YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
NOISE = re.compile(r"[\W_]+")
REACH = 300  # characters of a note above a sentence in which the cell that it corrects may be named
MAX_BEFORE = 6  # characters between the name of a cell and its number: 由原来的
Named = tuple[str, str]  # a label, and the key of its row or column


@dataclass(frozen=True)
class _Grid:
    """A grid's labels, as they stand in running text."""

    rows: tuple[Named, ...]
    columns: tuple[Named, ...]
    keys: dict[tuple[str, str], str]


def claims_to_corrections(
    claims: Sequence[Claims], printed: Sequence[Candidate], form: Form, year: int | None, text: str
) -> tuple[Correction, ...]:
    """What the notes of the report correct, in sentences and in `printed` cells; `text` is the document's, for evidence.
    Notes on another year's report correct nothing of this one."""
    paragraphs = (list(own) for _, own in groupby(claims, key=lambda claim: claim.sentence.paragraph))
    noted = (c for own in paragraphs if _is_note(own, year) for c in _read_paragraph(own, form, text))
    return (*noted, *footnotes_to_corrections(claims, printed, form, text))


def _is_note(paragraph: Sequence[Claims], year: int | None) -> bool:
    text = "".join(told.sentence.text for told in paragraph)
    if load_wording().correction_note.search(text) is None:
        return False
    years = set(map(int, YEAR.findall(text)))
    return year is None or year in years or not any(other < year for other in years)


def _read_paragraph(paragraph: Sequence[Claims], form: Form, text: str) -> Iterator[Correction]:
    before = ""
    for told in paragraph:
        if told.sentence.trusted:
            yield from _read_note(told, before, form, text)
        before = (before + told.sentence.text)[-REACH:]


def _read_note(sentence: Claims, before: str, form: Form, text: str) -> Iterator[Correction]:
    words, own = load_wording(), sentence.sentence.text
    begin = 0
    for was, now in pairwise(sentence.numbers):
        old, new = was.number, now.number
        if words.correcting.fullmatch(own, old.end, new.start):
            for key in _corrected(sentence, (was, now), before, begin, form):
                cell = form.by_key[key]
                evidence = sentence_evidence(sentence, (new.start, new.end), text)
                yield Correction(key, in_form_unit(old, cell), in_form_unit(new, cell), evidence)
            begin = new.end


def _corrected(
    sentence: Claims, pair: tuple[Claim, Claim], before: str, begin: int, form: Form
) -> frozenset[str]:
    """The cells whose number is corrected: that of a grid which row and column name, or the item of the sentence."""
    was, now = pair
    start = was.number.start
    above = (before if start < REACH else "") + sentence.sentence.text[max(0, start - REACH) : start]
    key = _find_cell(above, sentence.sentence.text[max(begin, start - REACH) : start], form)
    if key:
        return frozenset({key})
    named = takewhile(lambda m: m.start < now.number.start, behind(sentence.mentions, was.number.end))
    is_same = all(not mention.keys.isdisjoint(was.owners) for mention in named)
    return was.owners if was.exact and is_same else frozenset()


def _find_cell(before: str, clause: str, form: Form) -> str | None:
    """The cell of a grid whose row the text names, and whose column it names in the clause, before its end."""
    text, near = _plain(before), _plain(clause)
    found: list[tuple[int, int, str]] = []
    for grid in _grids(form):
        columns = list(_ends(near, grid.columns, len(text) - len(near)))
        last = max(columns, default=None)
        if last is None or len(text) - last[0] > MAX_BEFORE:
            continue
        end, width, column = last
        heads = {label for label, _ in grid.columns}
        rows = [row for row in _ends(text[: end - width], grid.rows) if _is_row(text, row, heads)]
        found += [(at, size, grid.keys[row, column]) for at, size, row in rows]
    return max(found)[2] if found else None


def _ends(text: str, labels: Sequence[Named], offset: int = 0) -> Iterator[tuple[int, int, str]]:
    """Where each label ends for the last time, how long it is, and its key."""
    for label, key in labels:
        at = text.rfind(label)
        if at >= 0:
            yield offset + at + len(label), len(label), key


def _is_row(text: str, found: tuple[int, int, str], heads: set[str]) -> bool:
    """总计 and 其他 name rows and columns; before the name of another column they name a row."""
    end, width, _ = found
    return text[end - width : end] not in heads or text.startswith(tuple(heads), end)


def _plain(text: str) -> str:
    return NOISE.sub("", text)


@cache
def _grids(form: Form) -> tuple[_Grid, ...]:
    return tuple(
        _Grid(
            tuple(
                (label_key(label), row.key)
                for row in grid.rows
                if row.key
                for label in (row.label or "", *row.also)
                if label_key(label)
            ),
            tuple((label_key(label), c.key) for c in grid.columns for label in (c.label, *c.also)),
            {
                (row.key, c.key): grid_key(grid, row.key, c.key)
                for row in grid.rows
                if row.key
                for c in grid.columns
            },
        )
        for grid in form.definition.grids
    )
