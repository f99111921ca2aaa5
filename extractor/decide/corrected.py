"""Numbers that the report itself corrects elsewhere: what is printed as it was does not stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from extractor.ids import GIVEN, RULES
from extractor.records import Candidate, Correction, Finding, Reason


def correct_candidates(
    candidates: Sequence[Candidate], corrections: Iterable[Correction], readers: Collection[str]
) -> tuple[Candidate, ...]:
    """The candidates without those that a note corrects, and what the notes say in their place, where sentences are
    read by rule."""
    made = {c.key: c for c in corrections if any(_is_old(own, c) for own in candidates)}
    kept = (_reject(c, made[c.key]) if c.key in made and _is_old(c, made[c.key]) else c for c in candidates)
    return (*kept, *(map(_to_candidate, made.values()) if RULES in readers else ()))


def corrections_to_findings(
    candidates: Sequence[Candidate], corrections: Iterable[Correction]
) -> Iterator[Finding]:
    """What the report prints as it was, outside the note."""
    for c in corrections:
        if any(_is_old(own, c) and not _is_in_note(own, c) for own in candidates):
            values = {"was": c.was, "now": c.now, "where": c.evidence.ref}
            yield Finding.of("corrected-number", "warning", (c.key,), key=c.key, **values)


def _is_old(candidate: Candidate, correction: Correction) -> bool:
    is_same = candidate.key == correction.key and candidate.status in GIVEN
    return is_same and candidate.value == correction.was


def _is_in_note(candidate: Candidate, correction: Correction) -> bool:
    return candidate.evidence is not None and candidate.evidence.start == correction.evidence.start


def _reject(candidate: Candidate, correction: Correction) -> Candidate:
    why = Reason.of("corrected", now=correction.now)
    return candidate._replace(accepted=False, why=why, doubt=0)


def _to_candidate(correction: Correction) -> Candidate:
    why = Reason.of("correction", was=correction.was)
    return Candidate(correction.key, correction.now, "reported", RULES, correction.evidence, why=why)
