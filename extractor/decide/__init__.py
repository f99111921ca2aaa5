"""Candidates -> one decision a cell, and what a user must know of them. Nothing is chosen anywhere else.

Door: `candidates_to_decisions`, then `rate_decisions`, `close_decisions`, `decisions_to_findings`, `propose_changes`.

assign     candidates -> decisions, with the rule that made each
weights    what a reading weighs
corrected  numbers that notes of the report correct
settle     what values weigh once the form's sums have spoken
confidence decisions -> how likely each value is right            (familiarity)
checks     decisions -> findings: failed sums and whose fault they are, disputes
explained  sums that fail and whose rest the text accounts for
proposals  decisions -> the smallest change after which all sums hold"""

from __future__ import annotations

from extractor.decide.assign import candidates_to_decisions, close_decisions
from extractor.decide.checks import decisions_to_findings, missing_findings
from extractor.decide.confidence import decisions_to_signs, rate_decisions
from extractor.decide.corrected import correct_candidates, corrections_to_findings
from extractor.decide.explained import find_explained
from extractor.decide.proposals import find_smallest_changes, propose_changes

__all__ = [
    "candidates_to_decisions",
    "close_decisions",
    "correct_candidates",
    "corrections_to_findings",
    "decisions_to_findings",
    "decisions_to_signs",
    "find_explained",
    "find_smallest_changes",
    "missing_findings",
    "propose_changes",
    "rate_decisions",
]
