"""Scores as Markdown, for a pull request or the summary of a CI job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractor.output import rule_to_text
from extractor.score.columns import (
    BINS,
    RULES,
    SHARES,
    WORTH,
    bin_to_name,
    bin_to_texts,
    cell_to_name,
    estimate_to_texts,
    group_to_title,
    member_to_name,
    name_columns,
    rule_to_texts,
    value_to_text,
    worth_to_texts,
)
from extractor.score.groups import count_rules, group_estimates, mismatch_to_text
from extractor.score.reliability import scores_to_reliability
from extractor.score.scoring import Mistake, ReportScore
from extractor.score.witnesses import count_worth
from extractor.speech import language, say

MARKS = re.compile(r"[\\`*_{}\[\]<>&|~#]")  # what Markdown would read as its own
MISTAKES = ("report", "what", "cell", "given", "stated", "at", "evidence")
LEFT, RIGHT = ":--", "--:"


def score_to_markdown(scores: Sequence[ReportScore]) -> str:
    """A table a group, one of the rules, then what is not right: cells, and reports read as something else."""
    return "\n\n".join((*_sums(scores), *_mistakes(scores), *_mismatches(scores)))


def _sums(scores: Sequence[ReportScore]) -> Iterator[str]:
    for group, found in group_estimates(scores).items():
        rows = (
            (member_to_name(group, name), *estimate_to_texts(estimated)) for name, estimated in found.items()
        )
        yield _table((group_to_title(group), *name_columns(SHARES)), RIGHT, rows)
    rules = (
        (rule_to_text(name, language()), *rule_to_texts(rule)) for name, rule in count_rules(scores).items()
    )
    yield _table((say("score.decided-by"), *name_columns(RULES)), RIGHT, rules)
    worth = (
        (say(f"score.{meeting}"), *worth_to_texts(found)) for meeting, found in count_worth(scores).items()
    )
    yield _table((say("score.witnesses"), *name_columns(WORTH)), RIGHT, worth)
    reliability = scores_to_reliability(scores)
    if reliability.bins:
        bins = ((bin_to_name(held), *bin_to_texts(held)) for held in reliability.bins)
        yield _table((say("score.confidence"), *name_columns(BINS)), RIGHT, bins)


def _mistakes(scores: Sequence[ReportScore]) -> Iterator[str]:
    rows = [_mistake(score, mistake) for score in scores if score.found for mistake in score.mistakes]
    if rows:
        yield say("score.wrong-cells")
        yield _table([say(f"score.head-{name}") for name in MISTAKES], LEFT, rows)


def _mistake(score: ReportScore, mistake: Mistake) -> tuple[str, ...]:
    evidence = mistake.evidence
    values = (value_to_text(mistake.given), value_to_text(mistake.expected))
    where = (evidence.ref, evidence.text) if evidence else ("", mistake.reason)
    return (
        score.gold.id,
        say(f"score.{mistake.kind}"),
        cell_to_name(score.gold.form, mistake.key),
        *values,
        *where,
    )


def _mismatches(scores: Sequence[ReportScore]) -> Iterator[str]:
    found = [
        f"- {_escape(s.gold.id)}: {_escape(mismatch_to_text(what, language()))}"
        for s in scores
        for what in s.mismatches
    ]
    if found:
        yield say("score.wrong-reports")
        yield "\n".join(found)


def _table(headings: Sequence[str], aligned: str, rows: Iterable[Sequence[str]]) -> str:
    """The first column holds names; the others are aligned alike."""
    marks = (LEFT, *(aligned for _ in headings[1:]))
    return "\n".join(map(_line, (headings, marks, *([_escape(text) for text in row] for row in rows))))


def _line(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _escape(text: str) -> str:
    """One line that is shown as it is."""
    return MARKS.sub(r"\\\g<0>", " ".join(text.split()))
