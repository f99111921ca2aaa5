"""Notes in which a report corrects numbers of its own, which it prints as they were: 自然人由48更正为84."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractor.forms import Form, grid_key, in_form_unit, label_key
from extractor.language import load_wording
from extractor.narrative.claims import Claim, Claims
from extractor.narrative.readings import sentence_evidence
from extractor.records import Correction

YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
NOISE = re.compile(r"[\W_]+")
MAX_BEFORE = 6  # characters between the name of a cell and its number: 由原来的
Named = tuple[str, str]  # a label, and the key of its row or column


@dataclass(frozen=True)
class _Grid:
    """A grid's labels, as they stand in running text."""

    rows: tuple[Named, ...]
    columns: tuple[Named, ...]
    keys: dict[tuple[str, str], str]


def claims_to_corrections(
    claims: Sequence[Claims], form: Form, year: int | None, text: str
) -> tuple[Correction, ...]:
    """What the notes of the report correct; `text` is the document's, for evidence. Notes on another year's report
    correct nothing of this one."""
    found: list[Correction] = []
    paragraph, before = 0, ""
    for sentence in claims:
        own = sentence.sentence
        before = before if own.paragraph == paragraph else ""
        paragraph = own.paragraph
        if own.trusted and _is_note(before + own.text, year):
            found += _read_note(sentence, before, form, text)
        before += own.text
    return tuple(found)


def _is_note(text: str, year: int | None) -> bool:
    years = set(map(int, YEAR.findall(text)))
    is_other = year is not None and year not in years and any(other < year for other in years)
    return not is_other and load_wording().correction_note.search(text) is not None


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
    key = _find_cell(before + sentence.sentence.text[:start], sentence.sentence.text[begin:start], form)
    if key:
        return frozenset({key})
    named = [m.keys for m in sentence.mentions if was.number.end <= m.start < now.number.start]
    is_same = all(not keys.isdisjoint(was.owners) for keys in named)
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
