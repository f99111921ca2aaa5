"""Footnotes in which the report corrects a number that bears their mark: 网站公开962条①;注:①应为926条."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.forms import Form, in_form_unit, unit_fits
from extractor.language import NumberMention, load_wording
from extractor.narrative.claims import Claims
from extractor.narrative.readings import sentence_evidence
from extractor.records import Candidate, Correction, Evidence

REACH = 12  # characters around the start of a note in which its mark stands


class Footnote(NamedTuple):
    """What a note says that the number with its mark ought to be, and where it says so."""

    now: NumberMention
    evidence: Evidence


def footnotes_to_corrections(
    claims: Sequence[Claims], printed: Sequence[Candidate], form: Form, text: str
) -> tuple[Correction, ...]:
    """What the notes correct of numbers in sentences and in `printed` cells; `text` is the document's, for evidence."""
    told_of: dict[str, list[Footnote]] = {}
    for told in claims:
        for mark, note in _read_notes(told, text):
            told_of.setdefault(mark, []).append(note)
    notes = {
        mark: found[0] for mark, found in told_of.items() if len(found) == 1
    }  # the marks of a page are used anew
    if not notes:
        return ()
    made = (*_in_sentences(claims, notes, form, text), *_in_cells(printed, notes, form))
    times = Counter(correction.evidence for correction in made)
    return tuple(correction for correction in made if times[correction.evidence] == 1)


def _read_notes(told: Claims, text: str) -> Iterator[tuple[str, Footnote]]:
    """The note of the sentence: a mark opens it, and a number stands behind what says that it is right."""
    mark = _opening_mark(told.sentence.start, text) if told.sentence.trusted else None
    if mark is None:
        return
    for number in (claim.number for claim in told.numbers):
        if load_wording().footnote_says_end.before(told.sentence.text, number.start):
            yield mark, Footnote(number, sentence_evidence(told, (number.start, number.end), text))


def _opening_mark(start: int, text: str) -> str | None:
    """The mark with which a sentence begins, or that stands right before it: folded, ① parts sentences."""
    begin = max(0, start - REACH)
    for found in load_wording().footnote.finditer(text[begin : start + REACH]):
        first, last = (begin + place for place in found.span("mark"))
        if first <= start and not text[last:start].strip():
            return found["mark"]
    return None


def _in_sentences(
    claims: Sequence[Claims], notes: Mapping[str, Footnote], form: Form, text: str
) -> Iterator[Correction]:
    for told in claims:
        for claim in (claim for claim in told.numbers if claim.exact and len(claim.owners) == 1):
            _, end = told.sentence.span(claim.number.start, claim.number.behind)
            note = _marked(text[end : end + REACH], notes)
            (cell,) = (form.by_key[key] for key in claim.owners)
            if note and note.now.unit == claim.number.unit:
                was, now = (in_form_unit(number, cell) for number in (claim.number, note.now))
                yield Correction(cell.key, was, now, note.evidence)


def _in_cells(
    printed: Sequence[Candidate], notes: Mapping[str, Footnote], form: Form
) -> Iterator[Correction]:
    for key, was, evidence in ((c.key, c.value, c.evidence) for c in printed):
        if was is not None and evidence and evidence.mark:
            note = _marked(evidence.text[evidence.mark[1] - evidence.start :], notes)
            if note and unit_fits(form.by_key[key], note.now):
                yield Correction(key, was, in_form_unit(note.now, form.by_key[key]), note.evidence)


def _marked(behind: str, notes: Mapping[str, Footnote]) -> Footnote | None:
    """The note whose mark stands right behind a number."""
    return next((note for mark, note in notes.items() if behind.lstrip(" (").startswith(mark)), None)
