"""Sentences that are shown, and not read: those that tell their reader what to write, for a report is data; and those
that are none, for no one writes so long ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.language import load_wording
from extractor.records import Finding, Reason, Sentence

SHOWN = 60
# Characters. The longest of 3,300 sentences has 382; a whole table of 2014 that has lost its lines comes to 1,500.
# The time to read a sentence grows with the square of its length.
LONGEST = 2_000


class Told(NamedTuple):
    """The sentences that tell of the year, and a finding for each that does not."""

    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]


def sentences_to_told(sentences: Sequence[Sentence]) -> Told:
    """The sentences without instructions and without end. What follows one in its paragraph may be part of it: it is read only
    for what no other sentence tells."""
    told: list[Sentence] = []
    findings: list[Finding] = []
    spoiled = -1  # the paragraph of the last instruction
    for sentence in sentences:
        if load_wording().instruction.search(sentence.text):
            spoiled = sentence.paragraph
            findings.append(_finding("instruction", sentence, Reason.of("instructs")))
        elif len(sentence.text) > LONGEST:
            findings.append(_finding("long-sentence", sentence, Reason.of("endless", limit=LONGEST)))
        else:
            told.append(replace(sentence, trusted=sentence.paragraph != spoiled))
    return Told(tuple(told), tuple(findings))


def _finding(type: str, sentence: Sentence, what: Reason) -> Finding:
    text = sentence.text[:SHOWN] + ("…" if len(sentence.text) > SHOWN else "")
    return Finding.of(type, "warning", sentence=sentence.number, what=what, text=text)
