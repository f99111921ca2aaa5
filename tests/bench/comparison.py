"""Our readers beside one single-shot call, report by report, on the same running server.

Each report is read whole both ways, in turns first the one and first the other; what both share is loaded before.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from cases import Case
from figures import tell
from single_shot import text_to_reading

from extractor.forms.editions import find_form
from extractor.ids import Ask
from extractor.model.answers import Answer
from extractor.model.asker import Asker, Request
from extractor.model.client import Client
from extractor.model.embedded import EmbeddedServer
from extractor.pipeline import Settings
from extractor.records import Number, Usage
from extractor.score import Counts, count_outcomes
from extractor.score.scoring import Given, decisions_to_given, judge, proposals_to_given

SINGLE, LLM, DECIDED = "single-shot", "llm alone", "decided"
# Tokens of the server's context for this comparison, twice the usual, for both: the longest report with its form
# and answer comes close to 8,192, and the single-shot call is to be judged by its reading, not by its room.
N_CTX = 16384


@dataclass(frozen=True)
class Side:
    """What one way of reading gave, and what it cost; `seconds` are those of the whole extraction."""

    counts: Counts = Counts()
    usage: Usage = Usage()
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    values: Mapping[str, Number | None] = field(default_factory=dict)  # of one report, by key

    def __add__(self, other: Side) -> Side:
        problems = self.problems + other.problems
        counts = Counts(
            self.counts.right + other.counts.right,
            self.counts.false + other.counts.false,
            self.counts.missed + other.counts.missed,
        )
        return Side(counts, self.usage + other.usage, self.seconds + other.seconds, problems)

    @property
    def f1(self) -> float:
        """0 also where nothing was given."""
        return self.counts.f1 or 0.0


@dataclass(frozen=True)
class Row:
    """One report, read by every side."""

    id: str
    sides: dict[str, Side]


def compare_on_server(cases: Sequence[Case]) -> list[Row]:
    """All reports on one embedded server."""
    with EmbeddedServer(n_ctx=N_CTX) as server:
        client = Client(server.base_url, server.api_key, server.model)
        try:
            first = Request([{"role": "user", "content": "好"}], Answer(), 5)
            client.ask(first)  # it brings in the weights
            return list(compare(cases, client))
        finally:
            client.close()


def compare(cases: Sequence[Case], asker: Asker, ask: Ask = "open") -> Iterator[Row]:
    """Each report read both ways; who comes first changes from report to report."""
    ways = (partial(read_ours, ask=ask), read_in_one_call)
    for number, case in enumerate(cases):
        tell(f"{number + 1} of {len(cases)}: {case.gold.id}")
        sides: dict[str, Side] = {}
        for way in ways if number % 2 == 0 else reversed(ways):
            found = way(case, asker)
            sides |= found
            for name, side in found.items():
                tell(f"  {name}: {side_to_words(side)}")
        yield Row(case.gold.id, sides)


def read_ours(case: Case, asker: Asker, ask: Ask = "open") -> dict[str, Side]:
    """The whole extraction with all readers; what it cost is put down to the llm reader alone, too."""
    started = time.perf_counter()
    report = case.extract(Settings(asker=lambda path: asker, ask=ask))
    seconds = time.perf_counter() - started
    usage = Usage(**report.usage.model_dump())
    problems = tuple(finding.message for finding in report.findings if finding.type == "bad-answer")
    given = {LLM: proposals_to_given(report, "llm"), DECIDED: decisions_to_given(report)}
    return {name: _side(case, values, usage, seconds, problems) for name, values in given.items()}


def read_in_one_call(case: Case, asker: Asker) -> dict[str, Side]:
    """The text and the whole form in one request."""
    started = time.perf_counter()
    reading = text_to_reading(case.text, find_form(case.gold.form), asker)
    seconds = time.perf_counter() - started
    given = {key: (value, None) for key, value in reading.values.items()}
    problems = (reading.problem,) if reading.problem else ()
    return {SINGLE: _side(case, given, reading.usage, seconds, problems)}


def _side(case: Case, given: Given, usage: Usage, seconds: float, problems: tuple[str, ...]) -> Side:
    values = {key: value for key, (value, _) in given.items()}
    named = tuple(f"{case.gold.id}: {problem}" for problem in problems)
    return Side(count_outcomes(judge(case.gold, given).values()), usage, seconds, named, values)


def side_to_words(side: Side) -> str:
    """The side in a line."""
    counts, usage = side.counts, side.usage
    cells = f"{counts.right} right, {counts.false} false, {counts.missed} missed"
    cost = f"{usage.prompt_tokens} + {usage.completion_tokens} tokens, {side.seconds:.1f} s"
    return "; ".join((cells, cost, *side.problems))
