"""What a run came to. Counts alone: a run may have a million files, and takes no more memory for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.errors import CassetteMiss, RunStopped
from extractor.run.batch import NAMED, Outcome, error_to_line, skipped_to_words
from extractor.speech import say

FAILED_BUT_DONE = 1


@dataclass
class Sums:
    """Files by what became of them, reports, cells, findings."""

    read: int = 0
    left: int = 0  # their turn did not come
    unreached: int = 0  # read without the model that was to be asked
    reports: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)  # exit codes of the files that failed
    failures: list[str] = field(default_factory=list)  # the first of them, each with its reason in a line

    @property
    def failed(self) -> int:
        """Files without a result."""
        return self.codes.total()

    def exit_code(self, known: int) -> int:
        """0: all done. 1: some failed. Where nothing was done and all failed alike: that failure's code."""
        if not self.codes:
            return 0
        if self.codes[CassetteMiss.exit_code]:
            return CassetteMiss.exit_code
        return next(iter(self.codes)) if len(self.codes) == 1 and not self.read + known else FAILED_BUT_DONE

    def add(self, outcome: Outcome) -> None:
        """Counts the outcome; its result is let go."""
        if isinstance(outcome.error, RunStopped):
            self.left += 1
        elif outcome.told is None:
            self.codes[getattr(outcome.error, "exit_code", 1)] += 1
            if len(self.failures) < NAMED:
                self.failures.append(error_to_line(outcome))
        else:
            self.read += 1
            self.unreached += outcome.told.unreached
            self.reports += len(outcome.told.rows)
            for row in outcome.told.rows:
                self.cells.update({"given": row.given, "derived": row.derived, "silent": row.silent})
                self.findings += row.findings


def failures_to_lines(sums: Sums, skipped: Counter[str]) -> Iterator[str]:
    """What failed and why, and what was passed over."""
    yield from (say("run.failed", failure=failure) for failure in sums.failures)
    if sums.failed > len(sums.failures):
        yield say("store.more-failed", count=sums.failed - len(sums.failures))
    if skipped:
        yield say("store.passed-over", kinds=skipped_to_words(skipped))


def sums_to_line(sums: Sums) -> str:
    """The reports that were read, and what they gave."""
    cells, findings = sums.cells, sums.findings
    return say(
        "store.sums",
        reports=sums.reports,
        given=cells["given"],
        derived=cells["derived"],
        silent=cells["silent"],
        errors=findings["error"],
        warnings=findings["warning"],
        notes=findings["info"],
    )
