"""Sentences that tell their reader what to write. A report is data: they are shown, and not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.records import Finding, Sentence
from extractor.wording import wording

SHOWN = 60


class Told(NamedTuple):
    """The sentences that tell of the year, and a finding for each that does not."""

    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]


def sentences_to_told(sentences: Sequence[Sentence]) -> Told:
    """The sentences without instructions. What follows one in its paragraph may be part of it: it is read only
    for what no other sentence tells."""
    told: list[Sentence] = []
    findings: list[Finding] = []
    spoiled = -1  # the paragraph of the last instruction
    for sentence in sentences:
        if wording().instruction.search(sentence.text):
            spoiled = sentence.paragraph
            findings.append(_finding(sentence))
        else:
            told.append(replace(sentence, trusted=sentence.paragraph != spoiled))
    return Told(tuple(told), tuple(findings))


def _finding(sentence: Sentence) -> Finding:
    text = sentence.text[:SHOWN] + ("…" if len(sentence.text) > SHOWN else "")
    return Finding(
        "instruction", "warning", f"s{sentence.number} instructs its reader and is not read: {text}"
    )
