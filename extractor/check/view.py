"""A checkup on the terminal: what to correct, what to look at, how it could be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from extractor.check.checkup import ORDER, Checkup
from extractor.check.problems import Problem
from extractor.check.words import check_to_words, problem_to_places, problem_to_words, ways_to_lines
from extractor.ids import Severity
from extractor.output import finding_to_words
from extractor.output.paragraph import Paragraph
from extractor.speech import say

STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "dim"}
COUNTS: dict[Severity, str] = {"error": "check.errors", "warning": "check.warnings", "info": "check.notes"}
QUOTE = 60  # characters of a sentence


def checkup_to_view(checkup: Checkup, *, with_sums: bool = False) -> RenderableType:
    """The whole of it."""
    return Group(
        Paragraph(title_to_words(checkup), "bold"),
        *(Paragraph(line) for line in head_to_lines(checkup)),
        *_problems(checkup),
        *_ways(checkup),
        Paragraph(sums_to_line(checkup)),
        *(_sums(checkup) if with_sums else ()),
        *_noticed(checkup),
    )


def title_to_words(checkup: Checkup) -> str:
    """Whose report of which year."""
    report = checkup.report
    issuer = report.issuer or say("show.no-issuer")
    return say("check.title", issuer=issuer, year=report.year or say("show.no-year"))


def head_to_lines(checkup: Checkup) -> Iterator[str]:
    """The files, the form, and how much there is to do."""
    yield say("check.file", source=checkup.source)
    if checkup.last is None:
        yield say("check.no-last")
    yield say("check.form", id=checkup.form.id, name=checkup.form.definition.name)
    yield verdict_to_words(checkup)


def verdict_to_words(checkup: Checkup) -> str:
    """How much there is to do, in a line."""
    counts = {severity: checkup.count(severity) for severity in ORDER}
    told = [say(COUNTS[severity], count=count) for severity, count in counts.items() if count]
    if not (counts["error"] or counts["warning"]):
        told.insert(0, say("check.clean"))
    return say("list.and").join(told)


def sums_to_line(checkup: Checkup) -> str:
    """How many sums hold."""
    counts = Counter(check.outcome for check in checkup.sums)
    numbers = {"held": counts["holds"], "failed": counts["fails"], "open": counts["open"]}
    return say("check.sums", all=counts.total(), **numbers)


def _problems(checkup: Checkup) -> Iterator[RenderableType]:
    for severity in ORDER:
        found = [problem for problem in checkup.problems if problem.severity == severity]
        if found:
            yield Rule(say(f"severity.{severity}"), align="left", characters="─", style=STYLES[severity])
            for number, problem in enumerate(found, 1):
                yield _problem(number, problem, checkup)
    yield Text()


def _problem(number: int, problem: Problem, checkup: Checkup) -> RenderableType:
    lines = [Paragraph(problem_to_words(problem, checkup), "", f"{number:>3}. ", STYLES[problem.severity])]
    for place, said in problem_to_places(problem, checkup):
        quoted = said if len(said) <= QUOTE else said[:QUOTE] + "…"
        lines.append(Paragraph(say("check.quote", place=place, text=quoted), "dim", indent=5))
    return Group(*lines)


def _ways(checkup: Checkup) -> Iterator[RenderableType]:
    if checkup.ways:
        yield Text(say("check.ways"), style="bold")
        yield from (Paragraph(line, indent=2) for line in ways_to_lines(checkup))
        yield Text()


def _sums(checkup: Checkup) -> Iterator[RenderableType]:
    for check in checkup.sums:
        outcome = say(f"check.{check.outcome}")
        yield Paragraph(check_to_words(check, checkup.form), mark=f"  {outcome}  ")


def _noticed(checkup: Checkup) -> Iterator[RenderableType]:
    if checkup.noticed:
        yield Text(say("check.noticed"), style="bold")
        for finding in checkup.noticed:
            yield Paragraph(finding_to_words(finding, checkup.form), "dim", indent=2)
